//! What the server has told us: one owner for all of it.
//!
//! An answer is kept under its operation and request. A page that asks again gets what is kept at once and the fresh
//! answer when it comes; events patch or renew answers in place; a request ends when nobody on the screen wants it
//! any more; a failed refresh keeps the data and adds the error.
//!
//! Slots do not know the type of their data, so that their code exists once; [`Query`] and [`Asked`] do.

mod change;
mod meanwhile;
mod reaction;
mod retry;
mod slot;
mod wishes;

use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use console_api::{Event, Operation, Signal, Timestamp};
use yew::prelude::*;

use crate::client::{CallError, Client};
use crate::desk::use_desk;
use crate::live::{Change, Live, Watch};
use crate::{browser, json};
use change::Waiting;
use slot::{ByAddress, Held, Slot};
use wishes::Wishes;

pub(crate) use change::Wish;
pub(crate) use meanwhile::Meanwhile;
pub(crate) use reaction::{Effect, updated_signal};

/// Answers kept, those that no screen shows included.
const KEPT: usize = 64;
/// How long an answer is kept that no screen shows.
const KEPT_MICROS: i64 = 5 * 60 * 1_000_000;

/// A request whose answer may be kept.
pub(crate) trait Query: Operation + PartialEq {
    /// What an event means for a kept answer.
    fn react(&self, event: &Event, data: &Self::Data) -> Effect<Self::Data>;
}

struct Inner {
    client: Client,
    live: Live,
    /// Few enough to be searched one by one.
    slots: RefCell<Vec<(String, Rc<Slot>)>>,
    watch: RefCell<Option<Watch>>,
    wishes: Rc<RefCell<Wishes>>,
    waiting: RefCell<Vec<Waiting>>,
}

/// Handle on all kept answers; cheap to clone.
#[derive(Clone)]
pub(crate) struct Cache(Rc<Inner>);

impl PartialEq for Cache {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Cache {
    pub(crate) fn new(client: Client) -> Self {
        let live = Live::new(client.clone());
        Self(Rc::new(Inner {
            client,
            live,
            slots: RefCell::default(),
            watch: RefCell::default(),
            wishes: Rc::default(),
            waiting: RefCell::default(),
        }))
    }

    /// Opens the stream and begins to follow it.
    pub(crate) fn start(&self) {
        let cache = self.clone();
        let watch = self.live().watch_changes(Callback::from(move |change: Change| cache.hear(&change)));
        *self.0.watch.borrow_mut() = Some(watch);
        let wishes = Rc::clone(&self.0.wishes);
        self.live().look_through(Callback::from(move |event: Rc<Event>| {
            let seen = wishes.borrow_mut().hear(&event);
            seen.unwrap_or(event)
        }));
        self.live().start();
    }

    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    /// Takes note of signals that an answer held; answers the events to tell these rows, so that they show what is
    /// wished and not answered yet.
    pub(crate) fn met(&self, signals: &[Signal]) -> Vec<Rc<Event>> {
        let mut wishes = self.0.wishes.borrow_mut();
        let open = wishes.open();
        for event in &open {
            if let Some(signal) = signals.iter().find(|signal| signal.id.0 == event.id) {
                wishes.learn_signal(signal);
            }
        }
        open
    }

    fn hear(&self, change: &Change) {
        // There is a heartbeat or a reread now and then, so this also is what collects the garbage.
        let keep_from = match change {
            Change::Reread => Timestamp(i64::MAX),
            Change::Event(_) | Change::Returned => Timestamp(browser::now().micros() - KEPT_MICROS),
        };
        self.0.slots.borrow_mut().retain(|(_, slot)| slot.last_watched().is_none_or(|at| at >= keep_from));
        let slots = self.0.slots.borrow().clone();
        for (_, slot) in slots {
            slot.hear(change);
        }
    }

    /// Asks ahead, for a screen that is about to be opened.
    #[expect(dead_code, reason = "the first user comes with rows that are pointed at")]
    pub(crate) fn prefetch<O: Query>(&self, request: O) {
        self.slot_of(request).prefetch();
    }

    /// What is kept of an answer, if anything is.
    pub(crate) fn kept<O: Query>(&self, request: O) -> Option<Rc<O::Data>> {
        Rc::downcast(self.slot_of(request).held().data.clone()?).ok()
    }

    fn slot_of<O: Query>(&self, request: O) -> Rc<Slot> {
        let key = [O::INFO.name, " ", &json::write(&json::value(&request))].concat();
        let Inner { client, live, wishes, .. } = &*self.0;
        self.slot(key, || Slot::new(request, client.clone(), live.clone(), Rc::clone(wishes)))
    }

    fn slot(&self, key: String, make: impl FnOnce() -> Slot) -> Rc<Slot> {
        let mut slots = self.0.slots.borrow_mut();
        if let Some((_, slot)) = slots.iter().find(|(other, _)| *other == key) {
            return Rc::clone(slot);
        }
        if slots.len() >= KEPT {
            let longest_unseen = slots
                .iter()
                .enumerate()
                .filter_map(|(at, (_, slot))| Some((slot.last_watched()?, at)))
                .min()
                .map(|(_, at)| at);
            longest_unseen.map(|at| slots.remove(at));
        }
        let slot = Rc::new(make());
        slots.push((key, Rc::clone(&slot)));
        slot
    }
}

/// A query as a page sees it: data and error stand side by side when a refresh failed.
pub(crate) struct Asked<O: Query> {
    held: Rc<Held>,
    slot: Rc<Slot>,
    operation: PhantomData<O>,
}

impl<O: Query> Asked<O> {
    pub(crate) fn data(&self) -> Option<Rc<O::Data>> {
        Rc::downcast(self.held.data.clone()?).ok()
    }

    pub(crate) fn error(&self) -> Option<CallError> {
        self.held.error.clone()
    }

    /// When the data came.
    pub(crate) fn fetched_at(&self) -> Option<Timestamp> {
        self.held.fetched_at
    }

    /// Asks again now.
    pub(crate) fn retry(&self) -> Callback<()> {
        let slot = Rc::clone(&self.slot);
        Callback::from(move |()| slot.renew())
    }
}

#[hook]
pub(crate) fn use_cache() -> Cache {
    use_desk().cache.clone()
}

/// Asks, keeps the answer current while the component lives, and draws it anew on each change.
#[hook]
pub(crate) fn use_query<O: Query>(request: O) -> Asked<O> {
    let slot = use_cache().slot_of(request);
    let held = use_slot(&slot);
    Asked { held, slot, operation: PhantomData }
}

#[hook]
fn use_slot(slot: &Rc<Slot>) -> Rc<Held> {
    let update = use_force_update();
    use_effect_with(ByAddress(Rc::clone(slot)), move |ByAddress(slot)| {
        let slot = Rc::clone(slot);
        let id = slot.watch(Callback::from(move |()| update.force_update()));
        move || slot.unwatch(id)
    });
    slot.held()
}
