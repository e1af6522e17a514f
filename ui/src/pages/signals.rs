//! Signals: the live list, its filters, and the signal that is open.

mod asked;
mod cells;
mod columns;
mod copies;
mod detail;
mod explain;
mod export;
mod feed;
mod filters;
mod groups;
mod keys;
mod list;
mod question;
mod range;
mod rows;
mod saved;
mod snooze_line;
mod status;
mod triage;
mod use_feed;
mod view;

use std::rc::Rc;

use console_api::operations::CountSignals;
use console_api::{SignalId, Timestamp};
use yew::prelude::*;

use crate::browser;
use crate::cache::use_query;
use crate::clock::use_clock;
use crate::components::{Align, Symbol, freshness_note, popover, popover_button, small_icon};
use crate::dom::use_once;
use crate::live::use_freshness;
use crate::parts;
use crate::route::{Route, use_place};
use crate::shell::page_heading;
use crate::words as w;
use asked::use_queue;
pub(crate) use cells::{CellMenu, CellMenuProps};
pub(crate) use detail::{Detail, DetailProps};
pub(crate) use explain::{Explain, ExplainProps};
use filters::Filters;
pub(crate) use groups::{Groups, GroupsProps};
use list::List;
pub(crate) use list::first_use;
pub(crate) use saved::{SavedViews, SavedViewsProps};
pub(crate) use triage::{Triage, TriageProps};
use use_feed::use_feed;
use view::{Grouping, View};

/// A minute: how often a relative time range is counted anew.
const COUNT_STEP_MICROS: i64 = 60_000_000;

/// Changes the address; `true` leaves the one before in the history.
type Go = Callback<(Rc<View>, bool)>;

#[component]
pub(crate) fn SignalsPage() -> Html {
    let clock = use_clock();
    let freshness = use_freshness();
    let (view, go) = use_view();
    let feeding = use_feed(&view);
    let (queue, ask) = use_queue();
    let minute = Timestamp(clock.now.micros() / COUNT_STEP_MICROS * COUNT_STEP_MICROS);
    let question = view.question(minute).unwrap_or_default();
    let counted = use_query(CountSignals { q: question.text(), ..CountSignals::default() });
    let hidden = use_query(CountSignals {
        q: question.hidden().or_else(|| question.text()),
        ..CountSignals::default()
    });
    // While the next count is on its way the last one stands.
    let last_counts = use_mut_ref(|| None);
    if let Some(counts) = counted.data() {
        *last_counts.borrow_mut() = Some(counts);
    }
    let counts = last_counts.borrow().clone();
    let total = counts.as_ref().map(|counts| counts.total);
    use_effect_with((feeding.rows.clone(), total), |(rows, total)| rows.0.count(*total));
    use_effect_with((feeding.rows.clone(), view.clone(), go.clone()), |(rows, view, go)| {
        let (view, go) = (Rc::clone(view), go.clone());
        rows.0.tell_order(Callback::from(move |order| {
            go.emit((Rc::new(View { order, ..(*view).clone() }), true));
        }));
    });

    let open = {
        let (go, view) = (go.clone(), view.clone());
        Callback::from(move |selected: Option<SignalId>| {
            // Going from one open signal to the next is no step back worth keeping.
            let keep = view.selected.is_none() || selected.is_none();
            go.emit((Rc::new(View { selected, explains: false, ..(*view).clone() }), keep));
        })
    };
    let seed = view.selected.as_ref().and_then(|id| feeding.rows.0.find(id));
    let heading = html! { <span class="ml-auto">{ freshness_note(freshness.as_ref(), clock) }</span> };
    let is_split = view.selected.is_some();
    let hidden = hidden.data().filter(|_| question.hides_snoozed()).map_or(0, |counts| counts.total);
    html! {
        <div class={if is_split { "split split-open" } else { "split" }}>
            <div class="split-list">
                { page_heading(Route::Signals.title(), heading) }
                <Filters view={view.clone()} go={go.clone()} {counts} {hidden} {clock} beside={beside(&view, &go)} />
                if let Some(grouping) = view.grouping {
                    { parts::signal_groups(GroupsProps { view: view.clone(), go: go.clone(), grouping }) }
                } else {
                    <List
                        feeding={feeding.clone()}
                        view={view.clone()}
                        go={go.clone()}
                        open={open.clone()}
                        queue={queue.clone()}
                        ask={ask.clone()}
                    />
                }
            </div>
            if let Some(id) = &view.selected {
                { parts::signal_detail(DetailProps {
                    id: id.clone(),
                    seed,
                    explains: view.explains,
                    explain: explain_with(&view, &go),
                    queue,
                    ask,
                    close: open.reform(|()| None),
                }) }
            }
        </div>
    }
}

