//! Groups: the signals that one rule raised for one operation of one service, taken together.

use serde::{Deserialize, Serialize};

use crate::signal::Facet;
use crate::{RuleId, Severity, SignalId, SignalStatus, Timestamp};

/// Counts of a group's course over time.
pub const GROUP_BUCKETS: usize = 24;

/// A rule storms when so many of its signals were raised within [`STORM_MINUTES`].
pub const STORM_LEAST: u32 = 100;
pub const STORM_MINUTES: u32 = 5;

/// What groups are sorted by, always from the most. What is equal is in the order of the other, then by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum GroupSort {
    #[default]
    Count,
    /// When its newest signal was raised.
    LastSeen,
}

/// Answer of `signals.groups`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignalGroups {
    pub groups: Vec<SignalGroup>,
    /// Groups in all, those of other pages included.
    pub total: i64,
    /// Signals in all of them.
    pub signals: i64,
    /// What `buckets` divides into equal parts: the time that is asked for, up to now, and where it is not bounded,
    /// from the first signal to the last. Both included.
    pub from: Timestamp,
    pub to: Timestamp,
    /// Rules that storm now, the most signals first; whatever is asked for.
    pub storms: Vec<Storm>,
}

/// A rule that raises more signals than somebody can look at: at least 100 within the last 5 minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Storm {
    pub rule_id: RuleId,
    /// Since when it has been so many, without a break.
    pub since: Timestamp,
    /// Its signals of the last 5 minutes.
    pub count: u32,
    pub newest: SignalId,
}

/// Signals with the same rule, service and operation. As in the query language, case makes no difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignalGroup {
    pub rule_id: RuleId,
    pub service: String,
    /// The operation: the name of the span that violated the rule.
    pub span_name: String,
    /// The query for exactly these signals; absent where it would be longer than a query may be.
    pub q: Option<String>,
    pub count: i64,
    /// When the first and the last of them were raised.
    pub first_seen: Timestamp,
    pub last_seen: Timestamp,
    /// How many there are of each, the worst first; only what occurs.
    pub severity: Vec<Facet<Severity>>,
    pub status: Vec<Facet<SignalStatus>>,
    /// How many were raised in each of 24 equal parts of the time, oldest first.
    pub buckets: Vec<u32>,
    pub newest: SignalId,
    /// Since when its rule storms, where it does and some of it is of this group.
    pub storming_since: Option<Timestamp>,
}

/// Answer of `signals.group`: a group, and what the spans of its newest signals have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GroupDetail {
    pub group: SignalGroup,
    /// What the group's `buckets` divides: see [`SignalGroups`].
    pub from: Timestamp,
    pub to: Timestamp,
    /// Of how many of the newest signals the span was found and looked at. Everything below is about these.
    pub looked_at: u32,
    /// Of how many the span is no longer there, or never arrived.
    pub gone: u32,
    /// Of how many it could not be asked, or not in time; `problem` says why.
    pub not_read: u32,
    pub problem: Option<String>,
    /// What all spans have with the same value, by key.
    pub common: Vec<CommonAttribute>,
    /// What differs, or is not there on all: what most spans have first, then by key.
    pub different: Vec<DifferentAttribute>,
}

/// What has an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AttributeOf {
    Span,
    /// What sent the span.
    Resource,
}

/// An attribute with the one value that all have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommonAttribute {
    pub of: AttributeOf,
    pub key: String,
    /// As OpenTelemetry typed it; a long one is cut and ends with `…`.
    pub value: serde_json::Value,
}

/// An attribute with the values that occur.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DifferentAttribute {
    pub of: AttributeOf,
    pub key: String,
    /// Spans that have it.
    pub present: u32,
    /// Different values of it.
    pub distinct: u32,
    /// The most frequent of them, at most five. Their share is `count` of `lookedAt`.
    pub values: Vec<Facet<serde_json::Value>>,
}
