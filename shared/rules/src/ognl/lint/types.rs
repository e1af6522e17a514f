//! Types as far as they can be told without a span, and the comparisons and calls that cannot work out.

use super::super::ast::{Binary, Kind, NodeId, Unary};
use super::super::value::{Val, Value};
use super::super::{java, ops};
use super::Linter;
use crate::diagnostic::Diagnostic;
use crate::schema;

/// A field every span has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Ty,
    /// All values it can have; empty if there is no such list.
    pub(crate) values: &'static [&'static str],
    pub(crate) doc: &'static str,
}

const fn field(name: &'static str, kind: Ty, values: &'static [&'static str], doc: &'static str) -> Field {
    Field { name, kind, values, doc }
}

pub(crate) const FIELDS: &[Field] = &[
    field("spanId", Ty::Text, &[], "The span's id, 16 hexadecimal digits."),
    field("traceId", Ty::Text, &[], "The trace's id, 32 hexadecimal digits."),
    field("operationName", Ty::Text, &[], "The span's name."),
    field("serviceName", Ty::Text, &[], "The service that sent the span."),
    field("durationMillis", Ty::Integer, &[], "How long the span took, in whole milliseconds."),
    field("isError", Ty::Bool, &[], "Whether the span's status is ERROR."),
    field(
        "spanKind",
        Ty::Text,
        &["INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"],
        "The span's kind.",
    ),
    field("status", Ty::Text, &["UNSET", "OK", "ERROR"], "The span's status."),
    field("tenantId", Ty::Text, &[], "The tenant the span belongs to."),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ty {
    Null,
    Bool,
    Char,
    Integer,
    Real,
    Text,
    List,
    Map,
    Unknown,
}

impl Ty {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Ty::Null => "null",
            Ty::Bool => "a boolean",
            Ty::Char => "a single character",
            Ty::Integer | Ty::Real => "a number",
            Ty::Text => "text",
            Ty::List => "a list",
            Ty::Map => "a map",
            Ty::Unknown => "unknown",
        }
    }

    pub(crate) fn numeric(self) -> bool {
        matches!(self, Ty::Integer | Ty::Real)
    }
}

fn of_value(value: &Value) -> Ty {
    match value {
        Value::Null => Ty::Null,
        Value::Bool(_) => Ty::Bool,
        Value::Char(_) => Ty::Char,
        Value::Int32(_) | Value::Int(_) | Value::BigInt(_) => Ty::Integer,
        Value::Float(_) | Value::Double(_) | Value::Decimal(_) => Ty::Real,
        Value::Str(_) => Ty::Text,
        Value::List(_) => Ty::List,
        Value::Map(_) | Value::Span => Ty::Map,
    }
}

