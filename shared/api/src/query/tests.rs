//! Each feature of the language once, and what is said of what it does not understand.

use super::*;
use crate::session::User;
use crate::signal::PendingStatus;
use crate::{Severity, Signal, SignalStatus, Timestamp};

const ME: &str = "ana";

fn now() -> Timestamp {
    Timestamp::parse("2026-11-20T12:00:00Z").unwrap()
}

fn signal() -> Signal {
    Signal {
        id: "sig-1".into(),
        friendly_id: Some("brave-otter-42".to_owned()),
        severity: Severity::Error,
        severity_text: None,
        status: SignalStatus::Open,
        pending: None,
        rule_id: "slow-charge".into(),
        rule_version: "1".into(),
        message: "payment.charge_card took 412 ms: too long (limit 250)".to_owned(),
        service: "Payments EU".to_owned(),
        span_name: "payment.charge_card".to_owned(),
        trace_id: "4bf92f3577b34da6a3ce929d0e0e4736".into(),
        span_id: "00f067aa0ba902b7".into(),
        raised_at: Timestamp::parse("2026-11-20T10:00:00Z").unwrap(),
        updated_at: Timestamp::parse("2026-11-20T11:30:00Z").unwrap(),
        revision: 1,
        owner: None,
        snooze: None,
        reason: None,
        decided_at: None,
        tags: Vec::new(),
        notes: 0,
        links: 0,
    }
}

fn finds(text: &str, signal: &Signal) -> bool {
    let query = Query::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    query.matches(signal, Reader { now: now(), me: ME })
}

/// What the query is in its one written form.
fn written(text: &str) -> String {
    Query::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}")).to_string()
}

fn fault(text: &str) -> (String, String) {
    let fault = Query::parse(text).expect_err(text);
    (text[fault.span.start..fault.span.end].to_owned(), fault.problem.to_string())
}

#[test]
fn what_is_asked_for_is_found_and_nothing_else() {
    let signal = signal();
    for text in [
        "",
        "  ",
        "took",
        "TOOK charge",
        "\"took 412\"",
        "took*long",
        "otter",
        "4bf92f",
        "\"(limit 250)\"",
        "severity:error",
        "severity:ERROR,info",
        "severity:>=warning",
        "severity:warning..critical",
        "severity:<critical",
        "status:open",
        "service:\"payments eu\"",
        "service:pay*",
        "service:*EU,till",
        "rule:slow-charge",
        "span:payment.*",
        "message:took",
        "message:\"too long\"",
        "id:sig-1",
        "id:brave-otter-42",
        "trace:4bf9*",
        "assigned:none",
        "snoozed:no",
        "age:<3h",
        "age:2h1s",
        "age:>=2h",
        "age:1h30m..2h",
        "from:3h",
        "from:now-2h",
        "from:today",
        "from:2026-11-20",
        "from:2026-11-20T10:00",
        "to:1h",
        "to:2026-11-20T11:00:00+00:30",
        "updated:<1h",
        "updated:1h",
        "updated:today",
        "updated:>2026-11-20T11:29Z",
        "updated:2026-11-20..now",
        "-status:resolved",
        "!severity:info",
        "NOT nothing",
        "status:resolved OR took",
        "(status:resolved OR status:open) took",
        "status:open AND took",
        "!(status:resolved took)",
        "x OR y OR took",
        "12:30 OR http://x OR took",
    ] {
        assert!(finds(text, &signal), "{text}");
    }
    for text in [
        "nowhere",
        "took nowhere",
        "\"412 took\"",
        "long*took",
        "severity:>error",
        "severity:info..warning",
        "status:resolved,investigating",
        "service:payments",
        "service:\"\"",
        "rule:slow",
        "tag:urgent",
        "assigned:me,any",
        "has:note,link,owner,tag,snooze,reason,pending,problem",
        "snoozed:yes",
        "age:<2h",
        "age:>2h",
        "from:1h",
        "to:2h",
        "updated:>1h",
        "-took",
        "status:open status:resolved",
        "(x OR took) -took",
    ] {
        assert!(!finds(text, &signal), "{text}");
    }
}

#[test]
fn what_waits_for_fluo_and_what_it_refused_is_told_apart() {
    let waits = |problem: Option<&str>| PendingStatus {
        confirmed: SignalStatus::Open,
        since: now(),
        problem: problem.map(str::to_owned),
    };
    let pending = Signal { pending: Some(waits(None)), ..signal() };
    let refused = Signal { pending: Some(waits(Some("no"))), ..signal() };
    assert!(finds("has:pending", &pending) && !finds("has:problem", &pending));
    assert!(finds("has:problem", &refused) && !finds("has:pending", &refused));
}

