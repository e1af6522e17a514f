//! Traces from a Tempo-compatible source: `GET /api/traces/{traceId}`, OTLP in JSON.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use console_api::trace::{Attribute, Span, SpanEvent, SpanKind, SpanStatus, Trace};
use console_api::{SpanId, Timestamp, TraceId};
use reqwest::Client;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::FluoError;
use super::v1::{base_url, http_client, read_json, succeeded, unreachable_at, with_segments};

/// Spans answered at most; a screen of more is unreadable and a hostile source endless.
const MAX_SPANS: usize = 20_000;

#[derive(Clone)]
pub(crate) struct TraceSource {
    http: Client,
    base: Url,
}

impl TraceSource {
    pub(crate) fn new(url: &str) -> Result<Self, FluoError> {
        Ok(Self { http: http_client()?, base: base_url(url)? })
    }

    /// The trace, or `None` when the source does not have it (any more).
    pub(crate) async fn trace(&self, id: &TraceId) -> Result<Option<Trace>, FluoError> {
        let url = with_segments(&self.base, &["api", "traces", id.as_str()]);
        let request = self.http.get(url).header("accept", "application/json");
        let response = request
            .send()
            .await
            .map_err(|error| unreachable_at(self.base.origin().ascii_serialization(), &error))?;
        match succeeded(response).await {
            Ok(response) => Ok(Some(read_trace(id, read_json(response).await?))),
            Err(FluoError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[derive(Deserialize)]
struct OtlpTrace {
    #[serde(alias = "resourceSpans", default)]
    batches: Vec<Batch>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Batch {
    #[serde(default)]
    resource: Resource,
    #[serde(alias = "instrumentationLibrarySpans", default)]
    scope_spans: Vec<ScopeSpans>,
}

#[derive(Default, Deserialize)]
struct Resource {
    #[serde(default)]
    attributes: Vec<KeyValue>,
}

#[derive(Deserialize)]
struct ScopeSpans {
    #[serde(default)]
    spans: Vec<OtlpSpan>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct OtlpSpan {
    span_id: String,
    parent_span_id: String,
    name: String,
    kind: Value,
    start_time_unix_nano: Value,
    end_time_unix_nano: Value,
    attributes: Vec<KeyValue>,
    events: Vec<OtlpEvent>,
    status: OtlpStatus,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OtlpStatus {
    code: Value,
    message: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct OtlpEvent {
    time_unix_nano: Value,
    name: String,
    attributes: Vec<KeyValue>,
}

#[derive(Deserialize)]
struct KeyValue {
    key: String,
    #[serde(default)]
    value: HashMap<String, Value>,
}

fn read_trace(id: &TraceId, body: OtlpTrace) -> Trace {
    let mut spans = Vec::new();
    for batch in body.batches {
        let service = batch
            .resource
            .attributes
            .iter()
            .find(|attribute| attribute.key == "service.name")
            .and_then(|attribute| Some(attribute.value.get("stringValue")?.as_str()?.to_owned()))
            .unwrap_or_default();
        let of_batch = batch.scope_spans.into_iter().flat_map(|scope| scope.spans);
        spans.extend(of_batch.map(|span| read_span(span, &service)));
    }
    spans.sort_by_key(|span| (span.start, -span.duration_ns));
    let truncated = spans.len() > MAX_SPANS;
    spans.truncate(MAX_SPANS);
    Trace { id: id.clone(), spans, truncated }
}

fn read_span(span: OtlpSpan, service: &str) -> Span {
    let (start, end) = (nanos(&span.start_time_unix_nano), nanos(&span.end_time_unix_nano));
    let parent = hex_id(&span.parent_span_id);
    Span {
        id: SpanId(hex_id(&span.span_id)),
        parent_id: (!parent.is_empty()).then_some(SpanId(parent)),
        name: span.name,
        service: service.to_owned(),
        kind: read_kind(&span.kind),
        status: read_status(&span.status.code),
        status_message: (!span.status.message.is_empty()).then_some(span.status.message),
        start: Timestamp(start / 1_000),
        duration_ns: end.saturating_sub(start).max(0),
        attributes: read_attributes(span.attributes),
        events: span
            .events
            .into_iter()
            .map(|event| SpanEvent {
                name: event.name,
                at: Timestamp(nanos(&event.time_unix_nano) / 1_000),
                attributes: read_attributes(event.attributes),
            })
            .collect(),
    }
}

/// Ids are hex in OTLP's JSON but base64 from Tempo, which uses protobuf's own JSON mapping.
fn hex_id(text: &str) -> String {
    let is_hex = text.len().is_multiple_of(16) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex {
        return text.to_ascii_lowercase();
    }
    match STANDARD.decode(text) {
        Ok(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Err(_) => text.to_owned(),
    }
}

fn nanos(value: &Value) -> i64 {
    match value {
        Value::String(text) => text.parse().unwrap_or_default(),
        Value::Number(number) => number.as_i64().unwrap_or_default(),
        _ => 0,
    }
}

/// Enums travel as numbers in OTLP's JSON and as names in protobuf's.
fn read_kind(value: &Value) -> SpanKind {
    match (value.as_i64(), value.as_str()) {
        (Some(1), _) | (_, Some("SPAN_KIND_INTERNAL")) => SpanKind::Internal,
        (Some(2), _) | (_, Some("SPAN_KIND_SERVER")) => SpanKind::Server,
        (Some(3), _) | (_, Some("SPAN_KIND_CLIENT")) => SpanKind::Client,
        (Some(4), _) | (_, Some("SPAN_KIND_PRODUCER")) => SpanKind::Producer,
        (Some(5), _) | (_, Some("SPAN_KIND_CONSUMER")) => SpanKind::Consumer,
        _ => SpanKind::Unspecified,
    }
}

fn read_status(value: &Value) -> SpanStatus {
    match (value.as_i64(), value.as_str()) {
        (Some(1), _) | (_, Some("STATUS_CODE_OK")) => SpanStatus::Ok,
        (Some(2), _) | (_, Some("STATUS_CODE_ERROR")) => SpanStatus::Error,
        _ => SpanStatus::Unset,
    }
}

fn read_attributes(attributes: Vec<KeyValue>) -> Vec<Attribute> {
    attributes
        .into_iter()
        .map(|KeyValue { key, value }| Attribute { key, value: plain_value(value) })
        .collect()
}

fn plain_value(value: HashMap<String, Value>) -> Value {
    let Some((kind, value)) = value.into_iter().next() else { return Value::Null };
    match (kind.as_str(), value) {
        ("intValue", Value::String(text)) => text.parse::<i64>().map_or(Value::String(text), Value::from),
        ("arrayValue", Value::Object(mut fields)) => {
            let items = fields.remove("values").and_then(|values| Vec::deserialize(values).ok());
            Value::Array(items.unwrap_or_default().into_iter().map(plain_value).collect())
        }
        (_, value) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn otlp_hex_and_tempo_base64_read_alike() {
        let span = |id: &str, parent: &str, kind: Value, code: Value| {
            json!({"batches": [{
                "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "payments"}}]},
                "scopeSpans": [{"spans": [{
                    "traceId": "4b1aa5f7db84f3d2caee2112fa161196", "spanId": id, "parentSpanId": parent,
                    "name": "charge", "kind": kind, "status": {"code": code},
                    "startTimeUnixNano": "1795171255157577931", "endTimeUnixNano": "1795171255557577931",
                    "attributes": [
                        {"key": "amount", "value": {"intValue": "512"}},
                        {"key": "tags", "value": {"arrayValue": {"values": [{"stringValue": "a"}, {"boolValue": true}]}}}
                    ]
                }]}]
            }]})
        };
        let id = TraceId("4b1aa5f7db84f3d2caee2112fa161196".into());
        let hex = span("3fe4126e513542e5", "f33e59eca87f31bd", json!(3), json!(2));
        let base64 =
            span("P+QSblE1QuU=", "8z5Z7Kh/Mb0=", json!("SPAN_KIND_CLIENT"), json!("STATUS_CODE_ERROR"));
        let [a, b] = [hex, base64].map(|body| read_trace(&id, serde_json::from_value(body).unwrap()));
        assert_eq!(a, b);
        let span = &a.spans[0];
        assert_eq!(
            (span.service.as_str(), span.kind, span.status),
            ("payments", SpanKind::Client, SpanStatus::Error)
        );
        assert_eq!((span.id.as_str(), span.duration_ns), ("3fe4126e513542e5", 400_000_000));
        assert_eq!(span.attributes[0].value, json!(512));
        assert_eq!(span.attributes[1].value, json!(["a", true]));
    }
}
