//! The figures of the start page, in one pass over the signals.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::sync::Arc;

use console_api::overview::{Arrivals, Decisions, Figure, NamedFigure, OpenSignals, SignalOverview};
use console_api::query::{Query, Reader, quoted};
use console_api::{Error, Severity, SignalStatus, Timestamp};

use super::table::Table;
use super::words::Words;
use super::{SignalIndex, select, storms};

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// A stretch of arrivals, and how many there are.
const STRETCH: i64 = 2 * HOUR;
const STRETCHES: usize = 12;
/// Rules and services that are named.
const NAMED: usize = 8;

const OPEN: &str = "status:open,investigating snoozed:no";
/// A list leaves out what is put aside where a query says nothing about it.
const ANY: &str = "snoozed:yes,no";

impl SignalIndex {
    pub(crate) async fn overview(self: &Arc<Self>, now: Timestamp) -> Result<SignalOverview, Error> {
        self.ask(move |_, table| overview(table, now)).await
    }
}

#[derive(Default)]
struct Tally {
    total: i64,
    /// By severity, then within an hour, within a day, older.
    open: [[i64; 3]; Severity::ALL.len()],
    day: i64,
    arrivals: [i64; STRETCHES],
    /// By code of the word.
    rules: Vec<i64>,
    services: Vec<i64>,
    /// How long it took, of this week and of the one before.
    decided: [Vec<i64>; 2],
}

pub(super) fn overview(table: &Table, now: Timestamp) -> SignalOverview {
    let at = now.micros().div_euclid(MINUTE) * MINUTE;
    let first_stretch = at.div_euclid(STRETCH) * STRETCH - (STRETCHES as i64 - 1) * STRETCH;
    let mut tally = Tally {
        rules: vec![0; table.rule.len()],
        services: vec![0; table.service.len()],
        ..Tally::default()
    };
    select::select(table, &Query::default(), Reader { now, me: "" }).for_each(|row| {
        tally.count(table, row, at, first_stretch);
    });
    let stretches = (0..STRETCHES as i64).map(|place| first_stretch + place * STRETCH);
    let arrivals = stretches.zip(tally.arrivals).map(|(from, count)| {
        let (from, to) = (Timestamp(from), Timestamp(from + STRETCH));
        Arrivals { from, to, raised: figure(count, &format!("from:{from} to:{to} {ANY}")) }
    });
    let day = format!("from:{} {ANY}", Timestamp(at - DAY));
    let [this_week, last_week] = tally.decided;
    SignalOverview {
        at: Timestamp(at),
        total: tally.total,
        open: open(&tally.open, at),
        day: figure(tally.day, &day),
        arrivals: arrivals.collect(),
        rules: named(&table.rule, &tally.rules, "rule", &day),
        services: named(&table.service, &tally.services, "service", &day),
        decisions: [
            decisions(this_week, &format!("decided:>={}", Timestamp(at - WEEK))),
            decisions(
                last_week,
                &format!("decided:>={} decided:<{}", Timestamp(at - 2 * WEEK), Timestamp(at - WEEK)),
            ),
        ],
        storms: storms::storms(table, now).iter().map(|storm| storm.told(table)).collect(),
    }
}

impl Tally {
    fn count(&mut self, table: &Table, row: usize, at: i64, first_stretch: i64) {
        let raised = table.raised[row];
        self.total += 1;
        let status = SignalStatus::ALL[usize::from(table.status[row])];
        if !status.is_decided() && !table.is_snoozed(row) {
            let age = if raised >= at - HOUR {
                0
            } else if raised >= at - DAY {
                1
            } else {
                2
            };
            self.open[usize::from(table.severity[row])][age] += 1;
        }
        if raised >= at - DAY {
            self.day += 1;
            self.rules[table.rule.alike(row) as usize] += 1;
            self.services[table.service.alike(row) as usize] += 1;
        }
        if raised >= first_stretch {
            let place = (raised - first_stretch) / STRETCH;
            if let Some(count) = usize::try_from(place).ok().and_then(|place| self.arrivals.get_mut(place)) {
                *count += 1;
            }
        }
        let decided = table.decided[row];
        if decided != 0 && decided >= at - 2 * WEEK {
            self.decided[usize::from(decided < at - WEEK)].push(decided.saturating_sub(raised).max(0));
        }
    }
}

fn figure(count: i64, q: &str) -> Figure {
    Figure { count, q: q.to_owned() }
}

fn open(counts: &[[i64; 3]], at: i64) -> Vec<OpenSignals> {
    let hour_ago = Timestamp(at - HOUR);
    let day_ago = Timestamp(at - DAY);
    let row = |severity: Option<Severity>, [hour, day, older]: [i64; 3]| {
        let mut asked = OPEN.to_owned();
        if let Some(severity) = severity {
            let _ = write!(asked, " severity:{}", severity.as_str().to_ascii_lowercase());
        }
        OpenSignals {
            severity,
            hour: figure(hour, &format!("{asked} from:{hour_ago}")),
            day: figure(day, &format!("{asked} from:{day_ago} to:{hour_ago}")),
            older: figure(older, &format!("{asked} to:{day_ago}")),
            all: figure(hour + day + older, &asked),
        }
    };
    let of_all = [0, 1, 2].map(|age: usize| counts.iter().map(|ages| ages[age]).sum());
    let each = Severity::ALL.into_iter().zip(counts).map(|(severity, ages)| row(Some(severity), *ages));
    each.chain([row(None, of_all)]).collect()
}

/// The most frequent first.
fn named(words: &Words, counts: &[i64], key: &str, asked: &str) -> Vec<NamedFigure> {
    let mut found: Vec<_> = (0_u32..).zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect();
    found.sort_unstable_by_key(|(code, count)| (Reverse(*count), words.folded(*code)));
    let named = found.into_iter().take(NAMED).map(|(code, count)| {
        let name = words.text(code).to_owned();
        NamedFigure { raised: figure(count, &format!("{key}:{} {asked}", quoted(&name))), name }
    });
    named.collect()
}

fn decisions(mut took: Vec<i64>, asked: &str) -> Decisions {
    took.sort_unstable();
    let count = took.len();
    let millis = |micros: i128| (micros / 1_000) as i64;
    let mean = (count > 0)
        .then(|| millis(took.iter().map(|micros| i128::from(*micros)).sum::<i128>() / count as i128));
    let median =
        (count > 0).then(|| millis((i128::from(took[(count - 1) / 2]) + i128::from(took[count / 2])) / 2));
    Decisions { decided: figure(count as i64, &format!("{asked} {ANY}")), mean_ms: mean, median_ms: median }
}
