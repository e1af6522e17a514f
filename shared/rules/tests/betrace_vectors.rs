//! Every recorded case of BeTrace's own parser and evaluator.

use console_rules::betrace::{self, MapSpan, Outcome, Program};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    expr: String,
    spans: Vec<MapSpan>,
    outcome: String,
    violation: Option<bool>,
    line: Option<u32>,
    column: Option<u32>,
}

#[test]
fn agrees_with_every_recorded_case() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("data/betrace.jsonl").lines() {
        let case: Case = serde_json::from_str(line).expect("a case");
        count += 1;
        let expected = match case.violation {
            Some(violation) => format!("value {violation}"),
            None => format!("{} {:?}:{:?}", case.outcome, case.line, case.column),
        };
        let place = betrace::syntax_error(&case.expr);
        let found = match Program::compile(&case.expr) {
            Ok(program) => match program.evaluate(&case.spans) {
                Outcome::Error(message) => format!("eval_error {message}"),
                Outcome::NotEvaluated(reason) => format!("not evaluated: {reason}"),
                outcome => format!("value {}", outcome.violation()),
            },
            Err(_) => format!("parse_error {:?}:{:?}", place.map(|p| p.line), place.map(|p| p.column)),
        };
        assert_eq!(place.is_some(), Program::compile(&case.expr).is_err(), "{}", case.expr);
        if found != expected {
            wrong.push(format!("{}\n    expected {expected}, found {found}", case.expr));
        }
    }
    assert_eq!(count, 750);
    assert!(wrong.is_empty(), "{} of {count} disagree:\n{}", wrong.len(), wrong.join("\n"));
}
