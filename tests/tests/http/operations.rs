//! Every operation, by walking the list.

use console_api::examples::{
    ACCESS_DIGEST, BULK_ID, CODE, DONE_BULK_ID, INVITATION_ID, LINK_ID, MEMBER_ID, NOTE_ID, OLD_NOTE_ID,
    OLD_VIEW_ID, PLATFORM_ADMIN_ID, PLATFORM_USER_ID, SERVICE_TOKEN_ID, SESSION_ID, SIGNAL_ID, TENANT_ID,
    TOKEN_ID, TRACE_ID, USER_CODE, VIEW_ID,
};
use console_api::{Access, Method, operations};
use console_core::{Clock as _, SystemClock};
use it::authenticator::code;
use serde_json::Value;

use crate::asking::ask;
use crate::stage::{Setting, Stage, on_both, within};
use crate::visitor::Visitor;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_refuses_the_anonymous() {
    let stage = Stage::set().await;
    for info in operations::ALL {
        let answer = ask(&stage.anonymous(), info, |_| None).await;
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
    let mut grace = stage.person("grace").await;
    let wanted = r#"{"name":"report","permissions":["signals:read"],"days":1}"#;
    let token = grace.post("/api/v1/tokens", wanted).await.data()["token"]["id"].clone();
    let service_token = grace.post("/api/v1/service-tokens", wanted).await.data()["token"]["id"].clone();
    let invited = r#"{"email":"eve@example.com","role":"viewer"}"#;
    let invitation = grace.post("/api/v1/invitations", invited).await.data()["invitation"]["id"].clone();
    let member = stage.account("eve", "viewer").await["user"]["id"].clone();
    let heir = stage.account("dora", "owner").await["user"]["id"].clone();
    let (other, closing, user) =
        (stage.tenant("Other").await, stage.tenant("Payments").await, stage.user("ruth").await);
    stage.assign(&other, heir.as_str().unwrap(), "viewer").await.data();
    let joan = stage.user("joan").await;
    stage.assign(&closing, &joan, "owner").await.data();
    // Somebody has to stay when another stops administering the installation.
    program.put(&format!("/api/v1/platform/admins/{joan}"), "{}").await.data();
    let of_signal = |what: &str| format!("/api/v1/signals/{}/{what}", signal["id"].as_str().unwrap());
    let made = async |path: &str, body: &str| grace.post(path, body).await.data()["id"].clone();
    let note = made(&of_signal("notes"), r#"{"text":"one"}"#).await;
    let old_note = made(&of_signal("notes"), r#"{"text":"two"}"#).await;
    let link = made(&of_signal("links"), r#"{"url":"https://example.com/1"}"#).await;
    let tag =
        |tag: &str| format!(r#"{{"action":{{"kind":"tag","add":["{tag}"]}},"ids":[{}]}}"#, signal["id"]);
    let bulk = made("/api/v1/bulk", &tag("one")).await;
    let done_bulk = made("/api/v1/bulk", &tag("two")).await;
    let view = made("/api/v1/views", r#"{"name":"one"}"#).await;
    let old_view = made("/api/v1/views", r#"{"name":"two"}"#).await;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut programs = Vec::new();
    for _ in 0..2 {
        let begun = stage.anonymous().post("/device/begin", r#"{"client":"report"}"#).await.data();
        programs.extend(text(&begun["userCode"]));
    }
    // What the phone shows, and the recovery codes after it.
    let mut shown = None;
    let mut reviewed = None;
    for info in operations::ALL {
        // Some end the session they come by.
        let person = match info.name {
            "tenants.switch" => stage.person("dora").await,
            "tenant.close" => stage.person("joan").await,
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
            MEMBER_ID if info.name == "tenant.transfer" => text(&heir),
            MEMBER_ID => text(&member),
            TENANT_ID => Some(other.clone()),
            PLATFORM_USER_ID | PLATFORM_ADMIN_ID => Some(user.clone()),
            INVITATION_ID => text(&invitation),
            SERVICE_TOKEN_ID => text(&service_token),
            CODE => shown.clone(),
            ACCESS_DIGEST => reviewed.clone(),
            USER_CODE => programs.get(usize::from(info.name == "device_logins.deny")).cloned(),
            NOTE_ID => text(&note),
            OLD_NOTE_ID => text(&old_note),
            LINK_ID => text(&link),
            BULK_ID => text(&bulk),
            DONE_BULK_ID => text(&done_bulk),
            VIEW_ID => text(&view),
            OLD_VIEW_ID => text(&old_view),
            _ => None,
        };
        let of_installation = info.access == Access::Platform || info.name == "tenant.close";
        let by_operator = matches!(info.access, Access::Operator | Access::Platform);
        let visitor = if by_operator || info.name == "tenant.transfer" { &program } else { &person };
        let trail = if of_installation { "/api/v1/platform/audit" } else { "/api/v1/audit" };
        let before = newest_entry(&program, trail).await["seq"].as_i64();
        let answer = ask(visitor, info, real).await;
        assert_eq!(answer.status, 200, "{}: {}", info.name, answer.body);
        match info.name {
            "second_factor.enrol" => {
                let secret = text(&answer.data()["secret"]).unwrap();
                shown = Some(code(&secret, SystemClock.now()));
            }
            "access.review" => reviewed = text(&answer.data()["digest"]),
            "second_factor.confirm" | "recovery_codes.renew" => {
                shown = text(&answer.data()["recoveryCodes"][0]);
                if info.name == "second_factor.confirm" {
                    grace = grace.keep_cookie(&answer);
                }
            }
            _ => {}
        }
        let entry = newest_entry(&program, trail).await;
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

async fn newest_entry(visitor: &Visitor, trail: &str) -> Value {
    visitor.get(&format!("{trail}?limit=1")).await.data()[0].clone()
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
