//! The rows of the list: pages from the server and events from the stream, merged in one order. No I/O.
//!
//! Newest first, by time and id. While the reader has scrolled away or works on a row, new rows wait in `held`, so
//! that nothing moves under the eyes; only a row that the reader has decided about leaves at once. An answer that belongs to an earlier question is recognised by its generation.
//! The server may have read an answer before an event that was heard while it travelled: such events are told again
//! to the rows of the answer.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::rc::Rc;

use console_api::query::{Key, Reader};
use console_api::{Answer, Cursor, Event, EventKind, Signal, SignalId, Timestamp};

use super::question::{Order, Question};
use crate::cache::{Meanwhile, updated_signal};
use crate::client::CallError;
use crate::json;

/// A list that was watched for long is cut back to `KEPT` rows when it grows beyond this.
const MOST_ROWS: usize = 4_000;
const KEPT: usize = 1_000;
/// New rows are tinted for this long.
const FRESH_MICROS: i64 = 1_000_000;

/// More new rows than this are not tinted.
const STORM: usize = 40;
/// Decisions remembered: more than anybody takes back one by one.
const DECIDED: usize = 200;

/// What comes after the rows that are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Rest {
    #[default]
    Unknown,
    After(Cursor),
    /// Rows were let go: what follows is what was raised before then, or just then.
    UpTo(Timestamp),
    None,
}

/// The row from which rows further down are counted: that at which the known ones ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Anchor {
    pub(super) cursor: Cursor,
    /// How many rows stand above what is counted.
    pub(super) base: usize,
}

#[derive(Debug, Default)]
pub(super) struct Feed {
    pub(super) rows: Vec<Rc<Signal>>,
    /// New rows that wait for the reader.
    pub(super) held: Vec<Rc<Signal>>,
    pub(super) rest: Rest,
    /// While rows further down are read by their place. The known rows do not grow downwards meanwhile.
    pub(super) anchor: Option<Anchor>,
    /// Rows ever put above others: row `i` keeps its place on the screen's recycled slots by `i - above`.
    pub(super) above: usize,
    /// What the reader has decided about, with where it stood: it leaves, and comes back, while other rows are held
    /// where they are.
    decided: VecDeque<(SignalId, usize)>,
    /// Rows that just came, and when.
    pub(super) fresh: Vec<(SignalId, Timestamp)>,
    pub(super) error: Option<CallError>,
    pub(super) fetched_at: Option<Timestamp>,
    /// The rows still belong to the question before.
    pub(super) outdated: bool,
    pub(super) loading_more: bool,
    /// What was heard since the question whose answer is under way.
    meanwhile: Option<Meanwhile>,
    generation: u32,
    question: Question,
    /// Id of the reader, for what is theirs.
    me: Rc<str>,
    holding: bool,
}

#[derive(Debug)]
pub(super) enum Action {
    /// Another question: the rows stay, dimmed, until its answer comes.
    Ask {
        generation: u32,
        question: Question,
        me: Rc<str>,
    },
    /// The first page, or all known rows read again.
    First {
        generation: u32,
        answer: Answer<Vec<Signal>>,
        now: Timestamp,
    },
    AskMore,
    More {
        generation: u32,
        answer: Answer<Vec<Signal>>,
    },
    Failed {
        generation: u32,
        error: CallError,
    },
    Heard {
        event: Rc<Event>,
        now: Timestamp,
    },
    /// The reader decides about this signal.
    Decide(SignalId),
    /// Whether new rows are to wait.
    Hold(bool),
    Release {
        now: Timestamp,
    },
}

