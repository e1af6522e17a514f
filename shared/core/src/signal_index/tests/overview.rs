//! The start page's figures against what their own queries find.

use console_api::overview::Figure;

use super::super::overview;
use super::*;

#[test]
fn every_figure_counts_what_its_query_finds() {
    let (mut table, mut signals) = stage();
    let mut dice = Dice(11);
    // Older ones as well, and decisions of two weeks.
    for number in 700..1_400 {
        let age = dice.roll(20 * 24 * 60) as i64 * MINUTE;
        let decided_at = (dice.roll(2) == 0).then(|| Timestamp(NOW.0 - age / 2));
        let signal = Signal { raised_at: Timestamp(NOW.0 - age), decided_at, ..signal(number, &mut dice) };
        table.put(&signal);
        signals.push(signal);
    }
    let told = overview::overview(&table, NOW);
    assert_eq!(told.total, signals.len() as i64);
    let found = |q: &str| {
        let asked = asked(q);
        signals.iter().filter(|signal| asked.query.matches(signal, asked.reader())).collect::<Vec<_>>()
    };
    let check = |figure: &Figure| assert_eq!(figure.count, found(&figure.q).len() as i64, "{}", figure.q);
    for row in &told.open {
        [&row.hour, &row.day, &row.older, &row.all].into_iter().for_each(check);
    }
    check(&told.day);
    told.arrivals.iter().for_each(|stretch| check(&stretch.raised));
    told.rules.iter().chain(&told.services).for_each(|named| check(&named.raised));
    assert!(told.services.iter().any(|service| service.name.is_empty()));
    for decisions in &told.decisions {
        check(&decisions.decided);
        let mut took: Vec<_> = found(&decisions.decided.q)
            .into_iter()
            .map(|signal| signal.decided_at.unwrap().since(signal.raised_at))
            .collect();
        took.sort_unstable();
        let middle = (took[(took.len() - 1) / 2] + took[took.len() / 2]) / 2_000;
        assert_eq!(decisions.median_ms, Some(middle));
        assert_eq!(decisions.mean_ms, Some(took.iter().sum::<i64>() / took.len() as i64 / 1_000));
    }
}

#[test]
fn where_nothing_is_there_nothing_is_averaged() {
    let told = overview::overview(&Table::default(), NOW);
    assert_eq!((told.total, told.open.len(), told.arrivals.len()), (0, 5, 12));
    assert!(told.decisions.iter().all(|decisions| (decisions.mean_ms, decisions.median_ms) == (None, None)));
}
