//! One line for all pages of a browser: who opens it, and how the others hear what comes over it. Decided here,
//! without I/O, so that every case can be tested.
//!
//! Browsers allow few connections to one server. So the pages elect one that leads: it has the line and passes on
//! what it hears. The others ask it for a place with what they have; it answers with what they missed, or that it no
//! longer knows. A leader that does not answer is frozen: then a page opens a line of its own, until the leader talks
//! again. Every page keeps the last events, so that whoever leads next can answer too.
//!
//! To [`Machine`](super::machine::Machine) a place at the leader is a line like any other: it drops what comes twice
//! and notices what is missing.

mod message;

use std::collections::VecDeque;

use console_api::{Event, EventKind, EventSeq};
use serde_json::Value;

use crate::client::{Ended, Heard};
use crate::json;
pub(super) use message::{CHANNEL, Message, Said};

/// A leader that has not answered for so long does not lead.
const ANSWER_MS: i32 = 5_000;
/// Events kept for pages that missed some, and their length in all.
const KEPT: usize = 256;
const KEPT_BYTES: usize = 512 * 1024;

#[derive(Debug)]
pub(super) enum Input {
    /// The page wants to hear what comes after that event.
    Wanted {
        after: Option<EventSeq>,
        /// A person asked for it: a leader that waits should try, too.
        is_eager: bool,
    },
    /// It does not want to hear anything for now.
    Unwanted,
    /// Over the page's own line.
    Line(Heard),
    /// From another page.
    Message(Message),
    /// This page leads.
    Elected,
    /// The pages cannot hear each other, or cannot elect.
    Apart,
    /// The browser is about to stop this page.
    Frozen,
    Resumed,
    /// The time asked for by [`Output::WakeIn`] has come.
    Woke,
}

#[derive(Debug)]
pub(super) enum Output {
    Open {
        after: Option<EventSeq>,
    },
    Close,
    Tell(Heard),
    Post(Message),
    /// Replaces the wake-up asked for before.
    WakeIn {
        millis: i32,
    },
    /// Worth a try before the planned time.
    Retry,
    StandForElection,
    StepDown,
}

/// Where what the page hears comes from.
#[derive(Debug, Default, PartialEq)]
enum Source {
    #[default]
    Nowhere,
    /// The leader has been asked.
    Asked,
    Leader(String),
    OwnLine,
}

/// How the leader's line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineState {
    Opening,
    Open,
    Closed(Ended),
}

#[derive(Debug)]
pub(super) struct Hub {
    me: String,
    leads: bool,
    /// Stands in line for the lead, or has it.
    stands: bool,
    is_apart: bool,
    is_wanted: bool,
    source: Source,
    /// While on a line of its own, the page has asked a leader that talks again.
    asks_back: bool,
    /// State of the line, as far as the page knows: of its own, or of the leader's.
    line: LineState,
    /// Place of the last event that the page got.
    last: Option<EventSeq>,
    /// Events up to `last`, without a hole.
    kept: VecDeque<Said>,
}

impl Hub {
    /// `me` tells this page from all others.
    pub(super) fn new(me: String) -> Self {
        Self {
            me,
            leads: false,
            stands: true,
            is_apart: false,
            is_wanted: false,
            source: Source::Nowhere,
            asks_back: false,
            line: LineState::Closed(Ended::Lost),
            last: None,
            kept: VecDeque::new(),
        }
    }

