//! Deciding about many signals at once: how many it would change and which not, then one job with progress, what became
//! of those it did not change, and one undo for all of it.

use std::cell::Cell;
use std::rc::Rc;

use console_api::bulk::{Bulk, BulkItem, BulkOutcome, BulkPreview, BulkState};
use console_api::operations::{
    CancelBulk, CountSignals, GetBulk, ListBulkItems, Matching, PreviewBulk, StartBulk, UndoBulk,
};
use console_api::{BulkId, SignalId};
use yew::prelude::*;

use super::change::Change;
use crate::browser;
use crate::cache::{Cache, use_cache, use_query};
use crate::client::CallError;
use crate::clock::Clock;
use crate::components::overlays::dialog::Dialog;
use crate::components::{Shape, Symbol, glyph, icon_button};
use crate::dom::none;
use crate::grid::Selection;
use crate::pages::signals::view::View;
use crate::text;
use crate::undo::{Attempt, Deed, use_undo};
use crate::words as w;

/// So many are changed without asking first: it can be undone, and all of them were pointed at.
const UNASKED: usize = 100;
/// Signals left as they were that are named.
const NAMED: u16 = 100;

/// What is to be done, with which signals.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BulkAsk {
    pub(super) number: String,
    pub(super) change: Change,
    request: StartBulk,
    clock: Clock,
}

/// The signals that a selection names one by one.
pub(super) fn named(selection: &Selection) -> Vec<SignalId> {
    match selection {
        Selection::These(keys) => keys.iter().map(|key| key.as_str().into()).collect(),
        Selection::None | Selection::AllBut(_) => Vec::new(),
    }
}

impl BulkAsk {
    pub(super) fn new(change: Change, selection: &Selection, view: &View, clock: Clock) -> Self {
        let matching = match selection {
            Selection::AllBut(but) => {
                let q = view.question(clock.now).ok().and_then(|question| question.text());
                let except = but.iter().map(|key| key.as_str().into()).collect();
                Some(Matching { filter: CountSignals { q, ..CountSignals::default() }, except })
            }
            Selection::None | Selection::These(_) => None,
        };
        let request = StartBulk { action: change.bulk(), ids: named(selection), matching, as_of: None };
        Self { number: browser::unique_key(), change, request, clock }
    }

    fn is_small(&self) -> bool {
        self.request.matching.is_none() && self.request.ids.len() <= UNASKED
    }

    fn preview(&self) -> PreviewBulk {
        let StartBulk { action, ids, matching, as_of } = self.request.clone();
        PreviewBulk { action, ids, matching, as_of }
    }

