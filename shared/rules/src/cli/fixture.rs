//! `rules test`: recorded cases against this crate, in the format of the vectors.

use serde::Deserialize;

use super::{Report, Source};
use crate::betrace::{self, MapSpan};
use crate::ognl::{self, MapContext, Value};
use crate::{Diagnostic, Language};

/// One line of a file. What it leaves out is not checked, but something must be.
#[derive(Deserialize)]
struct Fixture {
    name: Option<String>,
    language: Option<String>,
    #[serde(alias = "expression", alias = "rule")]
    expr: String,
    span: Option<MapContext>,
    spans: Option<Vec<MapSpan>>,
    /// `value`, `eval_error`, `parse_error` or `not_evaluated`.
    outcome: Option<String>,
    result: Option<Expected>,
    fires: Option<bool>,
    violation: Option<bool>,
    line: Option<u32>,
    column: Option<u32>,
}

#[derive(Deserialize)]
struct Expected {
    #[serde(rename = "type")]
    kind: Option<String>,
    value: Option<serde_json::Value>,
}

/// What an evaluation came to, in the fixture's terms.
struct Found {
    outcome: &'static str,
    /// Type and text of the value.
    result: Option<(String, String)>,
    fires: bool,
    position: Option<(u32, u32)>,
    /// The reason, where there is no value.
    note: String,
}

/// Runs the fixtures of each file, JSON lines. Prints one line per disagreement and a last line
/// `N passed, M failed`; fails on any. `language` is for files that leave it out.
pub fn test(files: &[Source<'_>], language: Option<Language>) -> Report {
    let mut report = Report::default();
    let (mut passed, mut failed) = (0, 0);
    for file in files {
        for (at, line) in file.text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            match check(line, language) {
                Ok(()) => passed += 1,
                Err((name, disagreement)) => {
                    failed += 1;
                    let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
                    let said = format!("{}:{}: {name}{disagreement}", file.path, at + 1);
                    report.line(said.replace(['\n', '\r'], " "));
                }
            }
        }
    }
    report.line(format!("{passed} passed, {failed} failed"));
    report.failed = failed > 0;
    report
}

/// The name of the fixture, if it has one, and how it disagrees.
fn check(line: &str, language: Option<Language>) -> Result<(), (Option<String>, String)> {
    let fixture: Fixture =
        serde_json::from_str(line).map_err(|error| (None, format!("no fixture: {error}")))?;
    let name = fixture.name.clone();
    compare(fixture, language).map_err(|disagreement| (name, disagreement))
}

fn compare(mut fixture: Fixture, language: Option<Language>) -> Result<(), String> {
    let language = match &fixture.language {
        Some(name) => name.parse().map_err(|error: crate::UnknownLanguage| error.to_string())?,
        None => language.unwrap_or(match (&fixture.span, &fixture.spans) {
            (Some(_), None) => Language::Ognl,
            (None, Some(_)) => Language::Betrace,
            _ => Language::guess(&fixture.expr),
        }),
    };
    let expects = fixture.outcome.is_some()
        || fixture.fires.is_some()
        || fixture.violation.is_some()
        || fixture.result.is_some()
        || fixture.line.is_some();
    if !expects {
        return Err("expects nothing: give `fires`, `violation`, `outcome`, `result` or `line`".to_owned());
    }
    match language {
        Language::Betrace => {
            let spans = fixture.spans.take().unwrap_or_default();
            disagreement(&fixture, &trace(&fixture.expr, &spans))
        }
        Language::Ognl => {
            let span = fixture.span.take().unwrap_or_default();
            let program = match ognl::Program::compile(&fixture.expr) {
                Ok(program) => program,
                Err(diagnostics) => return disagreement(&fixture, &unread(&fixture.expr, &diagnostics)),
            };
            // JSON does not tell an Integer from a Long. As OTLP sends them all are Longs; recordings of the library
            // have Integers too. A case passes if one reading agrees.
            let longs = disagreement(&fixture, &value_of(program.evaluate(&span)));
            if longs.is_ok() {
                return longs;
            }
            let recorded = span.map(|name, value| match value {
                Value::Int(value) if name != "durationMillis" && !name.contains('.') => {
                    i32::try_from(value).map_or(Value::Int(value), Value::Int32)
                }
                other => other,
            });
            let recorded = recorded.map(|_, value| shortened(value));
            disagreement(&fixture, &value_of(program.evaluate(&recorded))).or(longs)
        }
    }
}

