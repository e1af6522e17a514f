//! The report of a shift, for whoever comes next.

use serde::{Deserialize, Serialize};

use crate::session::User;
use crate::signal::Facet;
use crate::{RuleId, Severity, Signal, Timestamp};

/// Answer of `handover.report`. Lists are cut; the totals are of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Handover {
    pub from: Timestamp,
    pub to: Timestamp,
    /// Raised in the period.
    pub new: i64,
    pub new_by_severity: Vec<Facet<Severity>>,
    /// The largest groups of them, at most 10.
    pub groups: Vec<HandoverGroup>,
    /// Decided in the period, and still so.
    pub decided: i64,
    /// Who decided how many; absent where that was in FLUO.
    pub decided_by: Vec<HandoverCount>,
    /// The last of them, at most 50.
    pub decisions: Vec<Signal>,
    /// Open or under investigation now.
    pub open: i64,
    /// Whose those are, nobody's included.
    pub open_by_owner: Vec<HandoverCount>,
    /// Put aside now.
    pub snoozed: i64,
    /// The newest of them, at most 50.
    pub snoozes: Vec<Signal>,
    /// Rules that raised most in the period, at most 10.
    pub noisy: Vec<NoisyRule>,
    /// All of it as a text to paste.
    pub markdown: String,
}

/// Signals of one rule, service and operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HandoverGroup {
    pub rule: RuleId,
    pub service: String,
    pub span_name: String,
    pub count: i64,
}

/// How many are somebody's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoverCount {
    pub user: Option<User>,
    pub count: i64,
}

/// How much a rule raised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoisyRule {
    pub rule: RuleId,
    pub count: i64,
    /// In the period of the same length before.
    pub before: i64,
}
