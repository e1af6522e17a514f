use super::*;
use crate::translation::translation_of;

fn parse(text: &str) -> Result<Catalogue, Vec<Problem>> {
    Catalogue::parse(&[("a.ftl".to_owned(), text.to_owned())], None)
}

fn problems(text: &str) -> Vec<String> {
    parse(text).expect_err("there is something wrong").iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_wrong_is_named_with_file_and_line() {
    assert_eq!(
        problems("one = One\n\ntwo = { $x\nthree = Three\n"),
        ["a.ftl:4: Expected a token starting with \"}\""]
    );
    assert_eq!(
        problems("one = One\ntwo = Two\none = Again\n"),
        ["a.ftl:3: `one` is defined already, in a.ftl:1"]
    );
    assert_eq!(problems("one = { two }\n"), ["a.ftl:1: `one`: there is no `two`"]);
    assert_eq!(
        problems("one = One { two }\ntwo = { one }\n"),
        ["a.ftl:1: `one`: refers to itself through `one`", "a.ftl:2: `two`: refers to itself through `two`"]
    );
    assert_eq!(
        problems("one = { DATETIME($at) }\n"),
        ["a.ftl:1: `one`: there is no function `DATETIME`; dates come as text, from ui/src/text.rs"]
    );
    assert_eq!(
        problems("one = One\n    .title = Two\n"),
        ["a.ftl:1: `one` has attributes: give each text an id of its own"]
    );
}

#[test]
fn a_message_becomes_a_function_named_and_typed_after_it() {
    let english = parse(
        "-name = Fluo Console\ntitle = Welcome to { -name }\n\
         # $spanName is as FLUO says it\nspans-count = { $count ->\n    [one] { $count } span of { $spanName }\n   *[other] { $count } spans of { $spanName }\n }\n",
    )
    .unwrap();
    let source = rust(&english);
    assert!(
        source.contains(
            "pub(crate) fn title() -> &'static str {\n    plain(1, \"Welcome to Fluo Console\")\n}"
        ),
        "{source}"
    );
    assert!(source.contains("/// $spanName is as FLUO says it\n"), "{source}");
    assert!(
        source.contains("pub(crate) fn spans_count(count: i64, span_name: &str) -> String {"),
        "{source}"
    );
    assert!(source.contains("&[Value::Number(count), Value::Text(span_name)])"), "{source}");
    assert!(!source.contains("fn _name"), "{source}");
}

#[test]
fn another_language_has_its_patterns_at_the_places_of_the_english_ones() {
    let english = parse("-name = Fluo\na = A { $n } of { $x }\nb = B\nc = { -name }\n").unwrap();
    let file = ("de/a.ftl".to_owned(), "c = Das { -name }\na = { $x }: { $n }\n".to_owned());
    let own = Catalogue::parse(&[file], Some(&english)).unwrap();
    let translation = translation_of(&english, own).unwrap();
    assert_eq!(translation.patterns, [Some("\u{1}1: \u{1}0".to_owned()), None, Some("Das Fluo".to_owned())]);
    assert_eq!(translation.missing(), 1);
}

#[test]
fn a_message_or_variable_that_english_does_not_have_is_a_problem() {
    let english = parse("a = A { $n }\n").unwrap();
    let own = Catalogue::parse(&[("de/a.ftl".to_owned(), "a = { $m }\nb = B\n".to_owned())], Some(&english))
        .unwrap();
    let problems: Vec<_> =
        translation_of(&english, own).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "de/a.ftl:1: `a` has no variable $m",
            "de/a.ftl:2: `b` is no message of ours: English does not have it"
        ]
    );
}

#[test]
fn the_pseudo_language_accents_words_and_leaves_variables_alone() {
    let english =
        parse("a = Retry now\nb = { $n ->\n    [one] one row\n   *[other] { $n } rows\n }\n").unwrap();
    assert_eq!(
        pseudo(&english).patterns,
        [
            Some("[Réétrý ñóów]".to_owned()),
            Some("[\u{2}0c\u{3}one\u{4}óóñéé róów\u{3}other\u{4}\u{1}0 róówš\u{5}]".to_owned())
        ]
    );
}
