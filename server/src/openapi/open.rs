//! Addresses for who is not signed in that begin no session: a forgotten password, an address to confirm, a program that
//! waits to be let in.

use console_api::ErrorCode;
use console_api::examples;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::responses::errors_where;

/// All of them, by path.
pub(super) fn paths() -> [(String, Value); 5] {
    let secret = json!({ "type": "string", "format": "password" });
    let text = json!({ "type": "string" });
    let done = json!({ "type": "object" });
    let (begin, begun) = examples::begin_device_login();
    let (poll, state) = examples::poll_device_login();
    let (confirm, confirmed) = examples::confirm_email();
    let forgot = Asked {
        id: "forgot_password",
        summary: "Ask for a mail with a link to choose a new password.",
        description: "Answered the same whether there is such an account or not.",
        properties: json!({ "email": text }),
    };
    let reset = Asked {
        id: "reset_password",
        summary: "Choose a new password with the secret of such a link; ends all sessions of the account.",
        description: "A link works once, within 30 minutes.",
        properties: json!({ "secret": secret, "password": secret }),
    };
    let confirm_email = Asked {
        id: "confirm_email",
        summary: "Confirm a new e-mail address with the secret that one of its two ends was sent.",
        description: "The address changes when both have.",
        properties: json!({ "secret": secret }),
    };
    let device_begin = Asked {
        id: "begin_device_login",
        summary: "Ask to be let in, for a program without a browser.",
        description: "It shows the user code, and asks `/device/poll` until somebody decided.",
        properties: json!({ "client": text }),
    };
    let device_poll = Asked {
        id: "poll_device_login",
        summary: "Ask whether somebody let the program in; answers its API token, once.",
        description: "Whoever asks more often than the interval says is answered 429.",
        properties: json!({ "deviceCode": secret }),
    };
    let begun_schema = json!({
        "type": "object",
        "properties": {
            "deviceCode": secret, "userCode": text, "path": text, "interval": { "type": "integer" },
            "expiresAt": { "type": "string", "format": "date-time" },
        },
        "required": ["deviceCode", "userCode", "path", "expiresAt", "interval"],
    });
    let state_schema = json!({
        "type": "object",
        "properties": {
            "state": { "enum": ["waiting", "denied", "approved"] },
            "token": { "$ref": "#/components/schemas/ApiToken" },
            "secret": secret,
        },
        "required": ["state"],
    });
    let confirmed_schema = json!({
        "type": "object", "properties": { "complete": { "type": "boolean" } }, "required": ["complete"],
    });
    let mut forgot = forgot.post(true, &examples::forgot_password(), &done, &json!({}));
    forgot["get"] = page("forgot_page", "The page to ask for a new password on.");
    let mut reset = reset.post(true, &examples::reset_forgotten(), &done, &json!({}));
    reset["get"] = page("reset_page", "The page to choose a new password on.");
    let mut confirm_email = confirm_email.post(true, &confirm, &confirmed_schema, &confirmed);
    confirm_email["get"] = page("confirm_email_page", "The page that the mail about a new address leads to.");
    [
        ("/forgot".to_owned(), forgot),
        ("/reset".to_owned(), reset),
        ("/confirm-email".to_owned(), confirm_email),
        ("/device/begin".to_owned(), device_begin.post(false, &begin, &begun_schema, &begun)),
        ("/device/poll".to_owned(), device_poll.post(false, &poll, &state_schema, &state)),
    ]
}

/// A page of the UI at the address its form is sent to.
pub(super) fn page(id: &str, summary: &str) -> Value {
    let html = json!({ "text/html": { "schema": { "type": "string" } } });
    json!({
        "operationId": id,
        "summary": summary,
        "tags": ["server"],
        "security": [],
        "responses": {
            "200": { "description": "The page.", "content": html },
            "404": { "description": "This server was built without the UI.", "content": html },
        },
    })
}

struct Asked {
    id: &'static str,
    summary: &'static str,
    description: &'static str,
    properties: Value,
}

impl Asked {
    fn post(
        self,
        from_our_page: bool,
        example: &impl Serialize,
        data: &Value,
        answer: &impl Serialize,
    ) -> Value {
        let Self { id, summary, description, properties } = self;
        let mut answers: Map<String, Value> = errors_where(|code| {
            let ours = matches!(code, ErrorCode::CrossSite);
            code != ErrorCode::MethodNotAllowed && (from_our_page || !ours)
        });
        answers.insert(
            "200".to_owned(),
            json!({
                "description": "Done.",
                "content": { "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "data": data,
                            "meta": { "$ref": "#/components/schemas/Meta" },
                            "error": { "type": "null" },
                        },
                        "required": ["data", "meta", "error"],
                    },
                    "example": { "data": answer, "meta": { "requestId": "9f86d081884c7d65" }, "error": null },
                } },
            }),
        );
        let description = match from_our_page {
            true => format!("{description} Has to be sent by the console's own page."),
            false => description.to_owned(),
        };
        let required: Vec<_> =
            properties.as_object().into_iter().flat_map(|fields| fields.keys().cloned()).collect();
        json!({ "post": {
            "operationId": id,
            "summary": summary,
            "description": description,
            "tags": ["server"],
            "security": [],
            "requestBody": { "required": true, "content": { "application/json": {
                "schema": {
                    "type": "object", "properties": properties, "required": required,
                    "additionalProperties": false,
                },
                "example": example,
            } } },
            "responses": answers,
        } })
    }
}
