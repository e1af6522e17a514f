//! How often a person is interrupted: per rule one notification a minute, what comes in between summed up in one.

use std::collections::HashMap;
use std::time::Duration;

use console_api::RuleId;
use tokio::time::Instant;

use crate::tray::Notice;

/// After a notification of a rule, the next of the same rule waits this long.
const QUIET: Duration = Duration::from_secs(60);

/// What was shown of each rule, and what waits.
#[derive(Debug, Default)]
pub struct NoticePace {
    rules: HashMap<RuleId, Recent>,
}

#[derive(Debug)]
struct Recent {
    shown_at: Instant,
    waiting: Option<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    count: u32,
    latest: Notice,
}

impl NoticePace {
    /// What to show now for a notice that has come up; nothing when the rule was shown within the minute.
    pub fn offer(&mut self, rule: &RuleId, notice: Notice, now: Instant) -> Option<Notice> {
        let Some(recent) = self.rules.get_mut(rule) else {
            self.rules.insert(rule.clone(), Recent { shown_at: now, waiting: None });
            return Some(notice);
        };
        if recent.waiting.is_none() && now.duration_since(recent.shown_at) >= QUIET {
            recent.shown_at = now;
            return Some(notice);
        }
        let count = recent.waiting.as_ref().map_or(0, |waiting| waiting.count) + 1;
        recent.waiting = Some(Waiting { count, latest: notice });
        None
    }

    /// What has waited long enough, one notice per rule. Forgets rules that fell silent.
    pub fn take_due(&mut self, now: Instant) -> Vec<(RuleId, Notice)> {
        let mut due = Vec::new();
        self.rules.retain(|rule, recent| {
            if now.duration_since(recent.shown_at) < QUIET {
                return true;
            }
            let Some(waiting) = recent.waiting.take() else { return false };
            recent.shown_at = now;
            due.push((rule.clone(), waiting.into_notice()));
            true
        });
        due
    }

    /// When to ask for what is due; nothing while nothing waits.
    pub fn next_due(&self) -> Option<Instant> {
        let waiting = self.rules.values().filter(|recent| recent.waiting.is_some());
        waiting.map(|recent| recent.shown_at + QUIET).min()
    }
}

impl Waiting {
    fn into_notice(self) -> Notice {
        match self.count {
            1 => self.latest,
            count => Notice {
                title: format!("{} ({count} new)", self.latest.title),
                body: format!("Latest: {}", self.latest.body),
                signal: self.latest.signal,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(id: &str) -> Notice {
        Notice { title: "Error: slow-charge".into(), body: format!("body {id}"), signal: id.into() }
    }

    #[test]
    fn a_storm_is_one_notice_and_one_summary_a_minute() {
        let (mut pace, rule, start) = (NoticePace::default(), RuleId::from("slow-charge"), Instant::now());
        assert_eq!(pace.offer(&rule, notice("0"), start), Some(notice("0")));
        for n in 1..=500 {
            let at = start + Duration::from_millis(100 * n);
            assert_eq!(pace.offer(&rule, notice(&n.to_string()), at), None);
            assert!(pace.take_due(at).is_empty());
        }
        let due = pace.next_due().unwrap();
        assert_eq!(due, start + QUIET);
        let summary = Notice {
            title: "Error: slow-charge (500 new)".into(),
            body: "Latest: body 500".into(),
            signal: "500".into(),
        };
        assert_eq!(pace.take_due(due), [(rule.clone(), summary)]);
        assert_eq!(pace.offer(&rule, notice("501"), due), None);
        assert_eq!(pace.take_due(due + QUIET), [(rule, notice("501"))]);
    }

    #[test]
    fn rules_do_not_silence_each_other_and_are_forgotten() {
        let (mut pace, start) = (NoticePace::default(), Instant::now());
        let (one, other) = (RuleId::from("one"), RuleId::from("other"));
        assert!(pace.offer(&one, notice("1"), start).is_some());
        assert!(pace.offer(&other, notice("2"), start).is_some());
        assert_eq!(pace.next_due(), None);
        assert!(pace.take_due(start + QUIET).is_empty());
        assert!(pace.rules.is_empty());
        assert!(pace.offer(&one, notice("3"), start + QUIET).is_some());
    }
}
