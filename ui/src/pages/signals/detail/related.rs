//! Around a signal: what happened to it, and which others have to do with it.

use console_api::operations::{GetTimeline, ListRelated};
use console_api::{Signal, SignalId};
use yew::prelude::*;

use super::timeline::timeline;
use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::{LoadedView, glyph, relative_time, severity_shape, status_name};
use crate::dom::{el, line, none};
use crate::pages::signals::view::View;
use crate::route::Route;
use crate::words as w;

/// What happened is shown so far back.
const HAPPENINGS: u16 = 50;
/// Signals named of each kind.
const NAMED: usize = 8;

#[derive(Properties, PartialEq)]
pub(super) struct AroundProps {
    pub(super) id: SignalId,
}

#[component]
pub(super) fn Happened(props: &AroundProps) -> Html {
    let asked = use_query(GetTimeline { id: props.id.clone(), cursor: None, limit: Some(HAPPENINGS) });
    let clock = use_clock();
    html! {
        <section class="detail-section" aria-label={w::timeline()}>
            { line("h3", "detail-title", w::timeline()) }
            <LoadedView
                content={asked.data().map(|entries| timeline(&entries, clock))}
                error={asked.error()}
                fetched_at={asked.fetched_at().or(Some(clock.now))}
                retry={asked.retry()}
                noun={w::noun_timeline()}
            />
        </section>
    }
}

#[component]
pub(super) fn Related(props: &AroundProps) -> Html {
    let asked = use_query(ListRelated { id: props.id.clone() });
    let clock = use_clock();
    let content = asked.data().map(|related| {
        let lists = [
            (w::related_trace(), &related.trace),
            (w::related_group(), &related.group),
            (w::related_near(), &related.near),
        ];
        if lists.iter().all(|(_, signals)| signals.is_empty()) {
            return line("p", "text-ink-2", w::related_none());
        }
        lists.into_iter().map(|(name, signals)| list(name, signals, clock)).collect()
    });
    html! {
        <section class="detail-section" aria-label={w::related()}>
            { line("h3", "detail-title", w::related()) }
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at().or(Some(clock.now))}
                retry={asked.retry()}
                noun={w::noun_related()}
            />
        </section>
    }
}

fn list(name: &'static str, signals: &[Signal], clock: Clock) -> Html {
    if signals.is_empty() {
        return none();
    }
    html! {
        <div class="flex flex-col gap-1">
            { line("h4", "text-small font-medium text-ink-2", name) }
            <ul class="flex flex-col">{ for signals.iter().take(NAMED).map(|signal| item(signal, clock)) }</ul>
        </div>
    }
}

fn item(signal: &Signal, clock: Clock) -> Html {
    let view = View { selected: Some(signal.id.clone()), ..View::default() };
    let href = [Route::Signals.path(), "?", &view.query()].concat();
    html! {
        <li class="related-row">
            { glyph(severity_shape(signal.severity)) }
            <a class="button-link min-w-0 flex-1 truncate" {href}>{ signal.message.clone() }</a>
            { el("span", "flex-none text-small text-ink-2", [crate::dom::say(status_name(signal.status))]) }
            { el("span", "flex-none text-small text-ink-2", [relative_time(signal.raised_at, clock)]) }
        </li>
    }
}
