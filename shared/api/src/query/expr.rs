//! What a query says, without how it was written.

use super::pattern::Pattern;
use crate::{Severity, SignalStatus, Timestamp};

/// A condition. In normal form: no list of one, no list in a list of its own kind, no negated negation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Not(Box<Expr>),
    /// One of the texts of the signal contains it.
    Text(Pattern),
    Field(Field),
}

/// What stands before the colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Severity,
    Status,
    Service,
    Rule,
    Span,
    Message,
    Id,
    Trace,
    Tag,
    Assigned,
    Has,
    Snoozed,
    Age,
    From,
    To,
    Updated,
    Decided,
}

/// A key whose values are texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextKey {
    /// The whole name of the service.
    Service,
    /// The whole id of the rule.
    Rule,
    /// The whole name of the operation.
    Span,
    /// A part of the message.
    Message,
    /// The whole id of the signal, or the name it is called by.
    Id,
    Trace,
    /// The whole of one of its tags.
    Tag,
}

/// A condition on one field. Several values are any-of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    Severity(Vec<Test<Severity>>),
    Status(Vec<SignalStatus>),
    Text(TextKey, Vec<Pattern>),
    Assigned(Vec<Assignee>),
    Has(Vec<Feature>),
    Snoozed(Vec<bool>),
    /// Time since it was raised.
    Age(Vec<Test<Elapsed>>),
    /// Raised at or after.
    From(Moment),
    /// Raised before.
    To(Moment),
    /// When anything about it last changed.
    Updated(Vec<Test<Moment>>),
    /// When somebody made up their mind; not what is undecided.
    Decided(Vec<Test<Moment>>),
}

/// A value held against another. For severities more is worse, for moments more is later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test<T> {
    Is(T),
    Over(T),
    AtLeast(T),
    Under(T),
    AtMost(T),
    /// Both ends included, the lesser first.
    Between(T, T),
}

/// A length of time in microseconds, not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elapsed(pub i64);

/// A point in time, perhaps as seen from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    At(Timestamp),
    Ago(Elapsed),
    /// The midnight, in UTC, at which the day began.
    Today,
    Yesterday,
}

/// Who looks after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// Whoever asks.
    Me,
    Nobody,
    Anybody,
    /// A person by id or name.
    Is(Pattern),
}

/// What a signal may have or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    Note,
    Link,
    Owner,
    Tag,
    Snooze,
    Reason,
    /// A change that FLUO has not confirmed.
    Pending,
    /// A change that FLUO refused.
    Problem,
}

/// Microseconds since 1970 from one end to the other, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: i64,
    pub until: i64,
}

impl Key {
    pub const ALL: [Key; 17] = [
        Self::Severity,
        Self::Status,
        Self::Service,
        Self::Rule,
        Self::Span,
        Self::Message,
        Self::Id,
        Self::Trace,
        Self::Tag,
        Self::Assigned,
        Self::Has,
        Self::Snoozed,
        Self::Age,
        Self::From,
        Self::To,
        Self::Updated,
        Self::Decided,
    ];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Severity => "severity",
            Self::Status => "status",
            Self::Service => "service",
            Self::Rule => "rule",
            Self::Span => "span",
            Self::Message => "message",
            Self::Id => "id",
            Self::Trace => "trace",
            Self::Tag => "tag",
            Self::Assigned => "assigned",
            Self::Has => "has",
            Self::Snoozed => "snoozed",
            Self::Age => "age",
            Self::From => "from",
            Self::To => "to",
            Self::Updated => "updated",
            Self::Decided => "decided",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str().eq_ignore_ascii_case(text))
    }

    /// The words that are its values; none where they are free.
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Severity => &["critical", "error", "warning", "info"],
            Self::Status => &["open", "investigating", "resolved", "false_positive"],
            Self::Assigned => &["me", "none", "any"],
            Self::Has => &["note", "link", "owner", "tag", "snooze", "reason", "pending", "problem"],
            Self::Snoozed => &["yes", "no"],
            Self::Service
            | Self::Rule
            | Self::Span
            | Self::Message
            | Self::Id
            | Self::Trace
            | Self::Tag
            | Self::Age
            | Self::From
            | Self::To
            | Self::Updated
            | Self::Decided => &[],
        }
    }
}

impl TextKey {
    pub const fn key(self) -> Key {
        match self {
            Self::Service => Key::Service,
            Self::Rule => Key::Rule,
            Self::Span => Key::Span,
            Self::Message => Key::Message,
            Self::Id => Key::Id,
            Self::Trace => Key::Trace,
            Self::Tag => Key::Tag,
        }
    }
}

impl Field {
    pub const fn key(&self) -> Key {
        match self {
            Self::Severity(_) => Key::Severity,
            Self::Status(_) => Key::Status,
            Self::Text(key, _) => key.key(),
            Self::Assigned(_) => Key::Assigned,
            Self::Has(_) => Key::Has,
            Self::Snoozed(_) => Key::Snoozed,
            Self::Age(_) => Key::Age,
            Self::From(_) => Key::From,
            Self::To(_) => Key::To,
            Self::Updated(_) => Key::Updated,
            Self::Decided(_) => Key::Decided,
        }
    }

    fn depends_on_time(&self) -> bool {
        match self {
            Self::Age(_) => true,
            Self::From(moment) | Self::To(moment) => moment.is_relative(),
            Self::Updated(tests) | Self::Decided(tests) => {
                tests.iter().any(|test| test.values().any(Moment::is_relative))
            }
            Self::Severity(_)
            | Self::Status(_)
            | Self::Text(..)
            | Self::Assigned(_)
            | Self::Has(_)
            | Self::Snoozed(_) => false,
        }
    }
}

