//! The index against the plain reading of the same question, signal by signal.

mod groups;
mod overview;

use std::cmp::Reverse;

use console_api::query::Query;
use console_api::session::User;
use console_api::signal::{Facet, SignalSort};
use console_api::{Severity, SignalStatus};

use super::*;

const ME: &str = "ana";
const NOW: Timestamp = Timestamp(1_795_174_800_000_000);
const MINUTE: i64 = 60_000_000;

/// Numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_of<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len() as u64) as usize].clone()
    }
}

fn signal(number: u64, dice: &mut Dice) -> Signal {
    let raised_at = Timestamp(NOW.0 - dice.roll(300) as i64 * MINUTE);
    let status = dice.one_of(&SignalStatus::ALL);
    let tags = ["Deploy", "eu-west"].into_iter().filter(|_| dice.roll(4) == 0).map(str::to_owned).collect();
    Signal {
        id: format!("sig-{:04}", number * 7_919 % 10_000).into(),
        friendly_id: (dice.roll(3) > 0).then(|| format!("calm-otter-{number}")),
        severity: dice.one_of(&Severity::ALL),
        severity_text: None,
        status,
        pending: None,
        rule_id: dice.one_of(&["slow-charge", "failed-login", "Slow-Query"]).into(),
        rule_version: "1".into(),
        message: format!("{} took {} ms", dice.one_of(&["charge", "ÄRGER", "query took"]), dice.roll(900)),
        service: dice.one_of(&["payments", "Till EU", "", "cart"]).to_owned(),
        span_name: dice.one_of(&["payment.charge", "GET /cart"]).to_owned(),
        trace_id: format!("{:032x}", number / 2).into(),
        span_id: format!("{number:016x}").into(),
        raised_at,
        updated_at: Timestamp(raised_at.0 + dice.roll(200) as i64 * MINUTE),
        revision: 1,
        owner: match dice.roll(4) {
            0 => Some(User { id: ME.into(), name: "Ana Lima".to_owned() }),
            1 => Some(User { id: "bo".into(), name: "Bo".to_owned() }),
            _ => None,
        },
        snooze: None,
        reason: (dice.roll(5) == 0).then(|| "known".to_owned()),
        decided_at: status
            .is_decided()
            .then(|| Timestamp(raised_at.0 + dice.roll(100) as i64 * MINUTE))
            .filter(|_| dice.roll(5) > 0),
        tags,
        notes: dice.roll(2) as u32,
        links: dice.roll(2) as u32,
    }
}

/// Many signals, some of which changed since they came, heard in another order than they happened.
fn stage() -> (Table, Vec<Signal>) {
    let (mut dice, mut table) = (Dice(7), Table::default());
    let first: Vec<_> = (0..700).map(|number| signal(number, &mut dice)).collect();
    let now: Vec<_> = (0..700)
        .map(|number| {
            let before: &Signal = &first[number as usize];
            if number % 5 > 0 {
                return before.clone();
            }
            Signal { id: before.id.clone(), revision: 2, ..signal(number, &mut dice) }
        })
        .collect();
    for (before, after) in first.iter().zip(&now) {
        let newer_first = dice.roll(2) == 0;
        let (one, other) = if newer_first { (after, before) } else { (before, after) };
        table.put(one);
        table.put(other);
    }
    (table, now)
}

fn asked(query: &str) -> Asked {
    Asked { query: Query::parse(query).unwrap(), me: ME.to_owned(), now: NOW }
}

const QUERIES: [&str; 28] = [
    "",
    "took",
    "ärger",
    "\"query took\"",
    "to*ms",
    "otter-1",
    "sig-00",
    "00000000000000000000000000000012",
    "payments",
    "severity:>=warning -status:resolved",
    "severity:error,info status:open",
    "service:\"till eu\",cart",
    "service:\"\"",
    "rule:slow-*",
    "message:charge*9",
    "id:calm-otter-12 OR id:sig-0000",
    "trace:*12",
    "tag:deploy",
    "assigned:me",
    "assigned:none has:note,link",
    "assigned:\"ana lima\",bo",
    "has:reason snoozed:no",
    "age:<2h",
    "from:3h to:1h",
    "updated:<30m",
    "decided:1h",
    "!decided:<2026-11-20T10:00Z",
    "!(severity:error took) OR (rule:failed-login age:1h..4h)",
];

#[test]
fn a_query_finds_what_reading_each_signal_finds() {
    let (table, signals) = stage();
    for query in QUERIES {
        let asked = asked(query);
        let selection = select::select(&table, &asked.query, asked.reader());
        let mut found = Vec::new();
        selection.for_each(|row| found.push(table.ids[row].to_string()));
        let wanted = signals.iter().filter(|signal| asked.query.matches(signal, asked.reader()));
        let mut wanted: Vec<_> = wanted.map(|signal| signal.id.0.clone()).collect();
        assert_eq!(selection.count(), wanted.len(), "{query}");
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{query}");
    }
}

