use console_api::trace::SpanStatus;
use serde_json::json;

use super::*;
use crate::rows;
use crate::samples::ID;

const RESOURCE: &str = r#"{"attributes":[{"key":"service.name","value":{"stringValue":"payments"}}]}"#;

fn recorded(text: &str) -> Recording {
    read(text, 1_000).unwrap()
}

fn fault(text: &str) -> String {
    read(text, 1_000).err().unwrap().to_string()
}

fn span(id: &str, parent: &str, more: &str) -> String {
    format!(
        r#"{{"traceId":"{ID}","spanId":"{id}","parentSpanId":"{parent}","name":"charge",
            "startTimeUnixNano":"1795171255157577931","endTimeUnixNano":"1795171255557577931"{more}}}"#
    )
}

#[test]
fn otlp_hex_and_tempo_base64_read_alike() {
    let attributes = r#","attributes":[{"key":"amount","value":{"intValue":"512"}},{"key":"rate","value":{"doubleValue":0.5}},
        {"key":"tags","value":{"arrayValue":{"values":[{"stringValue":"a"},{"boolValue":true}]}}}]"#;
    let hex = span(
        "3fe4126e513542e5",
        "f33e59eca87f31bd",
        &[r#","kind":3,"status":{"code":2}"#, attributes].concat(),
    );
    let base64 = span(
        "P+QSblE1QuU=",
        "8z5Z7Kh/Mb0=",
        &[r#","kind":"SPAN_KIND_CLIENT","status":{"code":"STATUS_CODE_ERROR"}"#, attributes].concat(),
    )
    .replace(ID, "S/kvNXezTaajzpKdDg5HNg==");
    let otlp =
        format!(r#"{{"resourceSpans":[{{"resource":{RESOURCE},"scopeSpans":[{{"spans":[{hex}]}}]}}]}}"#);
    let tempo = format!(
        r#"{{"trace":{{"batches":[{{"scopeSpans":[{{"spans":[{base64}]}}],"resource":{RESOURCE}}}]}}}}"#
    );
    let [a, b] = [otlp, tempo].map(|text| rows(recorded(&text).columns(&ID.into()).unwrap(), 10).unwrap());
    assert_eq!(a, b);
    let span = &a.spans[0];
    assert_eq!((span.service.as_str(), span.status), ("payments", SpanStatus::Error));
    assert_eq!((span.id.as_str(), span.duration_ns), ("3fe4126e513542e5", 400_000_000));
    assert_eq!(span.parent_id.as_ref().map(|id| id.as_str()), Some("f33e59eca87f31bd"));
    let values: Vec<_> = span.attributes.iter().map(|attribute| attribute.value.clone()).collect();
    assert_eq!(values, [json!(512), json!(0.5), json!(["a", true])]);
}

#[test]
fn each_line_is_a_request_and_a_file_may_hold_many_traces() {
    let line = |id: &str, trace: &str| {
        let span = span(id, "", "").replace(ID, trace);
        format!(
            r#"{{"resourceSpans":[{{"resource":{RESOURCE},"scopeSpans":[{{"scope":{{"name":"lib","version":"2"}},"spans":[{span}]}}]}}]}}"#
        )
    };
    let other = "00000000000000000000000000000001";
    let text = [line("0000000000000001", ID), line("0000000000000002", other), line("0000000000000003", ID)]
        .join("\n");
    let recording = recorded(&text);
    let traces: Vec<_> =
        recording.traces().into_iter().map(|trace| (trace.id.0, trace.spans, trace.name)).collect();
    assert_eq!(traces, [(ID.to_owned(), 2, "charge".to_owned()), (other.to_owned(), 1, "charge".to_owned())]);
    let columns = recording.columns(&other.into()).unwrap();
    assert_eq!((columns.ids.len(), columns.origins[0].scope.as_deref()), (1, Some("lib 2")));
    assert!(recording.columns(&"ff".into()).is_none());
}

#[test]
fn what_cannot_be_read_is_told_with_line_and_field() {
    let within =
        |span: &str| format!("{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[\n{span}]}}]}}]}}");
    for (text, expected) in [
        (
            within(&span("xyz", "", "")),
            "line 2, column 56, resourceSpans[0].scopeSpans[0].spans[0].spanId: expected a span id: 16 hex digits",
        ),
        (
            within(r#"{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"3fe4126e513542e5"}"#),
            "line 2, column 1, resourceSpans[0].scopeSpans[0].spans[0]: this span has no startTimeUnixNano",
        ),
        (
            within(r#"{"startTimeUnixNano":"soon"}"#),
            "line 2, column 22, resourceSpans[0].scopeSpans[0].spans[0].startTimeUnixNano: expected nanoseconds since 1970, a whole number",
        ),
        ("[]".to_owned(), "line 1, column 1: expected an object"),
        (
            "{\"data\":[{}]}".to_owned(),
            "line 1, column 1: this looks like Jaeger's own JSON; export the trace as OTLP",
        ),
        (
            "{}".to_owned(),
            "line 1, column 1: this has neither \"resourceSpans\" (OTLP) nor \"batches\" (Tempo)",
        ),
    ] {
        assert_eq!(fault(&text), expected);
    }
}

#[test]
fn of_too_many_spans_the_first_are_kept() {
    let spans = ["1", "2", "3"].map(|id| span(&format!("000000000000000{id}"), "", "")).join(",");
    let text = format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{spans}]}}]}}]}}"#);
    let columns = read(&text, 2).unwrap().columns(&ID.into()).unwrap();
    assert_eq!((columns.ids.len(), columns.truncated), (2, true));
}

#[test]
fn thousands_of_traces_and_origins_are_read_in_one_go() {
    let batch = |n: usize| {
        let resource = RESOURCE.replace("payments", &format!("service-{n}"));
        let span = span(&format!("{:016x}", n + 1), "", "").replace(ID, &format!("{:032x}", n + 1));
        format!(r#"{{"resource":{resource},"scopeSpans":[{{"spans":[{span}]}}]}}"#)
    };
    let batches = (0..20_000).map(batch).collect::<Vec<_>>().join(",");
    let recording = read(&format!(r#"{{"resourceSpans":[{batches}]}}"#), 20_000).unwrap();
    assert_eq!((recording.traces().len(), recording.origins.len()), (20_000, 20_000));
}
