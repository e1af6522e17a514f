//! Where a signal stands, and moving it on; what comes of that is in `triage`.

use std::rc::Rc;

use console_api::signal::PendingStatus;
use console_api::{Permission, Signal, SignalStatus};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::asked::{Asked, On, Queue, Verb};
use crate::clock::{Clock, use_clock};
use crate::components::{Shape, glyph, relative_time, status_name, status_shape};
use crate::dom::{el, line, none, say, tell, tell_around};
use crate::session::use_session;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct StatusControlProps {
    pub(super) signal: Rc<Signal>,
    pub(super) queue: Queue,
    pub(super) ask: Callback<Asked>,
}

#[component]
pub(super) fn StatusControl(props: &StatusControlProps) -> Html {
    let clock = use_clock();
    let session = use_session();
    let signal = &props.signal;
    let may = session.may(Permission::SignalsTriage);
    let busy = props.queue.is_under_way(&signal.id);
    let set = {
        let (ask, id) = (props.ask.clone(), signal.id.clone());
        move |to| ask.emit(Asked::new(Verb::Set(to), On::One(id.clone())))
    };
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_unchecked_into::<HtmlSelectElement>();
        if let Some(status) = SignalStatus::parse(&select.value()) {
            set(status);
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
    html! {
        <div class="flex flex-col gap-2">
            <label class="flex flex-wrap items-center gap-2">
                <span class="w-20 text-ink-2">{ w::signal_status() }</span>
                { glyph(status_shape(signal.status)) }
                <select ref={select} class="field pr-8" disabled={!may || busy} {onchange}>
                    for status in std::iter::once(&signal.status).chain(signal.status.moves()) {
                        <option value={status.as_str()} selected={*status == signal.status}>
                            { status_name(*status) }
                        </option>
                    }
                </select>
            </label>
            { if may { none() } else { needs_permission() } }
            { signal.pending.as_ref().map_or_else(none, |pending| waiting(pending, clock)) }
        </div>
    }
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
