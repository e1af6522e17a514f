//! One change of a signal: what it sets, what it is called, and how it is asked for.

use console_api::operations::SetSignalStatus;
use console_api::{Signal, SignalStatus};
use yew::Callback;

use crate::cache::{Cache, Wish};
use crate::client::CallError;
use crate::components::status_name;
use crate::pages::signals::moved::fields;
use crate::words as w;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    Status { to: SignalStatus },
}

impl Change {
    /// What is done to whatever is named so: "Set brave-otter-42 to Resolved".
    pub(super) fn label(&self, name: &str) -> String {
        let Self::Status { to } = self;
        w::signal_set(name, status_name(*to))
    }

    /// Why there is nothing to do, or no way.
    pub(super) fn refusal(&self, signal: &Signal) -> Option<String> {
        let Self::Status { to } = self;
        if signal.status == *to {
            Some(w::signal_is_already(status_name(*to)))
        } else if signal.status.moves().contains(to) {
            None
        } else {
            Some(w::signal_reopen_first(status_name(signal.status)))
        }
    }

    pub(super) fn send(&self, cache: &Cache, signal: &Signal, done: Callback<Result<Signal, CallError>>) {
        let Self::Status { to } = *self;
        let request = SetSignalStatus {
            id: signal.id.clone(),
            status: to,
            reason: None,
            revision: Some(signal.revision),
        };
        cache.change(request, fields(to), signal, done);
    }

    /// Whether what it sets is the same in both.
    pub(super) fn finds_same(&self, one: &Signal, other: &Signal) -> bool {
        let Self::Status { .. } = self;
        one.status == other.status
    }

    /// What it wants, in words.
    pub(super) fn mine(&self) -> String {
        let Self::Status { to } = self;
        status_name(*to).to_owned()
    }

    /// What the signal has of it, in words.
    pub(super) fn theirs(&self, signal: &Signal) -> String {
        let Self::Status { .. } = self;
        status_name(signal.status).to_owned()
    }
}

pub(super) fn name_of(signal: &Signal) -> &str {
    signal.friendly_id.as_deref().unwrap_or(signal.id.as_str())
}

impl Wish for SetSignalStatus {
    fn stand_on(&mut self, revision: i64) {
        self.revision = self.revision.and(Some(revision));
    }

    fn signal(data: Signal) -> Signal {
        data
    }
}
