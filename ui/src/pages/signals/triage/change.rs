//! One change of a signal: what it sets, what it is called, and how it is asked for, of one signal or of many.

use std::cell::Cell;
use std::rc::Rc;

use console_api::bulk::BulkAction;
use console_api::operations::{
    AssignSignal, GetSignal, SetSignalStatus, SnoozeSignal, TagSignal, UndoSignal, WakeSignal,
};
use console_api::session::User;
use console_api::triage::{Snooze, SnoozeUntil};
use console_api::{Signal, SignalStatus};
use serde_json::{Map, Value};
use yew::Callback;

use super::super::detail::until_words;
use crate::cache::{Cache, Wish};
use crate::client::CallError;
use crate::clock::Clock;
use crate::components::status_name;
use crate::json;
use crate::undo::{Attempt, Deed, answer};
use crate::words as w;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    Status { to: SignalStatus, reason: Option<String> },
    Owner(Option<User>),
    Snooze { until: SnoozeUntil, group: bool, why: Option<String> },
    Wake,
    Tags { add: Vec<String>, remove: Vec<String> },
}

/// Who changes, and when.
#[derive(Clone, Debug)]
pub(super) struct By {
    pub(super) user: User,
    pub(super) clock: Clock,
}

impl Change {
    /// What is done to whatever is named so: "Set brave-otter-42 to Resolved".
    pub(super) fn label(&self, name: &str, clock: Clock) -> String {
        match self {
            Self::Status { to, .. } => w::signal_set(name, status_name(*to)),
            Self::Owner(Some(to)) => w::signal_give(name, &to.name),
            Self::Owner(None) => w::signal_let_go(name),
            Self::Snooze { until, .. } => w::signal_put_aside(name, &until_words(until, clock)),
            Self::Wake => w::signal_bring_back(name),
            Self::Tags { add, remove } if remove.is_empty() => w::signal_put_tags(name, &add.join(", ")),
            Self::Tags { remove, .. } => w::signal_take_tags(name, &remove.join(", ")),
        }
    }

    /// Why there is nothing to do, or no way.
    pub(super) fn refusal(&self, signal: &Signal) -> Option<String> {
        match self {
            Self::Status { to, .. } if signal.status == *to => Some(w::signal_is_already(status_name(*to))),
            Self::Status { to, .. } if !signal.status.moves().contains(to) => {
                Some(w::signal_reopen_first(status_name(signal.status)))
            }
            Self::Owner(to) if signal.owner == *to => Some(match to {
                Some(owner) => w::signal_is_of(&owner.name),
                None => w::signal_is_nobodys().to_owned(),
            }),
            Self::Wake if signal.snooze.is_none() => Some(w::signal_is_not_aside().to_owned()),
            _ => None,
        }
    }

    /// The fields of the signal that it sets.
    fn fields(&self, signal: &Signal, by: &By) -> Map<String, Value> {
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        match self {
            Self::Status { to, reason } => {
                set("status", json::value(to));
                set("reason", json::value(reason));
            }
            Self::Owner(owner) => set("owner", json::value(owner)),
            Self::Snooze { until, group, why } => {
                let snooze = Snooze {
                    until: until.clone(),
                    group: *group,
                    by: by.user.clone(),
                    at: by.clock.now,
                    why: why.clone(),
                    // The console counts.
                    would_have_hidden: 0,
                };
                set("snooze", json::value(&Some(snooze)));
            }
            Self::Wake => set("snooze", Value::Null),
            Self::Tags { add, remove } => {
                let mut tags: Vec<_> =
                    signal.tags.iter().filter(|tag| !remove.contains(tag)).chain(add).cloned().collect();
                tags.sort();
                tags.dedup();
                set("tags", json::value(&tags));
            }
        }
        fields
    }

    pub(super) fn send(
        &self,
        cache: &Cache,
        signal: &Signal,
        by: &By,
        done: Callback<Result<Signal, CallError>>,
    ) {
        let (id, revision, fields) = (signal.id.clone(), Some(signal.revision), self.fields(signal, by));
        match self.clone() {
            Self::Status { to, reason } => {
                cache.change(SetSignalStatus { id, status: to, reason, revision }, fields, signal, done);
            }
            Self::Owner(to) => {
                let to = to.map(|user| user.id);
                cache.change(AssignSignal { id, to, revision }, fields, signal, done);
            }
            Self::Snooze { until, group, why } => {
                cache.change(SnoozeSignal { id, until, group, why, revision }, fields, signal, done);
            }
            Self::Wake => cache.change(WakeSignal { id, revision }, fields, signal, done),
            Self::Tags { add, remove } => {
                cache.change(TagSignal { id, add, remove, revision }, fields, signal, done);
            }
        }
    }