    /// "Set 1,284 signals to Resolved".
    fn label(&self, count: u32) -> String {
        self.change.label(&w::signals_count(i64::from(count)), self.clock)
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Stage {
    /// How many it would change is being asked.
    Asking,
    Asked(BulkPreview),
    Starting,
    Running(BulkId),
    Failed(String),
}

#[derive(Properties, PartialEq)]
pub(super) struct BulkWorkProps {
    pub(super) ask: BulkAsk,
    pub(super) onclose: Callback<()>,
}

#[component]
pub(super) fn BulkWork(props: &BulkWorkProps) -> Html {
    let BulkWorkProps { ask, onclose } = props;
    let cache = use_cache();
    let stage = use_state_eq(|| if ask.is_small() { Stage::Starting } else { Stage::Asking });
    use_effect_with(matches!(*stage, Stage::Starting), {
        let (cache, ask, stage) = (cache.clone(), ask.clone(), stage.setter());
        move |starting| {
            let starting = *starting;
            if starting {
                // Not ended with the page: what was asked for is carried out.
                wasm_bindgen_futures::spawn_local(async move {
                    stage.set(match cache.client().change(&ask.request).await {
                        Ok(answer) => Stage::Running(answer.data.id),
                        Err(error) => Stage::Failed(error.message().to_owned()),
                    });
                });
            }
        }
    });
    use_effect_with((), {
        let (ask, stage) = (ask.clone(), stage.setter());
        move |()| {
            let task = (!ask.is_small()).then(|| {
                browser::spawn(async move {
                    stage.set(match cache.client().call(&ask.preview()).await {
                        Ok(answer) => Stage::Asked(answer.data),
                        Err(error) => Stage::Failed(error.message().to_owned()),
                    });
                })
            });
            || drop(task)
        }
    });
    match &*stage {
        Stage::Asking | Stage::Starting => {
            note(false, html! { <p role="status">{ w::bulk_asking() }</p> }, onclose)
        }
        Stage::Failed(why) => note(
            true,
            html! { <p role="alert" class="min-w-0 flex-1 wrap-anywhere">{ w::signal_not_changed(why) }</p> },
            onclose,
        ),
        Stage::Asked(preview) => {
            let start = {
                let stage = stage.setter();
                Callback::from(move |()| stage.set(Stage::Starting))
            };
            confirm(ask, preview, start, onclose)
        }
        Stage::Running(id) => {
            html! { <Running id={id.clone()} ask={ask.clone()} onclose={onclose.clone()} /> }
        }
    }
}

fn confirm(ask: &BulkAsk, preview: &BulkPreview, start: Callback<()>, onclose: &Callback<()>) -> Html {
    let foot = html! {
        <>
            <button type="button" class="button button-outline" onclick={onclose.reform(|_: MouseEvent| ())}>{ w::cancel() }</button>
            <button type="button" class="button button-primary" autofocus=true disabled={preview.changes == 0} onclick={start.reform(|_: MouseEvent| ())}>
                { w::bulk_do(i64::from(preview.changes)) }
            </button>
        </>
    };
    html! {
        <Dialog id="bulk" title={ask.label(preview.total)} open=true onclose={onclose.clone()} {foot}>
            <p>{ w::bulk_changes(i64::from(preview.changes), i64::from(preview.total)) }</p>
            if !preview.skipped.is_empty() {
                <ul class="mt-2 flex list-disc flex-col gap-1 pl-5 text-ink-2">
                    for skip in &preview.skipped {
                        <li><span class="tabular">{ text::number(i64::from(skip.count)) }</span>{ ": " }{ &skip.reason }</li>
                    }
                </ul>
            }
            <p class="mt-2 text-small text-ink-2">{ w::bulk_can_undo() }</p>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct RunningProps {
    id: BulkId,
    ask: BulkAsk,
    onclose: Callback<()>,
}

#[component]
fn Running(props: &RunningProps) -> Html {
    let asked = use_query(GetBulk { id: props.id.clone() });
    let cache = use_cache();
    let undo = use_undo();
    let shows_rest = use_state_eq(|| false);
    let bulk = asked.data();
    let is_over = bulk.as_ref().is_some_and(|bulk| bulk.state != BulkState::Running);
    use_effect_with(is_over, {
        let (bulk, cache, ask) = (bulk.clone(), cache.clone(), props.ask.clone());
        move |is_over| {
            if let Some(bulk) = bulk.filter(|bulk| *is_over && bulk.applied > 0) {
                undo.record(deed(ask.label(bulk.applied), &bulk, &cache));
            }
        }
    });
    let Some(bulk) = bulk else {
        return note(false, html! { <p role="status">{ w::bulk_asking() }</p> }, &props.onclose);
    };
    let left = bulk.skipped + bulk.conflicts;
    let cancel = {
        let id = props.id.clone();
        Callback::from(move |_: MouseEvent| {
            let (cache, id) = (cache.clone(), id.clone());
            wasm_bindgen_futures::spawn_local(async move {
                drop(cache.client().change(&CancelBulk { id }).await);
            });
        })
    };
    let show_rest = {
        let shows_rest = shows_rest.clone();
        Callback::from(move |_: MouseEvent| shows_rest.set(!*shows_rest))
    };
    let content = html! {
        <>
            <div class="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
                <p role="status" class="tabular">{ said(&props.ask, &bulk) }</p>
                if bulk.state == BulkState::Running {
                    <progress
                        class="amount-bar w-40"
                        max={bulk.total.to_string()}
                        value={done(&bulk).to_string()}
                        aria-label={w::bulk_progress()}
                    />
                    <button type="button" class="button-link" onclick={cancel}>{ w::cancel() }</button>
                } else if left > 0 {
                    <button type="button" class="button-link" aria-expanded={shows_rest.to_string()} onclick={show_rest}>
                        { w::bulk_show_rest(i64::from(left)) }
                    </button>
                }
            </div>
            if *shows_rest { <Rest id={props.id.clone()} /> }
        </>
    };
    note(bulk.conflicts > 0, content, &props.onclose)
}

fn done(bulk: &Bulk) -> u32 {
    bulk.applied + bulk.skipped + bulk.conflicts
}

fn said(ask: &BulkAsk, bulk: &Bulk) -> String {
    let number = i64::from;
    let label = ask.label(bulk.total);
    match bulk.state {
        BulkState::Running => w::bulk_running(&label, number(done(bulk)), number(bulk.total)),
        BulkState::Done if bulk.pending > 0 => {
            w::bulk_done_pending(&label, number(bulk.applied), number(bulk.pending))
        }
        BulkState::Done => w::bulk_done(&label, number(bulk.applied)),
        BulkState::Cancelled => w::bulk_cancelled(&label, number(bulk.applied)),
    }
}

#[derive(Properties, PartialEq)]
struct RestProps {
    id: BulkId,
}

/// The signals that were left as they were, with why.
#[component]
fn Rest(props: &RestProps) -> Html {
    let list = |outcome| ListBulkItems {
        id: props.id.clone(),
        outcome: Some(outcome),
        cursor: None,
        limit: Some(NAMED),
    };
    let conflicts = use_query(list(BulkOutcome::Conflict));
    let skipped = use_query(list(BulkOutcome::Skipped));
    let items = [conflicts.data(), skipped.data()];
    let items = items.iter().flatten().flat_map(|items| items.iter());
    html! {
        <ul class="flex max-h-40 w-full flex-col gap-1 overflow-auto text-small" tabindex="0" aria-label={w::bulk_rest()}>
            { for items.map(item) }
        </ul>
    }
}

fn item(item: &BulkItem) -> Html {
    let view = View { selected: Some(item.signal.clone()), ..View::default() };
    let href = [crate::route::Route::Signals.path(), "?", &view.query()].concat();
    html! {
        <li class="flex flex-wrap gap-x-3">
            <a class="button-link font-mono" {href}>{ item.signal.as_str().to_owned() }</a>
            <span class="text-ink-2">{ item.reason.clone() }</span>
        </li>
    }
}

fn note(is_bad: bool, content: Html, onclose: &Callback<()>) -> Html {
    html! {
        <div class={if is_bad { "triage-note" } else { "triage-note triage-note-calm" }} role="region" aria-label={w::bulk_work()}>
            if is_bad { { glyph(Shape::Triangle) } } else { { none() } }
            { content }
            { icon_button(Symbol::Close, w::close(), onclose.reform(|_| ())) }
        </div>
    }
}

/// The whole job with its way back: undoing it is a job too, and undoing that does it again.
fn deed(label: String, bulk: &Bulk, cache: &Cache) -> Deed {
    let last = Rc::new(Cell::new(Some(bulk.id.clone())));
    let attempt: Attempt = {
        let cache = cache.clone();
        Rc::new(move || {
            let (cache, last) = (cache.clone(), Rc::clone(&last));
            Box::pin(async move {
                let Some(id) = last.take() else { return Ok(()) };
                let answer = cache.client().change(&UndoBulk { id: id.clone() }).await;
                last.set(Some(answer.as_ref().map_or(id, |answer| answer.data.id.clone())));
                answer.map(drop).map_err(|error: CallError| error.message().to_owned())
            })
        })
    };
    Deed { label, revert: Rc::clone(&attempt), again: attempt }
}
