//! An error on its way out.
//!
//! Handlers answer with a [`Refusal`]; the [`edge`](crate::edge) turns it into the envelope, because only
//! there the request id is known. Code and status belong together in `console_api::ErrorCode`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use console_api::{Error, ErrorCode};

/// What a handler answers instead of data.
#[derive(Clone, Debug)]
pub(crate) struct Refusal(pub(crate) Error);

impl Refusal {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Error::new(code, message))
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Invalid, message)
    }

    pub(crate) fn internal() -> Self {
        Self::new(ErrorCode::Internal, "something went wrong on our side; the request id finds it in the log")
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(seconds) = self.0.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}
