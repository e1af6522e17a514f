//! Signals taken together by rule, service and operation.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::sync::Arc;

use console_api::group::{GROUP_BUCKETS, GroupSort, SignalGroup, SignalGroups};
use console_api::query::{Expr, Field, MAX_LENGTH, Pattern, Query, Reader, TextKey};
use console_api::signal::Facet;
use console_api::{Error, RuleId, Severity, SignalId, SignalStatus, Timestamp};

use super::select::Selection;
use super::table::Table;
use super::{Asked, SignalIndex, storms};

/// The group of each row, as a small number.
#[derive(Default)]
pub(super) struct Groups {
    codes: HashMap<[u32; 3], u32>,
    /// Of each group the words of rule, service and operation; of words that differ in case only, the first.
    words: Vec<[u32; 3]>,
    rows: Vec<u32>,
}

impl Groups {
    pub(super) fn put(&mut self, row: usize, words: [u32; 3]) {
        let next = self.words.len() as u32;
        let code = *self.codes.entry(words).or_insert(next);
        if code == next {
            self.words.push(words);
        }
        if row == self.rows.len() {
            self.rows.push(code);
        } else {
            self.rows[row] = code;
        }
    }
}

/// Which of the groups, in which order.
#[derive(Clone, Debug)]
pub(crate) struct GroupSlice {
    pub(crate) sort: GroupSort,
    /// The group after which it begins.
    pub(crate) after: Option<GroupPlace>,
    pub(crate) limit: usize,
}

/// Where a group stands in an order, also when it has grown since.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct GroupPlace {
    count: u32,
    last: i64,
    /// Rule, service and operation in lower case.
    names: [String; 3],
}

#[derive(Debug)]
pub(crate) struct GroupPage {
    pub(crate) groups: SignalGroups,
    /// Where the last of them stands if others follow.
    pub(crate) last: Option<GroupPlace>,
}

impl SignalIndex {
    /// A page of the groups of what is asked for.
    pub(crate) async fn groups(
        self: &Arc<Self>,
        asked: Asked,
        slice: GroupSlice,
    ) -> Result<GroupPage, Error> {
        self.ask(move |index, table| page(table, &index.select(table, &asked), &asked, &slice)).await
    }
}

/// What decides whether a group is on the page.
#[derive(Clone, Copy)]
struct Sum {
    count: u32,
    last: i64,
    newest: u32,
}

const NOTHING: Sum = Sum { count: 0, last: i64::MIN, newest: 0 };

/// What is told of a group on the page.
#[derive(Clone)]
struct Detail {
    first: i64,
    severity: [i64; Severity::ALL.len()],
    status: [i64; SignalStatus::ALL.len()],
    buckets: [u32; GROUP_BUCKETS],
}

pub(super) fn page(table: &Table, selection: &Selection, asked: &Asked, slice: &GroupSlice) -> GroupPage {
    let mut sums = vec![NOTHING; table.groups.words.len()];
    let mut first = i64::MAX;
    selection.for_each(|row| {
        let sum = &mut sums[table.groups.rows[row] as usize];
        let raised = table.raised[row];
        first = first.min(raised);
        if raised > sum.last || (raised == sum.last && table.ids[row] > table.ids[sum.newest as usize]) {
            (sum.last, sum.newest) = (raised, row as u32);
        }
        sum.count += 1;
    });
    let all = (0..sums.len() as u32).filter(|group| sums[*group as usize].count > 0);
    let (mut shown, total) = (Vec::new(), all.clone().count() as i64);
    let order = Order { table, sums: &sums, sort: slice.sort };
    shown.extend(all.filter(|group| slice.after.as_ref().is_none_or(|place| order.is_after(*group, place))));
    // One more than asked for tells whether another page follows.
    if shown.len() > slice.limit + 1 {
        shown.select_nth_unstable_by(slice.limit, |one, other| order.compare(*one, *other));
        shown.truncate(slice.limit + 1);
    }
    shown.sort_unstable_by(|one, other| order.compare(*one, *other));
    let more = shown.len() > slice.limit;
    shown.truncate(slice.limit);

    let last = sums.iter().map(|sum| sum.last).max().filter(|_| total > 0);
    let range = range(&asked.query, asked.reader(), (last.is_some()).then_some(first), last);
    let details = details(table, selection, &shown, range);
    let storms = storms::storms(table, asked.now);
    let groups = shown.iter().zip(details).map(|(group, detail)| {
        let sum = sums[*group as usize];
        let storming_since = storms::since(&storms, table, asked.now, sum.newest);
        SignalGroup { storming_since, ..told(table, sum, detail, &asked.query) }
    });
    let groups = SignalGroups {
        groups: groups.collect(),
        storms: storms.iter().map(|storm| storm.told(table)).collect(),
        total,
        signals: selection.count() as i64,
        from: Timestamp(range.0),
        to: Timestamp(range.1),
    };
    GroupPage { groups, last: shown.last().filter(|_| more).map(|group| order.place(*group)) }
}

struct Order<'a> {
    table: &'a Table,
    sums: &'a [Sum],
    sort: GroupSort,
}

impl<'a> Order<'a> {
    fn names(&self, group: u32) -> [&'a str; 3] {
        let Table { rule, service, span, groups, .. } = self.table;
        let [of_rule, of_service, of_span] = groups.words[group as usize];
        [rule.folded(of_rule), service.folded(of_service), span.folded(of_span)]
    }

