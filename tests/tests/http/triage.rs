//! Triage over HTTP, as people of different roles.

use crate::stage::{Setting, Stage, on_both, within};

async fn a_viewer_sees_and_is_told_what_is_missing(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.raise(1).await;
    let program = stage.program();
    within(5, async || !program.get("/api/v1/signals").await.data()[0].is_null()).await;
    let id = program.get("/api/v1/signals").await.data()[0]["id"].as_str().unwrap().to_owned();
    let path = |what: &str| format!("/api/v1/signals/{id}/{what}");
    stage.account("vera", "viewer").await;
    stage.account("mo", "member").await;
    let (vera, mo) = (stage.person("vera").await, stage.person("mo").await);

    assert_eq!(mo.post(&path("claim"), "{}").await.data()["owner"]["name"], "mo");
    mo.post(&path("notes"), r#"{"text":"**hm**"}"#).await.data();
    let team = mo.post("/api/v1/views", r#"{"name":"Open","query":"status:open","team":true}"#).await.data();
    mo.post("/api/v1/views", r#"{"name":"Mine"}"#).await.data();

    for what in ["notes", "links", "timeline", "related", "presence"] {
        assert_eq!(vera.get(&path(what)).await.status, 200, "{what}");
    }
    let body = format!(r#"{{"action":{{"kind":"wake"}},"ids":["{id}"]}}"#);
    for (method, target, body) in [
        ("POST", path("claim"), "{}"),
        ("PUT", path("owner"), "{}"),
        ("PUT", path("snooze"), r#"{"until":{"kind":"count","more":3}}"#),
        ("POST", path("tags"), r#"{"add":["x"]}"#),
        ("POST", path("undo"), "{}"),
        ("POST", path("notes"), r#"{"text":"x"}"#),
        ("POST", path("links"), r#"{"url":"https://example.com"}"#),
        ("POST", "/api/v1/bulk".to_owned(), body.as_str()),
        ("POST", "/api/v1/views".to_owned(), r#"{"name":"x","team":true}"#),
    ] {
        let refused = vera.with("content-type", "application/json").send(method, &target, Some(body)).await;
        assert_eq!(refused.refusal(), (403, "forbidden".to_owned()), "{method} {target}");
        assert!(refused.body.contains("signals:triage"), "{}", refused.body);
    }
    assert_eq!(vera.send("DELETE", &path("snooze"), None).await.refusal().0, 403);

    // A view of one's own is everybody's right; somebody else's private one is not there.
    let own = vera.post("/api/v1/views", r#"{"name":"A","query":"severity:error"}"#).await.data();
    let mark = format!("/api/v1/views/{}/mark", own["id"].as_str().unwrap());
    assert_eq!(vera.put(&mark, r#"{"pinned":true,"default":true}"#).await.data()["default"], true);
    let names = |views: serde_json::Value| {
        views.as_array().unwrap().iter().map(|view| view["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(vera.get("/api/v1/views").await.data()), ["A", "Open"]);
    assert_eq!(names(mo.get("/api/v1/views").await.data()), ["Mine", "Open"]);
    let of_team = format!("/api/v1/views/{}", team["id"].as_str().unwrap());
    assert_eq!(vera.send("DELETE", &of_team, None).await.refusal().0, 403);
    let own = format!("/api/v1/views/{}", own["id"].as_str().unwrap());
    assert_eq!(mo.send("DELETE", &own, None).await.refusal(), (404, "not_found".to_owned()));
    stage.end().await;
}
on_both!(roles, a_viewer_sees_and_is_told_what_is_missing);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_on_a_signal_is_told_on_the_stream_and_kept_nowhere() {
    let stage = Stage::set().await;
    stage.raise(1).await;
    let program = stage.program();
    within(5, async || !program.get("/api/v1/signals").await.data()[0].is_null()).await;
    let id = program.get("/api/v1/signals").await.data()[0]["id"].as_str().unwrap().to_owned();
    stage.account("ana", "member").await;
    let ana = stage.person("ana").await;
    let mut events = program.listen(None).await;
    events.next().await.unwrap();
    let presence = format!("/api/v1/signals/{id}/presence");
    ana.get(&format!("{presence}?doing=claim")).await.data();
    let told = events.next_of("signal.presence").await.unwrap();
    assert_eq!((told.id, &told.data["seq"]), (None, &0.into()));
    let person = &told.data["patch"]["people"][0];
    assert_eq!((&person["user"]["name"], &person["claims"]), (&"ana".into(), &true.into()));
    assert_eq!(program.get(&presence).await.data()["people"].as_array().unwrap().len(), 1);
    ana.get(&format!("{presence}?doing=leave")).await.data();
    let gone = events.next_of("signal.presence").await.unwrap();
    assert_eq!(gone.data["patch"]["people"], serde_json::json!([]));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_comes_twice_under_one_key_is_done_once() {
    let stage = Stage::set().await;
    stage.raise(1).await;
    let program = stage.program();
    within(5, async || !program.get("/api/v1/signals").await.data()[0].is_null()).await;
    let id = program.get("/api/v1/signals").await.data()[0]["id"].as_str().unwrap().to_owned();
    let notes = format!("/api/v1/signals/{id}/notes");
    let keyed = program.with("idempotency-key", "7f3a");
    let first = keyed.post(&notes, r#"{"text":"once"}"#).await.data();
    assert_eq!(keyed.post(&notes, r#"{"text":"once"}"#).await.data(), first);
    assert_eq!(keyed.post(&notes, r#"{"text":"else"}"#).await.refusal(), (409, "conflict".to_owned()));
    assert_eq!(program.get(&notes).await.data().as_array().unwrap().len(), 1);
    let bad = program.with("idempotency-key", "a b").post(&notes, r#"{"text":"x"}"#).await;
    assert_eq!(bad.refusal(), (400, "invalid".to_owned()));
    // What may be a secret is not kept: the second is told that there was a first.
    let body = r#"{"name":"report","permissions":["signals:read"],"days":1}"#;
    let keyed = program.with("idempotency-key", "token-1");
    assert_eq!(keyed.post("/api/v1/service-tokens", body).await.status, 200);
    assert_eq!(keyed.post("/api/v1/service-tokens", body).await.refusal(), (409, "conflict".to_owned()));
    assert_eq!(program.get("/api/v1/service-tokens").await.data().as_array().unwrap().len(), 1);
    stage.end().await;
}
