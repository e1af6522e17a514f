use console_api::trace::TraceColumns;
use proptest::prelude::*;

use super::*;
use crate::samples::{detailed, trace};

fn columns(spans: &[(&str, &str, i64, i64)]) -> TraceColumns {
    trace(spans).into_columns()
}

fn calls(trace: &Trace) -> Vec<(&str, usize, i64)> {
    (0..trace.len()).map(|span| (trace.name(span), trace.depth(span), trace.start(span) / 1_000)).collect()
}

#[test]
fn spans_follow_their_callers_by_start_time() {
    let trace = trace(&[
        ("late", "root", 30, 31),
        ("leaf", "early", 20, 21),
        ("early", "root", 10, 22),
        ("root", "", 5, 40),
    ]);
    assert_eq!(calls(&trace), [("root", 0, 0), ("early", 1, 5), ("leaf", 2, 15), ("late", 1, 25)]);
    assert_eq!(trace.children(0).map(|child| trace.name(child)).collect::<Vec<_>>(), ["early", "late"]);
    assert_eq!((trace.place_among_siblings(3), trace.place_among_siblings(0)), ((2, 2), (1, 1)));
}

#[test]
fn a_span_without_its_caller_is_a_root_and_spans_that_call_each_other_are_there_once() {
    let trace = detailed(&[
        ("orphan", "", 1, 2, r#","parentSpanId":"00000000000000aa""#),
        ("self", "self", 2, 3, ""),
        ("chicken", "egg", 3, 4, ""),
        ("egg", "chicken", 4, 5, ""),
    ]);
    assert_eq!(calls(&trace), [("orphan", 0, 0), ("self", 0, 1), ("chicken", 0, 2), ("egg", 1, 3)]);
    assert_eq!(trace.missing_parent(0).map(|id| id.as_str()), Some("00000000000000aa"));
    assert_eq!(trace.parent_id(3), Some(trace.id(2)));
}

#[test]
fn columns_that_contradict_each_other_are_none() {
    let good = columns(&[("root", "", 0, 10), ("a", "root", 1, 2), ("b", "a", 1, 2), ("c", "root", 3, 4)]);
    assert!(Trace::new(good.clone()).is_some());
    let breaks: [fn(&mut TraceColumns); 6] = [
        |columns| columns.parents[3] = 2,
        |columns| columns.parents[0] = 7,
        |columns| columns.names[1] = 99,
        |columns| columns.kinds.truncate(1),
        |columns| columns.attribute_counts[0] = 1,
        |columns| columns.durations[2] = -1,
    ];
    for (at, spoil) in breaks.into_iter().enumerate() {
        let mut columns = good.clone();
        spoil(&mut columns);
        // A span may have any span that is still open as its parent, so the first is well formed.
        assert_eq!(Trace::new(columns).is_some(), at == 0, "{at}");
    }
    let mut columns = good;
    columns.parents = vec![-1, 0, -1, 1];
    assert!(Trace::new(columns).is_none());
}

proptest! {
    #[test]
    fn any_parents_become_an_order_of_call(parents in prop::collection::vec(0_usize..30, 1..30)) {
        let names: Vec<String> = (0..parents.len()).map(|at| at.to_string()).collect();
        let rows: Vec<_> = parents.iter().zip(&names).map(|(parent, name)| {
            (name.as_str(), names.get(*parent).map_or("", String::as_str), 0, 1)
        }).collect();
        let trace = trace(&rows);
        prop_assert_eq!(trace.len(), parents.len());
        for span in 0..trace.len() {
            for child in trace.children(span) {
                prop_assert_eq!(trace.parent(child), Some(span));
            }
        }
    }
}
