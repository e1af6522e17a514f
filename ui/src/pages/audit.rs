//! The audit trail: who did what to what and how it ended, narrowed by what the address says, an entry opened beside it,
//! and the whole of it as a file.

mod columns;
mod entry;
mod filters;
mod rows;
mod view;

use std::rc::Rc;

use yew::prelude::*;

use crate::cache::use_cache;
use crate::clock::use_clock;
use crate::components::{Symbol, empty, error_panel, stale_note};
use crate::dom::{el, line, none};
use crate::grid::{Grid, GridView, Source};
use crate::route::{Route, use_place};
use crate::shell::page_heading;
use crate::words as w;
use columns::COLUMNS;
#[cfg(test)]
pub(crate) use columns::texts_for_tests;
use entry::{Opened, Panel};
use filters::{Filters, export};
use rows::{Rows, State};
use view::View;

const GRID: &str = "audit";

/// Changes the address; `true` leaves the one before in the history.
type Go = Callback<(View, bool)>;

#[component]
pub(crate) fn AuditPage() -> Html {
    let clock = use_clock();
    let place = use_place();
    let client = use_cache().client().clone();
    let view = use_memo(place.query.clone(), |query| View::parse(query));
    let go: Go = use_callback(place, |(view, keep): (View, bool), place| {
        place.visit(Route::Audit, &view.query(), keep);
    });
    let state = use_state_eq(State::default);
    let rows = use_memo((), {
        let state = state.setter();
        move |()| Rc::new(Rows::new(client, Callback::from(move |now| state.set(now))))
    });
    let grid = use_memo((), |()| Grid::new(GRID, (*rows).clone() as Rc<dyn Source>, COLUMNS, clock));
    // Moments that move with the clock are taken when the question is asked.
    use_effect_with(view.list(), {
        let rows = Rc::clone(&rows);
        move |list| rows.ask(list.request(clock))
    });
    let opened = view.opened.and_then(|seq| rows.entry(seq));
    let open = {
        let (go, view) = (go.clone(), Rc::clone(&view));
        Callback::from(move |opened: Option<i64>| {
            go.emit((View { opened, ..(*view).clone() }, view.opened.is_none() || opened.is_none()));
        })
    };
    let retry = {
        let rows = Rc::clone(&rows);
        Callback::from(move |()| rows.retry_all())
    };
    let body = match &state.error {
        Some(error) if state.rows == 0 => error_panel(error, &retry, w::noun_audit()),
        _ if state.is_answered && state.rows == 0 => nothing(&view, &go),
        _ => html! {
            <GridView
                grid={(*grid).clone()}
                label={w::audit_newest_first()}
                open={view.opened.map(|seq| seq.to_string())}
                onopen={open.reform(|key: String| key.parse().ok())}
                onmove={if view.opened.is_some() { open.reform(|key: String| key.parse().ok()) } else { Callback::noop() }}
                outdated={state.is_outdated}
            />
        },
    };
    let note = match (&state.error, state.asked_at) {
        (Some(error), Some(at)) if state.rows > 0 => stale_note(error, at, &retry, clock),
        _ => none(),
    };
    let beside = html! {
        <>
            <p class="text-ui text-ink-2">{ w::audit_chained() }</p>
            <span class="ml-auto flex flex-wrap gap-2">{ export(&view, clock) }</span>
        </>
    };
    html! {
        <div class={if view.opened.is_some() { "split split-open" } else { "split" }}>
            <div class="split-list">
                { page_heading(Route::Audit.title(), beside) }
                <Filters view={(*view).clone()} go={go.clone()} />
                { note }
                { el("div", "relative flex min-h-0 flex-1 flex-col", [body]) }
            </div>
            if let Some(seq) = view.opened {
                <Panel opened={Opened { seq, entry: opened }} onclose={open.reform(|()| None)} {go} />
            }
        </div>
    }
}

/// Why there is nothing.
fn nothing(view: &View, go: &Go) -> Html {
    if view.list() == View::default() {
        return empty(Symbol::Shield, w::audit_none(), line("p", "", w::audit_none_help()));
    }
    let go = go.clone();
    let clear = Callback::from(move |_: MouseEvent| go.emit((View::default(), true)));
    let next = html! {
        <>
            <p>{ w::audit_no_match_help() }</p>
            <button type="button" class="button button-outline" onclick={clear}>{ w::filter_clear() }</button>
        </>
    };
    empty(Symbol::Search, w::audit_no_match(), next)
}
