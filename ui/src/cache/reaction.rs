//! What events mean for kept answers, one rule per operation.

mod access;

use console_api::operations::{
    CountSignals, GetBulk, GetFluoHealth, GetMe, GetOverview, GetPresence, GetSignal, GetSignalGroup,
    GetTimeline, GetTraceColumns, ListBulkItems, ListLinks, ListNoteVersions, ListNotes, ListReasons,
    ListRelated, ListRuleStacks, ListSignalGroups, ListSignals, ListViews,
};
use console_api::{Event, EventKind, Signal, SignalId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Query;
use crate::json;

/// Outcome for one kept answer.
#[derive(Debug, PartialEq)]
pub(crate) enum Effect<D> {
    Nothing,
    /// This is the answer now.
    Patched(D),
    /// Only the server can say.
    Renew,
}

/// The value with the fields of a patch laid over it; nothing when the patch does not fit.
pub(crate) fn merge<T: Serialize + DeserializeOwned>(value: &T, patch: &Value) -> Option<T> {
    let mut whole = json::value(value);
    let (fields, changes) = (whole.as_object_mut()?, patch.as_object()?);
    for (name, change) in changes {
        fields.insert(name.clone(), change.clone());
    }
    json::read_value(&whole).ok()
}

/// A signal as it is after an event about it; nothing when the event is about another one, or is older than what is
/// known already.
pub(crate) fn updated_signal(signal: &Signal, event: &Event) -> Option<Signal> {
    let about = matches!(event.kind, EventKind::SignalCreated | EventKind::SignalUpdated);
    if !about || event.id != signal.id.0 {
        return None;
    }
    let revision = event.patch.get("revision").and_then(Value::as_i64);
    if revision.is_some_and(|revision| revision < signal.revision) {
        return None;
    }
    merge(signal, &event.patch).filter(|updated| updated != signal)
}

impl Query for GetSignal {
    fn react(&self, event: &Event, data: &Signal) -> Effect<Signal> {
        updated_signal(data, event).map_or(Effect::Nothing, Effect::Patched)
    }
}

impl Query for ListSignals {
    /// Whether another signal belongs into the list, and where, only the server can say.
    fn react(&self, event: &Event, data: &Self::Data) -> Effect<Self::Data> {
        let is_listed = || data.iter().any(|signal| signal.id.0 == event.id);
        match event.kind {
            EventKind::SignalCreated => Effect::Renew,
            EventKind::SignalUpdated if is_listed() => Effect::Renew,
            _ => Effect::Nothing,
        }
    }
}

impl Query for CountSignals {
    fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
        counted_anew(event)
    }
}

impl Query for ListSignalGroups {
    fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
        counted_anew(event)
    }
}

impl Query for GetSignalGroup {
    /// Reads many spans: as it was when somebody asked.
    fn react(&self, _: &Event, _: &Self::Data) -> Effect<Self::Data> {
        Effect::Nothing
    }
}

impl Query for GetOverview {
    fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
        counted_anew(event)
    }
}

/// What is counted over many signals changes with any of them.
fn counted_anew<D>(event: &Event) -> Effect<D> {
    match event.kind {
        EventKind::SignalCreated | EventKind::SignalUpdated => Effect::Renew,
        EventKind::SignalPresence
        | EventKind::BulkUpdated
        | EventKind::ViewUpdated
        | EventKind::RuleUpdated
        | EventKind::FluoChanged
        | EventKind::AccessChanged
        | EventKind::TenantChanged
        | EventKind::Reset
        | EventKind::Heartbeat => Effect::Nothing,
    }
}

