//! People with an account: how they come in, what keeps others out, and what a role permits them.

use serde_json::json;

use crate::stage::{PASSWORD, Setting, Stage, on_both};

const ME: &str = "/api/v1/session/me";
const STATUS: &str = "/api/v1/signals/1/status";
const RESOLVED: &str = r#"{"status":"RESOLVED"}"#;

async fn somebody_with_an_account_signs_in(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let made = stage.account("ada", "member").await;
    assert_eq!(made["role"], json!({ "id": "member", "name": "Member" }));
    let page = stage.anonymous().as_our_page();

    let answer = page.sign_in(" ADA@Example.com ", PASSWORD).await;
    assert_eq!(answer.data()["user"], made["user"]);
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("fluo_session=") && cookie.contains("; HttpOnly; SameSite=Strict"),
        "{cookie}"
    );
    let ada = page.keep_cookie(&answer);
    let me = ada.get(ME).await.data();
    assert_eq!((&me["user"]["name"], &me["role"]["id"]), (&json!("ada"), &json!("member")));

    // Whoever signs in again ends the session the browser had.
    let again = ada.sign_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.get(ME).await.refusal().0, 401);
    assert_eq!(page.keep_cookie(&again).get(ME).await.status, 200);

    let unknown = page.sign_in("eve@example.com", PASSWORD).await;
    let wrong = page.sign_in("ada@example.com", "wrong horse battery").await;
    for refused in [&unknown, &wrong] {
        assert_eq!(refused.refusal(), (401, "unauthenticated".to_owned()));
        assert_eq!(refused.json()["error"], wrong.json()["error"]);
        assert!(refused.headers.get("set-cookie").is_none());
    }
    stage.end().await;
}
on_both!(signing_in, somebody_with_an_account_signs_in);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_elses_page_signs_a_browser_in() {
    let stage = Stage::set().await;
    stage.account("ada", "member").await;
    let anonymous = stage.anonymous();
    for visitor in [
        anonymous.clone(),
        anonymous.with("x-fluo-console", "1"),
        anonymous.with("sec-fetch-site", "same-origin"),
        anonymous.with("x-fluo-console", "1").with("sec-fetch-site", "cross-site"),
        anonymous.with("x-fluo-console", "1").with("origin", "http://evil.example"),
        anonymous.with("x-fluo-console", "1").with("origin", "null"),
    ] {
        let answer = visitor.sign_in("ada@example.com", PASSWORD).await;
        assert_eq!(answer.refusal(), (403, "cross_site".to_owned()), "{answer:?}");
        assert!(answer.headers.get("set-cookie").is_none());
    }
    let page = anonymous.as_our_page();
    for body in
        ["{}", r#"{"email":"a"}"#, r#"{"email":"a","password":1}"#, r#"{"email":"a","password":"b","x":1}"#]
    {
        let answer = page.with("content-type", "application/json").send("POST", "/sign-in", Some(body)).await;
        assert_eq!(answer.refusal(), (400, "invalid".to_owned()), "{body}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_wrong_passwords_do_not_lock_the_right_person_out() {
    let stage = Stage::set().await;
    stage.account("ada", "member").await;
    let guesser = stage.anonymous().as_our_page();
    let mut refusals = Vec::new();
    for number in 0..100 {
        let answer = guesser.sign_in("ada@example.com", &format!("guess number {number}")).await;
        if answer.status == 429 {
            let seconds: u32 = answer.header("retry-after").parse().unwrap();
            assert!((1..=60).contains(&seconds), "{seconds}");
        }
        refusals.push(answer.refusal());
    }
    let tried = refusals.iter().filter(|refusal| refusal.0 == 401).count();
    // One more where a minute passes meanwhile.
    assert!((10..=11).contains(&tried), "{tried}");
    assert!(
        refusals[11..].iter().all(|refusal| *refusal == (429, "rate_limited".to_owned())),
        "{refusals:?}"
    );
    // Not even the right password helps the guesser now; the person at home comes in.
    assert_eq!(guesser.sign_in("ada@example.com", PASSWORD).await.status, 429);
    let home = guesser.at_address([127, 0, 0, 2]);
    assert_eq!(home.sign_in("ada@example.com", PASSWORD).await.status, 200);
    // Somebody else in the guesser's house is not kept out either.
    stage.account("grace", "member").await;
    assert_eq!(guesser.sign_in("grace@example.com", PASSWORD).await.status, 200);
    stage.end().await;
}

async fn changing_the_password_ends_the_other_sessions(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.account("ada", "viewer").await;
    let (here, there) = (stage.person("ada").await, stage.person("ada").await);
    let change = async |current: &str, new: &str| {
        let body = json!({ "current": current, "new": new }).to_string();
        here.post("/api/v1/account/password", &body).await
    };
    for (current, new) in
        [("wrong horse battery", "another good one"), (PASSWORD, "short"), (PASSWORD, "ada@example.com")]
    {
        assert_eq!(change(current, new).await.refusal(), (400, "invalid".to_owned()), "{new}");
    }
    let changed = change(PASSWORD, "another good one").await;
    changed.data();
    for old in [&here, &there] {
        assert_eq!(old.get(ME).await.refusal().0, 401);
    }
    let here = here.keep_cookie(&changed);
    assert_eq!(here.get(ME).await.data()["user"]["name"], "ada");
    let page = stage.anonymous().as_our_page();
    assert_eq!(page.sign_in("ada@example.com", PASSWORD).await.status, 401);
    assert_eq!(page.sign_in("ada@example.com", "another good one").await.status, 200);

    let wrong = json!({ "current": PASSWORD, "new": "yet another one" }).to_string();
    let mut last = 0;
    for _ in 0..6 {
        last = here.post("/api/v1/account/password", &wrong).await.status;
    }
    assert_eq!(last, 429);
    stage.end().await;
}
on_both!(changing_a_password, changing_the_password_ends_the_other_sessions);

async fn the_operator_makes_accounts_and_helps(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.account("ada", "owner").await;
    let ada = stage.person("ada").await;
    let account = |email: &str, name: &str, password: &str, role: &str| {
        json!({ "email": email, "name": name, "password": password, "role": role }).to_string()
    };
    let program = stage.program();
    for (body, refusal) in [
        (account("ADA@example.com", "Ada", PASSWORD, "owner"), (409, "conflict")),
        (account("grace", "Grace", PASSWORD, "owner"), (400, "invalid")),
        (account("grace@a@b", "Grace", PASSWORD, "owner"), (400, "invalid")),
        (account("grace@example.com", "", PASSWORD, "owner"), (400, "invalid")),
        (account("grace@example.com", "Grace", "short", "owner"), (400, "invalid")),
        (account("grace@example.com", "Grace", PASSWORD, "pilot"), (404, "not_found")),
    ] {
        let answer = program.post("/api/v1/accounts", &body).await;
        assert_eq!(answer.refusal(), (refusal.0, refusal.1.to_owned()), "{body}");
        assert!(!answer.body.contains(PASSWORD));
    }
    // Not even the owner of the tenant makes accounts: they belong to nobody's tenant.
    let forbidden = (403, "forbidden".to_owned());
    let body = account("grace@example.com", "Grace", PASSWORD, "viewer");
    assert_eq!(ada.post("/api/v1/accounts", &body).await.refusal(), forbidden);
    let reset = json!({ "email": "ada@example.com", "password": "a fresh password" }).to_string();
    assert_eq!(ada.post("/api/v1/accounts/reset-password", &reset).await.refusal(), forbidden);

    program.post("/api/v1/accounts/reset-password", &reset).await.data();
    assert_eq!(ada.get(ME).await.refusal().0, 401);
    let page = stage.anonymous().as_our_page();
    assert_eq!(page.sign_in("ada@example.com", "a fresh password").await.status, 200);
    let nobody = json!({ "email": "eve@example.com", "password": "a fresh password" }).to_string();
    assert_eq!(program.post("/api/v1/accounts/reset-password", &nobody).await.refusal().0, 404);
    stage.end().await;
}
on_both!(the_operator, the_operator_makes_accounts_and_helps);

async fn a_role_permits_what_it_says(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let program = stage.program();
    program
        .put("/api/v1/roles/on-call", r#"{"name":"On call","permissions":["signals:triage"]}"#)
        .await
        .data();
    let role = r#"{"name":"x","permissions":["signals:read"]}"#;
    for (name, reads, triages, manages) in [
        ("viewer", true, false, false),
        ("member", true, true, false),
        ("admin", true, true, true),
        ("owner", true, true, true),
        ("on-call", false, true, false),
    ] {
        stage.account(name, name).await;
        let person = stage.person(name).await;
        let may = |status: u16| status != 403;
        assert_eq!(may(person.get("/api/v1/signals").await.status), reads, "{name}");
        assert_eq!(may(person.put(STATUS, RESOLVED).await.status), triages, "{name}");
        assert_eq!(may(person.put("/api/v1/roles/x", role).await.status), manages, "{name}");
        assert_eq!(may(person.post("/api/v1/session/links", "{}").await.status), name == "owner", "{name}");
    }
    stage.end().await;
}
on_both!(a_role, a_role_permits_what_it_says);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_hands_on_what_they_do_not_hold() {
    let stage = Stage::set().await;
    stage.account("ada", "admin").await;
    let ada = stage.person("ada").await;
    let (linker, reader) = (
        r#"{"name":"Linker","permissions":["links:create"]}"#,
        r#"{"name":"Linker","permissions":["signals:read"]}"#,
    );
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(ada.put("/api/v1/roles/linker", linker).await.refusal(), forbidden);
    stage.program().put("/api/v1/roles/linker", linker).await.data();
    assert_eq!(ada.put("/api/v1/roles/linker", reader).await.refusal(), forbidden);
    assert_eq!(ada.put("/api/v1/roles/reader", reader).await.status, 200);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_role_acts_on_the_next_request_and_says_why() {
    let stage = Stage::set().await;
    let program = stage.program();
    let role = |permission: &str| format!(r#"{{"name":"On call","permissions":["{permission}"]}}"#);
    program.put("/api/v1/roles/on-call", &role("signals:triage")).await.data();
    stage.account("ada", "on-call").await;
    let ada = stage.person("ada").await;
    assert_eq!(ada.put(STATUS, RESOLVED).await.status, 404);
    program.put("/api/v1/roles/on-call", &role("signals:read")).await.data();
    assert_eq!(ada.put(STATUS, RESOLVED).await.refusal().0, 403);

    let why = ada.get("/api/v1/permissions/signals:triage").await.data();
    assert_eq!((&why["granted"], &why["role"]["id"]), (&json!(false), &json!("on-call")));
    let ids: Vec<_> = why["roles"].as_array().unwrap().iter().map(|role| role["id"].clone()).collect();
    assert_eq!(ids, ["member", "admin", "owner"]);
    stage.account("grace", "admin").await;
    let why = ada.get("/api/v1/permissions/signals:triage").await.data();
    let names: Vec<_> =
        why["holders"].as_array().unwrap().iter().map(|h| h["user"]["name"].clone()).collect();
    assert_eq!(names, ["Local operator", "grace"]);
    assert_eq!(
        program.send("DELETE", "/api/v1/roles/on-call", None).await.refusal(),
        (409, "conflict".to_owned())
    );
    stage.end().await;
}
