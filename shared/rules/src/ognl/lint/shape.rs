//! Shapes that read one way and mean another, and what is accepted but not evaluated.

use super::super::ast::{Binary, Kind, NodeId, Unary};
use super::Linter;
use super::types::Ty;
use crate::diagnostic::{Diagnostic, Span};

/// Walks within walks beyond this are called expensive.
const NESTED_WALKS: usize = 2;

impl Linter<'_> {
    pub(super) fn check_shape(&mut self, id: NodeId, within: &[NodeId]) {
        match self.kind(id) {
            Kind::Assign(target, _) => {
                let between = Span { start: self.span(*target).end, end: self.span(id).end };
                let sign =
                    between.of(self.text).find('=').map_or(between.start, |at| between.start + at as u32);
                let sign = Span { start: sign, end: sign + 1 };
                let diagnostic = Diagnostic::warning(
                    "assignment",
                    self.span(id),
                    "`=` assigns and is not evaluated here; comparison is `==`",
                );
                self.remark(diagnostic.with_fix("compare", sign, "=="));
            }
            Kind::Binary(operator, left, right) => self.check_binary(id, *operator, *left, *right),
            Kind::Sequence(parts) => {
                let count = parts.len() - 1;
                self.warn(
                    "sequence",
                    id,
                    format!("only what follows the last comma counts; the {count} before it do not"),
                );
            }
            Kind::Refused(what, _) => self.warn(
                "not-evaluated",
                id,
                format!("{what} is not evaluated here, and may be refused by FLUO"),
            ),
            Kind::Lambda(_)
                if !within.last().is_some_and(|outer| matches!(self.kind(*outer), Kind::Eval(..))) =>
            {
                self.warn(
                    "not-evaluated",
                    id,
                    "a function that is not called on the spot is not evaluated here",
                );
            }
            Kind::Var(name) => {
                let message = format!("nothing sets the variable `#{name}`, so it is null");
                self.warn("unset-variable", id, message);
            }
            Kind::Fold(operator @ (Binary::BitAnd | Binary::BitOr), parts) => {
                self.check_bits(id, *operator, parts, within);
            }
            Kind::Project(_) | Kind::Select(..) => {
                let around = within
                    .iter()
                    .filter(|outer| matches!(self.kind(**outer), Kind::Project(_) | Kind::Select(..)));
                if around.count() >= NESTED_WALKS {
                    self.warn(
                        "expensive",
                        id,
                        "a walk in a walk in a walk: the steps multiply with the length of the lists",
                    );
                }
            }
            Kind::Chain(links) => {
                let walks = |link: &NodeId| matches!(self.kind(*link), Kind::Project(_) | Kind::Select(..));
                if links.iter().skip(1).any(walks) && self.type_of(links[0]).numeric() {
                    self.warn("expensive", id, "a walk over a number visits every integer below it");
                }
            }
            _ => {}
        }
    }

    fn check_binary(&mut self, id: NodeId, operator: Binary, left: NodeId, right: NodeId) {
        let ordering = |operator| {
            matches!(operator, Binary::Less | Binary::Greater | Binary::LessEq | Binary::GreaterEq)
        };
        let opened = |id: NodeId| self.source(id).starts_with('(');
        match self.kind(left) {
            Kind::Unary(Unary::Not, operand) if !opened(left) => {
                let sign = if self.source(left).starts_with('!') { "!" } else { "not" };
                let operand = self.source(*operand);
                let rest = Span { start: self.span(left).end, end: self.span(id).end }.of(self.text);
                let diagnostic = Diagnostic::warning(
                    "not-binds-tightly",
                    self.span(id),
                    format!("`{sign}` negates `{operand}` alone, before the comparison"),
                );
                let fix = match operator {
                    Binary::In => format!("{operand} not{rest}"),
                    _ => format!("!({operand}{rest})"),
                };
                self.remark(diagnostic.with_fix("negate the comparison", self.span(id), fix));
            }
            Kind::Binary(inner, _, middle) if ordering(operator) && ordering(*inner) && !opened(left) => {
                let (first, middle, last) = (self.source(left), self.source(*middle), self.source(right));
                let sign = super::super::explain::sign(operator);
                let diagnostic = Diagnostic::warning(
                    "chained-comparison",
                    self.span(id),
                    "the first comparison gives true or false, and that is what the second one compares",
                );
                let fix = format!("{first} && {middle} {sign} {last}");
                self.remark(diagnostic.with_fix("compare both", self.span(id), fix));
            }
            _ => {}
        }
        if matches!(operator, Binary::In | Binary::NotIn) {
            let ty = self.type_of(right);
            if ty == Ty::Text || ty == Ty::Bool {
                let equal = if operator == Binary::In { "==" } else { "!=" };
                let message =
                    format!("`in` looks into a list; with {} it is the same as `{equal}`", ty.name());
                self.warn("in-without-list", id, message);
            } else if ty.numeric() {
                self.warn("in-without-list", id, "`in` with a number asks for the integers from 0 below it");
            } else if matches!(self.kind(right), Kind::List(items) if items.is_empty()) {
                let answer = if operator == Binary::In { "false" } else { "true" };
                self.warn("constant-condition", id, format!("nothing is in an empty list: always {answer}"));
            }
        }
        if ordering(operator) && [left, right].iter().any(|side| self.type_of(*side) == Ty::Null) {
            self.warn(
                "order-against-null",
                id,
                "null counts as 0 before a number and is an error before text",
            );
        }
    }

    fn check_bits(&mut self, id: NodeId, operator: Binary, parts: &[NodeId], within: &[NodeId]) {
        let logical = parts.iter().all(|part| self.type_of(*part) == Ty::Bool);
        if !logical {
            return;
        }
        let (sign, word) = if operator == Binary::BitAnd { ("&", "&&") } else { ("|", "||") };
        let message = if within.is_empty() {
            format!(
                "`{sign}` works on bits: the value is 0 or 1, never true, and the rule never fires; use `{word}`"
            )
        } else {
            format!("`{sign}` works on bits and evaluates both sides; use `{word}`")
        };
        let between = Span { start: self.span(parts[0]).end, end: self.span(parts[1]).start };
        let inside = between.of(self.text);
        let mut diagnostic = Diagnostic::warning("bits-for-logic", self.span(id), message);
        if let Some(at) = inside.find(sign).filter(|_| parts.len() == 2) {
            let start = between.start + at as u32;
            diagnostic = diagnostic.with_fix(format!("use {word}"), Span { start, end: start + 1 }, word);
        }
        self.remark(diagnostic);
    }
}
