//! Groups against the plain grouping of what `Query::matches` lets pass.

use std::collections::BTreeMap;

use console_api::group::{GROUP_BUCKETS, GroupSort, SignalGroup};
use console_api::query::fold;

use super::super::groups::{self, GroupSlice};
use super::*;

type Names = [String; 3];

fn names(signal: &Signal) -> Names {
    [signal.rule_id.as_str(), &signal.service, &signal.span_name].map(fold)
}

/// The members of each group.
fn plainly<'s>(signals: &'s [Signal], asked: &Asked) -> BTreeMap<Names, Vec<&'s Signal>> {
    let mut groups = BTreeMap::<Names, Vec<&Signal>>::new();
    for signal in signals.iter().filter(|signal| asked.query.matches(signal, asked.reader())) {
        groups.entry(names(signal)).or_default().push(signal);
    }
    groups
}

fn page(table: &Table, asked: &Asked, slice: &GroupSlice) -> groups::GroupPage {
    groups::page(table, &select::select(table, &asked.query, asked.reader()), asked, slice)
}

fn check(group: &SignalGroup, members: &[&Signal], (from, to): (i64, i64)) {
    let newest = members.iter().max_by_key(|member| (member.raised_at, &member.id)).unwrap();
    assert_eq!((group.count, &group.newest), (members.len() as i64, &newest.id));
    assert_eq!(
        (&group.rule_id, &group.service, &group.span_name),
        (&newest.rule_id, &newest.service, &newest.span_name)
    );
    assert_eq!(group.last_seen, newest.raised_at);
    assert_eq!(Some(group.first_seen), members.iter().map(|member| member.raised_at).min());
    for severity in Severity::ALL {
        let count = members.iter().filter(|member| member.severity == severity).count() as i64;
        let told = group.severity.iter().find(|facet| facet.value == severity);
        assert_eq!(told.map_or(0, |facet| facet.count), count);
    }
    for status in SignalStatus::ALL {
        let count = members.iter().filter(|member| member.status == status).count() as i64;
        let told = group.status.iter().find(|facet| facet.value == status);
        assert_eq!(told.map_or(0, |facet| facet.count), count);
    }
    let mut buckets = vec![0; GROUP_BUCKETS];
    for member in members {
        let width = (to - from) / GROUP_BUCKETS as i64 + 1;
        buckets[((member.raised_at.0 - from) / width) as usize] += 1;
    }
    assert_eq!(group.buckets, buckets);
}

#[test]
fn groups_are_what_grouping_each_signal_gives() {
    let (table, signals) = stage();
    for (query, sort) in
        QUERIES.into_iter().flat_map(|query| [(query, GroupSort::Count), (query, GroupSort::LastSeen)])
    {
        let asked = asked(query);
        let wanted = plainly(&signals, &asked);
        let mut found = Vec::new();
        let mut slice = GroupSlice { sort, after: None, limit: 4 };
        loop {
            let page = page(&table, &asked, &slice);
            assert_eq!(page.groups.total, wanted.len() as i64, "{query}");
            assert_eq!(page.groups.signals, wanted.values().map(Vec::len).sum::<usize>() as i64, "{query}");
            let range = (page.groups.from.0, page.groups.to.0);
            found.extend(page.groups.groups.into_iter().map(|group| (group, range)));
            let Some(last) = page.last else { break };
            slice.after = Some(last);
        }
        assert_eq!(found.len(), wanted.len(), "{query}");
        for (group, range) in &found {
            let key = [group.rule_id.as_str(), &group.service, &group.span_name].map(fold);
            check(group, &wanted[&key], *range);
            // What it says its members are found by finds them and nothing else.
            let narrowed = Query::parse(group.q.as_deref().unwrap()).unwrap();
            let members = signals.iter().filter(|signal| narrowed.matches(signal, asked.reader()));
            assert_eq!(members.count() as i64, group.count, "{query} {:?}", group.q);
        }
        let falls = |(one, _): &(SignalGroup, _), (other, _): &(SignalGroup, _)| match sort {
            GroupSort::Count => (one.count, one.last_seen) >= (other.count, other.last_seen),
            GroupSort::LastSeen => one.last_seen >= other.last_seen,
        };
        assert!(found.is_sorted_by(falls), "{query} {sort:?}");
    }
}

