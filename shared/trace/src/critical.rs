//! The critical path: what the trace waited for, from its end backwards. At each moment one span is answerable; making
//! any other faster would not have made the trace faster.
//!
//! A span answers for the time in which none of its children that came before the rest ran; the child that ended last
//! before a moment is what was waited for until its end. Children are cut to the time of their parent: what outlasts
//! it was not waited for.

use crate::trace::Trace;

/// A stretch of time and the span that answers for it, in nanoseconds after the trace began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub span: usize,
    pub from: i64,
    pub to: i64,
}

struct Waiting {
    span: usize,
    from: i64,
    /// What comes after is accounted for.
    cursor: i64,
    /// Start and end within the parent's time; the one that ends last is last.
    children: Vec<(i64, i64, usize)>,
}

impl Waiting {
    fn new(trace: &Trace, span: usize, from: i64, to: i64) -> Self {
        let clipped = |child| {
            let (start, end) = (trace.start(child).max(from), trace.end_of(child).min(to));
            (start < end).then_some((start, end, child))
        };
        let mut children: Vec<_> = trace.children(span).filter_map(clipped).collect();
        children.sort_unstable_by_key(|(start, end, child)| (*end, std::cmp::Reverse(*start), *child));
        Self { span, from, cursor: to, children }
    }
}

/// The critical path of the main root: its whole time, in stretches that follow each other.
pub fn critical_path(trace: &Trace) -> Vec<Stretch> {
    let Some(root) = trace.main_root() else { return Vec::new() };
    let mut stretches = Vec::new();
    let mut push = |span, from, to| {
        if from < to {
            stretches.push(Stretch { span, from, to });
        }
    };
    let mut stack = vec![Waiting::new(trace, root, trace.start(root), trace.end_of(root))];
    while let Some(waiting) = stack.last_mut() {
        match waiting.children.pop() {
            // It ran beside what was waited for.
            Some((_, end, _)) if end > waiting.cursor => {}
            Some((start, end, child)) => {
                push(waiting.span, end, waiting.cursor);
                waiting.cursor = start;
                stack.push(Waiting::new(trace, child, start, end));
            }
            None => {
                push(waiting.span, waiting.from, waiting.cursor);
                stack.pop();
            }
        }
    }
    stretches.reverse();
    stretches
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples::trace;

    fn path(spans: &[(&str, &str, i64, i64)]) -> Vec<(String, i64, i64)> {
        let trace = trace(spans);
        let path = critical_path(&trace);
        path.iter()
            .map(|stretch| (trace.name(stretch.span).to_owned(), stretch.from / 1_000, stretch.to / 1_000))
            .collect()
    }

    fn said(path: &[(&str, i64, i64)]) -> Vec<(String, i64, i64)> {
        path.iter().map(|(name, from, to)| ((*name).to_owned(), *from, *to)).collect()
    }

    #[test]
    fn calls_one_after_the_other_are_all_on_it() {
        let found = path(&[("root", "", 0, 100), ("a", "root", 10, 40), ("b", "root", 50, 90)]);
        let expected = [("root", 0, 10), ("a", 10, 40), ("root", 40, 50), ("b", 50, 90), ("root", 90, 100)];
        assert_eq!(found, said(&expected));
    }

    #[test]
    fn of_calls_beside_each_other_the_one_that_ends_last_is() {
        let found = path(&[("root", "", 0, 100), ("fast", "root", 10, 60), ("slow", "root", 12, 80)]);
        assert_eq!(found, said(&[("root", 0, 12), ("slow", 12, 80), ("root", 80, 100)]));
    }

    #[test]
    fn what_outlasts_its_caller_was_waited_for_until_the_caller_ended() {
        let found = path(&[("root", "", 0, 100), ("sent", "root", 60, 900), ("leaf", "sent", 70, 80)]);
        assert_eq!(found, said(&[("root", 0, 60), ("sent", 60, 70), ("leaf", 70, 80), ("sent", 80, 100)]));
    }

    #[test]
    fn a_call_that_takes_no_time_and_one_before_its_caller_are_none() {
        let found = path(&[("root", "", 50, 100), ("skewed", "root", 10, 40), ("mark", "root", 60, 60)]);
        // Times count from the first span, which is the one with the wrong clock.
        assert_eq!(found, said(&[("root", 40, 90)]));
    }

    proptest! {
        #[test]
        fn the_path_is_the_whole_time_of_the_root_without_gap_or_overlap(
            spans in prop::collection::vec((0_usize..40, 0_i64..1_000, 0_i64..500), 1..60)
        ) {
            let names: Vec<String> = (0..spans.len()).map(|at| at.to_string()).collect();
            let rows: Vec<(&str, &str, i64, i64)> = spans.iter().enumerate().map(|(at, (parent, start, long))| {
                let parent = if at == 0 { "" } else { names[parent % at].as_str() };
                (names[at].as_str(), parent, *start, start + long)
            }).collect();
            let trace = trace(&rows);
            let root = trace.main_root().unwrap();
            let path = critical_path(&trace);
            let mut cursor = trace.start(root);
            for stretch in &path {
                prop_assert_eq!(stretch.from, cursor);
                prop_assert!(stretch.from < stretch.to);
                prop_assert!(trace.start(stretch.span) <= stretch.from && stretch.to <= trace.end_of(stretch.span));
                cursor = stretch.to;
            }
            prop_assert_eq!(cursor, trace.end_of(root));
        }
    }
}
