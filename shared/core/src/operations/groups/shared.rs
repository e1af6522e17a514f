//! What the spans of some signals have in common, and where they differ.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use console_api::group::{AttributeOf, CommonAttribute, DifferentAttribute};
use console_api::signal::Facet;
use console_api::trace::TraceColumns;
use console_api::{Permission, Signal, SpanId};
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use crate::call::Context;
use crate::operations::traces::well_formed;

/// For all spans together.
const PATIENCE: Duration = Duration::from_secs(5);
/// Attributes of a span that are looked at, and those that are told.
const MOST: usize = 200;
/// Values told of an attribute.
const MOST_VALUES: usize = 5;
/// Characters told of a value.
const LONGEST: usize = 200;

/// The attributes of a span and of what sent it.
pub(super) type Attributes = Vec<((AttributeOf, String), Value)>;

/// The values of an attribute by their JSON, each with how many spans have it.
type Values<'a> = HashMap<String, (u32, &'a Value)>;

#[derive(Default)]
pub(super) struct Sample {
    pub(super) spans: Vec<Attributes>,
    pub(super) gone: u32,
    pub(super) not_read: u32,
    pub(super) problem: Option<String>,
}

/// Reads the spans of signals, as many as there is time for.
pub(super) async fn sample(context: &Context, signals: &[Signal]) -> Sample {
    let none = |problem: String| Sample {
        not_read: signals.len() as u32,
        problem: Some(problem),
        ..Sample::default()
    };
    let needed = Permission::TracesRead;
    if !context.caller.may(needed) {
        return none(format!("spans are read with the permission `{needed}`"));
    }
    let source = match context.workspace.traces() {
        Ok(source) => source,
        Err(error) => return none(error.message),
    };
    let until = Instant::now() + PATIENCE;
    let mut sample = Sample::default();
    // Several signals of one trace read it once.
    let mut by_trace: Vec<(_, Vec<&SpanId>)> = Vec::new();
    for signal in signals {
        match by_trace.iter_mut().find(|(trace, _)| *trace == &signal.trace_id) {
            Some((_, spans)) => spans.push(&signal.span_id),
            None => by_trace.push((&signal.trace_id, vec![&signal.span_id])),
        }
    }
    for (trace, spans) in by_trace {
        let wanted = spans.len() as u32;
        let Some(trace) = well_formed(trace) else {
            sample.gone += wanted;
            continue;
        };
        if sample.problem.is_some() {
            sample.not_read += wanted;
            continue;
        }
        match timeout_at(until, source.trace(&trace)).await {
            Ok(Ok(Some(trace))) => {
                for span in spans {
                    match attributes(&trace, span) {
                        Some(attributes) => sample.spans.push(attributes),
                        None => sample.gone += 1,
                    }
                }
            }
            Ok(Ok(None)) => sample.gone += wanted,
            Ok(Err(error)) => {
                sample.not_read += wanted;
                sample.problem = Some(error.to_string());
            }
            Err(_) => {
                sample.not_read += wanted;
                sample.problem =
                    Some(format!("reading the spans took longer than {} seconds", PATIENCE.as_secs()));
            }
        }
    }
    sample
}

fn attributes(trace: &TraceColumns, span: &SpanId) -> Option<Attributes> {
    let at = trace.ids.iter().position(|id| id.as_str().eq_ignore_ascii_case(span.as_str()))?;
    let counts = &trace.attribute_counts;
    let before: usize = counts.get(..at)?.iter().map(|count| *count as usize).sum();
    let pairs = trace.attributes.chunks_exact(2).skip(before).take(*counts.get(at)? as usize);
    let own = pairs.take(MOST).filter_map(|pair| {
        let key = trace.texts.get(pair[0] as usize)?.clone();
        Some(((AttributeOf::Span, key), shortened(trace.values.get(pair[1] as usize)?)))
    });
    let origin = trace.origin_of.get(at).and_then(|origin| trace.origins.get(*origin as usize));
    let of_origin = origin
        .into_iter()
        .flat_map(|origin| origin.attributes.iter().take(MOST))
        .map(|attribute| ((AttributeOf::Resource, attribute.key.clone()), shortened(&attribute.value)));
    Some(own.chain(of_origin).collect())
}

