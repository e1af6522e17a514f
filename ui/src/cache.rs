//! What the server has told us: one owner for all of it.
//!
//! An answer is kept under its operation and request. A page that asks again gets what is kept at once and the fresh
//! answer when it comes; events patch or renew answers in place; a request ends when nobody on the screen wants it
//! any more; a failed refresh keeps the data and adds the error.

mod reaction;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use console_api::{Answer, Event, Operation, Timestamp};
use yew::prelude::*;

use crate::browser::{self, Task};
use crate::client::{CallError, Client};
use crate::live::{Change, Live, Watch};

pub(crate) use reaction::{Effect, updated_signal};

/// Answers kept although no screen shows them.
const KEPT: usize = 64;
/// Events do not renew an answer more often than this.
const RENEW_EVERY_MS: i64 = 2_000;

/// A request whose answer may be kept.
pub(crate) trait Query: Operation + Clone + PartialEq {
    /// What an event means for a kept answer.
    fn react(&self, event: &Event, data: &Self::Data) -> Effect<Self::Data>;
}

/// What is known of an answer. Data and error stand side by side when a refresh failed.
#[derive(Debug)]
pub(crate) struct Loaded<D> {
    pub(crate) answer: Option<Rc<Answer<D>>>,
    pub(crate) error: Option<CallError>,
    /// When the data came.
    pub(crate) fetched_at: Option<Timestamp>,
}

impl<D> Default for Loaded<D> {
    fn default() -> Self {
        Self { answer: None, error: None, fetched_at: None }
    }
}

impl<D> Loaded<D> {
    pub(crate) fn data(&self) -> Option<&D> {
        self.answer.as_deref().map(|answer| &answer.data)
    }
}

trait Slot {
    fn hear(self: Rc<Self>, change: &Change);
    fn is_watched(&self) -> bool;
    /// Ends a request that nobody waits for.
    fn rest(&self);
    fn into_any(self: Rc<Self>) -> Rc<dyn Any>;
}

struct QuerySlot<O: Query> {
    request: O,
    client: Client,
    live: Live,
    loaded: RefCell<Rc<Loaded<O::Data>>>,
    watchers: RefCell<Vec<(u32, Callback<()>)>>,
    next_id: Cell<u32>,
    task: RefCell<Option<Task>>,
    asked_at: Cell<Option<Timestamp>>,
}

impl<O: Query> QuerySlot<O> {
    /// Asks now, in place of a request under way.
    fn renew(self: &Rc<Self>) {
        self.asked_at.set(Some(browser::now()));
        let slot = Rc::clone(self);
        *self.task.borrow_mut() = Some(browser::spawn(async move {
            let result = slot.client.call(&slot.request).await;
            slot.settle(result);
        }));
    }

    /// Asks now, or as soon as the last time is long enough ago.
    fn renew_soon(self: &Rc<Self>) {
        let since_ms = self.asked_at.get().map_or(i64::MAX, |asked| browser::now().since(asked) / 1_000);
        let wait_ms = RENEW_EVERY_MS - since_ms.min(RENEW_EVERY_MS);
        if wait_ms <= 0 {
            return self.renew();
        }
        let slot = Rc::clone(self);
        *self.task.borrow_mut() = Some(browser::spawn(async move {
            browser::sleep(i32::try_from(wait_ms).unwrap_or(0)).await;
            slot.renew();
        }));
    }

    fn settle(&self, result: Result<Answer<O::Data>, CallError>) {
        let next = match result {
            Ok(answer) => {
                if let Some(freshness) = answer.meta.freshness.clone() {
                    self.live.note_freshness(freshness);
                }
                Loaded { answer: Some(Rc::new(answer)), error: None, fetched_at: Some(browser::now()) }
            }
            Err(error) => {
                let old = self.loaded.borrow();
                Loaded { answer: old.answer.clone(), error: Some(error), fetched_at: old.fetched_at }
            }
        };
        self.replace(next);
    }

    fn replace(&self, next: Loaded<O::Data>) {
        *self.loaded.borrow_mut() = Rc::new(next);
        let watchers = self.watchers.borrow().clone();
        for (_, watcher) in watchers {
            watcher.emit(());
        }
    }

