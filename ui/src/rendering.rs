//! Views rendered natively: what a person would read, for states that are tedious to reach in a browser.

mod access;

use std::rc::Rc;

use console_api::fluo::{Capability, Dialect, FluoHealth, HealthCheck};
use console_api::overview::{Decisions, Figure, NamedFigure, OpenSignals, SignalOverview};
use console_api::{Error, ErrorCode, Freshness, Reach, Severity, Signal, SignalStatus, Timestamp};
use expect_test::{Expect, expect};
use tokio::task::LocalSet;
use yew::LocalServerRenderer;
use yew::prelude::*;

use crate::cache::Cache;
use crate::client::{CallError, Client, Host};
use crate::clock::{Clock, Zone};
use crate::components::{self, LoadedView};
use crate::desk::Desk;
use crate::live::KnownFreshness;
use crate::route::Place;
use crate::session::Session;

fn now() -> Timestamp {
    Timestamp::parse("2026-11-20T14:10:00Z").unwrap()
}

pub(crate) fn clock() -> Clock {
    Clock { now: now(), zone: Zone::Utc }
}

#[derive(Properties, PartialEq)]
struct StageProps {
    children: Html,
}

/// A fixed time, and nobody to ask.
#[component]
fn Stage(props: &StageProps) -> Html {
    let desk = use_memo((), |()| Desk {
        cache: Cache::new(Client::new(Host::Nobody)),
        clock: clock(),
        place: Place::nowhere(),
        commands: None,
        session: Session::default(),
    });
    html! {
        <ContextProvider<Rc<Desk>> context={desk}>{ props.children.clone() }</ContextProvider<Rc<Desk>>>
    }
}

async fn render(children: Html) -> String {
    let local = LocalSet::new();
    let renderer = || LocalServerRenderer::<Stage>::with_props(StageProps { children }).hydratable(false);
    local.run_until(async { renderer().render().await }).await
}

/// The markup, without the classes and drawings that say nothing to a reader.
async fn markup(children: Html) -> String {
    let mut out = render(children).await;
    for (open, close) in [(" class=\"", "\""), ("<svg", "</svg>")] {
        while let Some(start) = out.find(open) {
            let body = start + open.len();
            let end = out[body..].find(close).map_or(out.len(), |at| body + at + close.len());
            out.replace_range(start..end, "");
        }
    }
    out
}

async fn check(children: Html, expected: Expect) {
    expected.assert_eq(&markup(children).await);
}

fn refusal(code: ErrorCode, message: &str) -> CallError {
    CallError::Refused { error: Error::new(code, message), request_id: "req-7".to_owned() }
}

