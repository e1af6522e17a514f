//! What the trail is narrowed to, as the address says it: the only place where this is kept.

use console_api::audit::{AuditOutcome, ListAudit};

use crate::clock::Clock;
use crate::moment::Moment;
use crate::query_string;
use crate::time_range::TimeRange;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct View {
    pub(super) outcome: Vec<AuditOutcome>,
    pub(super) action: Vec<String>,
    /// Ids of who did it.
    pub(super) actor: Vec<String>,
    /// Id of what it was done to.
    pub(super) subject: Option<String>,
    pub(super) range: TimeRange,
    pub(super) text: String,
    /// Number of the entry that is open.
    pub(super) opened: Option<i64>,
}

impl View {
    /// What is not understood is left out: an old address still shows something.
    pub(super) fn parse(query: &str) -> Self {
        let mut view = Self::default();
        for (key, value) in query_string::parse(query) {
            match key.as_str() {
                "outcome" => view.outcome.extend(AuditOutcome::parse(&value)),
                "action" => view.action.push(value),
                "actor" => view.actor.push(value),
                "subject" => view.subject = Some(value),
                "from" => view.range.from = Moment::parse(&value),
                "to" => view.range.to = Moment::parse(&value),
                "q" => view.text = value,
                "sel" => view.opened = value.parse().ok(),
                _ => {}
            }
        }
        view
    }

    pub(super) fn query(&self) -> String {
        let opened = self.opened.map(|seq| seq.to_string());
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        pairs.extend(self.outcome.iter().map(|outcome| ("outcome", outcome.as_str())));
        pairs.extend(self.action.iter().map(|action| ("action", action.as_str())));
        pairs.extend(self.actor.iter().map(|actor| ("actor", actor.as_str())));
        pairs.extend(self.subject.iter().map(|subject| ("subject", subject.as_str())));
        pairs.extend(self.range.from.iter().map(|from| ("from", from.text())));
        pairs.extend(self.range.to.iter().map(|to| ("to", to.text())));
        pairs.extend(Some(("q", self.text.as_str())).filter(|_| !self.text.is_empty()));
        pairs.extend(opened.iter().map(|seq| ("sel", seq.as_str())));
        query_string::build(pairs)
    }

    /// The same list without an open entry.
    pub(super) fn list(&self) -> Self {
        Self { opened: None, ..self.clone() }
    }

    pub(super) fn request(&self, clock: Clock) -> ListAudit {
        ListAudit {
            actor: self.actor.clone(),
            action: self.action.clone(),
            subject: self.subject.clone(),
            outcome: self.outcome.clone(),
            from: self.range.from.as_ref().map(|from| from.resolve(clock)),
            to: self.range.to.as_ref().map(|to| to.resolve(clock)),
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            ..ListAudit::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let query = "outcome=denied&action=members.remove&actor=u1&subject=u%202&from=now-1h&q=ana&sel=12";
        let view = View::parse(&["?", query].concat());
        assert_eq!(view.query(), query);
        assert_eq!(view.opened, Some(12));
        assert_eq!(view.list().query(), query.trim_end_matches("&sel=12"));
        assert_eq!(View::parse("?outcome=loud&colour=red&sel=x"), View::default());
    }
}
