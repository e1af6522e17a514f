//! Evaluates a rule over the spans of one trace, in BeTrace's order and with its short cuts.

use std::borrow::Cow;

use super::ast::{Cond, Condition, Filter, Operator, Right, Rule, Where};
use super::pattern::Pattern;
use super::{Clause, Outcome, TraceSpan, go};

/// Why a condition has no answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    /// BeTrace skips the span.
    Error(&'static str),
    /// This crate cannot tell; the whole rule has no answer.
    NotEvaluated(&'static str),
}

type Answer = Result<bool, Fault>;

pub(crate) fn run<S: TraceSpan>(rule: &Rule, spans: &[S]) -> Outcome {
    match decide(rule, spans) {
        Ok(outcome) => outcome,
        Err(Fault::Error(message)) => Outcome::Error(message.to_owned()),
        Err(Fault::NotEvaluated(reason)) => Outcome::NotEvaluated(reason.to_owned()),
    }
}

fn decide<S: TraceSpan>(rule: &Rule, spans: &[S]) -> Result<Outcome, Fault> {
    if rule.always.is_none() && rule.never.is_none() {
        return Err(Fault::Error("rule must have at least one 'always' or 'never' clause"));
    }
    if !condition(&rule.when, spans)? {
        return Ok(Outcome::NotApplicable);
    }
    if let Some(always) = &rule.always
        && !condition(always, spans)?
    {
        return Ok(Outcome::Violated(Clause::Always));
    }
    if let Some(never) = &rule.never
        && condition(never, spans)?
    {
        return Ok(Outcome::Violated(Clause::Never));
    }
    Ok(Outcome::Holds)
}

pub(crate) fn condition<S: TraceSpan>(cond: &Condition, spans: &[S]) -> Answer {
    match &cond.node {
        Cond::Or(parts) => {
            for part in parts {
                if condition(part, spans)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Cond::And(parts) => {
            for part in parts {
                if !condition(part, spans)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Cond::Not(inner) => condition(inner, spans).map(|value| !value),
        Cond::Has { operation, filters } => {
            for span in spans.iter().filter(|span| span.name() == operation.node) {
                if passes(filters, span)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Cond::Compare { operation, operator, right, .. } => {
            // A count on the right needs the trace, which BeTrace does not hand down here: each span is an error.
            if !spans.iter().any(|span| span.name() == operation.node)
                || matches!(right.node, Right::Count(_))
            {
                return Ok(false);
            }
            match compare(&Left::Number(1.0), *operator, &value_of(&right.node), None) {
                Err(Fault::Error(_)) => Ok(false),
                answer => answer,
            }
        }
        Cond::Count { operation, operator, right, .. } => {
            let left = Left::Number(count(&operation.node, spans) as f64);
            match &right.node {
                Right::Count(other) => {
                    compare(&left, *operator, &Left::Number(count(other, spans) as f64), None)
                }
                value => compare(&left, *operator, &value_of(value), None),
            }
        }
    }
}

pub(crate) fn count<S: TraceSpan>(operation: &str, spans: &[S]) -> usize {
    spans.iter().filter(|span| span.name() == operation).count()
}

/// All filters of a chain, on one span; an error makes the span not match.
fn passes<S: TraceSpan>(filters: &[Filter], span: &S) -> Answer {
    for filter in filters {
        match self::filter(filter, span) {
            Ok(true) => {}
            Ok(false) | Err(Fault::Error(_)) => return Ok(false),
            Err(fault) => return Err(fault),
        }
    }
    Ok(true)
}

pub(crate) fn filter<S: TraceSpan>(test: &Filter, span: &S) -> Answer {
    match &test.node {
        Where::Or(parts) => {
            for part in parts {
                if filter(part, span)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Where::And(parts) => {
            for part in parts {
                if !filter(part, span)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Where::Not(inner) => filter(inner, span).map(|value| !value),
        Where::Compare { attribute, operator, right, pattern } => {
            if matches!(right.node, Right::Count(_)) {
                return Err(Fault::Error("count expressions require trace context"));
            }
            let left = span.attribute(&attribute.node).map_or(Left::Missing, Left::Text);
            compare(&left, *operator, &value_of(&right.node), pattern.as_deref())
        }
        Where::Truthy(attribute) => Ok(span.attribute(&attribute.node).is_some_and(|text| text == "true")),
        Where::SpanReference(_) => Err(Fault::Error("span references in where clauses are not implemented")),
    }
}

/// A side of a comparison.
enum Left<'a> {
    Missing,
    Text(Cow<'a, str>),
    Number(f64),
    True,
    List(&'a [String]),
}

fn value_of(right: &Right) -> Left<'_> {
    match right {
        Right::Text(text) | Right::Word(text) => Left::Text(Cow::Borrowed(text)),
        Right::Number(value) => Left::Number(*value),
        Right::Bool { .. } => Left::True,
        Right::List(items) => Left::List(items),
        // Callers have dealt with it.
        Right::Count(_) => Left::Missing,
    }
}

impl Left<'_> {
    fn number(&self) -> Option<f64> {
        match self {
            Left::Number(value) => Some(*value),
            Left::Text(text) => go::parse_float(text),
            _ => None,
        }
    }

    fn text(&self) -> Cow<'_, str> {
        match self {
            Left::Missing => Cow::Borrowed(""),
            Left::Text(text) => Cow::Borrowed(text),
            Left::Number(value) => Cow::Owned(go::format_float(*value)),
            Left::True => Cow::Borrowed("true"),
            Left::List(items) => Cow::Owned(format!("[{}]", items.join(" "))),
        }
    }
}

/// The text a right side is matched or printed as.
pub(crate) fn text_of(right: &Right) -> String {
    value_of(right).text().into_owned()
}

fn compare(left: &Left<'_>, operator: Operator, right: &Left<'_>, pattern: Option<&Pattern>) -> Answer {
    use std::cmp::Ordering::{Equal, Greater, Less};
    match operator {
        Operator::In => {
            let Left::List(items) = right else { return Ok(false) };
            let text = left.text();
            return Ok(items.iter().any(|item| *item == text));
        }
        Operator::Contains => return Ok(left.text().contains(right.text().as_ref())),
        Operator::Matches => {
            let own;
            let pattern = match pattern {
                Some(pattern) => pattern,
                None => {
                    own = Pattern::new(&right.text());
                    &own
                }
            };
            return match pattern {
                Pattern::Ready(regex) => Ok(regex.is_match(&left.text())),
                Pattern::Invalid => Err(Fault::Error("invalid regex pattern")),
                Pattern::Unsupported(what) => Err(Fault::NotEvaluated(what)),
            };
        }
        _ => {}
    }
    let numbers = left.number().zip(right.number());
    let equal = match numbers {
        Some((left, right)) => left == right,
        None => left.text() == right.text(),
    };
    let order = match numbers {
        Some((left, right)) => left.partial_cmp(&right).unwrap_or(Equal),
        None => left.text().as_ref().cmp(right.text().as_ref()),
    };
    Ok(match operator {
        Operator::Equal => equal,
        Operator::NotEqual => !equal,
        Operator::Less => order == Less,
        Operator::LessEqual => order != Greater,
        Operator::Greater => order == Greater,
        _ => order != Less,
    })
}
