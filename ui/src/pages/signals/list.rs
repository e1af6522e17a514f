//! The rows with everything around them: keyboard, the pill of waiting rows, and what stands in their place while
//! there are none.

use std::rc::Rc;

use console_api::SignalId;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::Go;
use super::feed::{Action, Feed};
use super::grid::{GRID, Grid, scroll_to_top};
use super::keys::{Step, use_keys};
use super::view::View;
use crate::browser;
use crate::clock::use_clock;
use crate::components::{
    Patience, Symbol, command, empty, error_panel, icon, skeleton, stale_note, use_patience, waiting_words,
};
use crate::dom::{el, el_of, line, say, tell};
use crate::text;

#[derive(Properties, PartialEq)]
pub(super) struct ListProps {
    pub(super) feed: UseReducerHandle<Feed>,
    pub(super) view: Rc<View>,
    pub(super) go: Go,
    /// Opens a signal, or closes the open one.
    pub(super) open: Callback<Option<SignalId>>,
    pub(super) more: Callback<()>,
    pub(super) retry: Callback<()>,
    pub(super) total: Option<i64>,
}

#[component]
pub(super) fn List(props: &ListProps) -> Html {
    let clock = use_clock();
    let feed = &props.feed;
    let scrolled = use_state_eq(|| false);
    let current = use_state_eq(|| None::<SignalId>);
    let waiting = feed.fetched_at.is_none() && feed.error.is_none();
    let patience = use_patience(waiting);

    // The open signal is where the keyboard stands.
    use_effect_with(props.view.selected.clone(), {
        let current = current.setter();
        move |selected| {
            if selected.is_some() {
                current.set(selected.clone());
            }
        }
    });
    let holding = *scrolled || current.is_some();
    use_effect_with((holding, feed.dispatcher()), |(holding, feed)| {
        feed.dispatch(Action::Hold(*holding));
        if !holding {
            feed.dispatch(Action::Release { now: browser::now() });
        }
    });
    let step = {
        let (feed, current, open) = (feed.clone(), current.clone(), props.open.clone());
        let is_open = props.view.selected.is_some();
        Callback::from(move |step: Step| take_step(step, &feed, &current, is_open, &open))
    };
    use_keys(step);

    let rows = if feed.rows.is_empty() {
        in_place_of_rows(props, patience)
    } else {
        let choose = {
            let (current, open) = (current.setter(), props.open.clone());
            Callback::from(move |id: SignalId| {
                current.set(Some(id.clone()));
                open.emit(Some(id));
            })
        };
        html! {
            <Grid
                feed={feed.clone()}
                current={(*current).clone()}
                selected={props.view.selected.clone()}
                now={clock.now}
                zone={clock.zone}
                total={props.total}
                {choose}
                more={props.more.clone()}
                scrolled={Callback::from(move |is_scrolled| scrolled.set(is_scrolled))}
            />
        }
    };
    html! {
        <>
            if let (Some(error), Some(at), false) = (&feed.error, feed.fetched_at, feed.rows.is_empty()) {
                { stale_note(error, at, &props.retry, clock) }
            }
            <div class="relative flex min-h-0 flex-1 flex-col" aria-busy={(waiting || feed.outdated).to_string()}>
                if feed.outdated || feed.loading_more { <div class="progress-line"></div> }
                if !feed.held.is_empty() { { pill(feed) } }
                { rows }
            </div>
        </>
    }
}

fn pill(feed: &UseReducerHandle<Feed>) -> Html {
    let (count, feed) = (feed.held.len(), feed.dispatcher());
    let release = Callback::from(move |_: MouseEvent| {
        feed.dispatch(Action::Release { now: browser::now() });
        scroll_to_top();
    });
    html! {
        <button type="button" class="pill" onclick={release}>
            { icon(Symbol::ArrowUp) }
            { text::number(i64::try_from(count).unwrap_or(i64::MAX)) }{ " new" }
        </button>
    }
}

/// Loading, error, or the reason why there is nothing.
fn in_place_of_rows(props: &ListProps, patience: Patience) -> Html {
    let feed = &props.feed;
    match (&feed.error, feed.fetched_at) {
        (Some(error), _) => error_panel(error, &props.retry, "signals"),
        (None, None) => html! {
            <>
                if patience >= Patience::Shape { { skeleton_rows() } }
                { waiting_words(patience, "signals") }
            </>
        },
        (None, Some(_)) if props.view.is_filtered() => no_results(&props.view, &props.go),
        (None, Some(_)) => first_use(),
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
    let next = html! {
        <>
            { el("p", "", [
                say("Nothing matches "),
                el("span", "font-medium text-ink", [tell(&view.words())]),
                say("."),
            ]) }
            <button type="button" class="button button-outline" onclick={clear}>{ "Clear filters" }</button>
        </>
    };
    empty(Symbol::Search, "No signals match", next)
}

fn first_use() -> Html {
    let next = el(
        "div",
        "contents",
        [
            line(
                "p",
                "",
                "A signal appears here when a trace violates a rule. Send OpenTelemetry traces to the engine, \
             or replay the recorded shop:",
            ),
            command("fluo-console replay demo/shop.otlp.jsonl.gz"),
            line("p", "", "This list is live: the first signal shows up by itself."),
        ],
    );
    empty(Symbol::Pulse, "No signals yet", next)
}

fn take_step(
    step: Step,
    feed: &Feed,
    current: &UseStateHandle<Option<SignalId>>,
    is_open: bool,
    open: &Callback<Option<SignalId>>,
) {
    let rows = &feed.rows;
    let at = current.as_ref().and_then(|id| rows.iter().position(|row| row.id == *id));
    let page = 10;
    let target = match (step, at) {
        (Step::Close, _) if is_open => {
            open.emit(None);
            return browser::focus(GRID);
        }
        (Step::Close, _) => return current.set(None),
        (Step::Open, Some(at)) => return open.emit(Some(rows[at].id.clone())),
        (Step::Open, None) => return,
        (Step::Next, None) | (Step::First, _) => 0,
        (Step::Next, Some(at)) => at + 1,
        (Step::Previous, at) => at.unwrap_or(0).saturating_sub(1),
        (Step::PageDown, at) => at.unwrap_or(0) + page,
        (Step::PageUp, at) => at.unwrap_or(0).saturating_sub(page),
        (Step::Last, _) => rows.len(),
    };
    let Some(row) = rows.get(target.min(rows.len().saturating_sub(1))) else { return };
    if is_open {
        open.emit(Some(row.id.clone()));
    }
    current.set(Some(row.id.clone()));
}

/// Whether a key was typed into something that takes text or choices.
pub(super) fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    target.closest("input, select, textarea, [contenteditable], dialog, [popover]").ok().flatten().is_some()
}
