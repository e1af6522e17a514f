//! One request to the endpoint, again and again until it is accepted or refused for good.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message as _;
use reqwest::{Client, Response, StatusCode, Url, header};
use tokio::time::{Instant, sleep};

use super::{ReplayError, recording::Prepared};
use crate::otlp::{Encoding, reply::failure_text};

/// How long one request is tried.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
/// The longest pause between two tries, whatever the endpoint asks for.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// What became of a request.
pub(super) struct Outcome {
    pub(super) accepted: u64,
    pub(super) rejected: u64,
    pub(super) retries: u64,
}

pub(super) struct Sender {
    client: Client,
    endpoint: Url,
    /// Before the first answer a failed connection is a wrong address; after it, an outage.
    answered: AtomicBool,
}

impl Sender {
    pub(super) fn new(client: Client, endpoint: &Url) -> Self {
        let mut endpoint = endpoint.clone();
        if !endpoint.path().ends_with("/v1/traces") {
            let base = endpoint.path().trim_end_matches('/').to_owned();
            endpoint.set_path(&format!("{base}/v1/traces"));
        }
        Self { client, endpoint, answered: AtomicBool::new(false) }
    }

    pub(super) async fn send(&self, request: Prepared) -> Result<Outcome, ReplayError> {
        let deadline = Instant::now() + PATIENCE;
        let body = bytes::Bytes::from(request.body);
        let mut retries = 0;
        loop {
            let sent = self
                .client
                .post(self.endpoint.clone())
                .header(header::CONTENT_TYPE, Encoding::Protobuf.content_type())
                .body(body.clone())
                .send()
                .await;
            let pause = match sent {
                Ok(answer) => {
                    self.answered.store(true, Ordering::Relaxed);
                    let status = answer.status();
                    if status.is_success() {
                        let rejected = rejected_spans(answer).await.min(request.spans);
                        return Ok(Outcome { accepted: request.spans - rejected, rejected, retries });
                    }
                    if !is_temporary(status) {
                        return Err(self.refused(request.line, answer).await);
                    }
                    let pause = pause(&answer, retries);
                    if Instant::now() + pause > deadline {
                        return Err(ReplayError::Overloaded { endpoint: self.endpoint.clone(), status });
                    }
                    pause
                }
                Err(source) => {
                    let pause = backoff(retries);
                    if !self.answered.load(Ordering::Relaxed) || Instant::now() + pause > deadline {
                        return Err(ReplayError::Unreachable { endpoint: self.endpoint.clone(), source });
                    }
                    pause
                }
            };
            retries += 1;
            sleep(pause).await;
        }
    }

    async fn refused(&self, line: u64, answer: Response) -> ReplayError {
        let status = answer.status();
        let body = answer.bytes().await.unwrap_or_default();
        let message = failure_text(&body);
        ReplayError::Refused { endpoint: self.endpoint.clone(), line, status, message }
    }
}

/// The answers after which OTLP/HTTP clients send again.
fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 502 | 503 | 504)
}

/// The pause an endpoint asks for in whole seconds, or ours.
fn pause(answer: &Response, retries: u64) -> Duration {
    let asked =
        answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    asked.map_or_else(|| backoff(retries), Duration::from_secs).min(LONGEST_PAUSE)
}

fn backoff(retries: u64) -> Duration {
    Duration::from_millis(100 << retries.min(6)).min(LONGEST_PAUSE)
}

async fn rejected_spans(answer: Response) -> u64 {
    let body = answer.bytes().await.unwrap_or_default();
    let response = ExportTraceServiceResponse::decode(body).ok();
    let partial = response.and_then(|response| response.partial_success);
    partial.map_or(0, |partial| u64::try_from(partial.rejected_spans).unwrap_or(0))
}
