//! Completion and hover for the BeTrace DSL.

use super::{Completion, Completions, Hover, Kind, item, samples, seen};
use crate::betrace::assist::{Class, KEYWORDS, Lexed, Token, addressable, lex};
use crate::diagnostic::Span;
use crate::schema::{Attribute, Schema};

const OPERATORS: &[(&str, &str)] = &[
    ("==", "Equal: as numbers if both are, else as text."),
    ("!=", "Not equal; a missing attribute is the empty text."),
    ("<", "Less: as numbers if both are, else letter by letter."),
    ("<=", "Less or equal."),
    (">", "Greater: as numbers if both are, else letter by letter."),
    (">=", "Greater or equal."),
    ("in", "One of a list of bare words: `currency in [USD, EUR]`."),
    ("matches", "Whether the regular expression matches somewhere in the text."),
    ("contains", "Whether the text occurs within."),
];

const WORDS: &[(&str, &str)] = &[
    ("when", "The rule looks at traces for which this holds."),
    ("always", "What must hold in them; a violation if it does not."),
    ("never", "What must not hold in them; a violation if it does."),
    ("where", "Only spans whose attributes pass: `charge.where(amount > 500)`."),
    ("count", "How many spans have the name: `count(charge) > 1`."),
    ("and", "Both."),
    ("or", "Either; `and` binds tighter."),
    ("not", "The opposite of what follows."),
];

/// Where in a rule the cursor is.
enum Place {
    Start,
    Between,
    Condition,
    AfterCondition,
    /// After the dot of an operation.
    Where,
    Attribute(String),
    AfterAttribute,
    Value {
        operation: String,
        attribute: String,
    },
}

pub(super) fn complete(text: &str, offset: usize, schema: Option<&Schema>) -> Completions {
    let lexed = lex(&text[..offset]);
    let mut tokens: Vec<Token> = lexed.tokens.into_iter().filter(|token| token.class != Class::End).collect();
    let mut typed = Span::new(offset, offset);
    let open = lexed.invalid.last().filter(|span| span.of(text) == "\"");
    if let Some(open) = open {
        // A text whose closing quote is still to come.
        typed = Span { start: open.start, end: offset as u32 };
        tokens.retain(|token| token.span.end <= open.start);
    } else if let Some(last) = tokens.last()
        && last.span.end as usize == offset
        && matches!(last.class, Class::Ident | Class::Keyword)
    {
        typed = last.span;
        tokens.pop();
    }
    let mut items = Vec::new();
    let words = |names: &[&str], items: &mut Vec<Completion>| {
        let known = WORDS.iter().filter(|(word, _)| names.contains(word));
        items.extend(known.map(|(word, doc)| item(Kind::Keyword, word, "", doc)));
    };
    match place(text, &tokens) {
        Place::Start => words(&["when"], &mut items),
        Place::Between => words(&["always", "never"], &mut items),
        Place::Condition => {
            operations(schema, &mut items);
            words(&["count", "not"], &mut items);
        }
        Place::AfterCondition => words(&["and", "or"], &mut items),
        Place::Where => words(&["where"], &mut items),
        Place::Attribute(operation) => {
            attributes(schema, &operation, &mut items);
            words(&["not"], &mut items);
        }
        Place::AfterAttribute => {
            items.extend(OPERATORS.iter().map(|(sign, doc)| item(Kind::Operator, sign, "", doc)));
        }
        Place::Value { operation, attribute } => values(schema, &operation, &attribute, &mut items),
    }
    Completions { span: typed, items }
}

fn place(text: &str, tokens: &[Token]) -> Place {
    let image = |at: usize| tokens.get(at).map_or("", |token| token.span.of(text));
    let Some(last) = tokens.len().checked_sub(1) else { return Place::Start };
    // The innermost `where(` that is still open, and whether a block is.
    let mut open: Vec<usize> = Vec::new();
    for at in 0..tokens.len() {
        match image(at) {
            "(" | "{" | "[" => open.push(at),
            ")" | "}" | "]" => {
                open.pop();
            }
            _ => {}
        }
    }
    if open.is_empty() {
        return if image(last) == "when" { Place::Start } else { Place::Between };
    }
    let filter = open.iter().rev().find(|at| **at > 0 && image(**at - 1) == "where").copied();
    let word = image(last);
    let operand = matches!(tokens[last].class, Class::Ident | Class::Str | Class::Int | Class::Float)
        || matches!(word, "true" | "false");
    let operator = |at: usize| OPERATORS.iter().any(|(sign, _)| *sign == image(at));
    match filter {
        Some(filter) => {
            let operation = operation_before(text, tokens, filter.saturating_sub(2));
            let compared = (filter..=last).rev().find(|at| operator(*at));
            if operator(last) || matches!(word, "[" | ",") {
                let attribute = compared.map_or("", |at| image(at - 1)).trim_matches('"').to_owned();
                Place::Value { operation, attribute }
            } else if operand && operator(last.saturating_sub(1)) || matches!(word, ")" | "]") {
                Place::AfterCondition
            } else if operand {
                Place::AfterAttribute
            } else {
                Place::Attribute(operation)
            }
        }
        None if word == "." => Place::Where,
        None if operand || matches!(word, ")") => Place::AfterCondition,
        None => Place::Condition,
    }
}

