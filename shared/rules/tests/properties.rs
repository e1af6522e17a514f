//! What holds for every text: no panic, limits, and a formatter that changes nothing but white space.

use console_rules::betrace::{self, MapSpan};
use console_rules::ognl::{self, MapContext};
use console_rules::{Diagnostic, Language, Schema};
use proptest::prelude::*;

fn span() -> MapContext {
    serde_json::from_str(
        r#"{"a":1,"b":"text","c":null,"d":2.5,"e":true,"tags":["x","y",3],"http.status_code":500,"durationMillis":9}"#,
    )
    .expect("a span")
}

fn spans() -> Vec<MapSpan> {
    let span =
        |name: &str, value: &str| MapSpan { name: name.into(), attrs: [("x".into(), value.into())].into() };
    vec![span("a", "1"), span("a.b", "text"), span("a", "")]
}

/// Pieces of both languages, so that much of what is made of them can be read.
fn pieces() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "a",
        "b",
        "tags",
        "c",
        "e",
        "1",
        "2.5",
        "0x1f",
        "10L",
        "3h",
        "1.5b",
        "\"x\"",
        "'y'",
        "'yz'",
        "null",
        "true",
        "#this",
        "#root",
        "#x",
        "[\"http.status_code\"]",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ".",
        ",",
        "?",
        ":",
        "&&",
        "||",
        "and",
        "or",
        "not",
        "!",
        "-",
        "+",
        "*",
        "/",
        "%",
        "==",
        "!=",
        "<",
        ">=",
        "in",
        "not in",
        "shl",
        ">>>",
        "~",
        "& ",
        "|",
        "^",
        "=",
        "[^]",
        "[$]",
        ".{? #this}",
        ".{#this}",
        ".size()",
        ".length()",
        ".substring(1)",
        "@A@b",
        "new X()",
        ":[",
        "instanceof",
        "String",
        "when {",
        "always {",
        "never {",
        "count(",
        ".where(",
        "matches",
        "contains",
        "007",
        "// c\n",
        "\"(\"",
        "[A, B]",
        "é",
        "\u{1f600}",
        "\\",
        "`",
        "if",
    ]);
    (prop::collection::vec((word, prop::bool::ANY), 0..40)).prop_map(|words| {
        words.into_iter().map(|(word, gap)| if gap { format!("{word} ") } else { word.to_owned() }).collect()
    })
}

/// Expressions that can be read.
fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        "durationMillis",
        "\"it's\"",
        "'c'",
        "42",
        "-7",
        "1e3",
        "9L",
        "true",
        "null",
        "#this",
        "[\"k.x\"]",
        "tags[0]",
        "b.length()",
        "{1, 2}",
        "{}",
        "#{\"k\": a}",
        "tags.{? #this == 'x'}",
        "tags.{#this + 1}",
        ".5",
        "1.",
        "0x1F",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(6, 40, 3, |inner| {
        let binary = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "and", "or", "in",
            "not in", "&", "|", "^", "<<", ">>", ">>>", "eq", "shl", ",",
        ]);
        prop_oneof![
            (inner.clone(), binary, inner.clone()).prop_map(|(l, op, r)| format!("({l}) {op} {r}")),
            (prop::sample::select(vec!["!", "-", "~", "not ", "+"]), inner.clone())
                .prop_map(|(op, v)| format!("{op}{v}")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(({a}) ? ({b}) : ({c}))")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("{{({a}), ({b})}}.size()")),
        ]
    })
}

fn rules() -> impl Strategy<Value = String> {
    let test = prop::sample::select(vec![
        "x > 5",
        "x == \"1\"",
        "\"k.x\" in [A, B]",
        "x matches \"^[0-9]+$\"",
        "x",
        "not x",
        "a.b",
        "x contains \"\"",
        "x < 007",
        "(x or y)",
        "x == count(a)",
        "x != false",
    ]);
    let leaf = prop_oneof![
        prop::sample::select(vec!["a", "a.b", "count(a) > 1", "count(a.b) == count(a)", "a == 1"])
            .prop_map(str::to_owned),
        (prop::sample::select(vec!["a", "a.b"]), prop::collection::vec(test, 1..4))
            .prop_map(|(name, tests)| format!("{name}.where({})", tests.join(" and "))),
    ];
    let condition = leaf.prop_recursive(4, 20, 3, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(vec!["and", "or"]), inner.clone())
                .prop_map(|(l, op, r)| format!("({l}) {op} {r} // why\n")),
            inner.prop_map(|c| format!("not ({c})")),
        ]
    });
    let clause = |word: &'static str, c: String| format!("{word} {{ {c} }}");
    (condition.clone(), prop::option::of(condition.clone()), prop::option::of(condition)).prop_map(
        move |(when, always, never)| {
            let mut rule = clause("when", when);
            rule.extend(always.map(|c| clause(" always", c)));
            rule.extend(never.map(|c| clause(" never", c)));
            rule
        },
    )
}

