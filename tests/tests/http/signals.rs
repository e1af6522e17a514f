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
async fn a_trace_is_answered_as_rows_and_as_columns_until_it_is_gone() {
    let stage = Stage::set().await;
    stage.raise(2).await;
    let program = stage.program();
    let id = format!("{:032x}", 1);
    let rows = program.get(&format!("/api/v1/traces/{id}")).await.data();
    let columns = program.get(&format!("/api/v1/traces/{id}/columns")).await.data();
    assert_eq!(
        (&rows["spans"][0]["service"], &rows["spans"][0]["durationNs"]),
        (&"till".into(), &1_000_000.into())
    );
    assert_eq!(
        (&columns["ids"][0], &columns["parents"]),
        (&rows["spans"][0]["id"], &serde_json::json!([-1]))
    );
    assert_eq!(columns["origins"], rows["origins"]);

    let gone = program.get(&format!("/api/v1/traces/{:032x}/columns", 99)).await;
    assert!(gone.json()["error"]["message"].as_str().unwrap().contains("retention"), "{}", gone.body);
    assert_eq!(gone.refusal(), (404, "not_found".to_owned()));
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signals_are_asked_for_in_words() {
    let stage = Stage::set().await;
    stage.raise(3).await;
    let program = stage.program();
    let total = async |query: &str| {
        let target = format!("/api/v1/signals/count?q={query}");
        program.get(&target).await.data()["total"].as_i64().unwrap()
    };
    within(5, async || total("").await == 3).await;
    assert_eq!(total("service:till%20rule:declined-*").await, 3);
    assert_eq!(total("-service:till").await, 0);
    assert_eq!(total("status:open%20assigned:none").await, 3);
    let listed = program.get("/api/v1/signals?q=charge%20(status:open%20OR%20status:resolved)").await.data();
    assert_eq!(listed.as_array().unwrap().len(), 3);

    let refused = program.get("/api/v1/signals?q=a%20sevrity:error").await;
    assert_eq!(refused.refusal(), (400, "invalid".to_owned()));
    assert!(refused.body.contains("`q`, character 3: there is no key `sevrity`; did you mean `severity`?"));
    stage.end().await;
}
