//! The live feed: events framed once and shared by every reader.
//!
//! The buffer is bounded. A reader that falls behind by more than its length is dropped and has to connect
//! again; nobody waits for it. The WebSocket itself is in `http::feed`.

use axum::extract::ws::Utf8Bytes;
use serde_json::{Value, json};
use tokio::sync::broadcast;

use crate::{
    clock::rfc3339,
    db::{
        rules::StoredRule,
        signals::{Created, StateCount, StoredSignal},
    },
    wire,
};

/// Events a reader may be behind.
const BUFFER: usize = 4_096;

/// Something for every reader.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A `signal.created`, with the number of the signal.
    Created(i64, Utf8Bytes),
    /// Any other event.
    Other(Utf8Bytes),
    /// More happened at once than the feed carries: readers have to start over.
    Overflow,
}

#[derive(Clone)]
pub(crate) struct Feed {
    sender: broadcast::Sender<Event>,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self { sender: broadcast::Sender::new(BUFFER) }
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    pub(crate) fn readers(&self) -> usize {
        self.sender.receiver_count()
    }

    pub(crate) fn signals_created(&self, created: &Created, now: i64) {
        if created.count() > created.newest.len() as u64 {
            self.send(|| Event::Overflow);
        }
        for signal in &created.newest {
            self.send(|| Event::Created(signal.seq, signal_created(signal, now)));
        }
    }

    pub(crate) fn signal_updated(&self, signal: &StoredSignal, now: i64) {
        self.send(|| Event::Other(event("signal.updated", now, json!(wire::Signal::from(signal)))));
    }

    pub(crate) fn rule_updated(&self, rule: &StoredRule, now: i64) {
        self.send(|| Event::Other(event("rule.updated", now, json!(wire::Rule::from(rule)))));
    }

    pub(crate) fn stats_updated(&self, counts: &[StateCount], spans_accepted: u64, now: i64) {
        self.send(|| Event::Other(event("stats.updated", now, stats(counts, spans_accepted))));
    }

    fn send(&self, make: impl FnOnce() -> Event) {
        if self.readers() > 0 {
            // An error means that the last reader left meanwhile.
            let _ = self.sender.send(make());
        }
    }
}

/// The event of a new signal, also sent for the newest ones when a reader connects.
pub(crate) fn signal_created(signal: &StoredSignal, now: i64) -> Utf8Bytes {
    event("signal.created", now, json!(wire::Signal::from(signal)))
}

/// `{"total", "byStatus": {…}, "bySeverity": {…}, "spansAccepted"}`
fn stats(counts: &[StateCount], spans_accepted: u64) -> Value {
    let mut by_status = serde_json::Map::new();
    let mut by_severity = serde_json::Map::new();
    for count in counts {
        for (map, key) in [(&mut by_status, &count.status), (&mut by_severity, &count.severity)] {
            let before = map.get(key).and_then(Value::as_i64).unwrap_or(0);
            map.insert(key.clone(), (before + count.count).into());
        }
    }
    let total: i64 = counts.iter().map(|count| count.count).sum();
    json!({ "total": total, "byStatus": by_status, "bySeverity": by_severity, "spansAccepted": spans_accepted })
}

fn event(kind: &str, now: i64, payload: Value) -> Utf8Bytes {
    json!({ "type": kind, "timestamp": rfc3339(now), "payload": payload }).to_string().into()
}
