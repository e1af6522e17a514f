//! What operations answer, and the addresses that are no operations: stream, health, metrics, this document.

use std::collections::BTreeMap;

use console_api::examples::{self, Example};
use console_api::{Envelope, Error, ErrorCode, Meta};
use serde_json::{Map, Value, json};

use super::{exports, open};
use crate::router::{EVENTS_PATH, OPENAPI_PATH};
use crate::schema::OperationSchema;

/// The answers of one operation.
pub(super) fn of(schema: &OperationSchema, example: Option<&Example>) -> Value {
    let mut media = json!({ "schema": {
        "type": "object",
        "properties": {
            "data": schema.data,
            "meta": { "$ref": "#/components/schemas/Meta" },
            "error": { "type": "null" },
        },
        "required": ["data", "meta", "error"],
    } });
    if let Some(Example { data, meta, .. }) = example {
        media["example"] = json!({ "data": data, "meta": meta, "error": null });
    }
    let mut answers = errors_where(|code| may_answer(schema, code));
    let done = json!({
        "description": "Done.",
        "headers": { "x-request-id": { "$ref": "#/components/headers/RequestId" } },
        "content": { "application/json": media },
    });
    answers.insert("200".to_owned(), done);
    answers.into()
}

fn may_answer(schema: &OperationSchema, code: ErrorCode) -> bool {
    let info = schema.info;
    match code {
        ErrorCode::TooLarge | ErrorCode::UnsupportedMedia => info.method.has_body(),
        ErrorCode::MethodNotAllowed => false,
        ErrorCode::Unauthenticated
        | ErrorCode::Forbidden
        | ErrorCode::SecondFactorRequired
        | ErrorCode::ProofRequired
        | ErrorCode::CrossSite
        | ErrorCode::Invalid
        // Also what is there once for everybody may be missing, or stand against it.
        | ErrorCode::NotFound
        | ErrorCode::Conflict
        | ErrorCode::RateLimited
        | ErrorCode::Unavailable
        | ErrorCode::Internal => true,
    }
}

/// References to the shared error answers of the codes that hold.
pub(super) fn errors_where(holds: impl Fn(ErrorCode) -> bool) -> Map<String, Value> {
    let codes = ErrorCode::ALL.into_iter().filter(|code| holds(*code));
    codes
        .map(|code| {
            let status = code.http_status();
            (status.to_string(), json!({ "$ref": format!("#/components/responses/Error{status}") }))
        })
        .collect()
}

/// One shared answer for each status an error code travels with.
pub(super) fn errors() -> Map<String, Value> {
    let mut by_status = BTreeMap::<u16, Vec<ErrorCode>>::new();
    for code in ErrorCode::ALL {
        by_status.entry(code.http_status()).or_default().push(code);
    }
    by_status.into_iter().map(|(status, codes)| (format!("Error{status}"), error(&codes))).collect()
}

fn error(codes: &[ErrorCode]) -> Value {
    let named: Map<_, _> = codes
        .iter()
        .map(|code| {
            let error = Error::new(*code, message(*code));
            let envelope = Envelope::<()> {
                data: None,
                meta: Meta { request_id: "9f86d081884c7d65".to_owned(), ..Meta::default() },
                error: Some(error),
            };
            (word(*code), json!({ "value": envelope }))
        })
        .collect();
    let words: Vec<_> = codes.iter().map(|code| word(*code)).collect();
    json!({
        "description": codes.iter().map(|code| message(*code)).collect::<Vec<_>>().join(" Or: "),
        "headers": { "x-request-id": { "$ref": "#/components/headers/RequestId" } },
        "content": { "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "data": { "type": "null" },
                    "meta": { "$ref": "#/components/schemas/Meta" },
                    "error": {
                        "type": "object",
                        "properties": { "code": { "enum": words }, "message": { "type": "string" } },
                        "required": ["code", "message"],
                    },
                },
                "required": ["data", "meta", "error"],
            },
            "examples": named,
        } },
    })
}

