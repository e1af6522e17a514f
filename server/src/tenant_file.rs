//! `GET /t/{tenant}/{file}`: the style sheet with a tenant's colour and its logo, for who acts in that tenant.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use console_api::{Error, ErrorCode};

use crate::access::SignedIn;
use crate::app::App;
use crate::refusal::Refusal;

/// Whatever a logo is, opened by itself it draws and does nothing else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

pub(crate) async fn serve(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Refusal> {
    let Ok(Path((tenant, file))) = path else { return Err(Refusal::invalid("the path is not UTF-8 text")) };
    let Some(found) = app.console.tenant_file(&caller, &tenant, &file).await? else {
        return Err(Error::new(ErrorCode::NotFound, "there is no such address; /docs lists them").into());
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(found.content_type)),
        // Its name changes with its content; it is not for other tenants' members who share a cache.
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
    ];
    Ok((headers, found.content).into_response())
}
