//! The rows with everything around them: keyboard, the pill of waiting rows, and what stands in their place while
//! there are none.

use std::cell::RefCell;
use std::rc::Rc;

use console_api::{Permission, SignalId, SignalStatus};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::Go;
use super::asked::{Asked, On, Queue, Verb};
use super::cells::{CellMenuProps, Pointed, narrowed};
use super::columns::{COLUMNS, condition};
use super::detail::{LINK_FIELD, NOTE_FIELD, focus_next};
use super::feed::Action;
use super::filters::SEARCH;
use super::keys::{Wanted, Write, use_keys};
use super::triage::TriageProps;
use super::use_feed::{Feeding, Held};
use super::view::View;
use crate::browser;
use crate::clock::use_clock;
use crate::components::form::fault_words;
use crate::components::{
    Patience, Symbol, command, empty, error_panel, icon, skeleton, stale_note, use_patience, waiting_words,
};
use crate::dom::{el, el_of, line, none, tell, tell_around};
use crate::grid::{Act, Arrangement, Grid, GridView, Selection, Source, Summary};
use crate::parts;
use crate::route::Route;
use crate::session::use_session;
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
    pub(super) queue: Queue,
    pub(super) ask: Callback<Asked>,
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
    use_effect_with(
        (grid.clone(), props.view.arrangement.clone(), state.is_empty),
        |(grid, arrangement, _)| {
            if let Some(arrangement) = arrangement {
                grid.arrange(arrangement);
            }
        },
    );
    use_effect_with((grid.clone(), props.view.clone(), props.go.clone()), |(grid, view, go)| {
        let (view, go) = (Rc::clone(view), go.clone());
        grid.tell_arrangement(Callback::from(move |arrangement: Arrangement| {
            go.emit((Rc::new(View { arrangement: Some(arrangement), ..(*view).clone() }), false));
        }));
    });
    use_row_left(&grid, &props.view, &summary, state.is_empty);
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
        let (grid, open, ask) = (Rc::clone(&grid), props.open.clone(), props.ask.clone());
        let (view, go) = (Rc::clone(&props.view), props.go.clone());
        Callback::from(move |wanted| match wanted {
            Wanted::Triage(verb) => {
                if let Some(on) = meant(&grid, view.selected.as_ref()) {
                    ask.emit(Asked::new(verb, on));
                }
            }
            Wanted::Explain => explain(&grid, &view, &go),
            Wanted::Write(what) => write(what, &grid, view.selected.as_ref(), &open),
            other => take(other, &grid, is_open, &open),
        })
    };
    let may_triage = use_session().may(Permission::SignalsTriage);
    use_keys(wanted, is_open, may_triage);

    let fault = props.view.question(clock.now).err();
    let pointed = use_state(|| None::<Pointed>);
    let (oncontextmenu, onclick) = cell_events(&grid, props, pointed.setter());

    let body = if let Some(fault) = &fault {
        let why = el("p", "", [tell(&fault_words(fault))]);
        empty(Symbol::Search, w::signals_not_read(), why)
    } else if state.is_empty {
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
                bulk={bulk_buttons(&grid, &props.ask, may_triage)}
                {link}
            />
        }
    };
    let note = match (&state.error, state.fetched_at) {
        (Some(error), Some(at)) if !state.is_empty => stale_note(error, at, retry, clock),
        _ => none(),
    };
    let is_busy = waiting || state.outdated;
    let rows = html! {
        <div
            class="relative flex min-h-0 flex-1 flex-col"
            aria-busy={if is_busy { "true" } else { "false" }}
            {oncontextmenu}
            {onclick}
        >
            if state.outdated || state.loading_more { <div class="progress-line" /> }
            if state.held > 0 { { pill(state.held, rows, &grid, retry) } }
            { body }
            if let Some(at) = &*pointed {
                { parts::signal_cell_menu(CellMenuProps {
                    at: at.clone(),
                    view: Rc::clone(&props.view),
                    go: props.go.clone(),
                    open: props.open.clone(),
                }) }
            }
        </div>
    };
    let triage = if props.queue.is_unused() {
        none()
    } else {
        parts::signal_triage(TriageProps {
            queue: props.queue.clone(),
            rows: props.feeding.rows.clone(),
            grid: (*grid).clone(),
            view: Rc::clone(&props.view),
            open: props.open.clone(),
        })
    };
    [note, triage, rows].into_iter().collect()
}

thread_local! {
    /// The list that was looked at last, and the row the keyboard stood on.
    static LEFT: RefCell<Option<(View, String)>> = const { RefCell::new(None) };
}

/// Whoever comes back to a list stands on the row they left.
#[hook]
fn use_row_left(grid: &Grid, view: &View, summary: &Summary, is_empty: bool) {
    let came_back = use_mut_ref(|| LEFT.take().filter(|(left, _)| *left == view.list()));
    use_effect_with((is_empty, grid.clone()), move |(is_empty, grid)| {
        if *is_empty {
            return;
        }
        if let Some((_, row)) = came_back.borrow_mut().take() {
            grid.stand_on(&row);
        }
    });
    let current = summary.current.clone().filter(|row| !row.is_empty());
    use_effect_with((view.list(), current), |(list, current)| {
        if let Some(row) = current {
            LEFT.set(Some((list.clone(), row.clone())));
        }
    });
}

