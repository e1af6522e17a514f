//! When to connect, when to give up on a line, when to read again: decided here, without I/O, so that every case can
//! be tested.
//!
//! A line that is silent for longer than two heartbeats is dead. A lost line is tried again without end, at growing
//! intervals; after a few failures the screens are read again every 30 s as well. Events carry their place in the
//! stream, so one that comes twice is dropped and one that is missing is noticed.

use console_api::{Event, EventKind, EventSeq, Timestamp};

use crate::client::{Ended, Heard};

/// Heartbeats come every 10 s.
const SILENCE_MS: i64 = 25_000;
const FIRST_BACKOFF_MS: i64 = 500;
const LONGEST_BACKOFF_MS: i64 = 15_000;
const POLL_MS: i64 = 30_000;
/// Failures in a row after which screens are read again without a stream.
const POLL_AFTER: u32 = 4;

/// How the page is connected, for people to see.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Connection {
    Connecting,
    Live,
    Reconnecting {
        attempt: u32,
        retry_at: Timestamp,
    },
    /// The stream stays away; screens are read again every 30 s.
    Polling {
        attempt: u32,
        retry_at: Timestamp,
    },
    /// The browser says there is no network.
    Offline,
    SignedOut,
    /// May not listen; screens are read again every 30 s.
    Refused,
}

#[derive(Debug)]
pub(super) enum Input {
    Start,
    Heard(Heard),
    /// The time asked for by [`Action::WakeIn`] has come.
    Woke,
    Online,
    Offline,
    /// The page came into view, or left it.
    Looked {
        is_visible: bool,
    },
    RetryNow,
}

#[derive(Debug, PartialEq)]
pub(super) enum Action {
    Connect {
        after: Option<EventSeq>,
    },
    HangUp,
    /// Replaces the wake-up asked for before.
    WakeIn {
        millis: i32,
    },
    Deliver(Box<Event>),
    Reread,
    /// Ask again what failed.
    Returned,
}

#[derive(Debug, Default)]
enum Phase {
    #[default]
    Idle,
    Connecting {
        since: Timestamp,
    },
    Live {
        heard_at: Timestamp,
    },
    Waiting {
        retry_at: Timestamp,
    },
    Offline,
    SignedOut,
    Refused,
}

#[derive(Debug, Default)]
pub(super) struct Machine {
    phase: Phase,
    /// Place of the last event that was delivered.
    last: Option<EventSeq>,
    /// Failures since the last live line.
    attempt: u32,
    polled_at: Option<Timestamp>,
    hidden_at: Option<Timestamp>,
}

impl Machine {
    pub(super) fn connection(&self) -> Connection {
        let attempt = self.attempt;
        match self.phase {
            Phase::Waiting { retry_at } if attempt >= POLL_AFTER => Connection::Polling { attempt, retry_at },
            Phase::Waiting { retry_at } => Connection::Reconnecting { attempt, retry_at },
            // A retry under way looks like the wait before it: the word must not flicker.
            Phase::Connecting { since } if attempt >= POLL_AFTER => {
                Connection::Polling { attempt, retry_at: since }
            }
            Phase::Connecting { since } if attempt > 0 => {
                Connection::Reconnecting { attempt, retry_at: since }
            }
            Phase::Idle | Phase::Connecting { .. } => Connection::Connecting,
            Phase::Live { .. } => Connection::Live,
            Phase::Offline => Connection::Offline,
            Phase::SignedOut => Connection::SignedOut,
            Phase::Refused => Connection::Refused,
        }
    }

    /// `random` is in [0, 1) and spreads the retries of many pages.
    pub(super) fn handle(&mut self, input: Input, now: Timestamp, random: f64) -> Vec<Action> {
        match input {
            Input::Start | Input::RetryNow => self.connect(now),
            Input::Heard(Heard::Opened) => self.opened(now),
            Input::Heard(Heard::Said(event)) => self.said(event, now),
            Input::Heard(Heard::Closed(Ended::Lost)) => self.lost(now, random),
            Input::Heard(Heard::Closed(Ended::SignedOut)) => {
                self.phase = Phase::SignedOut;
                // Who signs in next may be somebody else, whose places are other ones.
                self.last = None;
                vec![Action::HangUp, Action::Reread]
            }
            Input::Heard(Heard::Closed(Ended::Forbidden)) => {
                self.phase = Phase::Refused;
                vec![Action::HangUp, wake_in(POLL_MS)]
            }
            Input::Woke => self.woke(now, random),
            Input::Online => {
                let mut actions = self.connect(now);
                actions.push(Action::Returned);
                actions
            }
            Input::Offline => {
                self.phase = Phase::Offline;
                vec![Action::HangUp]
            }
            Input::Looked { is_visible: false } => {
                self.hidden_at = Some(now);
                Vec::new()
            }
            Input::Looked { is_visible: true } => self.looked(now, random),
        }
    }