/// The code as it is written on the wire.
fn word(code: ErrorCode) -> String {
    serde_json::to_value(code).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn message(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Unauthenticated => "Sign in first.",
        ErrorCode::Forbidden => "A permission is missing; the message names it.",
        ErrorCode::SecondFactorRequired => "The tenant asks for a second factor; enrol one first.",
        ErrorCode::ProofRequired => {
            "It is too long ago that you showed who you are; `session.prove`, then repeat."
        }
        ErrorCode::CrossSite => "A change has to be sent by the console's own page.",
        ErrorCode::NotFound => "There is no such thing in this tenant.",
        ErrorCode::MethodNotAllowed => "The address exists, the method does not.",
        ErrorCode::Invalid => "The request is malformed; the message says where.",
        ErrorCode::Conflict => "The thing is not in a state that allows this.",
        ErrorCode::TooLarge => "The body or a value in it is larger than is taken.",
        ErrorCode::UnsupportedMedia => "The body is not JSON.",
        ErrorCode::RateLimited => "Too many requests; `Retry-After` says how long to wait.",
        ErrorCode::Unavailable => "FLUO, or the source of traces, cannot be reached.",
        ErrorCode::Internal => "Something went wrong; the request id finds it in the log.",
    }
}

/// What is served beside the operations.
pub(super) fn beside_the_list() -> Map<String, Value> {
    let event = examples::event();
    let seq = event.seq.0;
    let event = serde_json::to_string(&event).unwrap_or_default();
    let mut stream_answers = errors_where(|code| {
        matches!(
            code,
            ErrorCode::Invalid
                | ErrorCode::Unauthenticated
                | ErrorCode::Forbidden
                | ErrorCode::RateLimited
                | ErrorCode::Internal
        )
    });
    stream_answers.insert(
        "200".to_owned(),
        json!({
            "description": "The stream. Each event's `data:` is one Event as JSON.",
            "content": { "text/event-stream": {
                // As a reader of the stream has each of them: its lines by name.
                "schema": {
                    "type": "object",
                    "properties": {
                        "id": { "type": "string", "pattern": "^[0-9]+$" },
                        "data": { "type": "string", "contentMediaType": "application/json" },
                    },
                    "required": ["data"],
                },
                "example": { "id": seq.to_string(), "data": event },
            } },
        }),
    );
    let stream = json!({ "get": {
        "operationId": "stream.events",
        "summary": "Every change as it happens, as server-sent events.",
        "description": "Needs the permission `signals:read`. `id:` is the event's place in the tenant's stream: \
            whoever comes back with the last one gets what was missed, in order, without gap or double. When that is \
            no longer kept one `reset` comes instead: read everything anew. A heartbeat without `id:` comes every \
            10 s.",
        "tags": ["server"],
        "parameters": [
            { "name": "Last-Event-ID", "in": "header", "required": false,
              "description": "The last `id:` that was seen.", "schema": { "type": "integer", "minimum": 0 } },
            { "name": "lastEventId", "in": "query", "required": false,
              "description": "The same, where the header cannot be set.",
              "schema": { "type": "integer", "minimum": 0 } },
        ],
        "responses": stream_answers,
    } });
    let state = |word: &str, description: &str| {
        json!({
            "description": description,
            "content": { "application/json": {
                "schema": {
                    "type": "object", "required": ["status"],
                    "properties": { "status": { "enum": ["UP", "DOWN"] } },
                },
                "example": { "status": word },
            } },
        })
    };
    let mut sign_in = ways_in(
        "sign_in",
        "Begin a session with e-mail address and password.",
        "After ten wrong passwords from one address it answers 429 and says when to come back. Where the account has a \
            second factor the answer is a second step, and the cookie opens nothing but `/sign-in/second-step`.",
        json!({ "email": { "type": "string" }, "password": { "type": "string", "format": "password" } }),
        json!(examples::password_sign_in()),
    );
    sign_in["get"] = by_link();
    let second_step = ways_in(
        "sign_in_second_step",
        "Show the second factor after the password: a code of the app, or a recovery code.",
        "A code is taken once. Takes the cookie that `/sign-in` gave.",
        json!({ "code": { "type": "string", "format": "password" } }),
        json!(examples::second_step_sign_in()),
    );
    let mut invitation = ways_in(
        "accept_invitation",
        "Accept an invitation: makes an account where there is none, a membership and a session.",
        "Whoever has an account with the invited e-mail address already gives its password.",
        json!({
            "secret": { "type": "string", "format": "password" },
            "name": { "type": "string" },
            "password": { "type": "string", "format": "password" },
        }),
        json!(examples::accept_invitation()),
    );
    invitation["get"] = open::page("invitation_page", "The page to accept an invitation on.");
    let health = json!({ "get": {
        "operationId": "health",
        "summary": "Whether this server can do its work. Open to everyone.",
        "tags": ["server"],
        "security": [],
        "responses": { "200": state("UP", "It can."), "503": state("DOWN", "The store does not answer.") },
    } });
    let metrics = json!({ "get": {
        "operationId": "metrics",
        "summary": "Counts and times in Prometheus' text form.",
        "description": "For callers on the same machine, or whoever is signed in.",
        "tags": ["server"],
        "security": [{}, { "bearer": [] }],
        "responses": {
            "200": { "description": "The figures.", "content": { "text/plain": { "schema": { "type": "string" } } } },
            "401": { "$ref": "#/components/responses/Error401" },
            "429": { "$ref": "#/components/responses/Error429" },
        },
    } });
    let document = json!({ "get": {
        "operationId": "openapi",
        "summary": "This document.",
        "tags": ["server"],
        "responses": {
            "200": { "description": "OpenAPI 3.1.", "content": { "application/json": { "schema": { "type": "object" } } } },
            "401": { "$ref": "#/components/responses/Error401" },
            "429": { "$ref": "#/components/responses/Error429" },
        },
    } });
    let ours = [
        (EVENTS_PATH.to_owned(), stream),
        ("/sign-in".to_owned(), sign_in),
        ("/sign-in/second-step".to_owned(), second_step),
        ("/invitation".to_owned(), invitation),
        ("/health".to_owned(), health),
        ("/metrics".to_owned(), metrics),
        (OPENAPI_PATH.to_owned(), document),
    ];
    Map::from_iter(ours.into_iter().chain(open::paths()).chain(exports::paths()))
}

