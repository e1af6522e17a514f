//! OGNL as FLUO uses it: one expression per rule, evaluated against the attributes of one span.
//!
//! [`Program::compile`] reads a text or says everything that is wrong with it; [`Program::evaluate`] answers with a
//! value, with the error that silences the rule in FLUO, or with *not evaluated here*: the grammar accepts the text,
//! but it asks for something this crate refuses (static access, object creation, assignment, methods beyond the
//! list) or does not model, and no answer is guessed.
//!
//! # Releases
//!
//! The recorded cases come from release 2.7.3; FLUO ships 3.4.3, whose operators agree on all of them. Where the
//! releases are known to differ, this is what holds here, and why:
//!
//! - *An index is evaluated against the root* (`tags[n - 1]` finds `n` in the span). 2.7.3 did so only for a bare
//!   name and looked up anything else in the indexed object; the 3 series always takes the root, and so do we,
//!   because it is what runs. Both agree on literals, bare names and everything indexed on the span itself.
//! - *A real number becomes a BigDecimal by its binary value* (`1b + 0.1` has all 55 digits and is refused here for
//!   their number). Later releases go through the number's text. We keep the recorded release.
//! - *Lists compared with anything else are an error.* Releases after 3.4 compare what has no order by `equals` and
//!   answer false. We keep 2.7.3 and 3.4.3.
//! - *A text counts as true.* Releases after 3.4 take only the text `true` for it. We keep 2.7.3 and 3.4.3.
//! - *Static access, `new`, assignment and `#context`* depend on how the embedding program locks the library down,
//!   more so from 3.1 on. All of it is not evaluated here.
//! - *Properties of a text* (`name.length`) reach methods by the end of their names in both series. The few with one
//!   plain meaning are evaluated, the rest is not.

mod ast;
mod context;
mod decimal;
mod eval;
mod explain;
mod format;
mod hints;
mod java;
mod lexer;
mod lint;
mod methods;
mod ops;
mod parser;
mod property;
mod value;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub use context::{MapContext, SpanContext};
pub use decimal::Decimal;
pub use format::format;
pub use lint::{estimated_share, lint};
pub use methods::{METHODS, Method};
pub use parser::{MAX_DEPTH, MAX_LENGTH};
pub use value::{Value, ValueRef};

use crate::diagnostic::{Diagnostic, Span};

/// What completion and hover need to know of the language.
pub(crate) mod assist {
    pub(crate) use super::lexer::{Tok, Token};
    pub(crate) use super::lint::FIELDS;
    pub(crate) use super::methods::METHODS;

    /// The tokens of a text, without the end.
    pub(crate) fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = super::lexer::tokens(text, &mut Vec::new());
        tokens.pop();
        tokens
    }

    /// Whether a name can be written without quotes.
    pub(crate) fn is_plain_name(name: &str) -> bool {
        matches!(tokens(name).as_slice(), [only] if only.tok == Tok::Ident && only.span.of(name) == name)
    }
}

/// Longest text an evaluation may build, in bytes.
pub const MAX_TEXT: usize = 64 * 1024;
/// Most nodes one evaluation may visit.
pub const MAX_STEPS: u32 = 100_000;

/// A compiled expression; cheap to clone, free to share between threads.
#[derive(Debug, Clone)]
pub struct Program {
    inner: Arc<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    source: String,
    tree: ast::Tree,
    root: ast::NodeId,
}

impl Program {
    /// Reads an expression.
    ///
    /// # Errors
    ///
    /// Everything found wrong with it, in the order of the text; at least one entry.
    pub fn compile(text: &str) -> Result<Program, Vec<Diagnostic>> {
        let parsed = parser::parse(text);
        if !parsed.diagnostics.is_empty() {
            return Err(parsed.diagnostics);
        }
        let inner = Compiled { source: text.to_owned(), tree: parsed.tree, root: parsed.root };
        Ok(Program { inner: Arc::new(inner) })
    }

    /// The value of the expression for one span.
    pub fn evaluate(&self, span: &dyn SpanContext) -> Outcome {
        match eval::run(&self.inner.tree, self.inner.root, span) {
            Ok(value) => Outcome::Value(value.into_owned()),
            Err(stop) => stop.into(),
        }
    }

    /// Whether the rule fires for this span: `evaluate(span).fires()` without building the value.
    pub fn fires(&self, span: &dyn SpanContext) -> bool {
        match eval::run(&self.inner.tree, self.inner.root, span) {
            Ok(value::Val::Bool(value)) => value,
            Ok(value::Val::Str(text)) => text == "true",
            _ => false,
        }
    }

