//! The traps of the BeTrace DSL, and what the linter says about them.

use console_rules::Schema;
use console_rules::betrace;
use console_rules::ognl::MapContext;

fn codes(text: &str) -> Vec<String> {
    betrace::lint(text, None).into_iter().map(|remark| remark.code).collect()
}

fn in_where(test: &str) -> String {
    format!("when {{ charge.where({test}) }} always {{ fraud_check }}")
}

#[test]
fn is_silent_about_sound_rules() {
    for text in [
        "when { charge } always { fraud_check }",
        "when { charge.where(amount > 500 and currency in [USD, EUR]) } always { fraud_check } never { refund }",
        "when { count(charge) > 1 } never { count(refund) > count(charge) }",
        "when { a.where(\"http.status_code\" == 500) } never { b.where(verified) }",
        "when { a.where(path matches \"^/api\") } always { b.where(not blocked) }",
    ] {
        assert_eq!(codes(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn knows_the_traps() {
    let cases = [
        ("ok == false", "false-is-true"),
        ("currency in [\"USD\"]", "quoted-in-list"),
        ("currency in USD", "in-without-list"),
        ("currency == [USD, EUR]", "list-as-text"),
        ("amount > max_limit", "word-is-text"),
        ("amount < 500", "missing-comes-first"),
        ("amount > 010", "octal-number"),
        ("name matches \"(\"", "bad-pattern"),
        ("name contains \"\"", "constant-condition"),
        ("http.status_code", "span-reference"),
        ("amount > count(b)", "count-in-where"),
        ("name > \"abc\"", "ordered-as-text"),
    ];
    for (test, code) in cases {
        let text = in_where(test);
        assert!(codes(&text).iter().any(|found| found == code), "{text}: {:?}", betrace::lint(&text, None));
    }
    let rules = [
        ("when { a }", "cannot-fire"),
        ("when { a } always { a }", "cannot-fire"),
        ("when { a } never { a }", "always-fires"),
        ("when { a } always { b } never { b }", "always-fires"),
        ("when { count(a) >= 0 } always { b }", "constant-condition"),
        ("when { a == 1 } always { b }", "direct-comparison"),
    ];
    for (text, code) in rules {
        assert!(codes(text).iter().any(|found| found == code), "{text}: {:?}", betrace::lint(text, None));
    }
}

#[test]
fn offers_mends_that_read() {
    let cases = [
        ("ok == false", "false-is-true", "ok == \"false\""),
        ("currency in [\"USD\", EUR]", "quoted-in-list", "currency in [USD, EUR]"),
        ("currency in USD", "in-without-list", "currency == USD"),
        ("http.ok", "span-reference", "\"http.ok\" == \"true\""),
    ];
    for (test, code, expected) in cases {
        let text = in_where(test);
        let remarks = betrace::lint(&text, None);
        let fix = remarks.iter().find(|r| r.code == code).and_then(|r| r.fix.clone()).expect("a fix");
        let mended = format!(
            "{}{}{}",
            &text[..fix.span.start as usize],
            fix.replacement,
            &text[fix.span.end as usize..]
        );
        assert_eq!(mended, in_where(expected));
        betrace::Program::compile(&mended).expect("the mend reads");
    }
}

#[test]
fn says_several_things_about_a_broken_text_and_how_to_mend_them() {
    let text = "when { charge.where(http.status_code >= 500) } always { a AND b }";
    let found = betrace::Program::compile(text).expect_err("it is broken");
    let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["unquoted-attribute", "unexpected"]);
    assert_eq!(found[0].fix.as_ref().map(|fix| fix.replacement.as_str()), Some("\"http.status_code\""));
    assert_eq!(found[1].fix.as_ref().map(|fix| fix.replacement.as_str()), Some("and"));
}

#[test]
fn knows_more_with_a_schema() {
    let mut schema = Schema::default();
    for at in 0..10 {
        let span =
            format!(r#"{{"serviceName":"pay","operationName":"charge","amount":"{at}","currency":"USD"}}"#);
        let span: MapContext = serde_json::from_str(&span).expect("a span");
        schema.observe(&span);
    }
    let codes = |text: &str| -> Vec<String> {
        betrace::lint(text, Some(&schema)).into_iter().map(|remark| remark.code).collect()
    };
    assert_eq!(
        codes("when { charge.where(amount < 5) } never { charge.where(currency == EUR) }"),
        ["value-never-seen"]
    );
    assert_eq!(codes("when { charge.where(curency == USD) } always { chrge }"), ["never-seen", "never-seen"]);
}
