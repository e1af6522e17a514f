//! From a query to text, in one form: parsed again it is the same query.

use std::fmt::{Display, Formatter, Result, Write as _};

use super::Query;
use super::expr::{Assignee, Elapsed, Expr, Field, Key, Moment, Test};
use super::pattern::Pattern;
use super::read::UNITS;
use crate::Severity;

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.expr.as_ref().map_or(Ok(()), |expr| expr.fmt(f))
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::All(parts) => list(f, " ", parts, |f, part| match part {
                Self::Any(_) => write!(f, "({part})"),
                other => other.fmt(f),
            }),
            Self::Any(parts) => list(f, " OR ", parts, |f, part| part.fmt(f)),
            Self::Not(inner) => match &**inner {
                list @ (Self::All(_) | Self::Any(_)) => write!(f, "!({list})"),
                other => write!(f, "!{other}"),
            },
            Self::Text(pattern) => write_pattern(f, pattern, is_bare_word),
            Self::Field(field) => field.fmt(f),
        }
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(self.key().as_str())?;
        f.write_char(':')?;
        list(f, ",", &self.written_values(), |f, value| f.write_str(value))
    }
}

impl Field {
    /// Each value as it is written after the colon.
    pub fn written_values(&self) -> Vec<String> {
        fn each<T>(values: &[T], write: impl Fn(&T) -> String) -> Vec<String> {
            values.iter().map(write).collect()
        }
        match self {
            Self::Severity(tests) => each(tests, |test| written_test(test, severity_word)),
            Self::Status(statuses) => each(statuses, |status| status.as_str().to_ascii_lowercase()),
            Self::Text(_, patterns) => each(patterns, |pattern| Written(pattern, is_bare_value).to_string()),
            Self::Assigned(people) => each(people, |who| match who {
                Assignee::Me => "me".to_owned(),
                Assignee::Nobody => "none".to_owned(),
                Assignee::Anybody => "any".to_owned(),
                Assignee::Is(pattern) => Written(pattern, is_bare_person).to_string(),
            }),
            Self::Has(features) => each(features, |feature| feature.as_str().to_owned()),
            Self::Snoozed(values) => each(values, |yes| if *yes { "yes" } else { "no" }.to_owned()),
            Self::Age(tests) => each(tests, |test| written_test(test, Elapsed::to_string)),
            Self::From(moment) | Self::To(moment) => vec![moment.to_string()],
            Self::Updated(tests) | Self::Decided(tests) => {
                each(tests, |test| written_test(test, Moment::to_string))
            }
        }
    }
}

fn severity_word(severity: &Severity) -> String {
    severity.as_str().to_ascii_lowercase()
}

fn written_test<T>(test: &Test<T>, write: impl Fn(&T) -> String) -> String {
    match test {
        Test::Is(value) => write(value),
        Test::Over(value) => [">", &write(value)].concat(),
        Test::AtLeast(value) => [">=", &write(value)].concat(),
        Test::Under(value) => ["<", &write(value)].concat(),
        Test::AtMost(value) => ["<=", &write(value)].concat(),
        Test::Between(least, most) => [&write(least), "..", &write(most)].concat(),
    }
}

impl Display for Elapsed {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut rest = self.0;
        for (unit, micros) in UNITS {
            if rest >= micros {
                write!(f, "{}{unit}", rest / micros)?;
                rest %= micros;
            }
        }
        if self.0 < UNITS[3].1 { f.write_str("0s") } else { Ok(()) }
    }
}

impl Display for Moment {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Ago(Elapsed(0)) => f.write_str("now"),
            Self::Ago(ago) => ago.fmt(f),
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::At(at) => {
                let text = at.to_string();
                f.write_str(text.strip_suffix("T00:00:00.000000Z").unwrap_or_else(|| {
                    // What is left of a whole second is understood as UTC, too.
                    text.strip_suffix(".000000Z").unwrap_or(&text)
                }))
            }
        }
    }
}

fn list<T>(
    f: &mut Formatter<'_>,
    between: &str,
    items: &[T],
    write: impl Fn(&mut Formatter<'_>, &T) -> Result,
) -> Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        write(f, item)?;
    }
    Ok(())
}

struct Written<'p>(&'p Pattern, fn(&str) -> bool);

impl Display for Written<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write_pattern(f, self.0, self.1)
    }
}

fn write_pattern(f: &mut Formatter<'_>, pattern: &Pattern, is_bare: fn(&str) -> bool) -> Result {
    let pieces = pattern.pieces();
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            f.write_char('*')?;
        }
        let nothing = piece.is_empty() && pieces.len() > 1;
        if nothing || is_bare(piece) {
            f.write_str(piece)?;
        } else {
            f.write_str(&in_quotes(piece))?;
        }
    }
    Ok(())
}

/// A value as it is written after a colon: in quotes where it must be.
pub fn quoted(value: &str) -> String {
    if is_bare_value(value) { value.to_owned() } else { in_quotes(value) }
}

/// A value as a person's id is written: in quotes also where it would be a word of the key.
pub(super) fn quoted_for(key: Key, value: &str) -> String {
    if key == Key::Assigned && !is_bare_person(value) { in_quotes(value) } else { quoted(value) }
}

fn in_quotes(text: &str) -> String {
    ["\"", &text.replace('\\', "\\\\").replace('"', "\\\""), "\""].concat()
}

fn is_bare_value(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['>', '<'])
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "\"*(),".contains(c))
}

fn is_bare_person(text: &str) -> bool {
    is_bare_value(text) && !Key::Assigned.words().iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_bare_word(text: &str) -> bool {
    is_bare_value(text)
        && !text.starts_with(['!', '-'])
        && !text.contains(':')
        && !matches!(text, "OR" | "AND" | "NOT")
}
