//! Client of the FLUO v1 HTTP contract. Answers are bounded in time and size; redirects are not followed.

use std::time::Duration;

use console_api::{SignalId, SignalStatus};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::net::TcpStream;
use url::Url;

use super::v1_wire::{UpstreamHealth, UpstreamStacks, read_signals};
use super::{FluoConfig, FluoError, UpstreamRule, UpstreamSignal};
use crate::outbound::{self, BodyError, Outbound, OutboundClient, Patience};

pub(super) const PATIENCE: Patience =
    Patience { connect: Duration::from_secs(2), total: Duration::from_secs(10) };
/// A change waits for FLUO no longer than a person would; then it is queued.
const CHANGE_TIMEOUT: Duration = Duration::from_secs(3);
const MAX_ANSWER: usize = 32 * 1024 * 1024;

/// One FLUO. Cheap to clone.
#[derive(Clone)]
pub(crate) struct FluoV1 {
    http: OutboundClient,
    outbound: Outbound,
    base: Url,
    config: FluoConfig,
}

impl FluoV1 {
    /// `outbound` says where this FLUO may be.
    pub(crate) fn new(config: FluoConfig, outbound: &Outbound) -> Result<Self, FluoError> {
        let (base, http) = (outbound.check(&config.url)?, outbound.client(PATIENCE)?);
        let fluo = Self { http, outbound: outbound.clone(), base, config };
        fluo.live_url()?;
        Ok(fluo)
    }

    pub(crate) fn config(&self) -> &FluoConfig {
        &self.config
    }

    /// The address without credentials, for people.
    pub(crate) fn shown_url(&self) -> String {
        let mut url = self.base.clone();
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.as_str().trim_end_matches('/').to_owned()
    }

    pub(crate) async fn health(&self) -> Result<UpstreamHealth, FluoError> {
        let response = self.send(self.request(Method::GET, &["q", "health"])?).await?;
        // 503 with a body is an answer too: FLUO is there and says what is down.
        if response.status() != StatusCode::OK && response.status() != StatusCode::SERVICE_UNAVAILABLE {
            return Err(refusal(response).await);
        }
        read_json(response).await
    }

    /// One page of the signals of the last `hours`. The order is FLUO's own and may change between pages.
    pub(crate) async fn signals(
        &self,
        hours: i64,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<UpstreamSignal>, FluoError> {
        let query = [("hours", hours), ("limit", limit), ("offset", offset)];
        let response = self.send(self.request(Method::GET, &["signals"])?.query(&query)).await?;
        let response = succeeded(response).await?;
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if content_type.is_some_and(|value| value.starts_with("text/html")) {
            return Err(FluoError::HtmlOnly);
        }
        let body: Value = read_json(response).await?;
        read_signals(body).map_err(FluoError::Unreadable)
    }

    /// Every rule with all its versions, in FLUO's order.
    pub(crate) async fn rule_stacks(&self) -> Result<Vec<(String, Vec<UpstreamRule>)>, FluoError> {
        let response = self.send(self.request(Method::GET, &["api", "v1", "rules", "stacks"])?).await?;
        let body: UpstreamStacks = read_json(succeeded(response).await?).await?;
        Ok(body.stacks.into_iter().map(|(id, stack)| (id, stack.all_versions)).collect())
    }

    pub(crate) async fn set_status(&self, id: &SignalId, status: SignalStatus) -> Result<(), FluoError> {
        let request = self
            .request(Method::PUT, &["signals", id.as_str(), "status"])?
            .timeout(CHANGE_TIMEOUT)
            .form(&[("statusTag", status.as_str())]);
        succeeded(self.send(request).await?).await?;
        Ok(())
    }

    /// Adds an incident link to a signal.
    pub(crate) async fn add_link(&self, id: &SignalId, url: &str) -> Result<(), FluoError> {
        let request = self
            .request(Method::POST, &["signals", id.as_str(), "incident-links"])?
            .timeout(CHANGE_TIMEOUT)
            .form(&[("incidentLink", url)]);
        succeeded(self.send(request).await?).await?;
        Ok(())
    }

    /// Address of the WebSocket feed.
    pub(crate) fn live_url(&self) -> Result<Url, FluoError> {
        let mut url =
            self.base.join(&self.config.live_path).map_err(|e| FluoError::Address(e.to_string()))?;
        if url.origin() != self.base.origin() {
            return Err(FluoError::Address(format!("its live feed is elsewhere, at {url}")));
        }
        let scheme = if self.base.scheme() == "https" { "wss" } else { "ws" };
        url.set_scheme(scheme).map_err(|()| FluoError::Address(url.to_string()))?;
        Ok(url)
    }

    /// A connection to where the feed is.
    pub(super) async fn connect(&self, url: &Url) -> std::io::Result<TcpStream> {
        self.outbound.connect(url).await
    }

    fn request(&self, method: Method, segments: &[&str]) -> Result<RequestBuilder, FluoError> {
        Ok(self.http.request(method, with_segments(&self.base, segments))?)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, FluoError> {
        let mut request = request.header(ACCEPT, "application/json");
        if let Some(bearer) = &self.config.bearer {
            request = request.bearer_auth(bearer.expose_secret());
        }
        if let Some((name, value)) = &self.config.tenant_header {
            request = request.header(name, value);
        }
        request.send().await.map_err(|error| self.unreachable(&error))
    }

    fn unreachable(&self, error: &reqwest::Error) -> FluoError {
        unreachable_at(self.shown_url(), error)
    }
}

/// `base` with further path segments, each percent-encoded.
pub(super) fn with_segments(base: &Url, segments: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

/// Says in a few words why nothing came, without reqwest's chain of wrappers.
pub(super) fn unreachable_at(url: String, error: &reqwest::Error) -> FluoError {
    let reason = if error.is_timeout() {
        "no answer in time".to_owned()
    } else {
        let mut cause: &dyn std::error::Error = error;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        cause.to_string()
    };
    FluoError::Unreachable { url, reason }
}

pub(super) async fn succeeded(response: Response) -> Result<Response, FluoError> {
    if response.status().is_success() { Ok(response) } else { Err(refusal(response).await) }
}

async fn refusal(response: Response) -> FluoError {
    let status = response.status();
    match status.as_u16() {
        401 | 403 => FluoError::Credentials { status: status.as_u16() },
        404 => FluoError::NotFound,
        429 => FluoError::Failing { status: 429 },
        400..=499 => {
            let reason = read_body(response, MAX_ANSWER).await.ok().and_then(|body| {
                let body: Value = serde_json::from_slice(&body).ok()?;
                Some(body.get("message")?.as_str()?.chars().take(300).collect())
            });
            FluoError::Refused { status: status.as_u16(), reason }
        }
        _ => FluoError::Failing { status: status.as_u16() },
    }
}

pub(super) async fn read_json<T: DeserializeOwned>(response: Response) -> Result<T, FluoError> {
    let body = read_body(response, MAX_ANSWER).await?;
    serde_json::from_slice(&body).map_err(|error| FluoError::Unreadable(error.to_string()))
}

/// The bytes of an answer, no more than so many.
pub(super) async fn read_body(response: Response, most: usize) -> Result<Vec<u8>, FluoError> {
    let url = response.url().origin().ascii_serialization();
    outbound::body(response, most).await.map_err(|error| match error {
        BodyError::TooLarge(_) => FluoError::Unreadable(error.to_string()),
        BodyError::Broken(error) => unreachable_at(url, &error),
    })
}
