//! How FLUO and the mirror of it are doing.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Whether FLUO answers, and how its changes reach us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reach {
    /// Not yet asked since start.
    Connecting,
    /// Reading what was missed.
    CatchingUp,
    /// Following the live feed.
    Live,
    /// FLUO answers but has no live feed we can follow; asked every few seconds.
    Polling,
    /// No answer. The mirror still serves; see [`Freshness::as_of`].
    Unreachable,
}

/// How old what the mirror answers is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Freshness {
    pub reach: Reach,
    /// The mirror holds everything FLUO had raised by then; absent before the first complete read.
    pub as_of: Option<Timestamp>,
    /// Milliseconds between `as_of` and the moment of this answer.
    pub behind_ms: Option<i64>,
}

/// What this FLUO can do. What it cannot is ours to add, or to say plainly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Capability {
    /// Answers signals as JSON (the contract documents HTML).
    JsonSignals,
    /// Pushes new signals over a WebSocket.
    LiveFeed,
    /// Keeps every version of a rule.
    RuleVersions,
    /// Keeps the status of a signal.
    SignalStatus,
    /// Serves the spans of a trace.
    Traces,
}

/// Which API FLUO speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Dialect {
    /// The documented FLUO v1 contract.
    #[serde(rename = "fluo-v1")]
    FluoV1,
}

impl Dialect {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FluoV1 => "fluo-v1",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::FluoV1].into_iter().find(|dialect| dialect.as_str() == text)
    }
}

/// Answer of `fluo.health`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FluoHealth {
    /// Where FLUO is, without credentials.
    pub url: String,
    /// Runs inside this process.
    pub embedded: bool,
    pub dialect: Dialect,
    pub capabilities: Vec<Capability>,
    pub freshness: Freshness,
    /// Why FLUO cannot be reached, in words for a person.
    pub problem: Option<String>,
    /// When FLUO last answered anything.
    pub last_contact: Option<Timestamp>,
    /// FLUO's own account of its parts.
    pub checks: Vec<HealthCheck>,
    /// Changes waiting for FLUO.
    pub pending: i64,
    /// Signals and rule versions the mirror holds.
    pub mirrored_signals: i64,
    pub mirrored_rules: i64,
}

/// One part of FLUO, as it reports it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HealthCheck {
    pub name: String,
    pub up: bool,
}
