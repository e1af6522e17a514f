//! Changes that were asked for and not answered yet: what the screens are told meanwhile. No I/O.
//!
//! For each thing with open wishes the truth is kept apart: the thing as the server last told it, by events and by
//! answers. Screens are told the truth with the wishes laid over it, oldest first. A wish that is granted leaves and
//! the answer joins the truth; one that is refused leaves, and the later ones of the same thing fall with it: they
//! were made by somebody who believed in it. What the screens are told then is the truth, whatever came in between.

use std::rc::Rc;

use console_api::{Event, EventKind, EventSeq, Signal};
use serde_json::{Map, Value};

use crate::json;

pub(super) type Fields = Map<String, Value>;

/// A wish, as long as it is open.
pub(super) type Number = u32;

#[derive(Default)]
pub(super) struct Wishes {
    things: Vec<Thing>,
    last: Number,
}

struct Thing {
    id: String,
    /// The kind of event that tells of it.
    kind: EventKind,
    truth: Fields,
    /// Oldest first; the first is under way, the others wait for its answer.
    open: Vec<(Number, Fields)>,
}

/// What follows from an answer.
#[derive(Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) tell: Rc<Event>,
    /// Is under way next, and stands on this revision.
    pub(super) next: Option<(Number, Value)>,
    /// Fall with the refused one, oldest first.
    pub(super) fallen: Vec<Number>,
}

impl Wishes {
    /// Adds a wish. `before` is the whole thing as the person saw it. Answers what to tell, and whether the wish is
    /// under way at once.
    pub(super) fn add(&mut self, wish: &Event, before: Fields) -> (Number, Rc<Event>, bool) {
        self.last += 1;
        let at = self.things.iter().position(|thing| thing.id == wish.id).unwrap_or_else(|| {
            let (id, kind) = (wish.id.clone(), wish.kind);
            self.things.push(Thing { id, kind, truth: before, open: Vec::new() });
            self.things.len() - 1
        });
        let thing = &mut self.things[at];
        thing.open.push((self.last, wish.patch.as_object().cloned().unwrap_or_default()));
        (self.last, thing.tell(Fields::new()), thing.open.len() == 1)
    }

    /// What an event of the stream looks like while wishes are open; nothing when it looks as it is.
    pub(super) fn hear(&mut self, event: &Event) -> Option<Rc<Event>> {
        let thing = self.things.iter_mut().find(|thing| thing.id == event.id)?;
        let patch = event.patch.as_object()?;
        thing.learn(patch);
        let mut event = event.clone();
        event.patch = Value::Object(thing.overlaid(patch.clone()));
        Some(Rc::new(event))
    }

    /// An answer to some question held this signal.
    pub(super) fn learn_signal(&mut self, signal: &Signal) {
        if let Some(thing) = self.things.iter_mut().find(|thing| thing.id == signal.id.0)
            && let Value::Object(whole) = json::value(signal)
        {
            thing.learn(&whole);
        }
    }

    /// What a fresh answer is to be told, to show the open wishes.
    pub(super) fn open(&self) -> Vec<Rc<Event>> {
        self.things.iter().map(|thing| thing.tell(Fields::new())).collect()
    }

    /// The server did as wished, and says how the thing is now.
    pub(super) fn granted(&mut self, number: Number, answer: &Fields) -> Option<Outcome> {
        let at = self.place(number)?;
        let thing = &mut self.things[at];
        thing.learn(answer);
        thing.open.retain(|(other, _)| *other != number);
        let stands_on = answer.get("revision").cloned().unwrap_or_default();
        let next = thing.open.first().map(|(number, _)| (*number, stands_on));
        let tell = thing.tell(thing.truth.clone());
        self.forget(at);
        Some(Outcome { tell, next, fallen: Vec::new() })
    }

    /// The server did not do it, or nobody knows.
    pub(super) fn refused(&mut self, number: Number) -> Option<Outcome> {
        let at = self.place(number)?;
        let thing = &mut self.things[at];
        let from = thing.open.iter().position(|(other, _)| *other == number)?;
        let fallen = thing.open.drain(from..).skip(1).map(|(number, _)| number).collect();
        let tell = thing.tell(thing.truth.clone());
        self.forget(at);
        Some(Outcome { tell, next: None, fallen })
    }

    fn place(&self, number: Number) -> Option<usize> {
        self.things.iter().position(|thing| thing.open.iter().any(|(other, _)| *other == number))
    }

    fn forget(&mut self, at: usize) {
        if self.things[at].open.is_empty() {
            self.things.swap_remove(at);
        }
    }
}

impl Thing {
    fn learn(&mut self, told: &Fields) {
        let revision = |fields: &Fields| fields.get("revision").and_then(Value::as_i64);
        if revision(told) < revision(&self.truth) {
            return;
        }
        self.truth.extend(told.clone());
    }

    fn overlaid(&self, mut fields: Fields) -> Fields {
        for (_, wish) in &self.open {
            fields.extend(wish.clone());
        }
        fields
    }

    /// An event of our own: it has no place in the stream.
    fn tell(&self, fields: Fields) -> Rc<Event> {
        let patch = Value::Object(self.overlaid(fields));
        Rc::new(Event { kind: self.kind, id: self.id.clone(), patch, ts: 0, seq: EventSeq(0) })
    }
}

#[cfg(test)]
mod tests;
