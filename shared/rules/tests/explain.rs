//! Why did this not match?

use console_rules::betrace::{self, MapSpan};
use console_rules::ognl::{self, MapContext};

fn span(json: &str) -> MapContext {
    serde_json::from_str(json).expect("a span")
}

#[test]
fn names_the_comparison_that_failed_and_its_two_values() {
    let rule = ognl::Program::compile(r#"serviceName == "cart" && durationMillis > 1000 && isError"#)
        .expect("a rule");
    let told = rule.explain(&span(r#"{"serviceName":"cart","durationMillis":250,"isError":true}"#));
    assert!(!told.fires);
    assert_eq!(told.summary, "Does not fire: `durationMillis > 1000` is false: 250 > 1000.");
    let unreached = told.parts.iter().find(|part| part.text == "isError").expect("the last part");
    assert_eq!((unreached.value.as_deref(), unreached.kind.as_str()), (None, "not reached"));
}

#[test]
fn says_that_a_value_is_not_true() {
    let rule = ognl::Program::compile("isError && retryCount").expect("a rule");
    let told = rule.explain(&span(r#"{"isError":true,"retryCount":3}"#));
    assert!(!told.fires);
    assert!(told.summary.contains("the value is 3 (Long), and only true fires"), "{}", told.summary);
}

#[test]
fn points_at_the_part_that_fails() {
    let rule = ognl::Program::compile(r#"isError || region.toLowerCase() == "eu""#).expect("a rule");
    let told = rule.explain(&span(r#"{"isError":false}"#));
    assert!(told.summary.contains("`toLowerCase()` fails"), "{}", told.summary);
    let failing = told.parts.iter().find(|part| part.decisive).expect("a part");
    assert_eq!(failing.kind, "NullPointerException");
}

#[test]
fn shows_the_spans_a_trace_rule_looked_at() {
    let text = r#"when { charge.where(amount > 500) } always { fraud_check }"#;
    let rule = betrace::Program::compile(text).expect("a rule");
    let charge = MapSpan { name: "charge".into(), attrs: [("amount".into(), "750".into())].into() };
    let told = rule.explain(&[charge]);
    assert!(told.fires);
    assert_eq!(
        told.summary,
        "Violation: `always` does not hold: `always { fraud_check }` is false; 0 spans of that name."
    );
    assert!(told.to_text().contains("amount > 500  =>  true; amount is \"750\""), "{}", told.to_text());
    assert!(told.to_text().contains("false; 0 spans of that name"), "{}", told.to_text());
}
