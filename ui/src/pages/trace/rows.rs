//! The spans as rows of the big table: which are listed, what their cells say, and which are marked.

use std::cell::{Cell as Flag, Ref, RefCell};
use std::ops::Range;
use std::rc::Rc;

use console_api::SpanId;
use console_trace::{Outline, Search, Stretch, Trace, critical_path};
use web_sys::Element;
use yew::Callback;

use super::columns::{SERVICE, SPAN, START, TAKES, TIMELINE};
use super::drawing;
use super::time::{Window, offset};
use crate::clock::Clock;
use crate::grid::{Branch, Cell, Presence, Source, Total};
use crate::text;

pub(super) struct Rows {
    trace: Rc<Trace>,
    outline: RefCell<Outline>,
    /// By span, then by time.
    critical: Vec<Stretch>,
    is_critical_shown: Flag<bool>,
    window: Flag<Window>,
    /// Spans that violated a rule.
    matched: RefCell<Vec<usize>>,
    /// Spans that were searched for, in order of call.
    found: RefCell<Vec<usize>>,
    version: Flag<u64>,
    changed: RefCell<Callback<()>>,
}

impl Rows {
    pub(super) fn new(trace: Rc<Trace>) -> Self {
        let mut critical = critical_path(&trace);
        critical.sort_by_key(|stretch| (stretch.span, stretch.from));
        Self {
            outline: RefCell::new(Outline::new(&trace)),
            critical,
            is_critical_shown: Flag::new(true),
            window: Flag::new(Window::whole(trace.end())),
            matched: RefCell::default(),
            found: RefCell::default(),
            version: Flag::new(1),
            changed: RefCell::default(),
            trace,
        }
    }

    pub(super) fn trace(&self) -> &Rc<Trace> {
        &self.trace
    }

    fn redraw(&self) {
        self.version.set(self.version.get() + 1);
        let changed = self.changed.borrow().clone();
        changed.emit(());
    }

    fn span(&self, row: usize) -> Option<usize> {
        self.outline.borrow().span(row)
    }

    pub(super) fn look_at(&self, window: Window) {
        if self.window.replace(window) != window {
            self.redraw();
        }
    }

    pub(super) fn window(&self) -> Window {
        self.window.get()
    }

    pub(super) fn show_critical(&self, shown: bool) {
        if self.is_critical_shown.replace(shown) != shown {
            self.redraw();
        }
    }

    /// What the trace waited for of that span; nothing while it is not shown.
    pub(super) fn critical(&self, span: usize) -> &[Stretch] {
        if !self.is_critical_shown.get() {
            return &[];
        }
        let from = self.critical.partition_point(|stretch| stretch.span < span);
        let to = from + self.critical[from..].partition_point(|stretch| stretch.span == span);
        &self.critical[from..to]
    }

    /// Marks the spans of these ids; answers the first of them.
    pub(super) fn mark(&self, ids: &[SpanId]) -> Option<usize> {
        let mut matched: Vec<usize> = ids.iter().filter_map(|id| self.trace.find(id)).collect();
        matched.sort_unstable();
        let first = matched.first().copied();
        if *self.matched.borrow() != matched {
            *self.matched.borrow_mut() = matched;
            self.redraw();
        }
        first
    }

    pub(super) fn is_matched(&self, span: usize) -> bool {
        self.matched.borrow().binary_search(&span).is_ok()
    }

    pub(super) fn search(&self, search: &Search) {
        let found = search.find(&self.trace);
        if *self.found.borrow() != found {
            *self.found.borrow_mut() = found;
            self.redraw();
        }
    }

    pub(super) fn found(&self) -> Ref<'_, Vec<usize>> {
        self.found.borrow()
    }

    pub(super) fn is_found(&self, span: usize) -> bool {
        self.found.borrow().binary_search(&span).is_ok()
    }

    /// Opens what hides a span.
    pub(super) fn reveal(&self, span: usize) {
        self.outline.borrow_mut().reveal(&self.trace, span);
        self.redraw();
    }

    pub(super) fn open_all(&self) {
        self.outline.borrow_mut().open_all(&self.trace);
        self.redraw();
    }

    /// Leaves the roots and what they call.
    pub(super) fn close_all(&self) {
        self.outline.borrow_mut().close_below(&self.trace, 1);
        self.redraw();
    }

    pub(super) fn is_closed(&self, span: usize) -> bool {
        self.outline.borrow().is_closed(span)
    }
}

/// A span as the key of its row.
pub(super) fn key(span: usize) -> String {
    span.to_string()
}

pub(super) fn span_of(key: &str) -> Option<usize> {
    key.parse().ok()
}

impl Source for Rows {
    fn total(&self) -> Total {
        Total::Known(self.outline.borrow().len())
    }

    fn presence(&self, _: usize) -> Presence {
        Presence::Here
    }

    fn key(&self, index: usize) -> Option<String> {
        self.span(index).map(key)
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.outline.borrow().row(span_of(key)?)
    }

    fn cell(&self, index: usize, column: usize, clock: Clock, cell: &mut Cell) {
        cell.text = self.full(index, column, clock);
    }

    fn full(&self, index: usize, column: usize, _: Clock) -> String {
        let Some(span) = self.span(index) else { return String::new() };
        match column {
            SPAN => self.trace.name(span).to_owned(),
            SERVICE => self.trace.service(span).to_owned(),
            START => offset(self.trace.start(span)),
            TAKES => text::duration(self.trace.duration(span)),
            _ => [&offset(self.trace.start(span)), " ", &text::duration(self.trace.duration(span))].concat(),
        }
    }

    fn want(&self, _: Range<usize>, _: bool) {}

    fn listen(&self, changed: Callback<()>) {
        *self.changed.borrow_mut() = changed;
    }

    fn version(&self) -> u64 {
        self.version.get()
    }

    fn draw(&self, index: usize, column: usize, cell: &Element) {
        let Some(span) = self.span(index) else { return };
        match column {
            SPAN => drawing::draw_name(self, span, cell),
            TIMELINE => drawing::draw_timeline(self, span, cell),
            _ => {}
        }
    }

    fn is_tree(&self) -> bool {
        true
    }

    fn branch(&self, index: usize) -> Option<Branch> {
        let span = self.span(index)?;
        Some(Branch {
            level: self.trace.depth(span) + 1,
            place: self.trace.place_among_siblings(span),
            is_open: self.trace.has_children(span).then(|| !self.is_closed(span)),
        })
    }

    fn parent(&self, index: usize) -> Option<usize> {
        let parent = self.trace.parent(self.span(index)?)?;
        self.outline.borrow().row(parent)
    }

    fn set_open(&self, index: usize, open: bool) {
        let Some(span) = self.span(index) else { return };
        let changed = self.outline.borrow_mut().set_closed(&self.trace, span, !open);
        if changed {
            self.redraw();
        }
    }
}
