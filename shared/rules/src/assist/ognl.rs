//! Completion and hover for OGNL.

use super::{Completion, Completions, Hover, Kind, item, samples, seen};
use crate::diagnostic::Span;
use crate::ognl::assist::{FIELDS, METHODS, Tok, Token, is_plain_name, tokens};
use crate::schema::{Scalar, Schema};

const OPERATORS: &[(&str, &str)] = &[
    ("&&", "Both; the right side only if the left one holds."),
    ("||", "Either; the right side only if the left one does not hold."),
    ("==", "Equal; a number and a text that is one are compared by value."),
    ("!=", "Not equal."),
    ("<", "Less; a missing value counts as 0."),
    ("<=", "Less or equal; a missing value counts as 0."),
    (">", "Greater; a missing value counts as 0."),
    (">=", "Greater or equal; a missing value counts as 0."),
    ("in", "Whether the list on the right holds the left side: `x in {1, 2}`."),
    ("not in", "Whether the list on the right does not hold the left side."),
    ("?", "If it holds, then this, else that: `test ? this : that`."),
    ("+", "Sum, or both texts in a row."),
    ("-", "Difference."),
    ("*", "Product."),
    ("/", "Quotient; of whole numbers without the fraction."),
    ("%", "Remainder."),
];

/// The tokens before the cursor and the one the cursor is in.
struct Place<'t> {
    text: &'t str,
    before: Vec<Token>,
    /// The word or text being typed.
    typed: Span,
    in_text: bool,
}

fn place(text: &str, offset: usize) -> Place<'_> {
    let mut before = tokens(&text[..offset]);
    let mut typed = Span::new(offset, offset);
    let mut in_text = false;
    if let Some(last) = before.last() {
        let image = last.span.of(text);
        let quote = image.starts_with(['"', '\'']);
        let open = quote && (image.len() == 1 || !image.ends_with(['"', '\'']));
        let word = matches!(last.tok, Tok::Ident) || image.starts_with(|c: char| c.is_ascii_alphabetic());
        if last.span.end as usize == offset && (open || word) {
            in_text = open;
            typed = last.span;
            before.pop();
        }
    }
    Place { text, before, typed, in_text }
}

impl Place<'_> {
    fn image(&self, from_end: usize) -> &str {
        let at = self.before.len().checked_sub(from_end);
        at.and_then(|at| self.before.get(at)).map_or("", |token| token.span.of(self.text))
    }

    /// The attribute on the left of the operator just before the cursor.
    fn compared(&self) -> Option<String> {
        let steps = if matches!(self.image(1), "{" | ",") { self.list_start()? } else { 1 };
        if !matches!(self.image(steps), "==" | "!=" | "eq" | "neq" | "in") {
            return None;
        }
        let steps = if self.image(steps + 1) == "not" { steps + 1 } else { steps };
        let operand = self.image(steps + 1);
        if operand == "]" {
            return Some(self.image(steps + 2).trim_matches('"').to_owned());
        }
        operand.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| operand.to_owned())
    }

    /// How far back the operator before an open `{` stands.
    fn list_start(&self) -> Option<usize> {
        (1..self.before.len()).find(|steps| self.image(*steps) == "{").map(|steps| steps + 1)
    }

    fn after_operand(&self) -> bool {
        let Some(last) = self.before.last() else { return false };
        match last.tok {
            Tok::Ident | Tok::Literal(_) | Tok::Dynamic(_) => true,
            Tok::Sign(sign) => {
                matches!(sign, ")" | "]" | "}" | "true" | "false" | "null" | "#this" | "#root")
            }
            Tok::End => false,
        }
    }
}

