//! Programs without a browser: they show a code, somebody approves it, and they get a token.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::sessions::AheadClock;
use crate::stage::{Setting, Stage, on_both};
use crate::visitor::{Answer, Visitor};

const SECOND: i64 = 1_000_000;

async fn begin(stage: &Stage, client: &str) -> Value {
    stage.anonymous().post("/device/begin", &json!({ "client": client }).to_string()).await.data()
}

async fn poll(stage: &Stage, begun: &Value) -> Answer {
    let body = json!({ "deviceCode": begun["deviceCode"] }).to_string();
    stage.anonymous().post("/device/poll", &body).await
}

async fn approve(person: &Visitor, code: &str, permissions: &[&str]) -> Answer {
    let body = json!({ "permissions": permissions, "days": 30 }).to_string();
    person.post(&format!("/api/v1/device-logins/{code}/approve"), &body).await
}

async fn a_program_is_let_in_by_who_reads_its_code(setting: Setting) {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    for (name, role) in [("ada", "viewer"), ("grace", "owner")] {
        stage.account(name, role).await;
    }
    let ada = stage.person("ada").await;
    let begun = begin(&stage, "fluo-console on build-7").await;
    let code = begun["userCode"].as_str().unwrap();
    assert_eq!(begun["path"], format!("/device?code={code}"));
    assert_eq!(poll(&stage, &begun).await.data(), json!({ "state": "waiting" }));
    // Not more often than said.
    let hurried = poll(&stage, &begun).await;
    assert_eq!(hurried.refusal(), (429, "rate_limited".to_owned()));
    assert_eq!(hurried.header("retry-after"), "5");

    let read = code.to_lowercase().replace('-', "");
    let asked = ada.get(&format!("/api/v1/device-logins/{read}")).await.data();
    assert_eq!(
        (&asked["client"], &asked["address"]),
        (&json!("fluo-console on build-7"), &json!("127.0.0.1"))
    );
    assert!(asked["permissions"].as_array().unwrap().contains(&json!("signals:read")), "{asked}");
    assert_eq!(approve(&ada, code, &["signals:triage"]).await.refusal().0, 403);
    assert_eq!(approve(&ada, code, &[]).await.refusal().0, 400);
    assert_eq!(approve(&ada, "BCDF-GHJK", &["signals:read"]).await.refusal().0, 404);
    // It takes a person: a token lets nobody in.
    let wanted = r#"{"name":"report","permissions":["signals:read"],"days":1}"#;
    let token = ada.post("/api/v1/tokens", wanted).await.data()["secret"].as_str().unwrap().to_owned();
    let program = stage.anonymous().with("authorization", &format!("Bearer {token}"));
    assert_eq!(approve(&program, code, &["signals:read"]).await.refusal().0, 403);
    approve(&ada, code, &["signals:read"]).await.data();
    assert_eq!(approve(&ada, code, &["signals:read"]).await.refusal().0, 404);

    clock.advance(5 * SECOND);
    let done = poll(&stage, &begun).await.data();
    assert_eq!(
        (&done["state"], &done["token"]["permissions"]),
        (&json!("approved"), &json!(["signals:read"]))
    );
    let secret = done["secret"].as_str().unwrap();
    let device = stage.anonymous().with("authorization", &format!("Bearer {secret}"));
    let me = device.get("/api/v1/session/me").await.data();
    assert_eq!((&me["user"]["name"], &me["permissions"]), (&json!("ada"), &json!(["signals:read"])));
    clock.advance(5 * SECOND);
    assert_eq!(poll(&stage, &begun).await.refusal(), (404, "not_found".to_owned()));
    let listed = ada.get("/api/v1/tokens").await.data();
    assert_eq!(listed[0]["name"], "fluo-console on build-7");

    // Denied, too late, approved by who has left: nobody comes in.
    let denied = begin(&stage, "one").await;
    let path = format!("/api/v1/device-logins/{}/deny", denied["userCode"].as_str().unwrap());
    ada.post(&path, "{}").await.data();
    assert_eq!(poll(&stage, &denied).await.data(), json!({ "state": "denied" }));
    let left = begin(&stage, "two").await;
    approve(&ada, left["userCode"].as_str().unwrap(), &["signals:read"]).await.data();
    ada.post("/api/v1/members/leave", "{}").await.data();
    assert_eq!(poll(&stage, &left).await.data(), json!({ "state": "denied" }));
    let late = begin(&stage, "three").await;
    let grace = stage.person("grace").await;
    clock.advance(601 * SECOND);
    assert_eq!(approve(&grace, late["userCode"].as_str().unwrap(), &["signals:read"]).await.refusal().0, 403);
    let grace = stage.person("grace").await;
    assert_eq!(approve(&grace, late["userCode"].as_str().unwrap(), &["signals:read"]).await.refusal().0, 404);
    assert_eq!(poll(&stage, &late).await.refusal().0, 404);
    // Nor is a code guessed.
    let mut last = 0;
    for number in 0..11 {
        let letter = char::from(b"BCDFGHJKLMN"[number]);
        last = grace.get(&format!("/api/v1/device-logins/BCDFGHJ{letter}")).await.status;
    }
    assert_eq!(last, 429);
    stage.end().await;
}
on_both!(device, a_program_is_let_in_by_who_reads_its_code);
