//! What a grid asks of whoever has the rows.

use std::ops::Range;

use console_api::Timestamp;
use web_sys::Element;
use yew::Callback;

use super::columns::Sort;
use crate::clock::Clock;
use crate::components::Shape;

/// How many rows there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Total {
    Known(usize),
    /// So many are known of; there may be more.
    AtLeast(usize),
}

impl Total {
    pub(crate) const fn rows(self) -> usize {
        match self {
            Self::Known(rows) | Self::AtLeast(rows) => rows,
        }
    }

    pub(crate) const fn known(self) -> Option<usize> {
        match self {
            Self::Known(rows) => Some(rows),
            Self::AtLeast(_) => None,
        }
    }
}

/// Whether a row can be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Presence {
    #[default]
    Here,
    Coming,
    Failed,
}

/// What a cell shows. Reused from row to row: `clear` before it is filled.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    pub(crate) mark: Option<Shape>,
    pub(crate) text: String,
    /// A second mark behind the text, with the words it stands for.
    pub(crate) note: Option<(Shape, &'static str)>,
}

impl Cell {
    pub(super) fn clear(&mut self) {
        self.mark = None;
        self.text.clear();
        self.note = None;
    }
}

/// Where a row of a tree stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Branch {
    /// From 1.
    pub(crate) level: usize,
    /// Among the rows of the same parent, from 1, and how many these are.
    pub(crate) place: (usize, usize),
    /// Whether the rows below it are shown; nothing where there are none.
    pub(crate) is_open: Option<bool>,
}

/// The rows of a grid. Indexes count from the top; keys stay with a row while indexes change.
pub(crate) trait Source {
    fn total(&self) -> Total;
    fn presence(&self, index: usize) -> Presence;
    fn key(&self, index: usize) -> Option<String>;
    /// Where the row of that key is, if it is loaded.
    fn position(&self, key: &str) -> Option<usize>;
    /// Fills one cell of a row that is here.
    fn cell(&self, index: usize, column: usize, clock: Clock, cell: &mut Cell);
    /// What a cell stands for, in full: what is copied.
    fn full(&self, index: usize, column: usize, clock: Clock) -> String;
    /// These rows are in sight, or soon will be.
    fn want(&self, rows: Range<usize>, forward: bool);
    /// Tells of every change of what is shown, until the callback is replaced.
    fn listen(&self, changed: Callback<()>);

    /// Changes whenever a row does.
    fn version(&self) -> u64;

    /// The tip over a cell.
    fn tip(&self, index: usize, column: usize, clock: Clock) -> String {
        self.full(index, column, clock)
    }

    /// Rows ever put above others.
    fn above(&self) -> usize {
        0
    }

    /// Whether the row just came.
    fn is_fresh(&self, _index: usize, _now: Timestamp) -> bool {
        false
    }

    /// Draws a cell of [`Face::Own`](super::Face::Own) into its element, which it has to itself.
    fn draw(&self, _index: usize, _column: usize, _cell: &Element) {}

    /// Whether rows stand below others: then each has a [`Branch`].
    fn is_tree(&self) -> bool {
        false
    }

    fn branch(&self, _index: usize) -> Option<Branch> {
        None
    }

    /// The row that this one stands below.
    fn parent(&self, _index: usize) -> Option<usize> {
        None
    }

    /// Shows the rows below a row, or hides them.
    fn set_open(&self, _index: usize, _open: bool) {}

    /// Asks again for what failed.
    fn retry(&self) {}

    fn sort(&self) -> Option<Sort> {
        None
    }

    fn sort_by(&self, _sort: Sort) {}
}
