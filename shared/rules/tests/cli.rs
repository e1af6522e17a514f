//! What the `rules` commands print and how they exit.
#![cfg(feature = "cli")]

use console_rules::Language;
use console_rules::cli::{self, Source};

const OGNL: Source<'_> = Source { path: "ognl.jsonl", text: include_str!("data/ognl.jsonl") };
const BETRACE: Source<'_> = Source { path: "betrace.jsonl", text: include_str!("data/betrace.jsonl") };

#[test]
fn all_recorded_cases_pass_as_fixtures() {
    let report = cli::test(&[OGNL], Some(Language::Ognl));
    assert_eq!((report.text.as_str(), report.failed), ("696 passed, 0 failed\n", false));
    let report = cli::test(&[BETRACE], Some(Language::Betrace));
    assert_eq!((report.text.as_str(), report.failed), ("750 passed, 0 failed\n", false));
    let both = cli::test(&[OGNL, BETRACE], None);
    assert_eq!(both.text, "1446 passed, 0 failed\n");
}

#[test]
fn a_wrong_fixture_is_one_line_and_fails() {
    let text = r#"{"name":"slow","language":"ognl","expr":"durationMillis > 1000","span":{"durationMillis":5},"fires":true}
{"name":"fine","language":"ognl","expr":"isError","span":{"isError":true},"fires":true}
{"name":"typed","language":"ognl","expr":"1 + 1","span":{},"outcome":"value","result":{"type":"Integer","value":"3"}}
{"name":"where","language":"betrace","expr":"when { a","spans":[],"outcome":"parse_error","line":1,"column":3}
{"name":"nothing","language":"ognl","expr":"true","span":{}}
not json
{"name":"odd","language":"sql","expr":"true","fires":true}
"#;
    let report = cli::test(&[Source { path: "t.jsonl", text }], None);
    assert!(report.failed);
    let lines: Vec<&str> = report.text.lines().collect();
    assert_eq!(lines[0], "t.jsonl:1: slow: expected fires true, found false (Boolean false)");
    assert_eq!(lines[1], "t.jsonl:3: typed: expected Integer 3, found Integer 2");
    assert!(lines[2].starts_with("t.jsonl:4: where: expected an error at 1:3, found 1:9"), "{}", lines[2]);
    assert!(lines[3].starts_with("t.jsonl:5: nothing: expects nothing"));
    assert!(lines[4].starts_with("t.jsonl:6: no fixture"));
    assert!(lines[5].starts_with("t.jsonl:7: odd: `sql` is no rule language"));
    assert_eq!(lines[6], "1 passed, 6 failed");
}

#[test]
fn lint_points_at_line_and_column() {
    let dotted = Source { path: "a.ognl", text: "isError &&\n  http.status_code >= 500" };
    let sound = Source { path: "b.betrace", text: "when { a } always { b }" };
    let report = cli::lint(&[dotted, sound], None, None, false);
    assert!(!report.failed);
    let expected = "a.ognl:2:3: warning: this looks up `http` first, which no span has: an error, the rule never fires [dotted-name]\n    mend: use [\"http.status_code\"]\n2 files, 0 errors, 1 warnings\n";
    assert_eq!(report.text, expected);
    assert!(cli::lint(&[dotted], None, None, true).failed, "strict");
    let broken = Source { path: "c.ognl", text: "a ==" };
    assert!(cli::lint(&[broken], None, None, false).failed);
}

#[test]
fn fmt_answers_the_new_text_or_what_is_wrong() {
    let file = Source { path: "a.ognl", text: "a&&b" };
    assert_eq!(cli::fmt(file, None), Ok("a && b\n".to_owned()));
    let broken = cli::fmt(Source { path: "a.ognl", text: "a &&" }, None).expect_err("broken");
    assert!(broken.failed && broken.text.starts_with("a.ognl:1:5: error: "), "{}", broken.text);
}

#[test]
fn explain_takes_a_span_or_a_trace() {
    let rule = Source { path: "a.ognl", text: "durationMillis > 1000" };
    let report = cli::explain(rule, r#"{"durationMillis":250}"#, None);
    assert!(
        report.text.starts_with("Does not fire: `durationMillis > 1000` is false: 250 > 1000."),
        "{}",
        report.text
    );
    let rule = Source { path: "a.betrace", text: "when { a } always { b }" };
    let report = cli::explain(rule, r#"{"spans":[{"name":"a"}]}"#, None);
    assert!(report.text.starts_with("Violation: `always` does not hold"), "{}", report.text);
    assert!(cli::explain(rule, "{", None).failed);
}
