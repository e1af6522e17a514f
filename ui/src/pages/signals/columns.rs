//! What the list says of a signal, column by column.

use console_api::Signal;
use console_api::query::Key;

use crate::clock::Clock;
use crate::components::{Shape, severity_name, severity_shape, status_name, status_shape};
use crate::grid::{Cell, Column, Face};
use crate::text;
use crate::words::{self as w, Said};

const fn column(id: &'static str, class: &'static str, title: Said, track: &'static str) -> Column {
    Column { id, class, title, track, from: 0, face: Face::Text, sortable: false }
}

/// The id of the column is what the server sorts by.
const fn sorted(id: &'static str, class: &'static str, title: Said, track: &'static str) -> Column {
    Column { sortable: false, ..column(id, class, title, track) }
}

/// Wider than any screen: shown only where the reader asks for it.
const HIDDEN: u16 = u16::MAX;

pub(super) const COLUMNS: &[Column] = &[
    Column { face: Face::Mark, ..sorted("severity", "col-severity", w::column_severity, "7rem") },
    sorted("time", "col-time", w::column_time, "5.75rem"),
    sorted("rule", "col-rule", w::column_rule, "minmax(7rem,1fr)"),
    Column { from: 800, ..sorted("service", "col-service", w::column_service, "minmax(6rem,0.7fr)") },
    Column { from: 1_056, ..column("span", "col-span", w::column_span, "minmax(7rem,0.9fr)") },
    column("message", "col-message", w::column_message, "minmax(12rem,2.6fr)"),
    Column { face: Face::Mark, ..sorted("status", "col-status", w::column_status, "8.5rem") },
    Column { from: 1_280, ..column("owner", "col-owner", w::column_owner, "7rem") },
    Column { from: 1_056, ..column("id", "col-id", w::column_id, "9rem") },
    Column { from: HIDDEN, ..column("tags", "col-tags", w::column_tags, "8rem") },
    Column { from: HIDDEN, ..sorted("updated", "col-updated", w::column_updated, "5.75rem") },
];

const SEVERITY: usize = 0;
const TIME: usize = 1;
const STATUS: usize = 6;
const OWNER: usize = 7;
const ID: usize = 8;
const TAGS: usize = 9;
const UPDATED: usize = 10;

/// Fills the cell of a column.
pub(super) fn cell(signal: &Signal, column: usize, clock: Clock, cell: &mut Cell) {
    match column {
        SEVERITY => cell.mark = Some(severity_shape(signal.severity)),
        STATUS => {
            cell.mark = Some(status_shape(signal.status));
            cell.note = if signal.pending.is_some() {
                Some((Shape::SquarePause, w::signals_waiting()))
            } else {
                signal.snooze.as_ref().map(|_| (Shape::SquarePause, w::signals_snoozed()))
            };
        }
        TIME => cell.text = text::relative(signal.raised_at, clock.now),
        UPDATED => cell.text = text::relative(signal.updated_at, clock.now),
        TAGS => cell.text = signal.tags.join(", "),
        _ => {}
    }
    cell.text.push_str(words(signal, column));
}

/// What the cell stands for, in full: times in ISO 8601.
pub(super) fn full(signal: &Signal, column: usize) -> String {
    match column {
        TIME => signal.raised_at.to_string(),
        UPDATED => signal.updated_at.to_string(),
        TAGS => signal.tags.join(", "),
        ID => signal.id.0.clone(),
        _ => words(signal, column).to_owned(),
    }
}

/// For the tip over the cell.
pub(super) fn tip(signal: &Signal, column: usize, clock: Clock) -> String {
    match column {
        TIME => text::absolute(signal.raised_at, clock),
        UPDATED => text::absolute(signal.updated_at, clock),
        _ => full(signal, column),
    }
}

fn words(signal: &Signal, column: usize) -> &str {
    match column {
        SEVERITY => signal.severity_text.as_deref().unwrap_or(severity_name(signal.severity)),
        2 => signal.rule_id.as_str(),
        3 => &signal.service,
        4 => &signal.span_name,
        5 => &signal.message,
        STATUS => status_name(signal.status),
        OWNER => signal.owner.as_ref().map_or("", |owner| &owner.name),
        ID => signal.friendly_id.as_deref().unwrap_or(signal.id.as_str()),
        _ => "",
    }
}

/// The condition that only signals with what the cell shows meet; nothing for what is of one signal alone.
pub(super) fn condition(signal: &Signal, column: usize) -> Option<(Key, String)> {
    Some(match column {
        SEVERITY => (Key::Severity, signal.severity.as_str().to_ascii_lowercase()),
        2 => (Key::Rule, signal.rule_id.0.clone()),
        3 => (Key::Service, signal.service.clone()),
        4 => (Key::Span, signal.span_name.clone()),
        STATUS => (Key::Status, signal.status.as_str().to_ascii_lowercase()),
        OWNER => match &signal.owner {
            Some(owner) => (Key::Assigned, owner.id.0.clone()),
            None => (Key::Assigned, "none".to_owned()),
        },
        TAGS => (Key::Tag, signal.tags.first()?.clone()),
        _ => return None,
    })
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
