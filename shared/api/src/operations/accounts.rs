//! Requests about accounts, passwords and sessions.

use serde::{Deserialize, Serialize};

use crate::secret::Secret;
use crate::{RoleId, SessionId};

/// Request of `accounts.create`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateAccount {
    /// What the person signs in with; upper and lower case do not differ.
    pub email: String,
    /// What others read, at most 80 characters.
    pub name: String,
    /// 12 to 256 characters.
    pub password: Secret,
    /// What the person is in the tenant: a built-in role or one of its own.
    pub role: RoleId,
}

/// Request of `accounts.reset_password`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    pub email: String,
    /// 12 to 256 characters.
    pub password: Secret,
}

/// Request of `account.change_password`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    pub current: Secret,
    /// 12 to 256 characters.
    pub new: Secret,
}

/// Request of `sessions.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListSessions {}

/// Request of `sessions.revoke`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RevokeSession {
    pub id: SessionId,
}

/// Request of `sessions.revoke_others`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RevokeOtherSessions {}

/// Request of `session.sign_out`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignOut {}
