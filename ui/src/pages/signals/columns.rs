//! What the list says of a signal, column by column.

use console_api::Signal;

use crate::clock::Clock;
use crate::components::{Shape, severity_name, severity_shape, status_name, status_shape};
use crate::grid::{Cell, Column, Face};
use crate::text;
use crate::words::{self as w, Said};

const fn column(id: &'static str, class: &'static str, title: Said, track: &'static str) -> Column {
    Column { id, class, title, track, from: 0, face: Face::Text, sortable: false }
}

pub(super) const COLUMNS: &[Column] = &[
    Column { face: Face::Mark, ..column("severity", "col-severity", w::column_severity, "7rem") },
    column("time", "col-time", w::column_time, "5.75rem"),
    column("rule", "col-rule", w::column_rule, "minmax(7rem,1fr)"),
    Column { from: 800, ..column("service", "col-service", w::column_service, "minmax(6rem,0.7fr)") },
    Column { from: 1_056, ..column("span", "col-span", w::column_span, "minmax(7rem,0.9fr)") },
    column("message", "col-message", w::column_message, "minmax(12rem,2.6fr)"),
    Column { face: Face::Mark, ..column("status", "col-status", w::column_status, "8.5rem") },
    Column { from: 1_056, ..column("id", "col-id", w::column_id, "9rem") },
];

const SEVERITY: usize = 0;
const TIME: usize = 1;
const STATUS: usize = 6;

/// Fills the cell of a column.
pub(super) fn cell(signal: &Signal, column: usize, clock: Clock, cell: &mut Cell) {
    match column {
        SEVERITY => cell.mark = Some(severity_shape(signal.severity)),
        STATUS => {
            cell.mark = Some(status_shape(signal.status));
            cell.note = signal.pending.as_ref().map(|_| (Shape::SquarePause, w::signals_waiting()));
        }
        TIME => {
            cell.text = text::relative(signal.raised_at, clock.now);
            return;
        }
        _ => {}
    }
    cell.text.push_str(words(signal, column));
}

/// What the cell stands for, in full: times in ISO 8601.
pub(super) fn full(signal: &Signal, column: usize) -> String {
    match column {
        TIME => signal.raised_at.to_string(),
        7 => signal.id.0.clone(),
        _ => words(signal, column).to_owned(),
    }
}

/// For the tip over the cell.
pub(super) fn tip(signal: &Signal, column: usize, clock: Clock) -> String {
    if column == TIME { text::absolute(signal.raised_at, clock) } else { full(signal, column) }
}

fn words(signal: &Signal, column: usize) -> &str {
    match column {
        SEVERITY => signal.severity_text.as_deref().unwrap_or(severity_name(signal.severity)),
        2 => signal.rule_id.as_str(),
        3 => &signal.service,
        4 => &signal.span_name,
        5 => &signal.message,
        STATUS => status_name(signal.status),
        _ => signal.friendly_id.as_deref().unwrap_or(signal.id.as_str()),
    }
}

#[cfg(test)]
pub(crate) fn texts_for_tests(signal: &Signal, clock: Clock) -> Vec<String> {
    (0..COLUMNS.len())
        .map(|column| {
            let mut filled = Cell::default();
            cell(signal, column, clock, &mut filled);
            filled.text
        })
        .collect()
}
