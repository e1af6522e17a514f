//! Spans as rules see them, from what `traces.get` tells of them. The names are those of the engine
//! (`engine/src/evaluate.rs`): the span's own, which hide attributes of the same name.

use console_api::trace::{Span, SpanKind, SpanStatus, Trace};
use console_rules::betrace::MapSpan;
use console_rules::ognl::{MapContext, Value};
use serde_json::Value as Json;

pub(super) fn span_context(span: &Span, trace: &Trace, tenant: &str) -> MapContext {
    let mut context = MapContext::new();
    for attribute in &span.attributes {
        context.insert(attribute.key.clone(), value(&attribute.value));
    }
    let origin = usize::try_from(span.origin).ok().and_then(|at| trace.origins.get(at));
    for attribute in origin.iter().flat_map(|origin| &origin.attributes) {
        let text = Value::Str(value(&attribute.value).text());
        context.insert(["resource.", &attribute.key].concat(), text);
    }
    let kind = match span.kind {
        SpanKind::Server => "SERVER",
        SpanKind::Client => "CLIENT",
        SpanKind::Producer => "PRODUCER",
        SpanKind::Consumer => "CONSUMER",
        SpanKind::Unspecified | SpanKind::Internal => "INTERNAL",
    };
    let status = match span.status {
        SpanStatus::Unset => "UNSET",
        SpanStatus::Ok => "OK",
        SpanStatus::Error => "ERROR",
    };
    let text = |text: &str| Value::Str(text.to_owned());
    context.insert("spanId", text(span.id.as_str()));
    context.insert("traceId", text(trace.id.as_str()));
    context.insert("operationName", text(&span.name));
    context.insert("serviceName", text(&span.service));
    context.insert("durationMillis", Value::Int(span.duration_ns / 1_000_000));
    context.insert("isError", Value::Bool(span.status == SpanStatus::Error));
    context.insert("spanKind", text(kind));
    context.insert("status", text(status));
    context.insert("tenantId", text(tenant));
    context
}

/// Rules over a trace see names and texts.
pub(super) fn trace_spans(trace: &Trace) -> Vec<MapSpan> {
    let spans = trace.spans.iter().map(|span| {
        let mut seen = MapSpan { name: span.name.clone(), ..MapSpan::default() };
        for attribute in &span.attributes {
            seen.attrs.insert(attribute.key.clone(), value(&attribute.value).text());
        }
        seen
    });
    spans.collect()
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => number.as_f64().map_or(Value::Null, Value::Double),
        },
        Json::String(text) => Value::Str(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(entries) => {
            Value::Map(entries.iter().map(|(key, entry)| (Value::Str(key.clone()), value(entry))).collect())
        }
    }
}
