//! What the list says of an entry, column by column.

use console_api::audit::{ActorKind, AuditEntry, AuditOutcome};

use crate::clock::Clock;
use crate::components::Shape;
use crate::grid::{Cell, Column, Face};
use crate::text;
use crate::words::{self as w, Said};

const fn column(id: &'static str, class: &'static str, title: Said, track: &'static str) -> Column {
    Column { id, class, title, track, from: 0, face: Face::Text, sortable: false }
}

pub(super) const COLUMNS: &[Column] = &[
    column("time", "col-time", w::audit_time, "11rem"),
    Column { face: Face::Mark, ..column("outcome", "col-outcome", w::audit_outcome, "7.5rem") },
    column("actor", "col-actor", w::audit_actor, "minmax(8rem,1fr)"),
    column("action", "col-action", w::audit_action, "minmax(10rem,1.4fr)"),
    Column { from: 700, ..column("subject", "col-subject", w::audit_subject, "minmax(9rem,1.2fr)") },
    Column { from: 900, ..column("address", "col-address", w::audit_address, "9rem") },
    Column { from: 1_000, ..column("seq", "col-seq", w::audit_seq, "5rem") },
];

const TIME: usize = 0;
const OUTCOME: usize = 1;

pub(super) fn cell(entry: &AuditEntry, column: usize, clock: Clock, cell: &mut Cell) {
    match column {
        TIME => cell.text.push_str(&text::wall_clock(entry.at, clock)),
        OUTCOME => {
            cell.mark = Some(shape(entry.outcome));
            cell.text.push_str(outcome_name(entry.outcome));
        }
        _ => cell.text.push_str(&words(entry, column)),
    }
}

pub(super) fn full(entry: &AuditEntry, column: usize, clock: Clock) -> String {
    match column {
        TIME => text::iso(entry.at, clock),
        OUTCOME => entry.outcome.as_str().to_owned(),
        _ => words(entry, column),
    }
}

fn words(entry: &AuditEntry, column: usize) -> String {
    match column {
        2 => actor(entry),
        3 => entry.action.clone(),
        4 => entry
            .subject
            .as_ref()
            .map(|subject| [&subject.kind, " ", &subject.id].concat())
            .unwrap_or_default(),
        5 => entry.personal.as_ref().and_then(|personal| personal.address.clone()).unwrap_or_default(),
        _ => entry.seq.to_string(),
    }
}

/// Who did it: by name where one is kept.
pub(super) fn actor(entry: &AuditEntry) -> String {
    let name =
        entry.personal.as_ref().and_then(|personal| personal.name.as_ref().or(personal.email.as_ref()));
    match (entry.actor.kind, name) {
        (ActorKind::User | ActorKind::Service, Some(name)) => name.clone(),
        (ActorKind::System, _) => w::audit_system().to_owned(),
        (ActorKind::Anonymous, _) => w::audit_anonymous().to_owned(),
        (ActorKind::User | ActorKind::Service, None) => entry.actor.id.clone(),
    }
}

pub(super) const fn shape(outcome: AuditOutcome) -> Shape {
    match outcome {
        AuditOutcome::Done => Shape::CircleTick,
        AuditOutcome::Pending => Shape::SquarePause,
        AuditOutcome::Denied => Shape::Triangle,
        AuditOutcome::Failed => Shape::Octagon,
    }
}

pub(super) fn outcome_name(outcome: AuditOutcome) -> &'static str {
    match outcome {
        AuditOutcome::Done => w::audit_done(),
        AuditOutcome::Pending => w::audit_pending(),
        AuditOutcome::Denied => w::audit_denied(),
        AuditOutcome::Failed => w::audit_failed(),
    }
}

#[cfg(test)]
pub(crate) fn texts_for_tests(entry: &AuditEntry, clock: Clock) -> Vec<String> {
    (0..COLUMNS.len())
        .map(|column| {
            let mut filled = Cell::default();
            cell(entry, column, clock, &mut filled);
            filled.text
        })
        .collect()
}