    fn react(self: &Rc<Self>, event: &Event) {
        let old = Rc::clone(&self.loaded.borrow());
        let Some(answer) = &old.answer else { return };
        match self.request.react(event, &answer.data) {
            Effect::Nothing => {}
            Effect::Patched(data) => self.replace(Loaded {
                answer: Some(Rc::new(Answer { data, meta: answer.meta.clone() })),
                error: old.error.clone(),
                fetched_at: old.fetched_at,
            }),
            Effect::Renew => self.renew_soon(),
        }
    }
}

impl<O: Query> Slot for QuerySlot<O> {
    fn hear(self: Rc<Self>, change: &Change) {
        match change {
            Change::Event(event) => self.react(event),
            Change::Reread => self.renew(),
        }
    }

    fn is_watched(&self) -> bool {
        !self.watchers.borrow().is_empty()
    }

    fn rest(&self) {
        self.task.borrow_mut().take();
    }

    fn into_any(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}

struct Inner {
    client: Client,
    live: Live,
    slots: RefCell<BTreeMap<String, Rc<dyn Slot>>>,
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
    pub(crate) fn new(client: Client, live: Live) -> Self {
        Self(Rc::new(Inner { client, live, slots: RefCell::default(), watch: RefCell::default() }))
    }

    /// Begins to follow the stream.
    pub(crate) fn start(&self) {
        let cache = self.clone();
        let watch = self.0.live.watch_changes(Callback::from(move |change: Change| cache.hear(&change)));
        *self.0.watch.borrow_mut() = Some(watch);
    }

    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    fn hear(&self, change: &Change) {
        if matches!(change, Change::Reread) {
            self.0.slots.borrow_mut().retain(|_, slot| slot.is_watched());
        }
        let slots: Vec<_> = self.0.slots.borrow().values().cloned().collect();
        for slot in slots {
            slot.hear(change);
        }
    }

    fn slot<O: Query>(&self, request: &O) -> Rc<QuerySlot<O>> {
        let key = format!("{} {}", O::INFO.name, serde_json::to_string(request).unwrap_or_default());
        let mut slots = self.0.slots.borrow_mut();
        if let Some(slot) = slots.get(&key)
            && let Ok(slot) = Rc::clone(slot).into_any().downcast::<QuerySlot<O>>()
        {
            return slot;
        }
        if slots.len() >= KEPT {
            slots.retain(|_, slot| slot.is_watched());
        }
        let slot = Rc::new(QuerySlot {
            request: request.clone(),
            client: self.0.client.clone(),
            live: self.0.live.clone(),
            loaded: RefCell::default(),
            watchers: RefCell::default(),
            next_id: Cell::new(0),
            task: RefCell::default(),
            asked_at: Cell::new(None),
        });
        slots.insert(key, Rc::<QuerySlot<O>>::clone(&slot) as Rc<dyn Slot>);
        slot
    }
}

/// A query as a page sees it.
pub(crate) struct Asked<O: Query> {
    pub(crate) loaded: Rc<Loaded<O::Data>>,
    slot: Rc<QuerySlot<O>>,
}

impl<O: Query> Asked<O> {
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
pub(crate) fn use_query<O: Query + 'static>(request: O) -> Asked<O> {
    let cache = use_cache();
    let update = use_force_update();
    let slot = cache.slot(&request);
    use_effect_with((cache, request), {
        let slot = Rc::clone(&slot);
        move |_| {
            let id = slot.next_id.replace(slot.next_id.get() + 1);
            slot.watchers.borrow_mut().push((id, Callback::from(move |()| update.force_update())));
            if slot.task.borrow().is_none() || slot.watchers.borrow().len() == 1 {
                slot.renew();
            }
            move || {
                slot.watchers.borrow_mut().retain(|(watcher, _)| *watcher != id);
                if !slot.is_watched() {
                    slot.rest();
                }
            }
        }
    });
    let loaded = Rc::clone(&slot.loaded.borrow());
    Asked { loaded, slot }
}
