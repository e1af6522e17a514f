//! FLUO goes away and comes back.

use crate::stage::{Stage, within};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_still_answer_decisions_wait_and_everything_catches_up() {
    let mut stage = Stage::set().await;
    stage.raise(3).await;
    let program = stage.program();
    within(5, async || program.get("/api/v1/signals/count").await.data()["total"] == 3).await;

    stage.stop_fluo().await;
    let reach = async || program.get("/api/v1/signals").await.json()["meta"]["freshness"]["reach"].clone();
    within(10, async || reach().await == "UNREACHABLE").await;
    let listed = program.get("/api/v1/signals").await;
    assert_eq!(listed.data().as_array().unwrap().len(), 3);
    assert!(listed.json()["meta"]["freshness"]["behindMs"].as_i64().unwrap() >= 0);
    assert!(program.get("/api/v1/fluo/health").await.data()["problem"].is_string());

    let id = listed.data()[0]["id"].as_str().unwrap().to_owned();
    let decided =
        program.put(&format!("/api/v1/signals/{id}/status"), r#"{"status":"RESOLVED"}"#).await.data();
    assert_eq!((&decided["status"], &decided["pending"]["confirmed"]), (&"RESOLVED".into(), &"OPEN".into()));
    let trace = format!("/api/v1/traces/{}", listed.data()[0]["traceId"].as_str().unwrap());
    assert_eq!(program.get(&trace).await.refusal(), (503, "unavailable".to_owned()));

    stage.start_fluo().await;
    let signal = format!("/api/v1/signals/{id}");
    within(5, async || reach().await == "LIVE" && program.get(&signal).await.data()["pending"].is_null())
        .await;
    assert_eq!(program.get(&signal).await.data()["status"], "RESOLVED");
    stage.raise(2).await;
    within(5, async || program.get("/api/v1/signals/count").await.data()["total"] == 5).await;
    stage.end().await;
}