/// A value of a size that people read.
fn shortened(value: &Value) -> Value {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => value.to_string(),
        Value::Null | Value::Bool(_) | Value::Number(_) => return value.clone(),
    };
    if text.chars().count() <= LONGEST {
        return value.clone();
    }
    Value::String(text.chars().take(LONGEST - 1).chain(['…']).collect())
}

/// What all have with one value, and what not.
pub(super) fn compared(spans: &[Attributes]) -> (Vec<CommonAttribute>, Vec<DifferentAttribute>) {
    let mut found: BTreeMap<(AttributeOf, &str), Values<'_>> = BTreeMap::new();
    for span in spans {
        // A key that stands twice on a span counts once, as its last value.
        let own: BTreeMap<_, _> =
            span.iter().map(|((of, key), value)| ((*of, key.as_str()), value)).collect();
        for (key, value) in own {
            found.entry(key).or_default().entry(value.to_string()).or_insert((0, value)).0 += 1;
        }
    }
    let (mut common, mut different) = (Vec::new(), Vec::new());
    for ((of, key), values) in found {
        let key = key.to_owned();
        let (present, distinct) = (values.values().map(|(count, _)| count).sum::<u32>(), values.len() as u32);
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_unstable_by(|(text, (count, _)), (other_text, (other, _))| {
            other.cmp(count).then_with(|| text.cmp(other_text))
        });
        if let ([(_, (_, value))], true) = (values.as_slice(), present as usize == spans.len()) {
            common.push(CommonAttribute { of, key, value: (*value).clone() });
            continue;
        }
        let values = values.into_iter().take(MOST_VALUES);
        let values =
            values.map(|(_, (count, value))| Facet { value: value.clone(), count: i64::from(count) });
        different.push(DifferentAttribute { of, key, present, distinct, values: values.collect() });
    }
    different.sort_by_key(|attribute| std::cmp::Reverse(attribute.present));
    common.truncate(MOST);
    different.truncate(MOST);
    (common, different)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(attributes: &[(&str, i64)]) -> Attributes {
        attributes
            .iter()
            .map(|(key, value)| ((AttributeOf::Span, (*key).to_owned()), (*value).into()))
            .collect()
    }

    #[test]
    fn what_all_have_is_common_and_the_rest_differs_with_its_shares() {
        let spans = [
            span(&[("zone", 1), ("user", 7), ("retry", 1)]),
            span(&[("zone", 1), ("user", 8)]),
            span(&[("zone", 1), ("user", 8), ("retry", 1)]),
        ];
        let (common, different) = compared(&spans);
        let told: Vec<_> = common.iter().map(|found| (found.key.as_str(), found.value.clone())).collect();
        assert_eq!(told, [("zone", 1.into())]);
        let told: Vec<_> =
            different.iter().map(|found| (found.key.as_str(), found.present, found.distinct)).collect();
        assert_eq!(told, [("user", 3, 2), ("retry", 2, 1)]);
        let values: Vec<_> =
            different[0].values.iter().map(|facet| (facet.value.clone(), facet.count)).collect();
        assert_eq!(values, [(8.into(), 2), (7.into(), 1)]);
        assert_eq!(compared(&[]), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_number_and_its_text_are_two_values_and_a_long_value_is_cut() {
        let text: Attributes = vec![((AttributeOf::Span, "zone".to_owned()), "1".into())];
        let (common, different) = compared(&[span(&[("zone", 1)]), text]);
        assert_eq!((common.len(), different[0].distinct), (0, 2));
        let cut = shortened(&"ä".repeat(500).into());
        assert_eq!(cut.as_str().map(|text| text.chars().count()), Some(LONGEST));
    }
}