pub(crate) fn signal() -> Signal {
    Signal {
        id: "s1".into(),
        friendly_id: Some("brave-otter-42".to_owned()),
        severity: Severity::Warning,
        severity_text: Some("SEVERE".to_owned()),
        status: SignalStatus::Investigating,
        pending: None,
        rule_id: "slow-charge".into(),
        rule_version: "2".into(),
        message: "<b>took</b> 612 ms".to_owned(),
        service: "payment".to_owned(),
        span_name: "charge card".to_owned(),
        trace_id: "t1".into(),
        span_id: "p1".into(),
        raised_at: Timestamp(now().micros() - 90_000_000),
        updated_at: now(),
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

#[tokio::test(flavor = "current_thread")]
async fn a_status_is_a_shape_and_a_word() {
    let words = html! { for status in SignalStatus::ALL { { components::status_word(status) } } };
    let rendered = render(words).await;
    assert_eq!(rendered.matches("<svg").count(), SignalStatus::ALL.len());
    for word in ["Open", "Investigating", "Resolved", "False positive"] {
        assert!(rendered.contains(word), "{word} in {rendered}");
    }
}

#[test]
fn text_from_elsewhere_stays_text_and_an_unknown_severity_keeps_its_word() {
    let texts = crate::pages::signals::texts_for_tests(&signal(), clock());
    let expected = [
        "SEVERE",
        "1 min ago",
        "slow-charge",
        "payment",
        "charge card",
        "<b>took</b> 612 ms",
        "Investigating",
        "",
        "brave-otter-42",
        "",
        "now",
    ];
    assert_eq!(texts, expected);
}

#[tokio::test(flavor = "current_thread")]
async fn an_error_names_code_and_request_and_offers_another_try() {
    let panel =
        components::error_panel(&refusal(ErrorCode::Internal, "it broke"), &Callback::noop(), "signals");
    check(panel, expect![[r#"<div role="alert"><div><span></span><div><p>Could not load signals</p><p>it broke</p><p><span>internal</span><span>request req-7<button type="button" aria-label="Copy request id" title="Copy request id"></button><span role="status"></span></span></p></div></div><button type="button">Try again</button></div>"#]]).await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_missing_permission_is_no_reason_to_try_again() {
    let error = refusal(ErrorCode::Forbidden, "this needs signals:read");
    let rendered = markup(components::error_panel(&error, &Callback::noop(), "signals")).await;
    assert!(rendered.contains("You may not see signals") && rendered.contains("this needs signals:read"));
    assert!(!rendered.contains("Try again"));
}

#[tokio::test(flavor = "current_thread")]
async fn data_that_could_not_be_refreshed_stays_with_its_age() {
    let view = html! {
        <LoadedView
            content={Some(html! { <p>{ "old rows" }</p> })}
            error={Some(CallError::Unreached("The console server does not answer.".to_owned()))}
            fetched_at={Timestamp::parse("2026-11-20T14:02:31Z")}
            retry={Callback::noop()}
            noun="rules"
        />
    };
    check(view, expect![[r#"<div role="status"><span>Showing data from 14:02:31 UTC</span><span>The console server does not answer.</span><button type="button">Try again</button></div><p>old rows</p>"#]]).await;
}

#[tokio::test(flavor = "current_thread")]
async fn the_first_moment_of_waiting_shows_nothing() {
    let view = html! { <LoadedView content={None::<Html>} error={None::<CallError>} fetched_at={None::<Timestamp>} retry={Callback::noop()} noun="rules" /> };
    check(view, expect![[r#"<div aria-busy="true"><p role="status"></p></div>"#]]).await;
}

#[tokio::test(flavor = "current_thread")]
async fn freshness_is_said_in_words() {
    let freshness = Freshness {
        reach: Reach::Unreachable,
        as_of: Timestamp::parse("2026-11-20T14:02:31Z"),
        behind_ms: Some(449_000),
    };
    let known = KnownFreshness { freshness, heard_at: now() };
    check(components::freshness_note(Some(&known), clock()), expect![[r#"<span title="Complete up to 2026-11-20 14:02:31.000 UTC"><span>FLUO unreachable since 14:02 UTC, showing the mirror</span></span>"#]]).await;
}

#[tokio::test(flavor = "current_thread")]
async fn an_unreachable_fluo_is_explained() {
    let health = FluoHealth {
        url: "http://127.0.0.1:4318".to_owned(),
        embedded: false,
        dialect: Dialect::FluoV1,
        capabilities: vec![Capability::JsonSignals],
        freshness: Freshness { reach: Reach::Unreachable, as_of: None, behind_ms: None },
        problem: Some("connection refused".to_owned()),
        last_contact: None,
        checks: vec![HealthCheck { name: "engine".to_owned(), up: false }],
        pending: 3,
        mirrored_signals: 1_284,
        mirrored_rules: 8,
    };
    let rendered = markup(crate::pages::health::overview(&health, clock())).await;
    for words in
        ["FLUO cannot be reached", "connection refused", "1,284", "never yet", "Without one, FLUO is asked"]
    {
        assert!(rendered.contains(words), "{words} in {rendered}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_panel_shows_its_row_before_the_answer_comes() {
    let close = Callback::noop();
    let panel = crate::pages::signals::detail_for_tests(Rc::new(signal()), close);
    let rendered = markup(panel).await;
    for words in ["&lt;b&gt;took&lt;/b&gt; 612 ms", "brave-otter-42", "SEVERE", "2026-11-20 14:08:30.000 UTC"]
    {
        assert!(rendered.contains(words), "{words} in {rendered}");
    }
    assert!(!rendered.contains("<b>took"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_trace_says_what_it_is_before_its_rows_are_drawn() {
    let text = r#"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
        "scopeSpans":[{"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"POST /pay",
        "startTimeUnixNano":"1795171255157577931","endTimeUnixNano":"1795171255557577931"}]}]}]}"#;
    let recording = console_trace::read(text, 10).unwrap();
    let columns = recording.columns(&"4bf92f3577b34da6a3ce929d0e0e4736".into()).unwrap();
    let trace = console_trace::Trace::new(columns).unwrap();
    let rendered = markup(crate::pages::trace::view_for_tests(trace, Vec::new())).await;
    for words in
        ["role=\"treegrid\"", "Spans of POST /pay", "Shown until", "Critical path", "shop", "+400 ms"]
    {
        assert!(rendered.contains(words), "{words} in {rendered}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn every_number_of_the_overview_opens_what_it_counts() {
    let figure = |count, q: &str| Figure { count, q: q.to_owned() };
    let open = |severity| OpenSignals {
        severity,
        hour: figure(3, "status:open from:now-1h"),
        day: figure(12, "b"),
        older: figure(25, "c"),
        all: figure(0, "d"),
    };
    let decided =
        |count, median_ms| Decisions { decided: figure(count, "decided:7d"), mean_ms: None, median_ms };
    let overview = SignalOverview {
        at: Timestamp(0),
        total: 60,
        open: vec![open(Some(Severity::Error)), open(None)],
        day: figure(60, "e"),
        arrivals: Vec::new(),
        rules: vec![NamedFigure {
            name: "slow charge".to_owned(),
            raised: figure(60, "rule:\"slow charge\""),
        }],
        services: Vec::new(),
        decisions: [decided(31, Some(1_260_000)), decided(0, None)],
        storms: Vec::new(),
    };
    let rendered = markup(crate::pages::overview::content(&overview, clock())).await;
    for words in [
        "href=\"/signals?q=status%3Aopen%20from%3Anow-1h\" aria-label=\"3 open, Error, 1 h\"",
        "aria-label=\"12 open, Error, 1–24 h\"",
        "aria-label=\"25 open, All, Older\"",
        "href=\"/signals?q=rule%3A%22slow%20charge%22\"",
        "href=\"/signals?q=decided%3A7d\" aria-label=\"Median, Last 7 days: 21 min\"",
    ] {
        assert!(rendered.contains(words), "{words} in {rendered}");
    }
}
