//! `/q/health` and `/metrics`.

use std::sync::atomic::Ordering;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use crate::{metrics::render, state::App};

/// UP when the database answers and the latest write succeeded.
pub(super) async fn health(State(app): State<App>) -> Response {
    let database = app.db.ping().await.is_ok();
    let writing = !app.metrics.write_failing.load(Ordering::Relaxed);
    let usage = app.spans.usage();
    let rules = app.rules.snapshot();
    let errors: serde_json::Map<String, Value> = rules
        .live
        .iter()
        .filter(|live| live.tally.errors() > 0)
        .map(|live| (format!("{}@{}", live.rule.rule_id, live.rule.version), live.tally.errors().into()))
        .collect();
    let unusable: Vec<String> =
        rules.unusable.iter().map(|rule| format!("{}@{}", rule.rule_id, rule.version)).collect();
    let up = database && writing;
    let body = json!({
        "status": word(up),
        "checks": [
            { "name": "database", "status": word(database), "data": {} },
            {
                "name": "span-store",
                "status": word(writing),
                "data": { "bytes": usage.bytes, "spans": usage.spans, "segments": usage.segments },
            },
            {
                "name": "rules",
                "status": "UP",
                "data": {
                    "active": rules.live.len(),
                    "evaluationErrors": errors,
                    "unusable": unusable,
                    "suppressedSignals": app.metrics.signals_suppressed.get(),
                },
            },
        ],
    });
    let status = if up { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(body)).into_response()
}

fn word(up: bool) -> &'static str {
    if up { "UP" } else { "DOWN" }
}

pub(super) async fn metrics(State(app): State<App>) -> Response {
    let text = render(&app.metrics, app.spans.usage(), &app.rules.snapshot(), app.feed.readers());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
