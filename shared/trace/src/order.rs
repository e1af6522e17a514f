//! One trace of a recording in order of call: each span followed by what it called, by start time.

use std::collections::HashMap;

use console_api::trace::{EventOf, LinkOf, MessageOf, MissingParent, TraceColumns};
use console_api::{SpanId, Timestamp, TraceId};

use crate::recording::{NONE, Part, Recording, SpanRow, hex};

/// Sorts the span that the others come from before them.
pub(crate) fn roots_first(span: &SpanRow) -> (bool, i64, i64) {
    (span.parent != 0, span.start, span.start.saturating_sub(span.end))
}

/// The columns of the trace at that place of the recording; nothing when it has no spans.
pub(crate) fn columns(recording: &Recording, trace: u32) -> Option<TraceColumns> {
    let mut spans: Vec<&SpanRow> = recording.spans.iter().filter(|span| span.trace == trace).collect();
    spans.sort_by_key(|span| (span.start, span.start.saturating_sub(span.end)));
    let start = spans.first()?.start.div_euclid(1_000) * 1_000;
    let called = call_order(&spans);
    let mut writer = Writer::new(recording, trace, start, called.len());
    for call in &called {
        writer.write(spans[call.span as usize], call.parent);
    }
    Some(writer.columns)
}

/// A span in its place.
struct Call {
    /// Place among the spans by start time.
    span: u32,
    /// Place of the parent in order of call, -1 for none.
    parent: i32,
}

/// Spans whose parent is not among them stand as roots do; so does the first of those that call each other in a ring.
fn call_order(spans: &[&SpanRow]) -> Vec<Call> {
    let mut known: HashMap<u64, u32> = HashMap::with_capacity(spans.len());
    for (at, span) in (0_u32..).zip(spans) {
        known.entry(span.id).or_insert(at);
    }
    // Children as linked lists, in order of start time because they are put in from the last to the first.
    let (mut first_child, mut next) = (vec![NONE; spans.len()], vec![NONE; spans.len()]);
    let mut roots = Vec::new();
    for at in (0..u32::try_from(spans.len()).unwrap_or(NONE)).rev() {
        let span = spans[at as usize];
        match known.get(&span.parent).filter(|parent| span.parent != 0 && **parent != at) {
            Some(parent) => {
                next[at as usize] = std::mem::replace(&mut first_child[*parent as usize], at);
            }
            None => roots.push(at),
        }
    }
    let mut order: Vec<Call> = Vec::with_capacity(spans.len());
    let mut seen = vec![false; spans.len()];
    let mut stack: Vec<(u32, i32)> = Vec::new();
    let mut follow = |root: u32, order: &mut Vec<Call>| {
        stack.push((root, -1));
        while let Some((span, parent)) = stack.pop() {
            if std::mem::replace(&mut seen[span as usize], true) {
                continue;
            }
            let place = i32::try_from(order.len()).unwrap_or(i32::MAX);
            order.push(Call { span, parent });
            let begin = stack.len();
            let mut child = first_child[span as usize];
            while child != NONE {
                stack.push((child, place));
                child = next[child as usize];
            }
            stack[begin..].reverse();
        }
    };
    for root in roots.into_iter().rev() {
        follow(root, &mut order);
    }
    if order.len() < spans.len() {
        for (at, _) in (0_u32..).zip(spans) {
            follow(at, &mut order);
        }
    }
    order
}

/// Writes spans into columns, with tables of only what they use.
struct Writer<'a> {
    recording: &'a Recording,
    start: i64,
    columns: TraceColumns,
    texts: Vec<u32>,
    values: Vec<u32>,
    origins: Vec<u32>,
}

