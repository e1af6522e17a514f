//! The entries that are on the screen or near it: read a page at a time from the newest on, each page from where the
//! one before ended, so that what is written meanwhile moves nothing.

use std::cell::{Cell as Flag, RefCell};
use std::ops::Range;
use std::rc::Rc;

use console_api::audit::{AuditEntry, ListAudit};
use console_api::{Answer, Cursor, Timestamp};
use yew::Callback;

use super::columns;
use crate::browser::{self, Task};
use crate::client::{CallError, Client};
use crate::clock::Clock;
use crate::grid::{Cell, Presence, Source, Total};

const PAGE: u16 = 200;
/// The next page is asked for when so few rows are left below.
const AHEAD: usize = 100;

/// What the page around the rows shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct State {
    pub(super) rows: usize,
    pub(super) is_answered: bool,
    /// The rows belong to the question before.
    pub(super) is_outdated: bool,
    pub(super) error: Option<CallError>,
    pub(super) asked_at: Option<Timestamp>,
    version: u64,
}

#[derive(Default)]
struct Held {
    entries: Vec<AuditEntry>,
    request: ListAudit,
    next: Option<Cursor>,
    task: Option<Task>,
    state: State,
}

pub(super) struct Rows {
    client: Client,
    held: Rc<RefCell<Held>>,
    told: Callback<State>,
    changed: Rc<RefCell<Callback<()>>>,
    version: Rc<Flag<u64>>,
}

impl Rows {
    pub(super) fn new(client: Client, told: Callback<State>) -> Self {
        Self { client, held: Rc::default(), told, changed: Rc::default(), version: Rc::new(Flag::new(1)) }
    }

    pub(super) fn entry(&self, seq: i64) -> Option<Rc<AuditEntry>> {
        let held = self.held.borrow();
        held.entries.iter().find(|entry| entry.seq == seq).cloned().map(Rc::new)
    }

    /// Another question, or the same once more: what is there stays until the answer comes.
    pub(super) fn ask(&self, request: ListAudit) {
        {
            let mut held = self.held.borrow_mut();
            held.request = request;
            held.next = None;
            held.state.is_outdated = held.state.is_answered;
            held.state.error = None;
        }
        self.fetch(None);
        self.tell();
    }

    pub(super) fn retry_all(&self) {
        let request = self.held.borrow().request.clone();
        self.ask(request);
    }

    fn fetch(&self, cursor: Option<Cursor>) {
        let request =
            ListAudit { cursor: cursor.clone(), limit: Some(PAGE), ..self.held.borrow().request.clone() };
        let (client, held, tell) = (self.client.clone(), Rc::clone(&self.held), self.teller());
        let task = browser::spawn(async move {
            let answer = client.call(&request).await;
            {
                let mut held = held.borrow_mut();
                match answer {
                    Ok(Answer { data, meta }) => {
                        if cursor.is_none() {
                            held.entries.clear();
                        }
                        held.entries.extend(data);
                        held.next = meta.cursor;
                        held.state.error = None;
                        held.state.asked_at = Some(browser::now());
                        held.state.is_answered = true;
                        held.state.is_outdated = false;
                    }
                    Err(error) => held.state.error = Some(error),
                }
                held.task = None;
            }
            tell();
        });
        self.held.borrow_mut().task = Some(task);
    }

    fn teller(&self) -> impl Fn() + 'static {
        let (held, told) = (Rc::clone(&self.held), self.told.clone());
        let (changed, version) = (Rc::clone(&self.changed), Rc::clone(&self.version));
        move || {
            version.set(version.get() + 1);
            let state = {
                let mut held = held.borrow_mut();
                held.state.rows = held.entries.len();
                held.state.version = version.get();
                held.state.clone()
            };
            told.emit(state);
            let changed = changed.borrow().clone();
            changed.emit(());
        }
    }

    fn tell(&self) {
        self.teller()();
    }
}

impl Source for Rows {
    fn total(&self) -> Total {
        let held = self.held.borrow();
        match held.next.is_none() && held.state.is_answered {
            true => Total::Known(held.entries.len()),
            false => Total::AtLeast(held.entries.len()),
        }
    }

    fn presence(&self, index: usize) -> Presence {
        let held = self.held.borrow();
        match (index < held.entries.len(), &held.state.error) {
            (true, _) => Presence::Here,
            (false, Some(_)) => Presence::Failed,
            (false, None) => Presence::Coming,
        }
    }

    fn key(&self, index: usize) -> Option<String> {
        self.held.borrow().entries.get(index).map(|entry| entry.seq.to_string())
    }

    fn position(&self, key: &str) -> Option<usize> {
        let seq: i64 = key.parse().ok()?;
        self.held.borrow().entries.iter().position(|entry| entry.seq == seq)
    }

    fn cell(&self, index: usize, column: usize, clock: Clock, cell: &mut Cell) {
        if let Some(entry) = self.held.borrow().entries.get(index) {
            columns::cell(entry, column, clock, cell);
        }
    }

    fn full(&self, index: usize, column: usize, clock: Clock) -> String {
        let held = self.held.borrow();
        held.entries.get(index).map(|entry| columns::full(entry, column, clock)).unwrap_or_default()
    }

    fn want(&self, rows: Range<usize>, _forward: bool) {
        let next = {
            let held = self.held.borrow();
            let is_near = rows.end + AHEAD > held.entries.len();
            let may = is_near && held.task.is_none() && held.state.error.is_none();
            held.next.clone().filter(|_| may)
        };
        if next.is_some() {
            self.fetch(next);
        }
    }

    fn listen(&self, changed: Callback<()>) {
        *self.changed.borrow_mut() = changed;
    }

    fn version(&self) -> u64 {
        self.version.get()
    }

    fn retry(&self) {
        let next = {
            let mut held = self.held.borrow_mut();
            held.state.error = None;
            held.next.clone()
        };
        self.fetch(next);
        self.tell();
    }
}
