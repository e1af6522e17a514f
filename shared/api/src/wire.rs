//! How a request travels over HTTP: fields named in the path as path segments, the rest as query
//! (GET, DELETE) or JSON body (POST, PUT). Lists repeat their key.

use serde_json::{Map, Value};

use crate::{Operation, OperationInfo};

/// An HTTP request without its host.
#[derive(Clone, Debug, PartialEq)]
pub struct WireRequest {
    pub method: &'static str,
    /// Path with query, percent-encoded.
    pub target: String,
    pub body: Option<String>,
}

/// The HTTP form of a typed request.
pub fn encode<O: Operation>(request: &O) -> WireRequest {
    match serde_json::to_value(request) {
        Ok(Value::Object(fields)) => encode_fields(&O::INFO, fields),
        // A request type is a struct; anything else has no fields to send.
        _ => encode_fields(&O::INFO, Map::new()),
    }
}

/// The HTTP form of a request given as its JSON fields.
pub fn encode_fields(info: &OperationInfo, fields: Map<String, Value>) -> WireRequest {
    encode_fields_with(info, fields, Value::to_string)
}

/// The same for a client that writes JSON in its own way.
pub fn encode_fields_with(
    info: &OperationInfo,
    mut fields: Map<String, Value>,
    write: fn(&Value) -> String,
) -> WireRequest {
    let mut target = String::new();
    for segment in info.path.split('/').skip(1) {
        target.push('/');
        match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => {
                push_encoded(&mut target, &plain_text(&fields.remove(name).unwrap_or_default(), write))
            }
            None => target.push_str(segment),
        }
    }
    let method = info.method.as_str();
    if info.method.has_body() {
        return WireRequest { method, target, body: Some(write(&Value::Object(fields))) };
    }
    let mut separator = '?';
    for (name, value) in &fields {
        let values =
            if let Value::Array(values) = value { values.as_slice() } else { std::slice::from_ref(value) };
        for value in values.iter().filter(|value| !value.is_null()) {
            target.push(std::mem::replace(&mut separator, '&'));
            push_encoded(&mut target, name);
            target.push('=');
            push_encoded(&mut target, &plain_text(value, write));
        }
    }
    WireRequest { method, target, body: None }
}

fn plain_text(value: &Value, write: fn(&Value) -> String) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => write(value),
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
pub fn push_encoded(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::{ListSignals, SetSignalStatus};
    use crate::{Severity, SignalStatus, Timestamp};

    #[test]
    fn lists_repeat_their_key_and_absent_fields_stay_away() {
        let request = ListSignals {
            severity: vec![Severity::Error, Severity::Warning],
            from: Some(Timestamp(0)),
            text: Some("a b&c".into()),
            ..Default::default()
        };
        let wire = encode(&request);
        assert_eq!(
            wire.target,
            "/api/v1/signals?from=1970-01-01T00%3A00%3A00.000000Z&severity=ERROR&severity=WARNING&text=a%20b%26c"
        );
        assert_eq!((wire.method, wire.body), ("GET", None));
    }

    #[test]
    fn path_fields_leave_the_body() {
        let request = SetSignalStatus {
            id: "a/b".into(),
            status: SignalStatus::Resolved,
            reason: None,
            revision: None,
        };
        let wire = encode(&request);
        assert_eq!(wire.target, "/api/v1/signals/a%2Fb/status");
        assert_eq!(wire.body.as_deref(), Some(r#"{"status":"RESOLVED"}"#));
    }
}
