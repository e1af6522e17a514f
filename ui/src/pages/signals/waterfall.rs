//! The trace of a signal: its spans in order of call, with what each waited for and how long it took.

use std::collections::BTreeMap;

use console_api::operations::GetTrace;
use console_api::trace::{Span, SpanStatus, Trace};
use console_api::{ErrorCode, SpanId, TraceId};
use yew::prelude::*;

use crate::cache::use_query;
use crate::components::{LoadedView, Shape, glyph};
use crate::text;

/// Deeper calls are not moved in further.
const DEEPEST: usize = 8;

#[derive(Properties, PartialEq)]
pub(super) struct TraceSectionProps {
    pub(super) trace_id: TraceId,
    /// The span that violated the rule.
    pub(super) span_id: SpanId,
}

#[component]
pub(super) fn TraceSection(props: &TraceSectionProps) -> Html {
    let asked = use_query(GetTrace { id: props.trace_id.clone() });
    let (trace, error) = (asked.data(), asked.error());
    let gone = error.as_ref().is_some_and(|error| error.is(ErrorCode::NotFound));
    let content = match &trace {
        Some(trace) if trace.spans.is_empty() => Some(spans_are_gone()),
        Some(trace) => Some(waterfall(trace, &props.span_id)),
        None if gone => Some(spans_are_gone()),
        None => None,
    };
    html! {
        <section class="detail-section" aria-label="Trace">
            <h3 class="detail-title">
                { "Trace" }
                if let Some(trace) = &trace {
                    <span class="font-normal text-ink-2">
                        { " " }{ text::counted(i64::try_from(trace.spans.len()).unwrap_or(i64::MAX), "span") }
                        if trace.truncated { { ", the first of more" } }
                    </span>
                }
            </h3>
            <LoadedView
                {content}
                error={error.filter(|_| !gone)}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun="the trace"
            />
        </section>
    }
}

fn spans_are_gone() -> Html {
    html! {
        <p class="text-ink-2">
            { "The spans of this trace are no longer kept. Spans live for as long as the span store has room; \
               the signal stays." }
        </p>
    }
}

/// A span with its place in the drawing.
#[derive(Debug, PartialEq)]
struct Line<'a> {
    span: &'a Span,
    depth: usize,
    /// From the start of the trace.
    offset_ns: i64,
}

fn waterfall(trace: &Trace, matched: &SpanId) -> Html {
    let lines = lines(&trace.spans);
    let total_ns = lines.iter().map(|line| line.offset_ns + line.span.duration_ns).max().unwrap_or(1).max(1);
    html! {
        <table class="waterfall">
            <colgroup>
                <col />
                <col class="span-column-figure" />
                <col class="span-column-figure" />
                <col class="span-column-track" />
            </colgroup>
            <thead class="sr-only">
                <tr>
                    <th scope="col">{ "Span" }</th>
                    <th scope="col">{ "Starts" }</th>
                    <th scope="col">{ "Takes" }</th>
                    <th scope="col">{ "Timeline" }</th>
                </tr>
            </thead>
            <tbody>
                for line in &lines { { span_row(line, total_ns, line.span.id == *matched) } }
            </tbody>
        </table>
    }
}

fn span_row(line: &Line<'_>, total_ns: i64, is_matched: bool) -> Html {
    let span = line.span;
    let failed = span.status == SpanStatus::Error;
    let bar = [
        "left:",
        &percent(line.offset_ns, total_ns),
        ";width:max(2px,",
        &percent(span.duration_ns, total_ns),
        ")",
    ];
    let indent = ["padding-left:", &(line.depth.min(DEEPEST) * 12).to_string(), "px"].concat();
    html! {
        <tr class={if is_matched { "span-row span-row-matched" } else { "span-row" }}>
            <th scope="row" class="span-name" style={indent}>
                <span class="flex min-w-0 items-center gap-1.5">
                    if failed { { glyph(Shape::Octagon) }<span class="sr-only">{ "Error:" }</span> }
                    <span class="truncate" title={span.name.clone()}>{ span.name.clone() }</span>
                    if is_matched { <span class="match-mark">{ "match" }</span> }
                </span>
                <span class="block truncate text-small font-normal text-ink-2">{ span.service.clone() }</span>
            </th>
            <td class="span-figure">{ "+" }{ text::duration(line.offset_ns) }</td>
            <td class="span-figure">{ text::duration(span.duration_ns) }</td>
            <td class="span-track">
                <span class={if failed { "span-bar span-bar-failed" } else { "span-bar" }} style={bar.concat()}></span>
            </td>
        </tr>
    }
}

