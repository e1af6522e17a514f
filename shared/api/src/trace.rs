//! Traces: the evidence behind a signal. Once as rows, which people and programs read, and once as columns, which a
//! screen takes 100,000 spans in.

use serde::{Deserialize, Serialize};

use crate::{SpanId, Timestamp, TraceId};

/// All spans known of one trace, by start time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    pub id: TraceId,
    /// What sent the spans.
    pub origins: Vec<Origin>,
    pub spans: Vec<Span>,
    /// More spans exist than are answered here.
    pub truncated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SpanKind {
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

impl SpanKind {
    /// By OpenTelemetry's number.
    pub const fn of(number: u8) -> Self {
        match number {
            1 => Self::Internal,
            2 => Self::Server,
            3 => Self::Client,
            4 => Self::Producer,
            5 => Self::Consumer,
            _ => Self::Unspecified,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SpanStatus {
    Unset,
    Ok,
    Error,
}

impl SpanStatus {
    /// By OpenTelemetry's number.
    pub const fn of(number: u8) -> Self {
        match number {
            1 => Self::Ok,
            2 => Self::Error,
            _ => Self::Unset,
        }
    }
}

/// What sent spans: a resource, and the library that made them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Origin {
    /// The resource's `service.name`; empty where it has none.
    pub service: String,
    /// Name and version of the instrumentation scope.
    pub scope: Option<String>,
    /// Of the resource.
    pub attributes: Vec<Attribute>,
}

/// One unit of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Span {
    pub id: SpanId,
    pub parent_id: Option<SpanId>,
    pub name: String,
    pub service: String,
    /// Place in the trace's origins.
    pub origin: u32,
    pub kind: SpanKind,
    pub status: SpanStatus,
    pub status_message: Option<String>,
    pub start: Timestamp,
    /// Nanoseconds.
    pub duration_ns: i64,
    pub attributes: Vec<Attribute>,
    pub events: Vec<SpanEvent>,
    pub links: Vec<SpanLink>,
}

/// A key with its value, of the type it had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attribute {
    pub key: String,
    /// Text, number, boolean, or list of them, as OpenTelemetry typed it.
    pub value: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpanEvent {
    pub name: String,
    pub at: Timestamp,
    pub attributes: Vec<Attribute>,
}

/// A span elsewhere that has to do with this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SpanLink {
    pub trace_id: TraceId,
    pub span_id: SpanId,
    pub attributes: Vec<Attribute>,
}

/// The spans of one trace in order of call (each is followed by what it called, by start time), one list for each of
/// their fields. Texts and values that repeat stand once in a table. Lists of a span's own have one entry per span.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TraceColumns {
    pub id: TraceId,
    /// More spans exist than are answered here.
    pub truncated: bool,
    /// When the first span began: what all other times are counted from, in nanoseconds.
    pub start: Timestamp,
    /// Names, messages and keys of attributes.
    pub texts: Vec<String>,
    /// Values of attributes, as OpenTelemetry typed them.
    pub values: Vec<serde_json::Value>,
    pub origins: Vec<Origin>,
    pub ids: Vec<SpanId>,
    /// Place of the span that called, always before; -1 for none that is known.
    pub parents: Vec<i32>,
    pub starts: Vec<i64>,
    pub durations: Vec<i64>,
    /// Places in `texts`.
    pub names: Vec<u32>,
    /// Places in `origins`.
    pub origin_of: Vec<u32>,
    /// OpenTelemetry's numbers: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer.
    pub kinds: Vec<u8>,
    /// OpenTelemetry's numbers: 0 unset, 1 ok, 2 error.
    pub statuses: Vec<u8>,
    /// How many attributes each span has.
    pub attribute_counts: Vec<u32>,
    /// Those of all spans, one after the other: a place in `texts`, a place in `values`, and so on.
    pub attributes: Vec<u32>,
    /// Only of spans that have one.
    pub messages: Vec<MessageOf>,
    /// Parents that are named and are not among the spans.
    pub missing_parents: Vec<MissingParent>,
    /// By span, then by time.
    pub events: Vec<EventOf>,
    pub links: Vec<LinkOf>,
}

/// What a span's status says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageOf {
    /// Place of the span.
    pub span: u32,
    /// Place in `texts`.
    pub text: u32,
}

/// A span whose parent did not arrive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingParent {
    /// Place of the span.
    pub span: u32,
    pub parent: SpanId,
}

/// An event of a span.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventOf {
    /// Place of the span.
    pub span: u32,
    /// Place in `texts`.
    pub name: u32,
    pub at: i64,
    /// Places in `texts` and `values`, by turns.
    pub attributes: Vec<u32>,
}

/// A link of a span.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LinkOf {
    /// Place of the span.
    pub span: u32,
    pub trace_id: TraceId,
    pub span_id: SpanId,
    /// Places in `texts` and `values`, by turns.
    pub attributes: Vec<u32>,
}
