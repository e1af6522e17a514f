//! What is handed out as a file: signals, the audit trail, who may do what.

use console_api::ErrorCode;
use console_api::examples;
use serde_json::{Value, json};

use super::responses::errors_where;
use crate::router::{ACCESS_EXPORT_PATH, AUDIT_EXPORT_PATH, SIGNALS_EXPORT_PATH};

/// All of them, by path.
pub(super) fn paths() -> [(String, Value); 3] {
    [
        (SIGNALS_EXPORT_PATH.to_owned(), signals_export()),
        (AUDIT_EXPORT_PATH.to_owned(), audit_export()),
        (ACCESS_EXPORT_PATH.to_owned(), access_export()),
    ]
}

/// The signals that match as a file.
fn signals_export() -> Value {
    let signal = serde_json::to_string(&examples::signal()).unwrap_or_default();
    json!({ "get": {
        "operationId": "signals.export",
        "summary": "Signals as JSON Lines or CSV.",
        "description": "Needs the permission `signals:read`. All that match, newest first. Each line is a signal as \
            `signals.list` answers it; in CSV no cell can run as a formula. The export is an entry of the audit trail, \
            with the query and how many match.",
        "tags": ["signals"],
        "parameters": [
            format(),
            word("q", "The query language, as in `signals.list`.", json!({ "type": "string" })),
        ],
        "responses": answers("The signals, newest first", &signal, "id,friendlyId,raisedAt,severity,…"),
    } })
}

/// The audit trail as a file.
fn audit_export() -> Value {
    let entry = serde_json::to_string(&examples::audit_entry()).unwrap_or_default();
    let words = json!({ "type": "array", "items": { "type": "string" } });
    let outcomes = json!({ "type": "array", "items": { "enum": ["done", "pending", "denied", "failed"] } });
    let time = json!({ "type": "string", "format": "date-time" });
    json!({ "get": {
        "operationId": "audit.export",
        "summary": "The audit trail as JSON Lines or CSV.",
        "description": "Needs the permission `audit:read`. Takes the filter of `audit.list`. Each line is an entry as \
            `audit.list` answers it; in CSV no cell can run as a formula. The export is itself an entry.",
        "tags": ["audit"],
        "parameters": [
            format(),
            word("actor", "Ids of who did it.", words.clone()),
            word("action", "Names of operations or of what happened.", words),
            word("subject", "Id of what it was done to.", json!({ "type": "string" })),
            word("outcome", "How it ended.", outcomes),
            word("from", "Made at or after.", time.clone()),
            word("to", "Made before.", time),
            word("text", "Part of the action, an id, the detail or the personal data.", json!({ "type": "string" })),
        ],
        "responses": answers("The entries, newest first", &entry, "seq,at,actorKind,actorId,…"),
    } })
}

/// Who may do what as CSV.
fn access_export() -> Value {
    let mut answers = errors_where(|code| {
        matches!(code, ErrorCode::Unauthenticated | ErrorCode::Forbidden | ErrorCode::Internal)
    });
    answers.insert(
        "200".to_owned(),
        json!({
            "description": "A row for each member and token, and a closing one with their number.",
            "content": { "text/csv": { "schema": { "type": "string" }, "example": "kind,id,name,…\r\nrows,0\r\n" } },
        }),
    );
    json!({ "get": {
        "operationId": "access.export",
        "summary": "Who and what may do what, as CSV.",
        "description": "Needs the permission `members:manage`. No cell can run as a formula. The export is an entry \
            of the audit trail.",
        "tags": ["access"],
        "responses": answers,
    } })
}

/// What an export of rows answers.
fn answers(what: &str, row: &str, header: &str) -> Value {
    let mut answers = errors_where(|code| {
        matches!(
            code,
            ErrorCode::Invalid
                | ErrorCode::Unauthenticated
                | ErrorCode::Forbidden
                | ErrorCode::TooLarge
                | ErrorCode::RateLimited
                | ErrorCode::Internal
        )
    });
    let text = json!({ "type": "string" });
    answers.insert(
        "200".to_owned(),
        json!({
            "description": format!("{what}, and a closing line or row with their number: an export without it was cut off."),
            "content": {
                "application/jsonl": { "schema": text, "example": format!("{row}\n{{\"rows\":1}}\n") },
                "text/csv": { "schema": text, "example": format!("{header}\r\nrows,0\r\n") },
            },
        }),
    );
    answers.into()
}

fn format() -> Value {
    word("format", "`jsonl` where absent.", json!({ "enum": ["jsonl", "csv"] }))
}

fn word(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema })
}