pub(super) fn complete(text: &str, offset: usize, schema: Option<&Schema>) -> Completions {
    let place = place(text, offset);
    let mut items = Vec::new();
    if place.image(1) == "[" {
        names(schema, &mut items, Some(|name: &str| format!("\"{name}\"")));
    } else if let Some(name) = place.compared() {
        values(&name, schema, &mut items);
        if !place.in_text {
            names(schema, &mut items, None);
        }
    } else if place.image(1) == "." {
        let methods = METHODS.iter().filter(|method| method.of != "Span" || place.image(2).starts_with('#'));
        items.extend(methods.map(|method| {
            let mut item =
                item(Kind::Method, method.name, format!("{}{}", method.of, method.shape), method.doc);
            item.insert = if method.shape.starts_with("()") {
                format!("{}()", method.name)
            } else {
                format!("{}(", method.name)
            };
            item
        }));
    } else if place.in_text {
        // A text compared with nothing we know.
    } else if place.after_operand() {
        items.extend(OPERATORS.iter().map(|(sign, doc)| item(Kind::Operator, sign, "", doc)));
    } else {
        names(schema, &mut items, None);
        for word in ["true", "false", "null", "not"] {
            items.push(item(Kind::Keyword, word, "", ""));
        }
    }
    Completions { span: place.typed, items }
}

/// Fields and attributes; written plainly where the language allows, else as a key.
fn names(schema: Option<&Schema>, items: &mut Vec<Completion>, write: Option<fn(&str) -> String>) {
    let written = |name: &str| match write {
        Some(write) => write(name),
        None if is_plain_name(name) => name.to_owned(),
        None => format!("[\"{name}\"]"),
    };
    for field in FIELDS {
        let mut item = item(Kind::Field, field.name, field.kind.name(), field.doc);
        item.insert = written(field.name);
        items.push(item);
    }
    let Some(schema) = schema else { return };
    for name in schema.names() {
        if FIELDS.iter().any(|field| field.name == name) {
            continue;
        }
        let Some(attribute) = schema.attribute(name) else { continue };
        let mut item = item(Kind::Attribute, name, seen(&attribute, schema.spans), &samples(&attribute));
        item.insert = written(name);
        items.push(item);
    }
}

fn values(name: &str, schema: Option<&Schema>, items: &mut Vec<Completion>) {
    let field = FIELDS.iter().find(|field| field.name == name);
    for value in field.map_or(&[][..], |field| field.values) {
        let mut item = item(Kind::Value, value, "", "");
        item.insert = format!("\"{value}\"");
        items.push(item);
    }
    let Some(attribute) = schema.and_then(|schema| schema.attribute(name)) else { return };
    for sample in attribute.by_count() {
        let label = sample.value.text();
        if items.iter().any(|item| item.label == label) {
            continue;
        }
        let mut item = item(Kind::Value, &label, format!("{} spans", sample.count), "");
        if let Scalar::Text(text) = &sample.value {
            item.insert = crate::ognl::quoted(text);
        }
        items.push(item);
    }
}

pub(super) fn hover(text: &str, offset: usize, schema: Option<&Schema>) -> Option<Hover> {
    let tokens = tokens(text);
    let inside = |token: &&Token| (token.span.start as usize) <= offset && offset < token.span.end as usize;
    let token = tokens.iter().find(inside)?;
    let image = token.span.of(text);
    let name = image.trim_matches('"');
    let found = |text: String| Some(Hover { span: token.span, text });
    if let Some((sign, doc)) = OPERATORS.iter().find(|(sign, _)| *sign == image) {
        return found(format!("{sign}: {doc}"));
    }
    let called = text[token.span.end as usize..].trim_start().starts_with('(');
    if called && let Some(method) = METHODS.iter().find(|method| method.name == image) {
        return found(format!("{}.{}{}\n{}", method.of, method.name, method.shape, method.doc));
    }
    if let Some(field) = FIELDS.iter().find(|field| field.name == name) {
        let values = if field.values.is_empty() {
            String::new()
        } else {
            format!("\nOne of {}.", field.values.join(", "))
        };
        return found(format!("{}: {}\n{}{values}", field.name, field.kind.name(), field.doc));
    }
    let schema = schema?;
    let attribute = schema.attribute(name)?;
    found(format!("{name}: {}\n{}", seen(&attribute, schema.spans), samples(&attribute)))
}
