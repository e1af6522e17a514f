//! The tree of a BeTrace rule. Its depth is bounded by the parser, so it is walked and dropped by plain recursion.

use std::sync::Arc;

use super::pattern::Pattern;
use crate::diagnostic::Span;

/// A condition with the text it was read from. Two trees are equal when they mean the same: spans do not count.
#[derive(Debug, Clone)]
pub(crate) struct Spanned<T> {
    pub(crate) node: T,
    pub(crate) span: Span,
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

pub(crate) type Condition = Spanned<Cond>;
pub(crate) type Filter = Spanned<Where>;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rule {
    pub(crate) when: Condition,
    pub(crate) always: Option<Condition>,
    pub(crate) never: Option<Condition>,
}

/// About a whole trace.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cond {
    Or(Vec<Condition>),
    And(Vec<Condition>),
    Not(Box<Condition>),
    /// Some span has the name and passes every filter.
    Has {
        operation: Spanned<String>,
        filters: Vec<Filter>,
    },
    /// `operation == value` without `where`: the constant 1 is compared.
    Compare {
        operation: Spanned<String>,
        operator: Operator,
        right: Spanned<Right>,
    },
    Count {
        operation: Spanned<String>,
        operator: Operator,
        right: Spanned<Right>,
    },
}

/// About one span.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Where {
    Or(Vec<Filter>),
    And(Vec<Filter>),
    Not(Box<Filter>),
    Compare {
        attribute: Spanned<String>,
        operator: Operator,
        right: Spanned<Right>,
        pattern: Option<Arc<Pattern>>,
    },
    /// The attribute's text is `true`.
    Truthy(Spanned<String>),
    /// A dotted name without quotes: accepted, and an error at evaluation.
    SpanReference(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    LessEqual,
    GreaterEqual,
    Less,
    Greater,
    In,
    Matches,
    Contains,
}

impl Operator {
    pub(crate) const ALL: [(&'static str, Operator); 9] = [
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<=", Operator::LessEqual),
        (">=", Operator::GreaterEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
        ("in", Operator::In),
        ("matches", Operator::Matches),
        ("contains", Operator::Contains),
    ];

    pub(crate) fn of(text: &str) -> Option<Operator> {
        Operator::ALL.iter().find(|(name, _)| *name == text).map(|(_, operator)| *operator)
    }

    /// Whether `count(…)` may be compared with it.
    pub(crate) fn orders(self) -> bool {
        !matches!(self, Operator::In | Operator::Matches | Operator::Contains)
    }
}

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Right {
    Text(String),
    Number(f64),
    /// `true` and `false` alike: BeTrace keeps that a word was there, not which.
    Bool {
        written: bool,
    },
    /// A bare word is a text.
    Word(String),
    /// Texts keep their quotes, words have none.
    List(Vec<String>),
    Count(String),
}
