//! OTLP/JSON into the protobuf types.
//!
//! The mapping is proto3 JSON with OTLP's exceptions (hex ids, enums as integers), read leniently: 64-bit
//! integers as text or number, enum names too, `null` as absent, unknown fields ignored, snake_case accepted.
//! An id that is not hexadecimal becomes a single byte, which no id is, so that validation rejects that span
//! and not the whole request.
//!
//! The generated types' own serde feature is not used: it refuses several of these forms.

mod values;

use serde::{Deserialize, Deserializer};

use super::{
    Event, InstrumentationScope, KeyValue, Link, Request, Resource, ResourceSpans, ScopeSpans, Span, Status,
};
use values::{AnyValueJson, Count, HexId, Kind, Nanos, StatusCode};

/// Decodes one `ExportTraceServiceRequest`.
pub(crate) fn decode(body: &[u8]) -> Result<Request, serde_json::Error> {
    let request: RequestJson = serde_json::from_slice(body)?;
    Ok(Request { resource_spans: convert(request.resource_spans) })
}

fn convert<From, To>(list: Vec<From>) -> Vec<To>
where
    From: Into<To>,
{
    list.into_iter().map(Into::into).collect()
}

/// `null` means the same as an absent field.
fn nullable<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestJson {
    #[serde(default, alias = "resource_spans", deserialize_with = "nullable")]
    resource_spans: Vec<ResourceSpansJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceSpansJson {
    #[serde(default)]
    resource: Option<ResourceJson>,
    #[serde(default, alias = "scope_spans", deserialize_with = "nullable")]
    scope_spans: Vec<ScopeSpansJson>,
    #[serde(default, alias = "schema_url", deserialize_with = "nullable")]
    schema_url: String,
}

impl From<ResourceSpansJson> for ResourceSpans {
    fn from(json: ResourceSpansJson) -> Self {
        Self {
            resource: json.resource.map(|resource| Resource {
                attributes: convert(resource.attributes),
                dropped_attributes_count: resource.dropped_attributes_count.0,
                entity_refs: Vec::new(),
            }),
            scope_spans: convert(json.scope_spans),
            schema_url: json.schema_url,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceJson {
    #[serde(default, deserialize_with = "nullable")]
    attributes: Vec<KeyValueJson>,
    #[serde(default, alias = "dropped_attributes_count")]
    dropped_attributes_count: Count,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScopeSpansJson {
    #[serde(default)]
    scope: Option<ScopeJson>,
    #[serde(default, deserialize_with = "nullable")]
    spans: Vec<SpanJson>,
    #[serde(default, alias = "schema_url", deserialize_with = "nullable")]
    schema_url: String,
}

impl From<ScopeSpansJson> for ScopeSpans {
    fn from(json: ScopeSpansJson) -> Self {
        Self {
            scope: json.scope.map(|scope| InstrumentationScope {
                name: scope.name,
                version: scope.version,
                attributes: convert(scope.attributes),
                dropped_attributes_count: scope.dropped_attributes_count.0,
            }),
            spans: convert(json.spans),
            schema_url: json.schema_url,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScopeJson {
    #[serde(default, deserialize_with = "nullable")]
    name: String,
    #[serde(default, deserialize_with = "nullable")]
    version: String,
    #[serde(default, deserialize_with = "nullable")]
    attributes: Vec<KeyValueJson>,
    #[serde(default, alias = "dropped_attributes_count")]
    dropped_attributes_count: Count,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SpanJson {
    #[serde(default, alias = "trace_id")]
    trace_id: HexId,
    #[serde(default, alias = "span_id")]
    span_id: HexId,
    #[serde(default, alias = "parent_span_id")]
    parent_span_id: HexId,
    #[serde(default, alias = "trace_state", deserialize_with = "nullable")]
    trace_state: String,
    #[serde(default)]
    flags: Count,
    #[serde(default, deserialize_with = "nullable")]
    name: String,
    #[serde(default)]
    kind: Kind,
    #[serde(default, alias = "start_time_unix_nano")]
    start_time_unix_nano: Nanos,
    #[serde(default, alias = "end_time_unix_nano")]
    end_time_unix_nano: Nanos,
    #[serde(default, deserialize_with = "nullable")]
    attributes: Vec<KeyValueJson>,
    #[serde(default, alias = "dropped_attributes_count")]
    dropped_attributes_count: Count,
    #[serde(default, deserialize_with = "nullable")]
    events: Vec<EventJson>,
    #[serde(default, alias = "dropped_events_count")]
    dropped_events_count: Count,
    #[serde(default, deserialize_with = "nullable")]
    links: Vec<LinkJson>,
    #[serde(default, alias = "dropped_links_count")]
    dropped_links_count: Count,
    #[serde(default)]
    status: Option<StatusJson>,
}

impl From<SpanJson> for Span {
    fn from(json: SpanJson) -> Self {
        Self {
            trace_id: json.trace_id.0,
            span_id: json.span_id.0,
            trace_state: json.trace_state,
            parent_span_id: json.parent_span_id.0,
            flags: json.flags.0,
            name: json.name,
            kind: json.kind.0,
            start_time_unix_nano: json.start_time_unix_nano.0,
            end_time_unix_nano: json.end_time_unix_nano.0,
            attributes: convert(json.attributes),
            dropped_attributes_count: json.dropped_attributes_count.0,
            events: convert(json.events),
            dropped_events_count: json.dropped_events_count.0,
            links: convert(json.links),
            dropped_links_count: json.dropped_links_count.0,
            status: json.status.map(|status| Status { message: status.message, code: status.code.0 }),
        }
    }
}

#[derive(Deserialize)]
struct StatusJson {
    #[serde(default, deserialize_with = "nullable")]
    message: String,
    #[serde(default)]
    code: StatusCode,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EventJson {
    #[serde(default, alias = "time_unix_nano")]
    time_unix_nano: Nanos,
    #[serde(default, deserialize_with = "nullable")]
    name: String,
    #[serde(default, deserialize_with = "nullable")]
    attributes: Vec<KeyValueJson>,
    #[serde(default, alias = "dropped_attributes_count")]
    dropped_attributes_count: Count,
}

impl From<EventJson> for Event {
    fn from(json: EventJson) -> Self {
        Self {
            time_unix_nano: json.time_unix_nano.0,
            name: json.name,
            attributes: convert(json.attributes),
            dropped_attributes_count: json.dropped_attributes_count.0,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LinkJson {
    #[serde(default, alias = "trace_id")]
    trace_id: HexId,
    #[serde(default, alias = "span_id")]
    span_id: HexId,
    #[serde(default, alias = "trace_state", deserialize_with = "nullable")]
    trace_state: String,
    #[serde(default, deserialize_with = "nullable")]
    attributes: Vec<KeyValueJson>,
    #[serde(default, alias = "dropped_attributes_count")]
    dropped_attributes_count: Count,
    #[serde(default)]
    flags: Count,
}

impl From<LinkJson> for Link {
    fn from(json: LinkJson) -> Self {
        Self {
            trace_id: json.trace_id.0,
            span_id: json.span_id.0,
            trace_state: json.trace_state,
            attributes: convert(json.attributes),
            dropped_attributes_count: json.dropped_attributes_count.0,
            flags: json.flags.0,
        }
    }
}

#[derive(Deserialize)]
struct KeyValueJson {
    #[serde(default, deserialize_with = "nullable")]
    key: String,
    #[serde(default)]
    value: Option<AnyValueJson>,
}

impl From<KeyValueJson> for KeyValue {
    fn from(json: KeyValueJson) -> Self {
        Self { key: json.key, value: json.value.map(|value| value.0), key_strindex: 0 }
    }
}

#[cfg(test)]
mod tests {
    use crate::otlp::Value;

    use super::*;

    #[test]
    fn reads_the_strict_and_the_lenient_forms() {
        let body = br#"{"resourceSpans":[{"resource":{"attributes":null},"scopeSpans":[{"spans":[{
            "traceId":"0123456789ABCDEF0123456789abcdef","spanId":"0102030405060708","parentSpanId":"",
            "name":"n","kind":"SPAN_KIND_SERVER","startTimeUnixNano":"1795171255157577931",
            "endTimeUnixNano":1795171255157577999,"status":{"code":2},"unknown":{"a":[1]},
            "attributes":[{"key":"i","value":{"intValue":"-7"}},{"key":"j","value":{"intValue":8}},
              {"key":"d","value":{"doubleValue":"NaN"}},{"key":"b","value":{"bytesValue":"AQI="}},
              {"key":"l","value":{"arrayValue":{"values":[{"boolValue":true},{}]}}},
              {"key":"m","value":{"kvlistValue":{"values":[{"key":"x","value":{"stringValue":"y"}}]}}},
              {"key":"none","value":null}]}]}]}]}"#;
        let request = decode(body).unwrap();
        let span = &request.resource_spans[0].scope_spans[0].spans[0];
        assert_eq!(span.trace_id.len(), 16);
        assert_eq!(span.kind, 2);
        assert_eq!(span.end_time_unix_nano - span.start_time_unix_nano, 68);
        assert_eq!(span.status.as_ref().map(|status| status.code), Some(2));
        let value = |n: usize| span.attributes[n].value.as_ref().and_then(|value| value.value.clone());
        assert_eq!(value(0), Some(Value::IntValue(-7)));
        assert_eq!(value(1), Some(Value::IntValue(8)));
        assert!(matches!(value(2), Some(Value::DoubleValue(nan)) if nan.is_nan()));
        assert_eq!(value(3), Some(Value::BytesValue(vec![1, 2])));
        assert!(matches!(value(4), Some(Value::ArrayValue(list)) if list.values.len() == 2));
        assert!(matches!(value(5), Some(Value::KvlistValue(list)) if list.values[0].key == "x"));
        assert_eq!(value(6), None);
    }

    #[test]
    fn an_id_that_is_not_hex_is_left_to_validation() {
        let body = br#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"zz"}]}]}]}"#;
        assert_eq!(decode(body).unwrap().resource_spans[0].scope_spans[0].spans[0].trace_id, [0]);
    }

    #[test]
    fn nonsense_is_refused() {
        for body in [
            "",
            "[]x",
            "{\"resourceSpans\":5}",
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":true}]}]}]}",
        ] {
            assert!(decode(body.as_bytes()).is_err(), "{body}");
        }
        let deep = format!("{{\"resourceSpans\":{}", "[".repeat(100_000));
        assert!(decode(deep.as_bytes()).is_err());
    }
}
