//! The rule languages of FLUO: parse, diagnose, lint, evaluate, explain.
//!
//! Pure functions over text and values: no I/O, no clock, no threads. The same code answers in the server, in the
//! command line and, compiled to wasm, in the editor. Two languages live here: [`ognl`], evaluated per span, and the
//! BeTrace DSL, evaluated per trace.

#![forbid(unsafe_code)]

pub mod assist;
pub mod betrace;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod explain;
pub mod highlight;
mod language;
pub mod ognl;
pub mod schema;
mod spelling;
pub mod table;

pub use diagnostic::{Diagnostic, Fix, Severity, Span};
pub use explain::Explanation;
pub use language::{Language, UnknownLanguage};
pub use schema::Schema;
