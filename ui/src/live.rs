//! Listening: one stream of events for all pages of a browser, for as long as one of them is open.
//!
//! [`machine`] decides when this page wants a line, [`hub`] whether it opens one or gets a place at the page that has
//! one; neither touches anything. This file carries out what they decide.

mod hub;
mod machine;
mod tabs;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use console_api::{Event, EventKind, Freshness, Timestamp};
use yew::prelude::*;

use crate::browser::{self, Listener, Task};
use crate::client::{Client, Line};
use crate::json;
use hub::{Hub, Message, Output};
use machine::{Action, Input, Machine};
use tabs::Tabs;

pub(crate) use machine::Connection;

/// What a listener is told.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Event(Rc<Event>),
    /// Something may have been missed: read again what is on the screen.
    Reread,
    /// The server can be reached again: ask again what failed.
    Returned,
}

/// Freshness of FLUO, and when we heard of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KnownFreshness {
    pub(crate) freshness: Freshness,
    pub(crate) heard_at: Timestamp,
}

type Watchers<T> = RefCell<Vec<(u32, Callback<T>)>>;

struct Inner {
    client: Client,
    machine: RefCell<Machine>,
    line: RefCell<Option<Line>>,
    timer: RefCell<Option<Task>>,
    hub: RefCell<Hub>,
    tabs: RefCell<Option<Tabs>>,
    hub_timer: RefCell<Option<Task>>,
    /// A person asked for the try that is being made.
    is_eager: Cell<bool>,
    connection: RefCell<Connection>,
    freshness: RefCell<Option<KnownFreshness>>,
    changes: Watchers<Change>,
    states: Watchers<()>,
    /// What every event of the stream passes before listeners get it.
    lens: RefCell<Option<Callback<Rc<Event>, Rc<Event>>>>,
    next_id: Cell<u32>,
    listeners: RefCell<Vec<Listener>>,
}

/// Handle on the page's stream; cheap to clone.
#[derive(Clone)]
pub(crate) struct Live(Rc<Inner>);

impl PartialEq for Live {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Live {
    /// A stream that is not open yet; see [`Live::start`].
    pub(crate) fn new(client: Client) -> Self {
        Self(Rc::new(Inner {
            client,
            machine: RefCell::default(),
            line: RefCell::default(),
            timer: RefCell::default(),
            hub: RefCell::new(Hub::new(String::new())),
            tabs: RefCell::default(),
            hub_timer: RefCell::default(),
            is_eager: Cell::new(false),
            connection: RefCell::new(Connection::Connecting),
            freshness: RefCell::default(),
            changes: RefCell::default(),
            states: RefCell::default(),
            lens: RefCell::default(),
            next_id: Cell::new(0),
            listeners: RefCell::default(),
        }))
    }

    /// Opens the stream and, where it crosses a network, follows the browser's own news of that.
    pub(crate) fn start(&self) {
        let Some(window) = browser::window() else { return };
        let on = |target: web_sys::EventTarget, kind: &'static str, input: fn() -> Input| {
            let live = self.clone();
            Listener::new(target, kind, move |_| live.handle(input()))
        };
        let mut listeners = Vec::new();
        let needs_network = self.0.client.needs_network();
        if needs_network {
            listeners.push(on(window.clone().into(), "online", || Input::Online));
            listeners.push(on(window.into(), "offline", || Input::Offline));
        }
        if let Some(document) = browser::document() {
            listeners.push(on(document.into(), "visibilitychange", || Input::Looked {
                is_visible: browser::is_visible(),
            }));
        }
        if needs_network {
            self.join(&mut listeners);
        } else {
            self.hub(hub::Input::Apart);
        }
        *self.0.listeners.borrow_mut() = listeners;
        let is_cut_off = needs_network && !browser::is_online();
        self.handle(if is_cut_off { Input::Offline } else { Input::Start });
    }

