//! The logic of `fluo-console rules …`: texts in, a report out. Reading files, printing and exiting are the
//! caller's.

mod fixture;

use crate::diagnostic::{Diagnostic, Severity};
use crate::explain::Explanation;
use crate::ognl::MapContext;
use crate::schema::Schema;
use crate::{Language, betrace, ognl};

pub use fixture::test;

/// A file that has been read.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// As the user named it; shown in front of each remark, and its ending tells the language.
    pub path: &'a str,
    pub text: &'a str,
}

/// What to print, and how to exit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// For standard output; empty or ending with a line break.
    pub text: String,
    /// Exit with 1 rather than 0.
    pub failed: bool,
}

impl Report {
    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }
}

impl Source<'_> {
    /// The language asked for, else the one the file's name or its text tells.
    pub fn language(&self, asked: Option<Language>) -> Language {
        let ending = self.path.rsplit_once('.').map_or("", |(_, ending)| ending);
        asked.unwrap_or(match ending {
            "ognl" => Language::Ognl,
            "betrace" | "btr" | "dsl" => Language::Betrace,
            _ => Language::guess(self.text),
        })
    }
}

/// `rules lint FILE…`: each file holds one rule. Fails on an error, and on a warning if `strict`.
pub fn lint(
    files: &[Source<'_>],
    language: Option<Language>,
    schema: Option<&Schema>,
    strict: bool,
) -> Report {
    let mut report = Report::default();
    let (mut errors, mut warnings) = (0, 0);
    for file in files {
        for remark in file.language(language).lint(file.text, schema) {
            match remark.severity {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
                Severity::Info => {}
            }
            report.line(remark.to_text(file.path, file.text));
        }
    }
    report.line(format!("{} files, {errors} errors, {warnings} warnings", files.len()));
    report.failed = errors > 0 || strict && warnings > 0;
    report
}

/// `rules fmt FILE`: the new text of a file; with what is wrong instead if it cannot be read.
///
/// # Errors
///
/// The remarks, one per line.
pub fn fmt(file: Source<'_>, language: Option<Language>) -> Result<String, Report> {
    match file.language(language).format(file.text) {
        Ok(mut text) => {
            text.push('\n');
            Ok(text)
        }
        Err(diagnostics) => Err(unreadable(file, &diagnostics)),
    }
}

/// `rules explain FILE DATA`: why the rule fires or not. `data` is JSON: an object of attributes for OGNL, an array
/// of spans for the BeTrace DSL; an object with `span` or `spans` in it, such as a fixture, will do for both.
pub fn explain(file: Source<'_>, data: &str, language: Option<Language>) -> Report {
    let mut report = Report::default();
    let explained = match file.language(language) {
        Language::Ognl => explain_span(file, data),
        Language::Betrace => explain_trace(file, data),
    };
    match explained {
        Ok(explanation) => report.text = explanation.to_text(),
        Err(failure) => report = failure,
    }
    report
}

fn explain_span(file: Source<'_>, data: &str) -> Result<Explanation, Report> {
    let program = ognl::Program::compile(file.text).map_err(|diagnostics| unreadable(file, &diagnostics))?;
    let data = json(data)?;
    let span = data.get("span").filter(|span| span.is_object()).unwrap_or(&data).clone();
    let span: MapContext = serde_json::from_value(span).map_err(|error| not_data(&error))?;
    Ok(program.explain(&span))
}

fn explain_trace(file: Source<'_>, data: &str) -> Result<Explanation, Report> {
    let program =
        betrace::Program::compile(file.text).map_err(|diagnostics| unreadable(file, &diagnostics))?;
    let data = json(data)?;
    let spans = data.get("spans").unwrap_or(&data).clone();
    let spans: Vec<betrace::MapSpan> = serde_json::from_value(spans).map_err(|error| not_data(&error))?;
    Ok(program.explain(&spans))
}

fn json(data: &str) -> Result<serde_json::Value, Report> {
    serde_json::from_str(data).map_err(|error| not_data(&error))
}

fn not_data(error: &serde_json::Error) -> Report {
    Report { text: format!("the data cannot be read: {error}\n"), failed: true }
}

fn unreadable(file: Source<'_>, diagnostics: &[Diagnostic]) -> Report {
    let mut report = Report { failed: true, ..Report::default() };
    for diagnostic in diagnostics {
        report.line(diagnostic.to_text(file.path, file.text));
    }
    report
}
