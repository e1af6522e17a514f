//! API tokens: what programs come with instead of a session.

use serde::{Deserialize, Serialize};

use crate::secret::Secret;
use crate::{Permission, Timestamp, TokenId, UserId};

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApiToken {
    pub id: TokenId,
    pub name: String,
    /// What it permits at most. A personal token never permits what its owner may not do now.
    pub permissions: Vec<Permission>,
    pub created_by: UserId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// To the minute; absent for a token that was never used.
    pub last_used_at: Option<Timestamp>,
}

/// A token that was just made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewApiToken {
    pub token: ApiToken,
    /// What a program sends as `Authorization: Bearer …`. Shown this once; only its hash is kept.
    pub secret: Secret,
}
