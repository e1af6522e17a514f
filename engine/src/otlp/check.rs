//! Which spans are telemetry and which are mistakes.
//!
//! An invalid span is taken out and counted; the rest of the request stands (OTLP partial success).

use std::collections::BTreeMap;

use super::{Request, Span};

/// The most nested messages one protobuf body may hold; see [`parts_are_bounded`].
const MAX_PARTS: usize = 300_000;

/// What validation took out of a request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Rejected {
    pub(crate) spans: u64,
    /// In words, for the developer who reads the exporter's log; empty when nothing was rejected.
    pub(crate) message: String,
}

/// Removes the invalid spans of a request.
pub(crate) fn remove_invalid(request: &mut Request) -> Rejected {
    let mut reasons: BTreeMap<&'static str, u64> = BTreeMap::new();
    for scope_spans in request.resource_spans.iter_mut().flat_map(|resource| &mut resource.scope_spans) {
        scope_spans.spans.retain(|span| match fault(span) {
            Some(reason) => {
                *reasons.entry(reason).or_default() += 1;
                false
            }
            None => true,
        });
    }
    let spans = reasons.values().sum();
    let parts: Vec<String> =
        reasons.iter().map(|(reason, count)| format!("{count} rejected: {reason}")).collect();
    Rejected { spans, message: parts.join("; ") }
}

fn fault(span: &Span) -> Option<&'static str> {
    if span.trace_id.len() != 16 {
        return Some("traceId is not 16 bytes (32 hex digits)");
    }
    if span.trace_id.iter().all(|byte| *byte == 0) {
        return Some("traceId is all zero");
    }
    if span.span_id.len() != 8 {
        return Some("spanId is not 8 bytes (16 hex digits)");
    }
    if span.span_id.iter().all(|byte| *byte == 0) {
        return Some("spanId is all zero");
    }
    if !matches!(span.parent_span_id.len(), 0 | 8) {
        return Some("parentSpanId is neither empty nor 8 bytes (16 hex digits)");
    }
    if span.start_time_unix_nano == 0 {
        return Some("startTimeUnixNano is missing");
    }
    if span.end_time_unix_nano < span.start_time_unix_nano {
        return Some("the span ends before it starts");
    }
    None
}

/// Whether a protobuf body stays below [`MAX_PARTS`] nested messages.
///
/// Two bytes of wire format can become a hundred in memory, so a body of nothing but empty messages would
/// grow to half a gigabyte when decoded. This walks the fields that hold messages without allocating. A body
/// it cannot read is left to the decoder, which says what is wrong.
pub(crate) fn parts_are_bounded(body: &[u8]) -> bool {
    let mut parts = 0;
    count_parts(body, Message::Request, 0, &mut parts);
    parts <= MAX_PARTS
}

#[derive(Clone, Copy)]
enum Message {
    Request,
    ResourceSpans,
    Resource,
    Entity,
    ScopeSpans,
    Scope,
    Span,
    Event,
    Link,
    Attribute,
    Value,
    Array,
    Map,
}

/// The message in field `tag` of `outer`; `None` for text, bytes and unknown fields.
fn inner(outer: Message, tag: u64) -> Option<Message> {
    match (outer, tag) {
        (Message::Request, 1) => Some(Message::ResourceSpans),
        (Message::ResourceSpans, 1) => Some(Message::Resource),
        (Message::ResourceSpans, 2) => Some(Message::ScopeSpans),
        (Message::Resource, 3) => Some(Message::Entity),
        (Message::ScopeSpans, 1) => Some(Message::Scope),
        (Message::ScopeSpans, 2) => Some(Message::Span),
        (Message::Span, 11) => Some(Message::Event),
        (Message::Span, 13) => Some(Message::Link),
        (Message::Resource, 1)
        | (Message::Scope | Message::Event, 3)
        | (Message::Span, 9)
        | (Message::Link, 4)
        | (Message::Map, 1) => Some(Message::Attribute),
        (Message::Attribute, 2) | (Message::Array, 1) => Some(Message::Value),
        (Message::Value, 5) => Some(Message::Array),
        (Message::Value, 6) => Some(Message::Map),
        _ => None,
    }
}

/// Adds the messages inside `message` to `parts`. The decoder refuses what is nested more than 100 deep.
fn count_parts(mut message: &[u8], kind: Message, depth: usize, parts: &mut usize) {
    while !message.is_empty() && depth <= 100 && *parts <= MAX_PARTS {
        let Some(key) = varint(&mut message) else { return };
        let length = match key & 7 {
            0 => {
                if varint(&mut message).is_none() {
                    return;
                }
                0
            }
            1 => 8,
            2 => {
                let Some(length) = varint(&mut message).and_then(|length| usize::try_from(length).ok())
                else {
                    return;
                };
                if let (Some(inner), Some(bytes)) = (inner(kind, key >> 3), message.get(..length)) {
                    *parts += 1;
                    count_parts(bytes, inner, depth + 1, parts);
                }
                length
            }
            5 => 4,
            _ => return,
        };
        let Some(rest) = message.get(length..) else { return };
        message = rest;
    }
}

/// Takes one base-128 varint off the front.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use prost::Message as _;

    use super::*;
    use crate::otlp::{ResourceSpans, ScopeSpans};

    #[test]
    fn a_body_of_empty_messages_is_refused_before_it_grows() {
        let spans = vec![Span::default(); MAX_PARTS + 1];
        let request = Request {
            resource_spans: vec![ResourceSpans {
                scope_spans: vec![ScopeSpans { spans, ..ScopeSpans::default() }],
                ..ResourceSpans::default()
            }],
        };
        let body = request.encode_to_vec();
        assert!(body.len() < 4 << 20);
        assert!(!parts_are_bounded(&body));
    }
}
