//! The columns of the waterfall.

use crate::grid::{Column, Face};
use crate::words as w;

pub(super) const SPAN: usize = 0;
pub(super) const SERVICE: usize = 1;
pub(super) const START: usize = 2;
pub(super) const TAKES: usize = 3;
pub(super) const TIMELINE: usize = 4;

/// Id of the column that the ruler stands above.
pub(super) const RULED: &str = "timeline";

const fn column(id: &'static str, class: &'static str, title: w::Said, track: &'static str) -> Column {
    Column { id, class, title, track, from: 0, face: Face::Text, sortable: false }
}

pub(super) const COLUMNS: &[Column] = &[
    Column { face: Face::Own, ..column("span", "col-tree", w::trace_span, "minmax(9rem,2fr)") },
    Column { from: 1_000, ..column("service", "col-service", w::trace_service, "minmax(6rem,9rem)") },
    Column { face: Face::Number, from: 760, ..column("start", "col-start", w::trace_starts, "5.5rem") },
    Column { face: Face::Number, ..column("takes", "col-takes", w::trace_takes, "5rem") },
    Column { face: Face::Own, ..column(RULED, "col-timeline", w::trace_timeline, "minmax(4.5rem,3fr)") },
];