#[test]
fn the_course_of_a_group_covers_the_time_that_is_asked_for() {
    let (table, _) = stage();
    let range = |query: &str| {
        let page = page(&table, &asked(query), &GroupSlice { sort: GroupSort::Count, after: None, limit: 1 });
        (page.groups.from.0 - NOW.0, page.groups.to.0 - NOW.0)
    };
    assert_eq!(range("from:3h to:1h"), (-180 * MINUTE, -60 * MINUTE - 1));
    assert_eq!(range("from:9h severity:error"), (-540 * MINUTE, 0));
    assert_eq!(range("from:9h service:nowhere"), (-540 * MINUTE, 0));
    let (first, last) = range("");
    assert!((-300 * MINUTE..=-280 * MINUTE).contains(&first) && (-20 * MINUTE..=0).contains(&last));
}

#[test]
fn texts_that_differ_in_case_only_are_one_group_as_for_a_query() {
    let mut dice = Dice(5);
    let mut table = Table::default();
    for (number, service) in ["Till", "TILL", "till", "tills"].into_iter().enumerate() {
        let raised_at = Timestamp(NOW.0 + number as i64);
        let (rule_id, span_name) = ("r".into(), "s".to_owned());
        let service = service.to_owned();
        let signal = Signal { raised_at, rule_id, span_name, service, ..signal(number as u64, &mut dice) };
        table.put(&signal);
    }
    let slice = GroupSlice { sort: GroupSort::Count, after: None, limit: 9 };
    let groups = page(&table, &asked(""), &slice).groups.groups;
    let told: Vec<_> = groups.iter().map(|group| (group.service.as_str(), group.count)).collect();
    assert_eq!(told, [("till", 3), ("tills", 1)]);
    table.remove(groups[0].newest.as_str());
    let groups = page(&table, &asked(""), &slice).groups.groups;
    assert_eq!((groups[0].service.as_str(), groups[0].count), ("TILL", 2));
}

/// A table with signals of one rule, so many seconds ago.
fn raised(ago: impl IntoIterator<Item = i64>) -> Table {
    let (mut dice, mut table) = (Dice(9), Table::default());
    for (number, seconds) in ago.into_iter().enumerate() {
        let raised_at = Timestamp(NOW.0 - seconds * 1_000_000);
        table.put(&Signal { raised_at, rule_id: "flood".into(), ..signal(number as u64, &mut dice) });
    }
    table
}

#[test]
fn a_rule_storms_from_where_its_signals_became_too_many_without_a_break() {
    let slice = GroupSlice { sort: GroupSort::LastSeen, after: None, limit: 50 };
    let told = |table: &Table| page(table, &asked("rule:flood"), &slice).groups;
    // Ninety-nine in five minutes are none, however many there were before.
    let calm = told(&raised((0..99).chain(400..2_000)));
    assert_eq!((calm.storms.len(), calm.groups[0].storming_since), (0, None));

    // One every second for a quarter of an hour, and before it one a minute.
    let table = raised((0..900).chain((15..90).map(|minute| minute * 60)));
    let answer = told(&table);
    let storm = &answer.storms[0];
    assert_eq!((storm.rule_id.as_str(), storm.count), ("flood", 300));
    let ago = (NOW.0 - storm.since.0) / 1_000_000;
    assert!((900..1_200).contains(&ago), "{ago} seconds");
    let newest = answer.groups.iter().find(|group| group.newest == storm.newest).unwrap();
    assert_eq!(newest.storming_since, Some(storm.since));

    // It is over when nothing came for long enough.
    assert!(told(&raised(301..900)).storms.is_empty());
}
