//! The rows with everything around them: keyboard, the pill of waiting rows, and what stands in their place while
//! there are none.

use std::rc::Rc;

use console_api::SignalId;
use yew::prelude::*;

use super::Go;
use super::columns::COLUMNS;
use super::feed::Action;
use super::filters::SEARCH;
use super::keys::{Wanted, use_keys};
use super::use_feed::{Feeding, Held};
use super::view::View;
use crate::browser;
use crate::clock::use_clock;
use crate::components::{
    Patience, Symbol, command, empty, error_panel, icon, skeleton, stale_note, use_patience, waiting_words,
};
use crate::dom::{el, el_of, line, none, tell, tell_around, with};
use crate::grid::{Act, Grid, GridView, Selection, Source, Summary};
use crate::parts;
use crate::route::Route;
use crate::text;
use crate::words as w;

/// Id of the scroll region, which holds the focus while the keyboard walks the rows.
pub(super) const GRID: &str = "signals";

#[derive(Properties, PartialEq)]
pub(super) struct ListProps {
    pub(super) feeding: Feeding,
    pub(super) view: Rc<View>,
    pub(super) go: Go,
    /// Opens a signal, or closes the open one.
    pub(super) open: Callback<Option<SignalId>>,
}

#[component]
pub(super) fn List(props: &ListProps) -> Html {
    let clock = use_clock();
    let Feeding { rows, state, retry } = &props.feeding;
    let grid =
        use_memo(rows.clone(), |rows| Grid::new(GRID, Rc::clone(&rows.0) as Rc<dyn Source>, COLUMNS, clock));
    let summary = use_state_eq(Summary::default);
    let waiting = state.fetched_at.is_none() && state.error.is_none();
    let patience = use_patience(waiting);
    let selected = props.view.selected.clone();

    // The open signal is where the keyboard stands.
    use_effect_with((selected.clone(), state.is_empty), {
        let grid = Rc::clone(&grid);
        move |(selected, _)| {
            if let Some(selected) = selected {
                grid.stand_on(selected.as_str());
            }
        }
    });
    let Summary { is_scrolled, is_pointed_at, current, selection, .. } = &*summary;
    let at_work = *is_scrolled
        || *is_pointed_at
        || current.is_some()
        || selected.is_some()
        || *selection != Selection::None;
    let holding = at_work && !state.is_empty;
    use_effect_with((holding, rows.clone()), |(holding, rows)| {
        rows.0.apply(Action::Hold(*holding));
        if !holding {
            rows.0.apply(Action::Release { now: browser::now() });
        }
    });
    let is_open = selected.is_some();
    let wanted = {
        let (grid, open) = (Rc::clone(&grid), props.open.clone());
        Callback::from(move |act| take(act, &grid, is_open, &open))
    };
    use_keys(wanted, is_open);

    let body = if state.is_empty {
        in_place_of_rows(props, patience)
    } else {
        let onmove = {
            let (open, is_open) = (props.open.clone(), selected.is_some());
            Callback::from(move |id: String| {
                if is_open {
                    open.emit(Some(id.into()));
                }
            })
        };
        let link = {
            let view = Rc::clone(&props.view);
            Callback::from(move |id: String| {
                let view = View { selected: Some(id.into()), ..(*view).clone() };
                [&browser::origin(), Route::Signals.path(), "?", &view.query()].concat()
            })
        };
        html! {
            <GridView
                grid={(*grid).clone()}
                label={w::signals_newest_first()}
                open={selected.map(|id| id.0)}
                onopen={props.open.reform(|id: String| Some(id.into()))}
                {onmove}
                onsummary={Callback::from(move |now| summary.set(now))}
                selectable={true}
                outdated={state.outdated}
                {link}
            />
        }
    };
    let note = match (&state.error, state.fetched_at) {
        (Some(error), Some(at)) if !state.is_empty => stale_note(error, at, retry, clock),
        _ => none(),
    };
    let is_busy = waiting || state.outdated;
    let rows = with(
        "div",
        &["class", "aria-busy"],
        &[Some("relative flex min-h-0 flex-1 flex-col"), Some(if is_busy { "true" } else { "false" })],
        vec![
            if state.outdated || state.loading_more { el("div", "progress-line", []) } else { none() },
            if state.held > 0 { pill(state.held, rows, &grid) } else { none() },
            body,
        ],
    );
    [note, rows.into()].into_iter().collect()
}

fn pill(count: usize, rows: &Held, grid: &Grid) -> Html {
    let (rows, grid) = (rows.clone(), grid.clone());
    let release = Callback::from(move |_: MouseEvent| {
        rows.0.apply(Action::Release { now: browser::now() });
        grid.scroll_to_top();
    });
    html! {
        <button type="button" class="pill" onclick={release}>
            { icon(Symbol::ArrowUp) }
            { w::signals_new(&text::number(i64::try_from(count).unwrap_or(i64::MAX))) }
        </button>
    }
}

/// Loading, error, or the reason why there is nothing.
fn in_place_of_rows(props: &ListProps, patience: Patience) -> Html {
    let state = &props.feeding.state;
    match (&state.error, state.fetched_at) {
        (Some(error), _) => error_panel(error, &props.feeding.retry, w::noun_signals()),
        (None, None) => {
            let shape = if patience >= Patience::Shape { skeleton_rows() } else { none() };
            [shape, waiting_words(patience, w::noun_signals())].into_iter().collect()
        }
        (None, Some(_)) if props.view.is_filtered() => no_results(&props.view, &props.go),
        (None, Some(_)) => parts::signals_first_use(),
    }
}

fn skeleton_rows() -> Html {
    const WIDTHS: [&str; 4] = ["w-3/4", "w-1/2", "w-2/3", "w-5/6"];
    let row = |row: usize| {
        el_of("div", "skeleton-row", (0..6).map(|column| skeleton(WIDTHS[(row * 3 + column) % 4])).collect())
    };
    el_of("div", "grid-box", (0..14).map(row).collect())
}

fn no_results(view: &View, go: &Go) -> Html {
    let clear = {
        let (go, cleared) =
            (go.clone(), Rc::new(View { selected: view.selected.clone(), ..View::default() }));
        Callback::from(move |_: MouseEvent| go.emit((Rc::clone(&cleared), true)))
    };
    let filters = el("span", "font-medium text-ink", [tell(&view.words())]);
    let said = [tell_around(w::signals_no_match_why, filters)];
    let button = html! { <button type="button" class="button button-outline" onclick={clear}>{ w::signals_clear_filters() }</button> };
    let next = [el("p", "", said), button].into_iter().collect();
    empty(Symbol::Search, w::signals_no_match(), next)
}

/// What is here before the first signal.
pub(crate) fn first_use() -> Html {
    let next = el(
        "div",
        "contents",
        [
            line("p", "", w::signals_none_why()),
            command("fluo-console replay demo/shop.otlp.jsonl.gz"),
            line("p", "", w::signals_none_live()),
        ],
    );
    empty(Symbol::Pulse, w::signals_none(), next)
}

fn take(wanted: Wanted, grid: &Grid, is_open: bool, open: &Callback<Option<SignalId>>) {
    match wanted {
        Wanted::Act(act) => drop(grid.act(act, false)),
        Wanted::Search => browser::focus(SEARCH),
        Wanted::Close if is_open => {
            open.emit(None);
            browser::focus(GRID);
        }
        Wanted::Close => {
            if !grid.act(Act::Leave, false) {
                grid.forget_current();
            }
        }
    }
}
