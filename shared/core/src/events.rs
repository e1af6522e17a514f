//! The live stream: what was committed, in order, framed once and shared by all who listen.
//!
//! One pump per tenant reads the log after each commit and hands the frames to a bounded broadcast. A
//! listener goes on from the last event it saw: first from the log, then from the broadcast; a hole between
//! the two is read from the log again. A listener that falls more than [`BUFFERED`] frames behind is cut and
//! comes back with its last id.

use std::sync::Arc;
use std::time::Duration;

use console_api::{Error, EventKind, EventSeq, Freshness};
use futures_util::stream::{self, Stream};
use serde_json::value::RawValue;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::caller::TenantScope;
use crate::operations::internal;
use crate::store::{LoggedEvent, Store, StoreError};

const HEARTBEAT: Duration = Duration::from_secs(10);
const BUFFERED: usize = 2_048;
const READ_AT_ONCE: i64 = 500;
/// See `Store::ensure_tenant`.
const BEFORE_FIRST: EventSeq = EventSeq(1);

/// Tells how fresh the mirror is, and the time in milliseconds.
pub(crate) type FreshnessNow = Box<dyn Fn() -> (Freshness, i64) + Send + Sync>;

/// One event as it travels.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    /// Where a reader that saw this goes on from; 0 where it says nothing about that (most heartbeats, presence).
    pub seq: EventSeq,
    pub kind: EventKind,
    /// The [`console_api::Event`] as JSON, without line breaks.
    pub json: String,
}

#[derive(serde::Serialize)]
struct WireEvent<'a> {
    #[serde(rename = "type")]
    kind: EventKind,
    id: &'a str,
    patch: &'a RawValue,
    ts: i64,
    seq: EventSeq,
}

impl Frame {
    fn new(kind: EventKind, seq: EventSeq, id: &str, patch: &RawValue, ts: i64) -> Self {
        let json = serde_json::to_string(&WireEvent { kind, id, patch, ts, seq }).unwrap_or_default();
        Self { seq, kind, json }
    }

    fn heartbeat(seq: EventSeq, freshness: &FreshnessNow) -> Self {
        let (freshness, ts) = freshness();
        let patch = serde_json::value::to_raw_value(&freshness).unwrap_or_default();
        Self::new(EventKind::Heartbeat, seq, "", &patch, ts)
    }

    fn of(event: LoggedEvent) -> Result<Self, StoreError> {
        let LoggedEvent { seq, kind, entity_id, patch, at } = event;
        let patch = RawValue::from_string(patch)
            .map_err(|error| StoreError::Corrupt { table: "events", what: error.to_string() })?;
        Ok(Self::new(kind, seq, &entity_id, &patch, at.millis()))
    }
}

/// A tenant's listeners.
#[derive(Clone)]
pub(crate) struct EventHub {
    store: Store,
    scope: TenantScope,
    frames: broadcast::Sender<Arc<Frame>>,
}

impl EventHub {
    pub(crate) fn new(store: Store, scope: TenantScope) -> Self {
        Self { store, scope, frames: broadcast::Sender::new(BUFFERED) }
    }

    pub(crate) fn listeners(&self) -> usize {
        self.frames.receiver_count()
    }

    /// Tells something to those who listen at this server now; it has no place in the stream and is not kept.
    pub(crate) fn tell(&self, kind: EventKind, id: &str, patch: &impl serde::Serialize, ts: i64) {
        let patch = serde_json::value::to_raw_value(patch).unwrap_or_default();
        // No listeners is no error.
        let _ = self.frames.send(Arc::new(Frame::new(kind, EventSeq(0), id, &patch, ts)));
    }

    /// Carries committed events to the listeners until cancelled.
    pub(crate) async fn pump(&self, cancel: CancellationToken) {
        let mut commits = self.store.commits();
        let mut position = None;
        loop {
            if let Err(error) = self.forward(&mut position).await {
                tracing::error!(%error, "reading committed events; trying again with the next");
            }
            tokio::select! {
                () = cancel.cancelled() => return,
                changed = commits.changed() => if changed.is_err() { return },
            }
        }
    }

