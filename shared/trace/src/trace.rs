//! The columns of a trace, checked, with what follows from them: how deep each span stands, how many it calls, which
//! services take part.

use console_api::trace::{EventOf, LinkOf, Origin, TraceColumns};
use console_api::{SpanId, Timestamp, TraceId};
use serde_json::Value;

/// A trace in order of call. Spans are named by their place in it; the spans below one are those right after it.
#[derive(Debug)]
pub struct Trace {
    columns: TraceColumns,
    depths: Vec<u32>,
    /// Spans below each, itself included.
    sizes: Vec<u32>,
    /// Place among those of the same parent, and how many these are.
    siblings: Vec<(u32, u32)>,
    /// Where the attributes of each span begin, and where the last ones end.
    attributes: Vec<u32>,
    services: Vec<Service>,
    /// Place in the services, by origin.
    service_of: Vec<usize>,
    end: i64,
}

/// A service that takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub name: String,
    pub spans: usize,
    pub failed: usize,
}

impl Trace {
    /// Nothing when the columns contradict each other.
    pub fn new(columns: TraceColumns) -> Option<Self> {
        let spans = columns.ids.len();
        let same = [
            columns.parents.len(),
            columns.starts.len(),
            columns.durations.len(),
            columns.names.len(),
            columns.origin_of.len(),
            columns.kinds.len(),
            columns.statuses.len(),
            columns.attribute_counts.len(),
        ];
        let texts = u32::try_from(columns.texts.len()).ok()?;
        let values = u32::try_from(columns.values.len()).ok()?;
        let origins = u32::try_from(columns.origins.len()).ok()?;
        let paired = |pairs: &[u32]| {
            pairs.len().is_multiple_of(2)
                && pairs.chunks_exact(2).all(|pair| pair[0] < texts && pair[1] < values)
        };
        let known = same.iter().all(|length| *length == spans)
            && columns.names.iter().all(|name| *name < texts)
            && columns.origin_of.iter().all(|origin| *origin < origins)
            && columns.durations.iter().all(|duration| *duration >= 0)
            && paired(&columns.attributes)
            && columns.messages.iter().all(|message| message.text < texts)
            && columns.events.iter().all(|event| event.name < texts && paired(&event.attributes))
            && columns.links.iter().all(|link| paired(&link.attributes));
        if !known {
            return None;
        }
        let mut attributes = Vec::with_capacity(spans + 1);
        attributes.push(0);
        for count in &columns.attribute_counts {
            attributes.push(attributes.last()? + count.checked_mul(2)?);
        }
        if *attributes.last()? as usize != columns.attributes.len() {
            return None;
        }
        let (depths, sizes, siblings) = order(&columns.parents)?;
        let (services, service_of) = services(&columns);
        let ends =
            columns.starts.iter().zip(&columns.durations).map(|(start, long)| start.saturating_add(*long));
        let end = ends.max().unwrap_or(0);
        Some(Self { depths, sizes, siblings, attributes, services, service_of, end, columns })
    }

    pub fn into_columns(self) -> TraceColumns {
        self.columns
    }

    pub fn len(&self) -> usize {
        self.columns.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.columns.ids.is_empty()
    }

    pub fn trace_id(&self) -> &TraceId {
        &self.columns.id
    }

    /// More spans exist than are here.
    pub fn is_truncated(&self) -> bool {
        self.columns.truncated
    }

    /// When the first span began; times are nanoseconds after it.
    pub fn began(&self) -> Timestamp {
        self.columns.start
    }

    /// When the last span ended.
    pub fn end(&self) -> i64 {
        self.end
    }

    pub fn id(&self, span: usize) -> &SpanId {
        &self.columns.ids[span]
    }

    /// Where the span of that id is.
    pub fn find(&self, id: &SpanId) -> Option<usize> {
        self.columns.ids.iter().position(|known| known == id)
    }

    pub fn name(&self, span: usize) -> &str {
        self.text(self.columns.names[span])
    }

    /// Two spans of one name have the same.
    pub fn name_place(&self, span: usize) -> u32 {
        self.columns.names[span]
    }

    pub fn text(&self, place: u32) -> &str {
        &self.columns.texts[place as usize]
    }

    pub fn texts(&self) -> &[String] {
        &self.columns.texts
    }

    pub fn values(&self) -> &[Value] {
        &self.columns.values
    }

    pub fn start(&self, span: usize) -> i64 {
        self.columns.starts[span]
    }

    pub fn duration(&self, span: usize) -> i64 {
        self.columns.durations[span]
    }

    pub fn end_of(&self, span: usize) -> i64 {
        self.start(span).saturating_add(self.duration(span))
    }

    pub fn kind(&self, span: usize) -> u8 {
        self.columns.kinds[span]
    }

    pub fn status(&self, span: usize) -> u8 {
        self.columns.statuses[span]
    }

    pub fn failed(&self, span: usize) -> bool {
        self.status(span) == 2
    }

    pub fn message(&self, span: usize) -> Option<&str> {
        let message = self.columns.messages.binary_search_by_key(&span, |message| message.span as usize);
        message.ok().map(|at| self.text(self.columns.messages[at].text))
    }

    pub fn parent(&self, span: usize) -> Option<usize> {
        usize::try_from(self.columns.parents[span]).ok()
    }

    /// Of a parent that did not arrive, too.
    pub fn parent_id(&self, span: usize) -> Option<&SpanId> {
        self.parent(span).map(|parent| self.id(parent)).or_else(|| self.missing_parent(span))
    }

    pub fn missing_parent(&self, span: usize) -> Option<&SpanId> {
        let missing = &self.columns.missing_parents;
        let at = missing.binary_search_by_key(&span, |missing| missing.span as usize).ok()?;
        Some(&missing[at].parent)
    }

