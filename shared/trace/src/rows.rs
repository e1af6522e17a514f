//! Columns as rows, for people and programs that read one span at a time.

use console_api::trace::{
    Attribute, Span, SpanEvent, SpanKind, SpanLink, SpanStatus, Trace as Rows, TraceColumns,
};
use console_api::{SpanId, Timestamp};

use crate::trace::Trace;

/// The spans by start time, at most so many; nothing when the columns contradict each other.
pub fn rows(columns: TraceColumns, most: usize) -> Option<Rows> {
    let trace = Trace::new(columns)?;
    let mut order: Vec<usize> = (0..trace.len()).collect();
    order.sort_by_key(|span| trace.start(*span));
    let truncated = trace.is_truncated() || order.len() > most;
    let spans = order.into_iter().take(most).map(|span| row(&trace, span)).collect();
    let columns = trace.into_columns();
    Some(Rows { id: columns.id, origins: columns.origins, spans, truncated })
}

fn row(trace: &Trace, span: usize) -> Span {
    let at = |nanos: i64| Timestamp(trace.began().micros().saturating_add(nanos.div_euclid(1_000)));
    Span {
        id: trace.id(span).clone(),
        parent_id: trace.parent_id(span).cloned(),
        name: trace.name(span).to_owned(),
        service: trace.service(span).to_owned(),
        origin: trace.origin_place(span),
        kind: SpanKind::of(trace.kind(span)),
        status: SpanStatus::of(trace.status(span)),
        status_message: trace.message(span).map(str::to_owned),
        start: at(trace.start(span)),
        duration_ns: trace.duration(span),
        attributes: attributes(trace.attributes(span)),
        events: trace
            .events(span)
            .iter()
            .map(|event| SpanEvent {
                name: trace.text(event.name).to_owned(),
                at: at(event.at),
                attributes: attributes(trace.pairs(&event.attributes)),
            })
            .collect(),
        links: trace
            .links(span)
            .iter()
            .map(|link| SpanLink {
                trace_id: link.trace_id.clone(),
                span_id: SpanId(link.span_id.0.clone()),
                attributes: attributes(trace.pairs(&link.attributes)),
            })
            .collect(),
    }
}

fn attributes<'a>(pairs: impl Iterator<Item = (&'a str, &'a serde_json::Value)>) -> Vec<Attribute> {
    pairs.map(|(key, value)| Attribute { key: key.to_owned(), value: value.clone() }).collect()
}
