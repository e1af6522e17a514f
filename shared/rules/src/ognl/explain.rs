//! One evaluation, watched: what each part came to and which parts decided.

use super::ast::{Binary, Kind, NodeId, Tree, Unary, each_child};
use super::context::SpanContext;
use super::eval::{Run, Seen};
use super::value::Val;
use super::{Outcome, Program, ops};
use crate::explain::{Explanation, Part, shortened};

/// Most parts an explanation lists.
const MAX_PARTS: usize = 500;

impl Program {
    /// Every part of the expression with its value for one span, and which of them decided.
    pub fn explain(&self, span: &dyn SpanContext) -> Explanation {
        let (tree, root) = (&self.inner.tree, self.inner.root);
        let mut seen: Vec<Option<Seen<'_>>> = Vec::new();
        seen.resize_with(tree.len(), || None);
        let mut run = Run::new(tree, span);
        run.watch = Some(seen);
        let outcome = match run.value(root, &Val::Span) {
            Ok(value) => Outcome::Value(value.into_owned()),
            Err(stop) => stop.into(),
        };
        let seen = run.watch.take().unwrap_or_default();
        let mut teller =
            Teller { source: self.source(), tree, seen, decisive: Vec::new(), parts: Vec::new() };
        teller.decide(root);
        teller.list(root, 0);
        let summary = teller.summary(&outcome);
        Explanation { fires: outcome.fires(), summary, parts: teller.parts }
    }
}

struct Teller<'a> {
    source: &'a str,
    tree: &'a Tree,
    seen: Vec<Option<Seen<'a>>>,
    decisive: Vec<NodeId>,
    parts: Vec<Part>,
}

impl Teller<'_> {
    fn text(&self, id: NodeId) -> String {
        self.tree.node(id).span.of(self.source).to_owned()
    }

    fn truth(&self, id: NodeId) -> Option<bool> {
        match self.seen[id.0 as usize].as_ref()? {
            Seen::Value(value) => Some(ops::truth(value)),
            Seen::Stopped { .. } => None,
        }
    }

    /// Follows the outcome down to the comparisons it came from.
    fn decide(&mut self, id: NodeId) {
        if matches!(self.seen[id.0 as usize], Some(Seen::Stopped { .. })) {
            let mut failing = None;
            each_child(self.tree.kind(id), &mut |child| {
                if matches!(self.seen[child.0 as usize], Some(Seen::Stopped { .. })) {
                    failing = Some(child);
                }
            });
            match failing {
                Some(child) => self.decide(child),
                None => self.decisive.push(id),
            }
            return;
        }
        let tree = self.tree;
        match tree.kind(id) {
            // A conjunction fails by one part and holds by all; a disjunction the other way round.
            kind @ (Kind::And(parts) | Kind::Or(parts)) => {
                let holds = self.truth(id).unwrap_or(false);
                let all = matches!(kind, Kind::And(_)) == holds;
                let reached: Vec<NodeId> =
                    parts.iter().copied().filter(|part| self.seen[part.0 as usize].is_some()).collect();
                let from = if all { 0 } else { reached.len().saturating_sub(1) };
                for part in &reached[from..] {
                    self.decide(*part);
                }
            }
            Kind::Unary(Unary::Not, operand) => self.decide(*operand),
            Kind::Test(test, yes, no) => {
                self.decide(*test);
                let chosen = if self.truth(*test) == Some(true) { yes } else { no };
                self.decide(*chosen);
            }
            Kind::Sequence(parts) => {
                if let Some(last) = parts.last() {
                    self.decide(*last);
                }
            }
            _ => self.decisive.push(id),
        }
    }

    fn list(&mut self, id: NodeId, depth: u16) {
        if self.parts.len() >= MAX_PARTS {
            return;
        }
        let (value, kind) = match &self.seen[id.0 as usize] {
            None => (None, "not reached".to_owned()),
            Some(Seen::Value(value)) => (Some(shortened(&value.text())), value.type_name().to_owned()),
            Some(Seen::Stopped { message, class }) => (Some(shortened(message)), (*class).to_owned()),
        };
        let span = self.tree.node(id).span;
        let decisive = self.decisive.contains(&id);
        self.parts.push(Part { span, text: self.text(id), depth, value, kind, decisive });
        let mut children = Vec::new();
        each_child(self.tree.kind(id), &mut |child| children.push(child));
        for child in children {
            // A literal explains itself, and a link of a chain means nothing alone.
            let shown = match self.tree.kind(child) {
                Kind::Const(_) => false,
                Kind::Property(_) | Kind::Index(_) | Kind::Dynamic(_) => {
                    !matches!(self.tree.kind(id), Kind::Chain(_))
                }
                _ => true,
            };
            if shown {
                self.list(child, depth + 1);
            }
        }
    }

    fn summary(&self, outcome: &Outcome) -> String {
        let reasons: Vec<String> = self.decisive.iter().take(5).map(|id| self.reason(*id)).collect();
        let reasons = reasons.join("; ");
        match outcome {
            Outcome::Value(_) if outcome.fires() => format!("Fires: {reasons}."),
            Outcome::Value(super::Value::Bool(_)) => format!("Does not fire: {reasons}."),
            Outcome::Value(value) => format!(
                "Does not fire: the value is {} ({}), and only true fires; {reasons}.",
                shortened(&value.text()),
                value.type_name()
            ),
            Outcome::Error(error) => {
                format!(
                    "Does not fire: `{}` fails: {error}. FLUO says nothing about it.",
                    error.span.of(self.source)
                )
            }
            Outcome::NotEvaluated(reason) => format!("Not evaluated here: {reason}."),
        }
    }

    /// `durationMillis > 1000` is false: 250 > 1000.
    fn reason(&self, id: NodeId) -> String {
        let text = self.text(id);
        let Some(Seen::Value(value)) = &self.seen[id.0 as usize] else { return format!("`{text}`") };
        let mut reason = format!("`{text}` is {}", shortened(&value.text()));
        if let Kind::Binary(operator, left, right) = self.tree.kind(id)
            && let (Some(Seen::Value(left)), Some(Seen::Value(right))) =
                (&self.seen[left.0 as usize], &self.seen[right.0 as usize])
        {
            let sides = format!("{} {} {}", said(left), sign(*operator), said(right));
            if sides != text {
                reason.push_str(&format!(": {sides}"));
            }
        }
        reason
    }
}

fn said(value: &Val<'_>) -> String {
    match value {
        Val::Str(text) => format!("\"{}\"", shortened(text)),
        other => shortened(&other.text()),
    }
}

pub(crate) fn sign(operator: Binary) -> &'static str {
    match operator {
        Binary::BitOr => "|",
        Binary::Xor => "^",
        Binary::BitAnd => "&",
        Binary::Eq => "==",
        Binary::NotEq => "!=",
        Binary::Less => "<",
        Binary::Greater => ">",
        Binary::LessEq => "<=",
        Binary::GreaterEq => ">=",
        Binary::In => "in",
        Binary::NotIn => "not in",
        Binary::ShiftLeft => "<<",
        Binary::ShiftRight => ">>",
        Binary::UnsignedShiftRight => ">>>",
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::Multiply => "*",
        Binary::Divide => "/",
        Binary::Remainder => "%",
    }
}