/// Spans in order of call: each followed by its children, those by start time. Spans whose parent is not among them
/// stand at the left, as roots do.
fn lines(spans: &[Span]) -> Vec<Line<'_>> {
    let start = spans.iter().map(|span| span.start).min().unwrap_or_default();
    let mut known = BTreeMap::new();
    for (at, span) in spans.iter().enumerate() {
        known.insert(&span.id, at);
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); spans.len()];
    let mut pending = Vec::new();
    for (at, span) in spans.iter().enumerate() {
        match span.parent_id.as_ref().and_then(|parent| known.get(parent)).filter(|parent| **parent != at) {
            Some(parent) => children[*parent].push(at),
            None => pending.push((at, 0)),
        }
    }
    let by_start = |list: &mut Vec<(usize, usize)>| {
        list.sort_unstable_by_key(|(at, _)| std::cmp::Reverse((spans[*at].start, *at)));
    };
    by_start(&mut pending);
    let mut lines = Vec::with_capacity(spans.len());
    while let Some((at, depth)) = pending.pop() {
        let span = &spans[at];
        lines.push(Line { span, depth, offset_ns: span.start.since(start) * 1_000 });
        let mut next: Vec<_> = std::mem::take(&mut children[at]).into_iter().map(|child| (child, depth + 1)).collect();
        by_start(&mut next);
        pending.extend(next);
    }
    lines
}

/// `12.34%`, by integers.
fn percent(part: i64, whole: i64) -> String {
    let hundredths = (part.max(0).saturating_mul(10_000) / whole.max(1)).min(10_000);
    let fraction = hundredths % 100;
    [(hundredths / 100).to_string().as_str(), if fraction < 10 { ".0" } else { "." }, &fraction.to_string(), "%"].concat()
}

#[cfg(test)]
mod tests {
    use console_api::Timestamp;
    use console_api::trace::SpanKind;

    use super::*;

    fn span(id: &str, parent: Option<&str>, start: i64) -> Span {
        Span {
            id: id.into(),
            parent_id: parent.map(Into::into),
            name: id.to_owned(),
            service: "shop".to_owned(),
            kind: SpanKind::Internal,
            status: SpanStatus::Unset,
            status_message: None,
            start: Timestamp(start),
            duration_ns: 1_000,
            attributes: Vec::new(),
            events: Vec::new(),
        }
    }

    #[test]
    fn spans_follow_their_callers_by_start_time() {
        let spans =
            [span("late", Some("root"), 30), span("leaf", Some("early"), 20), span("early", Some("root"), 10), span("root", None, 5)];
        let drawn: Vec<_> = lines(&spans).iter().map(|line| (line.span.name.clone(), line.depth, line.offset_ns)).collect();
        let expected = [("root", 0, 0), ("early", 1, 5_000), ("leaf", 2, 15_000), ("late", 1, 25_000)];
        assert_eq!(drawn, expected.map(|(name, depth, offset)| (name.to_owned(), depth, offset)));
    }

    #[test]
    fn a_span_without_its_caller_is_a_root_and_a_span_that_calls_itself_is_drawn_once() {
        let spans = [span("orphan", Some("gone"), 1), span("self", Some("self"), 2)];
        assert_eq!(lines(&spans).len(), 2);
    }

    #[test]
    fn parts_are_percentages_of_the_whole() {
        assert_eq!([percent(0, 10), percent(1, 3), percent(10, 10), percent(5, 0)], ["0.00%", "33.33%", "100.00%", "100.00%"]);
    }
}
