//! The signals as rows of the grid: the feed on top, and pages from anywhere below it.
//!
//! The feed holds the newest rows without a gap and takes in what the stream tells. Rows further down are read by
//! their distance from the row at which the feed ended when the first of them was wanted, and kept for a while.

use std::cell::{Cell as Flag, RefCell};
use std::cmp::Ordering;
use std::ops::Range;
use std::rc::Rc;

use console_api::{Cursor, Event, EventKind, Signal, SignalId, Timestamp};
use yew::Callback;

use super::columns;
use super::feed::{Action, Feed, Rest};
use super::question::Order;
use crate::cache::updated_signal;
use crate::client::CallError;
use crate::clock::Clock;
use crate::grid::{Cell, Fetch, Paged, Presence, Sort, Source, Total};

/// The feed grows by the next page when fewer rows than this lie below those in sight.
const AHEAD: usize = 40;
/// The feed does not grow beyond this by scrolling: what lies deeper is read by its place.
const DEEPEST: usize = 1_000;

/// What the page around the rows shows of the feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FeedState {
    pub(super) is_empty: bool,
    pub(super) held: usize,
    pub(super) error: Option<CallError>,
    pub(super) fetched_at: Option<Timestamp>,
    pub(super) outdated: bool,
    pub(super) loading_more: bool,
}

/// Reads rows behind a cursor.
pub(super) type FetchBehind = Rc<dyn Fn(Cursor) -> Fetch<Rc<Signal>>>;

pub(super) struct Rows {
    feed: RefCell<Feed>,
    far: Paged<Rc<Signal>>,
    counted: Flag<Option<usize>>,
    version: Rc<Flag<u64>>,
    grid: Rc<RefCell<Callback<()>>>,
    page: RefCell<Callback<FeedState>>,
    /// Reads the next page of the feed.
    more: RefCell<Callback<()>>,
    behind: RefCell<Option<FetchBehind>>,
    /// Wants the list in another order.
    sorted: RefCell<Callback<Order>>,
}

impl Rows {
    pub(super) fn new() -> Self {
        let grid: Rc<RefCell<Callback<()>>> = Rc::default();
        let version = Rc::new(Flag::new(1));
        let changed = {
            let (grid, version) = (Rc::clone(&grid), Rc::clone(&version));
            Callback::from(move |()| {
                version.set(version.get() + 1);
                let grid = grid.borrow().clone();
                grid.emit(());
            })
        };
        let nothing: Fetch<Rc<Signal>> = Rc::new(|_, _| Box::pin(async { Ok(Vec::new()) }));
        Self {
            feed: RefCell::default(),
            far: Paged::new(nothing, changed),
            counted: Flag::new(None),
            version,
            grid,
            page: RefCell::default(),
            more: RefCell::default(),
            behind: RefCell::default(),
            sorted: RefCell::default(),
        }
    }

    pub(super) fn feed(&self) -> std::cell::Ref<'_, Feed> {
        self.feed.borrow()
    }

    /// Who draws what stands around the rows.
    pub(super) fn tell_page(&self, page: Callback<FeedState>) {
        *self.page.borrow_mut() = page;
    }

    pub(super) fn read_with(&self, more: Callback<()>, behind: FetchBehind) {
        *self.more.borrow_mut() = more;
        *self.behind.borrow_mut() = Some(behind);
    }

    /// Who is told when another order is wanted.
    pub(super) fn tell_order(&self, sorted: Callback<Order>) {
        *self.sorted.borrow_mut() = sorted;
    }

    /// How many signals match, as far as it is known.
    pub(super) fn count(&self, total: Option<i64>) {
        let total = total.and_then(|total| usize::try_from(total).ok());
        if self.counted.replace(total) != total {
            self.changed();
        }
    }

    pub(super) fn apply(&self, action: Action) {
        let updated = match &action {
            Action::Heard { event, .. } if event.kind == EventKind::SignalUpdated => Some(Rc::clone(event)),
            _ => None,
        };
        let (changed, is_anchored) = {
            let mut feed = self.feed.borrow_mut();
            (feed.apply(action), feed.anchor.is_some())
        };
        let patched = updated.is_some_and(|event| is_anchored && self.patch_far(&event));
        if !is_anchored {
            self.far.pages().borrow_mut().clear();
        }
        if changed || patched {
            self.changed();
        }
    }

    fn changed(&self) {
        self.version.set(self.version.get() + 1);
        let grid = self.grid.borrow().clone();
        grid.emit(());
        let page = self.page.borrow().clone();
        page.emit(self.state());
    }

    pub(super) fn state(&self) -> FeedState {
        let feed = self.feed.borrow();
        FeedState {
            is_empty: feed.rows.is_empty(),
            held: feed.held.len(),
            error: feed.error.clone(),
            fetched_at: feed.fetched_at,
            outdated: feed.outdated,
            loading_more: feed.loading_more,
        }
    }

    fn patch_far(&self, event: &Event) -> bool {
        let mut pages = self.far.pages().borrow_mut();
        let Some(row) = pages.rows_mut().find(|row| row.id.0 == event.id) else { return false };
        let Some(updated) = updated_signal(row, event) else { return false };
        *row = Rc::new(updated);
        true
    }

    pub(super) fn row(&self, index: usize) -> Option<Rc<Signal>> {
        let feed = self.feed.borrow();
        if let Some(row) = feed.rows.get(index) {
            return Some(Rc::clone(row));
        }
        let below = index.checked_sub(feed.anchor.as_ref()?.base)?;
        self.far.pages().borrow().row(below).cloned()
    }

    pub(super) fn find(&self, id: &SignalId) -> Option<Rc<Signal>> {
        self.row(self.position(id.as_str())?)
    }
}

