//! Changing many signals at once: one job with a result for each, which can be cancelled and taken back whole.

use serde::{Deserialize, Serialize};

use crate::session::User;
use crate::triage::{SnoozeUntil, TriageField};
use crate::{BulkId, SignalId, SignalStatus, Timestamp, UserId};

/// Signals that one job changes at most.
pub const MAX_SIGNALS: usize = 100_000;
/// Signals that a request names at most; more are chosen by what they match.
pub const MAX_NAMED: usize = 10_000;

/// What is done to each signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum BulkAction {
    /// Moves it to a status.
    Status {
        to: SignalStatus,
        /// Why it is a false positive.
        #[serde(default)]
        reason: Option<String>,
    },
    /// Gives it to somebody; to nobody where nobody is named.
    Assign {
        #[serde(default)]
        to: Option<UserId>,
    },
    /// Puts it aside.
    Snooze {
        until: SnoozeUntil,
        #[serde(default)]
        why: Option<String>,
    },
    /// Ends that it is put aside.
    Wake,
    /// Puts words on it, and takes words off it.
    Tag {
        #[serde(default)]
        add: Vec<String>,
        #[serde(default)]
        remove: Vec<String>,
    },
    /// Puts back what another job changed.
    Undo { bulk: BulkId },
}

impl BulkAction {
    /// The part of a signal that it changes; an undo changes what the other did.
    pub const fn field(&self) -> Option<TriageField> {
        match self {
            Self::Status { .. } => Some(TriageField::Status),
            Self::Assign { .. } => Some(TriageField::Owner),
            Self::Snooze { .. } | Self::Wake => Some(TriageField::Snooze),
            Self::Tag { .. } => Some(TriageField::Tags),
            Self::Undo { .. } => None,
        }
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum BulkState {
    Running,
    Done,
    /// Ended before its end; what was done stays done and can be undone.
    Cancelled,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Bulk {
    pub id: BulkId,
    pub action: BulkAction,
    pub state: BulkState,
    pub by: User,
    pub at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// Signals in all.
    pub total: u32,
    /// Changed, those that wait for FLUO included.
    pub applied: u32,
    /// Of those, how many were left waiting for FLUO.
    pub pending: u32,
    /// Left as they were, since there was nothing to change or it was not allowed.
    pub skipped: u32,
    /// Left as they were, since somebody changed the same meanwhile.
    pub conflicts: u32,
    /// The job that took this one back.
    pub undone_by: Option<BulkId>,
}

/// What became of one signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkItem {
    pub signal: SignalId,
    pub outcome: BulkOutcome,
    /// One sentence where it was not changed.
    pub reason: Option<String>,
}

/// How it ended for one signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum BulkOutcome {
    /// Its turn has not come.
    Waits,
    Applied,
    /// Changed here, and waits for FLUO.
    Pending,
    Skipped,
    Conflict,
}

/// What a job would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkPreview {
    /// Signals that are meant.
    pub total: u32,
    /// Of those, how many would change.
    pub changes: u32,
    /// Why the others would not, with how many.
    pub skipped: Vec<BulkSkip>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkSkip {
    pub reason: String,
    pub count: u32,
}