    pub fn depth(&self, span: usize) -> usize {
        self.depths[span] as usize
    }

    /// Spans below, itself included.
    pub fn size(&self, span: usize) -> usize {
        self.sizes[span] as usize
    }

    pub fn has_children(&self, span: usize) -> bool {
        self.sizes[span] > 1
    }

    /// Place among those of the same parent, from 1, and how many these are.
    pub fn place_among_siblings(&self, span: usize) -> (usize, usize) {
        let (place, of) = self.siblings[span];
        (place as usize, of as usize)
    }

    /// By start time.
    pub fn children(&self, span: usize) -> impl Iterator<Item = usize> {
        self.siblings_from(span + 1, span + self.size(span))
    }

    /// Spans without a parent here.
    pub fn roots(&self) -> impl Iterator<Item = usize> {
        self.siblings_from(0, self.len())
    }

    fn siblings_from(&self, first: usize, end: usize) -> impl Iterator<Item = usize> {
        let mut next = first;
        std::iter::from_fn(move || {
            let span = next;
            (span < end).then(|| {
                next += self.size(span);
                span
            })
        })
    }

    /// The root that takes longest: what people mean by the trace's name.
    pub fn main_root(&self) -> Option<usize> {
        self.roots().max_by_key(|root| (self.duration(*root), std::cmp::Reverse(*root)))
    }

    pub fn attributes(&self, span: usize) -> impl Iterator<Item = (&str, &Value)> {
        self.pairs(self.attribute_places(span))
    }

    /// Places of texts and values by turns.
    pub fn attribute_places(&self, span: usize) -> &[u32] {
        &self.columns.attributes[self.attributes[span] as usize..self.attributes[span + 1] as usize]
    }

    pub fn pairs<'a>(&'a self, places: &'a [u32]) -> impl Iterator<Item = (&'a str, &'a Value)> {
        places.chunks_exact(2).map(|pair| (self.text(pair[0]), &self.columns.values[pair[1] as usize]))
    }

    pub fn events(&self, span: usize) -> &[EventOf] {
        of_span(&self.columns.events, span, |event| event.span)
    }

    pub fn links(&self, span: usize) -> &[LinkOf] {
        of_span(&self.columns.links, span, |link| link.span)
    }

    pub fn origin(&self, span: usize) -> &Origin {
        &self.columns.origins[self.columns.origin_of[span] as usize]
    }

    pub fn origin_place(&self, span: usize) -> u32 {
        self.columns.origin_of[span]
    }

    pub fn service(&self, span: usize) -> &str {
        &self.origin(span).service
    }

    /// Those with the most spans first.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// Place in the services.
    pub fn service_place(&self, span: usize) -> usize {
        self.service_of[self.columns.origin_of[span] as usize]
    }

    pub fn failures(&self) -> usize {
        self.services.iter().map(|service| service.failed).sum()
    }
}

/// The entries of a list, sorted by span, that are of that one.
fn of_span<T>(list: &[T], span: usize, place: impl Fn(&T) -> u32) -> &[T] {
    let from = list.partition_point(|entry| (place(entry) as usize) < span);
    let to = from + list[from..].partition_point(|entry| place(entry) as usize == span);
    &list[from..to]
}

type Ordered = (Vec<u32>, Vec<u32>, Vec<(u32, u32)>);

/// Depths, sizes and places among siblings; nothing when the parents are not in order of call.
fn order(parents: &[i32]) -> Option<Ordered> {
    let mut depths: Vec<u32> = Vec::with_capacity(parents.len());
    let mut open: Vec<usize> = Vec::new();
    let mut places: Vec<u32> = Vec::with_capacity(parents.len());
    let (mut children, mut roots) = (vec![0_u32; parents.len()], 0);
    for (span, parent) in parents.iter().enumerate() {
        let parent = usize::try_from(*parent).ok();
        while open.last().copied() != parent {
            open.pop()?;
        }
        let siblings = match parent {
            Some(parent) => &mut children[parent],
            None => &mut roots,
        };
        *siblings += 1;
        places.push(*siblings);
        depths.push(u32::try_from(open.len()).ok()?);
        open.push(span);
    }
    let mut sizes = vec![1_u32; parents.len()];
    for (span, parent) in parents.iter().enumerate().rev() {
        if let Ok(parent) = usize::try_from(*parent) {
            sizes[parent] += sizes[span];
        }
    }
    let of = |parent: &i32| usize::try_from(*parent).map_or(roots, |parent| children[parent]);
    let siblings = places.into_iter().zip(parents).map(|(place, parent)| (place, of(parent))).collect();
    Some((depths, sizes, siblings))
}

fn services(columns: &TraceColumns) -> (Vec<Service>, Vec<usize>) {
    let mut services: Vec<Service> = Vec::new();
    let mut service_of: Vec<usize> = Vec::with_capacity(columns.origins.len());
    for origin in &columns.origins {
        let known = services.iter().position(|service| service.name == origin.service);
        service_of.push(known.unwrap_or_else(|| {
            services.push(Service { name: origin.service.clone(), spans: 0, failed: 0 });
            services.len() - 1
        }));
    }
    for (origin, status) in columns.origin_of.iter().zip(&columns.statuses) {
        let service = &mut services[service_of[*origin as usize]];
        service.spans += 1;
        service.failed += usize::from(*status == 2);
    }
    let mut order: Vec<usize> = (0..services.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(services[*at].spans), *at));
    let mut place = vec![0; services.len()];
    for (now, before) in order.iter().enumerate() {
        place[*before] = now;
    }
    for service in &mut service_of {
        *service = place[*service];
    }
    services.sort_by_key(|service| std::cmp::Reverse(service.spans));
    (services, service_of)
}

#[cfg(test)]
mod tests;