/// The dotted name that ends just before a dot.
fn operation_before(text: &str, tokens: &[Token], dot: usize) -> String {
    let mut parts = Vec::new();
    let mut at = dot;
    // A chain of filters belongs to the name in front of the first.
    while at > 0 && tokens[at - 1].span.of(text) == ")" {
        let mut depth = 0;
        while at > 0 {
            at -= 1;
            match tokens[at].span.of(text) {
                ")" => depth += 1,
                "(" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        at = at.saturating_sub(2);
    }
    while at > 0 && tokens[at - 1].class == Class::Ident {
        parts.push(tokens[at - 1].span.of(text));
        if at < 2 || tokens[at - 2].span.of(text) != "." {
            break;
        }
        at -= 2;
    }
    parts.reverse();
    parts.join(".")
}

fn operations(schema: Option<&Schema>, items: &mut Vec<Completion>) {
    let Some(schema) = schema else { return };
    for (name, spans) in schema.operations().iter() {
        // A name with other characters cannot be written in a rule.
        if addressable(name) {
            items.push(item(Kind::Operation, name, format!("{spans} spans"), ""));
        }
    }
}

fn attribute_of(schema: &Schema, operation: &str, name: &str) -> Option<(Attribute, u64)> {
    let groups = schema.groups.iter().filter(|group| operation.is_empty() || group.operation == operation);
    let spans = groups.clone().map(|group| group.spans).sum();
    let part = Schema { spans, groups: groups.cloned().collect(), more: schema.more };
    part.attribute(name).map(|attribute| (attribute, spans))
}

fn attributes(schema: Option<&Schema>, operation: &str, items: &mut Vec<Completion>) {
    let Some(schema) = schema else { return };
    for name in schema.names() {
        let Some((attribute, spans)) = attribute_of(schema, operation, name) else { continue };
        let mut item = item(Kind::Attribute, name, seen(&attribute, spans), &samples(&attribute));
        if name.contains('.') || !addressable(name) {
            item.insert = format!("\"{name}\"");
        }
        items.push(item);
    }
}

fn values(schema: Option<&Schema>, operation: &str, attribute: &str, items: &mut Vec<Completion>) {
    let Some((attribute, _)) = schema.and_then(|schema| attribute_of(schema, operation, attribute)) else {
        return;
    };
    for sample in &attribute.samples {
        let text = sample.value.text();
        if text.contains('"') {
            continue;
        }
        let mut item = item(Kind::Value, &text, format!("{} spans", sample.count), "");
        if text.parse::<f64>().is_err() {
            item.insert = format!("\"{text}\"");
        }
        items.push(item);
    }
}

pub(super) fn hover(text: &str, offset: usize, schema: Option<&Schema>) -> Option<Hover> {
    let Lexed { tokens, .. } = lex(text);
    let at = tokens
        .iter()
        .position(|token| (token.span.start as usize) <= offset && offset < token.span.end as usize)?;
    let token = tokens[at];
    let image = token.span.of(text);
    let found = |span: Span, text: String| Some(Hover { span, text });
    if KEYWORDS.contains(&image) || token.class == Class::Operator {
        let known = OPERATORS.iter().chain(WORDS).find(|(word, _)| *word == image);
        return known.and_then(|(word, doc)| found(token.span, format!("{word}: {doc}")));
    }
    let schema = schema?;
    let name = image.trim_matches('"');
    // A dotted name is several tokens.
    let from = (0..=at).rev().find(|from| {
        *from == 0 || tokens[*from - 1].span.of(text) != "." && tokens[*from].class == Class::Ident
    });
    let operation = from.map(|from| {
        let mut to = from;
        while tokens.get(to + 1).is_some_and(|dot| dot.span.of(text) == ".")
            && tokens.get(to + 2).is_some_and(|next| next.class == Class::Ident)
        {
            to += 2;
        }
        tokens[from].span.to(tokens[to].span)
    });
    if let Some(span) = operation
        && let Some(spans) = schema.operations().get(span.of(text))
    {
        return found(span, format!("{}: {spans} spans", span.of(text)));
    }
    let (attribute, spans) = attribute_of(schema, "", name)?;
    found(token.span, format!("{name}: {}\n{}", seen(&attribute, spans), samples(&attribute)))
}
