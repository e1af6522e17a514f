//! Where a signal stands, and moving it on: shown at once, taken back with the reason when it is refused.

use std::rc::Rc;

use console_api::operations::SetSignalStatus;
use console_api::signal::PendingStatus;
use console_api::{EventKind, EventSeq, Permission, Signal, SignalId, SignalStatus};
use serde_json::Value;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::browser::{self, Task};
use crate::cache::use_cache;
use crate::client::CallError;
use crate::clock::{Clock, use_clock};
use crate::components::{Shape, glyph, relative_time, status_name, status_shape};
use crate::dom::{el, line, none, say, tell};
use crate::live::{Live, use_live};
use crate::session::use_session;

#[derive(Properties, PartialEq)]
pub(super) struct StatusControlProps {
    pub(super) signal: Rc<Signal>,
}

#[component]
pub(super) fn StatusControl(props: &StatusControlProps) -> Html {
    let clock = use_clock();
    let session = use_session();
    let (cache, live) = (use_cache(), use_live());
    // Which signal the refusal is about: the panel goes on to other signals.
    let refused = use_state(|| None::<(SignalId, CallError)>);
    let task = use_mut_ref(|| None::<Task>);
    let busy = use_state_eq(|| false);
    let signal = &props.signal;
    let may = session.may(Permission::SignalsTriage);

    let onchange = {
        let (signal, refused, busy) = (Rc::clone(signal), refused.setter(), busy.setter());
        Callback::from(move |event: Event| {
            let select = event.target_unchecked_into::<HtmlSelectElement>();
            let Some(status) = SignalStatus::parse(&select.value()) else { return };
            let (cache, live, signal) = (cache.clone(), live.clone(), Rc::clone(&signal));
            let (refused, busy) = (refused.clone(), busy.clone());
            refused.set(None);
            busy.set(true);
            announce(&live, &signal.id, only_status(status));
            let request = SetSignalStatus { id: signal.id.clone(), status, revision: Some(signal.revision) };
            *task.borrow_mut() = Some(browser::spawn(async move {
                match cache.client().call(&request).await {
                    Ok(answer) => {
                        announce(&live, &signal.id, crate::json::value(&answer.data));
                    }
                    Err(error) => {
                        announce(&live, &signal.id, only_status(signal.status));
                        refused.set(Some((signal.id.clone(), error)));
                    }
                }
                busy.set(false);
            }));
        })
    };
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
                <span class="w-20 text-ink-2">{ "Status" }</span>
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

fn needs_permission() -> Html {
    el(
        "p",
        "text-small text-ink-2",
        [
            say("Changing it needs the permission "),
            line("code", "font-mono", Permission::SignalsTriage.as_str()),
            say("; whoever administers this tenant can grant it."),
        ],
    )
}

fn waiting(pending: &PendingStatus, clock: Clock) -> Html {
    let words = [
        say("Waiting for FLUO since "),
        relative_time(pending.since, clock),
        say("; FLUO still says "),
        say(status_name(pending.confirmed)),
        say(". "),
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
                say("Not changed: "),
                tell(error.message()),
                el("span", "font-mono", [say(" ("), tell(&error.code()), say(")")]),
            ]) }
        </p>
    }
}

fn only_status(status: SignalStatus) -> Value {
    Value::from_iter([("status", status.as_str())])
}

/// Lets the whole page know of a change ahead of the stream.
fn announce(live: &Live, id: &SignalId, patch: Value) {
    live.announce(console_api::Event {
        kind: EventKind::SignalUpdated,
        id: id.0.clone(),
        patch,
        ts: 0,
        seq: EventSeq(0),
    });
}