impl Expr {
    pub(super) fn depends_on_time(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::depends_on_time),
            Self::Not(inner) => inner.depends_on_time(),
            Self::Text(_) => false,
            Self::Field(field) => field.depends_on_time(),
        }
    }

    pub(super) fn all(parts: Vec<Expr>) -> Option<Expr> {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::All(inner) => inner,
            other => vec![other],
        });
        one_or(flat.collect(), Self::All)
    }

    pub(super) fn any(parts: Vec<Expr>) -> Option<Expr> {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::Any(inner) => inner,
            other => vec![other],
        });
        one_or(flat.collect(), Self::Any)
    }

    pub(super) fn negated(self) -> Expr {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }
}

fn one_or(mut parts: Vec<Expr>, list: fn(Vec<Expr>) -> Expr) -> Option<Expr> {
    if parts.len() > 1 { Some(list(parts)) } else { parts.pop() }
}

impl<T> Test<T> {
    fn values(&self) -> impl Iterator<Item = &T> {
        let (first, second) = match self {
            Self::Is(a) | Self::Over(a) | Self::AtLeast(a) | Self::Under(a) | Self::AtMost(a) => (a, None),
            Self::Between(a, b) => (a, Some(b)),
        };
        std::iter::once(first).chain(second)
    }
}

impl Test<Severity> {
    pub fn holds(&self, severity: Severity) -> bool {
        // The worst comes first among severities, and counts as the most here.
        match *self {
            Self::Is(than) => severity == than,
            Self::Over(than) => severity < than,
            Self::AtLeast(than) => severity <= than,
            Self::Under(than) => severity > than,
            Self::AtMost(than) => severity >= than,
            Self::Between(least, most) => severity <= least && severity >= most,
        }
    }
}

impl Test<Elapsed> {
    /// When something happened whose age passes the test at `now`.
    pub fn window(&self, now: Timestamp) -> Window {
        let back = |age: &Elapsed| now.micros().saturating_sub(age.0);
        let (from, until) = match self {
            Self::Is(age) => (back(age), back(age)),
            Self::Over(age) => (i64::MIN, back(age).saturating_sub(1)),
            Self::AtLeast(age) => (i64::MIN, back(age)),
            Self::Under(age) => (back(age).saturating_add(1), i64::MAX),
            Self::AtMost(age) => (back(age), i64::MAX),
            Self::Between(least, most) => (back(most), back(least)),
        };
        Window { from, until }
    }
}

impl Test<Moment> {
    /// The points in time that pass the test at `now`. Held against a length of time, it is the age that counts.
    pub fn window(&self, now: Timestamp) -> Window {
        if let Some(age) = self.as_age() {
            return age.window(now);
        }
        let at = |moment: &Moment| moment.resolve(now).micros();
        let (from, until) = match self {
            Self::Is(moment) => (at(moment), at(moment)),
            Self::Over(moment) => (at(moment).saturating_add(1), i64::MAX),
            Self::AtLeast(moment) => (at(moment), i64::MAX),
            Self::Under(moment) => (i64::MIN, at(moment).saturating_sub(1)),
            Self::AtMost(moment) => (i64::MIN, at(moment)),
            Self::Between(least, most) => (at(least), at(most)),
        };
        Window { from, until }
    }

    fn as_age(&self) -> Option<Test<Elapsed>> {
        Some(match *self {
            Self::Is(Moment::Ago(age)) => Test::Is(age),
            Self::Over(Moment::Ago(age)) => Test::Over(age),
            Self::AtLeast(Moment::Ago(age)) => Test::AtLeast(age),
            Self::Under(Moment::Ago(age)) => Test::Under(age),
            Self::AtMost(Moment::Ago(age)) => Test::AtMost(age),
            Self::Between(Moment::Ago(least), Moment::Ago(most)) => Test::Between(least, most),
            _ => return None,
        })
    }
}

impl Moment {
    pub const fn is_relative(&self) -> bool {
        !matches!(self, Self::At(_))
    }

    /// The point in time it is at `now`.
    pub fn resolve(&self, now: Timestamp) -> Timestamp {
        const DAY: i64 = 86_400_000_000;
        let midnight = now.micros().div_euclid(DAY).saturating_mul(DAY);
        match *self {
            Self::At(at) => at,
            Self::Ago(Elapsed(micros)) => Timestamp(now.micros().saturating_sub(micros)),
            Self::Today => Timestamp(midnight),
            Self::Yesterday => Timestamp(midnight.saturating_sub(DAY)),
        }
    }
}

impl Window {
    pub const ALL: Window = Window { from: i64::MIN, until: i64::MAX };

    pub const fn holds(self, at: Timestamp) -> bool {
        self.from <= at.0 && at.0 <= self.until
    }
}

impl Feature {
    pub const ALL: [Feature; 8] = [
        Self::Note,
        Self::Link,
        Self::Owner,
        Self::Tag,
        Self::Snooze,
        Self::Reason,
        Self::Pending,
        Self::Problem,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Link => "link",
            Self::Owner => "owner",
            Self::Tag => "tag",
            Self::Snooze => "snooze",
            Self::Reason => "reason",
            Self::Pending => "pending",
            Self::Problem => "problem",
        }
    }
}
