//! What is wrong with a query, and where.

use super::expr::Key;
use super::{MAX_DEPTH, MAX_LENGTH, MAX_VALUES};

/// Bytes of the text from one to before another; both stand between characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// A query that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub span: Span,
    /// Place of the span, counted in characters from 1.
    pub character: usize,
    pub problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    TooLong,
    TooDeep,
    TooManyValues,
    /// The key, and the one that was probably meant.
    UnknownKey(String, Option<Key>),
    /// The value, and the word that was probably meant.
    UnknownValue(Key, String, Option<&'static str>),
    /// Nothing comes after the colon or a comma.
    NoValue(Key),
    /// `>` or `<` before a value that has no order.
    NotOrdered(Key),
    /// More values than the key takes.
    OneValue(Key),
    /// A range whose ends are the wrong way round.
    Backwards(Key),
    NotADuration(Key, String),
    NotATime(Key, String),
    OpenQuote,
    OpenParenthesis,
    StrayParenthesis,
    /// No condition where one must be: in parentheses, or beside OR, AND, NOT.
    NoCondition,
}

impl Fault {
    pub(super) fn new(text: &str, span: Span, problem: Problem) -> Self {
        let character = text.get(..span.start).map_or(0, |before| before.chars().count()) + 1;
        Self { span, character, problem }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "character {}: {}", self.character, self.problem)
    }
}

impl std::error::Error for Fault {}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLong => write!(f, "a query has at most {MAX_LENGTH} bytes"),
            Self::TooDeep => write!(f, "conditions stand at most {MAX_DEPTH} deep inside each other"),
            Self::TooManyValues => write!(f, "a query has at most {MAX_VALUES} words and values"),
            Self::UnknownKey(key, Some(near)) => {
                write!(f, "there is no key `{key}`; did you mean `{}`?", near.as_str())
            }
            Self::UnknownKey(key, None) => {
                let keys = Key::ALL.map(Key::as_str).join(", ");
                write!(f, "there is no key `{key}`; put text with a colon in quotes, or use one of {keys}")
            }
            Self::UnknownValue(key, value, Some(near)) => {
                write!(f, "`{}` is never `{value}`; did you mean `{near}`?", key.as_str())
            }
            Self::UnknownValue(key, value, None) => {
                write!(f, "`{}` is never `{value}`, but one of {}", key.as_str(), key.words().join(", "))
            }
            Self::NoValue(key) => write!(f, "`{}:` needs a value", key.as_str()),
            Self::NotOrdered(key) => {
                write!(f, "`{}` has no more and less; put text that begins so in quotes", key.as_str())
            }
            Self::OneValue(key) => write!(f, "`{}` takes one value", key.as_str()),
            Self::Backwards(key) => write!(f, "the range of `{}` ends before it begins", key.as_str()),
            Self::NotADuration(key, value) => {
                write!(
                    f,
                    "`{}` needs a length of time such as 90s, 15m, 2h or 7d, not `{value}`",
                    key.as_str()
                )
            }
            Self::NotATime(key, value) => write!(
                f,
                "`{}` needs a time such as 2h (ago), today, 2026-11-20 or 2026-11-20T11:40Z, not `{value}`",
                key.as_str()
            ),
            Self::OpenQuote => f.write_str("this quote is not closed"),
            Self::OpenParenthesis => f.write_str("this parenthesis is not closed"),
            Self::StrayParenthesis => f.write_str("this parenthesis closes nothing"),
            Self::NoCondition => f.write_str("a condition is missing here"),
        }
    }
}
