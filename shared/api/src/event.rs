//! Events: every change, in the order it was committed, one stream per tenant.
//!
//! Over SSE the `id:` line is [`Event::seq`], the `data:` line the JSON below. A client that comes back
//! sends the last id it saw (`Last-Event-ID`) and gets what it missed; when that is no longer kept it gets
//! one [`EventKind::Reset`] and reads its screens anew. A [`EventKind::Heartbeat`] comes every 10 s as data
//! without an `id:`, so that a silent connection is told from a dead one.

use serde::{Deserialize, Serialize};

use crate::EventSeq;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EventKind {
    /// `patch` is the whole [`crate::Signal`].
    #[serde(rename = "signal.created")]
    SignalCreated,
    /// `patch` holds the changed fields of the [`crate::Signal`], always with `revision`.
    #[serde(rename = "signal.updated")]
    SignalUpdated,
    /// Somebody came to a signal, left it, or takes care of it. `patch` is the [`crate::triage::Presence`]. Such an
    /// event has no place in the stream: it is not kept and not replayed.
    #[serde(rename = "signal.presence")]
    SignalPresence,
    /// A change of many signals went on. `patch` is the [`crate::bulk::Bulk`].
    #[serde(rename = "bulk.updated")]
    BulkUpdated,
    /// Saved views changed; `id` is the view's. `patch` is null: ask `views.list`.
    #[serde(rename = "view.updated")]
    ViewUpdated,
    /// A rule gained a version, or one changed its state. `id` is the rule's; `patch` the
    /// [`crate::RuleStack`] as it is now.
    #[serde(rename = "rule.updated")]
    RuleUpdated,
    /// FLUO became reachable or unreachable; `patch` is the [`crate::Freshness`].
    #[serde(rename = "fluo.changed")]
    FluoChanged,
    /// What a user may do changed, or their sessions did; `id` is the user's, empty where it may be anybody's.
    /// `patch` is null: ask `session.me`.
    #[serde(rename = "access.changed")]
    AccessChanged,
    /// Name, colour, logo or settings of the tenant changed. `patch` is null: ask `tenant.get`.
    #[serde(rename = "tenant.changed")]
    TenantChanged,
    /// What was missed is no longer kept: read everything anew. Carries the seq to go on from.
    #[serde(rename = "reset")]
    Reset,
    /// The stream is alive. `patch` is the current [`crate::Freshness`].
    #[serde(rename = "heartbeat")]
    Heartbeat,
}

impl EventKind {
    pub const ALL: [EventKind; 11] = [
        Self::SignalCreated,
        Self::SignalUpdated,
        Self::SignalPresence,
        Self::BulkUpdated,
        Self::ViewUpdated,
        Self::RuleUpdated,
        Self::FluoChanged,
        Self::AccessChanged,
        Self::TenantChanged,
        Self::Reset,
        Self::Heartbeat,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignalCreated => "signal.created",
            Self::SignalUpdated => "signal.updated",
            Self::SignalPresence => "signal.presence",
            Self::BulkUpdated => "bulk.updated",
            Self::ViewUpdated => "view.updated",
            Self::RuleUpdated => "rule.updated",
            Self::FluoChanged => "fluo.changed",
            Self::AccessChanged => "access.changed",
            Self::TenantChanged => "tenant.changed",
            Self::Reset => "reset",
            Self::Heartbeat => "heartbeat",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One change. Wire form: `{"type":"signal.updated","id":"…","patch":{…},"ts":<ms>,"seq":…}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// Id of the thing that changed; empty for stream-wide events.
    pub id: String,
    pub patch: serde_json::Value,
    /// Milliseconds since 1970 UTC.
    pub ts: i64,
    /// Place in the tenant's stream; 0 for a heartbeat and for presence, which have none.
    pub seq: EventSeq,
}
