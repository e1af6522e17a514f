//! The life of rules and their versions.

use reqwest::{Method, StatusCode, header};
use serde_json::json;

use crate::harness::{Fluo, read, request, span};

#[tokio::test]
async fn an_edit_is_a_new_version_that_takes_over() {
    let mut fluo = Fluo::start().await;
    let first = fluo.rule("slow", "durationMillis > 10").await;
    assert_eq!(first["ruleVersion"], "1");
    assert_eq!(first["activeStatus"], "ACTIVE");
    assert_eq!(first["ognlExpression"], "durationMillis > 10");
    assert_eq!(first["createdDate"], "2026-11-20T12:00:00.000Z");
    assert_eq!(first.get("severity"), None);
    let second = fluo.rule("slow", "durationMillis > 1000").await;
    assert_eq!(second["ruleVersion"], "2");

    // One version of a rule is in force: the new one does not fire on 20 ms.
    fluo.export(&request(&[span(1, 1, "a")])).await;
    assert_eq!(fluo.signals("").await.len(), 0);
    let (_, rules) = fluo.get("/api/v1/rules").await;
    assert_eq!(rules.as_array().unwrap().len(), 1);
    assert_eq!(rules[0]["ruleVersion"], "2");

    // Going back is activating the old one.
    let (status, message) = fluo.put("/api/v1/rules/slow/1/activate").await;
    assert_eq!((status, message), (StatusCode::OK, json!({ "message": "rule slow version 1 is active" })));
    fluo.export(&request(&[span(1, 2, "a")])).await;
    let signals = fluo.signals("").await;
    assert_eq!((signals.len(), &signals[0]["ruleVersion"]), (1, &json!("1")));

    fluo.restart().await;
    fluo.export(&request(&[span(1, 3, "a")])).await;
    assert_eq!(fluo.signals("").await.len(), 2, "the active version survives a restart");

    let (_, stack) = fluo.get("/api/v1/rules/stacks/slow").await;
    assert_eq!(stack["topRule"]["ruleVersion"], "1");
    assert_eq!(stack["totalVersions"], 2);
    assert_eq!(stack["allVersions"][1]["activeStatus"], "INACTIVE");
    assert_eq!(stack["isExpanded"], false);
}

