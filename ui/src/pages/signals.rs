//! Signals: the live list, its filters, and the signal that is open.

mod detail;
mod facets;
mod feed;
mod filters;
mod grid;
mod keys;
mod list;
mod moment;
mod range;
mod row;
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
use crate::route::{Route, use_place};
use crate::shell::page_heading;
use crate::text;
use detail::Detail;
use filters::Filters;
use list::List;
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

    let open = {
        let (go, view) = (go.clone(), view.clone());
        Callback::from(move |selected: Option<SignalId>| {
            // Going from one open signal to the next is no step back worth keeping.
            let keep = view.selected.is_none() || selected.is_none();
            go.emit((Rc::new(View { selected, ..(*view).clone() }), keep));
        })
    };
    let seed =
        view.selected.as_ref().and_then(|id| feeding.feed.rows.iter().find(|row| row.id == *id).cloned());
    let heading = html! {
        <>
            <p class="tabular text-ui text-ink-2" role="status">
                { total.map(|total| text::counted(total, "signal")) }
            </p>
            <span class="ml-auto">{ freshness_note(freshness.as_ref(), clock) }</span>
        </>
    };
    let is_split = view.selected.is_some();
    html! {
        <div class={if is_split { "split split-open" } else { "split" }}>
            <div class="split-list">
                { page_heading(Route::Signals.title(), heading) }
                <Filters view={view.clone()} go={go.clone()} counts={counts} />
                <List
                    feed={feeding.feed.clone()}
                    view={view.clone()}
                    go={go.clone()}
                    open={open.clone()}
                    more={feeding.more.clone()}
                    retry={feeding.retry.clone()}
                    {total}
                />
            </div>
            if let Some(id) = &view.selected {
                <Detail id={id.clone()} {seed} close={open.reform(|()| None)} />
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
pub(crate) fn row_for_tests(signal: &console_api::Signal, clock: crate::clock::Clock) -> Html {
    let drawn =
        row::Drawn { index: 4, offset: String::new(), is_current: false, is_selected: true, is_fresh: false };
    row::row(signal, clock, drawn, Callback::noop())
}

#[cfg(test)]
pub(crate) fn detail_for_tests(signal: Rc<console_api::Signal>, close: Callback<()>) -> Html {
    html! { <Detail id={signal.id.clone()} seed={Some(signal)} {close} /> }
}
