//! What is handed out as a file, row by row.

use serde::{Deserialize, Serialize};

/// How an export is written. What does not end as said here was cut off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// One JSON object per line, each a row; the last is `{"rows":…}`, how many came before it.
    #[default]
    Jsonl,
    /// RFC 4180 with a header; the last record is `rows` and how many came between.
    Csv,
}

impl ExportFormat {
    /// As it is named in a request, and as a file's name ends.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// What an export of signals is asked for: the query of `signals.list`, and a format.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ExportSignals {
    pub format: ExportFormat,
    /// The query language, as in `signals.list`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
}
