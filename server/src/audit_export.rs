//! The audit trail as a file: JSON Lines or CSV, sent as it is read.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use console_api::audit::AuditFormat;
use futures_util::StreamExt as _;

use crate::access::SignedIn;
use crate::app::App;
use crate::refusal::Refusal;

pub(crate) async fn export(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    uri: Uri,
) -> Result<Response, Refusal> {
    let query = uri.query().unwrap_or_default().to_owned();
    let (format, pieces) = app.console.export_audit(&caller, query).await?;
    let (kind, disposition) = match format {
        AuditFormat::Jsonl => ("application/jsonl", "attachment; filename=\"audit.jsonl\""),
        AuditFormat::Csv => ("text/csv; charset=utf-8; header=present", "attachment; filename=\"audit.csv\""),
    };
    // A piece that is an error breaks the answer off: what has no closing line is not whole.
    let body = Body::from_stream(pieces.map(|piece| piece.map(Bytes::from)));
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, body).into_response())
}
