//! The page of one trace, and why there may be nothing to show.

use std::rc::Rc;

use console_api::operations::{GetSignal, GetTraceColumns, ListSignals};
use console_api::trace::TraceColumns;
use console_api::{ErrorCode, Signal, SignalId, SpanId, TraceId};
use console_trace::Trace;
use yew::prelude::*;

use super::file::FromFile;
use super::view::{Shown, TraceView};
use crate::cache::use_query;
use crate::client::CallError;
use crate::clock::{Clock, use_clock};
use crate::components::{LoadedView, Symbol, button, copyable, empty, exact_time};
use crate::dom::{el, line, none, tell};
use crate::query_string;
use crate::route::{Place, Route, use_place};
use crate::shell::page_heading;
use crate::text;
use crate::words as w;

/// Signals of a trace whose spans are marked.
const MARKED: u16 = 200;

#[component]
pub(crate) fn TracePage() -> Html {
    let place = use_place();
    if place.item.is_empty() {
        return html! { <FromFile /> };
    }
    let asked = Wanted::parse(&place.query);
    let id = TraceId(place.item.to_ascii_lowercase());
    match asked.signal {
        Some(signal) => html! { <OfSignal {id} {signal} span={asked.span} /> },
        None => html! { <OneTrace {id} span={asked.span} /> },
    }
}

/// What the address asks for besides the trace.
#[derive(Debug, Default, PartialEq)]
struct Wanted {
    /// The signal that was found in it.
    signal: Option<SignalId>,
    /// The span that is open.
    span: Option<SpanId>,
}

impl Wanted {
    fn parse(query: &str) -> Self {
        let mut wanted = Self::default();
        for (key, value) in query_string::parse(query) {
            match key.as_str() {
                "signal" => wanted.signal = Some(value.into()),
                "span" => wanted.span = Some(value.into()),
                _ => {}
            }
        }
        wanted
    }

    fn query(&self) -> String {
        let signal = self.signal.as_ref().map(|id| ("signal", id.as_str()));
        let span = self.span.as_ref().map(|id| ("span", id.as_str()));
        query_string::build(signal.into_iter().chain(span))
    }
}

#[derive(Properties, PartialEq)]
struct OfSignalProps {
    id: TraceId,
    signal: SignalId,
    span: Option<SpanId>,
}

/// With the signal that was found in it: its span is marked.
#[component]
fn OfSignal(props: &OfSignalProps) -> Html {
    let asked = use_query(GetSignal { id: props.signal.clone() });
    let signal = asked.data().filter(|signal| signal.trace_id == props.id);
    html! { <OneTrace id={props.id.clone()} span={props.span.clone()} wanted={props.signal.clone()} {signal} /> }
}

#[derive(Properties, PartialEq)]
struct OneTraceProps {
    id: TraceId,
    span: Option<SpanId>,
    /// The signal of the address, known or not.
    #[prop_or_default]
    wanted: Option<SignalId>,
    #[prop_or_default]
    signal: Option<Rc<Signal>>,
}

#[component]
fn OneTrace(props: &OneTraceProps) -> Html {
    let asked = use_query(GetTraceColumns { id: props.id.clone() });
    // Whatever was found in the trace is marked, not only what the address names.
    let found = use_query(ListSignals {
        q: Some(["trace:", props.id.as_str()].concat()),
        limit: Some(MARKED),
        ..ListSignals::default()
    });
    let matched = matched(props, found.data().as_deref().map_or(&[], Vec::as_slice));
    let shown = use_shown(asked.data());
    let (clock, place) = (use_clock(), use_place());
    let why = gone(asked.error().as_ref(), &props.id, asked.retry());
    let is_gone = why.is_some();
    let beside = shown.as_ref().map_or_else(none, |shown| facts(&shown.0, clock));
    let content = match shown {
        Some(trace) => Some(html! {
            <TraceView
                id="trace"
                {trace}
                {matched}
                span={props.span.clone().or_else(|| props.signal.as_ref().map(|signal| signal.span_id.clone()))}
                onspan={keep_span(place, props.wanted.clone())}
            />
        }),
        None => why,
    };
    html! {
        <div class="trace-page">
            { page_heading(Route::Traces.title(), beside) }
            { props.signal.as_ref().map_or_else(none, |signal| of_signal(signal)) }
            <LoadedView
                {content}
                error={asked.error().filter(|_| !is_gone)}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_trace()}
            />
        </div>
    }
}

