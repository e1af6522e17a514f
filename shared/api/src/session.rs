//! Who is asking.

use serde::{Deserialize, Serialize};

use crate::{Permission, TenantId, Timestamp, UserId};

/// Answer of `session.me`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Me {
    pub user: User,
    pub tenant: Tenant,
    /// What the caller may do in this tenant. For hiding what cannot be done; the core decides.
    pub permissions: Vec<Permission>,
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