impl<'a> Writer<'a> {
    fn new(recording: &'a Recording, trace: u32, start: i64, spans: usize) -> Self {
        Self {
            recording,
            start,
            columns: TraceColumns {
                id: TraceId(hex(&recording.traces[trace as usize])),
                truncated: recording.truncated,
                start: Timestamp(start / 1_000),
                texts: Vec::new(),
                values: Vec::new(),
                origins: Vec::new(),
                ids: Vec::with_capacity(spans),
                parents: Vec::with_capacity(spans),
                starts: Vec::with_capacity(spans),
                durations: Vec::with_capacity(spans),
                names: Vec::with_capacity(spans),
                origin_of: Vec::with_capacity(spans),
                kinds: Vec::with_capacity(spans),
                statuses: Vec::with_capacity(spans),
                attribute_counts: Vec::with_capacity(spans),
                attributes: Vec::new(),
                messages: Vec::new(),
                missing_parents: Vec::new(),
                events: Vec::new(),
                links: Vec::new(),
            },
            texts: vec![NONE; recording.texts.list.len()],
            values: vec![NONE; recording.values.list.len()],
            origins: vec![NONE; recording.origins.len()],
        }
    }

    fn text(&mut self, place: u32) -> u32 {
        moved(&mut self.texts, place, &mut self.columns.texts, |place| {
            self.recording.texts.list[place].to_string()
        })
    }

    fn pairs(&mut self, part: Part, out: &mut Vec<u32>) {
        for pair in part.of(&self.recording.pairs).chunks_exact(2) {
            out.push(self.text(pair[0]));
            out.push(moved(&mut self.values, pair[1], &mut self.columns.values, |place| {
                self.recording.values.list[place].clone()
            }));
        }
    }

    fn write(&mut self, span: &SpanRow, parent: i32) {
        let place = u32::try_from(self.columns.ids.len()).unwrap_or(u32::MAX);
        let name = self.text(span.name);
        let origin = moved(&mut self.origins, span.origin, &mut self.columns.origins, |place| {
            self.recording.origins[place].clone()
        });
        let mut attributes = std::mem::take(&mut self.columns.attributes);
        let before = attributes.len();
        self.pairs(span.attributes, &mut attributes);
        let count = u32::try_from((attributes.len() - before) / 2).unwrap_or(u32::MAX);
        let columns = &mut self.columns;
        columns.attributes = attributes;
        columns.attribute_counts.push(count);
        columns.ids.push(SpanId(hex(&span.id.to_be_bytes())));
        columns.parents.push(parent);
        columns.starts.push(span.start - self.start);
        columns.durations.push(span.end.saturating_sub(span.start).max(0));
        columns.names.push(name);
        columns.origin_of.push(origin);
        columns.kinds.push(span.kind);
        columns.statuses.push(span.status);
        if parent < 0 && span.parent != 0 {
            let parent = SpanId(hex(&span.parent.to_be_bytes()));
            columns.missing_parents.push(MissingParent { span: place, parent });
        }
        if span.message != NONE {
            let text = self.text(span.message);
            self.columns.messages.push(MessageOf { span: place, text });
        }
        let mut events: Vec<_> = span.events.of(&self.recording.events).iter().collect();
        events.sort_by_key(|event| event.at);
        for event in events {
            let (name, mut attributes) = (self.text(event.name), Vec::new());
            self.pairs(event.attributes, &mut attributes);
            self.columns.events.push(EventOf { span: place, name, at: event.at - self.start, attributes });
        }
        for link in span.links.of(&self.recording.links) {
            let mut attributes = Vec::new();
            self.pairs(link.attributes, &mut attributes);
            self.columns.links.push(LinkOf {
                span: place,
                trace_id: TraceId(hex(&link.trace)),
                span_id: SpanId(hex(&link.span.to_be_bytes())),
                attributes,
            });
        }
    }
}

/// The place in the trace's own table of what stands at `place` in the recording's.
fn moved<T>(places: &mut [u32], place: u32, table: &mut Vec<T>, read: impl FnOnce(usize) -> T) -> u32 {
    let place = place as usize;
    if places[place] == NONE {
        places[place] = u32::try_from(table.len()).unwrap_or(u32::MAX);
        table.push(read(place));
    }
    places[place]
}
