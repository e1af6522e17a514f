//! OTLP JSON into a recording: what SDKs and collectors write (`resourceSpans`, one request or one per line), and what
//! Tempo answers (`batches`, or the same within `trace`; ids in base64).
//!
//! Read leniently where the protocol's mappings differ: 64-bit integers as text or number, enums by name or number,
//! `null` as absent, snake_case, unknown fields passed over. An id or a time that cannot be read is a fault.

mod values;

use console_api::trace::{Attribute, Origin};
use serde_json::Value;

use crate::json::{Fault, Read, Reader};
use crate::recording::{EventRow, LinkRow, NONE, Part, Recording, SpanRow};
use values::{kind, nanos, span_id, status, trace_id, value};

/// Origins that are compared with a new one.
const RECENT: usize = 64;

/// Reads the text; of more spans than `most` the first are kept, and the recording says so.
pub fn read(text: &str, most: usize) -> Result<Recording, Fault> {
    let mut recording = Recording::default();
    let mut reader = Reader::new(text);
    read_all(&mut reader, &mut recording, most).map_err(|wrong| wrong.in_text(text))?;
    Ok(recording)
}

fn read_all(reader: &mut Reader, recording: &mut Recording, most: usize) -> Read<()> {
    let mut holds_spans = false;
    loop {
        let mut is_jaeger = false;
        reader.object(|name, reader| match name {
            "resourceSpans" | "resource_spans" | "batches" => {
                holds_spans = true;
                reader.list(|reader| read_batch(reader, recording, most))
            }
            "trace" if reader.peek() == Some(b'{') => reader.object(|name, reader| match name {
                "resourceSpans" | "resource_spans" | "batches" => {
                    holds_spans = true;
                    reader.list(|reader| read_batch(reader, recording, most))
                }
                _ => reader.skip(),
            }),
            "data" => {
                is_jaeger = true;
                reader.skip()
            }
            _ => reader.skip(),
        })?;
        if reader.peek().is_some() {
            continue;
        }
        return match (holds_spans, is_jaeger) {
            (true, _) => Ok(()),
            (false, true) => {
                Reader::wrong_at(0, "this looks like Jaeger's own JSON; export the trace as OTLP")
            }
            (false, false) => {
                Reader::wrong_at(0, "this has neither \"resourceSpans\" (OTLP) nor \"batches\" (Tempo)")
            }
        };
    }
}

/// The spans of one resource. They may be written before it: then they are read once it is known.
fn read_batch(reader: &mut Reader, recording: &mut Recording, most: usize) -> Read<()> {
    let (mut resource, mut early) = (None, Vec::new());
    reader.object(|name, reader| match name {
        "resource" => {
            resource = Some(read_resource(reader)?);
            Ok(())
        }
        "scopeSpans" | "scope_spans" | "instrumentationLibrarySpans" => match &resource {
            Some(resource) => read_scopes(reader, recording, resource, most),
            None => {
                early.push(reader.place());
                reader.skip()
            }
        },
        _ => reader.skip(),
    })?;
    let resource = resource.unwrap_or_default();
    for place in early {
        reader.again("scopeSpans", place, |reader| read_scopes(reader, recording, &resource, most))?;
    }
    Ok(())
}

fn read_resource(reader: &mut Reader) -> Read<Origin> {
    let mut origin = Origin::default();
    reader.object(|name, reader| match name {
        "attributes" => reader.list(|reader| {
            let mut attribute = Attribute { key: String::new(), value: Value::Null };
            reader.object(|name, reader| match name {
                "key" => {
                    attribute.key = reader.text()?.into_owned();
                    Ok(())
                }
                "value" => {
                    attribute.value = value(reader)?;
                    Ok(())
                }
                _ => reader.skip(),
            })?;
            if let ("service.name", Value::String(service)) = (attribute.key.as_str(), &attribute.value) {
                origin.service.clone_from(service);
            }
            origin.attributes.push(attribute);
            Ok(())
        }),
        _ => reader.skip(),
    })?;
    Ok(origin)
}

fn read_scopes(reader: &mut Reader, recording: &mut Recording, resource: &Origin, most: usize) -> Read<()> {
    reader.list(|reader| {
        let (mut scope, mut early) = (None, Vec::new());
        reader.object(|name, reader| match name {
            "scope" | "instrumentationLibrary" => {
                scope = Some(recording.origin(resource, read_scope(reader)?));
                Ok(())
            }
            "spans" => match scope {
                Some(origin) => read_spans(reader, recording, origin, most),
                None => {
                    early.push(reader.place());
                    reader.skip()
                }
            },
            _ => reader.skip(),
        })?;
        for place in early {
            let origin = scope.unwrap_or_else(|| recording.origin(resource, None));
            reader.again("spans", place, |reader| read_spans(reader, recording, origin, most))?;
        }
        Ok(())
    })
}

