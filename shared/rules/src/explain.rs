//! Why a rule did or did not fire: every part with its value, and the parts that decided.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Span;

/// The evaluation of a rule, part by part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Whether the rule fires (OGNL) or is violated (BeTrace).
    pub fires: bool,
    /// One sentence: the outcome and its reason.
    pub summary: String,
    /// The parts, outer before inner, in the order of the text.
    pub parts: Vec<Part>,
}

/// One part of the rule's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub span: Span,
    /// Its text.
    pub text: String,
    /// How deep it lies; the whole rule is 0.
    pub depth: u16,
    /// Its value as text; nothing if it was not reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The value's type, the class of the error, or `not reached`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether the outcome hangs on it.
    pub decisive: bool,
}

impl Explanation {
    /// The explanation as lines of text, for a terminal.
    pub fn to_text(&self) -> String {
        let mut out = format!("{}\n", self.summary);
        for part in &self.parts {
            let mark = if part.decisive { '*' } else { ' ' };
            let indent = "  ".repeat(part.depth as usize);
            let text = part.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let value = match &part.value {
                Some(value) if part.kind == "null" => value.clone(),
                Some(value) => format!("{value} ({})", part.kind),
                None => part.kind.clone(),
            };
            out.push_str(&format!("{mark} {indent}{text}  =>  {value}\n"));
        }
        out
    }
}

/// A value shortened for reading.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}
