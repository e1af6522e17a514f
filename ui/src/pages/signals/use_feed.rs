//! Fills the [`Rows`]: asks for pages, listens to the stream, asks again when something may have been missed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use console_api::operations::{GetSignal, ListSignals};
use console_api::{Cursor, Event, EventKind, EventSeq, Signal, Timestamp};
use yew::prelude::*;

use super::feed::{Action, Rest};
use super::question::Question;
use super::rows::{FeedState, Rows};
use super::view::View;
use crate::browser::{self, Task};
use crate::cache::{Cache, updated_signal, use_cache};
use crate::grid::Fetch;
use crate::json;
use crate::live::{Change, Connection, Live, use_live};
use crate::session::use_session;

const PAGE: u16 = 100;
const LARGEST_PAGE: u16 = 500;
/// The first question waits so long for the stream: what is read before that opens has to be read again.
const OPENING_MS: i32 = 250;
/// Between looking up one signal that may have moved in and the next.
const LOOKUP_MS: i32 = 500;

#[derive(Clone, PartialEq)]
pub(super) struct Feeding {
    pub(super) rows: Held,
    pub(super) state: FeedState,
    pub(super) retry: Callback<()>,
}

/// The one set of rows of a page.
#[derive(Clone)]
pub(crate) struct Held(pub(super) Rc<Rows>);

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[hook]
pub(super) fn use_feed(view: &View) -> Feeding {
    let cache = use_cache();
    let live = use_live();
    let state = use_state_eq(|| FeedState { is_empty: true, ..FeedState::default() });
    let reader = use_memo((), {
        let (cache, live, state) = (cache.clone(), live.clone(), state.setter());
        move |()| {
            let rows = Rc::new(Rows::new());
            rows.tell_page(Callback::from(move |now| state.set(now)));
            Reader {
                rows,
                cache,
                live,
                me: RefCell::new(Rc::from("")),
                generation: Cell::new(0),
                task: Rc::default(),
                lookup: Cell::default(),
                looking: Cell::default(),
                missed: Cell::default(),
                failed: Rc::default(),
            }
        }
    });
    let session = use_session();
    if let Some(me) = &session.0
        && **reader.me.borrow() != *me.user.id.0
    {
        *reader.me.borrow_mut() = me.user.id.0.as_str().into();
    }

    let list = view.list();
    use_effect_with(list.clone(), {
        let reader = Rc::clone(&reader);
        move |list| {
            reader.rows.read_with(
                Callback::from({
                    let (reader, list) = (Rc::clone(&reader), list.clone());
                    move |()| reader.more(&list)
                }),
                Rc::new({
                    let (cache, list) = (reader.cache.clone(), list.clone());
                    move |cursor| behind(cache.clone(), request(&list, browser::now()), cursor)
                }),
            );
            reader.begin(list);
        }
    });
    use_effect_with((live, list.clone()), {
        let reader = Rc::clone(&reader);
        move |(live, list)| {
            let list = list.clone();
            let watch = live.watch_changes(Callback::from(move |change| match change {
                Change::Event(event) => reader.heard(&event, &list),
                Change::Reread => reader.first(&list, reader.known()),
                Change::Returned if reader.failed.get() => reader.first(&list, reader.known()),
                Change::Returned => {}
            }));
            || drop(watch)
        }
    });
    let rows = Held(Rc::clone(&reader.rows));
    let retry = Callback::from(move |()| reader.first(&list, reader.known()));
    Feeding { rows, state: (*state).clone(), retry }
}

/// Reads pages of rows behind a cursor, by how many rows are left out.
fn behind(cache: Cache, request: Option<ListSignals>, cursor: Cursor) -> Fetch<Rc<Signal>> {
    Rc::new(move |index, limit| {
        let request = request.clone().map(|request| ListSignals {
            cursor: Some(cursor.clone()),
            skip: u32::try_from(index).ok(),
            limit: u16::try_from(limit).ok(),
            ..request
        });
        let cache = cache.clone();
        Box::pin(async move {
            let Some(request) = request else { return Ok(Vec::new()) };
            let mut rows = cache.client().call(&request).await?.data;
            for event in cache.met(&rows) {
                if let Some(row) = rows.iter_mut().find(|row| row.id.0 == event.id)
                    && let Some(updated) = updated_signal(row, &event)
                {
                    *row = updated;
                }
            }
            Ok(rows.into_iter().map(Rc::new).collect())
        })
    })
}

struct Reader {
    rows: Rc<Rows>,
    cache: Cache,
    live: Live,
    /// Id of who is signed in.
    me: RefCell<Rc<str>>,
    generation: Cell<u32>,
    /// The page under way; asking anew drops it.
    task: Rc<Cell<Option<Task>>>,
    lookup: Cell<Option<Task>>,
    /// A signal was looked up just now.
    looking: Cell<bool>,
    /// Others would have been meanwhile.
    missed: Cell<bool>,
    /// The last page asked for did not come.
    failed: Rc<Cell<bool>>,
}

impl Reader {
    fn known(&self) -> usize {
        self.rows.feed().rows.len()
    }

