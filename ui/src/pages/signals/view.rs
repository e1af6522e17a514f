//! What the page shows, as its address has it: query, time range, order, open signal. The address is the only place
//! where this is kept.

use console_api::group::SignalGroup;
use console_api::query::{Fault, Key, Query};
use console_api::{SignalId, Timestamp};

use super::question::{Order, Question};
use crate::clock::{Clock, Zone};
use crate::grid::{Arrangement, Density};
use crate::moment::Moment;
use crate::query_string;
use crate::route::Route;
use crate::words as w;

/// Conditions that have a part of the address of their own in links from elsewhere; they become part of the query.
const CONDITIONS: [Key; 6] = [Key::Severity, Key::Status, Key::Service, Key::Rule, Key::Trace, Key::Assigned];

/// What groups of signals are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    Count,
    LastSeen,
}

impl Grouping {
    const ALL: [Self; 2] = [Self::Count, Self::LastSeen];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::LastSeen => "last",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct View {
    /// In the language of `console_api::query`, as it was typed.
    pub(super) q: String,
    pub(super) from: Option<Moment>,
    pub(super) to: Option<Moment>,
    pub(super) order: Order,
    /// Groups are shown in the place of the list.
    pub(super) grouping: Option<Grouping>,
    /// What was made of the columns; as this browser remembers them where absent.
    pub(super) arrangement: Option<Arrangement>,
    pub(super) selected: Option<SignalId>,
    /// The open signal shows why its rule fired.
    pub(super) explains: bool,
    /// Parts of the address that mean nothing here; said, not swallowed.
    pub(super) not_understood: Vec<String>,
}

impl View {
    pub(super) fn parse(query: &str) -> Self {
        let mut view = Self::default();
        let mut conditions: Vec<(Key, Vec<String>)> = Vec::new();
        for (key, value) in query_string::parse(query) {
            let understood = match key.as_str() {
                "q" => {
                    view.q.clone_from(&value);
                    true
                }
                "from" => put(&mut view.from, Moment::parse(&value)),
                "to" => put(&mut view.to, Moment::parse(&value)),
                "sort" => Order::parse(&value).map(|order| view.order = order).is_some(),
                "groups" => {
                    put(&mut view.grouping, Grouping::ALL.into_iter().find(|by| by.as_str() == value))
                }
                "cols" => {
                    let columns = value.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
                    view.arrangement.get_or_insert_default().columns = columns;
                    true
                }
                "density" => {
                    let density = Density::ALL.into_iter().find(|density| density.as_str() == value);
                    density.map(|_| view.arrangement.get_or_insert_default().density = density).is_some()
                }
                "sel" => put(&mut view.selected, Some(SignalId::from(value.as_str()))),
                "tab" => {
                    view.explains = value == "why";
                    view.explains
                }
                name => match CONDITIONS.into_iter().find(|condition| condition.as_str() == name) {
                    Some(condition) if Query::default().toggled(condition, &value).is_ok() => {
                        match conditions.iter_mut().find(|(known, _)| *known == condition) {
                            Some((_, values)) => values.push(value.clone()),
                            None => conditions.push((condition, vec![value.clone()])),
                        }
                        true
                    }
                    Some(_) | None => false,
                },
            };
            if !understood {
                view.not_understood.push([&key, "=", &value].concat());
            }
        }
        view.take_in(&conditions);
        view
    }

    fn take_in(&mut self, conditions: &[(Key, Vec<String>)]) {
        if let (false, Ok(mut query)) = (conditions.is_empty(), Query::parse(&self.q)) {
            for (key, values) in conditions {
                query = query.with_values(*key, values).unwrap_or(query);
            }
            self.q = query.to_string();
        }
    }

    /// The query part of the address, in one fixed order.
    pub(super) fn query(&self) -> String {
        let order = self.order.written();
        let columns = self.arrangement.as_ref().map(|arrangement| arrangement.columns.join(","));
        let density = self.arrangement.as_ref().and_then(|arrangement| arrangement.density);
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", &self.q));
        }
        pairs.extend(self.from.iter().map(|from| ("from", from.text())));
        pairs.extend(self.to.iter().map(|to| ("to", to.text())));
        pairs.extend(order.iter().map(|order| ("sort", order.as_str())));
        pairs.extend(self.grouping.iter().map(|grouping| ("groups", grouping.as_str())));
        pairs.extend(columns.iter().map(|columns| ("cols", columns.as_str())));
        pairs.extend(density.iter().map(|density| ("density", density.as_str())));
        pairs.extend(self.selected.iter().map(|id| ("sel", id.as_str())));
        if self.selected.is_some() && self.explains {
            pairs.push(("tab", "why"));
        }
        query_string::build(pairs)
    }

