//! The language in which signals are asked for: `severity:>=warning service:pay*,till -status:resolved "took too long"`.
//!
//! One language for lists, counts, saved views, exports and the tray. Conditions stand side by side and must all hold;
//! `OR`, `!` (or `-`, `NOT`) and parentheses combine them. A condition is a word or `"phrase"` that the signal's texts
//! contain, or `key:value`; values are listed with commas, `*` stands for any text, ordered ones compare (`>=`, `<`)
//! and range (`a..b`). What means nothing is a [`Fault`] at its place, never an empty list.
//!
//! Text becomes a [`Query`] by [`Query::parse`] and text again by `Display`; [`complete()`] says what may come next.
//! How a query is answered from many signals is the core's business; [`Query::matches`] judges a single one.

mod complete;
mod edit;
mod expr;
mod fault;
mod matches;
mod parse;
mod pattern;
mod read;
mod write;

pub use complete::{Candidate, Completion, Known, complete};
pub use expr::{Assignee, Elapsed, Expr, Feature, Field, Key, Moment, Test, TextKey, Window};
pub use fault::{Fault, Problem, Span};
pub use matches::Reader;
pub use pattern::{Pattern, fold};
pub use write::quoted;

/// Bytes of a query at most.
pub const MAX_LENGTH: usize = 4_000;
/// Parentheses and negations inside each other at most.
pub const MAX_DEPTH: usize = 24;
/// Words and values at most.
pub const MAX_VALUES: usize = 300;

/// Which signals are asked for. All of them where there is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// In its normal form: see [`Expr`].
    expr: Option<Expr>,
}

impl Query {
    /// Reads a query, or says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Ok(Self { expr: parse::parse(text)? })
    }

    pub fn expr(&self) -> Option<&Expr> {
        self.expr.as_ref()
    }

    pub fn is_everything(&self) -> bool {
        self.expr.is_none()
    }

    /// Whether what it says of a signal changes by the mere passing of time.
    pub fn depends_on_time(&self) -> bool {
        self.expr.as_ref().is_some_and(Expr::depends_on_time)
    }
}

impl From<Expr> for Query {
    fn from(expr: Expr) -> Self {
        Self { expr: Some(expr) }
    }
}

impl std::str::FromStr for Query {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