    fn numbers(&self, count: u32, last: i64) -> Reverse<(i64, i64)> {
        Reverse(match self.sort {
            GroupSort::Count => (i64::from(count), last),
            GroupSort::LastSeen => (last, i64::from(count)),
        })
    }

    fn compare(&self, one: u32, other: u32) -> Ordering {
        let numbers = |group: u32| {
            let Sum { count, last, .. } = self.sums[group as usize];
            self.numbers(count, last)
        };
        numbers(one).cmp(&numbers(other)).then_with(|| self.names(one).cmp(&self.names(other)))
    }

    fn is_after(&self, group: u32, place: &GroupPlace) -> bool {
        let Sum { count, last, .. } = self.sums[group as usize];
        let numbers = self.numbers(count, last).cmp(&self.numbers(place.count, place.last));
        let names = || self.names(group).cmp(&place.names.each_ref().map(String::as_str));
        numbers.then_with(names).is_gt()
    }

    fn place(&self, group: u32) -> GroupPlace {
        let Sum { count, last, .. } = self.sums[group as usize];
        GroupPlace { count, last, names: self.names(group).map(str::to_owned) }
    }
}

/// The time that is asked for, and what is there where it is not bounded.
fn range(query: &Query, reader: Reader<'_>, first: Option<i64>, last: Option<i64>) -> (i64, i64) {
    let (mut from, mut to) = (None::<i64>, None::<i64>);
    for part in query.parts() {
        match part {
            Expr::Field(Field::From(moment)) => {
                from = from.max(Some(moment.resolve(reader.now).micros()));
            }
            Expr::Field(Field::To(moment)) => {
                let until = moment.resolve(reader.now).micros().saturating_sub(1);
                to = Some(to.map_or(until, |to| to.min(until)));
            }
            _ => {}
        }
    }
    let now = reader.now.micros();
    // What is asked for up to a time that has not come yet has no more than up to now, or to the last that is there.
    let known = last.map_or(now, |last| last.max(now));
    let to = match (from, to) {
        (_, Some(to)) => to.min(known),
        (Some(_), None) => known,
        (None, None) => last.unwrap_or(now),
    };
    let from = from.or(first).unwrap_or(to).min(to);
    (from, to)
}

fn details(table: &Table, selection: &Selection, shown: &[u32], (from, to): (i64, i64)) -> Vec<Detail> {
    const NONE: u32 = u32::MAX;
    let mut places = vec![NONE; table.groups.words.len()];
    for (place, group) in shown.iter().enumerate() {
        places[*group as usize] = place as u32;
    }
    let empty = Detail {
        first: i64::MAX,
        severity: Default::default(),
        status: Default::default(),
        buckets: [0; GROUP_BUCKETS],
    };
    let mut details = vec![empty; shown.len()];
    let width = (to.saturating_sub(from) as u64 / GROUP_BUCKETS as u64) + 1;
    selection.for_each(|row| {
        let place = places[table.groups.rows[row] as usize];
        if place == NONE {
            return;
        }
        let detail = &mut details[place as usize];
        let raised = table.raised[row];
        detail.first = detail.first.min(raised);
        detail.severity[usize::from(table.severity[row])] += 1;
        detail.status[usize::from(table.status[row])] += 1;
        let bucket = raised.saturating_sub(from).max(0) as u64 / width;
        detail.buckets[(bucket as usize).min(GROUP_BUCKETS - 1)] += 1;
    });
    details
}

fn told(table: &Table, sum: Sum, detail: Detail, query: &Query) -> SignalGroup {
    let Table { rule, service, span, ids, .. } = table;
    let [rule, service, span_name] = [rule, service, span].map(|words| words.of(sum.newest).to_owned());
    SignalGroup {
        q: query_of(query, &rule, &service, &span_name),
        rule_id: RuleId(rule),
        service,
        span_name,
        count: i64::from(sum.count),
        first_seen: Timestamp(detail.first),
        last_seen: Timestamp(sum.last),
        severity: facets(Severity::ALL, detail.severity),
        status: facets(SignalStatus::ALL, detail.status),
        buckets: detail.buckets.to_vec(),
        newest: SignalId(ids[sum.newest as usize].to_string()),
        storming_since: None,
    }
}

fn facets<T, const N: usize>(values: [T; N], counts: [i64; N]) -> Vec<Facet<T>> {
    let facets = values.into_iter().zip(counts).map(|(value, count)| Facet { value, count });
    facets.filter(|facet| facet.count > 0).collect()
}

/// A query narrowed to one group.
pub(crate) fn narrowed(query: &Query, rule: &str, service: &str, span: &str) -> Query {
    let texts = [(TextKey::Rule, rule), (TextKey::Service, service), (TextKey::Span, span)];
    texts.into_iter().fold(query.clone(), |query, (key, text)| {
        let field = Field::Text(key, vec![Pattern::literal(text)]);
        // A condition that is there already says nothing more.
        let is_there = query.parts().iter().any(|part| *part == Expr::Field(field.clone()));
        if is_there { query } else { query.and(&Query::from(Expr::Field(field))) }
    })
}

fn query_of(query: &Query, rule: &str, service: &str, span: &str) -> Option<String> {
    let text = narrowed(query, rule, service, span).to_string();
    (text.len() <= MAX_LENGTH && Query::parse(&text).is_ok()).then_some(text)
}