fn beside(view: &Rc<View>, go: &Go) -> Html {
    html! { <>{ views_button(view, go) }{ switch(view, go) }</> }
}

/// Signals one by one, or taken together.
fn switch(view: &Rc<View>, go: &Go) -> Html {
    let choice = |grouping: Option<Grouping>, words: &'static str| {
        let is_on = view.grouping.is_some() == grouping.is_some();
        let class = if is_on { "button button-toggle button-toggle-on" } else { "button button-toggle" };
        let (go, chosen) = (go.clone(), Rc::new(View { grouping, selected: None, ..(**view).clone() }));
        let onclick = Callback::from(move |_: MouseEvent| go.emit((Rc::clone(&chosen), true)));
        html! { <button type="button" {class} aria-pressed={is_on.to_string()} {onclick}>{ words }</button> }
    };
    html! {
        <span class="flex" role="group" aria-label={w::groups_switch()}>
            { choice(None, w::groups_list()) }
            { choice(Some(Grouping::Count), w::groups_groups()) }
        </span>
    }
}

fn views_button(view: &Rc<View>, go: &Go) -> Html {
    let props = SavedViewsProps { view: Rc::clone(view), go: go.clone() };
    let button = html! { <>{ w::views() }{ small_icon(Symbol::ChevronDown) }</> };
    html! {
        <>
            { popover_button(saved::POPOVER, "button-outline", None, button) }
            { popover(saved::POPOVER, w::views(), Align::Start, parts::signal_views(saved::POPOVER, props)) }
        </>
    }
}

/// Shows why the rule of the open signal fired, or no longer.
fn explain_with(view: &Rc<View>, go: &Go) -> Callback<bool> {
    let (view, go) = (Rc::clone(view), go.clone());
    Callback::from(move |explains: bool| {
        go.emit((Rc::new(View { explains, ..(*view).clone() }), false));
    })
}

/// The view in the address, and the way to change it.
#[hook]
fn use_view() -> (Rc<View>, Go) {
    let place = use_place();
    // Whoever comes without a wish begins with their default view.
    use_once({
        let place = place.clone();
        move || {
            let default = Some(place.query.as_str()).filter(|query| query.is_empty());
            if let Some(query) = default.and_then(|_| browser::stored(saved::DEFAULT)) {
                place.visit(Route::Signals, &query, false);
            }
        }
    });
    let view = use_memo(place.query.clone(), |query| View::parse(query));
    let go = use_callback(place, |(view, keep): (Rc<View>, bool), place| {
        place.visit(Route::Signals, &view.query(), keep);
    });
    (view, go)
}

#[cfg(test)]
pub(crate) use columns::texts_for_tests;

#[cfg(test)]
pub(crate) fn detail_for_tests(signal: Rc<console_api::Signal>, close: Callback<()>) -> Html {
    let props = DetailProps {
        id: signal.id.clone(),
        seed: Some(signal),
        explains: false,
        explain: Callback::noop(),
        queue: asked::Queue::default(),
        ask: Callback::noop(),
        close,
    };
    html! { <Detail ..props /> }
}
