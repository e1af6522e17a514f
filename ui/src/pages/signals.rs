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

use console_api::SignalId;
use yew::prelude::*;
use yew_router::prelude::*;
use yew_router::query::Raw;

use crate::cache::use_query;
use crate::clock::use_clock;
use crate::components::freshness_note;
use crate::live::use_freshness;
use crate::route::Route;
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
type Go = Callback<(View, bool)>;

#[component]
pub(crate) fn SignalsPage() -> Html {
    let clock = use_clock();
    let freshness = use_freshness();
    let (view, go) = use_view();
    let feeding = use_feed(&view);
    let minute = console_api::Timestamp(clock.now.micros() / COUNT_STEP_MICROS * COUNT_STEP_MICROS);
    let counted = use_query(console_api::operations::CountSignals::from(view.filter(minute)));
    // While the next count is on its way the last one stands.
    let last_counts = use_mut_ref(|| None);
    if let Some(answer) = &counted.loaded.answer {
        *last_counts.borrow_mut() = Some(answer.clone());
    }
    let counts = last_counts.borrow().clone();
    let total = counts.as_ref().map(|answer| answer.data.total);

    let open = {
        let (go, view) = (go.clone(), view.clone());
        Callback::from(move |selected: Option<SignalId>| {
            // Going from one open signal to the next is no step back worth keeping.
            let keep = view.selected.is_none() || selected.is_none();
            go.emit((View { selected, ..view.clone() }, keep));
        })
    };
    let seed = view.selected.as_ref().and_then(|id| feeding.feed.rows.iter().find(|row| row.id == *id).cloned());
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
fn use_view() -> (View, Go) {
    let query = use_location().map(|location| location.query_str().to_owned()).unwrap_or_default();
    let view = (*use_memo(query, |query| View::parse(query))).clone();
    let navigator = use_navigator();
    let go = use_callback(navigator, |(view, keep): (View, bool), navigator| {
        let Some(navigator) = navigator else { return };
        let query = view.query();
        // An encoded string cannot fail to be a query.
        let _ = if keep {
            navigator.push_with_query(&Route::Signals, Raw(query))
        } else {
            navigator.replace_with_query(&Route::Signals, Raw(query))
        };
    });
    (view, go)
}
