//! Traces from a Tempo-compatible source: `GET /api/traces/{traceId}`, OTLP in JSON.

use std::sync::Arc;

use console_api::TraceId;
use console_api::trace::TraceColumns;
use reqwest::Method;
use tokio::sync::Semaphore;
use url::Url;

use super::v1::{PATIENCE, read_body, succeeded, unreachable_at, with_segments};
use super::{FluoError, SpansKept};
use crate::outbound::{Outbound, OutboundClient};

/// Spans taken at most; a hostile source is endless.
const MAX_SPANS: usize = 100_000;
/// Bytes of an answer at most: a hundred thousand spans with all they carry.
const MAX_ANSWER: usize = 256 * 1024 * 1024;
/// Traces that are read at once, so that memory stays bounded.
const AT_ONCE: usize = 2;
/// How our engine says that a trace has more spans than it answered.
const TRUNCATED: &str = "x-fluo-truncated";

#[derive(Clone)]
pub(crate) struct TraceSource {
    http: OutboundClient,
    base: Url,
    turns: Arc<Semaphore>,
    kept: Option<SpansKept>,
}

impl TraceSource {
    /// `outbound` says where this source may be.
    pub(crate) fn new(url: &str, kept: Option<SpansKept>, outbound: &Outbound) -> Result<Self, FluoError> {
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Ok(Self { http: outbound.client(PATIENCE)?, base: outbound.check(url)?, turns, kept })
    }

    /// What bounds the spans it keeps, where that is known.
    pub(crate) fn kept(&self) -> Option<SpansKept> {
        self.kept
    }

    /// Scheme, host and port, for people.
    pub(crate) fn origin(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// The trace, or `None` when the source does not have it (any more).
    pub(crate) async fn trace(&self, id: &TraceId) -> Result<Option<TraceColumns>, FluoError> {
        let _turn = self.turns.acquire().await;
        let url = with_segments(&self.base, &["api", "traces", id.as_str()]);
        let request = self.http.request(Method::GET, url)?.header("accept", "application/json");
        let response = request.send().await.map_err(|error| unreachable_at(self.origin(), &error))?;
        let response = match succeeded(response).await {
            Ok(response) => response,
            Err(FluoError::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let is_cut = response.headers().get(TRUNCATED).is_some_and(|value| value == "true");
        let body = read_body(response, MAX_ANSWER).await?;
        let id = id.clone();
        // Many megabytes to read: not on a thread that answers others.
        let read = tokio::task::spawn_blocking(move || read_trace(&id, body)).await;
        let mut trace = read.map_err(|error| FluoError::Unreadable(error.to_string()))??;
        if let Some(trace) = &mut trace {
            trace.truncated |= is_cut;
        }
        Ok(trace)
    }
}

fn read_trace(id: &TraceId, body: Vec<u8>) -> Result<Option<TraceColumns>, FluoError> {
    let unreadable = |reason: String| FluoError::Unreadable(reason);
    let text = String::from_utf8(body).map_err(|error| unreadable(error.to_string()))?;
    let recording = console_trace::read(&text, MAX_SPANS).map_err(|fault| unreadable(fault.to_string()))?;
    Ok(recording.columns(id))
}
