//! How many signals there are of each value.

use std::sync::Arc;

use console_api::query::Key;
use console_api::signal::{Facet, SignalCounts};
use console_api::{RuleId, Severity, SignalStatus};

use super::Asked;
use super::select::Selection;
use super::table::Table;
use super::words::Words;

/// Values of a facet at most.
const MOST: usize = 100;

pub(super) fn counts(
    table: &Table,
    asked: &Asked,
    select: impl Fn(&Asked) -> Arc<Selection>,
) -> SignalCounts {
    let all = select(asked);
    // What a value would find if its own key asked for nothing.
    let without = |key: Key| {
        let query = asked.query.without_key(key);
        if query == asked.query { Arc::clone(&all) } else { select(&asked.with(query)) }
    };
    let severities = tally(&without(Key::Severity), &table.severity, Severity::ALL.len());
    let statuses = tally(&without(Key::Status), &table.status, SignalStatus::ALL.len());
    SignalCounts {
        total: all.count() as i64,
        severity: facets(Severity::ALL.into_iter().zip(severities), |severity| severity.as_str().to_owned()),
        status: facets(SignalStatus::ALL.into_iter().zip(statuses), |status| status.as_str().to_owned()),
        service: facets(words(&without(Key::Service), &table.service), Clone::clone),
        rule: facets(
            words(&without(Key::Rule), &table.rule).map(|(rule, count)| (RuleId(rule), count)),
            |rule| rule.0.clone(),
        ),
    }
}

/// How many rows there are of each code.
pub(super) fn tally<C: Copy + Into<u32>>(selection: &Selection, column: &[C], codes: usize) -> Vec<i64> {
    let mut counts = vec![0; codes];
    selection.for_each(|row| counts[column[row].into() as usize] += 1);
    counts
}

fn words<'w>(selection: &Selection, words: &'w Words) -> impl Iterator<Item = (String, i64)> + use<'w> {
    let counts = tally(selection, words.rows(), words.len());
    counts.into_iter().enumerate().map(|(code, count)| (words.text(code as u32).to_owned(), count))
}

/// The largest first.
fn facets<T>(values: impl Iterator<Item = (T, i64)>, name: impl Fn(&T) -> String) -> Vec<Facet<T>> {
    let mut facets: Vec<_> = values.filter(|(_, count)| *count > 0).collect();
    facets.sort_by_cached_key(|(value, count)| (std::cmp::Reverse(*count), name(value)));
    facets.truncate(MOST);
    facets.into_iter().map(|(value, count)| Facet { value, count }).collect()
}