impl Source for Rows {
    fn total(&self) -> Total {
        let feed = self.feed.borrow();
        let known = feed.rows.len();
        if feed.rest == Rest::None {
            return Total::Known(known);
        }
        let Some(counted) = self.counted.get().filter(|_| !feed.outdated) else {
            return Total::AtLeast(known);
        };
        let ends =
            feed.anchor.as_ref().and_then(|anchor| Some(anchor.base + self.far.pages().borrow().end()?));
        let listed = counted.saturating_sub(feed.held.len());
        Total::Known(ends.map_or(listed, |ends| ends.min(listed)).max(known))
    }

    fn presence(&self, index: usize) -> Presence {
        let feed = self.feed.borrow();
        if index < feed.rows.len() {
            return Presence::Here;
        }
        let below = feed.anchor.as_ref().and_then(|anchor| index.checked_sub(anchor.base));
        let Some(below) = below else { return Presence::Coming };
        let pages = self.far.pages().borrow();
        if pages.row(below).is_some() {
            Presence::Here
        } else if pages.failure(below).is_some() {
            Presence::Failed
        } else {
            Presence::Coming
        }
    }

    fn key(&self, index: usize) -> Option<String> {
        self.row(index).map(|row| row.id.0.clone())
    }

    fn position(&self, key: &str) -> Option<usize> {
        let feed = self.feed.borrow();
        if let Some(at) = feed.rows.iter().position(|row| row.id.as_str() == key) {
            return Some(at);
        }
        let base = feed.anchor.as_ref()?.base;
        let pages = self.far.pages().borrow();
        pages.rows().find(|(_, row)| row.id.as_str() == key).map(|(index, _)| base + index)
    }

    fn cell(&self, index: usize, column: usize, clock: Clock, cell: &mut Cell) {
        if let Some(row) = self.row(index) {
            columns::cell(&row, column, clock, cell);
        }
    }

    fn full(&self, index: usize, column: usize, _clock: Clock) -> String {
        self.row(index).map(|row| columns::full(&row, column)).unwrap_or_default()
    }

    fn tip(&self, index: usize, column: usize, clock: Clock) -> String {
        self.row(index).map(|row| columns::tip(&row, column, clock)).unwrap_or_default()
    }

    fn want(&self, rows: Range<usize>, forward: bool) {
        let total = self.total().rows();
        let mut feed = self.feed.borrow_mut();
        let known = feed.rows.len();
        if feed.outdated || feed.rest == Rest::None || rows.end + AHEAD <= known {
            return;
        }
        let is_next = rows.start < known && known < DEEPEST && feed.anchor.is_none();
        let Rest::After(cursor) = feed.rest.clone() else {
            drop(feed);
            let more = self.more.borrow().clone();
            return more.emit(());
        };
        if is_next {
            drop(feed);
            let more = self.more.borrow().clone();
            return more.emit(());
        }
        if feed.anchor.is_none()
            && let Some(behind) = &*self.behind.borrow()
        {
            self.far.ask(behind(cursor.clone()));
            feed.stay(cursor);
        }
        let Some(base) = feed.anchor.as_ref().map(|anchor| anchor.base) else { return };
        drop(feed);
        let below = rows.start.saturating_sub(base)..rows.end.saturating_sub(base) + AHEAD;
        self.far.want(below, forward, total.saturating_sub(base));
    }

    fn listen(&self, changed: Callback<()>) {
        *self.grid.borrow_mut() = changed;
    }

    fn version(&self) -> u64 {
        self.version.get()
    }

    fn above(&self) -> usize {
        self.feed.borrow().above
    }

    fn is_fresh(&self, index: usize, now: Timestamp) -> bool {
        let feed = self.feed.borrow();
        feed.rows.get(index).is_some_and(|row| feed.is_fresh(&row.id, now))
    }

    fn retry(&self) {
        self.far.retry();
    }

    fn sort(&self) -> Option<Sort> {
        let order = self.feed.borrow().order();
        let column = columns::COLUMNS.iter().position(|column| column.id == order.key)?;
        Some(Sort { column, order: order.direction() })
    }

    fn sort_by(&self, sort: Sort) {
        let order = Order::by(columns::COLUMNS[sort.column].id, sort.order == Ordering::Greater);
        let sorted = self.sorted.borrow().clone();
        if let Some(order) = order {
            sorted.emit(order);
        }
    }
}
