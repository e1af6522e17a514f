//! Requests about a person's own account.

use serde::{Deserialize, Serialize};

/// Request of `account.get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetAccount {}

/// Request of `account.rename`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RenameAccount {
    /// What others read, at most 80 characters.
    pub name: String,
}

/// Request of `account.change_email`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeEmail {
    /// What the person wants to sign in with.
    pub email: String,
}