/// A list's whole numbers as Integers.
fn shortened(value: Value) -> Value {
    let Value::List(items) = value else { return value };
    let short = |item: Value| match item {
        Value::Int(value) => i32::try_from(value).map_or(Value::Int(value), Value::Int32),
        other => other,
    };
    Value::List(items.into_iter().map(short).collect())
}

fn value_of(outcome: ognl::Outcome) -> Found {
    let fires = outcome.fires();
    let found = |outcome, note| Found { outcome, result: None, fires, position: None, note };
    match outcome {
        ognl::Outcome::Value(value) => {
            let result = Some((value.type_name().to_owned(), value.text()));
            Found { result, ..found("value", String::new()) }
        }
        ognl::Outcome::Error(error) => found("eval_error", format!("{}: {error}", error.kind.class())),
        ognl::Outcome::NotEvaluated(reason) => found("not_evaluated", reason),
    }
}

fn unread(text: &str, diagnostics: &[Diagnostic]) -> Found {
    let first = diagnostics.first();
    let position = first.map(|first| crate::diagnostic::place(text, first.span.start));
    let position = position.map(|(line, column)| (line as u32, column as u32));
    let note = first.map(|first| first.message.clone()).unwrap_or_default();
    Found { outcome: "parse_error", result: None, fires: false, position, note }
}

fn trace(text: &str, spans: &[MapSpan]) -> Found {
    let program = match betrace::Program::compile(text) {
        Ok(program) => program,
        Err(diagnostics) => {
            let position = betrace::syntax_error(text).map(|position| (position.line, position.column));
            return Found { position, ..unread(text, &diagnostics) };
        }
    };
    let outcome = program.evaluate(spans);
    let fires = outcome.violation();
    let (outcome, note) = match outcome {
        betrace::Outcome::Error(message) => ("eval_error", message),
        betrace::Outcome::NotEvaluated(reason) => ("not_evaluated", reason),
        _ => ("value", String::new()),
    };
    Found { outcome, result: None, fires, position: None, note }
}

fn disagreement(expected: &Fixture, found: &Found) -> Result<(), String> {
    let note = if found.note.is_empty() { String::new() } else { format!(" ({})", found.note) };
    if let Some(outcome) = expected.outcome.as_deref().filter(|outcome| *outcome != found.outcome) {
        return Err(format!("expected {outcome}, found {}{note}", found.outcome));
    }
    for (word, wanted) in [("fires", expected.fires), ("violation", expected.violation)] {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != found.fires) {
            let value = found.result.as_ref().map(|(kind, text)| format!(" ({kind} {text})")).unwrap_or(note);
            return Err(format!("expected {word} {wanted}, found {}{value}", found.fires));
        }
    }
    if let Some(wanted) = &expected.result {
        let Some((kind, text)) = &found.result else {
            return Err(format!("expected a value, found {}{note}", found.outcome));
        };
        let wanted_kind = wanted.kind.as_deref().unwrap_or(kind);
        let wanted_text = match &wanted.value {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None if wanted_kind == "null" => "null".to_owned(),
            None => text.clone(),
        };
        if wanted_kind != kind || wanted_text != *text {
            return Err(format!("expected {wanted_kind} {wanted_text}, found {kind} {text}"));
        }
    }
    if let Some(line) = expected.line {
        let wanted = (line, expected.column.unwrap_or(0));
        let agrees = found.position.is_some_and(|(found_line, found_column)| {
            found_line == wanted.0 && expected.column.is_none_or(|column| column == found_column)
        });
        if !agrees {
            let place = found.position.map_or("none".to_owned(), |(line, column)| format!("{line}:{column}"));
            return Err(format!("expected an error at {}:{}, found {place}{note}", wanted.0, wanted.1));
        }
    }
    Ok(())
}
