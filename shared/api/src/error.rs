//! The one error shape that leaves the process: `{code, message}`.

use serde::{Deserialize, Serialize};

/// What a client can act on. A code exists only where acting differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Sign in (again).
    Unauthenticated,
    /// The caller lacks the permission the message names.
    Forbidden,
    /// The tenant asks the caller for a second factor: enrol one first.
    SecondFactorRequired,
    /// It is too long ago that the caller showed who they are: show it again, then repeat.
    ProofRequired,
    /// A state change without the evidence that our own page sent it.
    CrossSite,
    /// No such thing in this tenant.
    NotFound,
    /// The path exists, the method does not.
    MethodNotAllowed,
    /// The request is malformed; the message says where.
    Invalid,
    /// The thing is not in a state that allows this; read it again.
    Conflict,
    /// The body or a value in it is larger than is taken.
    TooLarge,
    /// The body is not JSON, or says it is not.
    UnsupportedMedia,
    /// Slow down; `Retry-After` says how long.
    RateLimited,
    /// FLUO, or the source of traces, cannot be reached; try later.
    Unavailable,
    /// Our fault. The message says no more; the request id finds the cause in the log.
    Internal,
}

impl ErrorCode {
    pub const ALL: [ErrorCode; 14] = [
        Self::Unauthenticated,
        Self::Forbidden,
        Self::SecondFactorRequired,
        Self::ProofRequired,
        Self::CrossSite,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Invalid,
        Self::Conflict,
        Self::TooLarge,
        Self::UnsupportedMedia,
        Self::RateLimited,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The HTTP status this code travels with.
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden | Self::SecondFactorRequired | Self::ProofRequired | Self::CrossSite => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Invalid => 400,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::UnsupportedMedia => 415,
            Self::RateLimited => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

/// An error as clients see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Error {
    pub code: ErrorCode,
    /// One sentence for a person. Never an upstream body, never a cause of ours.
    pub message: String,
    /// Seconds to wait before it is worth trying again; travels as `Retry-After`, not in the envelope.
    #[serde(skip)]
    pub retry_after: Option<u32>,
}

impl Error {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after: None }
    }

    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Invalid, message)
    }

    /// Too many attempts: the next one is worth making after so many microseconds.
    pub fn slow_down(micros: i64) -> Self {
        let seconds = u32::try_from(micros.max(1).saturating_add(999_999) / 1_000_000).unwrap_or(u32::MAX);
        let message = format!("too many attempts; try again in {seconds} s");
        Self { retry_after: Some(seconds), ..Self::new(ErrorCode::RateLimited, message) }
    }

    /// The answer for a foreign id and for an unknown one: they must not differ.
    pub fn not_found(noun: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("there is no such {noun}"))
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
