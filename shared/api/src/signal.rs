//! Signals: what FLUO raises when a rule is violated, and what people have decided about them.

use serde::{Deserialize, Serialize};

use crate::session::User;
use crate::triage::Snooze;
use crate::{RuleId, RuleVersion, SignalId, SpanId, Timestamp, TraceId};

/// How bad it is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Severity {
    Critical,
    Error,
    Warning,
    Info,
}

impl Severity {
    pub const ALL: [Severity; 4] = [Self::Critical, Self::Error, Self::Warning, Self::Info];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "CRITICAL",
            Self::Error => "ERROR",
            Self::Warning => "WARNING",
            Self::Info => "INFO",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == text)
    }
}

/// Where a signal stands. OPEN and INVESTIGATING move to any other; RESOLVED and FALSE_POSITIVE back to OPEN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignalStatus {
    Open,
    Investigating,
    Resolved,
    FalsePositive,
}

impl SignalStatus {
    pub const ALL: [SignalStatus; 4] = [Self::Open, Self::Investigating, Self::Resolved, Self::FalsePositive];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Investigating => "INVESTIGATING",
            Self::Resolved => "RESOLVED",
            Self::FalsePositive => "FALSE_POSITIVE",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Somebody made up their mind.
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Resolved | Self::FalsePositive)
    }

    /// The moves FLUO allows. Setting the status a signal already has is no move and always fine.
    pub const fn moves(self) -> &'static [SignalStatus] {
        match self {
            Self::Open => &[Self::Investigating, Self::Resolved, Self::FalsePositive],
            Self::Investigating => &[Self::Resolved, Self::FalsePositive, Self::Open],
            Self::Resolved | Self::FalsePositive => &[Self::Open],
        }
    }
}

/// A violation, with what people decided about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Signal {
    pub id: SignalId,
    /// Name to say aloud, such as `brave-otter-42`.
    pub friendly_id: Option<String>,
    pub severity: Severity,
    /// FLUO's own word where it is none of ours; such a signal ranks as a warning.
    pub severity_text: Option<String>,
    /// As it is to be shown: a change that FLUO has not confirmed yet included.
    pub status: SignalStatus,
    /// Set while `status` waits for FLUO, or was refused by it.
    pub pending: Option<PendingStatus>,
    pub rule_id: RuleId,
    pub rule_version: RuleVersion,
    pub message: String,
    pub service: String,
    /// Operation of the span that violated the rule.
    pub span_name: String,
    pub trace_id: TraceId,
    pub span_id: SpanId,
    /// When FLUO raised it.
    pub raised_at: Timestamp,
    /// When anything about it last changed here.
    pub updated_at: Timestamp,
    /// Counts changes; send it back to change only what you saw.
    pub revision: i64,
    /// Whose it is.
    #[serde(default)]
    pub owner: Option<User>,
    /// Set while it is put aside.
    #[serde(default)]
    pub snooze: Option<Snooze>,
    /// Why it is a false positive, where somebody said so.
    #[serde(default)]
    pub reason: Option<String>,
    /// When it was resolved or called a false positive; absent while it is neither, and where that was elsewhere and
    /// before the console knew of it.
    #[serde(default)]
    pub decided_at: Option<Timestamp>,
    /// Words people put on it, sorted.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How many notes it has; `signals.notes` lists them.
    #[serde(default)]
    pub notes: u32,
    /// How many links it has; `signals.links` lists them.
    #[serde(default)]
    pub links: u32,
}

/// A status that FLUO has not confirmed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PendingStatus {
    /// The status FLUO holds.
    pub confirmed: SignalStatus,
    pub since: Timestamp,
    /// Why the last try did not go through.
    pub problem: Option<String>,
}

/// What a list of signals is sorted by. Signals of the same value are in the order of time, newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SignalSort {
    /// When FLUO raised it.
    #[default]
    Time,
    Severity,
    Status,
    Service,
    Rule,
    /// When anything about it last changed.
    Updated,
}

impl SignalSort {
    pub const ALL: [SignalSort; 6] =
        [Self::Time, Self::Severity, Self::Status, Self::Service, Self::Rule, Self::Updated];

    /// The order it is in where none is asked for: texts from A, everything else from the most.
    pub const fn usual_order(self) -> SortOrder {
        match self {
            Self::Time | Self::Severity | Self::Updated => SortOrder::Desc,
            Self::Status | Self::Service | Self::Rule => SortOrder::Asc,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SortOrder {
    /// From the least.
    Asc,
    /// From the most: the newest, the worst.
    Desc,
}

/// Which signals. Every list is any-of; all given parts must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignalFilter {
    pub severity: Vec<Severity>,
    pub service: Vec<String>,
    pub rule: Vec<RuleId>,
    pub status: Vec<SignalStatus>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub text: Option<String>,
}

/// Answer of `signals.count`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignalCounts {
    /// Signals that match the whole filter.
    pub total: i64,
    /// Per value, what would match if that value's own key were left out of the filter. Largest first,
    /// at most 100 values each.
    pub severity: Vec<Facet<Severity>>,
    pub status: Vec<Facet<SignalStatus>>,
    pub service: Vec<Facet<String>>,
    pub rule: Vec<Facet<RuleId>>,
}

/// One value with how many signals have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facet<T> {
    pub value: T,
    pub count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_words_and_stored_words_are_the_same() {
        for severity in Severity::ALL {
            assert_eq!(serde_json::to_value(severity).unwrap(), severity.as_str());
        }
        for status in SignalStatus::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
            assert!(!status.moves().contains(&status));
        }
    }
}
