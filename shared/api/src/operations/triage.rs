//! What people do with one signal: requests of the operations `signals.*` beyond reading and status.

use serde::{Deserialize, Serialize};

use crate::triage::SnoozeUntil;
use crate::{Cursor, LinkId, NoteId, SignalId, UserId};

/// Request of `signals.assign`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignSignal {
    pub id: SignalId,
    /// A member of the tenant; nobody where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<UserId>,
    /// The revision that was on the screen: refused with `conflict` when the owner changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// Request of `signals.claim`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClaimSignal {
    pub id: SignalId,
}

/// Request of `signals.snooze`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SnoozeSignal {
    pub id: SignalId,
    pub until: SnoozeUntil,
    /// Also put aside new signals of the same rule, service and operation, as long as this lasts.
    #[serde(default)]
    pub group: bool,
    /// One line of at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The revision that was on the screen: refused with `conflict` when it was put aside or woken since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// Request of `signals.wake`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WakeSignal {
    pub id: SignalId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// Request of `signals.tag`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TagSignal {
    pub id: SignalId,
    /// Lower-case letters, digits and `-_.:/`, at most 40 characters each and 20 in all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// Request of `signals.undo`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UndoSignal {
    pub id: SignalId,
    /// The revision that the change made; the caller's own last change where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<i64>,
}

/// Request of `signals.notes`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListNotes {
    pub id: SignalId,
}

/// Request of `signals.add_note`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddNote {
    pub id: SignalId,
    /// Markdown, at most 20,000 characters.
    pub text: String,
}

/// Request of `signals.edit_note`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditNote {
    pub id: SignalId,
    pub note: NoteId,
    pub text: String,
    /// The note's revision that was on the screen: refused with `conflict` when it changed since.
    pub revision: i64,
}

/// Request of `signals.delete_note`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteNote {
    pub id: SignalId,
    pub note: NoteId,
    /// The note's revision that was on the screen: refused with `conflict` when it changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// Request of `signals.note_versions`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListNoteVersions {
    pub id: SignalId,
    pub note: NoteId,
}

/// Request of `signals.links`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListLinks {
    pub id: SignalId,
}

/// Request of `signals.add_link`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddLink {
    pub id: SignalId,
    /// An `http` or `https` address without user name and password, at most 2,048 bytes.
    pub url: String,
    /// One line of at most 200 characters; the address itself where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// Request of `signals.remove_link`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveLink {
    pub id: SignalId,
    pub link: LinkId,
}

/// Request of `signals.timeline`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetTimeline {
    pub id: SignalId,
    /// `meta.cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 1 to 500; 50 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

/// Request of `signals.related`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListRelated {
    pub id: SignalId,
}

/// Request of `signals.presence`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetPresence {
    pub id: SignalId,
    /// What the caller does; asking alone says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doing: Option<Doing>,
}

/// What somebody does with a signal, for the 30 seconds to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Doing {
    Look,
    /// Take care of it: others are told.
    Claim,
    /// No longer look at it.
    Leave,
}

/// Request of `signals.reasons`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListReasons {}
