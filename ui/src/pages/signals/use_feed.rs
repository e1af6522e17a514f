//! Fills a [`Feed`]: asks for pages, listens to the stream, asks again when something may have been missed.

use std::cell::Cell;
use std::rc::Rc;

use console_api::operations::{GetSignal, ListSignals};
use console_api::{Event, EventKind, EventSeq, SignalFilter, SignalStatus};
use yew::prelude::*;

use super::feed::{Action, Feed, Rest};
use super::view::View;
use crate::browser::{self, Task};
use crate::cache::{Cache, use_cache};
use crate::json;
use crate::live::{Change, Live, use_live};

const PAGE: u16 = 100;
const LARGEST_PAGE: u16 = 500;

pub(super) struct Feeding {
    pub(super) feed: UseReducerHandle<Feed>,
    pub(super) more: Callback<()>,
    pub(super) retry: Callback<()>,
}

#[hook]
pub(super) fn use_feed(view: &View) -> Feeding {
    let cache = use_cache();
    let live = use_live();
    let feed = use_reducer(Feed::default);
    let reader = use_memo((), {
        let (feed, cache, live) = (feed.dispatcher(), cache.clone(), live.clone());
        move |()| Reader {
            feed,
            cache,
            live,
            generation: Cell::new(0),
            task: Rc::default(),
            lookup: Rc::default(),
        }
    });
    let known = use_mut_ref(|| 0);
    *known.borrow_mut() = feed.rows.len();

    let list = view.list();
    use_effect_with(list.clone(), {
        let reader = Rc::clone(&reader);
        move |list| reader.first(list, 0)
    });
    use_effect_with((live, list.clone()), {
        let (reader, known) = (Rc::clone(&reader), known.clone());
        move |(live, list)| {
            let list = list.clone();
            let watch = live.watch_changes(Callback::from(move |change| match change {
                Change::Event(event) => reader.heard(&event, &list.status),
                Change::Reread => reader.first(&list, *known.borrow()),
            }));
            || drop(watch)
        }
    });
    let more = {
        let (reader, feed, list) = (Rc::clone(&reader), feed.clone(), list.clone());
        Callback::from(move |()| reader.more(&feed, &list))
    };
    let retry = Callback::from(move |()| reader.first(&list, *known.borrow()));
    Feeding { feed, more, retry }
}

struct Reader {
    feed: UseReducerDispatcher<Feed>,
    cache: Cache,
    live: Live,
    generation: Cell<u32>,
    /// The page under way; asking anew drops it.
    task: Rc<Cell<Option<Task>>>,
    lookup: Rc<Cell<Option<Task>>>,
}

impl Reader {
    /// Reads the first rows, as many as are known.
    fn first(&self, list: &View, known: usize) {
        let generation = self.generation.get() + 1;
        self.generation.set(generation);
        let filter = list.filter(browser::now());
        self.feed.dispatch(Action::Ask { generation, filter: filter.clone() });
        let limit = u16::try_from(known).unwrap_or(LARGEST_PAGE).clamp(PAGE, LARGEST_PAGE);
        let request = ListSignals { limit: Some(limit), ..request(filter) };
        let (feed, client, live) = (self.feed.clone(), self.cache.client().clone(), self.live.clone());
        self.task.set(Some(browser::spawn(async move {
            match client.call(&request).await {
                Ok(answer) => {
                    if let Some(freshness) = answer.meta.freshness.clone() {
                        live.note_freshness(freshness);
                    }
                    feed.dispatch(Action::First { generation, answer, now: browser::now() });
                }
                Err(error) => feed.dispatch(Action::Failed { generation, error }),
            }
        })));
    }

    /// Reads the page after the known rows, unless one is under way.
    fn more(&self, known: &Feed, list: &View) {
        if known.loading_more || known.outdated || known.error.is_some() {
            return;
        }
        let mut request = ListSignals { limit: Some(PAGE), ..request(list.filter(browser::now())) };
        match &known.rest {
            Rest::After(cursor) => request.cursor = Some(cursor.clone()),
            // Times are compared with "before": one microsecond more keeps rows of the same moment.
            Rest::UpTo(at) => request.to = Some(console_api::Timestamp(at.micros() + 1)),
            Rest::Unknown | Rest::None => return,
        }
        self.feed.dispatch(Action::AskMore);
        let (feed, client, generation) =
            (self.feed.clone(), self.cache.client().clone(), self.generation.get());
        self.task.set(Some(browser::spawn(async move {
            feed.dispatch(match client.call(&request).await {
                Ok(answer) => Action::More { generation, answer },
                Err(error) => Action::Failed { generation, error },
            });
        })));
    }

    fn heard(&self, event: &Rc<Event>, status: &[SignalStatus]) {
        self.feed.dispatch(Action::Heard { event: Rc::clone(event), now: browser::now() });
        // A signal may move into the list by its status; the event holds only what changed, so it is read whole.
        let moved_in = event.kind == EventKind::SignalUpdated
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
        let (feed, client) = (self.feed.clone(), self.cache.client().clone());
        self.lookup.set(Some(browser::spawn(async move {
            let Ok(answer) = client.call(&request).await else { return };
            let patch = json::value(&answer.data);
            let event =
                Event { kind: EventKind::SignalCreated, id: request.id.0, patch, ts: 0, seq: EventSeq(0) };
            feed.dispatch(Action::Heard { event: Rc::new(event), now: browser::now() });
        })));
    }
}

fn request(filter: SignalFilter) -> ListSignals {
    let SignalFilter { severity, service, rule, status, from, to, text } = filter;
    ListSignals { severity, service, rule, status, from, to, text, cursor: None, limit: None }
}
