//! Rules: versions of a condition, stacked under one id.

use serde::{Deserialize, Serialize};

use crate::{RuleId, RuleVersion, Severity, Timestamp};

/// Whether FLUO evaluates this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RuleStatus {
    Active,
    Inactive,
    /// Logically deleted; kept so that its signals can still be explained.
    Deleted,
}

impl RuleStatus {
    pub const ALL: [RuleStatus; 3] = [Self::Active, Self::Inactive, Self::Deleted];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
            Self::Deleted => "DELETED",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// One version of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    pub id: RuleId,
    pub version: RuleVersion,
    /// The condition, in OGNL.
    pub expression: String,
    pub description: Option<String>,
    pub status: RuleStatus,
    /// Severity of its signals, where FLUO says so.
    pub severity: Option<Severity>,
    pub created_at: Option<Timestamp>,
    pub modified_at: Option<Timestamp>,
}

/// All versions of one rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RuleStack {
    pub id: RuleId,
    /// Active ones first, then newest first. Never empty.
    pub versions: Vec<Rule>,
    /// Signals of all versions in the mirror.
    pub signals: i64,
    /// When the newest of them was raised.
    pub last_signal_at: Option<Timestamp>,
}
