//! The one writer of telemetry: takes evaluated requests, commits spans and signals, then acknowledges.
//!
//! Requests that wait while a write is under way are committed together, so that many small requests cost few
//! writes. Either everything a request brought is stored and acknowledged, or nothing and the client is told
//! to send it again; sent again, a span raises no second signal.

use std::sync::{Arc, atomic::Ordering};

use bytes::Bytes;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};

use crate::{
    clock::new_id,
    db::signals::{Created, NewSignal},
    evaluate::{Fired, duration_millis, is_error},
    otlp::{Request, Span, hex, service_name},
    rules::{LiveRule, RuleSet},
    spans::Frame,
    state::App,
};

/// Requests that may wait for the writer.
const QUEUE: usize = 64;
/// Bytes of text a signal keeps of a span's name, a service's name or a message.
const MAX_TEXT: usize = 1_000;

/// A decoded, checked and evaluated request.
pub(crate) struct Batch {
    /// The valid spans as the store keeps them.
    pub(crate) payload: Bytes,
    pub(crate) spans: u32,
    pub(crate) keys: Vec<u64>,
    pub(crate) violations: Option<Violations>,
}

/// What rules found in a request; the request itself is kept only for their sake.
pub(crate) struct Violations {
    pub(crate) request: Request,
    pub(crate) rules: Arc<RuleSet>,
    pub(crate) fired: Vec<Fired>,
}

