//! Which spans of a trace are in the list while some of them are closed.

use crate::trace::Trace;

const NOWHERE: u32 = u32::MAX;

/// The rows of the list, top down. A closed span hides all below it.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    closed: Vec<bool>,
    rows: Vec<u32>,
    row_of: Vec<u32>,
}

impl Outline {
    /// All spans.
    pub fn new(trace: &Trace) -> Self {
        let mut outline = Self { closed: vec![false; trace.len()], rows: Vec::new(), row_of: Vec::new() };
        outline.list(trace);
        outline
    }

    fn list(&mut self, trace: &Trace) {
        self.rows.clear();
        self.row_of.clear();
        self.row_of.resize(trace.len(), NOWHERE);
        let mut span = 0;
        while span < trace.len() {
            self.row_of[span] = u32::try_from(self.rows.len()).unwrap_or(NOWHERE);
            self.rows.push(u32::try_from(span).unwrap_or(NOWHERE));
            span += if self.closed[span] { trace.size(span) } else { 1 };
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The span in that row.
    pub fn span(&self, row: usize) -> Option<usize> {
        self.rows.get(row).map(|span| *span as usize)
    }

    /// Nothing while a span above it is closed.
    pub fn row(&self, span: usize) -> Option<usize> {
        self.row_of.get(span).filter(|row| **row != NOWHERE).map(|row| *row as usize)
    }

    pub fn is_closed(&self, span: usize) -> bool {
        self.closed[span]
    }

    /// Closes or opens a span that calls others. True when that changed anything.
    pub fn set_closed(&mut self, trace: &Trace, span: usize, closed: bool) -> bool {
        if !trace.has_children(span) || self.closed[span] == closed {
            return false;
        }
        self.closed[span] = closed;
        self.list(trace);
        true
    }

    pub fn open_all(&mut self, trace: &Trace) {
        self.closed.fill(false);
        self.list(trace);
    }

    /// Closes all spans that are that deep, or deeper, and call others.
    pub fn close_below(&mut self, trace: &Trace, depth: usize) {
        for (span, closed) in self.closed.iter_mut().enumerate() {
            *closed = trace.has_children(span) && trace.depth(span) >= depth;
        }
        self.list(trace);
    }

    /// Opens whatever hides the span.
    pub fn reveal(&mut self, trace: &Trace, span: usize) {
        if self.row(span).is_some() {
            return;
        }
        let mut above = trace.parent(span);
        while let Some(parent) = above {
            self.closed[parent] = false;
            above = trace.parent(parent);
        }
        self.list(trace);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::trace;

    #[test]
    fn a_closed_span_hides_what_is_below_and_revealing_opens_what_is_above() {
        let trace = trace(&[
            ("root", "", 0, 100),
            ("a", "root", 10, 40),
            ("leaf", "a", 20, 30),
            ("b", "root", 50, 90),
        ]);
        let names = |outline: &Outline| {
            (0..outline.len()).map(|row| trace.name(outline.span(row).unwrap())).collect::<Vec<_>>().join(" ")
        };
        let mut outline = Outline::new(&trace);
        assert_eq!(names(&outline), "root a leaf b");
        assert!(outline.set_closed(&trace, 1, true) && !outline.set_closed(&trace, 3, true));
        assert_eq!((names(&outline).as_str(), outline.row(2), outline.row(3)), ("root a b", None, Some(2)));
        outline.close_below(&trace, 0);
        assert_eq!(names(&outline), "root");
        outline.reveal(&trace, 2);
        assert_eq!(names(&outline), "root a leaf b");
        outline.close_below(&trace, 1);
        assert_eq!(names(&outline), "root a b");
        outline.open_all(&trace);
        assert_eq!(outline.len(), 4);
    }
}
