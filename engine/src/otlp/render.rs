//! Stored spans as OTLP JSON, in the frame Tempo answers trace queries with.

use base64::Engine as _;
use serde::ser::{Serialize, SerializeMap, SerializeSeq as _, Serializer};

use super::{
    AnyValue, Event, InstrumentationScope, KeyValue, Link, ResourceSpans, ScopeSpans, Span, Value, hex,
};

/// `{"batches":[…]}` with hex ids, 64-bit integers as text and enums as integers.
pub(crate) struct TraceJson<'a>(pub(crate) &'a [ResourceSpans]);

impl Serialize for TraceJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("batches", &List(self.0))?;
        map.end()
    }
}

/// A list whose items have a JSON form here.
struct List<'a, T>(&'a [T]);

/// One item of such a list.
struct Item<'a, T>(&'a T);

impl<T> Serialize for List<'_, T>
where
    for<'a> Item<'a, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for item in self.0 {
            list.serialize_element(&Item(item))?;
        }
        list.end()
    }
}

/// Writes a list unless it is empty, as the mapping leaves defaults out.
fn entry_of_list<M: SerializeMap, T>(map: &mut M, name: &'static str, list: &[T]) -> Result<(), M::Error>
where
    for<'a> Item<'a, T>: Serialize,
{
    if list.is_empty() { Ok(()) } else { map.serialize_entry(name, &List(list)) }
}

fn entry_of_text<M: SerializeMap>(map: &mut M, name: &'static str, text: &str) -> Result<(), M::Error> {
    if text.is_empty() { Ok(()) } else { map.serialize_entry(name, text) }
}

fn entry_of_count<M: SerializeMap>(map: &mut M, name: &'static str, count: u32) -> Result<(), M::Error> {
    if count == 0 { Ok(()) } else { map.serialize_entry(name, &count) }
}

impl Serialize for Item<'_, ResourceSpans> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let attributes = self.0.resource.as_ref().map_or(&[][..], |resource| &resource.attributes);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("resource", &Attributes(attributes))?;
        map.serialize_entry("scopeSpans", &List(&self.0.scope_spans))?;
        entry_of_text(&mut map, "schemaUrl", &self.0.schema_url)?;
        map.end()
    }
}

/// An object that holds attributes and nothing else.
struct Attributes<'a>(&'a [KeyValue]);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("attributes", &List(self.0))?;
        map.end()
    }
}

impl Serialize for Item<'_, ScopeSpans> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(scope) = &self.0.scope {
            map.serialize_entry("scope", &Item(scope))?;
        }
        map.serialize_entry("spans", &List(&self.0.spans))?;
        entry_of_text(&mut map, "schemaUrl", &self.0.schema_url)?;
        map.end()
    }
}

impl Serialize for Item<'_, InstrumentationScope> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.0.name)?;
        entry_of_text(&mut map, "version", &self.0.version)?;
        entry_of_list(&mut map, "attributes", &self.0.attributes)?;
        map.end()
    }
}

impl Serialize for Item<'_, Span> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let span = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("traceId", &hex(&span.trace_id))?;
        map.serialize_entry("spanId", &hex(&span.span_id))?;
        entry_of_text(&mut map, "parentSpanId", &hex(&span.parent_span_id))?;
        entry_of_text(&mut map, "traceState", &span.trace_state)?;
        entry_of_count(&mut map, "flags", span.flags)?;
        map.serialize_entry("name", &span.name)?;
        map.serialize_entry("kind", &span.kind)?;
        map.serialize_entry("startTimeUnixNano", &span.start_time_unix_nano.to_string())?;
        map.serialize_entry("endTimeUnixNano", &span.end_time_unix_nano.to_string())?;
        entry_of_list(&mut map, "attributes", &span.attributes)?;
        entry_of_count(&mut map, "droppedAttributesCount", span.dropped_attributes_count)?;
        entry_of_list(&mut map, "events", &span.events)?;
        entry_of_count(&mut map, "droppedEventsCount", span.dropped_events_count)?;
        entry_of_list(&mut map, "links", &span.links)?;
        entry_of_count(&mut map, "droppedLinksCount", span.dropped_links_count)?;
        map.serialize_entry("status", &StatusJson(span))?;
        map.end()
    }
}

struct StatusJson<'a>(&'a Span);

impl Serialize for StatusJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(status) = &self.0.status {
            entry_of_text(&mut map, "message", &status.message)?;
            if status.code != 0 {
                map.serialize_entry("code", &status.code)?;
            }
        }
        map.end()
    }
}

impl Serialize for Item<'_, Event> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("timeUnixNano", &self.0.time_unix_nano.to_string())?;
        map.serialize_entry("name", &self.0.name)?;
        entry_of_list(&mut map, "attributes", &self.0.attributes)?;
        entry_of_count(&mut map, "droppedAttributesCount", self.0.dropped_attributes_count)?;
        map.end()
    }
}

impl Serialize for Item<'_, Link> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("traceId", &hex(&self.0.trace_id))?;
        map.serialize_entry("spanId", &hex(&self.0.span_id))?;
        entry_of_text(&mut map, "traceState", &self.0.trace_state)?;
        entry_of_list(&mut map, "attributes", &self.0.attributes)?;
        entry_of_count(&mut map, "droppedAttributesCount", self.0.dropped_attributes_count)?;
        entry_of_count(&mut map, "flags", self.0.flags)?;
        map.end()
    }
}

impl Serialize for Item<'_, KeyValue> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", &self.0.key)?;
        match &self.0.value {
            Some(value) => map.serialize_entry("value", &Item(value))?,
            None => map.serialize_entry("value", &Item(&AnyValue::default()))?,
        }
        map.end()
    }
}

impl Serialize for Item<'_, AnyValue> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.0.value {
            Some(Value::StringValue(text)) => map.serialize_entry("stringValue", text)?,
            Some(Value::BoolValue(truth)) => map.serialize_entry("boolValue", truth)?,
            Some(Value::IntValue(number)) => map.serialize_entry("intValue", &number.to_string())?,
            Some(Value::DoubleValue(number)) => map.serialize_entry("doubleValue", &DoubleJson(*number))?,
            Some(Value::ArrayValue(list)) => map.serialize_entry("arrayValue", &Values(&list.values))?,
            Some(Value::KvlistValue(list)) => map.serialize_entry("kvlistValue", &Values(&list.values))?,
            Some(Value::BytesValue(bytes)) => {
                map.serialize_entry("bytesValue", &base64::engine::general_purpose::STANDARD.encode(bytes))?;
            }
            Some(Value::StringValueStrindex(_)) | None => {}
        }
        map.end()
    }
}

struct Values<'a, T>(&'a [T]);

impl<T> Serialize for Values<'_, T>
where
    for<'a> Item<'a, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("values", &List(self.0))?;
        map.end()
    }
}

/// JSON has no infinities and no NaN; proto3 JSON writes them as text.
struct DoubleJson(f64);

impl Serialize for DoubleJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() {
            serializer.serialize_f64(self.0)
        } else if self.0.is_nan() {
            serializer.serialize_str("NaN")
        } else if self.0 > 0.0 {
            serializer.serialize_str("Infinity")
        } else {
            serializer.serialize_str("-Infinity")
        }
    }
}