    /// Reads the first rows of another list.
    fn begin(self: &Rc<Self>, list: &View) {
        if self.live.connection() != Connection::Connecting {
            return self.first(list, 0);
        }
        // The stream says when it is open, and what it says then takes the place of this.
        self.ask(list);
        let (reader, list) = (Rc::downgrade(self), list.clone());
        self.task.set(Some(browser::spawn(async move {
            browser::sleep(OPENING_MS).await;
            if let Some(reader) = reader.upgrade() {
                reader.first(&list, 0);
            }
        })));
    }

    /// Another question is asked, of this number; nothing where the query cannot be read, which the filter says.
    fn ask(&self, list: &View) -> Option<(u32, Question)> {
        let generation = self.generation.get() + 1;
        let question = list.question(browser::now()).ok()?;
        self.generation.set(generation);
        let me = Rc::clone(&self.me.borrow());
        self.rows.apply(Action::Ask { generation, question: question.clone(), me });
        Some((generation, question))
    }

    /// Reads the first rows, as many as are known.
    fn first(&self, list: &View, known: usize) {
        let Some((generation, question)) = self.ask(list) else { return };
        let limit = u16::try_from(known).unwrap_or(LARGEST_PAGE).clamp(PAGE, LARGEST_PAGE);
        let request = ListSignals { limit: Some(limit), ..asking(&question) };
        let (rows, cache, live) = (Rc::clone(&self.rows), self.cache.clone(), self.live.clone());
        let failed = Rc::clone(&self.failed);
        self.task.set(Some(browser::spawn(async move {
            let result = cache.client().call(&request).await;
            failed.set(result.is_err());
            match result {
                Ok(answer) => {
                    if let Some(freshness) = answer.meta.freshness.clone() {
                        live.note_freshness(freshness);
                    }
                    let wished = cache.met(&answer.data);
                    let now = browser::now();
                    rows.apply(Action::First { generation, answer, now });
                    tell(&rows, wished, now);
                }
                Err(error) => rows.apply(Action::Failed { generation, error }),
            }
        })));
    }

    /// Reads the page after the known rows, unless one is under way.
    fn more(&self, list: &View) {
        let Ok(mut question) = list.question(browser::now()) else { return };
        let mut cursor = None;
        {
            let known = self.rows.feed();
            if known.loading_more || known.outdated || known.error.is_some() {
                return;
            }
            match &known.rest {
                Rest::After(after) => cursor = Some(after.clone()),
                // Times are compared with "before": one microsecond more keeps rows of the same moment.
                Rest::UpTo(at) => question.to = Some(Timestamp(at.micros() + 1)),
                Rest::Unknown | Rest::None => return,
            }
        }
        let request = ListSignals { limit: Some(PAGE), cursor, ..asking(&question) };
        self.rows.apply(Action::AskMore);
        let (rows, cache, generation) = (Rc::clone(&self.rows), self.cache.clone(), self.generation.get());
        self.task.set(Some(browser::spawn(async move {
            match cache.client().call(&request).await {
                Ok(answer) => {
                    let wished = cache.met(&answer.data);
                    rows.apply(Action::More { generation, answer });
                    tell(&rows, wished, browser::now());
                }
                Err(error) => rows.apply(Action::Failed { generation, error }),
            }
        })));
    }

    fn heard(self: &Rc<Self>, event: &Rc<Event>, list: &View) {
        self.rows.apply(Action::Heard { event: Rc::clone(event), now: browser::now() });
        // A signal may move into the list by what changed; the event holds only that, so the signal is read whole.
        let may_move_in = event.kind == EventKind::SignalUpdated
            && event.seq != EventSeq(0)
            && self.rows.feed().asks_about(event)
            && self.rows.find(&event.id.as_str().into()).is_none();
        if may_move_in {
            self.look_up(event, list);
        }
    }

    /// Where many may move in at once the list is read anew instead.
    fn look_up(self: &Rc<Self>, event: &Event, list: &View) {
        if self.looking.replace(true) {
            return self.missed.set(true);
        }
        let request = GetSignal { id: event.id.as_str().into() };
        let (reader, list) = (Rc::downgrade(self), list.clone());
        let client = self.cache.client().clone();
        self.lookup.set(Some(browser::spawn(async move {
            let answer = client.call(&request).await;
            let Some(reader) = reader.upgrade() else { return };
            if let Ok(answer) = answer {
                let patch = json::value(&answer.data);
                let event = Event {
                    kind: EventKind::SignalCreated,
                    id: request.id.0,
                    patch,
                    ts: 0,
                    seq: EventSeq(0),
                };
                reader.rows.apply(Action::Heard { event: Rc::new(event), now: browser::now() });
            }
            browser::sleep(LOOKUP_MS).await;
            reader.looking.set(false);
            if reader.missed.take() {
                reader.first(&list, reader.known());
            }
        })));
    }
}

/// Lets the rows of an answer show what is wished and not answered yet.
fn tell(rows: &Rows, wished: Vec<Rc<Event>>, now: Timestamp) {
    for event in wished {
        rows.apply(Action::Heard { event, now });
    }
}

fn request(list: &View, now: Timestamp) -> Option<ListSignals> {
    list.question(now).ok().map(|question| asking(&question))
}

fn asking(question: &Question) -> ListSignals {
    ListSignals { q: question.text(), ..ListSignals::default() }
}
