//! What somebody asks to be done with signals, by key or by hand: kept in order for the part that does it.

use std::cell::RefCell;
use std::rc::Rc;

use console_api::{SignalId, SignalStatus};
use yew::prelude::*;

use crate::grid::Selection;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Set(SignalStatus),
    /// Of no meaning: which reason is asked for first.
    FalsePositive,
    /// Put aside: until when is asked for first.
    Snooze,
    /// No longer put aside.
    Wake,
    /// Whose it is is asked for first.
    Assign,
    /// Which tags are asked for first.
    Tag,
    /// Without the tag that is named.
    Untag,
}

/// With which signals.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum On {
    One(SignalId),
    Many(Selection),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) verb: Verb,
    pub(crate) on: On,
    /// What is named beside: a tag.
    pub(crate) word: Option<String>,
}

impl Asked {
    pub(crate) fn new(verb: Verb, on: On) -> Self {
        Self { verb, on, word: None }
    }
}

/// What waits to be done; two differ when something was asked in between.
#[derive(Clone, Default)]
pub(crate) struct Queue {
    waiting: Rc<RefCell<Vec<Asked>>>,
    /// Signals with a change that is not answered yet.
    under_way: Rc<RefCell<Vec<SignalId>>>,
    count: usize,
}

impl PartialEq for Queue {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.waiting, &other.waiting) && self.count == other.count
    }
}

impl Queue {
    /// Nothing was ever asked: what does it need not be here.
    pub(crate) fn is_unused(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn is_under_way(&self, id: &SignalId) -> bool {
        self.under_way.borrow().contains(id)
    }

    pub(super) fn begin(&self, id: &SignalId) {
        self.under_way.borrow_mut().push(id.clone());
    }

    pub(super) fn end(&self, id: &SignalId) {
        self.under_way.borrow_mut().retain(|other| other != id);
    }

    pub(crate) fn take(&self) -> Vec<Asked> {
        self.waiting.take()
    }
}

/// The queue of a page, and the way to ask.
#[hook]
pub(crate) fn use_queue() -> (Queue, Callback<Asked>) {
    let queue = use_state_eq(Queue::default);
    let last = use_mut_ref(Queue::default);
    let ask = {
        let set = queue.setter();
        use_callback((), move |asked: Asked, ()| {
            let mut last = last.borrow_mut();
            last.waiting.borrow_mut().push(asked);
            last.count += 1;
            set.set(last.clone());
        })
    };
    ((*queue).clone(), ask)
}