#[test]
fn what_people_made_of_it_is_asked_for() {
    let signal = Signal {
        owner: Some(User { id: ME.into(), name: "Ana Lima".to_owned() }),
        reason: Some("known noise".to_owned()),
        tags: vec!["Deploy".to_owned(), "eu-west".to_owned()],
        notes: 2,
        ..signal()
    };
    for text in
        ["assigned:me", "assigned:any", "assigned:ana", "assigned:\"ana lima\"", "tag:deploy", "tag:eu-*"]
    {
        assert!(finds(text, &signal), "{text}");
    }
    for text in ["has:note", "has:owner", "has:tag", "has:reason", "has:link,note"] {
        assert!(finds(text, &signal), "{text}");
    }
    for text in ["assigned:none", "assigned:lima", "tag:eu", "has:link", "has:snooze", "snoozed:yes"] {
        assert!(!finds(text, &signal), "{text}");
    }
}

#[test]
fn what_is_undecided_was_decided_at_no_time() {
    let decided_at = Timestamp::parse("2026-11-20T11:00:00Z");
    let decided = Signal { decided_at, ..signal() };
    for text in ["decided:today", "decided:>=2026-11-20T11:00Z", "decided:<1d", "!decided:<2026-11-20T11:00Z"]
    {
        assert!(finds(text, &decided), "{text}");
    }
    for text in ["decided:today", "decided:<1d", "decided:>=2026-11-20"] {
        assert!(!finds(text, &signal()), "{text}");
    }
}

#[test]
fn a_query_has_one_written_form() {
    for (text, form) in [
        ("Severity:ERROR   STATUS:false-positive", "severity:error status:false_positive"),
        ("service:\"pay*\" service:pay* service:\"a b\"", "service:\"pay*\" service:pay* service:\"a b\""),
        ("service://x", "service://x"),
        ("age:2h updated:90m from:7d to:now", "age:<2h updated:<1h30m from:7d to:now"),
        ("from:2026-11-20T00:00:00Z", "from:2026-11-20"),
        ("to:2026-11-20T11:40Z", "to:2026-11-20T11:40:00"),
        ("severity:..error severity:info..", "severity:<=error severity:>=info"),
        ("a AND (b c) AND (d OR (e OR f))", "a b c (d OR e OR f)"),
        ("NOT (a b) OR --c", "!(a b) OR c"),
        ("\"OR\" \"-x\" \"key:value\"", "\"OR\" \"-x\" \"key:value\""),
        ("\"say \\\"hi\\\" \\\\\"", "\"say \\\"hi\\\" \\\\\""),
        ("assigned:me,\"me\",none", "assigned:me,\"me\",none"),
        ("a**b *c*", "a*b *c*"),
        ("- a", "\"-\" a"),
    ] {
        assert_eq!(written(text), form);
        assert_eq!(written(form), form);
    }
}

#[test]
fn a_fault_names_its_place_and_what_was_meant() {
    for (text, at, problem) in [
        ("a sevrity:error", "sevrity", "there is no key `sevrity`; did you mean `severity`?"),
        ("severity:eror", "eror", "`severity` is never `eror`; did you mean `error`?"),
        ("status:opne", "opne", "`status` is never `opne`; did you mean `open`?"),
        ("snoozed:maybe", "maybe", "`snoozed` is never `maybe`, but one of yes, no"),
        ("service:", ":", "`service:` needs a value"),
        ("service:a,", ",", "`service:` needs a value"),
        ("severity:>=", ">=", "`severity:` needs a value"),
        ("service:>a", ">a", "`service` has no more and less; put text that begins so in quotes"),
        ("severity:error..info", "error..info", "the range of `severity` ends before it begins"),
        ("age:2h..1h", "2h..1h", "the range of `age` ends before it begins"),
        ("age:soon", "soon", "`age` needs a length of time such as 90s, 15m, 2h or 7d, not `soon`"),
        ("from:today,now", "now", "`from` takes one value"),
        ("a \"b", "\"b", "this quote is not closed"),
        ("a (b", "(", "this parenthesis is not closed"),
        ("a) b", ")", "this parenthesis closes nothing"),
        (") b", ")", "this parenthesis closes nothing"),
        ("a ()", ")", "a condition is missing here"),
        ("OR a", "O", "a condition is missing here"),
        ("ä OR", "R", "a condition is missing here"),
        ("a AND OR b", "O", "a condition is missing here"),
        ("NOT", "T", "a condition is missing here"),
    ] {
        assert_eq!(fault(text), (at.to_owned(), problem.to_owned()), "{text}");
    }
    assert!(fault("xyzzy:1").1.contains("one of severity, status, service"));
    assert!(fault("from:someday").1.contains("2026-11-20T11:40Z"));
    assert_eq!(Query::parse("ä sevrity:x").unwrap_err().character, 3);
}

