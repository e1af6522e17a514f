//! Who may do what as a file: CSV.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::access::SignedIn;
use crate::app::App;
use crate::refusal::Refusal;

pub(crate) async fn export(State(app): State<App>, SignedIn(caller): SignedIn) -> Result<Response, Refusal> {
    let text = app.console.export_access(&caller).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"access.csv\""),
    ];
    Ok((headers, text).into_response())
}
