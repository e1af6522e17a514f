//! The core against a FLUO that behaves as the contract says and worse, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a story fails by panicking")]

mod arrival;
mod away;
mod bulk;
mod edits;
mod stage;
mod stream;
mod triage;
mod undo;
