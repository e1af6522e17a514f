//! What a source or a file said: the spans of one or more traces, in the order they came, with texts kept once.

use std::collections::HashMap;

use console_api::trace::{Origin, TraceColumns};
use console_api::{Timestamp, TraceId};

use crate::intern::{Texts, Values};
use crate::order::{columns, roots_first};

/// No text, no parent.
pub(crate) const NONE: u32 = u32::MAX;

/// A stretch of one of the lists of a recording.
#[derive(Clone, Copy, Default)]
pub(crate) struct Part {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

impl Part {
    pub(crate) fn of<T>(self, list: &[T]) -> &[T] {
        &list[self.from as usize..self.to as usize]
    }
}

pub(crate) struct SpanRow {
    /// Place in the traces.
    pub(crate) trace: u32,
    pub(crate) id: u64,
    /// 0 for none.
    pub(crate) parent: u64,
    pub(crate) name: u32,
    pub(crate) origin: u32,
    pub(crate) message: u32,
    pub(crate) kind: u8,
    pub(crate) status: u8,
    /// Nanoseconds since 1970.
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) attributes: Part,
    pub(crate) events: Part,
    pub(crate) links: Part,
}

pub(crate) struct EventRow {
    pub(crate) name: u32,
    pub(crate) at: i64,
    pub(crate) attributes: Part,
}

pub(crate) struct LinkRow {
    pub(crate) trace: [u8; 16],
    pub(crate) span: u64,
    pub(crate) attributes: Part,
}

/// The spans of a source or a file.
#[derive(Default)]
pub struct Recording {
    pub(crate) texts: Texts,
    pub(crate) values: Values,
    pub(crate) origins: Vec<Origin>,
    pub(crate) traces: Vec<[u8; 16]>,
    /// Where each is among the traces.
    pub(crate) trace_places: HashMap<[u8; 16], u32>,
    pub(crate) spans: Vec<SpanRow>,
    /// Keys and values by turns, of spans, events and links.
    pub(crate) pairs: Vec<u32>,
    pub(crate) events: Vec<EventRow>,
    pub(crate) links: Vec<LinkRow>,
    /// There were more spans than are kept.
    pub(crate) truncated: bool,
}

/// One trace of a recording, in short.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    pub id: TraceId,
    pub spans: usize,
    pub failed: usize,
    pub start: Timestamp,
    pub duration_ns: i64,
    /// Name and service of the span that the others come from.
    pub name: String,
    pub service: String,
}

impl Recording {
    /// The traces, those with the most spans first.
    pub fn traces(&self) -> Vec<Recorded> {
        struct Sum {
            spans: usize,
            failed: usize,
            start: i64,
            end: i64,
            first: Option<usize>,
        }
        let none = || Sum { spans: 0, failed: 0, start: i64::MAX, end: i64::MIN, first: None };
        let mut sums: Vec<Sum> = self.traces.iter().map(|_| none()).collect();
        for (at, span) in self.spans.iter().enumerate() {
            let sum = &mut sums[span.trace as usize];
            sum.spans += 1;
            sum.failed += usize::from(span.status == 2);
            sum.start = sum.start.min(span.start);
            sum.end = sum.end.max(span.end);
            if sum.first.is_none_or(|first| roots_first(span) < roots_first(&self.spans[first])) {
                sum.first = Some(at);
            }
        }
        let mut traces: Vec<_> = sums
            .iter()
            .enumerate()
            .filter_map(|(trace, sum)| {
                let first = &self.spans[sum.first?];
                Some(Recorded {
                    id: TraceId(hex(&self.traces[trace])),
                    spans: sum.spans,
                    failed: sum.failed,
                    start: Timestamp(sum.start.div_euclid(1_000)),
                    duration_ns: sum.end - sum.start,
                    name: self.texts.list[first.name as usize].to_string(),
                    service: self.origins[first.origin as usize].service.clone(),
                })
            })
            .collect();
        traces.sort_by(|a, b| (b.spans, &a.id).cmp(&(a.spans, &b.id)));
        traces
    }

    /// One trace, in order of call; nothing when no span of it was recorded.
    pub fn columns(&self, id: &TraceId) -> Option<TraceColumns> {
        let place = self.traces.iter().position(|trace| hex(trace) == id.0)?;
        columns(self, u32::try_from(place).ok()?)
    }

    /// Whether there were more spans than are kept.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}
