//! The trace of a signal, beside what else is known of the signal.

use console_api::operations::GetTraceColumns;
use console_api::{SignalId, SpanId, TraceId};
use yew::prelude::*;

use super::page::{gone, use_shown};
use super::view::TraceView;
use crate::cache::use_query;
use crate::components::LoadedView;
use crate::dom::{el, none, say, tell};
use crate::route::Route;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(crate) struct TraceSectionProps {
    pub(crate) trace_id: TraceId,
    /// The span that violated the rule.
    pub(crate) span_id: SpanId,
    pub(crate) signal: SignalId,
}

#[component]
pub(crate) fn TraceSection(props: &TraceSectionProps) -> Html {
    let asked = use_query(GetTraceColumns { id: props.trace_id.clone() });
    let shown = use_shown(asked.data());
    let (error, why) = (asked.error(), gone(asked.error().as_ref(), &props.trace_id, asked.retry()));
    let spans = shown.as_ref().map(|shown| i64::try_from(shown.0.len()).unwrap_or(i64::MAX));
    let title = [
        say(w::trace()),
        say(" "),
        spans.map_or_else(none, |spans| el("span", "font-normal text-ink-2", [tell(&w::trace_spans(spans))])),
    ];
    let href = [Route::Traces.path(), "/", props.trace_id.as_str(), "?signal=", props.signal.as_str()];
    let is_gone = why.is_some();
    let content = match shown {
        Some(trace) => Some(html! {
            <TraceView id="signal-trace" {trace} matched={vec![props.span_id.clone()]} compact={true} />
        }),
        None => why,
    };
    html! {
        <section class="detail-section" aria-label={w::trace()}>
            <div class="flex flex-wrap items-baseline justify-between gap-x-4">
                { el("h3", "detail-title", title) }
                if spans.is_some() {
                    <a class="link inline-flex min-h-6 items-center" href={href.concat()}>{ w::trace_whole_page() }</a>
                }
            </div>
            <LoadedView
                {content}
                error={error.filter(|_| !is_gone)}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_trace()}
            />
        </section>
    }
}
