//! Whether a single signal is asked for.

use super::Query;
use super::expr::{Assignee, Expr, Feature, Field, TextKey};
use super::pattern::{Pattern, fold};
use crate::session::User;
use crate::{Signal, Timestamp};

/// Who asks, and when.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub now: Timestamp,
    /// Id of the one who asks.
    pub me: &'a str,
}

impl Query {
    pub fn matches(&self, signal: &Signal, reader: Reader<'_>) -> bool {
        self.expr().is_none_or(|expr| expr.matches(signal, reader))
    }
}

impl Expr {
    fn matches(&self, signal: &Signal, reader: Reader<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(signal, reader)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(signal, reader)),
            Self::Not(inner) => !inner.matches(signal, reader),
            Self::Text(pattern) => is_in_texts(pattern, signal),
            Self::Field(field) => field.matches(signal, reader),
        }
    }
}

impl Field {
    fn matches(&self, signal: &Signal, reader: Reader<'_>) -> bool {
        match self {
            Self::Severity(tests) => tests.iter().any(|test| test.holds(signal.severity)),
            Self::Status(statuses) => statuses.contains(&signal.status),
            Self::Text(key, patterns) => {
                let texts: Vec<String> = texts(*key, signal).into_iter().map(fold).collect();
                let is = |pattern: &Pattern, text: &str| match key {
                    TextKey::Message => pattern.is_in_folded(text),
                    _ => pattern.is_folded(text),
                };
                patterns.iter().any(|pattern| texts.iter().any(|text| is(pattern, text)))
            }
            Self::Assigned(people) => {
                people.iter().any(|who| is_assigned(who, signal.owner.as_ref(), reader.me))
            }
            Self::Has(features) => features.iter().any(|feature| has(*feature, signal)),
            Self::Snoozed(values) => values.contains(&signal.snooze.is_some()),
            Self::Age(tests) => tests.iter().any(|test| test.window(reader.now).holds(signal.raised_at)),
            Self::From(moment) => signal.raised_at >= moment.resolve(reader.now),
            Self::To(moment) => signal.raised_at < moment.resolve(reader.now),
            Self::Updated(tests) => tests.iter().any(|test| test.window(reader.now).holds(signal.updated_at)),
            Self::Decided(tests) => {
                signal.decided_at.is_some_and(|at| tests.iter().any(|test| test.window(reader.now).holds(at)))
            }
        }
    }
}

fn is_in_texts(pattern: &Pattern, signal: &Signal) -> bool {
    let name = signal.friendly_id.as_deref().unwrap_or_default();
    [
        &signal.message,
        &signal.service,
        &signal.span_name,
        &signal.rule_id.0,
        &signal.trace_id.0,
        &signal.id.0,
        name,
    ]
    .into_iter()
    .any(|text| pattern.is_in(text))
}

fn texts(key: TextKey, signal: &Signal) -> Vec<&str> {
    match key {
        TextKey::Service => vec![&signal.service],
        TextKey::Rule => vec![signal.rule_id.as_str()],
        TextKey::Span => vec![&signal.span_name],
        TextKey::Message => vec![&signal.message],
        TextKey::Id => std::iter::once(signal.id.as_str()).chain(signal.friendly_id.as_deref()).collect(),
        TextKey::Trace => vec![signal.trace_id.as_str()],
        TextKey::Tag => signal.tags.iter().map(String::as_str).collect(),
    }
}

fn is_assigned(who: &Assignee, owner: Option<&User>, me: &str) -> bool {
    match who {
        Assignee::Me => owner.is_some_and(|owner| owner.id.as_str() == me),
        Assignee::Nobody => owner.is_none(),
        Assignee::Anybody => owner.is_some(),
        Assignee::Is(pattern) => {
            owner.is_some_and(|owner| pattern.is(owner.id.as_str()) || pattern.is(&owner.name))
        }
    }
}

fn has(feature: Feature, signal: &Signal) -> bool {
    let refused = signal.pending.as_ref().map(|pending| pending.problem.is_some());
    match feature {
        Feature::Note => signal.notes > 0,
        Feature::Link => signal.links > 0,
        Feature::Owner => signal.owner.is_some(),
        Feature::Tag => !signal.tags.is_empty(),
        Feature::Snooze => signal.snooze.is_some(),
        Feature::Reason => signal.reason.is_some(),
        Feature::Pending => refused == Some(false),
        Feature::Problem => refused == Some(true),
    }
}
