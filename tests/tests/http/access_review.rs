//! Looking through who may do what, and saying that it is right.

use serde_json::{Value, json};

use crate::stage::{Setting, Stage, on_both};

const REVIEW: &str = "/api/v1/access-review";
const REVIEWS: &str = "/api/v1/access-reviews";

async fn who_may_do_what_is_looked_through(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    for (name, role) in [("ada", "admin"), ("grace", "viewer")] {
        stage.account(name, role).await;
    }
    let (ada, grace) = (stage.person("ada").await, stage.person("grace").await);
    assert_eq!(grace.get(REVIEW).await.refusal(), (403, "forbidden".to_owned()));
    let wanted = r#"{"name":"=report","permissions":["signals:read","rules:read"],"days":1}"#;
    grace.post("/api/v1/tokens", wanted).await.data();
    ada.post("/api/v1/service-tokens", wanted).await.data();
    let found = |review: &Value, kind: &str, name: &str| {
        let rows = review["rows"].as_array().unwrap();
        rows.iter().find(|row| row["kind"] == kind && row["name"] == name).cloned().unwrap()
    };

    let review = ada.get(REVIEW).await.data();
    assert_eq!(review["rows"].as_array().unwrap().len(), 4, "{review}");
    let member = found(&review, "member", "grace");
    assert_eq!((&member["role"]["id"], &member["secondFactor"]), (&json!("viewer"), &json!(false)));
    assert!(member["lastUsedAt"].is_string(), "{member}");
    let token = found(&review, "personal_token", "=report");
    assert_eq!((&token["owner"], &token["lastUsedAt"]), (&member["id"], &Value::Null));
    found(&review, "service_token", "=report");

    // Nobody confirms what they did not see.
    let confirm = async |digest: &Value| {
        let body = json!({ "digest": digest, "note": "Quarterly review" }).to_string();
        ada.post(REVIEWS, &body).await
    };
    grace.post("/api/v1/tokens", r#"{"name":"new","permissions":["signals:read"],"days":1}"#).await.data();
    assert_eq!(confirm(&review["digest"]).await.refusal(), (409, "conflict".to_owned()));
    let review = ada.get(REVIEW).await.data();
    let confirmed = confirm(&review["digest"]).await.data();
    assert_eq!((&confirmed["members"], &confirmed["tokens"]), (&json!(2), &json!(3)));
    let listed = ada.get(REVIEWS).await.data();
    assert_eq!((&listed[0], &listed[0]["reviewedBy"]["name"]), (&confirmed, &json!("ada")));

    // A token permits no more than its owner may now: taking the role away shows.
    let on_call = r#"{"name":"On call","permissions":["signals:read"]}"#;
    stage.program().put("/api/v1/roles/on-call", on_call).await.data();
    let path = format!("/api/v1/members/{}/role", member["id"].as_str().unwrap());
    ada.put(&path, r#"{"role":"on-call"}"#).await.data();
    let token = found(&ada.get(REVIEW).await.data(), "personal_token", "=report");
    assert_eq!(token["permissions"], json!(["signals:read"]));

    let export = ada.get(&format!("{REVIEW}/export")).await;
    assert_eq!(
        (export.status, export.header("content-type")),
        (200, "text/csv; charset=utf-8; header=present")
    );
    assert!(export.body.contains("\"'=report\"") && export.body.ends_with("rows,5\r\n"), "{}", export.body);
    assert_eq!(grace.get(&format!("{REVIEW}/export")).await.refusal().0, 403);
    let told = ada.get("/api/v1/audit?action=access.export&outcome=done").await.data();
    assert_eq!(told[0]["detail"]["rows"], 5);
    stage.end().await;
}
on_both!(review, who_may_do_what_is_looked_through);