/// Where one-time links lead.
fn by_link() -> Value {
    let page = json!({ "text/html": { "schema": { "type": "string" } } });
    json!({
        "operationId": "sign_in_by_link",
        "summary": "Use a one-time link up: a session, and on to the start page.",
        "description": "A request that only looks ahead (`HEAD`, `Sec-Purpose`) uses nothing up.",
        "tags": ["server"],
        "security": [],
        "parameters": [
            { "name": "token", "in": "query", "required": false, "description": "The link's secret.",
              "schema": { "type": "string" } },
        ],
        "responses": {
            "204": { "description": "Nothing was used up." },
            "303": { "description": "Signed in, with the session cookie." },
            "401": { "description": "The link is unknown, used or too old: a page that says so.", "content": page },
            "429": { "$ref": "#/components/responses/Error429" },
        },
    })
}

/// A way to a session that is no operation: nobody is signed in yet.
fn ways_in(id: &str, summary: &str, description: &str, properties: Value, example: Value) -> Value {
    let mut answers = errors_where(|code| code != ErrorCode::MethodNotAllowed);
    let me = examples::all().into_iter().find(|example| example.operation == "session.me");
    answers.insert(
        "200".to_owned(),
        json!({
            "description": "Signed in: the answer of `session.me`, and the session cookie. Or the second step.",
            "headers": { "set-cookie": { "description": "The session.", "schema": { "type": "string" } } },
            "content": { "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "data": { "anyOf": [
                            { "$ref": "#/components/schemas/Me" },
                            {
                                "type": "object",
                                "properties": { "secondStepUntil": { "type": "string", "format": "date-time" } },
                                "required": ["secondStepUntil"],
                            },
                        ] },
                        "meta": { "$ref": "#/components/schemas/Meta" },
                        "error": { "type": "null" },
                    },
                    "required": ["data", "meta", "error"],
                },
                "example": me.map(|me| json!({ "data": me.data, "meta": me.meta, "error": null })),
            } },
        }),
    );
    let required: Vec<_> =
        properties.as_object().into_iter().flat_map(|fields| fields.keys().cloned()).collect();
    json!({ "post": {
        "operationId": id,
        "summary": summary,
        "description": format!("{description} Has to be sent by the console's own page."),
        "tags": ["server"],
        "security": [],
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": {
                "type": "object", "properties": properties, "required": required, "additionalProperties": false,
            },
            "example": example,
        } } },
        "responses": answers,
    } })
}
