//! What the server has told us: one owner for all of it.
//!
//! An answer is kept under its operation and request. A page that asks again gets what is kept at once and the fresh
//! answer when it comes; events patch or renew answers in place; a request ends when nobody on the screen wants it
//! any more; a failed refresh keeps the data and adds the error.
//!
//! Slots do not know the type of their data, so that their code exists once; [`Query`] and [`Asked`] do.

mod reaction;
mod slot;

use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use console_api::{Event, Operation, Timestamp};
use yew::prelude::*;

use crate::client::{CallError, Client};
use crate::json;
use crate::live::{Change, Live, Watch};
use slot::{ByAddress, Held, Slot};

pub(crate) use reaction::{Effect, updated_signal};

/// Answers kept although no screen shows them.
const KEPT: usize = 64;

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
        Self(Rc::new(Inner { client, live, slots: RefCell::default(), watch: RefCell::default() }))
    }

    /// Opens the stream and begins to follow it.
    pub(crate) fn start(&self) {
        let cache = self.clone();
        let watch = self.live().watch_changes(Callback::from(move |change: Change| cache.hear(&change)));
        *self.0.watch.borrow_mut() = Some(watch);
        self.live().start();
    }

    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    fn hear(&self, change: &Change) {
        if matches!(change, Change::Reread) {
            self.0.slots.borrow_mut().retain(|(_, slot)| slot.is_watched());
        }
        let slots = self.0.slots.borrow().clone();
        for (_, slot) in slots {
            slot.hear(change);
        }
    }

    fn slot(&self, key: String, make: impl FnOnce() -> Slot) -> Rc<Slot> {
        let mut slots = self.0.slots.borrow_mut();
        if let Some((_, slot)) = slots.iter().find(|(other, _)| *other == key) {
            return Rc::clone(slot);
        }
        if slots.len() >= KEPT {
            slots.retain(|(_, slot)| slot.is_watched());
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
    use_context::<Cache>().expect("rendered below the providers of App")
}

/// Asks, keeps the answer current while the component lives, and draws it anew on each change.
#[hook]
pub(crate) fn use_query<O: Query>(request: O) -> Asked<O> {
    let cache = use_cache();
    let key = [O::INFO.name, " ", &json::write(&json::value(&request))].concat();
    let slot = cache.slot(key, || Slot::new(request, cache.client().clone(), cache.live().clone()));
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