    pub(super) fn handle(&mut self, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Wanted { after, is_eager } => self.wanted(after, is_eager, &mut out),
            Input::Unwanted => self.unwanted(&mut out),
            Input::Line(heard) => self.heard(heard, &mut out),
            Input::Message(message) => self.message(message, &mut out),
            Input::Elected => self.elected(&mut out),
            Input::Apart => {
                self.is_apart = true;
                if self.source == Source::Asked {
                    self.open(&mut out);
                }
            }
            Input::Frozen if self.leads => {
                self.unwanted(&mut out);
                (self.leads, self.stands) = (false, false);
                out.push(Output::StepDown);
            }
            Input::Frozen => {}
            Input::Resumed => {
                if !self.stands {
                    self.stands = true;
                    out.extend([Output::StandForElection, Output::Retry]);
                }
            }
            Input::Woke => {
                self.asks_back = false;
                if self.source == Source::Asked {
                    self.open(&mut out);
                }
            }
        }
        out
    }

    fn wanted(&mut self, after: Option<EventSeq>, is_eager: bool, out: &mut Vec<Output>) {
        self.is_wanted = true;
        if self.last != after {
            self.last = after;
            self.kept.clear();
        }
        if self.leads || self.is_apart {
            self.open(out);
        } else {
            self.close(out);
            self.ask(is_eager, out);
        }
    }

    fn unwanted(&mut self, out: &mut Vec<Output>) {
        self.is_wanted = false;
        self.close(out);
        self.source = Source::Nowhere;
    }

    fn open(&mut self, out: &mut Vec<Output>) {
        self.close(out);
        self.source = Source::OwnLine;
        self.line = LineState::Opening;
        self.asks_back = false;
        self.announce(out);
        out.push(Output::Open { after: self.last });
    }

    fn close(&mut self, out: &mut Vec<Output>) {
        if self.source != Source::OwnLine {
            return;
        }
        out.push(Output::Close);
        if !matches!(self.line, LineState::Closed(_)) {
            self.line = LineState::Closed(Ended::Lost);
            if !self.is_wanted {
                self.announce(out);
            }
        }
    }

    fn announce(&self, out: &mut Vec<Output>) {
        if self.leads {
            out.push(Output::Post(Message::Line { leader: self.me.clone(), state: self.line }));
        }
    }

    fn ask(&mut self, is_eager: bool, out: &mut Vec<Output>) {
        self.source = Source::Asked;
        let (from, after) = (self.me.clone(), self.last);
        out.push(Output::Post(Message::Ask { from, after, is_eager }));
        out.push(Output::WakeIn { millis: ANSWER_MS });
    }

    fn heard(&mut self, heard: Heard, out: &mut Vec<Output>) {
        if self.source != Source::OwnLine {
            return;
        }
        match &heard {
            Heard::Opened => self.line = LineState::Open,
            Heard::Closed(ended) => self.line = LineState::Closed(*ended),
            Heard::Said(event) => {
                if !self.is_apart {
                    let said = Said::new(event);
                    if self.leads {
                        let leader = self.me.clone();
                        out.push(Output::Post(Message::Said { leader, said: said.clone() }));
                    }
                    self.keep(said);
                }
                out.push(Output::Tell(heard));
                return;
            }
        }
        self.announce(out);
        self.forget_when_signed_out(&heard);
        out.push(Output::Tell(heard));
    }

    /// Who signs in next may be somebody else.
    fn forget_when_signed_out(&mut self, heard: &Heard) {
        if matches!(heard, Heard::Closed(Ended::SignedOut)) {
            self.last = None;
            self.kept.clear();
        }
    }

    fn keep(&mut self, said: Said) {
        match said.kind {
            EventKind::Heartbeat | EventKind::SignalPresence => return,
            EventKind::Reset => {
                self.last = Some(said.seq);
                self.kept.clear();
                return;
            }
            EventKind::SignalCreated
            | EventKind::SignalUpdated
            | EventKind::BulkUpdated
            | EventKind::ViewUpdated
            | EventKind::RuleUpdated
            | EventKind::FluoChanged
            | EventKind::AccessChanged
            | EventKind::TenantChanged => {}
        }
        if self.last.is_some_and(|last| said.seq <= last) {
            return;
        }
        if self.last.is_some_and(|last| said.seq.0 > last.0 + 1) {
            self.kept.clear();
        }
        self.last = Some(said.seq);
        self.kept.push_back(said);
        let mut bytes: usize = self.kept.iter().map(|said| said.text.len()).sum();
        while self.kept.len() > KEPT || bytes > KEPT_BYTES {
            bytes -= self.kept.pop_front().map_or(bytes, |said| said.text.len());
        }
    }

    /// What a page missed that has everything up to `after`; or a reset, when that is not known.
    fn since(&self, after: Option<EventSeq>) -> Vec<Said> {
        let Some(after) = after else { return Vec::new() };
        match (self.last, self.kept.front()) {
            (Some(last), _) if after >= last => Vec::new(),
            (Some(_), Some(first)) if first.seq.0 <= after.0 + 1 => {
                self.kept.iter().filter(|said| said.seq > after).cloned().collect()
            }
            (last, _) => vec![reset(last.unwrap_or(after))],
        }
    }

    fn elected(&mut self, out: &mut Vec<Output>) {
        self.leads = true;
        if self.source == Source::OwnLine || !self.is_wanted {
            self.announce(out);
        } else {
            self.open(out);
        }
    }

    fn message(&mut self, message: Message, out: &mut Vec<Output>) {
        match message {
            Message::Ask { from, after, is_eager } => {
                if self.leads {
                    // While the line is closed a page has to ask again anyway.
                    let is_closed = matches!(self.line, LineState::Closed(_));
                    let events = if is_closed { Vec::new() } else { self.since(after) };
                    let leader = self.me.clone();
                    out.push(Output::Post(Message::Answer { leader, to: from, state: self.line, events }));
                    if is_eager && is_closed {
                        out.push(Output::Retry);
                    }
                }
            }
            // Two that lead, for a moment: one of them has just gone.
            _ if self.leads => {}
            Message::Answer { leader, to, state, events } if to == self.me && self.is_wanted => {
                self.answered(leader, state, events, out);
            }
            Message::Answer { .. } => {}
            Message::Said { leader, said } if self.source == Source::Leader(leader.clone()) => {
                self.pass_on(said, out);
            }
            Message::Said { .. } => self.leader_talks(out),
            Message::Line { leader, state } if self.source == Source::Leader(leader.clone()) => {
                self.tell_state(state, out);
            }
            Message::Line { state, .. } => {
                if self.source == Source::Asked {
                    // Asked one that has gone meanwhile.
                    self.ask(false, out);
                } else if self.is_wanted {
                    self.leader_talks(out);
                } else if state == LineState::Open {
                    out.push(Output::Retry);
                }
            }
        }
    }

    fn answered(&mut self, leader: String, state: LineState, events: Vec<Said>, out: &mut Vec<Output>) {
        if self.source == Source::OwnLine {
            out.push(Output::Close);
        }
        self.source = Source::Leader(leader);
        self.asks_back = false;
        if state == LineState::Open {
            self.tell_state(state, out);
        }
        for said in events {
            match self.last {
                // The own line has gone on since the question: what it brought must not come again.
                Some(last) if said.kind == EventKind::Reset && last > said.seq => {
                    self.pass_on(reset(last), out);
                }
                Some(_) | None => self.pass_on(said, out),
            }
        }
        if state != LineState::Open {
            self.tell_state(state, out);
        }
    }

    fn pass_on(&mut self, said: Said, out: &mut Vec<Output>) {
        if let Ok(event) = json::read::<Event>(&said.text) {
            out.push(Output::Tell(Heard::Said(Box::new(event))));
        }
        self.keep(said);
    }

    fn tell_state(&mut self, state: LineState, out: &mut Vec<Output>) {
        self.line = state;
        let heard = match state {
            LineState::Opening => return,
            LineState::Open => Heard::Opened,
            LineState::Closed(ended) => {
                self.source = Source::Nowhere;
                Heard::Closed(ended)
            }
        };
        self.forget_when_signed_out(&heard);
        out.push(Output::Tell(heard));
    }

    /// A leader that this page does not listen to is there.
    fn leader_talks(&mut self, out: &mut Vec<Output>) {
        match self.source {
            Source::Leader(_) => self.ask(false, out),
            // The own line goes on until the leader has answered.
            Source::OwnLine if !self.is_apart && !self.asks_back => {
                self.asks_back = true;
                let (from, after) = (self.me.clone(), self.last);
                out.push(Output::Post(Message::Ask { from, after, is_eager: false }));
                out.push(Output::WakeIn { millis: ANSWER_MS });
            }
            Source::OwnLine | Source::Nowhere | Source::Asked => {}
        }
    }
}

fn reset(seq: EventSeq) -> Said {
    Said::new(&Event { kind: EventKind::Reset, id: String::new(), patch: Value::Null, ts: 0, seq })
}

#[cfg(test)]
mod tests;
