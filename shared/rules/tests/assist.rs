//! What an editor offers and shows.

use console_rules::assist::Kind;
use console_rules::ognl::MapContext;
use console_rules::{Language, Schema};

fn schema() -> Schema {
    let mut schema = Schema::default();
    for at in 0..4 {
        let span = format!(
            r#"{{"serviceName":"pay","operationName":"charge.card","currency":"{}","http.status_code":{}}}"#,
            if at == 0 { "EUR" } else { "USD" },
            200 + at
        );
        let span: MapContext = serde_json::from_str(&span).expect("a span");
        schema.observe(&span);
    }
    schema
}

/// The inserted texts offered at `|`.
fn offered(language: Language, marked: &str) -> Vec<String> {
    let offset = marked.find('|').expect("a cursor");
    let text = marked.replace('|', "");
    let completions = language.complete(&text, offset, Some(&schema()));
    completions.items.into_iter().map(|item| item.insert).collect()
}

#[test]
fn completes_an_expression() {
    let ognl = |marked: &str| offered(Language::Ognl, marked);
    assert_eq!(ognl("dur|"), ["durationMillis"]);
    assert_eq!(ognl("isError && curr|"), ["currency"]);
    assert_eq!(ognl("stat|"), ["status", "[\"http.status_code\"]"]);
    assert_eq!(ognl("spanKind == \"SE|"), ["\"SERVER\""]);
    assert_eq!(ognl("currency in {\"US|"), ["\"USD\""]);
    assert_eq!(ognl("[\"http|"), ["\"http.status_code\""]);
    assert_eq!(ognl("serviceName.starts|"), ["startsWith("]);
    assert!(ognl("isError |").contains(&"&&".to_owned()));
    assert!(ognl("|").contains(&"isError".to_owned()));
}

#[test]
fn completes_a_trace_rule() {
    let betrace = |marked: &str| offered(Language::Betrace, marked);
    assert_eq!(betrace("|"), ["when"]);
    assert_eq!(betrace("when { cha|"), ["charge.card"]);
    assert_eq!(betrace("when { charge.card.wh|"), ["where"]);
    assert_eq!(betrace("when { charge.card.where(curr|"), ["currency"]);
    assert_eq!(betrace("when { charge.card.where(stat|"), ["\"http.status_code\""]);
    assert_eq!(betrace("when { charge.card.where(currency == US|"), ["\"USD\""]);
    assert_eq!(betrace("when { charge.card.where(currency == \"US|"), ["\"USD\""]);
    assert_eq!(betrace("when { charge.card } al|"), ["always"]);
    assert!(betrace("when { charge.card.where(currency |").contains(&"matches".to_owned()));
}

#[test]
fn shows_what_is_known_of_a_name() {
    let schema = schema();
    let text = "currency == \"EUR\" && serviceName.contains(\"x\")";
    let hover = Language::Ognl.hover(text, 2, Some(&schema)).expect("something");
    assert_eq!(hover.text, "currency: text, in 100 % of 4 spans\nUSD (3), EUR (1)");
    let hover = Language::Ognl.hover(text, 35, Some(&schema)).expect("something");
    assert!(hover.text.starts_with("String.contains(text) Boolean"), "{}", hover.text);
    let hover = Language::Betrace.hover("when { charge.card }", 9, Some(&schema)).expect("something");
    assert_eq!(hover.text, "charge.card: 4 spans");
    let hover = Language::Betrace.hover("when { charge.card }", 1, None).expect("something");
    assert!(hover.text.starts_with("when: "));
}

#[test]
fn survives_any_cursor() {
    let schema = schema();
    for language in [Language::Ognl, Language::Betrace] {
        for text in [
            "",
            "é.",
            "\"",
            "when { a.where(\"é",
            "a in {",
            "[",
            "a == b ? c : 'x",
            "when { a.where(x in [A,",
        ] {
            for offset in 0..=text.len() + 2 {
                let completions = language.complete(text, offset, Some(&schema));
                assert!(
                    completions
                        .items
                        .iter()
                        .all(|item| item.kind != Kind::Field || language == Language::Ognl)
                );
                let _: Option<_> = language.hover(text, offset, Some(&schema));
            }
        }
    }
}
