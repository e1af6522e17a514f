//! Where the time of a trace went: spans of the same service and name below the same callers as one frame, as wide as
//! the time that was spent in it and below. Time in which children run counts as theirs; of children beside each other
//! each counts, so the whole is the work done, not the time that passed.

use std::collections::HashMap;

use crate::trace::Trace;

/// A frame: spans of one service and name with the same callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// One of its spans: name and service are the same for all.
    pub span: usize,
    /// Place of the frame that called it.
    pub parent: Option<usize>,
    pub depth: usize,
    pub spans: usize,
    pub failed: usize,
    /// Durations of its spans, added up; nanoseconds as all that follow.
    pub total: i64,
    /// Not spent in what it called.
    pub own: i64,
    /// Its own and that of all frames below.
    pub weight: i64,
    /// Where it begins in the row of its depth.
    pub from: i64,
}

/// The frames in order of call, those of the same caller by weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flame {
    pub frames: Vec<Frame>,
    /// Of all roots.
    pub weight: i64,
    pub depth: usize,
}

pub fn flame(trace: &Trace) -> Flame {
    let mut frames: Vec<Frame> = Vec::new();
    let mut known: HashMap<(Option<usize>, u32, usize), usize> = HashMap::new();
    let mut frame_of: Vec<usize> = Vec::with_capacity(trace.len());
    for span in 0..trace.len() {
        let parent = trace.parent(span).map(|parent| frame_of[parent]);
        let key = (parent, trace.name_place(span), trace.service_place(span));
        let place = *known.entry(key).or_insert_with(|| {
            let depth = parent.map_or(0, |parent| frames[parent].depth + 1);
            frames.push(Frame {
                span,
                parent,
                depth,
                spans: 0,
                failed: 0,
                total: 0,
                own: 0,
                weight: 0,
                from: 0,
            });
            frames.len() - 1
        });
        frame_of.push(place);
        let frame = &mut frames[place];
        frame.spans += 1;
        frame.failed += usize::from(trace.failed(span));
        frame.total = frame.total.saturating_add(trace.duration(span));
        frame.own = frame.own.saturating_add(own_time(trace, span));
    }
    for place in (0..frames.len()).rev() {
        frames[place].weight = frames[place].weight.saturating_add(frames[place].own);
        let weight = frames[place].weight;
        if let Some(parent) = frames[place].parent {
            frames[parent].weight = frames[parent].weight.saturating_add(weight);
        }
    }
    arrange(&frames)
}

/// The time of a span in which none of its children ran.
fn own_time(trace: &Trace, span: usize) -> i64 {
    let end = trace.end_of(span);
    let (mut cursor, mut own) = (trace.start(span), 0);
    // By start time, so that one pass sees every gap.
    for child in trace.children(span) {
        own += (trace.start(child).min(end) - cursor).max(0);
        cursor = cursor.max(trace.end_of(child).min(end));
    }
    own + (end - cursor).max(0)
}

/// Puts the frames in order and side by side.
fn arrange(frames: &[Frame]) -> Flame {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); frames.len()];
    let mut roots = Vec::new();
    for (place, frame) in frames.iter().enumerate() {
        frame.parent.map_or(&mut roots, |parent| &mut children[parent]).push(place);
    }
    let mut flame = Flame::default();
    let heaviest_last =
        |list: &mut Vec<usize>| list.sort_by_key(|place| (frames[*place].weight, std::cmp::Reverse(*place)));
    heaviest_last(&mut roots);
    let mut stack: Vec<(usize, Option<usize>)> = roots.into_iter().map(|root| (root, None)).collect();
    // Where the next child of each frame begins.
    let mut next: Vec<i64> = Vec::with_capacity(frames.len());
    while let Some((place, parent)) = stack.pop() {
        let frame = &frames[place];
        let cursor = parent.map_or(&mut flame.weight, |parent: usize| &mut next[parent]);
        let from = std::mem::replace(cursor, *cursor + frame.weight);
        let now = flame.frames.len();
        flame.frames.push(Frame { parent, from, ..frame.clone() });
        flame.depth = flame.depth.max(frame.depth + 1);
        next.push(from);
        heaviest_last(&mut children[place]);
        stack.extend(children[place].iter().map(|child| (*child, Some(now))));
    }
    flame
}

impl Flame {
    /// The frame at a depth and a place along it.
    pub fn at(&self, depth: usize, along: i64) -> Option<usize> {
        let hit =
            |frame: &Frame| frame.depth == depth && frame.from <= along && along < frame.from + frame.weight;
        self.frames.iter().position(hit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::trace;

    fn drawn(flame: &Flame, trace: &Trace) -> Vec<(String, usize, usize, i64, i64)> {
        let name = |frame: &Frame| trace.name(frame.span).to_owned();
        let frame =
            |frame: &Frame| (name(frame), frame.depth, frame.spans, frame.from / 1_000, frame.weight / 1_000);
        flame.frames.iter().map(frame).collect()
    }

    #[test]
    fn spans_with_the_same_callers_are_one_frame_and_the_heaviest_stands_first() {
        let trace = trace(&[
            ("root", "", 0, 100),
            ("a", "root", 0, 10),
            ("b", "root", 10, 50),
            ("leaf", "b", 20, 40),
        ]);
        let flame = flame(&trace);
        let expected = [("root", 0, 0, 100), ("b", 1, 0, 40), ("leaf", 2, 0, 20), ("a", 1, 40, 10)];
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, depth, from, weight)| ((*name).to_owned(), *depth, 1, *from, *weight))
            .collect();
        assert_eq!((drawn(&flame, &trace), flame.weight, flame.depth), (expected, 100_000, 3));
        assert_eq!(flame.at(1, 41_000).map(|at| trace.name(flame.frames[at].span)), Some("a"));
        assert_eq!((flame.at(1, 60_000), flame.at(3, 0)), (None, None));
    }

    #[test]
    fn work_beside_each_other_counts_each() {
        let trace = trace(&[
            ("root", "", 0, 100),
            ("x", "root", 0, 100),
            ("y", "root", 0, 100),
            ("z", "root", 90, 300),
        ]);
        let flame = flame(&trace);
        assert_eq!(flame.frames[0].own, 0);
        assert_eq!(flame.weight, 410_000);
    }
}
