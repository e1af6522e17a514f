//! What the list shows, as the address says it: filters, time range, text, open signal. The address is the only place
//! where this is kept.

use console_api::{RuleId, Severity, SignalFilter, SignalId, SignalStatus, Timestamp};

use crate::clock::{Clock, Zone};
use crate::moment::Moment;
use crate::query_string;
use crate::words as w;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct View {
    pub(super) severity: Vec<Severity>,
    pub(super) status: Vec<SignalStatus>,
    pub(super) service: Vec<String>,
    pub(super) rule: Vec<RuleId>,
    pub(super) from: Option<Moment>,
    pub(super) to: Option<Moment>,
    pub(super) text: String,
    pub(super) selected: Option<SignalId>,
    /// Parts of the address that mean nothing here; said, not swallowed.
    pub(super) not_understood: Vec<String>,
}

impl View {
    pub(super) fn parse(query: &str) -> Self {
        let mut view = Self::default();
        for (key, value) in query_string::parse(query) {
            let understood = match key.as_str() {
                "severity" => push(&mut view.severity, Severity::parse(&value)),
                "status" => push(&mut view.status, SignalStatus::parse(&value)),
                "service" => push(&mut view.service, Some(value.clone())),
                "rule" => push(&mut view.rule, Some(RuleId::from(value.as_str()))),
                "from" => put(&mut view.from, Moment::parse(&value)),
                "to" => put(&mut view.to, Moment::parse(&value)),
                "q" => {
                    view.text.clone_from(&value);
                    true
                }
                "sel" => put(&mut view.selected, Some(SignalId::from(value.as_str()))),
                _ => false,
            };
            if !understood {
                view.not_understood.push([&key, "=", &value].concat());
            }
        }
        view
    }

    /// The query part of the address, in one fixed order.
    pub(super) fn query(&self) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        pairs.extend(self.severity.iter().map(|severity| ("severity", severity.as_str())));
        pairs.extend(self.status.iter().map(|status| ("status", status.as_str())));
        pairs.extend(self.service.iter().map(|service| ("service", service.as_str())));
        pairs.extend(self.rule.iter().map(|rule| ("rule", rule.as_str())));
        pairs.extend(self.from.iter().map(|from| ("from", from.text())));
        pairs.extend(self.to.iter().map(|to| ("to", to.text())));
        if !self.text.is_empty() {
            pairs.push(("q", &self.text));
        }
        pairs.extend(self.selected.iter().map(|id| ("sel", id.as_str())));
        query_string::build(pairs)
    }

    /// The filter as of now: relative times become points in time.
    pub(super) fn filter(&self, now: Timestamp) -> SignalFilter {
        let clock = Clock { now, zone: Zone::Browser };
        SignalFilter {
            severity: self.severity.clone(),
            service: self.service.clone(),
            rule: self.rule.clone(),
            status: self.status.clone(),
            from: self.from.as_ref().map(|from| from.resolve(clock)),
            to: self.to.as_ref().map(|to| to.resolve(clock)),
            text: (!self.text.is_empty()).then(|| self.text.clone()),
        }
    }

    /// The same list without an open signal: what tells one list from another.
    pub(super) fn list(&self) -> Self {
        Self { selected: None, not_understood: Vec::new(), ..self.clone() }
    }

    pub(super) fn is_filtered(&self) -> bool {
        self.list() != Self::default()
    }

    /// The filters in words: "severity Error, service payment, since now-1h".
    pub(super) fn words(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut part = |say: fn(&str) -> String, values: Vec<&str>| {
            let mut values = values.into_iter();
            if let Some(first) = values.next() {
                parts.push(say(&values.fold(first.to_owned(), |before, value| w::list_or(&before, value))));
            }
        };
        part(w::filter_severity, self.severity.iter().map(|severity| severity.as_str()).collect());
        part(w::filter_status, self.status.iter().map(|status| status.as_str()).collect());
        part(w::filter_service, self.service.iter().map(String::as_str).collect());
        part(w::filter_rule, self.rule.iter().map(RuleId::as_str).collect());
        part(w::filter_from, self.from.iter().map(Moment::text).collect());
        part(w::filter_to, self.to.iter().map(Moment::text).collect());
        part(w::filter_text, Some(self.text.as_str()).filter(|text| !text.is_empty()).into_iter().collect());
        parts.join(", ")
    }
}

fn push<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) -> bool {
    let Some(value) = value else { return false };
    if !list.contains(&value) {
        list.push(value);
    }
    true
}

fn put<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let understood = value.is_some();
    if understood {
        *place = value;
    }
    understood
}

/// Adds the value, or takes it away when it is there.
pub(super) fn toggle<T: PartialEq>(list: &mut Vec<T>, value: T) {
    match list.iter().position(|other| *other == value) {
        Some(at) => drop(list.remove(at)),
        None => list.push(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let query =
            "severity=ERROR&severity=WARNING&status=OPEN&service=a%20b&rule=slow&from=now-1h&q=x%26y&sel=s1";
        let view = View::parse(&["?", query].concat());
        assert_eq!(view.query(), query);
        assert!(view.not_understood.is_empty());
        assert!(view.is_filtered());
        assert_eq!(
            view.words(),
            "severity ERROR or WARNING, status OPEN, service a b, rule slow, from now-1h, text x&y"
        );
    }

    #[test]
    fn an_open_signal_is_no_filter() {
        let view = View::parse("?sel=s1");
        assert!(!view.is_filtered());
        assert_eq!(view.list(), View::default());
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let view = View::parse("?severity=LOUD&from=yesterday&colour=red&status=OPEN");
        assert_eq!(view.not_understood, ["severity=LOUD", "from=yesterday", "colour=red"]);
        assert_eq!(view.status, [SignalStatus::Open]);
    }

    #[test]
    fn relative_times_are_resolved_when_asked() {
        let now = Timestamp::parse("2026-11-20T12:00:00Z").unwrap();
        let filter = View::parse("from=now-1h&to=2026-11-20T11:30:00Z").filter(now);
        assert_eq!(filter.from, Timestamp::parse("2026-11-20T11:00:00Z"));
        assert_eq!(filter.to, Timestamp::parse("2026-11-20T11:30:00Z"));
    }
}
