//! Moving a pass to now, and giving it ids of its own.

use super::recording::Survey;
use crate::{
    clock::Entropy,
    otlp::{Request, Span},
};

/// What one pass changes about every request.
pub(super) struct Pass {
    /// Added to every time, in nanoseconds.
    offset: i128,
    ids: Option<Masks>,
}

/// Ids are XORed with these: distinct ids stay distinct and equal ones equal, so parents and links follow.
struct Masks {
    trace: [u8; 16],
    span: [u8; 8],
}

impl Pass {
    /// A pass that begins at `now`. The offset is the largest that puts no span into the future when it is
    /// sent: at speed 1 the first span starts now, faster and slower the last or first one ends in time.
    pub(super) fn new(now: u64, survey: &Survey, speed: f64, entropy: Option<&dyn Entropy>) -> Self {
        let length = survey.last.saturating_sub(survey.first);
        // At what distance from the pass's beginning the last span is sent.
        let sent_after = if speed > 0.0 { (length as f64 / speed) as u64 } else { 0 };
        let lead = i128::from(sent_after) - i128::from(length);
        let offset = i128::from(now) - i128::from(survey.first) + lead.min(0);
        let ids = entropy.map(|entropy| {
            let mut masks = Masks { trace: [0; 16], span: [0; 8] };
            entropy.fill(&mut masks.trace);
            entropy.fill(&mut masks.span);
            masks
        });
        Self { offset, ids }
    }

    pub(super) fn apply(&self, request: &mut Request) {
        let scopes = request.resource_spans.iter_mut().flat_map(|resource| &mut resource.scope_spans);
        for span in scopes.flat_map(|scope| &mut scope.spans) {
            self.move_times(span);
            if let Some(masks) = &self.ids {
                masks.apply(span);
            }
        }
    }

    fn move_times(&self, span: &mut Span) {
        let own = [&mut span.start_time_unix_nano, &mut span.end_time_unix_nano];
        let events = span.events.iter_mut().map(|event| &mut event.time_unix_nano);
        for time in own.into_iter().chain(events) {
            // 0 means that the time is not known.
            if *time != 0 {
                *time = u64::try_from(i128::from(*time) + self.offset).unwrap_or(1);
            }
        }
    }
}

impl Masks {
    fn apply(&self, span: &mut Span) {
        mask(&mut span.trace_id, &self.trace);
        mask(&mut span.span_id, &self.span);
        mask(&mut span.parent_span_id, &self.span);
        for link in &mut span.links {
            mask(&mut link.trace_id, &self.trace);
            mask(&mut link.span_id, &self.span);
        }
    }
}

/// XORs an id, unless that would make it all zero, which no id may be.
fn mask(id: &mut [u8], mask: &[u8]) {
    if id != mask {
        id.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otlp::{ResourceSpans, ScopeSpans};

    struct Constant(u8);

    impl Entropy for Constant {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn request() -> Request {
        let root = Span {
            trace_id: vec![1; 16],
            span_id: vec![2; 8],
            start_time_unix_nano: 1_000,
            end_time_unix_nano: 5_000,
            ..Span::default()
        };
        let child = Span {
            span_id: vec![3; 8],
            parent_span_id: vec![2; 8],
            start_time_unix_nano: 2_000,
            end_time_unix_nano: 4_000,
            ..root.clone()
        };
        let scope_spans = vec![ScopeSpans { spans: vec![root, child], ..ScopeSpans::default() }];
        Request { resource_spans: vec![ResourceSpans { scope_spans, ..ResourceSpans::default() }] }
    }

    const SURVEY: Survey = Survey { requests: 1, spans: 2, first: 1_000, last: 5_000 };

    #[test]
    fn parents_follow_fresh_ids() {
        let mut request = request();
        Pass::new(10_000, &SURVEY, 1.0, Some(&Constant(0x0f))).apply(&mut request);
        let spans = &request.resource_spans[0].scope_spans[0].spans;
        assert_eq!(spans[0].trace_id, vec![0x0e; 16]);
        assert_eq!(spans[0].trace_id, spans[1].trace_id);
        assert_eq!(spans[0].span_id, spans[1].parent_span_id);
        assert!(spans[0].parent_span_id.is_empty());
    }

    #[test]
    fn nothing_is_sent_from_the_future() {
        let ends = |speed: f64| {
            let mut request = request();
            Pass::new(100_000, &SURVEY, speed, None).apply(&mut request);
            let spans = &request.resource_spans[0].scope_spans[0].spans;
            (spans[0].start_time_unix_nano, spans[0].end_time_unix_nano)
        };
        assert_eq!(ends(1.0), (100_000, 104_000));
        assert_eq!(ends(2.0), (98_000, 102_000));
        assert_eq!(ends(0.0), (96_000, 100_000));
        assert_eq!(ends(0.5), (100_000, 104_000));
    }
}
