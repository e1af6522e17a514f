//! What programs come with: tokens of people and of services.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::sessions::AheadClock;
use crate::stage::{Setting, Stage, on_both};
use crate::visitor::Visitor;

const ME: &str = "/api/v1/session/me";
const TOKENS: &str = "/api/v1/tokens";
const SERVICE: &str = "/api/v1/service-tokens";

fn wanted(name: &str, permissions: &[&str], days: u16) -> String {
    json!({ "name": name, "permissions": permissions, "days": days }).to_string()
}

/// A program that comes with the token that was just made.
fn with(stage: &Stage, made: &Value) -> Visitor {
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("fluo_"), "{secret}");
    stage.anonymous().with("authorization", &format!("Bearer {secret}"))
}

async fn a_personal_token_does_what_it_says_until_it_ends(setting: Setting) {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    stage.account("ada", "member").await;
    let ada = stage.person("ada").await;
    let made = ada.post(TOKENS, &wanted("report", &["signals:read"], 30)).await.data();
    let program = with(&stage, &made);
    let me = program.get(ME).await.data();
    assert_eq!((&me["user"]["name"], &me["permissions"]), (&json!("ada"), &json!(["signals:read"])));
    assert_eq!(program.get("/api/v1/signals").await.status, 200);
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(program.get("/api/v1/rules/stacks").await.refusal(), forbidden);
    // What belongs to the person is not for the token: nobody gets further with it than its scope.
    for path in [TOKENS, "/api/v1/sessions"] {
        assert_eq!(program.get(path).await.refusal(), forbidden, "{path}");
    }
    assert_eq!(program.post(TOKENS, &wanted("more", &["signals:read"], 366)).await.refusal(), forbidden);
    assert_eq!(
        program.post("/api/v1/account/password", r#"{"current":"a","new":"b"}"#).await.refusal(),
        forbidden
    );

    let listed = ada.get(TOKENS).await;
    assert!(!listed.body.contains(made["secret"].as_str().unwrap()), "{}", listed.body);
    let listed = listed.data();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["id"]), (1, &made["token"]["id"]));
    assert!(listed[0]["lastUsedAt"].is_string(), "{listed}");

    let path = format!("{TOKENS}/{}", made["token"]["id"].as_str().unwrap());
    stage.account("grace", "owner").await;
    let grace = stage.person("grace").await;
    assert_eq!(grace.send("DELETE", &path, None).await.refusal(), (404, "not_found".to_owned()));
    assert_eq!(grace.send("DELETE", &path.replace("tokens", "service-tokens"), None).await.refusal().0, 404);
    let mut events = program.listen(None).await;
    events.next().await.unwrap();
    ada.send("DELETE", &path, None).await.data();
    assert_eq!(program.get(ME).await.refusal(), (401, "unauthenticated".to_owned()));
    let ended = async { while events.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap();
    assert_eq!(ada.send("DELETE", &path, None).await.refusal().0, 404);

    let short = with(&stage, &ada.post(TOKENS, &wanted("short", &["signals:read"], 1)).await.data());
    clock.advance(23 * 60 * 60 * 1_000_000);
    assert_eq!(short.get(ME).await.status, 200);
    clock.advance(60 * 60 * 1_000_000);
    assert_eq!(short.get(ME).await.refusal().0, 401);
    stage.end().await;
}
on_both!(a_personal_token, a_personal_token_does_what_it_says_until_it_ends);

