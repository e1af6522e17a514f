//! The formatter changes white space and nothing else.

use console_rules::{betrace, ognl};

#[test]
fn writes_an_expression_one_way() {
    let cases = [
        ("a&&b", "a && b"),
        ("  !isError||- 1>x ", "!isError || -1 > x"),
        (r#"tags.{? #this=="eu" } .size()>0"#, r#"tags.{? #this == "eu"}.size() > 0"#),
        (r#"[ "http.status_code" ]>=500"#, r#"["http.status_code"] >= 500"#),
        ("x in{1,2 , 3}", "x in {1, 2, 3}"),
        ("a ? b:c", "a ? b : c"),
        ("- - 1", "- -1"),
        ("not ( a )", "not (a)"),
        (":[#this*2] (5)", ":[#this * 2](5)"),
        ("tags[^]", "tags[^]"),
        ("tags.{$ x}", "tags.{$ x}"),
        ("# root.n", "#root.n"),
    ];
    for (text, expected) in cases {
        assert_eq!(ognl::format(text).as_deref(), Ok(expected), "{text}");
        assert_eq!(ognl::format(expected).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn breaks_a_long_expression_before_its_outer_operators() {
    let long = "serviceName == \"payments\" && durationMillis > 1000 && ([\"http.status_code\"] >= 500 or isError) and tenantId != null";
    let broken = ognl::format(long).expect("an expression");
    assert_eq!(broken.lines().count(), 4, "{broken}");
    assert_eq!(ognl::format(&broken).expect("an expression"), broken);
}

#[test]
fn writes_a_rule_one_clause_per_line_and_keeps_comments() {
    let text =
        "// money\nwhen{charge.where(amount>500 and currency in[USD,EUR])}always{fraud_check // first\n}";
    let formatted = betrace::format(text).expect("a rule");
    let expected = "// money\nwhen { charge.where(amount > 500 and currency in [USD, EUR]) }\nalways {\n    fraud_check\n    // first\n}";
    assert_eq!(formatted, expected);
    assert_eq!(betrace::format(&formatted).as_deref(), Ok(expected));
}

#[test]
fn leaves_every_recorded_text_with_its_tree_and_settles_at_once() {
    for line in include_str!("data/ognl.jsonl").lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        let text = case["expr"].as_str().expect("a text");
        let Ok(program) = ognl::Program::compile(text) else { continue };
        let formatted = ognl::format(text).expect("it compiles");
        let again = ognl::Program::compile(&formatted).expect("still compiles");
        assert!(program.same_tree(&again), "{text}\n{formatted}");
        assert_eq!(ognl::format(&formatted).as_deref(), Ok(formatted.as_str()));
    }
    for line in include_str!("data/betrace.jsonl").lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        let text = case["expr"].as_str().expect("a text");
        let Ok(program) = betrace::Program::compile(text) else { continue };
        let formatted = betrace::format(text).expect("it compiles");
        let again = betrace::Program::compile(&formatted).expect("still compiles");
        assert!(program.same_tree(&again), "{text}\n{formatted}");
        assert_eq!(betrace::format(&formatted).as_deref(), Ok(formatted.as_str()));
    }
}