    /// What is asked for as of now: relative times of the range become points in time.
    pub(super) fn question(&self, now: Timestamp) -> Result<Question, Fault> {
        let clock = Clock { now, zone: Zone::Browser };
        Ok(Question {
            query: Query::parse(&self.q)?,
            from: self.from.as_ref().map(|from| from.resolve(clock)),
            to: self.to.as_ref().map(|to| to.resolve(clock)),
            order: self.order,
        })
    }

    /// The same list without an open signal: what tells one list from another.
    pub(super) fn list(&self) -> Self {
        Self {
            selected: None,
            explains: false,
            arrangement: None,
            grouping: None,
            not_understood: Vec::new(),
            ..self.clone()
        }
    }

    pub(super) fn address(&self) -> String {
        [Route::Signals.path(), "?", &self.query()].concat()
    }

    /// The list of a group's signals; nothing where that would be no query.
    pub(super) fn of_group(&self, group: &SignalGroup) -> Option<Self> {
        let narrowed = Query::parse(&self.q).ok()?;
        let narrowed = narrowed.with_values(Key::Rule, &[group.rule_id.as_str()]).ok()?;
        let narrowed = narrowed.with_values(Key::Service, &[&group.service]).ok()?;
        let narrowed = narrowed.with_values(Key::Span, &[&group.span_name]).ok()?;
        Some(Self { q: narrowed.to_string(), grouping: None, selected: None, ..self.clone() })
    }

    /// Without anything that narrows it.
    pub(super) fn cleared(&self) -> Self {
        Self { q: String::new(), from: None, to: None, not_understood: Vec::new(), ..self.clone() }
    }

    pub(super) fn is_filtered(&self) -> bool {
        !self.q.is_empty() || self.from.is_some() || self.to.is_some()
    }

    /// What narrows it, as it was written.
    pub(super) fn words(&self) -> String {
        let mut parts = Vec::new();
        if !self.q.is_empty() {
            parts.push(self.q.clone());
        }
        parts.extend(self.from.iter().map(|from| w::chip_from(from.text())));
        parts.extend(self.to.iter().map(|to| w::chip_to(to.text())));
        parts.join(", ")
    }
}

fn put<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let understood = value.is_some();
    if understood {
        *place = value;
    }
    understood
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let query = "q=severity%3A%3E%3Derror%20%22a%20b%22&from=now-1h&sort=-severity&cols=time%2Cmessage&density=compact&sel=s1&tab=why";
        let view = View::parse(&["?", query].concat());
        assert_eq!(view.query(), query);
        assert!(view.not_understood.is_empty() && view.is_filtered());
        assert_eq!(view.words(), "severity:>=error \"a b\", from now-1h");
    }

    #[test]
    fn a_group_opens_as_the_list_of_its_signals() {
        let view = View::parse("?q=rule%3Aslow-*%20took&from=now-1h&groups=last");
        assert_eq!((view.grouping, view.query().contains("groups=last")), (Some(Grouping::LastSeen), true));
        let group = SignalGroup {
            rule_id: "slow-charge".into(),
            service: String::new(),
            span_name: "charge card".to_owned(),
            q: None,
            count: 1,
            first_seen: Timestamp(0),
            last_seen: Timestamp(0),
            severity: Vec::new(),
            status: Vec::new(),
            buckets: Vec::new(),
            newest: "s".into(),
            storming_since: None,
        };
        let members = view.of_group(&group).unwrap();
        assert_eq!(members.q, "rule:slow-charge took service:\"\" span:\"charge card\"");
        assert_eq!((members.grouping, members.from), (None, view.from));
    }

    #[test]
    fn links_from_elsewhere_become_part_of_the_query() {
        let view = View::parse("?severity=ERROR&severity=WARNING&rule=slow&service=a%20b&q=took");
        assert_eq!(view.q, "took severity:error,warning rule:slow service:\"a b\"");
    }

    #[test]
    fn an_open_signal_is_no_filter() {
        let view = View::parse("?sel=s1");
        assert!(!view.is_filtered());
        assert_eq!(view.list(), View::default());
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let view = View::parse("?severity=LOUD&from=yesterday&colour=red&status=OPEN&sort=mood");
        assert_eq!(view.not_understood, ["severity=LOUD", "from=yesterday", "colour=red", "sort=mood"]);
        assert_eq!(view.q, "status:open");
    }

    #[test]
    fn relative_times_are_resolved_when_asked_and_a_query_that_cannot_be_read_is_a_fault() {
        let now = Timestamp::parse("2026-11-20T12:00:00Z").unwrap();
        let question = View::parse("from=now-1h&to=2026-11-20T11:30:00Z").question(now).unwrap();
        assert_eq!(question.from, Timestamp::parse("2026-11-20T11:00:00Z"));
        assert_eq!(question.to, Timestamp::parse("2026-11-20T11:30:00Z"));
        assert!(View::parse("q=sevrity:error").question(now).is_err());
    }
}