impl Feed {
    /// False when nothing changed.
    pub(super) fn apply(&mut self, action: Action) -> bool {
        match action {
            Action::Ask { generation, question, me } => {
                self.outdated = !self.question.is_same(&question) && self.fetched_at.is_some();
                self.generation = generation;
                self.question = question;
                self.me = me;
                self.loading_more = false;
                self.meanwhile = Some(Meanwhile::default());
                true
            }
            Action::First { generation, answer, now } if generation == self.generation => {
                self.first(answer, now);
                true
            }
            Action::More { generation, answer } if generation == self.generation => {
                self.more(answer);
                true
            }
            Action::Failed { generation, error } if generation == self.generation => {
                self.error = Some(error);
                self.loading_more = false;
                self.meanwhile = None;
                true
            }
            Action::First { .. } | Action::More { .. } | Action::Failed { .. } => false,
            Action::AskMore => !std::mem::replace(&mut self.loading_more, true),
            Action::Heard { event, now } => {
                let changed = self.heard(&event, now);
                let Some(meanwhile) = &mut self.meanwhile else { return changed };
                meanwhile.note(&event);
                true
            }
            Action::Decide(id) => {
                self.decided.retain(|(other, _)| *other != id);
                if self.decided.len() == DECIDED {
                    self.decided.pop_front();
                }
                let at = self.rows.iter().position(|row| row.id == id).unwrap_or_default();
                self.decided.push_back((id, at));
                false
            }
            Action::Hold(holding) => std::mem::replace(&mut self.holding, holding) != holding,
            // Where they stand in another order the server says.
            Action::Release { .. } if !self.is_by_time() => false,
            Action::Release { now } => {
                let held = std::mem::take(&mut self.held);
                self.insert(held, now);
                true
            }
        }
    }

