//! `GET /api/traces/{traceId}`: one trace in the shape Tempo answers with, as OTLP JSON.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::header,
    response::{IntoResponse as _, Response},
};

use super::errors::ApiError;
use crate::{
    otlp::{render::TraceJson, unhex},
    state::App,
};

/// Says that a trace has more spans than the answer.
const TRUNCATED: &str = "x-fluo-truncated";

pub(super) async fn by_id(
    State(app): State<App>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let invalid = || ApiError::Invalid("a trace id is 32 hexadecimal digits, not all zero".to_owned());
    let id =
        unhex(&text).filter(|id| id.len() == 16 && id.iter().any(|byte| *byte != 0)).ok_or_else(invalid)?;
    // Reading a trace is decoding too: as many at once as for requests, so that memory stays bounded.
    let _turn = app.decoders.acquire().await;
    let found = app
        .in_spans(move |spans| {
            let Some(trace) = spans.trace(&id)? else { return Ok(None) };
            Ok(Some((serde_json::to_vec(&TraceJson(&trace.batches))?, trace.truncated)))
        })
        .await?;
    let Some((json, truncated)) = found else {
        return Err(ApiError::Unknown(format!("no spans of trace {} are stored", text.to_lowercase())));
    };
    let mut response = ([(header::CONTENT_TYPE, "application/json")], json).into_response();
    if truncated {
        response.headers_mut().insert(TRUNCATED, header::HeaderValue::from_static("true"));
    }
    Ok(response)
}
