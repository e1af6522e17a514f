//! The JSON Schemas of all operations, as plain JSON: what the OpenAPI document and the command line are
//! made from.

use console_api::{Error, Event, Meta, OperationInfo, operations};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// An operation with the schemas of what it takes and gives.
#[derive(Clone, Debug)]
pub struct OperationSchema {
    pub info: &'static OperationInfo,
    /// Every field of the request with its schema, in alphabetical order.
    pub fields: Map<String, Value>,
    /// Names of the fields that have to be there.
    pub required: Vec<String>,
    /// The schema of `data` in the answer.
    pub data: Value,
}

/// All operations, and the named schemas they refer to.
#[derive(Clone, Debug)]
pub struct Schemas {
    pub operations: Vec<OperationSchema>,
    /// By name; referred to as `#/components/schemas/<name>`.
    pub named: Map<String, Value>,
}

impl Schemas {
    pub fn new() -> Self {
        // What may be left out of a request is always present in an answer: two contracts.
        let mut taken = generator(SchemaSettings::for_deserialize);
        let mut given = generator(SchemaSettings::for_serialize);
        let requests = operations::schemas(&mut taken).into_iter().map(|(request, _)| request.to_value());
        let answers = operations::schemas(&mut given).into_iter().map(|(_, data)| data.to_value());
        let operations = operations::ALL
            .iter()
            .zip(requests.zip(answers))
            .map(|(info, (request, data))| OperationSchema {
                info,
                fields: request["properties"].as_object().cloned().unwrap_or_default(),
                required: texts(&request["required"]),
                data,
            })
            .collect();
        given.subschema_for::<Meta>();
        given.subschema_for::<Error>();
        given.subschema_for::<Event>();
        let mut named = taken.take_definitions(true);
        named.extend(given.take_definitions(true));
        let mut schemas = Self { operations, named };
        schemas.named.values_mut().for_each(tidy);
        for operation in &mut schemas.operations {
            operation.fields.values_mut().for_each(tidy);
            tidy(&mut operation.data);
        }
        schemas
    }

    /// A schema with its reference followed.
    pub fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        name.and_then(|name| self.named.get(name)).unwrap_or(schema)
    }
}

impl Default for Schemas {
    fn default() -> Self {
        Self::new()
    }
}

/// Makes descriptions written for Rust's documentation readable elsewhere: no links, no line breaks.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::String(text)) = fields.get_mut("description") {
                let words: Vec<_> = text.split_whitespace().collect();
                *text = words.join(" ").replace("[`", "`").replace("`]", "`");
            }
            fields.values_mut().for_each(tidy);
        }
        Value::Array(values) => values.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// A field's schema without the `null` that only says it may be left out.
pub fn without_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(kinds) = schema.get_mut("type").and_then(Value::as_array_mut) {
        kinds.retain(|kind| kind != "null");
        if let [only] = kinds.as_slice() {
            schema["type"] = only.clone();
        }
    }
    let Some(choices) = schema.get_mut("anyOf").and_then(Value::as_array_mut) else { return schema };
    choices.retain(|choice| choice["type"] != "null");
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        if let Some(object) = schema.as_object_mut() {
            object.remove("anyOf");
            object.extend(only);
        }
    }
    schema
}

fn generator(contract: fn(SchemaSettings) -> SchemaSettings) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    contract(settings).into_generator()
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_operation_is_there_with_its_path_fields() {
        let schemas = Schemas::new();
        assert_eq!(schemas.operations.len(), operations::ALL.len());
        for operation in &schemas.operations {
            for field in operation.info.path_fields() {
                assert!(operation.required.iter().any(|name| name == field), "{}", operation.info.name);
            }
            let data = schemas.resolve(&operation.data);
            assert!(data["type"] == "array" || data["type"] == "object", "{}: {data}", operation.info.name);
        }
    }

    #[test]
    fn null_goes_and_the_rest_stays() {
        assert_eq!(without_null(&json!({"type": ["string", "null"]})), json!({"type": "string"}));
        assert_eq!(
            without_null(&json!({"description": "d", "anyOf": [{"$ref": "#/a"}, {"type": "null"}]})),
            json!({"description": "d", "$ref": "#/a"})
        );
        assert_eq!(without_null(&json!({"type": "array"})), json!({"type": "array"}));
    }
}
