//! One kept answer: who watches it, the request that renews it, and what events do to it. Knows no types.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use console_api::{Event, Meta, OperationInfo, Timestamp};
use serde_json::{Map, Value};
use yew::Callback;

use super::{Effect, Query};
use crate::browser::{self, Task};
use crate::client::{CallError, Client, fields, read_envelope};
use crate::live::{Change, Live};

/// Events do not renew an answer more often than this.
const RENEW_EVERY_MS: i64 = 2_000;

/// What is known of an answer.
#[derive(Default)]
pub(super) struct Held {
    pub(super) data: Option<Rc<dyn Any>>,
    pub(super) error: Option<CallError>,
    pub(super) fetched_at: Option<Timestamp>,
}

type Decode = fn(&str) -> Result<(Rc<dyn Any>, Meta), CallError>;
type React = Box<dyn Fn(&Event, &dyn Any) -> Effect<Rc<dyn Any>>>;

pub(super) struct Slot {
    info: &'static OperationInfo,
    fields: Map<String, Value>,
    decode: Decode,
    react: React,
    client: Client,
    live: Live,
    held: RefCell<Rc<Held>>,
    watchers: RefCell<Vec<(u32, Callback<()>)>>,
    next_id: Cell<u32>,
    task: RefCell<Option<Task>>,
    asked_at: Cell<Option<Timestamp>>,
    /// What was heard while a request is under way. The server may have read its answer before, so it is told again
    /// to the answer; and it does not end the request, or a busy stream would never let one finish.
    meanwhile: RefCell<Option<Vec<Rc<Event>>>>,
}

impl Slot {
    pub(super) fn new<O: Query>(request: O, client: Client, live: Live) -> Self {
        Self {
            info: const { &O::INFO },
            fields: fields(&request),
            decode: |text| {
                let answer = read_envelope::<O::Data>(text)?;
                Ok((Rc::new(answer.data), answer.meta))
            },
            react: Box::new(move |event, data| {
                match data.downcast_ref().map(|data| request.react(event, data)) {
                    Some(Effect::Patched(data)) => Effect::Patched(Rc::new(data)),
                    Some(Effect::Renew) => Effect::Renew,
                    Some(Effect::Nothing) | None => Effect::Nothing,
                }
            }),
            client,
            live,
            held: RefCell::default(),
            watchers: RefCell::default(),
            next_id: Cell::new(0),
            task: RefCell::default(),
            asked_at: Cell::new(None),
            meanwhile: RefCell::default(),
        }
    }

    pub(super) fn held(&self) -> Rc<Held> {
        Rc::clone(&self.held.borrow())
    }

    pub(super) fn is_watched(&self) -> bool {
        !self.watchers.borrow().is_empty()
    }

    /// Tells `watcher` of each change; the first one makes the slot ask.
    pub(super) fn watch(self: &Rc<Self>, watcher: Callback<()>) -> u32 {
        let id = self.next_id.replace(self.next_id.get() + 1);
        let first = !self.is_watched();
        self.watchers.borrow_mut().push((id, watcher));
        if first {
            self.renew();
        }
        id
    }

    /// A request that nobody waits for any more ends.
    pub(super) fn unwatch(&self, id: u32) {
        self.watchers.borrow_mut().retain(|(watcher, _)| *watcher != id);
        if !self.is_watched() {
            self.task.borrow_mut().take();
            self.meanwhile.borrow_mut().take();
        }
    }

    /// Asks now, in place of a request under way.
    pub(super) fn renew(self: &Rc<Self>) {
        self.renew_after(0);
    }

    /// Asks now, or as soon as the last time is long enough ago.
    fn renew_soon(self: &Rc<Self>) {
        let since_ms = self.asked_at.get().map_or(i64::MAX, |asked| browser::now().since(asked) / 1_000);
        self.renew_after(RENEW_EVERY_MS - since_ms.clamp(0, RENEW_EVERY_MS));
    }

    fn renew_after(self: &Rc<Self>, wait_ms: i64) {
        let slot = Rc::clone(self);
        *self.task.borrow_mut() = Some(browser::spawn(async move {
            if wait_ms > 0 {
                browser::sleep(i32::try_from(wait_ms).unwrap_or(0)).await;
            }
            slot.asked_at.set(Some(browser::now()));
            *slot.meanwhile.borrow_mut() = Some(Vec::new());
            let result = slot.client.ask(slot.info, slot.fields.clone()).await;
            let meanwhile = slot.meanwhile.borrow_mut().take();
            slot.settle(result);
            for event in meanwhile.unwrap_or_default() {
                slot.hear(&Change::Event(event));
            }
        }));
    }

    fn settle(&self, result: Result<String, CallError>) {
        let next = match result.and_then(|text| (self.decode)(&text)) {
            Ok((data, meta)) => {
                if let Some(freshness) = meta.freshness {
                    self.live.note_freshness(freshness);
                }
                Held { data: Some(data), error: None, fetched_at: Some(browser::now()) }
            }
            Err(error) => {
                let old = self.held();
                Held { data: old.data.clone(), error: Some(error), fetched_at: old.fetched_at }
            }
        };
        self.replace(next);
    }

    fn replace(&self, next: Held) {
        *self.held.borrow_mut() = Rc::new(next);
        let watchers = self.watchers.borrow().clone();
        for (_, watcher) in watchers {
            watcher.emit(());
        }
    }

    pub(super) fn hear(self: &Rc<Self>, change: &Change) {
        match change {
            Change::Reread => self.renew(),
            Change::Event(event) => {
                let asking =
                    self.meanwhile.borrow_mut().as_mut().map(|heard| heard.push(Rc::clone(event))).is_some();
                let old = self.held();
                let Some(data) = &old.data else { return };
                match (self.react)(event, data.as_ref()) {
                    Effect::Nothing => {}
                    Effect::Renew if asking => {}
                    Effect::Renew => self.renew_soon(),
                    Effect::Patched(data) => self.replace(Held {
                        data: Some(data),
                        error: old.error.clone(),
                        fetched_at: old.fetched_at,
                    }),
                }
            }
        }
    }
}

/// Slots are the same when they are the same one.
#[derive(Clone)]
pub(super) struct ByAddress(pub(super) Rc<Slot>);

impl PartialEq for ByAddress {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
