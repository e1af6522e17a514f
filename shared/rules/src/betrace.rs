//! The BeTrace DSL: one rule `when { … } always { … } never { … }`, evaluated over the spans of one trace.
//!
//! A rule is violated when its `when` holds and its `always` does not, or its `never` does. Only span names and text
//! attributes are seen. The traps of the running implementation are kept: `== false` compares with true, a text in a
//! list keeps its quotes, a leading zero is octal, an error in a filter makes the span not match.

mod ast;
mod eval;
mod explain;
mod format;
mod go;
mod grammar;
mod hints;
mod lexer;
mod lint;
mod parser;
mod pattern;

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Span};
use crate::table::Table;
pub use format::format;
pub use lint::lint;
pub use parser::MAX_DEPTH;

/// What completion and hover need to know of the language.
pub(crate) mod assist {
    pub(crate) use super::lexer::{Class, KEYWORDS, Lexed, Token, lex};
    pub(crate) use super::lint::addressable;
}

/// Longest text that is read, in bytes.
pub const MAX_LENGTH: usize = 16 * 1024;

/// A compiled rule; cheap to clone, free to share between threads.
#[derive(Debug, Clone)]
pub struct Program {
    inner: Arc<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    source: String,
    rule: ast::Rule,
}

/// A span as a rule sees it.
pub trait TraceSpan {
    /// The name of the operation.
    fn name(&self) -> &str;
    /// The text of an attribute; nothing if the span has none of that name.
    fn attribute(&self, name: &str) -> Option<Cow<'_, str>>;
}

/// A span as plain data; for tests, fixtures and the editor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapSpan {
    pub name: String,
    #[serde(default, alias = "attributes")]
    pub attrs: Table<String>,
}

impl TraceSpan for MapSpan {
    fn name(&self) -> &str {
        &self.name
    }

    fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attrs.get(name).map(|text| Cow::Borrowed(text.as_str()))
    }
}

/// Which clause a trace broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clause {
    Always,
    Never,
}

/// What an evaluation comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// `when` does not hold: the rule says nothing about this trace.
    NotApplicable,
    /// `when` holds and so does what it asks for.
    Holds,
    Violated(Clause),
    /// BeTrace reports an error and no violation.
    Error(String),
    /// BeTrace may have an answer, this crate does not; with the reason.
    NotEvaluated(String),
}

impl Outcome {
    pub fn violation(&self) -> bool {
        matches!(self, Outcome::Violated(_))
    }
}

/// Where BeTrace itself reports a syntax error; lines and columns from 1, columns in characters. Both are 0 for a
/// number out of range, which it reports without a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

impl Program {
    /// Reads a rule.
    ///
    /// # Errors
    ///
    /// Everything found wrong with it, in the order of the text; at least one entry.
    pub fn compile(text: &str) -> Result<Program, Vec<Diagnostic>> {
        if text.len() > MAX_LENGTH {
            let message = format!("a rule may have {MAX_LENGTH} bytes; this one has {}", text.len());
            return Err(vec![Diagnostic::error("too-long", Span::new(0, text.len()), message)]);
        }
        let lexed = lexer::lex(text);
        match parser::parse(text, &lexed) {
            (Some(rule), _) => Ok(Program { inner: Arc::new(Compiled { source: text.to_owned(), rule }) }),
            (None, diagnostics) => Err(diagnostics),
        }
    }

    /// What the rule says about a trace; `spans` are all its spans, in any order.
    pub fn evaluate<S: TraceSpan>(&self, spans: &[S]) -> Outcome {
        eval::run(&self.inner.rule, spans)
    }

    /// Whether both texts mean the same by their structure, whatever their white space.
    pub fn same_tree(&self, other: &Program) -> bool {
        self.inner.rule == other.inner.rule
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.inner.source
    }
}

/// The place BeTrace complains about, or nothing if it accepts the text.
///
/// It differs from the diagnostics of [`Program::compile`], which say more and often elsewhere. Nothing is also the
/// answer for texts beyond our limits.
pub fn syntax_error(text: &str) -> Option<Position> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let lexed = lexer::lex(text);
    let offset = match lexed.invalid.first() {
        Some(invalid) => invalid.start,
        None if too_deep(text, &lexed) => return None,
        None => match grammar::check(text, &lexed)? {
            grammar::Complaint::Number => return Some(Position { line: 0, column: 0 }),
            grammar::Complaint::Token(at) => lexed.tokens[at].span.start,
        },
    };
    let (line, column) = lexer::position(text, offset);
    Some(Position { line, column })
}

fn too_deep(text: &str, lexed: &lexer::Lexed) -> bool {
    let mut depth = 0usize;
    for token in &lexed.tokens {
        match token.span.of(text) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        // Calls of `where` and `count` count too, and may come on top of the nesting itself.
        if depth > MAX_DEPTH + 2 {
            return true;
        }
    }
    false
}
