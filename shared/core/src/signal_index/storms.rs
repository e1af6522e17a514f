//! Which rules raise more signals than somebody can look at, and since when.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};

use console_api::group::{STORM_LEAST, STORM_MINUTES, Storm};
use console_api::{RuleId, SignalId, Timestamp};

use super::table::Table;

const WINDOW: i64 = STORM_MINUTES as i64 * 60_000_000;
/// Signals that are looked back at for the beginning of a storm.
const LOOKED_BACK: usize = 200_000;

pub(super) struct Storming {
    /// Of the rule, as rules that differ in case only are counted together.
    code: u32,
    since: i64,
    count: u32,
    newest: u32,
}

/// A storm whose beginning is looked for.
struct Search {
    storm: Storming,
    /// The last few signals that were come by, newest first.
    times: VecDeque<i64>,
    is_over: bool,
}

/// The rules that storm, the most signals first.
pub(super) fn storms(table: &Table, now: Timestamp) -> Vec<Storming> {
    let begin = now.micros().saturating_sub(WINDOW);
    let newest_first = || table.order.iter().rev().copied().take(LOOKED_BACK);
    let mut lately: HashMap<u32, (u32, u32)> = HashMap::new();
    for row in newest_first().take_while(|row| table.raised[*row as usize] > begin) {
        lately.entry(table.rule.alike(row as usize)).or_insert((0, row)).0 += 1;
    }
    lately.retain(|_, (count, _)| *count >= STORM_LEAST);
    let found = lately.into_iter().map(|(code, (count, newest))| {
        let storm = Storming { code, since: now.micros(), count, newest };
        (code, Search { storm, times: VecDeque::new(), is_over: false })
    });
    let mut searches: HashMap<u32, Search> = found.collect();
    let mut open = searches.len();
    for row in newest_first() {
        if open == 0 {
            break;
        }
        let Some(search) = searches.get_mut(&table.rule.alike(row as usize)) else { continue };
        if !search.is_over && search.is_ended_by(table.raised[row as usize]) {
            search.is_over = true;
            open -= 1;
        }
    }
    let mut storms: Vec<_> = searches.into_values().map(|search| search.storm).collect();
    storms.sort_unstable_by_key(|storm| (Reverse(storm.count), storm.code));
    storms
}

impl Search {
    /// Goes on to an older signal; answers whether from there on they were too few.
    fn is_ended_by(&mut self, raised: i64) -> bool {
        self.times.push_back(raised);
        if self.times.len() > STORM_LEAST as usize {
            self.times.pop_front();
        }
        let Some(newer) = self.times.front().filter(|_| self.times.len() == STORM_LEAST as usize) else {
            return false;
        };
        if newer.saturating_sub(raised) >= WINDOW {
            return true;
        }
        self.storm.since = raised;
        false
    }
}

impl Storming {
    pub(super) fn told(&self, table: &Table) -> Storm {
        Storm {
            rule_id: RuleId(table.rule.of(self.newest).to_owned()),
            since: Timestamp(self.since),
            count: self.count,
            newest: SignalId(table.ids[self.newest as usize].to_string()),
        }
    }
}

/// Since when the group of which this is the newest signal is part of a storm.
pub(super) fn since(storms: &[Storming], table: &Table, now: Timestamp, newest: u32) -> Option<Timestamp> {
    let rule = table.rule.alike(newest as usize);
    let storm = storms.iter().find(|storm| storm.code == rule)?;
    let is_part = table.raised[newest as usize] > now.micros().saturating_sub(WINDOW);
    is_part.then_some(Timestamp(storm.since))
}
