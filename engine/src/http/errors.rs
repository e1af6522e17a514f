//! The one error shape of the contract, `{"error", "message"}`, and its status codes.

use axum::{
    Json,
    extract::rejection::{BytesRejection, PathRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;
use thiserror::Error;

/// Why a request outside of OTLP is not answered as asked.
#[derive(Debug, Error)]
pub(crate) enum ApiError {
    #[error("{0}")]
    Invalid(String),
    #[error("{0}")]
    Unknown(String),
    #[error("{0}")]
    Conflict(String),
    #[error("{0}")]
    Forbidden(&'static str),
    #[error("there is nothing at this address")]
    NoRoute,
    #[error("this address does not take that method")]
    Method,
    #[error("the body must be {0}")]
    MediaType(&'static str),
    #[error("the body is too large")]
    TooLarge,
    #[error("the body did not arrive in time or broke off")]
    BrokenBody,
    #[error("the engine failed to answer")]
    Database(#[from] sqlx::Error),
    #[error("the engine failed to answer")]
    Files(#[from] std::io::Error),
    #[error("the engine failed to answer")]
    Panic,
}

impl ApiError {
    fn code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Invalid(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::Unknown(_) | Self::NoRoute => (StatusCode::NOT_FOUND, "not_found"),
            Self::Conflict(_) => (StatusCode::CONFLICT, "conflict"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Self::MediaType(_) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::BrokenBody => (StatusCode::REQUEST_TIMEOUT, "broken_body"),
            Self::Database(_) | Self::Files(_) | Self::Panic => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal")
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.code();
        if let Some(cause) = std::error::Error::source(&self) {
            tracing::error!(error = cause, "a request failed");
        }
        (status, Json(json!({ "error": code, "message": self.to_string() }))).into_response()
    }
}

impl From<PathRejection> for ApiError {
    fn from(rejection: PathRejection) -> Self {
        Self::Invalid(rejection.body_text())
    }
}

impl From<BytesRejection> for ApiError {
    fn from(rejection: BytesRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { Self::TooLarge } else { Self::BrokenBody }
    }
}
