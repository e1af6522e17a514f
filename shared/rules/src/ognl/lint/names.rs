//! Names: dotted ones that look up the wrong thing, misspelt ones, names never seen, and methods that are not called.

use super::super::ast::{Kind, NodeId};
use super::super::methods::METHODS;
use super::super::value::Value;
use super::Linter;
use super::types::FIELDS;
use crate::diagnostic::{Diagnostic, Span};
use crate::spelling;

impl<'a> Linter<'a> {
    pub(super) fn check_names(&mut self, id: NodeId, within: &[NodeId]) {
        match self.kind(id) {
            Kind::Chain(links) => {
                self.check_dotted(links);
                for link in links {
                    self.check_method(*link);
                }
            }
            Kind::Method(..) => self.check_method(id),
            Kind::Property(name) if self.at_root(id, within) => {
                let name = name.to_string();
                if matches!(name.as_str(), "size" | "isEmpty" | "keys" | "keySet" | "values") {
                    let span = self.span(id);
                    let diagnostic = Diagnostic::warning(
                        "map-property",
                        span,
                        format!(
                            "`{name}` asks the span itself (how many names it has), not an attribute of that name"
                        ),
                    );
                    self.remark(diagnostic.with_fix("read the attribute", span, format!("[\"{name}\"]")));
                } else if !self.starts_dotted(id, within) {
                    self.check_known(&name, self.span(id), false);
                }
            }
            Kind::Index(key) if self.at_root(id, within) => {
                if let Kind::Const(Value::Str(name)) = self.kind(*key) {
                    self.check_known(name, self.span(*key), true);
                }
                if let Kind::Const(Value::Char(_)) = self.kind(*key) {
                    self.warn(
                        "character-key",
                        *key,
                        "a single character in single quotes is no name; use double quotes",
                    );
                }
            }
            _ => {}
        }
    }

    /// Whether a name or key is looked up in the span itself.
    fn at_root(&self, id: NodeId, within: &[NodeId]) -> bool {
        let inside_elements =
            within.iter().any(|outer| matches!(self.kind(*outer), Kind::Project(_) | Kind::Select(..)));
        let Some(Kind::Chain(links)) = within.last().map(|outer| self.kind(*outer)) else {
            return !inside_elements;
        };
        match links.iter().position(|link| *link == id) {
            Some(0) => !inside_elements,
            Some(1) => matches!(self.kind(links[0]), Kind::Root),
            _ => false,
        }
    }

    fn starts_dotted(&self, id: NodeId, within: &[NodeId]) -> bool {
        let Some(Kind::Chain(links)) = within.last().map(|outer| self.kind(*outer)) else { return false };
        self.dotted(links).is_some_and(|(from, to, _)| links[from..to].contains(&id))
    }

    /// The links of a chain that are a dotted name: from, to, and the name.
    fn dotted(&self, links: &[NodeId]) -> Option<(usize, usize, String)> {
        let from = usize::from(matches!(self.kind(links[0]), Kind::This | Kind::Root));
        let names: Vec<&str> = links[from..]
            .iter()
            .map_while(|link| match self.kind(*link) {
                Kind::Property(name) => Some(name.as_ref()),
                _ => None,
            })
            .collect();
        if names.len() < 2 {
            return None;
        }
        // A text and a list have a few properties of their own.
        if names.len() == 2 && matches!(names[1], "length" | "size" | "isEmpty" | "empty") {
            return None;
        }
        Some((from, from + names.len(), names.join(".")))
    }

    fn check_dotted(&mut self, links: &[NodeId]) {
        let Some((from, to, name)) = self.dotted(links) else { return };
        let span = self.span(links[from]).to(self.span(links[to - 1]));
        let first = match self.kind(links[from]) {
            Kind::Property(first) => first.to_string(),
            _ => return,
        };
        let known = FIELDS.iter().any(|field| field.name == first) || self.seen.contains(&first);
        let message = if known {
            format!("`{first}` has no such property: this is an error and the rule does not fire")
        } else {
            format!("this looks up `{first}` first, which no span has: an error, the rule never fires")
        };
        let start = if from == 1 { self.span(links[0]).end } else { span.start };
        let diagnostic = Diagnostic::warning("dotted-name", span, message);
        let replaced = Span { start, end: span.end };
        self.remark(diagnostic.with_fix(format!("use [\"{name}\"]"), replaced, format!("[\"{name}\"]")));
    }

    /// A name that nothing has, with the nearest that something has.
    fn check_known(&mut self, name: &str, span: Span, quoted: bool) {
        let written = |name: &str| {
            if quoted {
                format!("\"{name}\"")
            } else if name.contains(|c: char| !super::super::lexer::is_letter(c) && !c.is_ascii_digit()) {
                format!("[\"{name}\"]")
            } else {
                name.to_owned()
            }
        };
        let fields = FIELDS.iter().map(|field| field.name);
        if fields.clone().any(|field| field == name) || self.seen.contains(name) {
            return;
        }
        let near = self.nearest(name);
        let Some(schema) = self.schema.filter(|schema| !schema.incomplete()) else {
            // Without a schema only a slip in a field's own name is certain enough.
            if let Some(near) =
                spelling::closest(name, fields).filter(|near| name.len() > 5 && near.len() > 5)
            {
                let message = format!("did you mean `{near}`? Every span has it, `{name}` may be missing");
                let diagnostic = Diagnostic::warning("misspelt", span, message);
                self.remark(diagnostic.with_fix(format!("use `{near}`"), span, written(near)));
            }
            return;
        };
        let mut message = format!("no span of the {} seen has `{name}`: it is always null", schema.spans);
        if let Some(near) = near {
            message.push_str(&format!("; did you mean `{near}`?"));
        }
        let mut diagnostic = Diagnostic::warning("never-seen", span, message);
        if let Some(near) = near {
            diagnostic = diagnostic.with_fix(format!("use `{near}`"), span, written(near));
        }
        self.remark(diagnostic);
    }

    /// The field or attribute seen whose name is nearest.
    fn nearest(&mut self, name: &str) -> Option<&'a str> {
        if let Some(near) = self.near.get(name) {
            return *near;
        }
        let groups = self.schema.map_or(&[][..], |schema| &schema.groups);
        let names = groups.iter().flat_map(|group| group.attributes.iter().map(|(name, _)| name));
        let near = spelling::closest(name, FIELDS.iter().map(|field| field.name).chain(names));
        self.near.insert(name, near);
        near
    }

    fn check_method(&mut self, id: NodeId) {
        let Kind::Method(name, _) = self.kind(id) else { return };
        if METHODS.iter().any(|method| method.name == name.as_ref()) {
            return;
        }
        let span = Span { end: self.span(id).start + name.len() as u32, ..self.span(id) };
        let near = spelling::closest(name, METHODS.iter().map(|method| method.name));
        let mut message = format!("the method `{name}` is not evaluated here");
        if let Some(near) = near {
            message.push_str(&format!("; did you mean `{near}`?"));
        }
        let mut diagnostic = Diagnostic::warning("unknown-method", span, message);
        if let Some(near) = near {
            diagnostic = diagnostic.with_fix(format!("use `{near}`"), span, near);
        }
        self.remark(diagnostic);
    }
}
