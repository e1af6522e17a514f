//! Asking an operation what its example asks.

use console_api::{OperationInfo, examples, wire};
use serde_json::{Map, Value};

use crate::visitor::{Answer, Visitor};

/// The fields of an operation's example.
pub(crate) fn example(info: &OperationInfo) -> Map<String, Value> {
    let mut examples = examples::all().into_iter();
    examples.find(|example| example.operation == info.name).unwrap().request
}

/// Asks what the example asks, with some of its values replaced by real ones.
pub(crate) async fn ask(
    visitor: &Visitor,
    info: &OperationInfo,
    replace: impl Fn(&str) -> Option<String>,
) -> Answer {
    let mut fields = example(info);
    for value in fields.values_mut() {
        let values = match value {
            Value::Array(values) => values.as_mut_slice(),
            value => std::slice::from_mut(value),
        };
        for value in values {
            if let Some(real) = value.as_str().and_then(&replace) {
                *value = real.into();
            }
        }
    }
    ask_with(visitor, info, fields).await
}

pub(crate) async fn ask_with(visitor: &Visitor, info: &OperationInfo, fields: Map<String, Value>) -> Answer {
    let wire = wire::encode_fields(info, fields);
    let visitor = visitor.with("content-type", "application/json");
    visitor.send(wire.method, &wire.target, wire.body.as_deref()).await
}
