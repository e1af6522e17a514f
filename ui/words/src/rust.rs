//! English as Rust: one function per message.

use std::fmt::Write as _;

use crate::pattern::{Piece, encode};
use crate::{Catalogue, Kind, Message, pseudo};

/// The functions, to be included where `plain`, `fill` and `Value` are in scope. A message without variables costs
/// what a literal costs; the list for tests holds the language `en-XA`.
pub fn rust(english: &Catalogue) -> String {
    let mut out = String::new();
    for (index, (id, message)) in english.messages.iter().enumerate() {
        function(index, id, message, &mut out);
    }
    let _ = writeln!(out, "#[cfg(test)]\npub(super) const PSEUDO: &[&str] = &[");
    for pattern in pseudo(english).patterns {
        let _ = writeln!(out, "    {:?},", pattern.unwrap_or_default());
    }
    out.push_str("];\n");
    out
}

fn function(index: usize, id: &str, message: &Message, out: &mut String) {
    let name = rust_name(id);
    for line in message.comment.lines() {
        let _ = writeln!(out, "/// {}", line.trim());
    }
    if !message.comment.is_empty() {
        let _ = writeln!(out, "///");
    }
    let shown: String = message.pieces.iter().map(shown).collect();
    let _ = writeln!(out, "/// `{}`", shown.replace('\n', " "));
    let names: Vec<&str> = message.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    let pattern = encode(&message.pieces, &names).unwrap_or_default();
    if names.is_empty() {
        let _ =
            writeln!(out, "pub(crate) fn {name}() -> &'static str {{\n    plain({index}, {pattern:?})\n}}");
        return;
    }
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for parameter in &message.parameters {
        let name = rust_name(&parameter.name);
        let (kind, value) = match parameter.kind {
            Kind::Text => ("&str", "Text"),
            Kind::Number => ("i64", "Number"),
        };
        arguments.push(format!("{name}: {kind}"));
        values.push(format!("Value::{value}({name})"));
    }
    let (arguments, values) = (arguments.join(", "), values.join(", "));
    let _ = writeln!(
        out,
        "pub(crate) fn {name}({arguments}) -> String {{\n    fill({index}, {pattern:?}, &[{values}])\n}}"
    );
}

/// `signals-count` and `spanName` as Rust writes them.
fn rust_name(id: &str) -> String {
    let mut name = String::new();
    for character in id.chars() {
        match character {
            '-' => name.push('_'),
            upper if upper.is_ascii_uppercase() => name.extend(['_', upper.to_ascii_lowercase()]),
            other => name.push(other),
        }
    }
    name
}

/// A pattern for the eyes of a programmer.
fn shown(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => text.clone(),
        Piece::Argument(name) => format!("{{ ${name} }}"),
        Piece::Select { variants, .. } => {
            let last = variants.last().map(|(_, pieces)| pieces.iter().map(shown).collect());
            last.unwrap_or_default()
        }
    }
}