    fn first(&mut self, answer: Answer<Vec<Signal>>, now: Timestamp) {
        let rows: Vec<Rc<Signal>> = answer.data.into_iter().map(Rc::new).collect();
        let keeps = self.holding && !self.outdated && self.is_by_time();
        let newest = self.rows.first().map(|row| place(row)).filter(|_| keeps);
        let (held, rows): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| newest.is_some_and(|newest| place(row) < newest));
        self.held = held;
        if self.outdated || self.fetched_at.is_none() {
            self.above = 0;
        }
        self.rows = rows;
        self.anchor = None;
        self.rest = answer.meta.cursor.map_or(Rest::None, Rest::After);
        self.error = None;
        self.fetched_at = Some(now);
        self.outdated = false;
        self.loading_more = false;
        for event in self.meanwhile.take().unwrap_or_default() {
            self.heard(&event, now);
        }
    }

    fn more(&mut self, answer: Answer<Vec<Signal>>) {
        self.loading_more = false;
        self.error = None;
        self.rest = answer.meta.cursor.map_or(Rest::None, Rest::After);
        let last = self.rows.last().map(|row| place(row)).filter(|_| self.is_by_time());
        let is_new = |row: &Signal| match last {
            Some(last) => place(row) > last,
            None => self.rows.iter().all(|known| known.id != row.id),
        };
        let older: Vec<_> = answer.data.into_iter().filter(is_new).map(Rc::new).collect();
        self.rows.extend(older);
    }

    fn heard(&mut self, event: &Event, now: Timestamp) -> bool {
        match event.kind {
            EventKind::SignalCreated if !self.outdated && self.fetched_at.is_some() => {
                let Ok(signal) = json::read_value::<Signal>(&event.patch) else { return false };
                if !self.belongs(&signal, now) {
                    return self.update(event, now);
                }
                let known = self.rows.iter().chain(&self.held).any(|row| row.id == signal.id);
                if known {
                    return self.update(event, now);
                }
                // A row that belongs below the known ones comes with its page.
                if self.is_beyond(&signal) {
                    return false;
                }
                self.arrive(Rc::new(signal), now);
                true
            }
            EventKind::SignalUpdated => self.update(event, now) || self.come_back(event, now),
            EventKind::SignalCreated
            | EventKind::SignalPresence
            | EventKind::BulkUpdated
            | EventKind::ViewUpdated
            | EventKind::RuleUpdated
            | EventKind::FluoChanged
            | EventKind::AccessChanged
            | EventKind::TenantChanged
            | EventKind::Reset
            | EventKind::Heartbeat => false,
        }
    }

    /// A change that was taken back is told with the whole signal: a row that it had sent away is here again.
    fn come_back(&mut self, event: &Event, now: Timestamp) -> bool {
        let is_known = self.rows.iter().chain(&self.held).any(|row| row.id.0 == event.id);
        if is_known || self.outdated || event.patch.get("raisedAt").is_none() {
            return false;
        }
        let Ok(signal) = json::read_value::<Signal>(&event.patch) else { return false };
        if !self.belongs(&signal, now) || self.is_beyond(&signal) {
            return false;
        }
        match self.decided.iter().find(|(id, _)| *id == signal.id) {
            Some(_) if self.is_by_time() => self.insert(vec![Rc::new(signal)], now),
            Some((_, at)) => self.rows.insert((*at).min(self.rows.len()), Rc::new(signal)),
            None => self.arrive(Rc::new(signal), now),
        }
        true
    }

    /// Whether a row stands below those that are known, so that it comes with its page.
    fn is_beyond(&self, signal: &Signal) -> bool {
        let below = self.rows.last().is_some_and(|last| place(last) < place(signal));
        below && self.is_by_time() && self.rest != Rest::None
    }

    /// In a list that is not sorted by time only the server can say where a new row stands: it waits, and the list is
    /// read anew when the reader wants it.
    fn arrive(&mut self, signal: Rc<Signal>, now: Timestamp) {
        if self.holding || !self.is_by_time() {
            let at = self.held.partition_point(|row| place(row) < place(&signal));
            self.held.insert(at, signal);
        } else {
            self.insert(vec![signal], now);
        }
    }

    fn insert(&mut self, signals: Vec<Rc<Signal>>, now: Timestamp) {
        self.fresh.retain(|(_, since)| now.since(*since) < FRESH_MICROS);
        for signal in signals {
            let at = self.rows.partition_point(|row| place(row) < place(&signal));
            self.above += usize::from(at == 0);
            self.fresh.push((signal.id.clone(), now));
            self.rows.insert(at, signal);
            if let Some(anchor) = &mut self.anchor {
                anchor.base += 1;
            }
        }
        if self.rows.len() > MOST_ROWS && !self.holding {
            self.anchor = None;
            self.rows.truncate(KEPT);
            self.rest = self.rows.last().map_or(Rest::Unknown, |last| Rest::UpTo(last.raised_at));
        }
    }

    /// Changes a known row in place. One that no longer matches goes, unless the reader is at work on the list and has
    /// not decided about it.
    fn update(&mut self, event: &Event, now: Timestamp) -> bool {
        let reader = Reader { now, me: &self.me };
        for (list, is_listed) in [(&mut self.rows, true), (&mut self.held, false)] {
            let Some(at) = list.iter().position(|row| row.id.0 == event.id) else { continue };
            let Some(updated) = updated_signal(&list[at], event) else { return false };
            let is_decided = self.decided.iter().any(|(id, _)| *id == updated.id);
            let stays = self.holding && !is_decided;
            if stays || self.question.matches(&updated, reader) {
                list[at] = Rc::new(updated);
            } else {
                list.remove(at);
                if let (Some(anchor), true) = (&mut self.anchor, is_listed) {
                    anchor.base -= 1;
                }
            }
            return true;
        }
        false
    }

    pub(super) fn is_by_time(&self) -> bool {
        self.order() == Order::default()
    }

    pub(super) fn order(&self) -> Order {
        self.question.order
    }

    /// Whether what changed may decide who belongs into the list.
    pub(super) fn asks_about(&self, event: &Event) -> bool {
        let about = [
            ("status", Key::Status),
            ("status", Key::Decided),
            ("owner", Key::Assigned),
            ("snooze", Key::Snoozed),
            ("tags", Key::Tag),
            ("notes", Key::Has),
            ("links", Key::Has),
        ];
        about.iter().any(|(field, key)| event.patch.get(field).is_some() && self.question.asks_about(*key))
    }

    fn belongs(&self, signal: &Signal, now: Timestamp) -> bool {
        self.question.matches(signal, Reader { now, me: &self.me })
    }

    /// From now on rows further down are counted from the last known one.
    pub(super) fn stay(&mut self, cursor: Cursor) {
        self.anchor = Some(Anchor { cursor, base: self.rows.len() });
    }

    /// In a storm no row stands out.
    pub(super) fn is_fresh(&self, id: &SignalId, now: Timestamp) -> bool {
        self.fresh.len() <= STORM
            && self.fresh.iter().any(|(fresh, since)| fresh == id && now.since(*since) < FRESH_MICROS)
    }
}

/// Place in the list: the newest is the smallest.
fn place(signal: &Signal) -> (Reverse<Timestamp>, Reverse<&str>) {
    (Reverse(signal.raised_at), Reverse(signal.id.as_str()))
}

#[cfg(test)]
mod tests;
