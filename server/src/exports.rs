//! What is handed out as a file, sent as it is read; a reader that goes away ends the reading.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use console_api::Error;
use console_api::export::ExportFormat;
use futures_util::stream::{Stream, StreamExt as _};

use crate::access::SignedIn;
use crate::app::App;
use crate::refusal::Refusal;

/// The signals that match.
pub(crate) async fn signals(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    uri: Uri,
) -> Result<Response, Refusal> {
    let query = uri.query().unwrap_or_default().to_owned();
    let (format, pieces) = app.console.export_signals(&caller, query).await?;
    Ok(file("signals", format, in_pieces(pieces)))
}

/// The audit trail.
pub(crate) async fn audit(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    uri: Uri,
) -> Result<Response, Refusal> {
    let query = uri.query().unwrap_or_default().to_owned();
    let (format, pieces) = app.console.export_audit(&caller, query).await?;
    Ok(file("audit", format, in_pieces(pieces)))
}

/// Who may do what.
pub(crate) async fn access(State(app): State<App>, SignedIn(caller): SignedIn) -> Result<Response, Refusal> {
    let text = app.console.export_access(&caller).await?;
    Ok(file("access", ExportFormat::Csv, text.into()))
}

/// A piece that is an error breaks the answer off: what has no closing line is not whole.
fn in_pieces(pieces: impl Stream<Item = Result<String, Error>> + Send + 'static) -> Body {
    Body::from_stream(pieces.map(|piece| piece.map(Bytes::from)))
}

fn file(name: &str, format: ExportFormat, body: Body) -> Response {
    let kind = match format {
        ExportFormat::Jsonl => "application/jsonl",
        ExportFormat::Csv => "text/csv; charset=utf-8; header=present",
    };
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.as_str());
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body)
        .into_response()
}