#[test]
fn pages_in_every_order_cover_everything_once() {
    let (table, mut signals) = stage();
    for (sort, ascending) in SignalSort::ALL.into_iter().flat_map(|sort| [(sort, true), (sort, false)]) {
        for query in ["", "severity:>=warning", "took age:<3h", "service:nowhere"] {
            let asked = asked(query);
            let selection = select::select(&table, &asked.query, asked.reader());
            let newest = |signal: &Signal| Reverse((signal.raised_at, signal.id.clone()));
            signals.sort_by_key(newest);
            let value = |signal: &Signal| match sort {
                SignalSort::Time => (signal.raised_at.0, String::new(), signal.id.0.clone()),
                SignalSort::Updated => (signal.updated_at.0, String::new(), String::new()),
                SignalSort::Severity => (-(signal.severity as i64), String::new(), String::new()),
                SignalSort::Status => (signal.status as i64, String::new(), String::new()),
                SignalSort::Service => (0, signal.service.to_lowercase(), String::new()),
                SignalSort::Rule => (0, signal.rule_id.0.to_lowercase(), String::new()),
            };
            if ascending {
                signals.sort_by_key(value);
            } else {
                signals.sort_by_key(|signal| Reverse(value(signal)));
            }
            let matching = signals.iter().filter(|signal| asked.query.matches(signal, asked.reader()));
            let wanted: Vec<_> = matching.map(|signal| signal.id.0.clone()).collect();

            let slice = Slice { sort, ascending, after: None, skip: 0, limit: 37 };
            let mut found = Vec::new();
            let mut next = slice.clone();
            loop {
                let page = page::page(&table, &selection, &next);
                found.extend(page.ids);
                let Some(last) = page.last else { break };
                next.after = Some(last);
            }
            assert_eq!(found, wanted, "{sort:?} {ascending} {query}");
            let window = page::page(&table, &selection, &Slice { skip: 50, ..slice });
            let some: Vec<_> = wanted.iter().skip(50).take(37).cloned().collect();
            assert_eq!(window.ids, some, "{sort:?} {ascending} {query}");
        }
    }
}

#[test]
fn facets_leave_out_their_own_key() {
    let (table, signals) = stage();
    let asked = asked("severity:error,info service:cart took");
    let counts =
        count::counts(&table, &asked, |asked| Arc::new(select::select(&table, &asked.query, asked.reader())));
    let count = |query: &str| {
        let query = Query::parse(query).unwrap();
        signals.iter().filter(|signal| query.matches(signal, asked.reader())).count() as i64
    };
    assert_eq!(counts.total, count("severity:error,info service:cart took"));
    assert_eq!(counts.severity.len(), 4);
    for Facet { value, count: told } in &counts.severity {
        assert_eq!(*told, count(&format!("severity:{} service:cart took", value.as_str())));
    }
    for Facet { value, count: told } in &counts.service {
        assert_eq!(*told, count(&format!("severity:error,info service:\"{value}\" took")), "{value:?}");
    }
    assert!(counts.rule.is_sorted_by(|a, b| a.count >= b.count));
}

#[tokio::test]
async fn what_was_committed_is_found_at_once() {
    let indexes = SignalIndexes::default();
    let mut dice = Dice(3);
    let signals: Vec<_> = (0..9).map(|number| signal(number, &mut dice)).collect();
    indexes.note("t", &Changed::Put(signals.clone()));
    let index = indexes.get_or_make("t");
    assert_eq!(index.counts(asked("")).await.unwrap().total, 0);
    indexes.note("t", &Changed::Put(signals.clone()));
    let asked = asked("status:resolved");
    let before = index.counts(asked.clone()).await.unwrap().total;
    let open = signals.iter().find(|signal| signal.status != SignalStatus::Resolved).unwrap();
    let resolved = Signal { status: SignalStatus::Resolved, revision: 2, ..open.clone() };
    indexes.note("t", &Changed::Put(vec![resolved]));
    assert_eq!(index.counts(asked.clone()).await.unwrap().total, before + 1);
    indexes.note("t", &Changed::Put(vec![open.clone()]));
    assert_eq!(index.counts(asked.clone()).await.unwrap().total, before + 1);
    indexes.note("t", &Changed::Removed(vec![open.id.0.clone()]));
    assert_eq!(index.counts(asked).await.unwrap().total, before);
    let everything = Asked { query: Query::default(), me: ME.to_owned(), now: NOW };
    assert_eq!(index.counts(everything.clone()).await.unwrap().total, 8);
    let slice = Slice { sort: SignalSort::Time, ascending: false, after: None, skip: 0, limit: 50 };
    assert_eq!(index.page(everything, slice).await.unwrap().ids.len(), 8);
}
