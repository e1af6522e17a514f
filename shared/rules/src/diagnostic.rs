//! What is said about a rule's text: one shape for the command line, the API and the editor.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in the rule's text; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text it covers; empty when the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// How much it matters. `Error`: the rule is refused. `Warning`: it is accepted and probably not what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Info,
}

/// A change of the text that mends what the diagnostic complains about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as a button says it: `use ["http.status_code"]`.
    pub title: String,
    /// The bytes to replace.
    pub span: Span,
    pub replacement: String,
}

/// One remark about a rule's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// One plain sentence, without the code and the position.
    pub message: String,
    pub span: Span,
    pub severity: Severity,
    /// Stable, kebab-case; what a client may act on or a team may silence.
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// The one line a terminal shows: `rule.ognl:1:5: warning: … [dotted-name]`, and the mend on a second one.
    pub fn to_text(&self, path: &str, text: &str) -> String {
        let (line, column) = place(text, self.span.start);
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        let mut out = format!("{path}:{line}:{column}: {severity}: {} [{}]", self.message, self.code);
        if let Some(fix) = &self.fix {
            out.push_str(&format!("\n    mend: {}", fix.title));
        }
        out
    }

    pub fn error(code: &str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, span, message.into())
    }

    pub fn warning(code: &str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, span, message.into())
    }

    // Called from some hundred places: kept out of line, they would be a third of the linter otherwise.
    #[inline(never)]
    fn new(severity: Severity, code: &str, span: Span, message: String) -> Diagnostic {
        Diagnostic { message, span, severity, code: code.to_owned(), fix: None }
    }

    pub fn with_fix(
        self,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Diagnostic {
        self.mended(title.into(), span, replacement.into())
    }

    #[inline(never)]
    fn mended(mut self, title: String, span: Span, replacement: String) -> Diagnostic {
        self.fix = Some(Fix { title, span, replacement });
        self
    }
}

/// Line and column of an offset, both from 1; columns count characters.
pub fn place(text: &str, offset: u32) -> (usize, usize) {
    let before = text.get(..offset as usize).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// Brings remarks into the order of the text. There are few, and this is smaller than the library's sort.
pub(crate) fn in_order(remarks: &mut [Diagnostic]) {
    for end in 1..remarks.len() {
        let mut at = end;
        let place = |remark: &Diagnostic| (remark.span.start, remark.span.end);
        while at > 0 && place(&remarks[at - 1]) > place(&remarks[at]) {
            remarks.swap(at - 1, at);
            at -= 1;
        }
    }
}
