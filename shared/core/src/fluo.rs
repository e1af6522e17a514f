//! Talking to FLUO. What its API cannot do (filter, sort, count, replay) the [mirror](crate::mirror) adds.

pub(crate) mod traces;
pub(crate) mod v1;
mod v1_live;
mod v1_wire;

use std::time::Duration;

use secrecy::SecretString;

use crate::outbound::OutboundError;

pub(crate) use v1_live::{LiveFeed, LiveMessage};
pub(crate) use v1_wire::{UpstreamRule, UpstreamSignal};

/// Where FLUO is and how it is spoken to.
#[derive(Clone, Debug)]
pub struct FluoConfig {
    /// Base URL, `http://127.0.0.1:4318`.
    pub url: String,
    /// Runs in this process; only shown to people.
    pub embedded: bool,
    /// Base URL of a Tempo-compatible source of traces; FLUO itself where absent.
    pub traces_url: Option<String>,
    /// How long our own engine keeps spans, where it is the source of traces; of others that is not known.
    pub spans_kept: Option<SpansKept>,
    /// Path of the WebSocket feed below `url`.
    pub live_path: String,
    /// `Authorization: Bearer …`.
    pub bearer: Option<SecretString>,
    /// Name and value of the header that carries the tenant, where FLUO wants one.
    pub tenant_header: Option<(String, String)>,
}

impl FluoConfig {
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            embedded: false,
            traces_url: None,
            spans_kept: None,
            live_path: "/api/v1/ws/signals".to_owned(),
            bearer: None,
            tenant_header: None,
        }
    }
}

/// What bounds the spans that are kept: the oldest go first.
#[derive(Clone, Copy, Debug)]
pub struct SpansKept {
    pub age: Duration,
    pub bytes: u64,
}

/// Why FLUO did not do what was asked. Each reads as one sentence for a person.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FluoError {
    #[error("FLUO at {url} does not answer: {reason}")]
    Unreachable { url: String, reason: String },
    #[error("FLUO is overloaded or down (HTTP {status})")]
    Failing { status: u16 },
    #[error("FLUO does not know it")]
    NotFound,
    #[error("FLUO refused it{}", .reason.as_deref().map(|text| format!(": {text}")).unwrap_or_default())]
    Refused { status: u16, reason: Option<String> },
    #[error("FLUO wants other credentials (HTTP {status})")]
    Credentials { status: u16 },
    #[error("this FLUO answers HTML only; the console needs JSON signals")]
    HtmlOnly,
    #[error("FLUO's answer cannot be read: {0}")]
    Unreadable(String),
    #[error("the address of FLUO is wrong: {0}")]
    Address(String),
}

impl From<OutboundError> for FluoError {
    fn from(error: OutboundError) -> Self {
        Self::Address(error.to_string())
    }
}

impl FluoError {
    /// Whether the same request may succeed later without anybody changing anything.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Failing { .. } => true,
            Self::NotFound
            | Self::Refused { .. }
            | Self::Credentials { .. }
            | Self::HtmlOnly
            | Self::Unreadable(_)
            | Self::Address(_) => false,
        }
    }
}
