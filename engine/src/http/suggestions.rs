//! The autocomplete lists of the contract.

use axum::{
    Json,
    extract::State,
    http::Uri,
    response::{IntoResponse as _, Response},
};

use super::{errors::ApiError, params::Params};
use crate::state::App;

pub(super) async fn rule_ids(State(app): State<App>, uri: Uri) -> Result<Response, ApiError> {
    let params = Params::of_query(&uri);
    Ok(Json(app.db.known_rule_ids(params.text("q").unwrap_or_default()).await?).into_response())
}

pub(super) async fn friendly_ids(State(app): State<App>) -> Result<Response, ApiError> {
    Ok(Json(app.db.friendly_ids().await?).into_response())
}

pub(super) async fn service_names(State(app): State<App>) -> Result<Response, ApiError> {
    Ok(Json(app.db.signal_services().await?).into_response())
}
