//! Conditions that come out the same for every span, and values no span has.

use super::super::ast::{Binary, Kind, NodeId, each_child};
use super::super::context::MapContext;
use super::super::eval::Run;
use super::super::ops;
use super::super::value::{Val, Value};
use super::Linter;
use super::types::{FIELDS, Ty};
use crate::diagnostic::Diagnostic;
use crate::schema::Type;
use crate::spelling;

impl Linter<'_> {
    pub(super) fn check_constant(&mut self, id: NodeId, within: &[NodeId]) {
        let condition = within.last().is_none_or(|outer| {
            matches!(self.kind(*outer), Kind::And(_) | Kind::Or(_) | Kind::Unary(..))
                || matches!(self.kind(*outer), Kind::Test(test, ..) if *test == id)
        });
        let inside_constant = within.last().is_some_and(|outer| self.constant(*outer));
        if condition && !inside_constant && self.constant(id) {
            self.remark_constant(id, within.is_empty());
            return;
        }
        match self.kind(id) {
            Kind::Binary(operator, left, right) => {
                let reads =
                    self.attribute(*left).is_some() && self.attribute(*left) == self.attribute(*right);
                let decided = matches!(
                    operator,
                    Binary::Eq
                        | Binary::NotEq
                        | Binary::Less
                        | Binary::Greater
                        | Binary::LessEq
                        | Binary::GreaterEq
                );
                if reads && decided {
                    self.warn("constant-condition", id, "both sides are the same: the answer never changes");
                    return;
                }
                if matches!(operator, Binary::Eq | Binary::NotEq) {
                    self.check_value(*left, *right);
                    self.check_value(*right, *left);
                }
                if let (Binary::In | Binary::NotIn, Kind::List(items)) = (operator, self.kind(*right)) {
                    for item in items {
                        self.check_value(*left, *item);
                    }
                }
            }
            Kind::And(parts) => self.check_contradiction(id, parts, true),
            Kind::Or(parts) => self.check_contradiction(id, parts, false),
            _ => {}
        }
    }

    /// What the rule as a whole comes to.
    pub(super) fn whole(&mut self, root: NodeId) {
        let ty = self.type_of(root);
        let text_may_be_true = match self.kind(root) {
            Kind::Const(Value::Str(text)) => text == "true",
            _ => ty == Ty::Text,
        };
        if matches!(ty, Ty::Unknown | Ty::Bool) || text_may_be_true || self.constant(root) {
            return;
        }
        let message = format!("the value is {}, and only true fires: the rule never fires", ty.name());
        let mut diagnostic = Diagnostic::warning("never-true", self.span(root), message);
        if ty.numeric() {
            let fix = format!("({}) != 0", self.source(root));
            diagnostic = diagnostic.with_fix("compare with 0", self.span(root), fix);
        }
        self.remark(diagnostic);
    }

    /// Whether a node reads nothing of the span.
    fn constant(&self, id: NodeId) -> bool {
        match self.kind(id) {
            Kind::Property(_)
            | Kind::Index(_)
            | Kind::This
            | Kind::Root
            | Kind::Method(..)
            | Kind::Var(_) => false,
            Kind::Refused(..) | Kind::Assign(..) | Kind::Lambda(_) | Kind::Broken | Kind::Dynamic(_) => false,
            Kind::Chain(links) => self.constant(links[0]),
            Kind::Eval(..) => false,
            kind => {
                let mut constant = true;
                each_child(kind, &mut |child| constant &= self.constant(child));
                constant
            }
        }
    }

    fn remark_constant(&mut self, id: NodeId, whole: bool) {
        let empty = MapContext::new();
        let answer = Run::new(self.tree, &empty).value(id, &Val::Span);
        let subject = if whole { "the rule" } else { "this" };
        let message = match &answer {
            Ok(Val::Bool(true)) if whole => "the rule fires for every span".to_owned(),
            Ok(Val::Str(text)) if whole && text == "true" => "the rule fires for every span".to_owned(),
            Ok(_) if whole => "the rule never fires: its value is the same for every span".to_owned(),
            Ok(value) => format!("{subject} is {} for every span", ops::truth(value)),
            Err(_) => format!("{subject} is an error for every span: the rule never fires"),
        };
        let code = if whole { "constant-rule" } else { "constant-condition" };
        self.warn(code, id, message);
    }

    /// A field or attribute compared with a value it never has.
    fn check_value(&mut self, subject: NodeId, constant: NodeId) {
        let (Some(name), Kind::Const(value)) = (self.attribute(subject), self.kind(constant)) else { return };
        let span = self.span(constant);
        let field = FIELDS.iter().find(|field| field.name == name);
        if let (Some(field), Value::Str(text)) = (field, value) {
            if field.values.is_empty() || field.values.contains(&text.as_str()) {
                return;
            }
            let near = field.values.iter().copied().find(|value| value.eq_ignore_ascii_case(text));
            let near = near.or_else(|| spelling::closest(text, field.values.iter().copied()));
            let message = format!("`{name}` is one of {}, never \"{text}\"", field.values.join(", "));
            let mut diagnostic = Diagnostic::warning("impossible-value", span, message);
            if let Some(near) = near {
                diagnostic = diagnostic.with_fix(format!("use \"{near}\""), span, format!("\"{near}\""));
            }
            self.remark(diagnostic);
            return;
        }
        let Some(seen) = self.seen.get(&name).cloned() else { return };
        if field.is_some() && name != "operationName" && name != "serviceName" || *value == Value::Null {
            return;
        }
        if let Some(kind) = seen.only_type() {
            let fits = match value {
                Value::Str(_) | Value::Char(_) => kind == Type::Text || kind == Type::Other,
                Value::Bool(_) => kind == Type::Boolean || kind == Type::Text || kind == Type::Other,
                _ => matches!(kind, Type::Integer | Type::Number | Type::Other | Type::Text),
            };
            if !fits {
                let message = format!("`{name}` was always {} where it was seen", kind.name());
                self.remark(Diagnostic::warning("type-mismatch", span, message));
                return;
            }
        }
        let text = Val::borrow(value).text();
        if seen.more || seen.samples.iter().any(|sample| sample.value.text() == text) {
            return;
        }
        let known: Vec<String> = seen.samples.iter().map(|sample| sample.value.text()).collect();
        let near = spelling::closest(&text, known.iter().map(String::as_str));
        let shown = known.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
        let message = format!("`{name}` was never {text} in {} spans; it was {shown}", seen.count);
        let mut diagnostic = Diagnostic::warning("value-never-seen", span, message);
        if let (Some(near), Value::Str(_)) = (near, value) {
            diagnostic = diagnostic.with_fix(format!("use \"{near}\""), span, super::super::quoted(near));
        }
        self.remark(diagnostic);
    }

    /// `a == 1 && a == 2` never holds, `a != 1 || a != 2` always does; so do ranges that do not meet.
    fn check_contradiction(&mut self, id: NodeId, parts: &[NodeId], conjunction: bool) {
        let mut limits: Vec<(String, Binary, &Value)> = Vec::new();
        for part in parts {
            let Kind::Binary(operator, left, right) = self.kind(*part) else { continue };
            let (name, operator, value) = match (self.attribute(*left), self.kind(*right)) {
                (Some(name), Kind::Const(value)) => (name, *operator, value),
                _ => match (self.attribute(*right), self.kind(*left)) {
                    (Some(name), Kind::Const(value)) => (name, flipped(*operator), value),
                    _ => continue,
                },
            };
            let operator = if conjunction { operator } else { negated(operator) };
            limits.push((name, operator, value));
        }
        for (at, (name, operator, value)) in limits.iter().enumerate() {
            for (other_name, other, other_value) in &limits[at + 1..] {
                if name != other_name || !exclude(*operator, value, *other, other_value) {
                    continue;
                }
                let message = if conjunction {
                    format!("no value of `{name}` passes both tests: never true")
                } else {
                    format!("every value of `{name}` passes one of the tests: always true")
                };
                self.warn("contradiction", id, message);
                return;
            }
        }
    }
}

