//! What a list asks for, and whether a signal belongs into its answer. No I/O.

use std::cmp::Ordering;

use console_api::query::{Expr, Feature, Field, Key, Query, Reader};
use console_api::triage::SnoozeUntil;
use console_api::{Signal, Timestamp};

/// What a list can be sorted by, as the address and the server name it.
const KEYS: [&str; 6] = ["time", "severity", "service", "rule", "status", "updated"];

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) key: &'static str,
    pub(super) is_falling: bool,
}

impl Default for Order {
    /// Newest first.
    fn default() -> Self {
        Self { key: KEYS[0], is_falling: true }
    }
}

impl Order {
    /// `severity` rises, `-severity` falls.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (name, is_falling) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        Self::by(name, is_falling)
    }

    pub(super) fn by(name: &str, is_falling: bool) -> Option<Self> {
        let key = KEYS.into_iter().find(|key| *key == name)?;
        Some(Self { key, is_falling })
    }

    /// Nothing for the usual order.
    pub(super) fn written(self) -> Option<String> {
        (self != Self::default()).then(|| [if self.is_falling { "-" } else { "" }, self.key].concat())
    }

    pub(super) fn direction(self) -> Ordering {
        if self.is_falling { Ordering::Greater } else { Ordering::Less }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Question {
    pub(super) query: Query,
    pub(super) from: Option<Timestamp>,
    pub(super) to: Option<Timestamp>,
    pub(super) order: Order,
}

impl Question {
    /// As the server is asked: the time range is part of the query.
    pub(super) fn text(&self) -> Option<String> {
        let text = self.narrowed(if self.hides_snoozed() { "snoozed:no" } else { "" });
        (!text.is_empty()).then_some(text)
    }

    /// The same of what is not listed since it is put aside.
    pub(super) fn hidden(&self) -> Option<String> {
        self.hides_snoozed().then(|| self.narrowed("snoozed:yes"))
    }

    fn narrowed(&self, more: &str) -> String {
        let from = self.from.map(|from| ["from:", &from.to_string()].concat());
        let to = self.to.map(|to| ["to:", &to.to_string()].concat());
        let mut parts: Vec<_> = self.query.expr().map(|_| self.query.to_string()).into_iter().collect();
        let more = Some(more.to_owned()).filter(|more| !more.is_empty());
        parts.extend([more, from, to].into_iter().flatten());
        if let (2.., Some(Expr::Any(_))) = (parts.len(), self.query.expr()) {
            parts[0] = ["(", &parts[0], ")"].concat();
        }
        parts.join(" ")
    }

    /// Whether a condition on this is among its own.
    pub(super) fn asks_about(&self, key: Key) -> bool {
        let has = |expr: &Expr| asks(expr, key);
        self.query.expr().is_some_and(has) || (key == Key::Snoozed && self.hides_snoozed())
    }

    /// What is put aside is not listed, unless the query says something about it.
    pub(super) fn hides_snoozed(&self) -> bool {
        !self.query.expr().is_some_and(|expr| asks(expr, Key::Snoozed))
    }

    /// Whether two ask the same: a relative time moves with the clock, and that alone is no other question.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let times = |question: &Self| (question.from.is_some(), question.to.is_some());
        times(self) == times(other) && self.order == other.order && self.query == other.query
    }

    /// Whether a signal belongs into the list, by the rules the server goes by.
    pub(super) fn matches(&self, signal: &Signal, reader: Reader<'_>) -> bool {
        !(self.hides_snoozed() && is_snoozed(signal, reader.now))
            && self.from.is_none_or(|from| signal.raised_at >= from)
            && self.to.is_none_or(|to| signal.raised_at < to)
            && self.query.matches(signal, reader)
    }
}

fn asks(expr: &Expr, key: Key) -> bool {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => parts.iter().any(|part| asks(part, key)),
        Expr::Not(inner) => asks(inner, key),
        Expr::Text(_) => false,
        Expr::Field(Field::Has(features)) => {
            key == Key::Has || (key == Key::Snoozed && features.contains(&Feature::Snooze))
        }
        Expr::Field(field) => field.key() == key,
    }
}

fn is_snoozed(signal: &Signal, now: Timestamp) -> bool {
    signal.snooze.as_ref().is_some_and(|snooze| match snooze.until {
        SnoozeUntil::Time { at } => at > now,
        SnoozeUntil::Count { .. } | SnoozeUntil::Spike { .. } | SnoozeUntil::RuleVersion { .. } => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_written_unless_it_is_the_usual_one() {
        for text in ["time", "-severity", "updated"] {
            assert_eq!(Order::parse(text).and_then(Order::written).as_deref(), Some(text));
        }
        assert_eq!(Order::parse("-time").and_then(Order::written), None);
        assert_eq!((Order::parse("mood"), Order::parse("")), (None, None));
    }

    #[test]
    fn what_is_put_aside_is_listed_only_where_it_is_asked_for() {
        let asked = |text| Question { query: Query::parse(text).unwrap(), ..Question::default() };
        assert_eq!(asked("").text().as_deref(), Some("snoozed:no"));
        assert_eq!(asked("").hidden().as_deref(), Some("snoozed:yes"));
        for text in ["snoozed:yes", "snoozed:yes,no", "status:open !snoozed:no", "has:snooze"] {
            assert_eq!((asked(text).text().is_some(), asked(text).hidden()), (true, None), "{text}");
        }
        assert!(asked("").asks_about(Key::Snoozed) && !asked("took").asks_about(Key::Status));
    }

    #[test]
    fn the_time_range_narrows_every_alternative() {
        let query = Query::parse("severity:error OR status:open").unwrap();
        let from = Timestamp::parse("2026-11-20T11:00:00Z");
        let question = Question { query, from, ..Question::default() };
        let text = question.text().unwrap();
        assert_eq!(text, "(severity:error OR status:open) snoozed:no from:2026-11-20T11:00:00.000000Z");
        assert_eq!(Query::parse(&text).unwrap().parts().len(), 3);
    }
}
