//! A span as rules see it, and the evaluation of a request against the active rules.
//!
//! Names: the span's attributes flat by their full keys; over them `spanId`, `traceId`,
//! `operationName`, `serviceName`, `durationMillis`, `isError`, `spanKind`, `status`, `tenantId`, and
//! `resource.<key>` as text. An error silences the rule for that span and is counted, nothing more.

use console_rules::ognl::{Outcome, SpanContext, Value as RuleValue, ValueRef};

use crate::{
    otlp::{AnyValue, KeyValue, Request, Resource, Span, Value, hex, service_name},
    rules::RuleSet,
};

/// A violation: which span of the request, which rule of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fired {
    pub(crate) resource: u32,
    pub(crate) scope: u32,
    pub(crate) span: u32,
    pub(crate) rule: u32,
}

/// The most signals one request raises. An SDK sends 512 spans at once, so only a rule that fires on nearly
/// everything gets here; without a bound it would hold up the writer for half a minute.
pub(crate) const MAX_FIRED: usize = 10_000;

/// What the rules say about a request.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// At most [`MAX_FIRED`] violations, in order.
    pub(crate) fired: Vec<Fired>,
    /// Further violations that raise no signal.
    pub(crate) suppressed: u64,
}

/// Evaluates every rule on every span, in order.
pub(crate) fn evaluate(request: &Request, rules: &RuleSet, tenant_id: &str) -> Verdict {
    let mut verdict = Verdict::default();
    if rules.live.is_empty() {
        return verdict;
    }
    for (resource, resource_spans) in (0..).zip(&request.resource_spans) {
        let facts = ResourceFacts::new(resource_spans.resource.as_ref());
        for (scope, scope_spans) in (0..).zip(&resource_spans.scope_spans) {
            for (number, span) in (0..).zip(&scope_spans.spans) {
                let context = SpanFacts::new(span, &facts, tenant_id);
                for (rule, live) in (0..).zip(&rules.live) {
                    match live.program.evaluate(&context) {
                        Outcome::Error(_) | Outcome::NotEvaluated(_) => live.tally.count_error(),
                        outcome if outcome.fires() => {
                            verdict.add(Fired { resource, scope, span: number, rule });
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    verdict
}

impl Verdict {
    fn add(&mut self, fired: Fired) {
        if self.fired.len() < MAX_FIRED {
            self.fired.push(fired);
        } else {
            self.suppressed += 1;
        }
    }
}

/// Whole milliseconds between start and end.
pub(crate) fn duration_millis(span: &Span) -> i64 {
    let nanos = span.end_time_unix_nano.saturating_sub(span.start_time_unix_nano);
    i64::try_from(nanos / 1_000_000).unwrap_or(i64::MAX)
}

pub(crate) fn is_error(span: &Span) -> bool {
    span.status.as_ref().is_some_and(|status| status.code == 2)
}

/// What the spans of one resource have in common.
struct ResourceFacts<'a> {
    service: &'a str,
    /// `resource.<key>` and its text.
    entries: Vec<(String, String)>,
}

impl<'a> ResourceFacts<'a> {
    fn new(resource: Option<&'a Resource>) -> Self {
        let attributes = resource.map_or(&[][..], |resource| &resource.attributes);
        let entry = |attribute: &KeyValue| {
            let text = attribute.value.as_ref().map_or_else(String::new, |value| rule_value(value).text());
            (format!("resource.{}", attribute.key), text)
        };
        Self { service: service_name(resource), entries: attributes.iter().map(entry).collect() }
    }
}

struct SpanFacts<'a> {
    span: &'a Span,
    resource: &'a ResourceFacts<'a>,
    tenant_id: &'a str,
    trace_id: String,
    span_id: String,
    /// Lists, maps and bytes among the attributes, converted: position and value.
    converted: Vec<(usize, RuleValue)>,
}

/// The names that hide an attribute of the same name.
const OWN_NAMES: [&str; 9] = [
    "spanId",
    "traceId",
    "operationName",
    "serviceName",
    "durationMillis",
    "isError",
    "spanKind",
    "status",
    "tenantId",
];

impl<'a> SpanFacts<'a> {
    fn new(span: &'a Span, resource: &'a ResourceFacts<'a>, tenant_id: &'a str) -> Self {
        let converted = span.attributes.iter().enumerate().filter_map(|(position, attribute)| {
            let value = attribute.value.as_ref()?;
            match value.value.as_ref()? {
                Value::ArrayValue(_) | Value::KvlistValue(_) | Value::BytesValue(_) => {
                    Some((position, rule_value(value)))
                }
                _ => None,
            }
        });
        Self {
            span,
            resource,
            tenant_id,
            trace_id: hex(&span.trace_id),
            span_id: hex(&span.span_id),
            converted: converted.collect(),
        }
    }

    fn own(&self, name: &str) -> Option<ValueRef<'_>> {
        let text = match name {
            "spanId" => &self.span_id,
            "traceId" => &self.trace_id,
            "operationName" => &self.span.name,
            "serviceName" => self.resource.service,
            "durationMillis" => return Some(ValueRef::Int(duration_millis(self.span))),
            "isError" => return Some(ValueRef::Bool(is_error(self.span))),
            "spanKind" => kind_name(self.span.kind),
            "status" => status_name(self.span),
            "tenantId" => self.tenant_id,
            _ => return None,
        };
        Some(ValueRef::Str(text))
    }

    fn of_resource(&self, name: &str) -> Option<ValueRef<'_>> {
        if !name.starts_with("resource.") {
            return None;
        }
        let entry = self.resource.entries.iter().rev().find(|(key, _)| key == name)?;
        Some(ValueRef::Str(&entry.1))
    }

    fn attribute(&self, name: &str) -> Option<ValueRef<'_>> {
        let position = self.span.attributes.iter().rposition(|attribute| attribute.key == name)?;
        let value = self.span.attributes[position].value.as_ref().and_then(|value| value.value.as_ref());
        Some(match value {
            Some(Value::StringValue(text)) => ValueRef::Str(text),
            Some(Value::BoolValue(truth)) => ValueRef::Bool(*truth),
            Some(Value::IntValue(number)) => ValueRef::Int(*number),
            Some(Value::DoubleValue(number)) => ValueRef::Double(*number),
            Some(Value::ArrayValue(_) | Value::KvlistValue(_) | Value::BytesValue(_)) => {
                let converted = self.converted.iter().find(|(at, _)| *at == position);
                converted.map_or(ValueRef::Null, |(_, value)| ValueRef::from(value))
            }
            Some(Value::StringValueStrindex(_)) | None => ValueRef::Null,
        })
    }
}

impl SpanContext for SpanFacts<'_> {
    fn get(&self, name: &str) -> Option<ValueRef<'_>> {
        self.own(name).or_else(|| self.of_resource(name)).or_else(|| self.attribute(name))
    }

    fn names(&self, found: &mut dyn FnMut(&str)) {
        OWN_NAMES.iter().for_each(|name| found(name));
        let resource = &self.resource.entries;
        for (position, (key, _)) in resource.iter().enumerate() {
            if !resource[..position].iter().any(|(earlier, _)| earlier == key) {
                found(key);
            }
        }
        for (position, attribute) in self.span.attributes.iter().enumerate() {
            let key = attribute.key.as_str();
            let hidden = OWN_NAMES.contains(&key)
                || resource.iter().any(|(name, _)| name == key)
                || self.span.attributes[..position].iter().any(|earlier| earlier.key == key);
            if !hidden {
                found(key);
            }
        }
    }
}