#[tokio::test]
async fn a_deleted_version_stays_in_the_stack_and_nowhere_else() {
    let fluo = Fluo::start().await;
    fluo.rule("gone", "true").await;
    let (status, message) = fluo.delete("/api/v1/rules/gone/1").await;
    assert_eq!((status, message), (StatusCode::OK, json!({ "message": "rule gone version 1 is deleted" })));
    for answer in [
        fluo.delete("/api/v1/rules/gone/1").await,
        fluo.put("/api/v1/rules/gone/1/activate").await,
        fluo.put("/api/v1/rules/gone/1/deactivate").await,
        fluo.put("/api/v1/rules/unknown/1/activate").await,
        fluo.get("/api/v1/rules/stacks/unknown").await,
    ] {
        assert_eq!((answer.0, &answer.1["error"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    }
    assert_eq!(fluo.get("/api/v1/rules").await.1, json!([]));
    let (_, stack) = fluo.get("/api/v1/rules/stacks/gone").await;
    assert_eq!(stack["topRule"]["activeStatus"], "DELETED");

    // Its number is not given again.
    let again = json!({ "ruleId": "gone", "ruleVersion": "1", "ognlCondition": "true" });
    assert_eq!(fluo.create_rule(again).await.0, StatusCode::CONFLICT);
    assert_eq!(fluo.rule("gone", "true").await["ruleVersion"], "2");
    fluo.export(&request(&[span(1, 1, "a")])).await;
    assert_eq!(fluo.signals("").await.len(), 1);
}

#[tokio::test]
async fn stacks_are_filtered_by_part_of_the_id_and_by_status() {
    let fluo = Fluo::start().await;
    for (id, version) in [("slow-charge", "1"), ("slow-charge", "2"), ("slow-charge", "10"), ("login", "1")] {
        let rule = json!({ "ruleId": id, "ruleVersion": version, "ognlCondition": "true" });
        assert_eq!(fluo.create_rule(rule).await.0, StatusCode::CREATED);
    }
    fluo.put("/api/v1/rules/slow-charge/2/activate").await;

    let (_, all) = fluo.get("/api/v1/rules/stacks").await;
    assert_eq!((&all["totalStacks"], &all["totalRules"]), (&json!(2), &json!(4)));
    assert_eq!(all["filters"], json!({}));
    let versions = all["stacks"]["slow-charge"]["allVersions"].as_array().unwrap();
    let order: Vec<_> = versions.iter().map(|rule| rule["ruleVersion"].as_str().unwrap()).collect();
    assert_eq!(order, ["2", "10", "1"], "active first, then by number from the highest");

    let (_, some) = fluo.get("/api/v1/rules/stacks?ruleId=CHARGE&status=INACTIVE").await;
    assert_eq!(some["filters"], json!({ "ruleId": "CHARGE", "status": "INACTIVE" }));
    assert_eq!((&some["totalStacks"], &some["totalRules"]), (&json!(1), &json!(2)));
    assert_eq!(fluo.get("/api/v1/rules/stacks?status=OFF").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_rule_that_is_no_rule_is_refused_with_the_reason() {
    let fluo = Fluo::start().await;
    let refused = [
        (json!({ "ruleId": "r", "ognlCondition": "amount >" }), "ognlCondition does not compile"),
        (json!({ "ruleId": "r", "ognlCondition": "" }), "ognlCondition"),
        (json!({ "ruleId": "With Space", "ognlCondition": "true" }), "ruleId"),
        (json!({ "ruleId": "", "ognlCondition": "true" }), "ruleId"),
        (json!({ "ruleId": "r", "ruleVersion": "a/b", "ognlCondition": "true" }), "ruleVersion"),
        (json!({ "ruleId": "r", "severity": "LOUD", "ognlCondition": "true" }), "severity"),
        (json!({ "ruleId": "r" }), "ognlCondition"),
        (json!([1, 2]), "not a rule"),
    ];
    for (body, reason) in refused {
        let (status, error) = fluo.create_rule(body.clone()).await;
        assert_eq!((status, &error["error"]), (StatusCode::BAD_REQUEST, &json!("invalid_request")), "{body}");
        assert!(error["message"].as_str().unwrap().contains(reason), "{error}");
    }
    let text =
        fluo.request(Method::POST, "/api/v1/rules").header(header::CONTENT_TYPE, "text/plain").body("{}");
    assert_eq!(text.send().await.unwrap().status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large = json!({ "ruleId": "r", "ognlCondition": "true", "description": "x".repeat(100_000) });
    let (status, error) = fluo.create_rule(large).await;
    assert_eq!((status, &error["error"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("too_large")));
    let broken = fluo.request(Method::PUT, "/api/v1/rules/%ff/1/activate").send().await.unwrap();
    assert_eq!(read(broken).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(fluo.get("/api/v1/rules").await.1, json!([]));
}

#[tokio::test]
async fn the_severity_of_a_rule_becomes_that_of_its_signals() {
    let fluo = Fluo::start().await;
    let rule =
        json!({ "ruleId": "note", "ognlCondition": "true", "severity": "INFO", "description": "Seen." });
    assert_eq!(fluo.create_rule(rule).await.1["severity"], "INFO");
    fluo.rule("plain", "true").await;
    fluo.export(&request(&[span(1, 1, "GET /")])).await;
    let info = fluo.signals("severity=INFO").await;
    assert_eq!(info[0]["message"], "Seen: took 20 ms (GET / in shop)");
    assert_eq!(fluo.signals("severity=WARNING").await[0]["ruleId"], "plain");
}
