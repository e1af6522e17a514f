//! JSON in and out of HTTP: a bounded body read as an object, a value written as an answer.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use console_api::{Answer, Envelope, ErrorCode};
use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer as _, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::limits::Limits;
use crate::refusal::Refusal;

/// What was answered, in its envelope.
pub(crate) fn answer<T: Serialize>(answer: Answer<T>, request_id: &str) -> Response {
    response(StatusCode::OK, &Envelope::from_result(Ok(answer), request_id.to_owned()))
}

/// A body read as the fields of a request.
pub(crate) async fn read<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
) -> Result<T, Refusal> {
    let fields = read_object(headers, body, limits).await?;
    serde_json::from_value(Value::Object(fields)).map_err(|error| Refusal::invalid(error.to_string()))
}

/// A JSON answer.
pub(crate) fn response(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => {
            let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            (status, [json], body).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The fields of a request's JSON body. A body that is not there has none.
pub(crate) async fn read_object(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
) -> Result<Map<String, Value>, Refusal> {
    let bytes = read_body(headers, body, limits).await?;
    match headers.get(header::CONTENT_TYPE) {
        None if bytes.is_empty() => return Ok(Map::new()),
        Some(kind) if is_json(kind) => {}
        _ => return Err(Refusal::new(ErrorCode::UnsupportedMedia, "send the body as application/json")),
    }
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Refusal::new(ErrorCode::UnsupportedMedia, "send the body without content-encoding"));
    }
    parse_object(&bytes).map_err(|error| Refusal::invalid(format!("the body is not valid: {error}")))
}

/// A form's body, still encoded.
pub(crate) async fn read_form(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
) -> Result<axum::body::Bytes, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let message = "send the body as application/x-www-form-urlencoded";
        return Err(Refusal::new(ErrorCode::UnsupportedMedia, message));
    }
    read_body(headers, body, limits).await
}

async fn read_body(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<axum::body::Bytes, Refusal> {
    let too_large = || {
        let message = format!("the body is larger than {} KiB", limits.body_bytes >> 10);
        Refusal::new(ErrorCode::TooLarge, message)
    };
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if declared.is_some_and(|length: usize| length > limits.body_bytes) {
        return Err(too_large());
    }
    match tokio::time::timeout(limits.body, to_bytes(body, limits.body_bytes)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_length_limit(&error) => Err(too_large()),
        Ok(Err(_)) => Err(Refusal::invalid("the body ended before it was complete")),
        Err(_) => {
            let message = format!("the body was not complete after {} s", limits.body.as_secs());
            Err(Refusal::invalid(message))
        }
    }
}

fn is_length_limit(error: &axum::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        source = cause.source();
    }
    false
}

/// `application/json`, with `charset=utf-8` or nothing beside it.
fn is_json(kind: &HeaderValue) -> bool {
    let Ok(kind) = kind.to_str() else { return false };
    let (essence, parameters) = kind.split_once(';').unwrap_or((kind, ""));
    let parameters = parameters.trim();
    essence.trim().eq_ignore_ascii_case("application/json")
        && (parameters.is_empty() || parameters.eq_ignore_ascii_case("charset=utf-8"))
}

/// One JSON object in which no key comes twice; the error says line and column.
fn parse_object(bytes: &[u8]) -> Result<Map<String, Value>, serde_json::Error> {
    struct Object;

    impl<'de> Visitor<'de> for Object {
        type Value = Map<String, Value>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a JSON object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            let mut fields = Map::new();
            while let Some((key, value)) = access.next_entry::<String, Value>()? {
                if fields.contains_key(&key) {
                    return Err(A::Error::custom(format!("the field `{key}` comes twice")));
                }
                fields.insert(key, value);
            }
            Ok(fields)
        }
    }

    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let fields = deserializer.deserialize_map(Object)?;
    deserializer.end()?;
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_body_is_refused_with_line_and_column() {
        for (body, said) in [
            ("{\"status\":}", "expected value at line 1 column 11"),
            ("{\n \"a\": 1,\n \"a\": 2}", "the field `a` comes twice at line 3 column 8"),
            ("[]", "invalid type: sequence, expected a JSON object at line 1 column 0"),
            ("{} x", "trailing characters at line 1 column 4"),
            ("", "EOF while parsing a value at line 1 column 0"),
        ] {
            assert_eq!(parse_object(body.as_bytes()).unwrap_err().to_string(), said);
        }
    }

    #[test]
    fn only_json_in_utf_8_is_json() {
        for (kind, json) in [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            ("application/json; charset=latin1", false),
            ("application/jsonl", false),
            ("text/plain", false),
        ] {
            assert_eq!(is_json(&HeaderValue::from_static(kind)), json, "{kind}");
        }
    }
}