/// What can be done with all that is selected.
fn bulk_buttons(grid: &Grid, ask: &Callback<Asked>, may_triage: bool) -> Html {
    if !may_triage {
        return line("p", "text-small text-ink-2", w::key_signals_may_not_triage());
    }
    let verbs = [
        (w::bulk_investigate(), Verb::Set(SignalStatus::Investigating)),
        (w::bulk_resolve(), Verb::Set(SignalStatus::Resolved)),
        (w::bulk_false_positive(), Verb::FalsePositive),
        (w::bulk_snooze(), Verb::Snooze),
        (w::bulk_assign(), Verb::Assign),
        (w::bulk_tag(), Verb::Tag),
    ];
    let button = |(name, verb): (&'static str, Verb)| {
        let (grid, ask) = (grid.clone(), ask.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            ask.emit(Asked::new(verb, On::Many(grid.selection())));
        });
        html! { <button type="button" class="button button-quiet" {onclick}>{ name }</button> }
    };
    verbs.into_iter().map(button).collect()
}

/// A right click, or the menu key, asks what can be done with a cell; Alt and a click narrow the list by it, with Shift
/// they leave it out.
fn cell_events(
    grid: &Grid,
    props: &ListProps,
    point: UseStateSetter<Option<Pointed>>,
) -> (Callback<MouseEvent>, Callback<MouseEvent>) {
    let rows = props.feeding.rows.clone();
    let cell = {
        let grid = grid.clone();
        move |event: &MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
            let (key, column) = grid.cell_at(&target)?;
            Some((rows.0.find(&key.into())?, column))
        }
    };
    let oncontextmenu = {
        let cell = cell.clone();
        Callback::from(move |event: MouseEvent| {
            let Some((signal, column)) = cell(&event) else { return };
            event.prevent_default();
            let place = (event.client_x(), event.client_y());
            point.set(Some(Pointed { signal, column, place, time: event.time_stamp() }));
        })
    };
    let (view, go) = (Rc::clone(&props.view), props.go.clone());
    let onclick = Callback::from(move |event: MouseEvent| {
        if !event.alt_key() {
            return;
        }
        let condition = cell(&event).and_then(|(signal, column)| condition(&signal, column));
        if let Some((key, value)) = condition {
            go.emit((Rc::new(narrowed(&view, key, &value, event.shift_key())), true));
        }
    });
    (oncontextmenu, onclick)
}

fn pill(count: usize, rows: &Held, grid: &Grid, reread: &Callback<()>) -> Html {
    let (rows, grid, reread) = (rows.clone(), grid.clone(), reread.clone());
    let release = Callback::from(move |_: MouseEvent| {
        rows.0.apply(Action::Release { now: browser::now() });
        if !rows.0.feed().is_by_time() {
            reread.emit(());
        }
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
        let (go, cleared) = (go.clone(), Rc::new(view.cleared()));
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

/// What a key of triage is about: what is selected, the open signal, or the row the keyboard stands on.
fn meant(grid: &Grid, open: Option<&SignalId>) -> Option<On> {
    let selection = grid.selection();
    if selection != Selection::None {
        return Some(On::Many(selection));
    }
    open.cloned().or_else(|| grid.current().map(SignalId::from)).map(On::One)
}

/// Takes the focus to where a note or a link of the open signal, or of the row the keyboard stands on, is written.
fn write(what: Write, grid: &Grid, selected: Option<&SignalId>, open: &Callback<Option<SignalId>>) {
    let field = match what {
        Write::Note => NOTE_FIELD,
        Write::Link => LINK_FIELD,
    };
    if selected.is_some() {
        browser::focus(field);
    } else if let Some(row) = grid.current() {
        focus_next(field);
        open.emit(Some(row.into()));
    }
}

/// Shows why the rule of the open signal, or of the row the keyboard stands on, fired; or no longer.
fn explain(grid: &Grid, view: &Rc<View>, go: &Go) {
    let selected = view.selected.clone().or_else(|| grid.current().map(SignalId::from));
    if selected.is_some() {
        let keep = view.selected.is_none();
        let explains = !(view.selected.is_some() && view.explains);
        go.emit((Rc::new(View { selected, explains, ..(**view).clone() }), keep));
    }
}

fn take(wanted: Wanted, grid: &Grid, is_open: bool, open: &Callback<Option<SignalId>>) {
    match wanted {
        Wanted::Triage(_) | Wanted::Explain | Wanted::Write(_) => {}
        Wanted::Act(act) => drop(grid.act(act, false)),
        Wanted::Extend(act) => drop(grid.act(act, true)),
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
