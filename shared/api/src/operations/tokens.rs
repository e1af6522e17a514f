//! Requests about API tokens.

use serde::{Deserialize, Serialize};

use crate::{Permission, TokenId};

/// Request of `tokens.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListTokens {}

/// Request of `tokens.create`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateToken {
    /// What it is for, at most 80 characters.
    pub name: String,
    /// What it permits: at least one, and nothing that the caller does not hold.
    pub permissions: Vec<Permission>,
    /// Days until it ends, 1 to 366.
    pub days: u16,
}

/// Request of `tokens.revoke`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RevokeToken {
    pub id: TokenId,
}

/// Request of `service_tokens.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListServiceTokens {}

/// Request of `service_tokens.create`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateServiceToken {
    /// The service it is for, at most 80 characters.
    pub name: String,
    /// What it permits: at least one, and nothing that the caller does not hold.
    pub permissions: Vec<Permission>,
    /// Days until it ends, 1 to 366.
    pub days: u16,
}

/// Request of `service_tokens.revoke`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RevokeServiceToken {
    pub id: TokenId,
}
