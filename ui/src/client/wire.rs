//! The HTTP form of a request: what `console_api::wire` says, on our own JSON.

use console_api::OperationInfo;
use console_api::wire::{WireRequest, encode_fields_with};
use serde_json::{Map, Value};

use crate::json;

pub(super) fn encode(info: &OperationInfo, fields: Map<String, Value>) -> WireRequest {
    encode_fields_with(info, fields, json::write)
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
