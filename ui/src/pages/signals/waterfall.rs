//! The trace of a signal: its spans in order of call, with what each waited for and how long it took.

use std::collections::BTreeMap;

use console_api::operations::GetTrace;
use console_api::trace::{Span, SpanStatus, Trace};
use console_api::{ErrorCode, SpanId, TraceId};
use yew::prelude::*;

use crate::cache::use_query;
use crate::components::{LoadedView, Shape, glyph};
use crate::dom::{el, el_of, line, none, say, tell};
use crate::text;
use crate::words as w;

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
        <section class="detail-section" aria-label={w::trace()}>
            { title(trace.as_deref()) }
            <LoadedView
                {content}
                error={error.filter(|_| !gone)}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_trace()}
            />
        </section>
    }
}

fn title(trace: Option<&Trace>) -> Html {
    let Some(trace) = trace else { return line("h3", "detail-title", w::trace()) };
    let count = i64::try_from(trace.spans.len()).unwrap_or(i64::MAX);
    let count = if trace.truncated { w::trace_spans_cut(count) } else { w::trace_spans(count) };
    el(
        "h3",
        "detail-title",
        [say(w::trace()), say(" "), el("span", "font-normal text-ink-2", [tell(&count)])],
    )
}

fn spans_are_gone() -> Html {
    line("p", "text-ink-2", w::trace_gone())
}

/// A span with its place in the drawing.
#[derive(Debug, PartialEq)]
struct Call<'a> {
    span: &'a Span,
    depth: usize,
    /// From the start of the trace.
    offset_ns: i64,
}

fn waterfall(trace: &Trace, matched: &SpanId) -> Html {
    let lines = lines(&trace.spans);
    let total_ns = lines.iter().map(|line| line.offset_ns + line.span.duration_ns).max().unwrap_or(1).max(1);
    let columns = ["", "span-column-figure", "span-column-figure", "span-column-track"];
    let headings = [w::trace_span(), w::trace_starts(), w::trace_takes(), w::trace_timeline()];
    let rows = lines.iter().map(|line| span_row(line, total_ns, line.span.id == *matched));
    el(
        "table",
        "waterfall",
        [
            el("colgroup", "", columns.map(|class| el("col", class, []))),
            el(
                "thead",
                "sr-only",
                [el("tr", "", headings.map(|name| html! { <th scope="col">{ name }</th> }))],
            ),
            el_of("tbody", "", rows.collect()),
        ],
    )
}

fn span_row(call: &Call<'_>, total_ns: i64, is_matched: bool) -> Html {
    let span = call.span;
    let failed = span.status == SpanStatus::Error;
    let bar = [
        "left:",
        &percent(call.offset_ns, total_ns),
        ";width:max(2px,",
        &percent(span.duration_ns, total_ns),
        ")",
    ];
    let indent = ["padding-left:", &(call.depth.min(DEEPEST) * 12).to_string(), "px"].concat();
    let mark = if failed {
        el("span", "contents", [glyph(Shape::Octagon), line("span", "sr-only", w::trace_error())])
    } else {
        none()
    };
    let name = html! { <span class="truncate" title={span.name.clone()}>{ span.name.clone() }</span> };
    let matched = if is_matched { line("span", "match-mark", w::trace_match()) } else { none() };
    let bar_class = if failed { "span-bar span-bar-failed" } else { "span-bar" };
    el(
        "tr",
        if is_matched { "span-row span-row-matched" } else { "span-row" },
        [
            html! {
                <th scope="row" class="span-name" style={indent}>
                    { el("span", "flex min-w-0 items-center gap-1.5", [mark, name, matched]) }
                    { el("span", "block truncate text-small font-normal text-ink-2", [tell(&span.service)]) }
                </th>
            },
            el("td", "span-figure", [say("+"), tell(&text::duration(call.offset_ns))]),
            el("td", "span-figure", [tell(&text::duration(span.duration_ns))]),
            el("td", "span-track", [html! { <span class={bar_class} style={bar.concat()}></span> }]),
        ],
    )
}

/// Spans in order of call: each followed by its children, those by start time. Spans whose parent is not among them
/// stand at the left, as roots do.
fn lines(spans: &[Span]) -> Vec<Call<'_>> {
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
        lines.push(Call { span, depth, offset_ns: span.start.since(start) * 1_000 });
        let mut next: Vec<_> =
            std::mem::take(&mut children[at]).into_iter().map(|child| (child, depth + 1)).collect();
        by_start(&mut next);
        pending.extend(next);
    }
    lines
}

/// `12.34%`, by integers.
fn percent(part: i64, whole: i64) -> String {
    let hundredths = (part.max(0).saturating_mul(10_000) / whole.max(1)).min(10_000);
    let fraction = hundredths % 100;
    [
        (hundredths / 100).to_string().as_str(),
        if fraction < 10 { ".0" } else { "." },
        &fraction.to_string(),
        "%",
    ]
    .concat()
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
        let spans = [
            span("late", Some("root"), 30),
            span("leaf", Some("early"), 20),
            span("early", Some("root"), 10),
            span("root", None, 5),
        ];
        let drawn: Vec<_> =
            lines(&spans).iter().map(|line| (line.span.name.clone(), line.depth, line.offset_ns)).collect();
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
        assert_eq!(
            [percent(0, 10), percent(1, 3), percent(10, 10), percent(5, 0)],
            ["0.00%", "33.33%", "100.00%", "100.00%"]
        );
    }
}
