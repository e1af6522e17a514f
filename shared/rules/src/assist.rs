//! Completion and hover for an editor: what may stand at the cursor, and what stands there.

mod betrace;
mod ognl;

use serde::{Deserialize, Serialize};

use crate::Language;
use crate::diagnostic::Span;
use crate::schema::{Attribute, Schema};

/// Most proposals at once.
const MAX_ITEMS: usize = 200;

/// Proposals for the text at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completions {
    /// The bytes a proposal replaces: what has been typed of the word so far.
    pub span: Span,
    /// The most useful first.
    pub items: Vec<Completion>,
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What is inserted.
    pub insert: String,
    pub kind: Kind,
    /// A type, a signature or a count.
    pub detail: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Field,
    Attribute,
    Operation,
    Method,
    Operator,
    Keyword,
    Value,
}

/// What stands at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hover {
    pub span: Span,
    /// Plain text, lines separated by `\n`.
    pub text: String,
}

pub(crate) fn complete(
    language: Language,
    text: &str,
    offset: usize,
    schema: Option<&Schema>,
) -> Completions {
    let offset = boundary(text, offset);
    let mut completions = match language {
        Language::Ognl => ognl::complete(text, offset, schema),
        Language::Betrace => betrace::complete(text, offset, schema),
    };
    let typed = completions.span.of(text).trim_start_matches(['"', '[']).to_lowercase();
    completions.items.retain(|item| item.label.to_lowercase().contains(&typed));
    // What starts with it before what merely has it.
    let (starts, has): (Vec<_>, Vec<_>) =
        completions.items.into_iter().partition(|item| item.label.to_lowercase().starts_with(&typed));
    completions.items = starts;
    completions.items.extend(has);
    completions.items.truncate(MAX_ITEMS);
    completions
}

pub(crate) fn hover(language: Language, text: &str, offset: usize, schema: Option<&Schema>) -> Option<Hover> {
    let offset = boundary(text, offset);
    match language {
        Language::Ognl => ognl::hover(text, offset, schema),
        Language::Betrace => betrace::hover(text, offset, schema),
    }
}

/// The nearest character boundary at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn item(kind: Kind, label: &str, detail: impl Into<String>, doc: &str) -> Completion {
    Completion {
        label: label.to_owned(),
        insert: label.to_owned(),
        kind,
        detail: detail.into(),
        doc: doc.to_owned(),
    }
}

/// Types and frequency of an attribute, in one line: `integer, in 25 % of 4,000 spans`.
fn seen(attribute: &Attribute, spans: u64) -> String {
    let types: Vec<&str> = attribute.types.iter().map(|(kind, _)| kind).collect();
    let share = 100.0 * attribute.count as f64 / spans.max(1) as f64;
    format!("{}, in {share:.0} % of {spans} spans", types.join(" or "))
}

/// The most frequent sample values, in one line.
fn samples(attribute: &Attribute) -> String {
    let samples = attribute.by_count();
    let shown: Vec<String> =
        samples.iter().take(8).map(|sample| format!("{} ({})", sample.value.text(), sample.count)).collect();
    let more = if attribute.more || samples.len() > 8 { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