    async fn forward(&self, position: &mut Option<EventSeq>) -> Result<(), StoreError> {
        if self.listeners() == 0 {
            *position = None;
            return Ok(());
        }
        let mut after = match *position {
            Some(seq) => seq,
            // Listeners read what lies before from the log themselves.
            None => EventSeq(self.store.last_event(&self.scope).await?.0.saturating_sub(READ_AT_ONCE)),
        };
        loop {
            let events = self.store.events_after(&self.scope, after, READ_AT_ONCE).await?;
            let read = events.len();
            for event in events {
                after = event.seq;
                // No listeners any more is no error.
                let _ = self.frames.send(Arc::new(Frame::of(event)?));
            }
            *position = Some(after);
            if (read as i64) < READ_AT_ONCE {
                return Ok(());
            }
        }
    }

    /// Everything after `last`, or from now on; `freshness` is what heartbeats carry.
    pub(crate) async fn subscribe(
        &self,
        last: Option<EventSeq>,
        cancel: CancellationToken,
        freshness: FreshnessNow,
    ) -> Result<impl Stream<Item = Arc<Frame>> + Send + use<>, Error> {
        // Listening begins before the log is read, so that nothing falls between.
        let live = self.frames.subscribe();
        let newest = self.store.last_event(&self.scope).await.map_err(internal)?;
        let oldest = self.store.oldest_event(&self.scope).await.map_err(internal)?;
        // A reader that begins at 0 begins before the first event, wherever the numbering begins.
        let last = last.map(|seq| if seq.0 == 0 { BEFORE_FIRST } else { seq });
        let position = match last {
            None => newest,
            Some(seq) if seq <= newest && oldest.is_none_or(|oldest| seq.0 >= oldest.0 - 1) => seq,
            Some(_) => EventSeq(-1),
        };
        let mut waiting = Vec::new();
        let position = if position.0 < 0 {
            let (_, ts) = freshness();
            waiting.push(Arc::new(Frame::new(EventKind::Reset, newest, "", RawValue::NULL, ts)));
            newest
        } else {
            // A first sign of life; where the reader named no place, it learns its place from it.
            let place = if last.is_none() { newest } else { EventSeq(0) };
            waiting.push(Arc::new(Frame::heartbeat(place, &freshness)));
            position
        };
        let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + HEARTBEAT, HEARTBEAT);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let reader =
            Reader { hub: self.clone(), live, position, waiting, behind: true, ticks, freshness, cancel };
        Ok(stream::unfold(reader, |mut reader| async move {
            let frame = reader.next().await?;
            Some((frame, reader))
        }))
    }
}

struct Reader {
    hub: EventHub,
    live: broadcast::Receiver<Arc<Frame>>,
    position: EventSeq,
    /// Frames to deliver before anything else, last one first.
    waiting: Vec<Arc<Frame>>,
    /// The log holds more than was delivered.
    behind: bool,
    ticks: Interval,
    freshness: FreshnessNow,
    cancel: CancellationToken,
}

impl Reader {
    async fn next(&mut self) -> Option<Arc<Frame>> {
        loop {
            if let Some(frame) = self.waiting.pop() {
                if frame.seq > self.position {
                    self.position = frame.seq;
                }
                return Some(frame);
            }
            if self.behind {
                self.read_log().await?;
                continue;
            }
            tokio::select! {
                () = self.cancel.cancelled() => return None,
                received = self.live.recv() => match received {
                    // Told to whoever listens now, and not kept.
                    Ok(frame) if frame.seq.0 == 0 => return Some(frame),
                    Ok(frame) if frame.seq.0 == self.position.0 + 1 => {
                        self.position = frame.seq;
                        return Some(frame);
                    }
                    Ok(frame) => self.behind = frame.seq > self.position,
                    Err(RecvError::Lagged(missed)) => {
                        tracing::info!(missed, "a reader of the live stream fell behind and is cut");
                        return None;
                    }
                    Err(RecvError::Closed) => return None,
                },
                _ = self.ticks.tick() => {
                    return Some(Arc::new(Frame::heartbeat(EventSeq(0), &self.freshness)));
                }
            }
        }
    }

    /// Reads on from the log; `None` ends the stream, and the reader comes back with its last id.
    async fn read_log(&mut self) -> Option<()> {
        let events = self.hub.store.events_after(&self.hub.scope, self.position, READ_AT_ONCE).await;
        let frames: Result<Vec<_>, _> = events
            .and_then(|events| events.into_iter().map(|event| Frame::of(event).map(Arc::new)).collect());
        match frames {
            Ok(frames) => {
                self.behind = frames.len() as i64 == READ_AT_ONCE;
                self.waiting = frames;
                self.waiting.reverse();
                Some(())
            }
            Err(error) => {
                tracing::error!(%error, "replaying events to a reader of the live stream");
                None
            }
        }
    }
}
