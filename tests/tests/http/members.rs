//! Who takes part in the tenant: invited, given a role, removed, and somebody always its owner.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::sessions::AheadClock;
use crate::stage::{PASSWORD, Setting, Stage, on_both};
use crate::visitor::{Answer, Visitor};

const ME: &str = "/api/v1/session/me";
const MEMBERS: &str = "/api/v1/members";
const INVITATIONS: &str = "/api/v1/invitations";
const LEAVE: &str = "/api/v1/members/leave";

async fn id(person: &Visitor) -> String {
    person.get(ME).await.data()["user"]["id"].as_str().unwrap().to_owned()
}

async fn give(by: &Visitor, to: &str, role: &str) -> Answer {
    by.put(&format!("{MEMBERS}/{to}/role"), &json!({ "role": role }).to_string()).await
}

async fn invite(by: &Visitor, email: &str, role: &str) -> Answer {
    by.post(INVITATIONS, &json!({ "email": email, "role": role }).to_string()).await
}

async fn accept(stage: &Stage, secret: &Value, name: &str, password: &str) -> Answer {
    let body = json!({ "secret": secret, "name": name, "password": password }).to_string();
    stage.anonymous().as_our_page().post("/invitation", &body).await
}

async fn roles_are_given_and_taken_by_who_may(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    for (name, role) in [("ada", "owner"), ("grace", "admin"), ("mary", "viewer")] {
        stage.account(name, role).await;
    }
    let (ada, grace, mary) =
        (stage.person("ada").await, stage.person("grace").await, stage.person("mary").await);
    let listed = grace.get(MEMBERS).await.data();
    let names: Vec<_> =
        listed.as_array().unwrap().iter().map(|member| member["user"]["name"].clone()).collect();
    assert_eq!(names, ["ada", "grace", "mary"]);
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(mary.get(MEMBERS).await.refusal(), forbidden);

    let (ada_id, mary_id) = (id(&ada).await, id(&mary).await);
    assert_eq!(give(&mary, &mary_id, "owner").await.refusal(), forbidden);
    assert_eq!(give(&grace, &mary_id, "owner").await.refusal(), forbidden);
    assert_eq!(give(&grace, &ada_id, "viewer").await.refusal(), forbidden);
    assert_eq!(give(&grace, &mary_id, "pilot").await.refusal().0, 404);
    assert_eq!(give(&grace, "nobody", "viewer").await.refusal().0, 404);
    assert_eq!(mary.put("/api/v1/signals/1/status", r#"{"status":"RESOLVED"}"#).await.refusal(), forbidden);
    assert_eq!(give(&grace, &mary_id, "member").await.data()["role"]["id"], "member");
    assert_eq!(mary.put("/api/v1/signals/1/status", r#"{"status":"RESOLVED"}"#).await.refusal().0, 404);
    stage.end().await;
}
on_both!(giving_roles, roles_are_given_and_taken_by_who_may);

async fn whoever_is_removed_is_out_at_once(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    for (name, role) in [("ada", "owner"), ("grace", "admin"), ("mary", "member")] {
        stage.account(name, role).await;
    }
    let (grace, mary) = (stage.person("grace").await, stage.person("mary").await);
    let wanted = r#"{"name":"report","permissions":["signals:read"],"days":9}"#;
    let token = mary.post("/api/v1/tokens", wanted).await.data()["secret"].as_str().unwrap().to_owned();
    let program = stage.anonymous().with("authorization", &format!("Bearer {token}"));
    assert_eq!(program.get(ME).await.status, 200);
    let mut events = mary.listen(None).await;
    events.next().await.unwrap();
    let path = format!("{MEMBERS}/{}", id(&mary).await);
    assert_eq!(mary.send("DELETE", &path, None).await.refusal().0, 403);
    grace.send("DELETE", &path, None).await.data();
    assert_eq!(grace.send("DELETE", &path, None).await.refusal(), (404, "not_found".to_owned()));
    for gone in [&mary, &program] {
        assert_eq!(gone.get(ME).await.refusal(), (401, "unauthenticated".to_owned()));
    }
    let ended = async { while events.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap();
    let page = stage.anonymous().as_our_page();
    assert_eq!(page.sign_in("mary@example.com", PASSWORD).await.refusal().0, 401);
    stage.end().await;
}
on_both!(removing, whoever_is_removed_is_out_at_once);

async fn the_last_owner_stays(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.account("ada", "owner").await;
    stage.account("grace", "member").await;
    let (ada, grace) = (stage.person("ada").await, stage.person("grace").await);
    let (ada_id, grace_id) = (id(&ada).await, id(&grace).await);
    let conflict = (409, "conflict".to_owned());
    let path = format!("{MEMBERS}/{ada_id}");
    for by in [&ada, &stage.program()] {
        assert_eq!(give(by, &ada_id, "admin").await.refusal(), conflict);
        assert_eq!(by.send("DELETE", &path, None).await.refusal(), conflict);
        assert_eq!(give(by, &ada_id, "owner").await.status, 200);
    }
    assert_eq!(ada.post(LEAVE, "{}").await.refusal(), conflict);
    assert_eq!(stage.program().post(LEAVE, "{}").await.refusal(), conflict);
    give(&ada, &grace_id, "owner").await.data();
    // Two owners who leave at the same time: one of them stays.
    let (first, second) = tokio::join!(ada.post(LEAVE, "{}"), grace.post(LEAVE, "{}"));
    let mut left = [first.status, second.status];
    left.sort_unstable();
    assert_eq!(left, [200, 409]);
    let gone = if first.status == 200 { &ada } else { &grace };
    assert_eq!(gone.get(ME).await.refusal().0, 401);
    assert_eq!(stage.program().get(MEMBERS).await.data().as_array().unwrap().len(), 1);
    stage.end().await;
}
on_both!(the_last_owner, the_last_owner_stays);

async fn the_invited_comes_in_once(setting: Setting) {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    stage.account("ada", "admin").await;
    let ada = stage.person("ada").await;
    let made = invite(&ada, "mary@example.com", "member").await.data();
    let secret = &made["secret"];
    let listed = ada.get(INVITATIONS).await;
    assert!(!listed.body.contains(secret.as_str().unwrap()), "{}", listed.body);
    assert_eq!(listed.data()[0], made["invitation"]);

    let body = json!({ "secret": secret, "name": "Mary", "password": PASSWORD }).to_string();
    let cross_site = stage.anonymous().post("/invitation", &body).await;
    assert_eq!(cross_site.refusal(), (403, "cross_site".to_owned()));
    assert_eq!(accept(&stage, secret, "Mary", "short").await.refusal().0, 400);
    assert_eq!(accept(&stage, secret, "", PASSWORD).await.refusal().0, 400);
    let accepted = accept(&stage, secret, "Mary", PASSWORD).await;
    assert_eq!(accepted.data()["role"]["id"], "member");
    let mary = stage.anonymous().as_our_page().keep_cookie(&accepted);
    assert_eq!(mary.get(ME).await.data()["user"]["name"], "Mary");
    assert_eq!(stage.person("mary").await.get(MEMBERS).await.data().as_array().unwrap().len(), 2);
    let unknown = (404, "not_found".to_owned());
    assert_eq!(accept(&stage, secret, "Eve", PASSWORD).await.refusal(), unknown);
    assert_eq!(accept(&stage, &json!("nonsense"), "Eve", PASSWORD).await.refusal(), unknown);
    assert_eq!(ada.get(INVITATIONS).await.data(), json!([]));

    // Taken back, and too old.
    let made = invite(&ada, "eve@example.com", "viewer").await.data();
    let path = format!("{INVITATIONS}/{}", made["invitation"]["id"].as_str().unwrap());
    assert_eq!(mary.send("DELETE", &path, None).await.refusal().0, 403);
    ada.send("DELETE", &path, None).await.data();
    assert_eq!(ada.send("DELETE", &path, None).await.refusal(), unknown);
    assert_eq!(accept(&stage, &made["secret"], "Eve", PASSWORD).await.refusal(), unknown);
    let made = invite(&stage.program(), "eve@example.com", "viewer").await.data();
    clock.advance(7 * 24 * 60 * 60 * 1_000_000);
    assert_eq!(accept(&stage, &made["secret"], "Eve", PASSWORD).await.refusal(), unknown);
    stage.end().await;
}
on_both!(an_invitation, the_invited_comes_in_once);

async fn many_accept_and_one_is_let_in(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let made = invite(&stage.program(), "mary@example.com", "member").await.data();
    let tries = (0..8).map(|_| accept(&stage, &made["secret"], "Mary", PASSWORD));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    assert_eq!(stage.program().get(MEMBERS).await.data().as_array().unwrap().len(), 1);
    stage.end().await;
}
on_both!(a_race, many_accept_and_one_is_let_in);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_exists_is_only_for_who_knows_its_password() {
    let stage = Stage::set().await;
    let operator = stage.program();
    stage.account("ada", "admin").await;
    stage.account("mary", "member").await;
    let (ada, mary) = (stage.person("ada").await, stage.person("mary").await);
    assert_eq!(invite(&ada, "eve@example.com", "owner").await.refusal().0, 403);
    assert_eq!(invite(&mary, "eve@example.com", "viewer").await.refusal().0, 403);
    assert_eq!(invite(&ada, "eve", "viewer").await.refusal().0, 400);
    operator.send("DELETE", &format!("{MEMBERS}/{}", id(&mary).await), None).await.data();

    let made = invite(&ada, "Mary@Example.com", "viewer").await.data();
    let taken_over = accept(&stage, &made["secret"], "Eve", "a password of eve's").await;
    assert_eq!(taken_over.refusal(), (401, "unauthenticated".to_owned()));
    let back = accept(&stage, &made["secret"], "ignored", PASSWORD).await.data();
    assert_eq!((&back["user"]["name"], &back["role"]["id"]), (&json!("mary"), &json!("viewer")));

    operator.put("/api/v1/roles/guest", r#"{"name":"Guest","permissions":[]}"#).await.data();
    let made = invite(&ada, "eve@example.com", "guest").await.data();
    operator.send("DELETE", "/api/v1/roles/guest", None).await.data();
    assert_eq!(
        accept(&stage, &made["secret"], "Eve", PASSWORD).await.refusal(),
        (409, "conflict".to_owned())
    );
    stage.end().await;
}
