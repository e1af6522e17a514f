//! Lists, decisions and pages of signals.

use std::{collections::HashSet, time::Duration};

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::harness::{Fluo, request, span};

/// An engine with `count` signals of rule `any`, one minute apart.
async fn with_signals(count: u32) -> Fluo {
    let fluo = Fluo::start().await;
    fluo.rule("any", "true").await;
    for number in 1..=count {
        fluo.export(&request(&[span(number, number, "GET /")])).await;
        fluo.clock.advance(Duration::from_mins(1));
    }
    fluo
}

async fn first_id(fluo: &Fluo) -> String {
    fluo.signals("").await[0]["signalDbId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn pages_are_newest_first_and_without_overlap() {
    let fluo = with_signals(7).await;
    let mut times = Vec::new();
    let mut ids = HashSet::new();
    for offset in [0, 3, 6] {
        for signal in fluo.signals(&format!("limit=3&offset={offset}")).await {
            assert!(ids.insert(signal["signalDbId"].as_str().unwrap().to_owned()));
            times.push(signal["timestamp"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(times.len(), 7);
    assert!(times.is_sorted_by(|newer, older| newer > older));
    assert_eq!(times[6], "2026-11-20T12:00:00.000Z");
    assert_eq!(fluo.signals("limit=3&offset=7").await.len(), 0);
}

#[tokio::test]
async fn every_parameter_of_the_list_filters() {
    let fluo = with_signals(3).await;
    fluo.rule("other", "operationName == \"POST /\"").await;
    fluo.export(&request(&[span(9, 9, "POST /")])).await;

    assert_eq!(fluo.signals("ruleId=other").await.len(), 1);
    assert_eq!(fluo.signals("ruleId=oth").await.len(), 0, "rule ids match exactly");
    assert_eq!(fluo.signals("severity=WARNING").await.len(), 5);
    assert_eq!(fluo.signals("severity=ERROR").await.len(), 0);
    assert_eq!(fluo.signals("service=shop").await.len(), 5);
    assert_eq!(fluo.signals("service=none").await.len(), 0);
    let name = fluo.signals("ruleId=other").await[0]["humanFriendlyId"].as_str().unwrap().to_uppercase();
    assert_eq!(fluo.signals(&format!("humanFriendlyId={}", &name[..name.len() - 1])).await.len(), 1);
    fluo.clock.advance(Duration::from_hours(2));
    assert_eq!(fluo.signals("hours=2").await.len(), 2);
    assert_eq!(fluo.signals("hours=100000000000").await.len(), 5);
    fluo.clock.advance(Duration::from_hours(24));
    assert_eq!(fluo.signals("").await.len(), 0, "a day is the default");

    for bad in [
        "limit=x",
        "limit=-1",
        "limit=0",
        "offset=-1",
        "hours=0",
        "hours=1.5",
        "severity=BAD",
        "limit=99999999999999999999",
    ] {
        let (status, error) = fluo.get(&format!("/signals?{bad}")).await;
        assert_eq!((status, &error["error"]), (StatusCode::BAD_REQUEST, &json!("invalid_request")), "{bad}");
        assert!(error["message"].as_str().unwrap().starts_with(bad.split('=').next().unwrap()));
    }
    assert_eq!(fluo.get("/signals?limit=1000000").await.0, StatusCode::OK, "large limits are capped");
}

#[tokio::test]
async fn a_signal_carries_all_fields_of_the_contract() {
    let fluo = with_signals(1).await;
    let signal = fluo.signals("").await.remove(0);
    let fields: HashSet<&str> = signal.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "signalDbId",
        "humanFriendlyId",
        "traceId",
        "spanId",
        "ruleId",
        "ruleVersion",
        "severity",
        "message",
        "sourceServiceName",
        "sourceSpanName",
        "timestamp",
        "statusTag",
        "notes",
        "incidentLinks",
        "createdDate",
    ];
    assert_eq!(fields, HashSet::from(expected));
    let (status, detail) = fluo.get(&format!("/signals/{}", first_id(&fluo).await)).await;
    assert_eq!((status, detail), (StatusCode::OK, signal));
    assert_eq!(fluo.get("/signals/unknown").await, (StatusCode::NOT_FOUND, Value::Null));
}

#[tokio::test]
async fn a_status_moves_as_allowed_and_is_kept() {
    let mut fluo = with_signals(1).await;
    let id = first_id(&fluo).await;
    let moves = [
        ("INVESTIGATING", 200),
        ("OPEN", 200),
        ("OPEN", 200),
        ("RESOLVED", 200),
        ("INVESTIGATING", 409),
        ("FALSE_POSITIVE", 409),
        ("OPEN", 200),
        ("FALSE_POSITIVE", 200),
        ("RESOLVED", 409),
        ("OPEN", 200),
        ("INVESTIGATING", 200),
        ("RESOLVED", 200),
        ("CLOSED", 400),
        ("", 400),
    ];
    for (status, expected) in moves {
        let (answer, body) = fluo.set_status(&id, status).await;
        assert_eq!(answer.as_u16(), expected, "{status}: {body}");
        if expected == 200 {
            assert_eq!(body["statusTag"], status);
        }
    }
    fluo.restart().await;
    assert_eq!(fluo.signals("").await[0]["statusTag"], "RESOLVED");

    assert_eq!(fluo.set_status("unknown", "OPEN").await, (StatusCode::NOT_FOUND, Value::Null));
    let json =
        fluo.request(Method::PUT, &format!("/signals/{id}/status")).json(&json!({ "statusTag": "OPEN" }));
    assert_eq!(json.send().await.unwrap().status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn incident_links_are_addresses_in_order_and_once() {
    let fluo = with_signals(1).await;
    let id = first_id(&fluo).await;
    for link in ["https://b.example/1", "https://a.example/2?x=1&y=2", "https://b.example/1"] {
        assert_eq!(fluo.add_link(&id, link).await.0, StatusCode::OK);
    }
    let links = fluo.signals("").await.remove(0)["incidentLinks"].take();
    assert_eq!(links, json!(["https://b.example/1", "https://a.example/2?x=1&y=2"]));

    for bad in ["", "not an address", "javascript:alert(1)", "/relative", "file:///etc/passwd"] {
        assert_eq!(fluo.add_link(&id, bad).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
    for number in 2..100 {
        assert_eq!(fluo.add_link(&id, &format!("https://c.example/{number}")).await.0, StatusCode::OK);
    }
    assert_eq!(fluo.add_link(&id, "https://c.example/100").await.0, StatusCode::CONFLICT);
    assert_eq!(fluo.add_link(&id, "https://c.example/99").await.0, StatusCode::OK, "it is there already");
    assert_eq!(fluo.add_link("unknown", "https://a.example").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn browsers_get_pages_and_programs_get_json() {
    let fluo = Fluo::start().await;
    let rule =
        json!({ "ruleId": "any", "ognlCondition": "true", "description": "<script>alert(1)</script>" });
    fluo.create_rule(rule).await;
    fluo.export(&request(&[span(1, 1, "<b>&\"'")])).await;
    let id = first_id(&fluo).await;
    for path in ["/signals".to_owned(), format!("/signals/{id}")] {
        for accept in ["text/html", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8"] {
            let url = format!("{}{path}", fluo.url());
            let answer = fluo.client.get(url).header(header::ACCEPT, accept).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK);
            assert!(answer.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
            assert!(answer.headers().contains_key(header::CONTENT_SECURITY_POLICY));
            let page = answer.text().await.unwrap();
            assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "text stays text");
        }
    }
    let badge = fluo.client.get(format!("{}/signals/{id}/badge.svg", fluo.url())).send().await.unwrap();
    assert_eq!(badge.headers()[header::CONTENT_TYPE], "image/svg+xml");
    let svg = badge.text().await.unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("open"));
    assert_eq!(fluo.get("/signals/unknown/badge.svg").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn autocompletion_and_the_forbidden() {
    let fluo = with_signals(2).await;
    fluo.rule("slow-charge", "false").await;
    assert_eq!(fluo.get("/signals/autocomplete/rule-ids").await.1, json!(["any", "slow-charge"]));
    assert_eq!(fluo.get("/signals/autocomplete/rule-ids?q=CHAR").await.1, json!(["slow-charge"]));
    assert_eq!(fluo.get("/signals/autocomplete/service-names").await.1, json!(["shop"]));
    assert_eq!(fluo.get("/signals/autocomplete/friendly-ids").await.1.as_array().unwrap().len(), 2);
    assert_eq!(fluo.delete("/signals/clear").await.0, StatusCode::FORBIDDEN);
    assert_eq!(fluo.signals("").await.len(), 2);
    assert_eq!(fluo.get("/no/such/place").await.1["error"], "not_found");
}

#[tokio::test]
async fn the_oldest_signals_go_when_there_are_too_many() {
    let fluo = Fluo::start_with(|config| config.limits.signals = 5).await;
    fluo.rule("any", "true").await;
    for number in 1..=8 {
        fluo.export(&request(&[span(number, number, "GET /")])).await;
    }
    let signals = fluo.signals("").await;
    assert_eq!(signals.len(), 5);
    assert_eq!(signals[4]["spanId"], "0000000000000004");
}