    fn connect(&mut self, now: Timestamp) -> Vec<Action> {
        self.phase = Phase::Connecting { since: now };
        vec![Action::Connect { after: self.last }, wake_in(SILENCE_MS)]
    }

    fn opened(&mut self, now: Timestamp) -> Vec<Action> {
        self.phase = Phase::Live { heard_at: now };
        let was_away = std::mem::take(&mut self.attempt) > 0;
        self.polled_at = None;
        let mut actions = vec![wake_in(SILENCE_MS)];
        if was_away {
            actions.push(Action::Returned);
        }
        // Without a place to resume from, what happened before the line opened is not replayed.
        if self.last.is_none() {
            actions.push(Action::Reread);
        }
        actions
    }

    fn said(&mut self, event: Box<Event>, now: Timestamp) -> Vec<Action> {
        self.phase = Phase::Live { heard_at: now };
        match event.kind {
            EventKind::Heartbeat | EventKind::SignalPresence => vec![Action::Deliver(event)],
            EventKind::Reset => {
                self.last = Some(event.seq);
                vec![Action::Reread]
            }
            EventKind::SignalCreated
            | EventKind::SignalUpdated
            | EventKind::BulkUpdated
            | EventKind::ViewUpdated
            | EventKind::RuleUpdated
            | EventKind::FluoChanged
            | EventKind::AccessChanged
            | EventKind::TenantChanged => self.changed(event),
        }
    }

    fn changed(&mut self, event: Box<Event>) -> Vec<Action> {
        let last = self.last.replace(event.seq);
        match last {
            Some(last) if event.seq <= last => {
                self.last = Some(last);
                Vec::new()
            }
            Some(last) if event.seq.0 > last.0 + 1 => vec![Action::Deliver(event), Action::Reread],
            Some(_) | None => vec![Action::Deliver(event)],
        }
    }

    fn lost(&mut self, now: Timestamp, random: f64) -> Vec<Action> {
        if matches!(self.phase, Phase::Offline | Phase::SignedOut) {
            return vec![Action::HangUp];
        }
        let doubled = FIRST_BACKOFF_MS << self.attempt.min(10);
        self.attempt += 1;
        #[expect(clippy::cast_possible_truncation, reason = "at most 15,000")]
        #[expect(clippy::cast_precision_loss, reason = "at most 15,000")]
        let wait = (doubled.min(LONGEST_BACKOFF_MS) as f64 * (0.75 + random / 2.0)) as i64;
        self.phase = Phase::Waiting { retry_at: Timestamp(now.micros() + wait * 1_000) };
        let mut actions = vec![Action::HangUp, wake_in(wait)];
        if self.attempt >= POLL_AFTER && self.polled_at.is_none_or(|at| now.since(at) >= POLL_MS * 1_000) {
            self.polled_at = Some(now);
            actions.push(Action::Reread);
        }
        actions
    }

    fn woke(&mut self, now: Timestamp, random: f64) -> Vec<Action> {
        match self.phase {
            Phase::Live { heard_at } => {
                let silent_ms = now.since(heard_at) / 1_000;
                if silent_ms >= SILENCE_MS {
                    self.lost(now, random)
                } else {
                    vec![wake_in(SILENCE_MS - silent_ms)]
                }
            }
            Phase::Connecting { since } => {
                let waited_ms = now.since(since) / 1_000;
                if waited_ms >= SILENCE_MS {
                    self.lost(now, random)
                } else {
                    vec![wake_in(SILENCE_MS - waited_ms)]
                }
            }
            Phase::Waiting { .. } => self.connect(now),
            Phase::Refused => vec![Action::Reread, wake_in(POLL_MS)],
            Phase::Idle | Phase::Offline | Phase::SignedOut => Vec::new(),
        }
    }

    /// A machine that slept looks at a line that died meanwhile; a wait need not be sat out before one's eyes.
    fn looked(&mut self, now: Timestamp, random: f64) -> Vec<Action> {
        let was_live = matches!(self.phase, Phase::Live { .. });
        let mut actions = match self.phase {
            Phase::Live { .. } | Phase::Connecting { .. } => self.woke(now, random),
            Phase::Waiting { .. } => self.connect(now),
            Phase::Idle | Phase::Offline | Phase::SignedOut | Phase::Refused => Vec::new(),
        };
        let away_ms = self.hidden_at.take().map_or(0, |at| now.since(at) / 1_000);
        if away_ms >= POLL_MS && !was_live && !matches!(self.phase, Phase::SignedOut) {
            actions.push(Action::Reread);
        }
        actions
    }
}

fn wake_in(millis: i64) -> Action {
    Action::WakeIn { millis: i32::try_from(millis).unwrap_or(i32::MAX) }
}

#[cfg(test)]
mod tests;
