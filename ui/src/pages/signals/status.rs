//! Where a signal stands, and moving it on: shown at once, taken back with the reason when it is refused. Undoing is
//! in `moved`.

use std::rc::Rc;

use console_api::operations::SetSignalStatus;
use console_api::signal::PendingStatus;
use console_api::{Permission, Signal, SignalId, SignalStatus};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::moved::moved;
use crate::cache::use_cache;
use crate::client::CallError;
use crate::clock::{Clock, use_clock};
use crate::commands::{Command, Scope, Section, use_commands};
use crate::components::{Shape, glyph, relative_time, status_name, status_shape};
use crate::dom::{el, line, none, say, tell, tell_around};
use crate::session::use_session;
use crate::undo::use_undo;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct StatusControlProps {
    pub(super) signal: Rc<Signal>,
}

#[component]
pub(super) fn StatusControl(props: &StatusControlProps) -> Html {
    let clock = use_clock();
    let session = use_session();
    let cache = use_cache();
    // Which signal the refusal is about: the panel goes on to other signals.
    let refused = use_state(|| None::<(SignalId, CallError)>);
    let busy = use_state_eq(|| false);
    let signal = &props.signal;
    let may = session.may(Permission::SignalsTriage);

    let undo = use_undo();
    // Set at once, while `busy` waits for the next drawing: a second press while one is under way does nothing.
    let asking = use_mut_ref(|| false);
    let set = {
        let (signal, refused, busy) = (Rc::clone(signal), refused.setter(), busy.setter());
        Callback::from(move |status: SignalStatus| {
            if std::mem::replace(&mut *asking.borrow_mut(), true) {
                return;
            }
            refused.set(None);
            busy.set(true);
            let request = SetSignalStatus { id: signal.id.clone(), status, revision: Some(signal.revision) };
            let deed = moved(&signal, status, &cache);
            let (id, refused, busy) = (signal.id.clone(), refused.clone(), busy.clone());
            let (undo, asking) = (undo.clone(), Rc::clone(&asking));
            let done = Callback::from(move |result: Result<Signal, CallError>| {
                *asking.borrow_mut() = false;
                busy.set(false);
                if result.is_ok() {
                    undo.record(deed.clone());
                }
                refused.set(result.err().map(|error| (id.clone(), error)));
            });
            cache.change(request, &signal, done);
        })
    };
    use_commands(Scope::Page, commands(signal.status, may, &set));
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_unchecked_into::<HtmlSelectElement>();
        if let Some(status) = SignalStatus::parse(&select.value()) {
            set.emit(status);
        }
    });
    // The options change with the status; the browser keeps the place of the chosen one, not its value.
    let select = use_node_ref();
    use_effect({
        let (select, status) = (select.clone(), signal.status);
        move || {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(status.as_str());
            }
        }
    });
    let refusal = refused.as_ref().filter(|(id, _)| *id == signal.id).map(|(_, error)| error);
    html! {
        <div class="flex flex-col gap-2">
            <label class="flex flex-wrap items-center gap-2">
                <span class="w-20 text-ink-2">{ w::signal_status() }</span>
                { glyph(status_shape(signal.status)) }
                <select ref={select} class="field pr-8" disabled={!may || *busy} {onchange}>
                    for status in std::iter::once(&signal.status).chain(signal.status.moves()) {
                        <option value={status.as_str()} selected={*status == signal.status}>
                            { status_name(*status) }
                        </option>
                    }
                </select>
            </label>
            { if may { none() } else { needs_permission() } }
            { signal.pending.as_ref().map_or_else(none, |pending| waiting(pending, clock)) }
            { refusal.map_or_else(none, refused_because) }
        </div>
    }
}

/// What can be made of a signal, with keys.
fn commands(from: SignalStatus, may: bool, set: &Callback<SignalStatus>) -> Vec<Command> {
    let choices = [
        (SignalStatus::Investigating, "signal.investigate", w::signal_investigate(), "i"),
        (SignalStatus::Resolved, "signal.resolve", w::signal_resolve(), "r"),
        (SignalStatus::FalsePositive, "signal.false_positive", w::signal_false_positive(), "f"),
        (SignalStatus::Open, "signal.reopen", w::signal_reopen(), "o"),
    ];
    let command = |(to, id, title, keys)| {
        let refusal = if !may {
            Some(w::signal_needs(Permission::SignalsTriage.as_str()))
        } else if from == to {
            Some(w::signal_is_already(status_name(to)))
        } else if from.moves().contains(&to) {
            None
        } else {
            Some(w::signal_reopen_first(status_name(from)))
        };
        let set = set.reform(move |()| to);
        Command::new(id, title, Section::Selection, keys, set).refused(refusal)
    };
    choices.into_iter().map(command).collect()
}

fn needs_permission() -> Html {
    el(
        "p",
        "text-small text-ink-2",
        [tell_around(w::signal_status_needs, line("code", "font-mono", Permission::SignalsTriage.as_str()))],
    )
}

fn waiting(pending: &PendingStatus, clock: Clock) -> Html {
    let words = [
        tell_around(
            |age| w::signal_waiting(age, status_name(pending.confirmed)),
            relative_time(pending.since, clock),
        ),
        say(" "),
        tell(pending.problem.as_deref().unwrap_or_default()),
    ];
    html! {
        <p class="flex items-start gap-2 text-small text-ink-2" role="status">
            { el("span", "flex h-4 items-center", [glyph(Shape::SquarePause)]) }
            { el("span", "", words) }
        </p>
    }
}

fn refused_because(error: &CallError) -> Html {
    html! {
        <p class="flex items-start gap-2 text-small text-critical-text" role="alert">
            { el("span", "flex h-4 items-center", [glyph(Shape::Octagon)]) }
            { el("span", "wrap-anywhere", [
                tell(&match error {
                    CallError::Refused { .. } => w::signal_not_changed(error.message()),
                    CallError::Unreached(_) => w::signal_maybe_changed(error.message()),
                }),
                el("span", "font-mono", [say(" ("), tell(&error.code()), say(")")]),
            ]) }
        </p>
    }
}
