//! Message catalogues: Fluent files to what the UI is built with and fetches.
//!
//! Runs while building only. English becomes Rust ([`rust()`]): one function per message, named and typed after it.
//! Every other language becomes a list of patterns in the order of the English messages ([`Translation`]), read by the
//! same small interpreter, `ui/src/words/pattern.rs`, which knows the encoding in [`mod@pattern`]. Terms and references
//! are resolved here; Fluent's own run time does not reach the browser.

mod catalogue;
pub mod pattern;
mod pseudo;
mod rust;
#[cfg(test)]
mod tests;
mod translation;

pub use catalogue::{Catalogue, Kind, Message, Parameter};
pub use pseudo::pseudo;
pub use rust::rust;
pub use translation::{Translation, translate};

/// What is wrong in a file, where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// As it was found: `ui/locales/en/rules.ftl`.
    pub file: String,
    /// From 1.
    pub line: usize,
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}
