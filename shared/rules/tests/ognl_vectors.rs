//! Every recorded case of the OGNL library, value for value and error for error.

use console_rules::ognl::{MapContext, Outcome, Program, Value};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    expr: String,
    span: MapContext,
    outcome: String,
    fires: bool,
    result: Option<ResultOf>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct ResultOf {
    #[serde(rename = "type")]
    kind: String,
    value: Option<String>,
}

/// JSON has one kind of whole number; the recording had Longs for the duration and the status code only.
fn as_recorded(span: MapContext) -> MapContext {
    span.map(|name, value| match value {
        Value::Int(value) if name != "durationMillis" && !name.contains('.') => Value::Int32(value as i32),
        other => other,
    })
}

fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Value(Value::Null) => "value null".to_owned(),
        Outcome::Value(value) => format!("value {} {}", value.type_name(), value.text()),
        Outcome::Error(error) => format!("eval_error {}", error.kind.class()),
        Outcome::NotEvaluated(reason) => format!("not evaluated: {reason}"),
    }
}

#[test]
fn agrees_with_every_recorded_case() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("data/ognl.jsonl").lines() {
        let case: Case = serde_json::from_str(line).expect("a case");
        count += 1;
        let expected = match (&case.result, &case.error) {
            (Some(result), _) if result.kind == "null" => "value null".to_owned(),
            (Some(result), _) => format!("value {} {}", result.kind, result.value.as_deref().unwrap_or("")),
            (None, error) => format!("{} {}", case.outcome, error.as_deref().unwrap_or("")),
        };
        let (found, fires) = match Program::compile(&case.expr) {
            Ok(program) => {
                let span = as_recorded(case.span);
                let outcome = program.evaluate(&span);
                assert_eq!(outcome.fires(), program.fires(&span), "{}", case.expr);
                (told(&outcome), outcome.fires())
            }
            Err(_) => ("parse_error ExpressionSyntaxException".to_owned(), false),
        };
        if found != expected || fires != case.fires {
            wrong.push(format!("{}\n    expected {expected}, found {found}", case.expr));
        }
    }
    assert_eq!(count, 696);
    assert!(wrong.is_empty(), "{} of {count} disagree:\n{}", wrong.len(), wrong.join("\n"));
}