impl Linter<'_> {
    /// The type of a node's value; `Unknown` unless it is certain.
    pub(super) fn type_of(&self, id: NodeId) -> Ty {
        if let Some(name) = self.attribute(id) {
            return self.attribute_type(&name);
        }
        match self.kind(id) {
            Kind::Const(value) => of_value(value),
            Kind::Binary(operator, left, right) => match operator {
                Binary::Eq
                | Binary::NotEq
                | Binary::Less
                | Binary::Greater
                | Binary::LessEq
                | Binary::GreaterEq
                | Binary::In
                | Binary::NotIn => Ty::Bool,
                Binary::Subtract | Binary::Divide => self.arithmetic(&[*left, *right]),
                // A remainder and a shift are whole, whatever their type says.
                _ => Ty::Integer,
            },
            Kind::Fold(Binary::Add, parts) => {
                let types: Vec<Ty> = parts.iter().map(|part| self.type_of(*part)).collect();
                if types.iter().any(|ty| matches!(ty, Ty::Text | Ty::List | Ty::Map)) {
                    Ty::Text
                } else if types.iter().all(|ty| ty.numeric() || *ty == Ty::Bool) {
                    self.arithmetic(parts)
                } else {
                    Ty::Unknown
                }
            }
            Kind::Fold(Binary::Multiply, parts) => self.arithmetic(parts),
            Kind::Fold(..) => Ty::Integer,
            Kind::Unary(Unary::Not, _) | Kind::InstanceOf(..) => Ty::Bool,
            Kind::Unary(Unary::Negate, operand) => self.arithmetic(&[*operand]),
            Kind::Unary(Unary::BitNegate, _) => Ty::Integer,
            Kind::Test(_, yes, no) => {
                let (yes, no) = (self.type_of(*yes), self.type_of(*no));
                if yes == no { yes } else { Ty::Unknown }
            }
            Kind::And(parts) | Kind::Or(parts) => {
                let first = self.type_of(parts[0]);
                if parts.iter().all(|part| self.type_of(*part) == first) { first } else { Ty::Unknown }
            }
            Kind::Sequence(parts) => parts.last().map_or(Ty::Unknown, |last| self.type_of(*last)),
            Kind::List(_) | Kind::Project(_) | Kind::Select(..) => Ty::List,
            Kind::Map(_) => Ty::Map,
            Kind::Chain(links) => match links.last().map(|last| self.kind(*last)) {
                Some(Kind::Method(name, _)) => of_method(name),
                Some(Kind::Project(_) | Kind::Select(..)) => Ty::List,
                _ => Ty::Unknown,
            },
            _ => Ty::Unknown,
        }
    }

    fn arithmetic(&self, parts: &[NodeId]) -> Ty {
        let types: Vec<Ty> = parts.iter().map(|part| self.type_of(*part)).collect();
        if types.iter().any(|ty| matches!(ty, Ty::Real | Ty::Text)) {
            Ty::Real
        } else if types.iter().all(|ty| matches!(ty, Ty::Integer | Ty::Bool)) {
            Ty::Integer
        } else {
            Ty::Unknown
        }
    }

    pub(super) fn attribute_type(&self, name: &str) -> Ty {
        if let Some(field) = FIELDS.iter().find(|field| field.name == name) {
            return field.kind;
        }
        if name.starts_with("resource.") {
            return Ty::Text;
        }
        let seen = self.seen.get(name);
        match seen.and_then(|attribute| attribute.only_type()) {
            Some(schema::Type::Boolean) => Ty::Bool,
            Some(schema::Type::Integer) => Ty::Integer,
            Some(schema::Type::Number) => Ty::Real,
            Some(schema::Type::Text) => Ty::Text,
            Some(schema::Type::List) => Ty::List,
            Some(schema::Type::Other) | None => Ty::Unknown,
        }
    }

    pub(super) fn check_types(&mut self, id: NodeId, guarded: &[String], within: &[NodeId]) {
        match self.kind(id) {
            Kind::Binary(operator, left, right) => {
                self.check_comparison(id, *operator, *left, *right, guarded, within);
                if *operator == Binary::Divide {
                    self.check_division(id, *left, *right, within);
                }
            }
            Kind::Chain(links) => {
                for (at, link) in links.iter().enumerate().skip(1) {
                    if let Kind::Method(name, arguments) = self.kind(*link) {
                        let target = (at == 1).then_some(links[0]).or_else(|| self.prefix(id, at));
                        self.check_call(id, target, name, arguments, guarded);
                    }
                }
            }
            Kind::Fold(Binary::Add, parts) => {
                let numeric = parts.iter().any(|part| self.type_of(*part).numeric());
                for part in parts {
                    let Some(name) = self.attribute(*part) else { continue };
                    if numeric && self.may_miss(&name, guarded) {
                        let message = format!(
                            "where `{name}` is missing, adding it to a number is an error and the rule does not fire"
                        );
                        self.warn("missing-in-sum", *part, message);
                    }
                }
            }
            _ => {}
        }
    }

    /// `#this["a"]` before a method counts as one attribute.
    fn prefix(&self, chain: NodeId, at: usize) -> Option<NodeId> {
        let Kind::Chain(links) = self.kind(chain) else { return None };
        (at == 2 && matches!(self.kind(links[0]), Kind::This | Kind::Root)).then(|| links[1])
    }

    fn check_comparison(
        &mut self,
        id: NodeId,
        operator: Binary,
        left: NodeId,
        right: NodeId,
        guarded: &[String],
        within: &[NodeId],
    ) {
        let ordering =
            matches!(operator, Binary::Less | Binary::Greater | Binary::LessEq | Binary::GreaterEq);
        let equality = matches!(operator, Binary::Eq | Binary::NotEq);
        if !ordering && !equality {
            if let (Binary::In | Binary::NotIn, Kind::List(items)) = (operator, self.kind(right)) {
                for item in items {
                    self.check_pair(id, left, *item);
                }
            }
            return;
        }
        if self.check_pair(id, left, right) || !ordering {
            return;
        }
        for (side, other, flipped) in [(left, right, false), (right, left, true)] {
            let Some(name) = self.attribute(side).filter(|name| self.may_miss(name, guarded)) else {
                continue;
            };
            let text = self.source(side);
            if self.type_of(other) == Ty::Text {
                let message = format!(
                    "where `{name}` is missing, comparing it with text is an error and the rule does not fire"
                );
                let fix = format!("{text} != null && {}", self.source(id));
                self.guard("missing-against-text", id, message, fix, within);
                continue;
            }
            let Kind::Const(constant) = self.kind(other) else { continue };
            let (a, b) = (Val::Null, Val::borrow(constant));
            let (a, b) = if flipped { (&b, &a) } else { (&a, &b) };
            if *constant != Value::Null && matches!(ops::binary(operator, a, b), Ok(Val::Bool(true))) {
                let message = format!("a span without `{name}` matches: missing counts as 0 here");
                let fix = format!("{text} != null && {}", self.source(id));
                self.guard("missing-counts-as-zero", id, message, fix, within);
            }
        }
    }

    /// A warning whose mend is a test for null in front; parentheses where the place needs them.
    fn guard(&mut self, code: &str, id: NodeId, message: String, fix: String, within: &[NodeId]) {
        let joins = within.last().is_none_or(|outer| matches!(self.kind(*outer), Kind::And(_)));
        let replacement = if joins { fix } else { format!("({fix})") };
        let span = self.span(id);
        let diagnostic =
            Diagnostic::warning(code, span, message).with_fix("test for null first", span, replacement);
        self.remark(diagnostic);
    }

    /// Two sides that cannot be compared; whether something was said.
    fn check_pair(&mut self, id: NodeId, left: NodeId, right: NodeId) -> bool {
        let (left_type, right_type) = (self.type_of(left), self.type_of(right));
        for (side, ty, other, other_type) in
            [(left, left_type, right, right_type), (right, right_type, left, left_type)]
        {
            let number = other_type.numeric() || other_type == Ty::Bool;
            match self.kind(side) {
                Kind::Const(Value::Str(text))
                    if number && !text.trim().is_empty() && java::parse_double(text).is_none() =>
                {
                    let what = other_type.name();
                    let subject = self.source(other);
                    let mut diagnostic = Diagnostic::warning(
                        "text-against-number",
                        self.span(id),
                        format!(
                            "`{subject}` is {what} and \"{text}\" is none: every evaluation is an error, the rule never fires"
                        ),
                    );
                    if other_type == Ty::Bool && (text == "true" || text == "false") {
                        diagnostic =
                            diagnostic.with_fix(format!("use {text}"), self.span(side), text.as_str());
                    }
                    self.remark(diagnostic);
                    return true;
                }
                Kind::Const(Value::Char(unit))
                    if other_type == Ty::Text || self.attribute(other).is_some() && !number =>
                {
                    let text = java::text_of(&[*unit]);
                    let diagnostic = Diagnostic::warning(
                        "character-against-text",
                        self.span(side),
                        "one character in single quotes is no text: compared with text it is an error",
                    );
                    let span = self.span(side);
                    self.remark(diagnostic.with_fix("use double quotes", span, super::super::quoted(&text)));
                    return true;
                }
                Kind::Const(constant) if ty.numeric() || ty == Ty::Bool => {
                    let Some(field) =
                        self.attribute(other).and_then(|name| FIELDS.iter().find(|f| f.name == name))
                    else {
                        continue;
                    };
                    if field.kind == Ty::Text {
                        let shown = Val::borrow(constant).text().into_owned();
                        self.warn(
                            "text-against-number",
                            id,
                            format!(
                                "`{}` is text; compared with {shown} it is an error unless it is a number",
                                field.name
                            ),
                        );
                        return true;
                    }
                }
                _ => {}
            }
        }
        let lists = left_type == Ty::List && right_type == Ty::Text
            || left_type == Ty::Text && right_type == Ty::List;
        if lists {
            self.warn("list-against-text", id, "a list is compared with text, which is an error; use `in`");
        }
        lists
    }

    fn check_division(&mut self, id: NodeId, left: NodeId, right: NodeId, within: &[NodeId]) {
        if self.type_of(left) != Ty::Integer || self.type_of(right) != Ty::Integer {
            return;
        }
        if let Kind::Const(Value::Int32(0) | Value::Int(0)) = self.kind(right) {
            self.warn("division-by-zero", id, "division by zero is an error: the rule never fires");
            return;
        }
        let with_real = within.last().is_some_and(|outer| match self.kind(*outer) {
            Kind::Binary(_, a, b) => [a, b].iter().any(|side| self.type_of(**side) == Ty::Real),
            _ => false,
        });
        if with_real {
            let text = self.source(right);
            let diagnostic = Diagnostic::warning(
                "integer-division",
                self.span(id),
                "both sides are whole numbers, so the fraction is cut off before the comparison",
            );
            self.remark(diagnostic.with_fix("divide as real numbers", self.span(right), format!("{text}.0")));
        }
    }

    fn check_call(
        &mut self,
        id: NodeId,
        target: Option<NodeId>,
        name: &str,
        arguments: &[NodeId],
        guarded: &[String],
    ) {
        let missing = target.and_then(|target| self.attribute(target)).filter(|n| self.may_miss(n, guarded));
        if let Some(attribute) = missing {
            let target = target.map_or("", |target| self.source(target));
            let message =
                format!("where `{attribute}` is missing, `{name}()` is an error and the rule does not fire");
            let diagnostic = Diagnostic::warning("call-on-missing", self.span(id), message);
            let fix = format!("({target} == null ? null : {})", self.source(id));
            self.remark(diagnostic.with_fix("answer null instead", self.span(id), fix));
        }
        for argument in arguments {
            if let Kind::Const(Value::Char(unit)) = self.kind(*argument)
                && matches!(name, "contains" | "equals")
            {
                let text = java::text_of(&[*unit]);
                let outcome = if name == "equals" { "is never equal to text" } else { "is an error here" };
                let span = self.span(*argument);
                let message = format!("one character in single quotes is no text and {outcome}");
                let diagnostic = Diagnostic::warning("character-against-text", span, message);
                self.remark(diagnostic.with_fix("use double quotes", span, super::super::quoted(&text)));
            }
        }
    }
}

fn of_method(name: &str) -> Ty {
    match name {
        "length"
        | "size"
        | "indexOf"
        | "lastIndexOf"
        | "compareTo"
        | "compareToIgnoreCase"
        | "intValue"
        | "longValue" => Ty::Integer,
        "doubleValue" => Ty::Real,
        "contains" | "startsWith" | "endsWith" | "equals" | "equalsIgnoreCase" | "isEmpty" | "isBlank"
        | "containsKey" => Ty::Bool,
        "toLowerCase" | "toUpperCase" | "trim" | "strip" | "substring" | "concat" | "replace"
        | "toString" => Ty::Text,
        "charAt" => Ty::Char,
        _ => Ty::Unknown,
    }
}
