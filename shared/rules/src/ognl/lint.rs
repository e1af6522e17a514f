//! Rules that are read without an error and still do not do what they say: they can never fire, always fire, or fail
//! in silence.
//!
//! Each check is a function over one node with what is known around it. Types are guessed from literals, from the
//! fields every span has, and from a schema of what was seen, if there is one; what is not known is not complained
//! about.

mod constant;
mod names;
mod shape;
mod share;
mod types;

use super::ast::{Binary, Kind, NodeId, Tree, Unary, each_child};
use super::parser;
use crate::diagnostic::{Diagnostic, Span};
use crate::schema::{Attribute, Schema};
use crate::table::Table;

pub(crate) use types::FIELDS;

/// Most remarks about one rule.
const MAX_REMARKS: usize = 50;

/// What is wrong with the text, or, if it can be read, what is doubtful about it. In the order of the text.
pub fn lint(text: &str, schema: Option<&Schema>) -> Vec<Diagnostic> {
    let parsed = parser::parse(text);
    if !parsed.diagnostics.is_empty() {
        return parsed.diagnostics;
    }
    let mut linter = Linter::new(text, &parsed.tree, schema);
    linter.walk(parsed.root, &mut Vec::new(), &mut Vec::new());
    linter.whole(parsed.root);
    let mut remarks = linter.remarks;
    crate::diagnostic::in_order(&mut remarks);
    remarks.dedup_by(|a, b| a.code == b.code && a.span == b.span);
    remarks.truncate(MAX_REMARKS);
    remarks
}

/// The estimated share of spans that match, from 0 to 1; nothing if the rule cannot be read or estimated.
pub fn estimated_share(text: &str, schema: &Schema) -> Option<f64> {
    let parsed = parser::parse(text);
    if parsed.diagnostics.is_empty() { share::estimate(&parsed.tree, parsed.root, schema) } else { None }
}

struct Linter<'a> {
    text: &'a str,
    tree: &'a Tree,
    schema: Option<&'a Schema>,
    /// What the schema knows of the attributes the rule reads.
    seen: Table<Attribute>,
    /// The nearest known name of each name nobody knows.
    near: Table<Option<&'a str>>,
    remarks: Vec<Diagnostic>,
}

impl<'a> Linter<'a> {
    fn new(text: &'a str, tree: &'a Tree, schema: Option<&'a Schema>) -> Linter<'a> {
        let mut seen = Table::default();
        if let Some(schema) = schema {
            for name in tree.ids().filter_map(|id| attribute_of(tree, id)) {
                if !seen.contains(&name)
                    && let Some(attribute) = schema.attribute(&name)
                {
                    seen.insert(name, attribute);
                }
            }
        }
        Linter { text, tree, schema, seen, near: Table::default(), remarks: Vec::new() }
    }

    fn kind(&self, id: NodeId) -> &'a Kind {
        self.tree.kind(id)
    }

    fn span(&self, id: NodeId) -> Span {
        self.tree.node(id).span
    }

    fn source(&self, id: NodeId) -> &'a str {
        self.span(id).of(self.text)
    }

    fn warn(&mut self, code: &str, id: NodeId, message: impl Into<String>) {
        self.remark(Diagnostic::warning(code, self.span(id), message));
    }

    #[inline(never)]
    fn remark(&mut self, remark: Diagnostic) {
        self.remarks.push(remark);
    }

    /// Visits every node; `guarded` are the attributes known not to be null there, `within` the enclosing nodes.
    fn walk(&mut self, id: NodeId, guarded: &mut Vec<String>, within: &mut Vec<NodeId>) {
        if self.remarks.len() >= 2 * MAX_REMARKS {
            return;
        }
        self.check_names(id, within);
        self.check_types(id, guarded, within);
        self.check_shape(id, within);
        self.check_constant(id, within);
        within.push(id);
        let outer = guarded.len();
        match self.kind(id) {
            // What stands after `x != null &&` knows that x is there.
            Kind::And(parts) => {
                for part in parts {
                    self.walk(*part, guarded, within);
                    self.learn(*part, true, guarded);
                }
            }
            Kind::Or(parts) => {
                for part in parts {
                    self.walk(*part, guarded, within);
                    self.learn(*part, false, guarded);
                }
            }
            Kind::Test(test, yes, no) => {
                self.walk(*test, guarded, within);
                self.learn(*test, true, guarded);
                self.walk(*yes, guarded, within);
                guarded.truncate(outer);
                self.learn(*test, false, guarded);
                self.walk(*no, guarded, within);
            }
            kind => {
                let mut children = Vec::new();
                each_child(kind, &mut |child| children.push(child));
                for child in children {
                    self.walk(child, guarded, within);
                }
            }
        }
        guarded.truncate(outer);
        within.pop();
    }

    /// Notes what is known not to be null once `id` has come out true, or false.
    fn learn(&self, id: NodeId, holds: bool, guarded: &mut Vec<String>) {
        match (self.kind(id), holds) {
            (Kind::Binary(operator, left, right), _) => {
                let null = |id: &NodeId| matches!(self.kind(*id), Kind::Const(super::Value::Null));
                let other = if null(right) { left } else { right };
                let against_null = null(left) || null(right);
                let says = match operator {
                    Binary::NotEq => against_null && holds,
                    Binary::Eq => against_null != holds,
                    Binary::In => holds,
                    _ => false,
                };
                if says {
                    guarded.extend(self.attribute(*other));
                    if !against_null {
                        guarded.extend(self.attribute(*left));
                    }
                }
            }
            (Kind::Unary(Unary::Not, inner), _) => self.learn(*inner, !holds, guarded),
            (Kind::And(parts), true) | (Kind::Or(parts), false) => {
                for part in parts {
                    self.learn(*part, holds, guarded);
                }
            }
            (_, true) => guarded.extend(self.attribute(id)),
            _ => {}
        }
    }

    /// The attribute of the span a node reads, if that is all it does.
    fn attribute(&self, id: NodeId) -> Option<String> {
        attribute_of(self.tree, id)
    }

    /// Whether an attribute may be absent from a span.
    fn may_miss(&self, name: &str, guarded: &[String]) -> bool {
        if FIELDS.iter().any(|field| field.name == name) || guarded.iter().any(|known| known == name) {
            return false;
        }
        match self.schema {
            Some(schema) if !schema.incomplete() => {
                self.seen.get(name).is_none_or(|attribute| attribute.count < schema.spans)
            }
            _ => true,
        }
    }
}

/// The attribute of the span a node reads: `name`, `["name"]`, `#this["name"]`, `#root.name`.
pub(crate) fn attribute_of(tree: &Tree, id: NodeId) -> Option<String> {
    let text = |id: NodeId| match tree.kind(id) {
        Kind::Const(super::Value::Str(text)) => Some(text.clone()),
        _ => None,
    };
    match tree.kind(id) {
        Kind::Property(name)
            if !matches!(name.as_ref(), "size" | "isEmpty" | "keys" | "keySet" | "values") =>
        {
            Some(name.to_string())
        }
        Kind::Index(key) => text(*key),
        Kind::Chain(links) => match (&links[..], tree.kind(links[0])) {
            ([_, link], Kind::This | Kind::Root) => attribute_of(tree, *link),
            _ => None,
        },
        _ => None,
    }
}
