//! One kept answer: who watches it, the request that renews it, and what events do to it. Knows no types.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use console_api::{Event, EventSeq, Meta, OperationInfo, Signal, Timestamp};
use serde_json::{Map, Value};
use yew::Callback;

use super::meanwhile::Meanwhile;
use super::retry;
use super::wishes::Wishes;
use super::{Effect, Query};
use crate::browser::{self, Task};
use crate::client::{CallError, Client, Reply, fields, read_envelope};
use crate::live::{Change, Live};

/// Events do not renew an answer more often than this.
const RENEW_EVERY_MS: i64 = 2_000;
/// A screen that opens so soon after an answer came takes it as it is.
const FRESH_MS: i64 = 5_000;

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
    wishes: Rc<RefCell<Wishes>>,
    held: RefCell<Rc<Held>>,
    watchers: RefCell<Vec<(u32, Callback<()>)>>,
    next_id: Cell<u32>,
    task: RefCell<Option<Task>>,
    asked_at: Cell<Option<Timestamp>>,
    /// When the last watcher went, or nobody came yet.
    last_watched: Cell<Option<Timestamp>>,
    /// An event meant that only the server knows the answer now, while nobody watched.
    outdated: Cell<bool>,
    /// While a request is under way. An event does not end it, or a busy stream would never let one finish.
    meanwhile: RefCell<Option<Meanwhile>>,
}

impl Slot {
    pub(super) fn new<O: Query>(request: O, client: Client, live: Live, wishes: Rc<RefCell<Wishes>>) -> Self {
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
            wishes,
            held: RefCell::default(),
            watchers: RefCell::default(),
            next_id: Cell::new(0),
            task: RefCell::default(),
            asked_at: Cell::new(None),
            last_watched: Cell::new(None),
            outdated: Cell::new(false),
            meanwhile: RefCell::default(),
        }
    }

    pub(super) fn held(&self) -> Rc<Held> {
        Rc::clone(&self.held.borrow())
    }

    fn is_watched(&self) -> bool {
        !self.watchers.borrow().is_empty()
    }

    /// When nobody watched it any more; nothing while it is watched, or is about to be.
    pub(super) fn last_watched(&self) -> Option<Timestamp> {
        self.last_watched.get().filter(|_| !self.is_watched())
    }

    /// Tells `watcher` of each change; the first one makes the slot ask, unless it is asking or has just asked.
    pub(super) fn watch(self: &Rc<Self>, watcher: Callback<()>) -> u32 {
        let id = self.next_id.replace(self.next_id.get() + 1);
        let is_first = !self.is_watched();
        self.watchers.borrow_mut().push((id, watcher));
        if is_first && !self.is_asking() && !self.is_fresh() {
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
            self.last_watched.set(Some(browser::now()));
        }
    }

    /// Asks although nobody watches.
    pub(super) fn prefetch(self: &Rc<Self>) {
        if self.is_watched() || self.is_asking() || self.is_fresh() {
            return;
        }
        self.last_watched.set(Some(browser::now()));
        self.renew();
    }

    fn is_asking(&self) -> bool {
        self.meanwhile.borrow().is_some()
    }

    fn is_fresh(&self) -> bool {
        let held = self.held();
        let age_ms = held.fetched_at.map(|at| browser::now().since(at) / 1_000);
        held.error.is_none() && !self.outdated.get() && age_ms.is_some_and(|age| age < FRESH_MS)
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
            let mut wait = Some(wait_ms);
            let mut failures = 0;
            while let Some(wait_ms) = wait {
                if wait_ms > 0 {
                    browser::sleep(i32::try_from(wait_ms).unwrap_or(0)).await;
                }
                failures += 1;
                wait = slot.ask(failures).await;
            }
        }));
    }

    /// Asks once. Answers how long to wait before the next try, where there is to be one.
    async fn ask(self: &Rc<Self>, failures: u32) -> Option<i64> {
        self.asked_at.set(Some(browser::now()));
        self.outdated.set(false);
        *self.meanwhile.borrow_mut() = Some(Meanwhile::default());
        let result = self.client.ask(self.info, self.fields.clone()).await;
        let meanwhile = self.meanwhile.borrow_mut().take().unwrap_or_default();
        let wait = self.settle(result, failures);
        let wished = self.wishes.borrow().open();
        for event in meanwhile.into_iter().chain(wished) {
            self.hear(&Change::Event(event));
        }
        wait.filter(|_| self.is_watched())
    }

    fn settle(&self, result: Result<Reply, CallError>, failures: u32) -> Option<i64> {
        let retry_after = result.as_ref().ok().and_then(|reply| reply.retry_after);
        match result.and_then(|reply| (self.decode)(&reply.text)) {
            Ok((data, meta)) => {
                if let Some(signal) = data.downcast_ref::<Signal>() {
                    self.wishes.borrow_mut().learn_signal(signal);
                }
                if let Some(freshness) = meta.freshness {
                    self.live.note_freshness(freshness);
                }
                self.replace(Held { data: Some(data), error: None, fetched_at: Some(browser::now()) });
                None
            }
            Err(error) => {
                let wait = retry::wait_ms(&error, failures, retry_after, browser::random());
                let old = self.held();
                self.replace(Held { data: old.data.clone(), error: Some(error), fetched_at: old.fetched_at });
                wait
            }
        }
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
            Change::Returned if self.is_watched() && self.held().error.is_some() => self.renew(),
            Change::Returned => {}
            Change::Event(event) => {
                let asking = self.meanwhile.borrow_mut().as_mut().map(|heard| heard.note(event)).is_some();
                let old = self.held();
                let Some(data) = &old.data else { return };
                match (self.react)(event, data.as_ref()) {
                    Effect::Nothing => {}
                    Effect::Renew if asking => {}
                    // What the server does not know yet it cannot answer for.
                    Effect::Renew if event.seq == EventSeq(0) => {}
                    Effect::Renew if !self.is_watched() => self.outdated.set(true),
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