#[derive(Debug, Error)]
pub(crate) enum IntakeError {
    #[error("the span store cannot be written")]
    Spans(#[source] std::io::Error),
    #[error("the signals cannot be written")]
    Signals(#[source] sqlx::Error),
    #[error("the engine is stopping")]
    Stopping,
}

/// The way into the writer.
#[derive(Clone)]
pub(crate) struct Intake {
    queue: mpsc::Sender<(Batch, Reply)>,
}

type Reply = oneshot::Sender<Result<(), Arc<IntakeError>>>;

impl Intake {
    /// Returns once the batch is committed.
    pub(crate) async fn commit(&self, batch: Batch) -> Result<(), Arc<IntakeError>> {
        let (reply, committed) = oneshot::channel();
        let stopping = || Arc::new(IntakeError::Stopping);
        self.queue.send((batch, reply)).await.map_err(|_| stopping())?;
        committed.await.unwrap_or_else(|_| Err(stopping()))
    }
}

/// The receiving end, to be given to [`run`].
pub(crate) struct Queue(mpsc::Receiver<(Batch, Reply)>);

pub(crate) fn channel() -> (Intake, Queue) {
    let (queue, receiver) = mpsc::channel(QUEUE);
    (Intake { queue }, Queue(receiver))
}

/// Commits until every [`Intake`] is gone or `app` stops, and then what is still queued.
pub(crate) async fn run(app: App, mut queue: Queue) {
    loop {
        let mut waiting = Vec::new();
        let received = tokio::select! {
            biased;
            received = queue.0.recv_many(&mut waiting, QUEUE) => received,
            () = app.stopped.cancelled() => {
                queue.0.close();
                queue.0.recv_many(&mut waiting, QUEUE).await
            }
        };
        if received == 0 {
            return;
        }
        commit_group(&app, waiting).await;
    }
}

async fn commit_group(app: &App, waiting: Vec<(Batch, Reply)>) {
    let (batches, replies): (Vec<Batch>, Vec<Reply>) = waiting.into_iter().unzip();
    let batches = Arc::new(batches);
    let result = store(app, &batches).await;
    app.metrics.write_failing.store(result.is_err(), Ordering::Relaxed);
    match result {
        Ok(created) => {
            app.metrics.requests_accepted.add(batches.len() as u64);
            app.metrics.spans_accepted.add(batches.iter().map(|batch| u64::from(batch.spans)).sum());
            app.metrics.signals_created.add(created.count());
            app.rules.count_signals(&created.by_rule);
            for reply in replies {
                // The client may have given up; its spans are stored all the same.
                let _ = reply.send(Ok(()));
            }
            let now = app.clock.now_micros();
            app.feed.signals_created(&created, now);
        }
        Err(error) => {
            tracing::error!(error = &*error as &dyn std::error::Error, "telemetry could not be stored");
            let error: Arc<IntakeError> = Arc::from(error);
            for reply in replies {
                let _ = reply.send(Err(Arc::clone(&error)));
            }
        }
    }
}

async fn store(app: &App, batches: &Arc<Vec<Batch>>) -> Result<Created, Box<IntakeError>> {
    let now = app.clock.now_micros();
    let mark = app.in_spans({
        let batches = Arc::clone(batches);
        move |spans| {
            let frames: Vec<Frame<'_>> = batches
                .iter()
                .filter(|batch| batch.spans > 0)
                .map(|batch| Frame { payload: &batch.payload, spans: batch.spans, keys: &batch.keys })
                .collect();
            spans.append(now, &frames)
        }
    });
    let mark = mark.await.map_err(IntakeError::Spans)?;
    if batches.iter().all(|batch| batch.violations.is_none()) {
        return Ok(Created::default());
    }
    let violations = batches.iter().filter_map(|batch| batch.violations.as_ref());
    let new = violations.flat_map(move |violations| {
        violations.fired.iter().filter_map(move |fired| new_signal(app, violations, *fired, now))
    });
    let new: Box<dyn Iterator<Item = NewSignal> + Send> = Box::new(new);
    match app.db.insert_signals(new, now, app.limits.signals).await {
        Ok(created) => Ok(created),
        Err(error) => {
            if let Err(undo) = app.in_spans(move |spans| spans.undo(mark)).await {
                tracing::error!(
                    error = &undo as &dyn std::error::Error,
                    "spans of a failed request stay stored"
                );
            }
            Err(Box::new(IntakeError::Signals(error)))
        }
    }
}

fn new_signal(app: &App, violations: &Violations, fired: Fired, now: i64) -> Option<NewSignal> {
    let resource = violations.request.resource_spans.get(fired.resource as usize)?;
    let span = resource.scope_spans.get(fired.scope as usize)?.spans.get(fired.span as usize)?;
    let live = violations.rules.live.get(fired.rule as usize)?;
    let service = shorten(service_name(resource.resource.as_ref()));
    Some(NewSignal {
        id: new_id(now, &*app.entropy),
        rule_id: live.rule.rule_id.clone(),
        rule_version: live.rule.version.clone(),
        trace_id: hex(&span.trace_id),
        span_id: hex(&span.span_id),
        severity: severity(&live.rule.severity, span),
        message: shorten(&message(live, span, &service)),
        service,
        span_name: shorten(&span.name),
    })
}

/// The rule's own severity, or one that follows from the span.
fn severity(of_rule: &str, span: &Span) -> &'static str {
    match of_rule {
        "ERROR" => "ERROR",
        "WARNING" => "WARNING",
        "INFO" => "INFO",
        _ if is_error(span) => "ERROR",
        _ => "WARNING",
    }
}

/// What happened, in words, what tells it from others first: `Card declined: 402 after 12 ms (charge_card in payments)`.
fn message(live: &LiveRule, span: &Span, service: &str) -> String {
    let what = match live.rule.description.as_str() {
        "" => &live.rule.expression,
        description => description.trim_end_matches('.'),
    };
    let operation = if span.name.is_empty() { "an unnamed operation" } else { &span.name };
    let millis = duration_millis(span);
    if !is_error(span) {
        return format!("{what}: took {millis} ms ({operation} in {service})");
    }
    match span.status.as_ref().map_or("", |status| status.message.as_str()) {
        "" => format!("{what}: failed after {millis} ms ({operation} in {service})"),
        reason => format!("{what}: {reason} after {millis} ms ({operation} in {service})"),
    }
}

/// At most [`MAX_TEXT`] bytes, cut at a character.
fn shorten(text: &str) -> String {
    if text.len() <= MAX_TEXT {
        return text.to_owned();
    }
    let mut end = MAX_TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}
