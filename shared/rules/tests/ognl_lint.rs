//! What the linter says, rule by rule.

use console_rules::Schema;
use console_rules::ognl::{self, MapContext};

fn codes(text: &str) -> Vec<String> {
    ognl::lint(text, None).into_iter().map(|remark| remark.code).collect()
}

/// The text after applying the first fix of a code.
fn fixed(text: &str, code: &str) -> String {
    let remarks = ognl::lint(text, None);
    let remark =
        remarks.iter().find(|remark| remark.code == code).unwrap_or_else(|| panic!("{text}: {remarks:?}"));
    let fix = remark.fix.as_ref().expect("a fix");
    format!("{}{}{}", &text[..fix.span.start as usize], fix.replacement, &text[fix.span.end as usize..])
}

#[test]
fn is_silent_about_sound_rules() {
    for text in [
        "isError",
        "durationMillis > 1000 && isError",
        r#"serviceName == "payments" && ["http.status_code"] >= 500"#,
        r#"status == "ERROR" or spanKind in {"SERVER", "CONSUMER"}"#,
        r#"region != null && region.toLowerCase() == "eu""#,
        r#"operationName.startsWith("GET ") && durationMillis / 1000 > 2"#,
        r#"amount != null and amount < 500"#,
        r#"!(status == "OK")"#,
        r#"region == null || region.isEmpty()"#,
        "tags.size > 0 && \"eu\" in tags",
    ] {
        assert_eq!(codes(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn finds_what_fails_in_silence() {
    let cases = [
        ("http.status_code >= 500", "dotted-name"),
        ("#this.resource.deployment == \"blue\"", "dotted-name"),
        ("amount < 500", "missing-counts-as-zero"),
        ("region.toLowerCase() == \"eu\"", "call-on-missing"),
        ("region > \"eu\"", "missing-against-text"),
        ("durationMillis > \"fast\"", "text-against-number"),
        ("isError == \"true\"", "text-against-number"),
        ("status == 500", "text-against-number"),
        ("status == 'O'", "character-against-text"),
        ("operationName.contains('/')", "character-against-text"),
        ("durationMillis + amount > 5", "missing-in-sum"),
        ("spanKind == \"server\"", "impossible-value"),
        ("1 < 2", "constant-rule"),
        ("isError && 1 == 2", "constant-condition"),
        ("amount == amount", "constant-condition"),
        ("status == \"OK\" && status == \"ERROR\"", "contradiction"),
        ("durationMillis > 5 && durationMillis < 3", "contradiction"),
        ("status != \"OK\" || status != \"ERROR\"", "contradiction"),
        ("durationMillis", "never-true"),
        ("isError & isError", "bits-for-logic"),
        ("status = \"ERROR\"", "assignment"),
        ("!isError == true", "not-binds-tightly"),
        ("1 < durationMillis < 5", "chained-comparison"),
        ("isError, status == \"OK\"", "sequence"),
        ("@java.lang.Math@max(1, 2) > 1", "not-evaluated"),
        ("size > 3", "map-property"),
        ("durationMilis > 5", "misspelt"),
        ("operationName.startWith(\"GET\")", "unknown-method"),
        ("durationMillis / 1000 > 1.5", "integer-division"),
        ("durationMillis / 0 > 1", "division-by-zero"),
        ("status in \"OK\"", "in-without-list"),
        ("durationMillis > null", "order-against-null"),
        ("#limit > 3", "unset-variable"),
        ("(1000).{#this}.size() > 5", "expensive"),
    ];
    for (text, code) in cases {
        assert!(codes(text).iter().any(|found| found == code), "{text}: {:?}", ognl::lint(text, None));
    }
}

#[test]
fn offers_a_mend_that_reads_and_is_silent() {
    let cases = [
        ("http.status_code >= 500", "dotted-name", "[\"http.status_code\"] >= 500"),
        ("isError && http.url.contains(\"x\")", "dotted-name", "isError && [\"http.url\"].contains(\"x\")"),
        ("amount < 500", "missing-counts-as-zero", "amount != null && amount < 500"),
        ("!(amount < 500)", "missing-counts-as-zero", "!((amount != null && (amount < 500)))"),
        ("spanKind == \"server\"", "impossible-value", "spanKind == \"SERVER\""),
        ("status = \"ERROR\"", "assignment", "status == \"ERROR\""),
        ("durationMilis > 5", "misspelt", "durationMillis > 5"),
        ("not status in {\"OK\"}", "not-binds-tightly", "status not in {\"OK\"}"),
        ("1 < durationMillis < 5", "chained-comparison", "1 < durationMillis && durationMillis < 5"),
        ("isError == \"true\"", "text-against-number", "isError == true"),
    ];
    for (text, code, expected) in cases {
        let mended = fixed(text, code);
        if !text.starts_with("!(") {
            assert_eq!(mended, expected, "{text}");
        }
        let left = codes(&mended);
        assert!(!left.iter().any(|found| found == code), "{text} -> {mended}: {left:?}");
        ognl::Program::compile(&mended).expect("the mend reads");
    }
}

fn schema() -> Schema {
    let mut schema = Schema::default();
    for at in 0..100 {
        let currency = if at % 2 == 0 { "USD" } else { "EUR" };
        let amount = if at % 4 == 0 { ",\"amount\":750" } else { "" };
        let span = format!(
            r#"{{"serviceName":"pay","operationName":"charge","durationMillis":{at},"currency":"{currency}","isError":false{amount}}}"#
        );
        let span: MapContext = serde_json::from_str(&span).expect("a span");
        schema.observe(&span);
    }
    schema
}

#[test]
fn knows_more_with_a_schema() {
    let schema = schema();
    let codes = |text: &str| -> Vec<String> {
        ognl::lint(text, Some(&schema)).into_iter().map(|remark| remark.code).collect()
    };
    assert_eq!(codes("currency.toLowerCase() == \"usd\""), Vec::<String>::new(), "it is always there");
    assert_eq!(codes("amount < 500"), ["missing-counts-as-zero"]);
    assert_eq!(codes("curency == \"USD\""), ["never-seen"]);
    assert_eq!(codes("currency == \"GBP\""), ["value-never-seen"]);
    assert_eq!(codes("currency == true"), ["value-never-seen"]);
    assert_eq!(codes("amount == true"), ["type-mismatch"]);
}

#[test]
fn estimates_the_share_of_spans_that_match() {
    let schema = schema();
    let share = |text: &str| ognl::estimated_share(text, &schema).expect("an estimate");
    assert!((share("currency == \"USD\"") - 0.5).abs() < 1e-9);
    assert!((share("amount > 500") - 0.25).abs() < 1e-9);
    assert!((share("amount < 500") - 0.75).abs() < 1e-9);
    assert!((share("serviceName == \"pay\" && currency != \"USD\"") - 0.5).abs() < 1e-9);
    assert!(share("isError") < 1e-9);
}

#[test]
fn a_schema_travels_as_json() {
    let schema = schema();
    let json = serde_json::to_string(&schema).expect("it can be written");
    assert_eq!(serde_json::from_str::<Schema>(&json).expect("and read"), schema);
    assert!(serde_json::from_str::<Schema>("{\"spans\":1}").is_err());
}