    /// The same for many.
    pub(super) fn bulk(&self) -> BulkAction {
        match self.clone() {
            Self::Status { to, reason } => BulkAction::Status { to, reason },
            Self::Owner(to) => BulkAction::Assign { to: to.map(|user| user.id) },
            Self::Snooze { until, why, .. } => BulkAction::Snooze { until, why },
            Self::Wake => BulkAction::Wake,
            Self::Tags { add, remove } => BulkAction::Tag { add, remove },
        }
    }

    /// Whether what it sets is the same in both.
    pub(super) fn finds_same(&self, one: &Signal, other: &Signal) -> bool {
        match self {
            Self::Status { .. } => one.status == other.status,
            Self::Owner(_) => one.owner == other.owner,
            Self::Snooze { .. } | Self::Wake => one.snooze == other.snooze,
            Self::Tags { .. } => one.tags == other.tags,
        }
    }

    /// What it wants, in words.
    pub(super) fn mine(&self, clock: Clock) -> String {
        match self {
            Self::Status { to, .. } => status_name(*to).to_owned(),
            Self::Owner(owner) => owner_words(owner.as_ref()),
            Self::Snooze { until, .. } => until_words(until, clock),
            Self::Wake => w::signal_not_aside().to_owned(),
            Self::Tags { add, .. } => add.join(", "),
        }
    }

    /// What the signal has of it, in words.
    pub(super) fn theirs(&self, signal: &Signal, clock: Clock) -> String {
        match self {
            Self::Status { .. } => status_name(signal.status).to_owned(),
            Self::Owner(_) => owner_words(signal.owner.as_ref()),
            Self::Snooze { .. } | Self::Wake => match &signal.snooze {
                Some(snooze) => until_words(&snooze.until, clock),
                None => w::signal_not_aside().to_owned(),
            },
            Self::Tags { .. } => signal.tags.join(", "),
        }
    }
}

fn owner_words(owner: Option<&User>) -> String {
    owner.map_or_else(|| w::signal_nobody().to_owned(), |owner| owner.name.clone())
}

pub(super) fn name_of(signal: &Signal) -> &str {
    signal.friendly_id.as_deref().unwrap_or(signal.id.as_str())
}

/// What was done to a signal, with the way back: the console puts back exactly what was there, unless somebody changed
/// it since. `made` is the revision that it made.
pub(super) fn deed(label: String, before: &Signal, after: &Signal, cache: &Cache) -> Deed {
    let made = Rc::new(Cell::new(after.revision));
    let attempt = |shown: &Signal| -> Attempt {
        let (cache, made, shown) = (cache.clone(), Rc::clone(&made), Rc::new(shown.clone()));
        Rc::new(move || {
            let (cache, made, shown) = (cache.clone(), Rc::clone(&made), Rc::clone(&shown));
            Box::pin(async move {
                let words = |error: CallError| error.message().to_owned();
                let read = GetSignal { id: shown.id.clone() };
                let now = cache.client().call(&read).await.map_err(words)?.data;
                let request = UndoSignal { id: shown.id.clone(), change: Some(made.get()) };
                let (done, said) = answer();
                cache.change(request, shown_fields(&shown), &now, done);
                let signal: Result<Signal, CallError> = said.await;
                made.set(signal.map_err(words)?.revision);
                Ok(())
            })
        })
    };
    Deed { label, revert: attempt(before), again: attempt(after) }
}

/// The whole signal, so that a list that it had left has it again.
fn shown_fields(signal: &Signal) -> Map<String, Value> {
    let Value::Object(mut fields) = json::value(signal) else { return Map::new() };
    for name in ["revision", "updatedAt", "notes", "links"] {
        fields.remove(name);
    }
    fields
}

macro_rules! wishes {
    ($($request:ty)*) => {
        $(impl Wish for $request {
            fn stand_on(&mut self, revision: i64) {
                self.revision = self.revision.and(Some(revision));
            }

            fn signal(data: Signal) -> Signal {
                data
            }
        })*
    };
}

wishes! { SetSignalStatus AssignSignal WakeSignal TagSignal SnoozeSignal }

impl Wish for UndoSignal {
    /// It names the change that it takes back, whatever came since.
    fn stand_on(&mut self, _: i64) {}

    fn signal(data: Signal) -> Signal {
        data
    }
}
