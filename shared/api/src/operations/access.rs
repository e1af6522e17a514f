//! Requests about who may do what.

use serde::{Deserialize, Serialize};

/// Request of `access.review`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewAccess {}

/// Request of `access.confirm`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmAccess {
    /// Of the review that was looked through.
    pub digest: String,
    /// What there is to say about it, at most 500 characters.
    #[serde(default)]
    pub note: String,
}

/// Request of `access.reviews`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListAccessReviews {}
