//! The OpenAPI 3.1 document, made from the list of operations, and where it is served.

mod exports;
mod open;
mod responses;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use console_api::examples::{self, Example};
use console_api::{Access, Offline, OperationInfo};
use serde_json::{Map, Value, json};

use crate::access::SignedIn;
use crate::app::App;
use crate::operation::IDEMPOTENCY_KEY;
use crate::schema::{OperationSchema, Schemas, without_null};

/// The document as value and as text.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) value: Value,
    text: Bytes,
}

impl Document {
    pub fn new() -> Self {
        let value = document();
        let text = format!("{value:#}\n").into();
        Self { value, text }
    }

    /// The document as indented JSON.
    pub fn as_bytes(&self) -> &[u8] {
        &self.text
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

pub(crate) async fn serve(State(app): State<App>, _: SignedIn) -> impl IntoResponse {
    let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    ([json], app.document().text.clone())
}

fn document() -> Value {
    let Schemas { operations, named } = Schemas::new();
    let examples = examples::all();
    let mut paths = Map::new();
    for schema in &operations {
        let example = examples.iter().find(|example| example.operation == schema.info.name);
        let path = paths.entry(schema.info.path).or_insert_with(|| json!({}));
        path[schema.info.method.as_str().to_lowercase()] = operation(schema, example);
    }
    paths.extend(responses::beside_the_list());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Fluo Console",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Signals that FLUO raises on behaviour in traces, and what people decide about them. \
                Every answer is one envelope: `data`, `meta` and `error`. A cookie alone does not change \
                anything: a change by cookie also needs the header `x-fluo-console: 1` and has to come from the \
                console's own origin.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "bearer": [] }, { "session": [] }],
        "tags": tags(&operations),
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http", "scheme": "bearer",
                    "description": "An API token (`tokens.create`), or the content of the file `run/token` in the server's \
                        data folder.",
                },
                "session": {
                    "type": "apiKey", "in": "cookie", "name": "fluo_session",
                    "description": "Set by a one-time sign-in link or by `POST /sign-in`. Named `__Host-fluo_session` over HTTPS.",
                },
            },
            "headers": {
                "RequestId": {
                    "description": "Finds this request in the server's log.", "schema": { "type": "string" },
                },
            },
            "responses": responses::errors(),
            "schemas": named,
        },
    })
}

fn tags(operations: &[OperationSchema]) -> Vec<Value> {
    let mut names: Vec<_> = operations.iter().map(|operation| tag(operation.info)).collect();
    names.dedup();
    names.into_iter().chain(["server"]).map(|name| json!({ "name": name })).collect()
}

/// The noun of `noun.verb`.
fn tag(info: &OperationInfo) -> &'static str {
    info.name.split('.').next().unwrap_or(info.name)
}

fn operation(schema: &OperationSchema, example: Option<&Example>) -> Value {
    let info = schema.info;
    let mut operation = json!({
        "operationId": info.name,
        "summary": info.doc,
        "description": format!("{} {}", access(info), offline(info)),
        "tags": [tag(info)],
        "parameters": parameters(schema, example),
        "responses": responses::of(schema, example),
    });
    if info.method.has_body() {
        operation["requestBody"] = body(schema, example);
    }
    operation
}

fn access(info: &OperationInfo) -> String {
    match info.access {
        Access::SignedIn => "For anyone who is signed in.".to_owned(),
        Access::Identified => "For anyone who is signed in.".to_owned(),
        Access::Enrolling | Access::InPerson => {
            "For whoever is signed in themselves, not by API token.".to_owned()
        }
        Access::Operator => "For the operator of the machine.".to_owned(),
        Access::Platform => "For administrators of the installation, not by API token.".to_owned(),
        Access::Needs(permission) => format!("Needs the permission `{permission}`."),
    }
}

fn offline(info: &OperationInfo) -> &'static str {
    match info.offline {
        Offline::Cacheable => {
            "While FLUO is away it is answered from the mirror; `meta.freshness` says how old that is."
        }
        Offline::Queueable => "While FLUO is away the change is kept, shown as pending, and sent later.",
        Offline::Online => "While FLUO is away it answers `unavailable`.",
        Offline::Local => "Does not depend on FLUO.",
    }
}

/// Path fields, and for requests without a body the rest as query.
fn parameters(schema: &OperationSchema, example: Option<&Example>) -> Vec<Value> {
    let in_path: Vec<_> = schema.info.path_fields().collect();
    let fields = schema
        .fields
        .iter()
        .filter(|(name, _)| in_path.contains(&name.as_str()) || !schema.info.method.has_body());
    fields
        .map(|(name, field)| {
            let place = if in_path.contains(&name.as_str()) { "path" } else { "query" };
            let required = place == "path" || schema.required.contains(name);
            let mut parameter =
                json!({ "name": name, "in": place, "required": required, "schema": without_null(field) });
            if let Some(description) =
                parameter["schema"].as_object_mut().and_then(|s| s.remove("description"))
            {
                parameter["description"] = description;
            }
            if let Some(value) = example.and_then(|example| example.request.get(name)) {
                parameter["example"] = value.clone();
            }
            parameter
        })
        .chain((!schema.info.method.is_safe()).then(idempotency_key))
        .collect()
}

fn idempotency_key() -> Value {
    json!({
        "name": IDEMPOTENCY_KEY, "in": "header", "required": false,
        "schema": { "type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$" },
        "description": "A change that comes twice under one key is done once. Keys are kept for a day.",
    })
}

fn body(schema: &OperationSchema, example: Option<&Example>) -> Value {
    let in_path: Vec<_> = schema.info.path_fields().collect();
    let sent = |name: &String| !in_path.contains(&name.as_str());
    let properties: Map<_, _> = schema
        .fields
        .iter()
        .filter(|(name, _)| sent(name))
        .map(|(name, field)| (name.clone(), field.clone()))
        .collect();
    let required: Vec<_> = schema.required.iter().filter(|name| sent(name)).collect();
    let mut media = json!({
        "schema": {
            "type": "object", "properties": properties, "required": required, "additionalProperties": false,
        },
    });
    if let Some(example) = example {
        let fields: Map<_, _> = example.request.clone().into_iter().filter(|(name, _)| sent(name)).collect();
        media["example"] = fields.into();
    }
    json!({ "required": !required.is_empty(), "content": { "application/json": media } })
}

#[cfg(test)]
mod tests {
    use console_api::operations;

    use super::*;

    /// Every `$ref` in the document.
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_operation_is_described_with_an_example_answer() {
        let document = document();
        for info in operations::ALL {
            let operation = &document["paths"][info.path][info.method.as_str().to_lowercase()];
            assert_eq!(operation["operationId"], info.name);
            let answer = &operation["responses"]["200"]["content"]["application/json"];
            assert!(answer["example"]["data"] != Value::Null, "{}", info.name);
            assert!(operation["responses"]["401"] != Value::Null, "{}", info.name);
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 20);
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }
}
