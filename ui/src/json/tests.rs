//! Our JSON against `serde_json`'s.

use serde_json::json;

use super::*;

#[test]
fn what_serde_json_reads_is_read_the_same() {
    for text in [
        "null",
        " [ ] ",
        "{}",
        r#"{"a":[1,-2,3.5,1e3,true,false,null],"b":{"c":"x"}}"#,
        r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é""#,
        "[9223372036854775807,-9223372036854775808]",
        r#"[[[["deep"]]]]"#,
    ] {
        let ours: Value = read(text).unwrap();
        let theirs: Value = serde_json::from_str(text).unwrap();
        assert_eq!(write(&ours), write(&theirs), "{text}");
    }
}

#[test]
fn what_is_no_json_is_refused() {
    let deep = "[".repeat(1_000);
    for text in [
        "",
        "nul",
        "[1,]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1,}",
        "\"open",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\n\"",
        "1 2",
        "-",
        "[",
        "]",
        "{\"a\":1]",
        deep.as_str(),
    ] {
        assert!(read::<Value>(text).is_err(), "{text}");
    }
}

#[test]
fn members_are_found_unread() {
    let text = r#" {"a": [1, {"b": "]}"}], "c\u0064":null , "e":-1.5} "#;
    let found = members(text).unwrap();
    let found: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(found, [("a", r#"[1, {"b": "]}"}]"#), ("cd", "null"), ("e", "-1.5")]);
    for text in ["[]", "{", r#"{"a"}"#, r#"{"a":}"#, r#"{"a":[}"#, r#"{"a":1} 2"#] {
        assert!(members(text).is_err(), "{text}");
    }
}

#[test]
fn what_is_written_is_read_back() {
    let value = json!({"a": [1, -2, 2.5, true, null, {}], "b": "q\"\\\n\u{1}é😀", "c": u64::MAX});
    let text = write(&value);
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    assert_eq!(text, value.to_string());
}

#[test]
fn typed_reading_takes_enums_options_and_newtypes() {
    use console_api::{Severity, SignalId, Timestamp};

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Sample {
        id: SignalId,
        severity: Severity,
        at: Option<Timestamp>,
        left_out: Option<i64>,
        #[serde(default)]
        defaulted: bool,
    }
    let sample: Sample =
        read(r#"{"id":"s1","severity":"ERROR","at":"2026-11-20T12:00:00Z","unknown":[{}]}"#).unwrap();
    assert_eq!(sample.id.as_str(), "s1");
    assert_eq!(sample.severity, Severity::Error);
    assert_eq!(sample.at, Timestamp::parse("2026-11-20T12:00:00Z"));
    assert_eq!((sample.left_out, sample.defaulted), (None, false));
    assert!(read::<Sample>(r#"{"id":"s1","severity":"LOUD","at":null}"#).is_err());
    assert!(read::<Sample>(r#"{"severity":"ERROR"}"#).is_err());
}
