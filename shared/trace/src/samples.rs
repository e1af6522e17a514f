//! Small traces to test with.

use crate::otlp::read;
use crate::trace::Trace;

pub(crate) const ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// Spans by name, with the name of the parent (empty for none), start and end in microseconds after some moment.
pub(crate) fn trace(spans: &[(&str, &str, i64, i64)]) -> Trace {
    let spans: Vec<_> =
        spans.iter().map(|(name, parent, start, end)| (*name, *parent, *start, *end, "")).collect();
    detailed(&spans)
}

/// The same with more members of each span, as JSON that begins with a comma.
pub(crate) fn detailed(spans: &[(&str, &str, i64, i64, &str)]) -> Trace {
    let id = |name: &str| spans.iter().position(|(known, ..)| *known == name).map_or(0, |at| at + 1);
    let rows: Vec<String> = spans
        .iter()
        .map(|(name, parent, start, end, more)| {
            let at = |micros: &i64| 1_000_000_000_000_i64 + micros * 1_000;
            let parent = if parent.is_empty() { String::new() } else { format!("{:016x}", id(parent)) };
            format!(
                r#"{{"traceId":"{ID}","spanId":"{:016x}","parentSpanId":"{parent}","name":"{name}",
                    "startTimeUnixNano":"{}","endTimeUnixNano":{}{more}}}"#,
                id(name),
                at(start),
                at(end),
            )
        })
        .collect();
    let resource = r#"{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}"#;
    let text = format!(
        r#"{{"resourceSpans":[{{"resource":{resource},"scopeSpans":[{{"spans":[{}]}}]}}]}}"#,
        rows.join(",")
    );
    let recording = read(&text, 1_000).unwrap();
    Trace::new(recording.columns(&ID.into()).unwrap()).unwrap()
}
