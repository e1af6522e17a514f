//! How long what is kept.

use std::rc::Rc;

use console_api::operations::{GetRetention, SetRetention};
use console_api::tenant::Retention;
use yew::prelude::*;

use super::frame::{Frame, section};
use crate::cache::use_query;
use crate::components::LoadedView;
use crate::components::form::{Bounds, Field, Form, Problem, number_input};
use crate::route::Setting;
use crate::sending::use_sending;
use crate::words as w;

const SIGNAL_DAYS: Bounds = Bounds { min: 1, max: 3_650, step: 1 };
const SIGNALS: Bounds = Bounds { min: 1_000, max: 10_000_000, step: 1_000 };
const DAYS: Bounds = Bounds { min: 1, max: 365, step: 1 };
const BOUNDS: [Bounds; 4] = [SIGNAL_DAYS, SIGNALS, DAYS, DAYS];

#[component]
pub(super) fn Keeping() -> Html {
    let asked = use_query(GetRetention {});
    let content = asked.data().map(|retention| {
        section(w::page_retention(), w::retention_help(), html! { <Days {retention} done={asked.retry()} /> })
    });
    html! {
        <Frame here={Setting::Retention}>
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_retention()}
            />
        </Frame>
    }
}

#[derive(Properties, PartialEq)]
struct DaysProps {
    retention: Rc<Retention>,
    done: Callback<()>,
}

#[component]
fn Days(props: &DaysProps) -> Html {
    let sending = use_sending();
    let saved = texts(&props.retention);
    let draft = use_state_eq(|| saved.clone());
    let field = |id: &'static str, label: &'static str| Field { required: true, ..Field::new(id, label) };
    let fields = [
        field("keep-signal-days", w::retention_signal_days()),
        field("keep-signals", w::retention_signals()),
        field("keep-event-days", w::retention_event_days()),
        field("keep-session-days", w::retention_session_days()),
    ];
    let onsubmit = {
        let (sending, fields, draft, done) =
            (sending.clone(), fields.clone(), draft.clone(), props.done.clone());
        Callback::from(move |()| {
            let wrong: Vec<_> = fields
                .iter()
                .zip(BOUNDS)
                .zip(draft.iter())
                .filter_map(|((field, bounds), text)| Some(Problem::of(field, bounds.problem(text)?)))
                .collect();
            let Some(request) = read(&draft).filter(|_| wrong.is_empty()) else {
                return sending.refuse(wrong.into());
            };
            let [days, signals, events, sessions] = fields.clone();
            let names = vec![
                ("signalDays", days),
                ("signals", signals),
                ("eventDays", events),
                ("sessionDays", sessions),
            ];
            let done = done.clone();
            sending.change(request, names, move |_| {
                done.emit(());
                w::saved().into()
            });
        })
    };
    let attempt = sending.attempt();
    let units = [w::retention_days(), w::retention_rows(), w::retention_days(), w::retention_days()];
    let inputs = fields.clone().into_iter().enumerate().map(|(at, field)| {
        let draft = draft.clone();
        let text = draft[at].clone();
        let onchange = Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            next[at] = text;
            draft.set(next);
        });
        number_input(&attempt.mark(field), &text, BOUNDS[at], units[at], &onchange)
    });
    html! {
        <Form
            id="retention"
            label={w::page_retention()}
            problems={attempt.problems.clone()}
            failures={attempt.failures}
            action={w::retention_save()}
            busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
            outcome={attempt.outcome.clone()}
            dirty={*draft != saved}
            {onsubmit}
        >
            { for inputs }
        </Form>
    }
}

fn texts(retention: &Retention) -> [String; 4] {
    let Retention { signal_days, signals, event_days, session_days } = retention;
    [signal_days.to_string(), signals.to_string(), event_days.to_string(), session_days.to_string()]
}

fn read(draft: &[String; 4]) -> Option<SetRetention> {
    let [days, signals, events, sessions] = draft;
    Some(SetRetention {
        signal_days: days.trim().parse().ok()?,
        signals: signals.trim().parse().ok()?,
        event_days: events.trim().parse().ok()?,
        session_days: sessions.trim().parse().ok()?,
    })
}