#[test]
fn size_and_depth_are_bounded() {
    assert_eq!(Query::parse(&"a".repeat(MAX_LENGTH + 1)).unwrap_err().problem, Problem::TooLong);
    let nested = |depth: usize| ["(".repeat(depth), "a".to_owned(), ")".repeat(depth)].concat();
    assert!(Query::parse(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(Query::parse(&nested(MAX_DEPTH + 1)).unwrap_err().problem, Problem::TooDeep);
    assert_eq!(
        Query::parse(&["!".repeat(3_000), "a".into()].concat()).unwrap_err().problem,
        Problem::TooDeep
    );
    let many = vec!["a"; MAX_VALUES + 1].join(",");
    assert_eq!(Query::parse(&["rule:", &many].concat()).unwrap_err().problem, Problem::TooManyValues);
}

#[test]
fn only_what_is_relative_depends_on_time() {
    for (text, depends) in [
        ("age:<2h", true),
        ("a (b OR !from:2h)", true),
        ("updated:today", true),
        ("from:2026-11-20 severity:error a snoozed:no", false),
        ("", false),
    ] {
        assert_eq!(Query::parse(text).unwrap().depends_on_time(), depends, "{text}");
    }
}

#[test]
fn parts_are_shown_and_changed_one_by_one() {
    let query = Query::parse("took severity:error,info !service:a (x OR y)").unwrap();
    let parts: Vec<_> = query.parts().iter().map(ToString::to_string).collect();
    assert_eq!(parts, ["took", "severity:error,info", "!service:a", "x OR y"]);
    assert_eq!(query.without_part(3).to_string(), "took severity:error,info !service:a");
    assert_eq!(query.without_key(Key::Service).to_string(), "took severity:error,info (x OR y)");
    assert!(query.has_value(Key::Severity, "ERROR") && !query.has_value(Key::Service, "a"));
    assert_eq!(query.toggled(Key::Severity, "ERROR").unwrap().values(Key::Severity), ["info"]);
    let gone = query.toggled(Key::Severity, "error").unwrap().toggled(Key::Severity, "info").unwrap();
    assert_eq!(gone.to_string(), "took !service:a (x OR y)");
    let more = Query::default().toggled(Key::Service, "a b").unwrap().toggled(Key::Service, "c").unwrap();
    assert_eq!(more.to_string(), "service:\"a b\",c");
    assert!(more.has_value(Key::Service, "a b"));
    assert_eq!(more.with_values(Key::Service, &["*"]).unwrap().to_string(), "service:\"*\"");
    assert_eq!(more.with_values::<&str>(Key::Service, &[]).unwrap(), Query::default());
    assert_eq!(more.and(&query).parts().len(), 5);
    assert!(Query::default().toggled(Key::Severity, "loud").is_err());
    assert_eq!(Query::default().toggled(Key::Assigned, "me").unwrap().to_string(), "assigned:\"me\"");
}

fn known(key: Key) -> Vec<Known> {
    let value = |value: &str, count| Known { value: value.into(), label: None, count: Some(count) };
    match key {
        Key::Service => vec![value("payments", 12), value("a b", 3), value("prepay", 1)],
        Key::Severity => vec![value("ERROR", 12)],
        _ => Vec::new(),
    }
}

fn completed(text: &str) -> Vec<String> {
    let cursor = text.find('|').unwrap();
    let text = text.replace('|', "");
    let completion = complete(&text, cursor, known);
    completion.candidates.iter().map(|candidate| completion.apply(&text, candidate).0).collect()
}

#[test]
fn keys_and_values_are_completed_where_the_cursor_is() {
    assert_eq!(completed("took sev|"), ["took severity:"]);
    assert_eq!(completed("(!sev|"), ["(!severity:"]);
    assert_eq!(completed("re|"), ["status:resolved "]);
    assert_eq!(completed("|").len(), Key::ALL.len());
    assert_eq!(completed("service:|"), ["service:payments ", "service:\"a b\" ", "service:prepay "]);
    assert_eq!(completed("service:pay|"), ["service:payments ", "service:prepay "]);
    assert_eq!(completed("service:payments,\"a|"), ["service:payments,\"a b\" ", "service:payments,prepay "]);
    assert_eq!(completed("service:payments,|").len(), 2);
    assert_eq!(completed("service:pa|xx,till y"), ["service:payments ,till y", "service:prepay ,till y"]);
    assert_eq!(completed("severity:>=w|"), ["severity:>=warning "]);
    assert_eq!(completed("severity:error,|").len(), 3);
    assert_eq!(completed("age:<1|"), ["age:<15m ", "age:<1h "]);
    assert_eq!(completed("from:to|"), ["from:today "]);
    assert_eq!(completed("assigned:m|"), ["assigned:me "]);
    assert_eq!(completed("colour:|"), [""; 0]);
    assert_eq!(completed("\"sev|"), [""; 0]);
    let first = complete("severity:", 9, known).candidates.remove(1);
    assert_eq!((first.label.as_str(), first.count), ("error", Some(12)));
}