    /// Meets the other pages of this browser.
    fn join(&self, listeners: &mut Vec<Listener>) {
        *self.0.hub.borrow_mut() = Hub::new(browser::unique_key());
        let live = self.clone();
        let said = Callback::from(move |text: String| {
            if let Some(message) = Message::read(&text) {
                live.hub(hub::Input::Message(message));
            }
        });
        let Some(tabs) = Tabs::open(said) else { return self.hub(hub::Input::Apart) };
        *self.0.tabs.borrow_mut() = Some(tabs);
        self.stand();
        let on = |kind: &'static str, input: fn() -> hub::Input| {
            let live = self.clone();
            Some(Listener::new(browser::document()?, kind, move |_| live.hub(input())))
        };
        listeners.extend(on("freeze", || hub::Input::Frozen));
        listeners.extend(on("resume", || hub::Input::Resumed));
    }

    fn stand(&self) {
        let live = self.clone();
        let elected = Callback::from(move |is_elected| {
            live.hub(if is_elected { hub::Input::Elected } else { hub::Input::Apart });
        });
        if let Some(tabs) = &*self.0.tabs.borrow() {
            tabs.stand(elected);
        }
    }

    /// Tries at once instead of at the next planned moment.
    pub(crate) fn retry(&self) {
        self.0.is_eager.set(true);
        self.handle(Input::RetryNow);
        self.0.is_eager.set(false);
    }

    pub(crate) fn connection(&self) -> Connection {
        self.0.connection.borrow().clone()
    }

    pub(crate) fn freshness(&self) -> Option<KnownFreshness> {
        self.0.freshness.borrow().clone()
    }

    /// Lets listeners see the events of the stream through this.
    pub(crate) fn look_through(&self, lens: Callback<Rc<Event>, Rc<Event>>) {
        *self.0.lens.borrow_mut() = Some(lens);
    }

    /// Tells every listener of a change that this page made itself, ahead of the stream.
    pub(crate) fn tell(&self, event: &Rc<Event>) {
        self.deliver(&Change::Event(Rc::clone(event)));
    }

    /// What an answer said about freshness counts as much as what the stream says.
    pub(crate) fn note_freshness(&self, freshness: Freshness) {
        *self.0.freshness.borrow_mut() = Some(KnownFreshness { freshness, heard_at: browser::now() });
        self.tell_states();
    }

    fn handle(&self, input: Input) {
        let (actions, connection) = {
            let mut machine = self.0.machine.borrow_mut();
            let actions = machine.handle(input, browser::now(), browser::random());
            (actions, machine.connection())
        };
        let changed = *self.0.connection.borrow() != connection;
        *self.0.connection.borrow_mut() = connection;
        for action in actions {
            self.carry_out(action);
        }
        if changed {
            self.tell_states();
        }
    }

    fn carry_out(&self, action: Action) {
        match action {
            Action::Connect { after } => {
                self.hub(hub::Input::Wanted { after, is_eager: self.0.is_eager.get() });
            }
            Action::HangUp => self.hub(hub::Input::Unwanted),
            Action::WakeIn { millis } => {
                let live = self.clone();
                *self.0.timer.borrow_mut() = Some(browser::spawn(async move {
                    browser::sleep(millis).await;
                    live.handle(Input::Woke);
                }));
            }
            Action::Deliver(event) => {
                if matches!(event.kind, EventKind::Heartbeat | EventKind::FluoChanged)
                    && let Ok(freshness) = json::read_value(&event.patch)
                {
                    self.note_freshness(freshness);
                }
                let event = Rc::new(*event);
                let lens = self.0.lens.borrow().clone();
                let event = lens.map_or_else(|| Rc::clone(&event), |lens| lens.emit(Rc::clone(&event)));
                self.deliver(&Change::Event(event));
            }
            Action::Reread => self.deliver(&Change::Reread),
            Action::Returned => self.deliver(&Change::Returned),
        }
    }

    fn hub(&self, input: hub::Input) {
        let outputs = self.0.hub.borrow_mut().handle(input);
        for output in outputs {
            self.put_out(output);
        }
    }

    fn put_out(&self, output: Output) {
        let live = self.clone();
        match output {
            Output::Open { after } => {
                let heard = Callback::from(move |heard| live.hub(hub::Input::Line(heard)));
                let line = self.0.client.listen(after, heard);
                *self.0.line.borrow_mut() = Some(line);
            }
            Output::Close => drop(self.0.line.borrow_mut().take()),
            Output::Tell(heard) => self.handle(Input::Heard(heard)),
            Output::Post(message) => {
                if let Some(tabs) = &*self.0.tabs.borrow() {
                    tabs.post(&message.write());
                }
            }
            Output::WakeIn { millis } => {
                *self.0.hub_timer.borrow_mut() = Some(browser::spawn(async move {
                    browser::sleep(millis).await;
                    live.hub(hub::Input::Woke);
                }));
            }
            Output::Retry => self.handle(Input::RetryNow),
            Output::StandForElection => self.stand(),
            Output::StepDown => {
                if let Some(tabs) = &*self.0.tabs.borrow() {
                    tabs.step_down();
                }
            }
        }
    }

    fn deliver(&self, change: &Change) {
        let watchers = self.0.changes.borrow().clone();
        for (_, watcher) in watchers {
            watcher.emit(change.clone());
        }
    }

    fn tell_states(&self) {
        let watchers = self.0.states.borrow().clone();
        for (_, watcher) in watchers {
            watcher.emit(());
        }
    }

    /// Tells `watcher` of every change until the watch is dropped.
    pub(crate) fn watch_changes(&self, watcher: Callback<Change>) -> Watch {
        let id = self.next_id();
        self.0.changes.borrow_mut().push((id, watcher));
        Watch { live: self.clone(), id }
    }

    /// Tells `watcher` when connection or freshness changed, until the watch is dropped.
    fn watch_states(&self, watcher: Callback<()>) -> Watch {
        let id = self.next_id();
        self.0.states.borrow_mut().push((id, watcher));
        Watch { live: self.clone(), id }
    }

    fn next_id(&self) -> u32 {
        self.0.next_id.replace(self.0.next_id.get() + 1)
    }
}

/// A registered listener; ends when dropped.
pub(crate) struct Watch {
    live: Live,
    id: u32,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.live.0.changes.borrow_mut().retain(|(id, _)| *id != self.id);
        self.live.0.states.borrow_mut().retain(|(id, _)| *id != self.id);
    }
}

#[hook]
pub(crate) fn use_live() -> Live {
    crate::cache::use_cache().live().clone()
}

/// The state of the line, kept current.
#[hook]
pub(crate) fn use_connection() -> Connection {
    let live = use_live();
    use_state_watch(&live);
    live.connection()
}

/// How fresh FLUO's data is, kept current.
#[hook]
pub(crate) fn use_freshness() -> Option<KnownFreshness> {
    let live = use_live();
    use_state_watch(&live);
    live.freshness()
}

#[hook]
fn use_state_watch(live: &Live) {
    let update = use_force_update();
    use_effect_with(live.clone(), move |live| {
        let watch = live.watch_states(Callback::from(move |()| update.force_update()));
        || drop(watch)
    });
}
