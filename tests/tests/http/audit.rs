//! The audit trail over HTTP: what leaves an entry, who may read it, and how it is handed out.

use serde_json::{Value, json};

use crate::stage::{Stage, within};
use crate::visitor::Visitor;

async fn entries(visitor: &Visitor) -> Vec<Value> {
    visitor.get("/api/v1/audit?limit=500").await.data().as_array().unwrap().clone()
}

/// The first signal, once it is there.
async fn a_signal(stage: &Stage) -> String {
    stage.raise(1).await;
    let program = stage.program();
    within(5, async || !program.get("/api/v1/signals").await.data()[0].is_null()).await;
    program.get("/api/v1/signals").await.data()[0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_says_what_it_moved_and_what_becomes_of_it() {
    let mut stage = Stage::set().await;
    let signal = a_signal(&stage).await;
    let program = stage.program();
    let target = format!("/api/v1/signals/{signal}/status");
    program.put(&target, r#"{"status":"INVESTIGATING"}"#).await.data();
    program.put(&target, r#"{"status":"INVESTIGATING"}"#).await.data();
    assert_eq!(program.put(&target, r#"{"status":"RESOLVED","revision":0}"#).await.status, 409);
    stage.stop_fluo().await;
    program.put(&target, r#"{"status":"RESOLVED"}"#).await.data();
    stage.start_fluo().await;
    let of_it = format!("/api/v1/audit?subject={signal}&action=signals.set_status");
    within(10, async || program.get(&of_it).await.data().as_array().unwrap().len() == 5).await;

    let told = program.get(&of_it).await.data();
    let outcomes: Vec<_> = told.as_array().unwrap().iter().map(|entry| entry["outcome"].clone()).collect();
    assert_eq!(outcomes, ["done", "pending", "failed", "done", "done"]);
    assert_eq!(told[4]["detail"], json!({ "from": "OPEN", "to": "INVESTIGATING", "change": null }));
    assert_eq!(told[2]["detail"], json!({ "code": "conflict" }));
    assert_eq!(told[0]["actor"], json!({ "kind": "system", "id": "fluo" }));
    assert_eq!(told[0]["detail"]["change"], told[1]["detail"]["change"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_ins_are_told_with_an_address_and_without_a_secret() {
    let stage = Stage::set().await;
    let link = stage.host.sign_in_url().await.unwrap();
    let path = link.strip_prefix(&stage.url()).unwrap();
    let token = path.split('=').next_back().unwrap();
    assert_eq!(stage.anonymous().get(path).await.status, 303);
    for _ in 0..50 {
        assert_eq!(stage.anonymous().get(path).await.status, 401);
    }
    let answer = stage.program().get("/api/v1/audit?action=session.signed_in").await;
    let told = answer.data();
    let outcomes: Vec<_> = told.as_array().unwrap().iter().map(|entry| entry["outcome"].clone()).collect();
    assert_eq!(outcomes, ["denied", "done"], "fifty are one entry, and a count in a minute");
    assert_eq!(told[0]["actor"], json!({ "kind": "anonymous", "id": "anonymous" }));
    assert_eq!(told[1]["personal"]["address"], "127.0.0.1");
    let all = stage.program().get("/api/v1/audit").await.body;
    assert!(!all.contains(token), "{all}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_and_filters_give_each_entry_once() {
    let stage = Stage::set().await;
    let program = stage.program();
    for number in 0..25 {
        program.put(&format!("/api/v1/roles/r{number}"), r#"{"name":"R","permissions":[]}"#).await.data();
    }
    let all = entries(&program).await;
    let (mut seen, mut target) = (Vec::new(), "/api/v1/audit?limit=7".to_owned());
    loop {
        let answer = program.get(&target).await;
        seen.extend(answer.data().as_array().unwrap().clone());
        let Some(cursor) = answer.json()["meta"]["cursor"].as_str().map(str::to_owned) else { break };
        target = format!("/api/v1/audit?limit=7&cursor={cursor}");
    }
    assert_eq!(seen, all);
    assert!(all.windows(2).all(|pair| pair[0]["seq"].as_i64() == pair[1]["seq"].as_i64().map(|seq| seq + 1)));

    let found = async |query: &str| program.get(&format!("/api/v1/audit?{query}")).await.data();
    assert_eq!(
        found("action=roles.put&subject=r7").await[0]["subject"],
        json!({ "kind": "role", "id": "r7" })
    );
    assert_eq!(found("text=R17").await.as_array().unwrap().len(), 1);
    assert_eq!(found("actor=nobody").await, json!([]));
    assert_eq!(found("outcome=denied&outcome=failed").await, json!([]));
    let at = all[3]["at"].as_str().unwrap();
    assert_eq!(found(&format!("from={at}")).await.as_array().unwrap().len(), 4);
    assert_eq!(found(&format!("to={at}&limit=500")).await.as_array().unwrap().len(), all.len() - 4);
    for bad in [
        "limit=0",
        "limit=501",
        "cursor=x",
        "outcome=fine",
        "from=2026-01-01T00:00:00Z&to=2025-01-01T00:00:00Z",
    ] {
        assert_eq!(program.get(&format!("/api/v1/audit?{bad}")).await.refusal().0, 400, "{bad}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_is_whole_safe_and_told() {
    let stage = Stage::set().await;
    let program = stage.program();
    for number in 0..600 {
        // Not through HTTP: only many entries are wanted.
        let made = stage.host.sign_in_url().await;
        assert!(made.is_ok(), "{number}");
    }
    let all = entries(&program).await;
    let export = program.get("/api/v1/audit/export").await;
    assert_eq!((export.status, export.header("content-type")), (200, "application/jsonl"));
    let lines: Vec<Value> = export.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["action"], "audit.export");
    assert_eq!(lines[1..501], all);
    assert_eq!(lines[lines.len() - 1], json!({ "rows": lines.len() - 1 }));
    assert!(lines.len() > 600);

    let csv = program.get("/api/v1/audit/export?format=csv&action=session.create_link").await;
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"audit.csv\"");
    let rows: Vec<_> = csv.body.split_terminator("\r\n").collect();
    assert!(rows[0].starts_with("seq,at,actorKind,actorId,action,"), "{}", rows[0]);
    assert_eq!(rows[rows.len() - 1], format!("rows,{}", rows.len() - 2));
    assert!(rows[1].contains(",session.create_link,"), "{}", rows[1]);

    assert_eq!(program.get("/api/v1/audit/export?format=xls").await.refusal().0, 400);
    assert_eq!(program.get("/api/v1/audit/export?limit=3").await.refusal().0, 400);
    assert_eq!(stage.anonymous().get("/api/v1/audit/export").await.refusal().0, 401);
    stage.end().await;
}
