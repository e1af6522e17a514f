//! What did not go through, above the list until it is dismissed or something else is decided.

use console_api::{Signal, SignalId};
use yew::prelude::*;

use super::change::{Change, name_of};
use crate::client::CallError;
use crate::clock::Clock;
use crate::components::{Shape, Symbol, glyph, icon_button};
use crate::words as w;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trouble {
    pub(super) id: SignalId,
    pub(super) change: Change,
    /// "Set brave-otter-42 to Resolved".
    what: String,
    why: String,
    code: Option<String>,
}

impl Trouble {
    /// It was not even sent.
    pub(super) fn refused(signal: &Signal, change: Change, why: String, clock: Clock) -> Self {
        let what = change.label(name_of(signal), clock);
        Self { id: signal.id.clone(), change, what, why: w::signal_not_changed(&why), code: None }
    }

    pub(super) fn failed(signal: &Signal, change: Change, error: &CallError, clock: Clock) -> Self {
        let why = match error {
            CallError::Refused { .. } => w::signal_not_changed(error.message()),
            CallError::Unreached(_) => w::signal_maybe_changed(error.message()),
        };
        let what = change.label(name_of(signal), clock);
        Self { id: signal.id.clone(), change, what, why, code: Some(error.code()) }
    }
}

pub(super) fn trouble_note(trouble: &Trouble, again: Callback<()>, dismiss: Callback<()>) -> Html {
    html! {
        <div class="triage-note" role="alert">
            { glyph(Shape::Octagon) }
            <p class="min-w-0 flex-1 wrap-anywhere">
                <span class="font-medium text-ink">{ &trouble.what }{ ": " }</span>
                { &trouble.why }
                if let Some(code) = &trouble.code { <span class="font-mono">{ " (" }{ code }{ ")" }</span> }
            </p>
            if trouble.code.is_some() {
                <button type="button" class="button-link" onclick={again.reform(|_: MouseEvent| ())}>{ w::try_again() }</button>
            }
            { icon_button(Symbol::Close, w::close(), dismiss.reform(|_| ())) }
        </div>
    }
}
