//! The core against a FLUO that behaves as the contract says and worse, on SQLite and on PostgreSQL.

mod arrival;
mod away;
mod stage;
mod stream;