fn kind_name(kind: i32) -> &'static str {
    match kind {
        2 => "SERVER",
        3 => "CLIENT",
        4 => "PRODUCER",
        5 => "CONSUMER",
        _ => "INTERNAL",
    }
}

fn status_name(span: &Span) -> &'static str {
    match span.status.as_ref().map(|status| status.code) {
        Some(1) => "OK",
        Some(2) => "ERROR",
        _ => "UNSET",
    }
}

/// An attribute value as the rule language knows it; bytes become hexadecimal text.
fn rule_value(value: &AnyValue) -> RuleValue {
    match &value.value {
        Some(Value::StringValue(text)) => RuleValue::Str(text.clone()),
        Some(Value::BoolValue(truth)) => RuleValue::Bool(*truth),
        Some(Value::IntValue(number)) => RuleValue::Int(*number),
        Some(Value::DoubleValue(number)) => RuleValue::Double(*number),
        Some(Value::ArrayValue(list)) => RuleValue::List(list.values.iter().map(rule_value).collect()),
        Some(Value::KvlistValue(map)) => {
            let entry = |entry: &KeyValue| {
                let value = entry.value.as_ref().map_or(RuleValue::Null, rule_value);
                (RuleValue::Str(entry.key.clone()), value)
            };
            RuleValue::Map(map.values.iter().map(entry).collect())
        }
        Some(Value::BytesValue(bytes)) => RuleValue::Str(hex(bytes)),
        Some(Value::StringValueStrindex(_)) | None => RuleValue::Null,
    }
}
