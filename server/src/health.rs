//! `GET /health`: whether this server can do its work. Open to everyone, and says nothing more.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::app::App;
use crate::json;

pub(crate) async fn health(State(app): State<App>) -> Response {
    if app.console.ready().await {
        json::response(StatusCode::OK, &json!({ "status": "UP" }))
    } else {
        json::response(StatusCode::SERVICE_UNAVAILABLE, &json!({ "status": "DOWN" }))
    }
}
