//! What people do with signals: put them aside, write and link, look at them together, and what became of it all.

use serde::{Deserialize, Serialize};

use crate::session::User;
use crate::{LinkId, NoteId, SignalId, SignalStatus, Timestamp};

/// Characters of a note at most.
pub const MAX_NOTE: usize = 20_000;
/// Notes of one signal at most.
pub const MAX_NOTES: u32 = 500;
/// Bytes of a link's address at most.
pub const MAX_URL: usize = 2_048;
/// Links of one signal at most.
pub const MAX_LINKS: u32 = 50;
/// Tags of one signal at most.
pub const MAX_TAGS: usize = 20;
/// Characters of a tag at most.
pub const MAX_TAG: usize = 40;
/// Characters of a reason, of why something is put aside, and of a link's title at most.
pub const MAX_REMARK: usize = 200;

/// What is offered as the reason of a false positive, in the order of the digits 1 to 9.
pub const REASONS: [&str; 9] = [
    "Expected behaviour",
    "Test traffic",
    "Planned maintenance",
    "Known issue",
    "Duplicate",
    "Rule too strict",
    "Wrong or missing attributes",
    "Passed by itself",
    "Other",
];

/// A signal that is put aside until something happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Snooze {
    pub until: SnoozeUntil,
    /// New signals of the same rule, service and operation are put aside with it.
    pub group: bool,
    pub by: User,
    pub at: Timestamp,
    pub why: Option<String>,
    /// Signals of the same rule, service and operation in the seven days before: what this would have hidden.
    #[serde(default)]
    pub would_have_hidden: u32,
}

/// What ends a snooze.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum SnoozeUntil {
    /// That time.
    Time { at: Timestamp },
    /// So many more signals of the same rule, service and operation.
    Count { more: u32 },
    /// So many signals of the same rule, service and operation within one hour. Where nothing is said: three times
    /// what was usual in the seven days before, and five at least.
    Spike {
        #[serde(default)]
        per_hour: Option<u32>,
    },
    /// A version of the rule beyond those known when it was put aside.
    RuleVersion {
        /// How many were known; the console says so.
        #[serde(default)]
        known: Option<u32>,
    },
}

impl SnoozeUntil {
    /// The word it has on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Time { .. } => "time",
            Self::Count { .. } => "count",
            Self::Spike { .. } => "spike",
            Self::RuleVersion { .. } => "ruleVersion",
        }
    }
}

/// What somebody wrote about a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Note {
    pub id: NoteId,
    /// Markdown.
    pub text: String,
    pub by: User,
    pub at: Timestamp,
    /// Counts changes of the text, from 1; send it back to change only what you saw.
    pub revision: i64,
    /// When and by whom the text was last changed.
    pub edited_at: Option<Timestamp>,
    pub edited_by: Option<User>,
}

/// A text that a note had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoteVersion {
    pub revision: i64,
    pub text: String,
    pub by: User,
    pub at: Timestamp,
}

/// An incident, a ticket or anything else on the web that a signal is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignalLink {
    pub id: LinkId,
    /// Begins with `http://` or `https://`.
    pub url: String,
    pub title: String,
    pub by: User,
    pub at: Timestamp,
    pub sent: LinkSent,
}

/// Whether FLUO has a link too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum LinkSent {
    /// FLUO has it.
    Sent,
    /// FLUO was away; it is sent when FLUO is back.
    Waits,
    /// FLUO did not take it; it is kept here alone.
    Refused { problem: String },
}

/// Something that happened to a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimelineEntry {
    pub at: Timestamp,
    /// Who did it; absent where FLUO or the console did.
    pub by: Option<User>,
    /// The revision of the signal that it made: names the change to `signals.undo`.
    pub revision: i64,
    pub what: Happening,
}

/// What happened to a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Happening {
    Raised,
    /// Its status moved. While FLUO was not reached it is `pending`.
    Status {
        from: SignalStatus,
        to: SignalStatus,
        reason: Option<String>,
        pending: bool,
    },
    /// FLUO took a status that waited.
    Confirmed {
        status: SignalStatus,
    },
    /// FLUO did not take a status that waited; the signal is again what it was.
    Refused {
        from: SignalStatus,
        to: SignalStatus,
        problem: String,
    },
    Owner {
        from: Option<User>,
        to: Option<User>,
    },
    Snoozed {
        snooze: Snooze,
    },
    Woken {
        because: WakeCause,
        snooze: Snooze,
    },
    Tags {
        added: Vec<String>,
        removed: Vec<String>,
    },
    NoteAdded {
        note: NoteId,
    },
    NoteEdited {
        note: NoteId,
    },
    NoteDeleted {
        note: NoteId,
    },
    LinkAdded {
        link: LinkId,
        url: String,
        title: String,
    },
    LinkRemoved {
        link: LinkId,
        url: String,
        title: String,
    },
    /// Several things were put back as they were before another change.
    Undone {
        fields: Vec<TriageField>,
    },
}

/// A part of a signal that people change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum TriageField {
    Status,
    Owner,
    Snooze,
    Tags,
}

/// Why a snooze ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum WakeCause {
    /// Somebody said so.
    Person,
    Time,
    Count,
    Spike,
    RuleVersion,
}

/// Who is on a signal now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Presence {
    pub signal: SignalId,
    /// In the order in which they came.
    pub people: Vec<Present>,
}

/// Somebody who looks at a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Present {
    pub user: User,
    pub since: Timestamp,
    /// They said that they take care of it.
    pub claims: bool,
}

/// Signals that have to do with one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RelatedSignals {
    /// In the same trace, newest first, at most 20.
    pub trace: Vec<crate::Signal>,
    /// Of the same rule, service and operation, newest first, at most 20.
    pub group: Vec<crate::Signal>,
    /// Of the same service within ten minutes, nearest first, at most 20; none that is named above.
    pub near: Vec<crate::Signal>,
}
