//! Signals: the live list, its filters, and the signal that is open.

mod columns;
mod detail;
mod facet;
mod facets;
mod feed;
mod filters;
mod keys;
mod list;
mod moved;
mod range;
mod rows;
mod status;
mod use_feed;
mod view;
mod waterfall;

use std::rc::Rc;

use console_api::{SignalId, Timestamp};
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::use_clock;
use crate::components::freshness_note;
use crate::live::use_freshness;
use crate::parts;
use crate::route::{Route, use_place};
use crate::shell::page_heading;
use crate::words as w;
pub(crate) use detail::{Detail, DetailProps};
pub(crate) use facet::{FacetProps, facet};
use filters::filters;
use list::List;
pub(crate) use list::first_use;
use use_feed::use_feed;
use view::View;

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
    let minute = Timestamp(clock.now.micros() / COUNT_STEP_MICROS * COUNT_STEP_MICROS);
    let counted = use_query(console_api::operations::CountSignals::from(view.filter(minute)));
    // While the next count is on its way the last one stands.
    let last_counts = use_mut_ref(|| None);
    if let Some(counts) = counted.data() {
        *last_counts.borrow_mut() = Some(counts);
    }
    let counts = last_counts.borrow().clone();
    let total = counts.as_ref().map(|counts| counts.total);
    use_effect_with((feeding.rows.clone(), total), |(rows, total)| rows.0.count(*total));

    let open = {
        let (go, view) = (go.clone(), view.clone());
        Callback::from(move |selected: Option<SignalId>| {
            // Going from one open signal to the next is no step back worth keeping.
            let keep = view.selected.is_none() || selected.is_none();
            go.emit((Rc::new(View { selected, ..(*view).clone() }), keep));
        })
    };
    let seed = view.selected.as_ref().and_then(|id| feeding.rows.0.find(id));
    let heading = html! {
        <>
            <p class="tabular text-ui text-ink-2" role="status">
                { total.map(w::signals_count) }
            </p>
            <span class="ml-auto">{ freshness_note(freshness.as_ref(), clock) }</span>
        </>
    };
    let is_split = view.selected.is_some();
    html! {
        <div class={if is_split { "split split-open" } else { "split" }}>
            <div class="split-list">
                { page_heading(Route::Signals.title(), heading) }
                { filters(&view, &go, counts.as_ref(), clock) }
                <List
                    feeding={feeding.clone()}
                    view={view.clone()}
                    go={go.clone()}
                    open={open.clone()}
                />
            </div>
            if let Some(id) = &view.selected {
                { parts::signal_detail(DetailProps { id: id.clone(), seed, close: open.reform(|()| None) }) }
            }
        </div>
    }
}

/// The view in the address, and the way to change it.
#[hook]
fn use_view() -> (Rc<View>, Go) {
    let place = use_place();
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
    html! { <Detail id={signal.id.clone()} seed={Some(signal)} {close} /> }
}
