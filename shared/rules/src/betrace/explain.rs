//! A rule over one trace, condition by condition: which spans were looked at and which clause decided.

use super::ast::{Cond, Condition, Filter, Right, Where};
use super::eval::{self, Fault};
use super::{Clause, Outcome, Program, TraceSpan};
use crate::diagnostic::Span;
use crate::explain::{Explanation, Part, shortened};

/// Most parts an explanation lists.
const MAX_PARTS: usize = 500;
/// Spans of one operation whose filters are shown.
const MAX_SPANS: usize = 10;

impl Program {
    /// Every condition of the rule with its value for one trace, and which clause decided.
    pub fn explain<S: TraceSpan>(&self, spans: &[S]) -> Explanation {
        let rule = &self.inner.rule;
        let outcome = self.evaluate(spans);
        let mut teller = Teller { source: self.source(), spans, parts: Vec::new() };
        let applies = outcome != Outcome::NotApplicable;
        let clauses = [
            ("when", Some(&rule.when), !applies),
            ("always", rule.always.as_ref(), outcome == Outcome::Violated(Clause::Always)),
            ("never", rule.never.as_ref(), outcome == Outcome::Violated(Clause::Never)),
        ];
        for (name, clause, decisive) in clauses {
            let Some(clause) = clause else { continue };
            let at = teller.parts.len();
            teller.condition(clause, 0, decisive);
            if let Some(part) = teller.parts.get_mut(at) {
                part.text = format!("{name} {{ {} }}", part.text);
            }
        }
        let summary = summary(&outcome, &teller.parts);
        Explanation { fires: outcome.violation(), summary, parts: teller.parts }
    }
}

fn summary(outcome: &Outcome, parts: &[Part]) -> String {
    let decisive: Vec<String> = parts
        .iter()
        .enumerate()
        .filter(|(at, part)| {
            let inner = parts.get(at + 1).is_some_and(|next| next.decisive && next.depth > part.depth);
            part.decisive && !inner
        })
        .take(3)
        .map(|(_, part)| format!("`{}` is {}", part.text, part.value.as_deref().unwrap_or(&part.kind)))
        .collect();
    let because = if decisive.is_empty() { String::new() } else { format!(": {}", decisive.join("; ")) };
    match outcome {
        Outcome::NotApplicable => format!("No violation: `when` does not hold{because}."),
        Outcome::Holds => "No violation: `when` holds and so does what it asks for.".to_owned(),
        Outcome::Violated(Clause::Always) => format!("Violation: `always` does not hold{because}."),
        Outcome::Violated(Clause::Never) => format!("Violation: `never` holds{because}."),
        Outcome::Error(message) => format!("No violation: {message}."),
        Outcome::NotEvaluated(reason) => format!("Not evaluated here: {reason}."),
    }
}

struct Teller<'a, S> {
    source: &'a str,
    spans: &'a [S],
    parts: Vec<Part>,
}

impl<S: TraceSpan> Teller<'_, S> {
    fn push(&mut self, span: Span, depth: u16, answer: Result<bool, Fault>, note: &str, decisive: bool) {
        if self.parts.len() >= MAX_PARTS {
            return;
        }
        let (value, kind) = match answer {
            Ok(value) => (format!("{value}{note}"), "Boolean"),
            Err(Fault::Error(message)) => (format!("{message}{note}"), "error"),
            Err(Fault::NotEvaluated(reason)) => (format!("{reason}{note}"), "not evaluated here"),
        };
        let text = span.of(self.source).to_owned();
        self.parts.push(Part { span, text, depth, value: Some(value), kind: kind.to_owned(), decisive });
    }

    fn condition(&mut self, cond: &Condition, depth: u16, decisive: bool) {
        let answer = eval::condition(cond, self.spans);
        let value = answer == Ok(true);
        let note = match &cond.node {
            Cond::Has { operation, .. } | Cond::Compare { operation, .. } => {
                let count = eval::count(&operation.node, self.spans);
                format!("; {count} spans of that name")
            }
            Cond::Count { operation, right, .. } => {
                let count = eval::count(&operation.node, self.spans);
                match &right.node {
                    Right::Count(other) => format!("; {count} against {}", eval::count(other, self.spans)),
                    _ => format!("; {count} spans of that name"),
                }
            }
            _ => String::new(),
        };
        self.push(cond.span, depth, answer, &note, decisive);
        match &cond.node {
            Cond::Or(parts) | Cond::And(parts) => {
                for part in parts {
                    // The parts that share the outcome are those it hangs on.
                    let shares = (eval::condition(part, self.spans) == Ok(true)) == value;
                    self.condition(part, depth + 1, decisive && shares);
                }
            }
            Cond::Not(inner) => self.condition(inner, depth + 1, decisive),
            Cond::Has { operation, filters } => {
                let spans = self.spans;
                let named = spans.iter().filter(|span| span.name() == operation.node);
                for span in named.take(MAX_SPANS) {
                    for filter in filters {
                        self.filter(filter, span, depth + 1, false);
                    }
                }
            }
            Cond::Compare { .. } | Cond::Count { .. } => {}
        }
    }

    fn filter(&mut self, filter: &Filter, span: &S, depth: u16, decisive: bool) {
        let answer = eval::filter(filter, span);
        let note = match &filter.node {
            Where::Compare { attribute, .. } | Where::Truthy(attribute) => {
                match span.attribute(&attribute.node) {
                    Some(text) => format!("; {} is \"{}\"", attribute.node, shortened(&text)),
                    None => format!("; the span has no {}", attribute.node),
                }
            }
            _ => String::new(),
        };
        self.push(filter.span, depth, answer, &note, decisive);
        match &filter.node {
            Where::Or(parts) | Where::And(parts) => {
                for part in parts {
                    self.filter(part, span, depth + 1, decisive);
                }
            }
            Where::Not(inner) => self.filter(inner, span, depth + 1, decisive),
            Where::Compare { .. } | Where::Truthy(_) | Where::SpanReference(_) => {}
        }
    }
}
