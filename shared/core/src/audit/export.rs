//! How an export of the audit trail is written: JSON Lines, or CSV that no spreadsheet takes for formulas.

use console_api::audit::{AuditEntry, AuditFormat};
use serde_json::json;

const COLUMNS: [&str; 15] = [
    "seq",
    "at",
    "actorKind",
    "actorId",
    "action",
    "subjectKind",
    "subjectId",
    "outcome",
    "requestId",
    "name",
    "email",
    "address",
    "userAgent",
    "detail",
    "hash",
];

pub(crate) struct Writer(AuditFormat);

impl Writer {
    pub(crate) fn new(format: AuditFormat) -> Self {
        Self(format)
    }

    /// What comes before the first row.
    pub(crate) fn head(&self) -> String {
        match self.0 {
            AuditFormat::Jsonl => String::new(),
            AuditFormat::Csv => record(&COLUMNS.map(str::to_owned)),
        }
    }

    pub(crate) fn row(&self, out: &mut String, entry: &AuditEntry) {
        match self.0 {
            AuditFormat::Jsonl => {
                out.push_str(&serde_json::to_string(entry).unwrap_or_default());
                out.push('\n');
            }
            AuditFormat::Csv => out.push_str(&record(&cells(entry))),
        }
    }

    /// What comes after the last row: how many there were, so that a cut export is told from a whole one.
    pub(crate) fn close(&self, out: &mut String, rows: u64) {
        match self.0 {
            AuditFormat::Jsonl => {
                out.push_str(&json!({ "rows": rows }).to_string());
                out.push('\n');
            }
            AuditFormat::Csv => out.push_str(&record(&["rows".to_owned(), rows.to_string()])),
        }
    }
}

fn cells(entry: &AuditEntry) -> [String; 15] {
    let subject = entry.subject.clone().map(|subject| (subject.kind, subject.id));
    let (subject_kind, subject_id) = subject.unwrap_or_default();
    let personal = entry.personal.clone().unwrap_or_default();
    [
        entry.seq.to_string(),
        entry.at.to_string(),
        entry.actor.kind.as_str().to_owned(),
        entry.actor.id.clone(),
        entry.action.clone(),
        subject_kind,
        subject_id,
        entry.outcome.as_str().to_owned(),
        entry.request_id.clone().unwrap_or_default(),
        personal.name.unwrap_or_default(),
        personal.email.unwrap_or_default(),
        personal.address.unwrap_or_default(),
        personal.user_agent.unwrap_or_default(),
        serde_json::to_string(&entry.detail).unwrap_or_default(),
        entry.hash.clone(),
    ]
}

/// A record of RFC 4180.
pub(crate) fn record(cells: &[String]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| field(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell that a spreadsheet would run as a formula begins with an apostrophe, as OWASP's page on CSV injection
/// says; what holds a comma, quote or line break is quoted.
fn field(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let text = if runs { format!("'{text}") } else { text.to_owned() };
    if runs || text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_leaves_its_place() {
        for (text, cell) in [
            ("plain", "plain"),
            ("=1+1", "\"'=1+1\""),
            ("-2", "\"'-2\""),
            ("+2", "\"'+2\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("a,b", "\"a,b\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ] {
            assert_eq!(field(text), cell);
        }
        assert_eq!(record(&["rows".to_owned(), "2".to_owned()]), "rows,2\r\n");
    }
}
