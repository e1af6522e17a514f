//! What the start page shows, in one answer.

use serde::{Deserialize, Serialize};

use crate::group::Storm;
use crate::{Severity, Timestamp};

/// Answer of `signals.overview`. Every figure names the query for exactly the signals it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignalOverview {
    /// The minute up to which ages and periods are counted back.
    pub at: Timestamp,
    /// Signals there are, of any kind.
    pub total: i64,
    /// What is neither decided nor put aside: of each severity, worst first, then of all.
    pub open: Vec<OpenSignals>,
    /// What was raised within a day up to `at`, put aside or not.
    pub day: Figure,
    /// The same in stretches of two hours of the clock in UTC, the current one last.
    pub arrivals: Vec<Arrivals>,
    /// Most of the day came from these; at most eight each.
    pub rules: Vec<NamedFigure>,
    pub services: Vec<NamedFigure>,
    /// Decisions of the last 7 days, and of the 7 days before.
    pub decisions: [Decisions; 2],
    /// Rules that storm now.
    pub storms: Vec<Storm>,
}

/// A number, and what it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figure {
    pub count: i64,
    /// In the query language.
    pub q: String,
}

/// Open signals by the time since they were raised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenSignals {
    /// Absent for those of any severity.
    pub severity: Option<Severity>,
    /// Less than an hour, less than a day and not less than an hour, more.
    pub hour: Figure,
    pub day: Figure,
    pub older: Figure,
    pub all: Figure,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Arrivals {
    pub from: Timestamp,
    /// Not included.
    pub to: Timestamp,
    pub raised: Figure,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedFigure {
    pub name: String,
    pub raised: Figure,
}

/// What was decided in a period and still is, and how long it took from raised to decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Decisions {
    pub decided: Figure,
    /// Milliseconds; absent where nothing was decided. The median of an even number is the mean of the two in the
    /// middle.
    pub mean_ms: Option<i64>,
    pub median_ms: Option<i64>,
}
