//! The trace in small: which service ran when, in so few lanes and steps that it can be drawn at once.

use crate::trace::Trace;

/// Steps of time.
const STEPS: usize = 256;
const WORDS: usize = STEPS / 64;

/// A stretch of one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub lane: usize,
    /// In 256ths of the trace's time.
    pub from: usize,
    pub to: usize,
    pub service: usize,
    /// A span of the stretch failed.
    pub failed: bool,
}

/// Spans in order of call from the first lane to the last; services beyond `services` are drawn as the one after
/// those. Stretches of failed spans come last, so that they are drawn above the rest.
pub fn miniature(trace: &Trace, lanes: usize, services: usize) -> Vec<Mark> {
    let lanes = lanes.max(1).min(trace.len().max(1));
    let kinds = trace.services().len().min(services + 1).max(1);
    // One bit per step, for each lane and service, and once more for what failed.
    let mut bits = vec![[0_u64; WORDS]; lanes * kinds * 2];
    let time = i128::from(trace.end().max(1));
    let step =
        |at: i64| usize::try_from(i128::from(at.max(0)) * STEPS as i128 / time).unwrap_or(0).min(STEPS - 1);
    for span in 0..trace.len() {
        let lane = span * lanes / trace.len();
        let kind = trace.service_place(span).min(kinds - 1);
        let place = (lane * kinds + kind) * 2 + usize::from(trace.failed(span));
        fill(&mut bits[place], step(trace.start(span)), step(trace.end_of(span)));
    }
    let mut marks = Vec::new();
    for failed in [false, true] {
        for lane in 0..lanes {
            for service in 0..kinds {
                let set = &bits[(lane * kinds + service) * 2 + usize::from(failed)];
                runs(set, |from, to| marks.push(Mark { lane, from, to, service, failed }));
            }
        }
    }
    marks
}

fn fill(bits: &mut [u64; WORDS], from: usize, to: usize) {
    for (word, bits) in bits.iter_mut().enumerate() {
        let first = from.max(word * 64);
        let last = to.min(word * 64 + 63);
        if first <= last {
            *bits |= u64::MAX >> (63 - (last - first)) << (first % 64);
        }
    }
}

fn runs(bits: &[u64; WORDS], mut run: impl FnMut(usize, usize)) {
    let is_set = |at: usize| bits[at / 64] >> (at % 64) & 1 == 1;
    let mut at = 0;
    while at < STEPS {
        if bits[at / 64] == 0 {
            at = (at / 64 + 1) * 64;
        } else if is_set(at) {
            let from = at;
            while at < STEPS && is_set(at) {
                at += 1;
            }
            run(from, at);
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{detailed, trace};

    #[test]
    fn lanes_follow_the_order_of_call() {
        let trace = trace(&[("root", "", 0, 256), ("early", "root", 0, 64), ("late", "root", 128, 256)]);
        let marks = miniature(&trace, 3, 8);
        let drawn: Vec<_> = marks.iter().map(|mark| (mark.lane, mark.from, mark.to)).collect();
        assert_eq!(drawn, [(0, 0, 256), (1, 0, 65), (2, 128, 256)]);
    }

    #[test]
    fn many_spans_share_a_lane_and_what_failed_is_drawn_last() {
        let trace = detailed(&[
            ("root", "", 0, 256, r#","status":{"code":2}"#),
            ("a", "root", 0, 10, ""),
            ("b", "root", 100, 110, ""),
        ]);
        let marks = miniature(&trace, 1, 8);
        let drawn: Vec<_> = marks.iter().map(|mark| (mark.from, mark.to, mark.failed)).collect();
        assert_eq!(drawn, [(0, 11, false), (100, 111, false), (0, 256, true)]);
    }
}
