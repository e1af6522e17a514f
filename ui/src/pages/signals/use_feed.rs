//! Fills the [`Rows`]: asks for pages, listens to the stream, asks again when something may have been missed.

use std::cell::Cell;
use std::rc::Rc;

use console_api::operations::{GetSignal, ListSignals};
use console_api::{Cursor, Event, EventKind, EventSeq, Signal, SignalFilter, SignalStatus, Timestamp};
use yew::prelude::*;

use super::feed::{Action, Rest};
use super::rows::{FeedState, Rows};
use super::view::View;
use crate::browser::{self, Task};
use crate::cache::{Cache, updated_signal, use_cache};
use crate::grid::Fetch;
use crate::json;
use crate::live::{Change, Live, use_live};

const PAGE: u16 = 100;
const LARGEST_PAGE: u16 = 500;

#[derive(Clone, PartialEq)]
pub(super) struct Feeding {
    pub(super) rows: Held,
    pub(super) state: FeedState,
    pub(super) retry: Callback<()>,
}

/// The one set of rows of a page.
#[derive(Clone)]
pub(super) struct Held(pub(super) Rc<Rows>);

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
                generation: Cell::new(0),
                task: Rc::default(),
                lookup: Rc::default(),
                failed: Rc::default(),
            }
        }
    });

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
                    let (cache, filter) = (reader.cache.clone(), list.filter(browser::now()));
                    move |cursor| behind(cache.clone(), filter.clone(), cursor)
                }),
            );
            reader.first(list, 0);
        }
    });
    use_effect_with((live, list.clone()), {
        let reader = Rc::clone(&reader);
        move |(live, list)| {
            let list = list.clone();
            let watch = live.watch_changes(Callback::from(move |change| match change {
                Change::Event(event) => reader.heard(&event, &list.status),
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
fn behind(cache: Cache, filter: SignalFilter, cursor: Cursor) -> Fetch<Rc<Signal>> {
    Rc::new(move |index, limit| {
        let request = ListSignals {
            cursor: Some(cursor.clone()),
            skip: u32::try_from(index).ok(),
            limit: u16::try_from(limit).ok(),
            ..request(filter.clone())
        };
        let cache = cache.clone();
        Box::pin(async move {
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
    generation: Cell<u32>,
    /// The page under way; asking anew drops it.
    task: Rc<Cell<Option<Task>>>,
    lookup: Rc<Cell<Option<Task>>>,
    /// The last page asked for did not come.
    failed: Rc<Cell<bool>>,
}

impl Reader {
    fn known(&self) -> usize {
        self.rows.feed().rows.len()
    }

    /// Reads the first rows, as many as are known.
    fn first(&self, list: &View, known: usize) {
        let generation = self.generation.get() + 1;
        self.generation.set(generation);
        let filter = list.filter(browser::now());
        self.rows.apply(Action::Ask { generation, filter: filter.clone() });
        let limit = u16::try_from(known).unwrap_or(LARGEST_PAGE).clamp(PAGE, LARGEST_PAGE);
        let request = ListSignals { limit: Some(limit), ..request(filter) };
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
        let mut request = ListSignals { limit: Some(PAGE), ..request(list.filter(browser::now())) };
        {
            let known = self.rows.feed();
            if known.loading_more || known.outdated || known.error.is_some() {
                return;
            }
            match &known.rest {
                Rest::After(cursor) => request.cursor = Some(cursor.clone()),
                // Times are compared with "before": one microsecond more keeps rows of the same moment.
                Rest::UpTo(at) => request.to = Some(Timestamp(at.micros() + 1)),
                Rest::Unknown | Rest::None => return,
            }
        }
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

    fn heard(&self, event: &Rc<Event>, status: &[SignalStatus]) {
        self.rows.apply(Action::Heard { event: Rc::clone(event), now: browser::now() });
        // A signal may move into the list by its status; the event holds only what changed, so it is read whole.
        let moved_in = event.kind == EventKind::SignalUpdated
            && event.seq != EventSeq(0)
            && event
                .patch
                .get("status")
                .and_then(|to| to.as_str())
                .and_then(SignalStatus::parse)
                .is_some_and(|to| status.contains(&to));
        if moved_in {
            self.look_up(event);
        }
    }

    fn look_up(&self, event: &Event) {
        let request = GetSignal { id: event.id.as_str().into() };
        let (rows, client) = (Rc::clone(&self.rows), self.cache.client().clone());
        self.lookup.set(Some(browser::spawn(async move {
            let Ok(answer) = client.call(&request).await else { return };
            let patch = json::value(&answer.data);
            let event =
                Event { kind: EventKind::SignalCreated, id: request.id.0, patch, ts: 0, seq: EventSeq(0) };
            rows.apply(Action::Heard { event: Rc::new(event), now: browser::now() });
        })));
    }
}

/// Lets the rows of an answer show what is wished and not answered yet.
fn tell(rows: &Rows, wished: Vec<Rc<Event>>, now: Timestamp) {
    for event in wished {
        rows.apply(Action::Heard { event, now });
    }
}

fn request(filter: SignalFilter) -> ListSignals {
    let SignalFilter { severity, service, rule, status, from, to, text } = filter;
    ListSignals { severity, service, rule, status, from, to, text, cursor: None, skip: None, limit: None }
}
