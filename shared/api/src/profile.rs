//! A person's own account, and the ways back into it.

use serde::{Deserialize, Serialize};

use crate::UserId;
use crate::secret::Secret;

/// Answer of `account.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    pub id: UserId,
    /// What others read.
    pub name: String,
    /// What the person signs in with, or what their provider tells of them.
    pub email: String,
    /// What the address is to be once both ends confirm it.
    pub pending_email: Option<String>,
    /// They come by password, not through a provider.
    pub has_password: bool,
}

/// What `POST /forgot` takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ForgotPassword {
    pub email: String,
}

/// What `POST /reset` takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResetForgotten {
    /// What stands behind the `#` of the link.
    pub secret: Secret,
    /// 12 to 256 characters.
    pub password: Secret,
}

/// What `POST /confirm-email` takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmEmail {
    /// What stands behind the `#` of the link.
    pub secret: Secret,
}

/// Answer of `POST /confirm-email`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EmailConfirmation {
    /// Both ends said so, and the address is the new one. Otherwise the other end is waited for.
    pub complete: bool,
}
