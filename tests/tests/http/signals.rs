//! From a trace to a signal on the screen, and what people decide about it.

use crate::stage::{RULE, Stage, within};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trace_becomes_a_signal_in_the_list_and_on_the_stream() {
    let stage = Stage::set().await;
    let mut events = stage.browser().await.listen(None).await;
    let hello = events.next().await.unwrap();
    assert_eq!((hello.kind(), hello.id.is_some()), ("heartbeat", true));

    stage.raise(1).await;
    let created = loop {
        let event = events.next_change().await.unwrap();
        if event.kind() == "signal.created" {
            break event;
        }
    };
    assert_eq!(created.id.unwrap(), created.data["seq"].as_i64().unwrap());
    let streamed = created.data["patch"].clone();

    let program = stage.program();
    let listed = program.get("/api/v1/signals?limit=1").await.data()[0].clone();
    assert_eq!(listed, streamed);
    assert_eq!((listed["ruleId"].as_str(), listed["service"].as_str()), (Some(RULE), Some("till")));
    let id = listed["id"].as_str().unwrap();
    assert_eq!(program.get(&format!("/api/v1/signals/{id}")).await.data(), listed);
    let trace = format!("/api/v1/traces/{}", listed["traceId"].as_str().unwrap());
    assert_eq!(program.get(&trace).await.data()["spans"][0]["id"], listed["spanId"]);
    assert_eq!(program.get("/api/v1/rules/stacks").await.data()[0]["signals"], 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_is_answered_confirmed_and_streamed() {
    let stage = Stage::set().await;
    stage.raise(1).await;
    let browser = stage.browser().await.as_our_page();
    within(5, async || !browser.get("/api/v1/signals").await.data()[0].is_null()).await;
    let id = browser.get("/api/v1/signals").await.data()[0]["id"].as_str().unwrap().to_owned();
    let mut events = browser.listen(None).await;
    events.next().await.unwrap();

    let target = format!("/api/v1/signals/{id}/status");
    let changed = browser.put(&target, r#"{"status":"INVESTIGATING"}"#).await.data();
    assert_eq!(changed["status"], "INVESTIGATING");
    let event = events.next_change().await.unwrap();
    assert_eq!((event.kind(), event.data["id"].as_str()), ("signal.updated", Some(id.as_str())));
    let signal = format!("/api/v1/signals/{id}");
    within(5, async || browser.get(&signal).await.data()["pending"].is_null()).await;

    let stale = format!(r#"{{"status":"RESOLVED","revision":{}}}"#, 0);
    assert_eq!(browser.put(&target, &stale).await.refusal(), (409, "conflict".to_owned()));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_cover_every_signal_once() {
    let stage = Stage::set().await;
    stage.raise(25).await;
    let program = stage.program();
    within(5, async || program.get("/api/v1/signals/count").await.data()["total"] == 25).await;
    let mut seen = Vec::new();
    let mut target = "/api/v1/signals?limit=10".to_owned();
    loop {
        let answer = program.get(&target).await;
        seen.extend(answer.data().as_array().unwrap().iter().map(|signal| signal["id"].to_string()));
        let Some(cursor) = answer.json()["meta"]["cursor"].as_str().map(str::to_owned) else { break };
        target = format!("/api/v1/signals?limit=10&cursor={cursor}");
    }
    assert_eq!(seen.len(), 25);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 25);
    stage.end().await;
}
