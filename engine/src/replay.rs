//! Sends recorded telemetry to an OTLP/HTTP endpoint as if it happened now.
//!
//! A recording holds one `ExportTraceServiceRequest` in OTLP JSON per line, plain or gzip. It is streamed: once
//! to learn its span of time (which also finds a malformed line before anything is sent), and once per pass to
//! send it, as protobuf. What an endpoint asks to send again later is sent again.

mod recording;
mod send;
mod shift;

use std::{path::PathBuf, time::Duration};

use futures_util::{StreamExt as _, stream};
use reqwest::{Client, StatusCode, Url};
use thiserror::Error;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, Entropy};
use recording::{Prepared, Survey};
use send::Sender;
use shift::Pass;

pub use recording::Recording;

/// Requests under way at once.
const IN_FLIGHT: usize = 4;

/// What to replay, where to, and how.
pub struct Replay<'a> {
    /// The telemetry.
    pub recording: Recording,
    /// A base address (`/v1/traces` is added) or the full address of an OTLP/HTTP trace receiver.
    pub endpoint: Url,
    /// How much faster than recorded: 1 keeps the pace, 0 sends as fast as the endpoint accepts.
    pub speed: f64,
    /// Begin again at the end, for ever.
    pub repeat: bool,
    /// Give every pass trace and span ids of its own (parents and links follow). Repeating always does.
    pub fresh_ids: bool,
    /// Carries what the endpoint needs: TLS, time-outs, an authorisation header.
    pub client: Client,
    /// What "now" is.
    pub clock: &'a dyn Clock,
    /// Where fresh ids come from.
    pub entropy: &'a dyn Entropy,
}

/// How far a replay is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Requests of one pass.
    pub requests_per_pass: u64,
    /// Spans of one pass.
    pub spans_per_pass: u64,
    /// Passes that are complete.
    pub passes: u64,
    /// Requests the endpoint accepted.
    pub requests: u64,
    /// Spans it accepted.
    pub spans: u64,
    /// Spans it rejected inside accepted requests.
    pub rejected: u64,
    /// Times it asked to try again later, or could not be reached in between.
    pub retries: u64,
}

/// Why a replay ended before its end.
#[derive(Debug, Error)]
pub enum ReplayError {
    /// The file cannot be opened or read.
    #[error("cannot read {path}: {source}", path = path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    /// A line is not telemetry.
    #[error("line {line} is not an OTLP trace request in JSON: {reason}")]
    Malformed { line: u64, reason: String },
    /// A line is longer than any request may be.
    #[error("line {line} is longer than {} MiB", recording::MAX_LINE >> 20)]
    TooLong { line: u64 },
    /// There is no span in it.
    #[error("the recording holds no spans")]
    Empty,
    /// Speed is negative or not a number.
    #[error("speed must be 0 (as fast as accepted) or a positive number")]
    Speed,
    /// Nothing answers at the endpoint.
    #[error("{endpoint} cannot be reached: {source}")]
    Unreachable { endpoint: Url, source: reqwest::Error },
    /// The endpoint refused a request for good.
    #[error("{endpoint} answered {status} to line {line}: {message}")]
    Refused { endpoint: Url, line: u64, status: StatusCode, message: String },
    /// The endpoint asked for patience for longer than there is.
    #[error("{endpoint} kept answering {status} for {} seconds", send::PATIENCE.as_secs())]
    Overloaded { endpoint: Url, status: StatusCode },
    /// Reading the recording ended in a panic.
    #[error("reading the recording failed")]
    ReaderFailed,
}

/// Replays until the recording ends (never, when repeating), an error, or `cancel`; `report` hears of every
/// accepted request. Cancelling is no error: the progress so far is returned.
///
/// # Errors
///
/// See [`ReplayError`].
pub async fn replay(
    options: Replay<'_>,
    cancel: &CancellationToken,
    mut report: impl FnMut(&Progress),
) -> Result<Progress, ReplayError> {
    if !(options.speed >= 0.0 && options.speed.is_finite()) {
        return Err(ReplayError::Speed);
    }
    let survey = recording::survey(options.recording.clone()).await?;
    let mut progress =
        Progress { requests_per_pass: survey.requests, spans_per_pass: survey.spans, ..Progress::default() };
    let sender = Sender::new(options.client.clone(), &options.endpoint);
    loop {
        let pass = new_pass(&options, &survey);
        let sending = send_pass(&options, pass, &survey, &sender, &mut progress, &mut report);
        tokio::select! {
            () = cancel.cancelled() => return Ok(progress),
            result = sending => result?,
        }
        progress.passes += 1;
        report(&progress);
        if !options.repeat {
            return Ok(progress);
        }
    }
}

fn new_pass(options: &Replay<'_>, survey: &Survey) -> Pass {
    let now = u64::try_from(options.clock.now_micros()).unwrap_or(0).saturating_mul(1_000);
    let fresh = options.repeat || options.fresh_ids;
    Pass::new(now, survey, options.speed, fresh.then_some(options.entropy))
}

async fn send_pass(
    options: &Replay<'_>,
    pass: Pass,
    survey: &Survey,
    sender: &Sender,
    progress: &mut Progress,
    report: &mut impl FnMut(&Progress),
) -> Result<(), ReplayError> {
    let began = Instant::now();
    let (speed, first) = (options.speed, survey.first);
    let requests = recording::prepared(options.recording.clone(), pass);
    // Takes the next request when it is due, and no more of them than are under way.
    let due = stream::unfold(requests, move |mut requests: recording::Requests| async move {
        let next = requests.next().await?;
        if let Ok(Prepared { last, .. }) = &next
            && speed > 0.0
        {
            let recorded = Duration::from_nanos(last.saturating_sub(first));
            sleep_until(began + recorded.div_f64(speed)).await;
        }
        Some((next, requests))
    });
    let sent = due.map(async |request| sender.send(request?).await).buffer_unordered(IN_FLIGHT);
    let mut sent = std::pin::pin!(sent);
    while let Some(outcome) = sent.next().await {
        let outcome = outcome?;
        progress.requests += 1;
        progress.spans += outcome.accepted;
        progress.rejected += outcome.rejected;
        progress.retries += outcome.retries;
        report(progress);
    }
    Ok(())
}
