//! What holds for every text and every query.

use proptest::prelude::*;

use super::*;

/// Pieces of the language, so that much of what is made of them can be read.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "took",
        "ä",
        "İ",
        "Σ",
        "\"",
        "\\",
        "*",
        ",",
        ":",
        "(",
        ")",
        "!",
        "-",
        " ",
        "  ",
        "OR",
        " OR ",
        " AND ",
        "NOT ",
        "severity:",
        "status:",
        "service:",
        "rule:",
        "message:",
        "assigned:",
        "has:",
        "snoozed:",
        "age:",
        "from:",
        "to:",
        "updated:",
        "decided:",
        "tag:",
        "id:",
        "error",
        "warning",
        "open",
        "me",
        "none",
        "note",
        "yes",
        ">=",
        "<",
        "=",
        "..",
        "2h",
        "1w3d",
        "now-2h",
        "today",
        "2026-11-20",
        "2026-11-20T11:40Z",
        "\"a b\"",
        "\"*\"",
        "\"\"",
        "http://x",
        "12:30",
        "\t",
        "x:y",
        "🦦",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_is_written_reads_back_as_it_was(text in pieces()) {
        match Query::parse(&text) {
            Ok(query) => {
                let written = query.to_string();
                let again = Query::parse(&written);
                prop_assert_eq!(again.as_ref(), Ok(&query), "{:?} became {:?}", text, written);
                prop_assert_eq!(again.unwrap().to_string(), written);
            }
            Err(fault) => {
                prop_assert!(text.get(fault.span.start..fault.span.end).is_some_and(|place| !place.is_empty()), "{fault:?}");
            }
        }
    }

    #[test]
    fn nothing_that_is_typed_does_harm(text in any::<String>(), cursor in 0_usize..80) {
        let _ = Query::parse(&text);
        let known = |_| vec![Known { value: text.clone(), ..Known::default() }];
        let completion = complete(&text, cursor, known);
        for candidate in &completion.candidates {
            completion.apply(&text, candidate);
        }
    }

    #[test]
    fn every_value_can_be_asked_for_and_is_found(value in any::<String>()) {
        prop_assume!(value.len() < 900 && !value.contains('\0'));
        for key in [Key::Service, Key::Rule, Key::Assigned, Key::Tag] {
            let query = Query::default().toggled(key, &value).expect("a value in quotes");
            prop_assert!(query.has_value(key, &value));
            prop_assert!(query.toggled(key, &value).expect("as before").is_everything());
        }
        let pattern = Pattern::literal(value.clone());
        prop_assert!(pattern.is(&value) && pattern.is_in(&value));
    }

    #[test]
    fn what_is_typed_is_completed_to_what_can_be_read(text in pieces(), cursor in 0_usize..60) {
        let completion = complete(&text, cursor, |_| vec![Known { value: "a b".into(), ..Known::default() }]);
        prop_assert!(text.get(completion.span.start..completion.span.end).is_some());
    }
}
