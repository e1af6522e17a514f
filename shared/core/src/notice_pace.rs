//! How often a person is interrupted: per rule one notification a minute, what comes in between summed up in one. A rule
//! that storms is said to once, and then every few minutes for as long as it does.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use console_api::RuleId;
use console_api::group::{STORM_LEAST, STORM_MINUTES};
use tokio::time::Instant;

use crate::tray::{Notice, storm_words};

/// After a notification of a rule, the next of the same rule waits this long.
const QUIET: Duration = Duration::from_secs(60);
/// As many notices within this time are a storm, and so long apart are its notifications.
const STORM: Duration = Duration::from_secs(60 * STORM_MINUTES as u64);
/// Notices this close are counted together.
const SLICE: Duration = Duration::from_secs(10);

/// What was shown of each rule, and what waits.
#[derive(Debug, Default)]
pub struct NoticePace {
    rules: HashMap<RuleId, Recent>,
}

#[derive(Debug)]
struct Recent {
    shown_at: Instant,
    waiting: Option<Waiting>,
    /// How many came up since each time, oldest first; nothing older than [`STORM`].
    arrived: VecDeque<(Instant, u32)>,
    /// What was shown last said that the rule storms.
    is_collapsed: bool,
}

impl Recent {
    fn new(now: Instant) -> Self {
        Self { shown_at: now, waiting: None, arrived: VecDeque::from([(now, 1)]), is_collapsed: false }
    }

    fn count(&mut self, now: Instant) {
        match self.arrived.back_mut() {
            Some((since, count)) if now.duration_since(*since) < SLICE => *count += 1,
            _ => self.arrived.push_back((now, 1)),
        }
    }

    /// How many came up lately, if they are a storm.
    fn storm(&mut self, now: Instant) -> Option<u32> {
        while self.arrived.front().is_some_and(|(since, _)| now.duration_since(*since) >= STORM) {
            self.arrived.pop_front();
        }
        let count = self.arrived.iter().map(|(_, count)| count).sum();
        (count >= STORM_LEAST).then_some(count)
    }

    /// How long after a notification the next may follow.
    fn quiet(&self) -> Duration {
        if self.is_collapsed { STORM } else { QUIET }
    }
}

#[derive(Debug)]
struct Waiting {
    count: u32,
    latest: Notice,
}

impl NoticePace {
    /// What to show now for a notice that has come up; nothing when the rule was shown within the minute, unless this
    /// makes a storm of it.
    pub fn offer(&mut self, rule: &RuleId, notice: Notice, now: Instant) -> Option<Notice> {
        let Some(recent) = self.rules.get_mut(rule) else {
            self.rules.insert(rule.clone(), Recent::new(now));
            return Some(notice);
        };
        recent.count(now);
        if !recent.is_collapsed
            && let Some(count) = recent.storm(now)
        {
            (recent.shown_at, recent.waiting, recent.is_collapsed) = (now, None, true);
            return Some(collapsed(rule, count, &notice));
        }
        if recent.waiting.is_none() && now.duration_since(recent.shown_at) >= recent.quiet() {
            (recent.shown_at, recent.is_collapsed) = (now, false);
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
            if now.duration_since(recent.shown_at) < recent.quiet() {
                return true;
            }
            let Some(waiting) = recent.waiting.take() else { return false };
            recent.shown_at = now;
            let storm = recent.storm(now);
            recent.is_collapsed = storm.is_some();
            let notice = match storm {
                Some(count) => collapsed(rule, count, &waiting.latest),
                None => waiting.into_notice(),
            };
            due.push((rule.clone(), notice));
            true
        });
        due
    }

    /// When to ask for what is due; nothing while nothing waits.
    pub fn next_due(&self) -> Option<Instant> {
        let waiting = self.rules.values().filter(|recent| recent.waiting.is_some());
        waiting.map(|recent| recent.shown_at + recent.quiet()).min()
    }
}

/// One notice for all of a storm.
fn collapsed(rule: &RuleId, count: u32, latest: &Notice) -> Notice {
    Notice {
        title: storm_words(rule, count),
        body: format!("Latest: {}", latest.body),
        signal: latest.signal.clone(),
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
    fn what_comes_within_a_minute_is_one_notice_and_one_summary() {
        let (mut pace, rule, start) = (NoticePace::default(), RuleId::from("slow-charge"), Instant::now());
        assert_eq!(pace.offer(&rule, notice("0"), start), Some(notice("0")));
        for n in 1..=90 {
            let at = start + Duration::from_millis(500 * n);
            assert_eq!(pace.offer(&rule, notice(&n.to_string()), at), None);
            assert!(pace.take_due(at).is_empty());
        }
        let due = pace.next_due().unwrap();
        assert_eq!(due, start + QUIET);
        let summary = Notice {
            title: "Error: slow-charge (90 new)".into(),
            body: "Latest: body 90".into(),
            signal: "90".into(),
        };
        assert_eq!(pace.take_due(due), [(rule.clone(), summary)]);
        assert_eq!(pace.offer(&rule, notice("91"), due), None);
        assert_eq!(pace.take_due(due + QUIET), [(rule, notice("91"))]);
    }

    #[test]
    fn a_storm_collapses_into_one_notice_that_is_renewed_until_it_is_over() {
        let (mut pace, rule, start) = (NoticePace::default(), RuleId::from("slow-charge"), Instant::now());
        let at = |tenths: u64| start + Duration::from_millis(100 * tenths);
        let mut shown = Vec::new();
        // Ten a second for two minutes.
        for n in 0..1_204 {
            shown.extend(pace.offer(&rule, notice(&n.to_string()), at(n)));
            shown.extend(pace.take_due(at(n)).into_iter().map(|(_, notice)| notice));
        }
        let titles: Vec<_> = shown.iter().map(|notice| notice.title.as_str()).collect();
        assert_eq!(titles, ["Error: slow-charge", "slow-charge: 100 signals in 5 min, collapsed"]);

        let due = pace.next_due().unwrap();
        assert_eq!(due, at(99) + STORM);
        let renewed = pace.take_due(due);
        assert!(
            renewed[0].1.title.starts_with("slow-charge: 1,1") && renewed[0].1.body == "Latest: body 1203"
        );
        // Then a few, after which it is as before.
        let calm = due + STORM;
        assert_eq!(pace.offer(&rule, notice("a"), calm - SLICE), None);
        assert_eq!(pace.offer(&rule, notice("b"), calm - SLICE), None);
        let summary = pace.take_due(calm);
        assert_eq!(summary[0].1.title, "Error: slow-charge (2 new)");
        assert_eq!(pace.offer(&rule, notice("c"), calm + QUIET), Some(notice("c")));
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