    /// Adds to `found` the positions of the spans the rule fires for. Nothing is allocated per span in the common
    /// case: names, numbers and texts are borrowed from the span and the rule.
    pub fn matching<S: SpanContext>(&self, spans: &[S], found: &mut Vec<usize>) {
        found.extend(spans.iter().enumerate().filter(|(_, span)| self.fires(*span)).map(|(at, _)| at));
    }

    /// Whether both texts mean the same by their structure, whatever their white space.
    pub fn same_tree(&self, other: &Program) -> bool {
        self.inner.tree.same(self.inner.root, &other.inner.tree, other.inner.root)
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.inner.source
    }
}

/// A text as a literal of the language, in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What an evaluation comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Value(Value),
    /// FLUO swallows it: the rule does not fire, and nobody is told.
    Error(EvalError),
    /// OGNL may have an answer, this crate does not; with the reason.
    NotEvaluated(String),
}

impl Outcome {
    /// Whether FLUO raises a signal: the value is true, or its text is `true`.
    pub fn fires(&self) -> bool {
        match self {
            Outcome::Value(Value::Bool(value)) => *value,
            Outcome::Value(Value::Str(text)) => text == "true",
            _ => false,
        }
    }
}

/// Why OGNL gives up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvalError {
    pub kind: ErrorKind,
    /// One plain sentence.
    pub message: Cow<'static, str>,
    /// The part of the expression that failed.
    pub span: Span,
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The class of the Java exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    NullPointer,
    NumberFormat,
    Arithmetic,
    IllegalArgument,
    IndexOutOfBounds,
    ClassCast,
    /// A property of null.
    Ognl,
    NoSuchProperty,
    NoSuchMethod,
    MethodFailed,
}

impl ErrorKind {
    /// The simple name of the exception's class.
    pub fn class(self) -> &'static str {
        match self {
            ErrorKind::NullPointer => "NullPointerException",
            ErrorKind::NumberFormat => "NumberFormatException",
            ErrorKind::Arithmetic => "ArithmeticException",
            ErrorKind::IllegalArgument => "IllegalArgumentException",
            ErrorKind::IndexOutOfBounds => "IndexOutOfBoundsException",
            ErrorKind::ClassCast => "ClassCastException",
            ErrorKind::Ognl => "OgnlException",
            ErrorKind::NoSuchProperty => "NoSuchPropertyException",
            ErrorKind::NoSuchMethod | ErrorKind::MethodFailed => "MethodFailedException",
        }
    }
}

/// Why an evaluation stops without a value; boxed, for the way of a value is the common one.
#[derive(Debug)]
pub(crate) struct Stop(Box<Why>);

#[derive(Debug)]
enum Why {
    Error(EvalError),
    NotEvaluated(Cow<'static, str>),
}

impl Stop {
    fn error(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Stop {
        Stop::failed(kind, message.into())
    }

    // Out of line: every operator and method has its errors.
    #[inline(never)]
    #[cold]
    fn failed(kind: ErrorKind, message: Cow<'static, str>) -> Stop {
        // The evaluator sets the span of the node it was in.
        let span = Span::new(usize::MAX, usize::MAX);
        Stop(Box::new(Why::Error(EvalError { kind, message, span })))
    }

    fn not_evaluated(reason: impl Into<Cow<'static, str>>) -> Stop {
        Stop::unanswered(reason.into())
    }

    #[inline(never)]
    #[cold]
    fn unanswered(reason: Cow<'static, str>) -> Stop {
        Stop(Box::new(Why::NotEvaluated(reason)))
    }

    /// Refuses a text that has grown too long.
    fn check_text(text: &str) -> Result<(), Stop> {
        if text.len() <= MAX_TEXT { Ok(()) } else { Err(Stop::not_evaluated("a text of more than 64 KiB")) }
    }

    /// The message and the class of it.
    fn told(&self) -> (String, &'static str) {
        match &*self.0 {
            Why::Error(error) => (error.message.to_string(), error.kind.class()),
            Why::NotEvaluated(reason) => (reason.to_string(), "not evaluated here"),
        }
    }

    /// Says where it happened, unless an inner node has said so already.
    fn within(mut self, span: Span) -> Stop {
        if let Why::Error(error) = &mut *self.0
            && error.span.start == u32::MAX
        {
            error.span = span;
        }
        self
    }
}

impl From<Stop> for Outcome {
    fn from(stop: Stop) -> Outcome {
        match *stop.0 {
            Why::Error(error) => Outcome::Error(error),
            Why::NotEvaluated(reason) => Outcome::NotEvaluated(reason.into_owned()),
        }
    }
}
