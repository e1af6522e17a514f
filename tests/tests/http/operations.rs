//! Every operation, by walking the list.

use console_api::examples::{
    self, INVITATION_ID, MEMBER_ID, SERVICE_TOKEN_ID, SESSION_ID, SIGNAL_ID, TOKEN_ID, TRACE_ID,
};
use console_api::{Access, Method, wire};
use serde_json::Value;

use crate::stage::{Setting, Stage, on_both, within};
use crate::visitor::{Answer, Visitor};
use console_api::operations;

/// Asks what the example of an operation asks.
async fn ask(visitor: &Visitor, name: &str, replace: impl Fn(&str) -> Option<String>) -> Answer {
    let info = operations::find(name).unwrap();
    let example = examples::all().into_iter().find(|example| example.operation == name).unwrap();
    let mut fields = example.request;
    for value in fields.values_mut() {
        if let Some(real) = value.as_str().and_then(&replace) {
            *value = real.into();
        }
    }
    let wire = wire::encode_fields(info, fields);
    let visitor = visitor.with("content-type", "application/json");
    visitor.send(wire.method, &wire.target, wire.body.as_deref()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_refuses_the_anonymous() {
    let stage = Stage::set().await;
    for info in operations::ALL {
        let answer = ask(&stage.anonymous(), info.name, |_| None).await;
        assert_eq!(answer.refusal(), (401, "unauthenticated".to_owned()), "{}", info.name);
    }
    for path in
        ["/api/v1/stream/events", "/api/v1/openapi.json", "/api", "/api/v1/nothing", "/api/v2/signals"]
    {
        assert_eq!(stage.anonymous().get(path).await.refusal().0, 401, "{path}");
    }
    stage.end().await;
}

/// Every example works, and what is no GET leaves exactly one entry in the audit trail.
async fn every_operation_works_and_is_told(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.raise(1).await;
    let program = stage.program();
    within(5, async || !program.get("/api/v1/signals").await.data()[0].is_null()).await;
    let signal = program.get("/api/v1/signals").await.data()[0].clone();
    for name in ["grace", "mary", "hedy"] {
        stage.account(name, "owner").await;
    }
    // What some examples name, each for the one that takes it away.
    let grace = stage.person("grace").await;
    let wanted = r#"{"name":"report","permissions":["signals:read"],"days":1}"#;
    let token = grace.post("/api/v1/tokens", wanted).await.data()["token"]["id"].clone();
    let service_token = grace.post("/api/v1/service-tokens", wanted).await.data()["token"]["id"].clone();
    let invited = r#"{"email":"eve@example.com","role":"viewer"}"#;
    let invitation = grace.post("/api/v1/invitations", invited).await.data()["invitation"]["id"].clone();
    let member = stage.account("eve", "viewer").await["user"]["id"].clone();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    for info in operations::ALL {
        // Some end the session they come by.
        let person = match info.name {
            "session.sign_out" | "sessions.revoke" | "account.change_password" => stage.person("mary").await,
            "members.leave" => stage.person("hedy").await,
            _ => grace.clone(),
        };
        let session = person.get("/api/v1/sessions").await.data()[0]["id"].clone();
        let real = |example: &str| match example {
            SIGNAL_ID => text(&signal["id"]),
            TRACE_ID => text(&signal["traceId"]),
            SESSION_ID => text(&session),
            TOKEN_ID => text(&token),
            MEMBER_ID => text(&member),
            INVITATION_ID => text(&invitation),
            SERVICE_TOKEN_ID => text(&service_token),
            _ => None,
        };
        let visitor = if info.access == Access::Operator { &program } else { &person };
        let before = newest_entry(&program).await["seq"].as_i64();
        let answer = ask(visitor, info.name, real).await;
        assert_eq!(answer.status, 200, "{}: {}", info.name, answer.body);
        let entry = newest_entry(&program).await;
        let told = i64::from(info.method != Method::Get);
        assert_eq!(entry["seq"].as_i64(), before.map(|before| before + told), "{}: {entry}", info.name);
        if told == 1 {
            assert_eq!((&entry["action"], &entry["outcome"]), (&info.name.into(), &"done".into()), "{entry}");
            assert_eq!(entry["requestId"], answer.header("x-request-id"), "{entry}");
            assert_eq!(entry["actor"]["kind"], "user", "{entry}");
            assert!(entry["subject"].is_object() || info.path_fields().next().is_none(), "{entry}");
        }
        assert_eq!(answer.json()["meta"]["requestId"], answer.header("x-request-id"));
        assert_eq!(answer.header("cache-control"), "no-store", "{}", info.name);
    }
    stage.end().await;
}
on_both!(examples_work, every_operation_works_and_is_told);

async fn newest_entry(visitor: &Visitor) -> Value {
    visitor.get("/api/v1/audit?limit=1").await.data()[0].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_is_in_the_document() {
    let stage = Stage::set().await;
    let document = stage.program().get("/api/v1/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    for info in operations::ALL {
        let operation = &document["paths"][info.path][info.method.as_str().to_lowercase()];
        assert_eq!(operation["operationId"], info.name);
        let example = &operation["responses"]["200"]["content"]["application/json"]["example"];
        assert_ne!(example["data"], Value::Null, "{}", info.name);
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_methods_and_addresses_are_refused_in_the_envelope() {
    let stage = Stage::set().await;
    let program = stage.program();
    let wrong = program.send("DELETE", "/api/v1/signals", None).await;
    assert_eq!(wrong.refusal(), (405, "method_not_allowed".to_owned()));
    assert_eq!(wrong.header("allow"), "GET,HEAD");
    assert_eq!(program.get("/api/v1/nothing").await.refusal(), (404, "not_found".to_owned()));
    assert_eq!(program.get("/api").await.refusal(), (404, "not_found".to_owned()));
    assert_eq!(stage.anonymous().send("POST", "/signals", Some("x")).await.refusal().0, 405);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn request_ids_are_ours() {
    let stage = Stage::set().await;
    let answer = stage.program().with("x-request-id", "chosen").get("/api/v1/session/me").await;
    assert_ne!(answer.header("x-request-id"), "chosen");
    stage.end().await;
}