fn within(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        for span in [Some(diagnostic.span), diagnostic.fix.as_ref().map(|fix| fix.span)].into_iter().flatten()
        {
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{diagnostic:?} in {text:?}");
        }
    }
}

/// Everything there is to ask about a text.
fn ask_everything(text: &str) {
    let schema = {
        let mut schema = Schema::default();
        schema.observe(&span());
        schema
    };
    for language in [Language::Ognl, Language::Betrace] {
        let found = language.check(text);
        within(text, &found);
        within(text, &language.lint(text, None));
        within(text, &language.lint(text, Some(&schema)));
        match language.format(text) {
            Ok(formatted) => {
                assert!(found.is_empty());
                assert_eq!(language.format(&formatted).as_deref(), Ok(formatted.as_str()), "{text:?}");
            }
            Err(diagnostics) => assert_eq!(diagnostics, found),
        }
        language.complete(text, text.len() / 2, Some(&schema));
        language.hover(text, text.len() / 2, Some(&schema));
    }
    if let Ok(program) = ognl::Program::compile(text) {
        let outcome = program.evaluate(&span());
        assert_eq!(outcome.fires(), program.fires(&span()));
        let told = program.explain(&span());
        assert_eq!(told.fires, outcome.fires());
        let formatted = ognl::format(text).expect("it can be read");
        let again = ognl::Program::compile(&formatted).expect("still");
        assert!(program.same_tree(&again), "{text:?} and {formatted:?}");
        ognl::estimated_share(text, &schema);
    }
    let place = betrace::syntax_error(text);
    match betrace::Program::compile(text) {
        Ok(program) => {
            assert_eq!(place, None, "BeTrace refuses {text:?}");
            let outcome = program.evaluate(&spans());
            assert_eq!(program.explain(&spans()).fires, outcome.violation());
            let formatted = betrace::format(text).expect("it can be read");
            let again = betrace::Program::compile(&formatted).expect("still");
            assert!(program.same_tree(&again), "{text:?} and {formatted:?}");
        }
        Err(_) => assert!(place.is_some(), "BeTrace accepts {text:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in ".{0,80}") {
        ask_everything(&text);
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        ask_everything(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_mixture_of_words_is_answered(text in pieces()) {
        ask_everything(&text);
    }

    #[test]
    fn expressions_keep_their_meaning(text in expressions()) {
        ognl::Program::compile(&text).expect("made to be read");
        ask_everything(&text);
    }

    #[test]
    fn rules_keep_their_meaning_and_comments(text in rules()) {
        betrace::Program::compile(&text).expect("made to be read");
        ask_everything(&text);
        let formatted = betrace::format(&text).expect("it can be read");
        prop_assert_eq!(formatted.matches("// why").count(), text.matches("// why").count());
    }
}

#[test]
fn depth_and_length_have_limits() {
    let deep =
        |open: &str, close: &str, count: usize| format!("{}a{}", open.repeat(count), close.repeat(count));
    for text in [
        deep("(", ")", 10_000),
        deep("-", "", 10_000),
        deep("{", "}", 8_000),
        deep("a.{", "}", 5_000),
        deep("a[", "]", 5_000),
        deep("a?", ":a", 5_000),
        deep(":[", "]", 8_000),
        "a-".repeat(8_000) + "a",
        "a<".repeat(8_000) + "a",
        "a=".repeat(8_000) + "a",
        "a(1)".repeat(4_000),
        "a.".repeat(8_000) + "a",
        "a".repeat(100_000),
        format!("when {{ {} }} always {{ b }}", deep("(", ")", 5_000)),
        format!("when {{ {} }} always {{ b }}", deep("not (", ")", 2_000)),
        format!("when {{ a.where({}) }} always {{ b }}", deep("(", ")", 5_000)),
        format!("when {{ {} }} always {{ b }}", "a and ".repeat(2_000) + "a"),
    ] {
        for language in [Language::Ognl, Language::Betrace] {
            language.lint(&text, None);
            let formatted = language.format(&text);
            assert_eq!(formatted.is_ok(), language.check(&text).is_empty());
        }
    }
}

#[test]
fn steps_and_output_have_limits() {
    let span = span();
    let told = |text: &str| match ognl::Program::compile(text).expect("it can be read").evaluate(&span) {
        ognl::Outcome::NotEvaluated(reason) => reason,
        other => panic!("{text}: {other:?}"),
    };
    assert!(told("(9999).{(9999).{(9999).{#this}}}").contains("steps"));
    assert!(told("(99999999).{#this}").contains("10,000 elements"));
    let doubled = (0..14).fold("\"0123456789\"".to_owned(), |text, _| format!(":[#this + #this]({text})"));
    assert!(told(&doubled).contains("64 KiB"));
    let replaced =
        (0..5).fold("\"0\"".to_owned(), |text, _| format!("{text}.replace(\"0\", \"0000000000\")"));
    assert!(told(&replaced).contains("64 KiB"));
}