/// Spans that violated a rule; none while the signal of the address is on its way, so that its span is shown first.
fn matched(props: &OneTraceProps, found: &[Signal]) -> Vec<SpanId> {
    if props.wanted.is_some() && props.signal.is_none() {
        return Vec::new();
    }
    let found = found.iter().filter(|signal| signal.trace_id == props.id);
    let mut spans: Vec<_> =
        found.chain(props.signal.as_deref()).map(|signal| signal.span_id.clone()).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// Keeps the open span in the address.
fn keep_span(place: Place, signal: Option<SignalId>) -> Callback<Option<SpanId>> {
    Callback::from(move |span| place.restate(&Wanted { signal: signal.clone(), span }.query(), false))
}

/// The signal that was found in it, and the way back.
fn of_signal(signal: &Signal) -> Html {
    let href = [Route::Signals.path(), "?sel=", signal.id.as_str()].concat();
    html! {
        <p class="trace-of">
            <a class="link" {href}>{ w::trace_signal() }</a>
            <span class="truncate text-ink-2" title={signal.message.clone()}>{ signal.message.clone() }</span>
        </p>
    }
}

/// What the whole trace is: name, spans, services, failures, time.
pub(super) fn facts(trace: &Trace, clock: Clock) -> Html {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let root = trace.main_root().map_or("", |root| trace.name(root)).to_owned();
    html! {
        <p class="trace-facts">
            <span class="font-medium text-ink wrap-anywhere">{ root }</span>
            <span>{ w::trace_spans(count(trace.len())) }</span>
            <span>{ w::trace_service_count(count(trace.services().len())) }</span>
            if trace.failures() > 0 {
                <span class="text-critical-text">{ w::trace_failures(count(trace.failures())) }</span>
            }
            <span>{ text::duration(trace.end()) }</span>
            { exact_time(trace.began(), clock) }
            { copyable(trace.trace_id().0.clone(), w::copy_trace_id()) }
        </p>
    }
}

/// The columns as a trace to show; nothing when they contradict each other.
#[hook]
pub(super) fn use_shown(columns: Option<Rc<TraceColumns>>) -> Option<Shown> {
    let held = use_memo(Held(columns), |Held(columns)| {
        let columns = columns.as_ref().filter(|columns| !columns.ids.is_empty())?;
        Trace::new((**columns).clone()).map(|trace| Shown(Rc::new(trace)))
    });
    (*held).clone()
}

/// The same answer as long as it is the same one.
struct Held(Option<Rc<TraceColumns>>);

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        }
    }
}

/// Why there are no spans and what can still be done; nothing while that is not the matter.
pub(super) fn gone(error: Option<&CallError>, id: &TraceId, retry: Callback<()>) -> Option<Html> {
    let error = error?;
    let (title, next) = if error.is(ErrorCode::NotFound) {
        (w::trace_gone(), w::trace_gone_next())
    } else if error.is(ErrorCode::Unavailable) {
        (w::trace_away(), w::trace_away_next())
    } else {
        return None;
    };
    let again = button(Symbol::Refresh, w::try_again(), retry.reform(|_| ()));
    let file =
        html! { <a class="button button-outline" href={Route::Traces.path()}>{ w::trace_from_file() }</a> };
    let said = el(
        "div",
        "flex flex-col items-center gap-3",
        [
            el("p", "wrap-anywhere", [tell(error.message())]),
            line("p", "", next),
            copyable(id.0.clone(), w::copy_trace_id()),
            el("div", "flex flex-wrap justify-center gap-2", [again, file]),
        ],
    );
    Some(empty(Symbol::Waterfall, title, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_reads_back_as_it_was_written() {
        let wanted = Wanted { signal: Some("s1".into()), span: Some("00f067aa0ba902b7".into()) };
        assert_eq!(wanted.query(), "signal=s1&span=00f067aa0ba902b7");
        assert_eq!(Wanted::parse(&["?", &wanted.query()].concat()), wanted);
        assert_eq!(Wanted::parse(""), Wanted::default());
    }
}