/// `io.opentelemetry.jdbc 2.1`.
fn read_scope(reader: &mut Reader) -> Read<Option<String>> {
    let (mut scope, mut version) = (String::new(), String::new());
    reader.object(|name, reader| {
        match name {
            "name" => scope = reader.text()?.into_owned(),
            "version" => version = reader.text()?.into_owned(),
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    if !scope.is_empty() && !version.is_empty() {
        scope.push(' ');
        scope.push_str(&version);
    }
    Ok((!scope.is_empty()).then_some(scope))
}

fn read_spans(reader: &mut Reader, recording: &mut Recording, origin: u32, most: usize) -> Read<()> {
    reader.list(|reader| {
        if recording.spans.len() >= most {
            recording.truncated = true;
            return reader.skip();
        }
        let place = reader.place();
        let none = Part::default();
        let (mut trace, mut start, mut end) = (None, None, None);
        let mut span = SpanRow {
            trace: 0,
            id: 0,
            parent: 0,
            name: NONE,
            origin,
            message: NONE,
            kind: 0,
            status: 0,
            start: 0,
            end: 0,
            attributes: none,
            events: none,
            links: none,
        };
        reader.object(|name, reader| {
            match name {
                "traceId" | "trace_id" => trace = trace_id(reader)?,
                "spanId" | "span_id" => span.id = span_id(reader)?,
                "parentSpanId" | "parent_span_id" => span.parent = span_id(reader)?,
                "name" => span.name = recording.texts.place(&reader.text()?),
                "kind" => span.kind = kind(reader)?,
                "startTimeUnixNano" | "start_time_unix_nano" => start = Some(nanos(reader)?),
                "endTimeUnixNano" | "end_time_unix_nano" => end = Some(nanos(reader)?),
                "attributes" => span.attributes = recording.attributes(reader)?,
                "events" => span.events = recording.events(reader)?,
                "links" => span.links = recording.links(reader)?,
                "status" => reader.object(|name, reader| {
                    match name {
                        "code" => span.status = status(reader)?,
                        "message" => {
                            let message = reader.text()?;
                            if !message.is_empty() {
                                span.message = recording.texts.place(&message);
                            }
                        }
                        _ => reader.skip()?,
                    }
                    Ok(())
                })?,
                _ => reader.skip()?,
            }
            Ok(())
        })?;
        let Some(trace) = trace else { return Reader::wrong_at(place, "this span has no traceId") };
        if span.id == 0 {
            return Reader::wrong_at(place, "this span has no spanId");
        }
        let Some(start) = start else { return Reader::wrong_at(place, "this span has no startTimeUnixNano") };
        // A span that has not ended is shown from its start on.
        (span.start, span.end) = (start, end.unwrap_or(start));
        if span.name == NONE {
            span.name = recording.texts.place("");
        }
        span.trace = recording.trace(trace);
        recording.spans.push(span);
        Ok(())
    })
}

impl Recording {
    fn trace(&mut self, id: [u8; 16]) -> u32 {
        *self.trace_places.entry(id).or_insert_with(|| {
            self.traces.push(id);
            length(&self.traces) - 1
        })
    }

    fn origin(&mut self, resource: &Origin, scope: Option<String>) -> u32 {
        let origin = Origin { scope, ..resource.clone() };
        // Looked for among the last ones only: a file of thousands would take for ever, and a second one does no harm.
        let first = self.origins.len().saturating_sub(RECENT);
        let place = self.origins[first..].iter().rposition(|known| *known == origin);
        place.map_or_else(
            || {
                self.origins.push(origin);
                length(&self.origins) - 1
            },
            |place| u32::try_from(first + place).unwrap_or(u32::MAX),
        )
    }

    fn attributes(&mut self, reader: &mut Reader) -> Read<Part> {
        let from = length(&self.pairs);
        reader.list(|reader| {
            let (mut key, mut held) = (None, None);
            reader.object(|name, reader| {
                match name {
                    "key" => key = Some(self.texts.place(&reader.text()?)),
                    "value" => held = Some(values::place(reader, &mut self.values)?),
                    _ => reader.skip()?,
                }
                Ok(())
            })?;
            if let Some(key) = key {
                let held = held.unwrap_or_else(|| self.values.place('n', "", || Value::Null));
                self.pairs.extend([key, held]);
            }
            Ok(())
        })?;
        Ok(Part { from, to: length(&self.pairs) })
    }

    fn events(&mut self, reader: &mut Reader) -> Read<Part> {
        let from = length(&self.events);
        reader.list(|reader| {
            let mut event = EventRow { name: NONE, at: 0, attributes: Part::default() };
            reader.object(|name, reader| {
                match name {
                    "name" => event.name = self.texts.place(&reader.text()?),
                    "timeUnixNano" | "time_unix_nano" => event.at = nanos(reader)?,
                    "attributes" => event.attributes = self.attributes(reader)?,
                    _ => reader.skip()?,
                }
                Ok(())
            })?;
            if event.name == NONE {
                event.name = self.texts.place("");
            }
            self.events.push(event);
            Ok(())
        })?;
        Ok(Part { from, to: length(&self.events) })
    }

    fn links(&mut self, reader: &mut Reader) -> Read<Part> {
        let from = length(&self.links);
        reader.list(|reader| {
            let mut link = LinkRow { trace: [0; 16], span: 0, attributes: Part::default() };
            reader.object(|name, reader| {
                match name {
                    "traceId" | "trace_id" => link.trace = trace_id(reader)?.unwrap_or_default(),
                    "spanId" | "span_id" => link.span = span_id(reader)?,
                    "attributes" => link.attributes = self.attributes(reader)?,
                    _ => reader.skip()?,
                }
                Ok(())
            })?;
            self.links.push(link);
            Ok(())
        })?;
        Ok(Part { from, to: length(&self.links) })
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
