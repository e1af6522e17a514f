//! Changing something: shown everywhere at once, sent, and kept or taken back.

use console_api::{Answer, Event, EventKind, EventSeq, Operation, Signal};
use serde_json::{Map, Value};
use yew::Callback;

use super::Cache;
use super::wishes::{Fields, Number, Outcome};
use crate::client::CallError;
use crate::json;

/// A change of a signal whose success can be foretold.
pub(crate) trait Wish: Operation {
    /// Lets the change stand on another one that was made just before.
    fn stand_on(&mut self, revision: i64);

    /// The signal as the answer has it.
    fn signal(data: Self::Data) -> Signal;
}

/// What becomes of a wish that had to wait for another one.
enum Turn {
    Go { revision: Option<i64> },
    Fallen(CallError),
}

/// A wish that waits for the one before it.
pub(super) struct Waiting {
    number: Number,
    turn: Box<dyn FnOnce(Turn)>,
}

impl Cache {
    /// Asks for a change of `before`, the signal as the person saw it, that sets these fields. All screens show them at
    /// once; when it is refused, or its outcome is not known, they show again what the server says, and `done` is told
    /// why. It is sent whether or not whoever asked stays on the screen. Changes of one thing are sent one after the other, each standing on
    /// the one before; when one is refused, those that wait for it are refused with it.
    pub(crate) fn change<O: Wish + 'static>(
        &self,
        request: O,
        fields: Map<String, Value>,
        before: &Signal,
        done: Callback<Result<Signal, CallError>>,
    ) {
        let patch = Value::Object(fields);
        let foretold =
            Event { kind: EventKind::SignalUpdated, id: before.id.0.clone(), patch, ts: 0, seq: EventSeq(0) };
        let (number, tell, is_first) = self.0.wishes.borrow_mut().add(&foretold, object(json::value(before)));
        let cache = self.clone();
        let turn = move |turn: Turn| match turn {
            Turn::Go { revision } => {
                wasm_bindgen_futures::spawn_local(cache.carry(number, request, revision, done));
            }
            Turn::Fallen(error) => done.emit(Err(error)),
        };
        self.live().tell(&tell);
        if is_first {
            turn(Turn::Go { revision: None });
        } else {
            self.0.waiting.borrow_mut().push(Waiting { number, turn: Box::new(turn) });
        }
    }

    async fn carry<O: Wish>(
        self,
        number: Number,
        mut request: O,
        revision: Option<i64>,
        done: Callback<Result<Signal, CallError>>,
    ) {
        if let Some(revision) = revision {
            request.stand_on(revision);
        }
        let result = self.client().change(&request).await.map(|Answer { data, .. }| O::signal(data));
        let outcome = {
            let mut wishes = self.0.wishes.borrow_mut();
            match &result {
                Ok(data) => wishes.granted(number, &object(json::value(data))),
                Err(_) => wishes.refused(number),
            }
        };
        if let Some(outcome) = outcome {
            self.follow(outcome, result.as_ref().err());
        }
        done.emit(result);
    }

    fn follow(&self, Outcome { tell, next, fallen }: Outcome, error: Option<&CallError>) {
        self.live().tell(&tell);
        if let Some((number, revision)) = next
            && let Some(turn) = self.turn(number)
        {
            turn(Turn::Go { revision: revision.as_i64() });
        }
        for number in fallen {
            if let (Some(turn), Some(error)) = (self.turn(number), error) {
                turn(Turn::Fallen(error.clone()));
            }
        }
    }

    fn turn(&self, number: Number) -> Option<Box<dyn FnOnce(Turn)>> {
        let mut waiting = self.0.waiting.borrow_mut();
        let at = waiting.iter().position(|waiting| waiting.number == number)?;
        Some(waiting.remove(at).turn)
    }
}

fn object(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}