async fn a_token_never_permits_more_than_its_owner_may(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let operator = stage.program();
    let role = |permission: &str| format!(r#"{{"name":"On call","permissions":["{permission}"]}}"#);
    operator.put("/api/v1/roles/on-call", &role("signals:read")).await.data();
    stage.account("ada", "on-call").await;
    let ada = stage.person("ada").await;
    let refused = ada.post(TOKENS, &wanted("x", &["signals:read", "rules:read"], 1)).await;
    assert_eq!(refused.refusal(), (403, "forbidden".to_owned()));
    let program = with(&stage, &ada.post(TOKENS, &wanted("x", &["signals:read"], 1)).await.data());
    assert_eq!(program.get("/api/v1/signals").await.status, 200);
    operator.put("/api/v1/roles/on-call", &role("rules:read")).await.data();
    assert_eq!(program.get("/api/v1/signals").await.refusal().0, 403);
    assert_eq!(program.get("/api/v1/rules/stacks").await.refusal().0, 403);
    stage.end().await;
}
on_both!(a_scope, a_token_never_permits_more_than_its_owner_may);

async fn a_services_token_belongs_to_the_tenant(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    for (name, role) in [("ada", "admin"), ("mary", "member")] {
        stage.account(name, role).await;
    }
    let (ada, mary) = (stage.person("ada").await, stage.person("mary").await);
    assert_eq!(mary.post(SERVICE, &wanted("bot", &["signals:read"], 1)).await.refusal().0, 403);
    assert_eq!(mary.get(SERVICE).await.refusal().0, 403);
    assert_eq!(ada.post(SERVICE, &wanted("bot", &["links:create"], 1)).await.refusal().0, 403);
    let made = ada.post(SERVICE, &wanted("bot", &["signals:read", "signals:triage"], 90)).await.data();
    let bot = with(&stage, &made);
    let me = bot.get(ME).await.data();
    assert_eq!((&me["user"]["name"], &me["role"]), (&json!("bot"), &Value::Null));
    assert_eq!(me["user"]["id"], made["token"]["id"]);
    assert_eq!(bot.get("/api/v1/signals").await.status, 200);
    assert_eq!(ada.get(TOKENS).await.data(), json!([]));
    let listed = stage.program().get(SERVICE).await.data();
    assert_eq!(listed[0]["name"], "bot");
    let path = format!("{SERVICE}/{}", made["token"]["id"].as_str().unwrap());
    assert_eq!(ada.send("DELETE", &path.replace("service-", ""), None).await.refusal().0, 404);
    stage.program().send("DELETE", &path, None).await.data();
    assert_eq!(bot.get(ME).await.refusal().0, 401);
    stage.end().await;
}
on_both!(a_service, a_services_token_belongs_to_the_tenant);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_token_is_refused() {
    let stage = Stage::set().await;
    let program = stage.program();
    for body in [
        wanted("", &["signals:read"], 1),
        wanted("x", &[], 1),
        wanted("x", &["signals:read"], 0),
        wanted("x", &["signals:read"], 367),
        wanted("x", &["nothing:do"], 1),
    ] {
        assert_eq!(program.post(TOKENS, &body).await.refusal(), (400, "invalid".to_owned()), "{body}");
    }
    for bearer in ["fluo_", "fluo_wrong", "wrong", &format!("fluo_{}", "x".repeat(4_000))] {
        let visitor = stage.anonymous().with("authorization", &format!("Bearer {bearer}"));
        assert_eq!(visitor.get(ME).await.refusal(), (401, "unauthenticated".to_owned()));
    }
    // The operator of the machine has tokens like anybody else.
    let made = program.post(TOKENS, &wanted("cron", &["fluo:read"], 7)).await.data();
    assert_eq!(with(&stage, &made).get(ME).await.data()["permissions"], json!(["fluo:read"]));
    let accounts = json!({ "email": "a@b", "name": "A", "password": "x", "role": "owner" }).to_string();
    assert_eq!(with(&stage, &made).post("/api/v1/accounts", &accounts).await.refusal().0, 403);
    for _ in 1..100 {
        program.post(TOKENS, &wanted("cron", &["fluo:read"], 7)).await.data();
    }
    assert_eq!(program.post(TOKENS, &wanted("cron", &["fluo:read"], 7)).await.refusal().0, 409);
    stage.end().await;
}
