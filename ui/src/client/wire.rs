//! The HTTP form of a request: what `console_api::wire` says, on our own JSON.

use console_api::OperationInfo;
use console_api::wire::{WireRequest, push_encoded};
use serde_json::{Map, Value};

use crate::json;

pub(super) fn encode(info: &OperationInfo, mut fields: Map<String, Value>) -> WireRequest {
    let mut target = String::new();
    for segment in info.path.split('/').skip(1) {
        target.push('/');
        match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => push_encoded(&mut target, &plain(&fields.remove(name).unwrap_or_default())),
            None => target.push_str(segment),
        }
    }
    let method = info.method.as_str();
    if info.method.has_body() {
        return WireRequest { method, target, body: Some(json::write(&Value::Object(fields))) };
    }
    let mut separator = '?';
    for (name, value) in &fields {
        let values =
            if let Value::Array(values) = value { values.as_slice() } else { std::slice::from_ref(value) };
        for value in values.iter().filter(|value| !value.is_null()) {
            target.push(std::mem::replace(&mut separator, '&'));
            push_encoded(&mut target, name);
            target.push('=');
            push_encoded(&mut target, &plain(value));
        }
    }
    WireRequest { method, target, body: None }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => json::write(value),
    }
}

#[cfg(test)]
mod tests {
    use console_api::operations;
    use console_api::wire::encode_fields;
    use serde_json::json;

    use super::*;

    #[test]
    fn every_operation_travels_as_the_vocabulary_says() {
        let fields = json!({
            "id": "a/b é", "status": "OPEN", "severity": ["ERROR", "INFO"], "text": "x&y", "limit": 5, "from": null,
            "flag": true, "empty": [],
        });
        let Value::Object(fields) = fields else { unreachable!("written as an object") };
        for info in operations::ALL {
            assert_eq!(encode(info, fields.clone()), encode_fields(info, fields.clone()), "{}", info.name);
        }
    }
}