fn flipped(operator: Binary) -> Binary {
    match operator {
        Binary::Less => Binary::Greater,
        Binary::Greater => Binary::Less,
        Binary::LessEq => Binary::GreaterEq,
        Binary::GreaterEq => Binary::LessEq,
        other => other,
    }
}

fn negated(operator: Binary) -> Binary {
    match operator {
        Binary::Eq => Binary::NotEq,
        Binary::NotEq => Binary::Eq,
        Binary::Less => Binary::GreaterEq,
        Binary::GreaterEq => Binary::Less,
        Binary::Greater => Binary::LessEq,
        Binary::LessEq => Binary::Greater,
        other => other,
    }
}

/// Whether no value meets both `x operator value` and `x other other_value`.
fn exclude(operator: Binary, value: &Value, other: Binary, other_value: &Value) -> bool {
    if matches!(value, Value::Null) || matches!(other_value, Value::Null) {
        return false;
    }
    let (left, right) = (Val::borrow(value), Val::borrow(other_value));
    let texts = matches!((value, other_value), (Value::Str(_), Value::Str(_)));
    let Ok(order) = ops::compare(&left, &right) else { return false };
    let below = |operator| matches!(operator, Binary::Less | Binary::LessEq | Binary::Eq);
    let above = |operator| matches!(operator, Binary::Greater | Binary::GreaterEq | Binary::Eq);
    let strict = |a, b| {
        !matches!(
            (a, b),
            (
                Binary::LessEq | Binary::GreaterEq | Binary::Eq,
                Binary::LessEq | Binary::GreaterEq | Binary::Eq
            )
        )
    };
    if texts && !(operator == Binary::Eq && other == Binary::Eq || order.is_eq()) {
        return false;
    }
    match order {
        std::cmp::Ordering::Less => below(operator) && above(other),
        std::cmp::Ordering::Greater => above(operator) && below(other),
        std::cmp::Ordering::Equal => {
            matches!((operator, other), (Binary::Eq, Binary::NotEq) | (Binary::NotEq, Binary::Eq))
                || strict(operator, other)
                    && (below(operator) && above(other) || above(operator) && below(other))
        }
    }
}
