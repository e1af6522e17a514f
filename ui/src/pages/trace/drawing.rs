//! The cells that the big table leaves to the waterfall: the name of a span in its place in the tree, and when it ran.
//! Elements are made once per cell and given other spans to show.

use web_sys::Element;

use super::rows::Rows;
use super::time::percent;
use crate::browser;
use crate::words as w;

/// Deeper calls are not moved in further.
const DEEPEST: usize = 24;
/// Ticks of events in one row.
const MOST_EVENTS: usize = 40;
/// Stretches of the critical path in one row.
const MOST_STRETCHES: usize = 60;

/// The colour of a service by its place among those with the most spans.
pub(super) const fn colour(service: usize) -> &'static str {
    match service {
        0 => "series-1",
        1 => "series-2",
        2 => "series-3",
        3 => "series-4",
        4 => "series-5",
        5 => "series-6",
        6 => "series-7",
        7 => "series-8",
        _ => "series-more",
    }
}

pub(super) fn draw_name(rows: &Rows, span: usize, cell: &Element) {
    let trace = rows.trace();
    let mut parts = Parts::of(cell);
    let twist = match (trace.has_children(span), rows.is_closed(span)) {
        (false, _) => "tree-twist",
        (true, true) => "tree-twist grid-twist",
        (true, false) => "tree-twist grid-twist tree-twist-open",
    };
    set(cell, "style", &["--level:", &trace.depth(span).min(DEEPEST).to_string()].concat());
    parts.next(twist, "");
    parts.next(["tree-swatch ", colour(trace.service_place(span))].concat().as_str(), "");
    if trace.failed(span) {
        parts.next("sr-only", w::trace_error());
        parts.next("tree-failed", "!");
    }
    parts.next(if rows.is_found(span) { "truncate tree-found" } else { "truncate" }, trace.name(span));
    if rows.is_matched(span) {
        parts.next("match-mark", w::trace_match());
    }
    if rows.is_closed(span) {
        parts.next("tree-hidden", &["+", &(trace.size(span) - 1).to_string()].concat());
    }
    parts.end();
}

pub(super) fn draw_timeline(rows: &Rows, span: usize, cell: &Element) {
    let (trace, window) = (rows.trace(), rows.window());
    let mut parts = Parts::of(cell);
    if let Some((left, width)) = window.part(trace.start(span), trace.end_of(span)) {
        let mut class = ["trace-bar ", colour(trace.service_place(span))].concat();
        if trace.failed(span) {
            class.push_str(" trace-bar-failed");
        }
        parts.piece(&class, left, Some(width));
        for stretch in rows.critical(span).iter().take(MOST_STRETCHES) {
            if let Some((left, width)) = window.part(stretch.from, stretch.to) {
                parts.piece("trace-critical", left, Some(width));
            }
        }
    } else {
        // It says on which side the span lies.
        let is_before = trace.end_of(span) < window.from;
        parts.next(if is_before { "trace-beyond" } else { "trace-beyond trace-beyond-right" }, "");
    }
    for event in trace.events(span).iter().take(MOST_EVENTS) {
        if let Some((left, _)) = window.part(event.at, event.at) {
            parts.piece("trace-tick", left, None);
        }
    }
    parts.end();
}

/// The elements of a cell, one after the other.
struct Parts<'a> {
    cell: &'a Element,
    next: Option<Element>,
}

impl<'a> Parts<'a> {
    fn of(cell: &'a Element) -> Self {
        Self { cell, next: cell.first_element_child() }
    }

    fn take(&mut self) -> Option<Element> {
        if let Some(element) = self.next.take() {
            self.next = element.next_element_sibling();
            return Some(element);
        }
        let element = browser::document()?.create_element("span").ok()?;
        let _ = self.cell.append_child(&element);
        Some(element)
    }

    fn next(&mut self, class: &str, words: &str) {
        let Some(element) = self.take() else { return };
        element.set_class_name(class);
        match element.first_child() {
            Some(text) if !words.is_empty() => text.set_node_value(Some(words)),
            None if words.is_empty() => {}
            _ => element.set_text_content(Some(words)),
        }
    }

    /// Something along the time; a width of none is a point.
    fn piece(&mut self, class: &str, left: i64, width: Option<i64>) {
        let Some(element) = self.take() else { return };
        element.set_class_name(class);
        let mut style = ["left:", &percent(left)].concat();
        if let Some(width) = width {
            style.push_str(";width:");
            style.push_str(&percent(width));
        }
        set(&element, "style", &style);
    }

    /// Removes what other spans needed more.
    fn end(mut self) {
        while let Some(element) = self.next.take() {
            self.next = element.next_element_sibling();
            element.remove();
        }
    }
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}