impl Query for ListRuleStacks {
    fn react(&self, event: &Event, data: &Self::Data) -> Effect<Self::Data> {
        match event.kind {
            // Whether a changed rule still matches a filter is the server's to say.
            EventKind::RuleUpdated => Effect::Renew,
            EventKind::SignalCreated => {
                let rule = event.patch.get("ruleId").and_then(Value::as_str);
                let Some(at) = data.iter().position(|stack| Some(stack.id.as_str()) == rule) else {
                    return Effect::Nothing;
                };
                let mut stacks = data.clone();
                stacks[at].signals += 1;
                let raised = event.patch.get("raisedAt").and_then(Value::as_str).and_then(Timestamp::parse);
                stacks[at].last_signal_at = stacks[at].last_signal_at.max(raised);
                Effect::Patched(stacks)
            }
            EventKind::SignalUpdated
            | EventKind::SignalPresence
            | EventKind::BulkUpdated
            | EventKind::ViewUpdated
            | EventKind::FluoChanged
            | EventKind::AccessChanged
            | EventKind::TenantChanged
            | EventKind::Reset
            | EventKind::Heartbeat => Effect::Nothing,
        }
    }
}

impl Query for GetFluoHealth {
    fn react(&self, event: &Event, data: &Self::Data) -> Effect<Self::Data> {
        match event.kind {
            EventKind::FluoChanged | EventKind::RuleUpdated | EventKind::SignalCreated => Effect::Renew,
            EventKind::Heartbeat => json::read_value(&event.patch).map_or(Effect::Nothing, |freshness| {
                Effect::Patched(Self::Data { freshness, ..data.clone() })
            }),
            EventKind::SignalUpdated
            | EventKind::SignalPresence
            | EventKind::BulkUpdated
            | EventKind::ViewUpdated
            | EventKind::AccessChanged
            | EventKind::TenantChanged
            | EventKind::Reset => Effect::Nothing,
        }
    }
}

impl Query for GetTraceColumns {
    fn react(&self, _: &Event, _: &Self::Data) -> Effect<Self::Data> {
        Effect::Nothing
    }
}

impl Query for GetMe {
    fn react(&self, event: &Event, data: &Self::Data) -> Effect<Self::Data> {
        let about = event.id.is_empty() || event.id == data.user.id.0;
        match event.kind {
            EventKind::AccessChanged if about => Effect::Renew,
            EventKind::TenantChanged => Effect::Renew,
            _ => Effect::Nothing,
        }
    }
}

/// Renewed by what happens to that signal.
fn about_signal<D>(event: &Event, id: &SignalId) -> Effect<D> {
    let is_wish = event.kind == EventKind::SignalUpdated && event.patch.get("revision").is_none();
    if event.kind == EventKind::SignalUpdated && event.id == id.0 && !is_wish {
        Effect::Renew
    } else {
        Effect::Nothing
    }
}

impl Query for GetTimeline {
    fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
        about_signal(event, &self.id)
    }
}

impl Query for ListNotes {
    fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
        about_signal(event, &self.id)
    }
}

impl Query for ListLinks {
    fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
        about_signal(event, &self.id)
    }
}

impl Query for GetPresence {
    fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
        if event.kind == EventKind::SignalPresence && event.id == self.id.0 {
            json::read_value(&event.patch).map_or(Effect::Renew, Effect::Patched)
        } else {
            Effect::Nothing
        }
    }
}

impl Query for GetBulk {
    fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
        if event.kind == EventKind::BulkUpdated && event.id == self.id.0 {
            json::read_value(&event.patch).map_or(Effect::Renew, Effect::Patched)
        } else {
            Effect::Nothing
        }
    }
}

impl Query for ListViews {
    fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
        if event.kind == EventKind::ViewUpdated { Effect::Renew } else { Effect::Nothing }
    }
}

/// Answers that no event changes.
macro_rules! steady {
    ($($request:ty)*) => {
        $(impl Query for $request {
            fn react(&self, _: &Event, _: &Self::Data) -> Effect<Self::Data> {
                Effect::Nothing
            }
        })*
    };
}

steady! { ListReasons ListRelated ListNoteVersions ListBulkItems }
