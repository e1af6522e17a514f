//! Who is asking.

use serde::{Deserialize, Serialize};

use crate::role::RoleRef;
use crate::secret::Secret;
use crate::{Permission, SessionId, TenantId, Timestamp, UserId};

/// Answer of `session.me`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Me {
    pub user: User,
    pub tenant: Tenant,
    /// What the permissions come from; absent for a caller without a role.
    #[serde(default)]
    pub role: Option<RoleRef>,
    /// What the caller may do in this tenant. For hiding what cannot be done; the core decides.
    pub permissions: Vec<Permission>,
    /// Administers the installation, whatever they are in this tenant.
    #[serde(default)]
    pub platform_admin: bool,
    /// The tenant asks for a second factor that the caller does not have yet: nothing else works before.
    pub second_factor_required: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct User {
    pub id: UserId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tenant {
    pub id: TenantId,
    pub name: String,
}

/// A link that signs one browser in, once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignInLink {
    /// Path and query below the server's address.
    pub path: String,
    pub expires_at: Timestamp,
}

/// What `POST /sign-in` takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordSignIn {
    pub email: String,
    pub password: Secret,
}

/// A browser that is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub id: SessionId,
    /// The one that asks.
    pub current: bool,
    /// Network address it was begun from.
    pub address: String,
    /// What the browser called itself then.
    pub client: String,
    pub created_at: Timestamp,
    /// To the minute.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// Answer of `sessions.revoke_others`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Revoked {
    /// How many sessions were ended.
    pub revoked: i64,
}

/// Answer of `POST /sign-out`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedOut {
    /// Where the browser goes to sign out at the provider it came through, too.
    #[serde(default)]
    pub url: Option<String>,
}

/// One of what `GET /sign-in/providers` answers: who else may say who somebody is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInProvider {
    pub id: String,
    pub name: String,
    /// Path below the server's address where signing in through it begins.
    pub path: String,
}

/// It was done, and there is nothing more to say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Done {}
