//! OTLP over HTTP without the HTTP: decoding, validation and the answers the protocol demands.
//!
//! The one in-memory form of a request is the generated protobuf type, whatever encoding it came in; it is
//! also what the span store keeps. Handlers live in `http::otlp`.

pub(crate) mod check;
pub(crate) mod json;
pub(crate) mod render;
pub(crate) mod reply;

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
pub(crate) use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest as Request,
    common::v1::{AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList, any_value::Value},
    resource::v1::Resource,
    trace::v1::{ResourceSpans, ScopeSpans, Span, Status, span::Event, span::Link},
};
use prost::Message as _;
use thiserror::Error;

/// The largest request body, decompressed.
pub(crate) const MAX_BODY: usize = 4 << 20;

/// The most JSON objects one body may hold. A telemetry SDK needs about 25 per span; the limit keeps a body
/// of empty objects from growing a hundredfold in memory.
const MAX_JSON_OBJECTS: usize = 400_000;

/// The two encodings of OTLP/HTTP. The answer uses the one of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Protobuf,
    Json,
}

impl Encoding {
    /// Reads a `Content-Type` value, ignoring its parameters.
    pub(crate) fn from_content_type(value: &str) -> Option<Self> {
        match value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/x-protobuf" | "application/protobuf" => Some(Self::Protobuf),
            "application/json" => Some(Self::Json),
            _ => None,
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Protobuf => "application/x-protobuf",
            Self::Json => "application/json",
        }
    }
}

#[derive(Debug, Error)]
pub(crate) enum DecodeError {
    #[error("the body is larger than 4 MiB once decompressed")]
    TooLarge,
    #[error("the body is not valid gzip: {0}")]
    Gzip(#[source] std::io::Error),
    #[error("the body is not an OTLP trace request in protobuf: {0}")]
    Protobuf(#[source] prost::DecodeError),
    #[error("the body is not an OTLP trace request in JSON: {0}")]
    Json(#[source] serde_json::Error),
    #[error("the body holds more nested messages than a trace request of this size can need")]
    TooManyParts,
}

/// Undoes `Content-Encoding: gzip`, never producing more than [`MAX_BODY`] bytes.
pub(crate) fn gunzip(compressed: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let mut plain = Vec::with_capacity((compressed.len() * 4).min(MAX_BODY));
    let mut decoder = MultiGzDecoder::new(compressed).take(MAX_BODY as u64 + 1);
    decoder.read_to_end(&mut plain).map_err(DecodeError::Gzip)?;
    if plain.len() > MAX_BODY { Err(DecodeError::TooLarge) } else { Ok(plain) }
}

/// Decodes a plain body.
pub(crate) fn decode(encoding: Encoding, body: &[u8]) -> Result<Request, DecodeError> {
    match encoding {
        Encoding::Protobuf => {
            if !check::parts_are_bounded(body) {
                return Err(DecodeError::TooManyParts);
            }
            Request::decode(body).map_err(DecodeError::Protobuf)
        }
        Encoding::Json => {
            if body.iter().filter(|byte| **byte == b'{').count() > MAX_JSON_OBJECTS {
                return Err(DecodeError::TooManyParts);
            }
            json::decode(body).map_err(DecodeError::Json)
        }
    }
}

/// The text of an attribute with this key, if it is text.
pub(crate) fn text_attribute<'a>(attributes: &'a [KeyValue], key: &str) -> Option<&'a str> {
    let attribute = attributes.iter().find(|attribute| attribute.key == key)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text),
        _ => None,
    }
}

/// The name of the service a resource stands for.
pub(crate) fn service_name(resource: Option<&Resource>) -> &str {
    resource
        .and_then(|resource| text_attribute(&resource.attributes, "service.name"))
        .filter(|name| !name.is_empty())
        .unwrap_or("unknown_service")
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Reads hexadecimal of either case; `None` when it is anything else.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    fn digit(byte: u8) -> Option<u8> {
        char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
    }
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    bytes.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}
