//! Signals taken away as a file: whole, harmless, told of, and recognised where they are not whole.

use std::collections::BTreeSet;

use reqwest::Response;
use serde_json::{Value, json};

use crate::stage::{Setting, Stage, on_both, within};

const EXPORT: &str = "/api/v1/signals/export";

async fn raised(stage: &Stage, count: u64) {
    let mut total = 0;
    // One request takes only so many spans.
    for begin in (0..count).step_by(1_000) {
        total = stage.raise((count - begin).min(1_000)).await;
    }
    let program = stage.program();
    within(120, async || program.get("/api/v1/signals/count").await.data()["total"] == total).await;
}

/// The rows of JSON Lines and what the last line says, or nothing where it is cut off.
fn lines(body: &str) -> Option<(Vec<Value>, u64)> {
    let mut lines: Vec<Value> = body.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let rows = lines.pop()?.get("rows")?.as_u64()?;
    Some((lines, rows))
}

/// What of the answer still comes.
async fn rest(mut response: Response) -> Result<String, reqwest::Error> {
    let mut text = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        text.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8(text).unwrap())
}

async fn signals_are_taken_away_by_who_may_read_them(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    raised(&stage, 3).await;
    stage.account("grace", "viewer").await;
    let role = r#"{"name":"Rules only","permissions":["rules:read"]}"#;
    stage.program().put("/api/v1/roles/rules-only", role).await.data();
    stage.account("mallory", "rules-only").await;
    let (grace, mallory, program) =
        (stage.person("grace").await, stage.person("mallory").await, stage.program());
    let listed = program.get("/api/v1/signals").await.data();
    let target = format!("/api/v1/signals/{}/status", listed[1]["id"].as_str().unwrap());
    let wrong = json!({ "status": "FALSE_POSITIVE", "reason": "=HYPERLINK(\"//evil\",\"a\")" });
    program.put(&target, &wrong.to_string()).await.data();
    let listed = async || program.get("/api/v1/signals").await.data();
    within(10, async || listed().await[1]["pending"].is_null()).await;

    // As a viewer: what the list says, in its order, and how many there are.
    let export = grace.get(EXPORT).await;
    assert_eq!((export.status, export.header("content-type")), (200, "application/jsonl"));
    assert_eq!(export.header("content-disposition"), "attachment; filename=\"signals.jsonl\"");
    assert_eq!(lines(&export.body), Some((listed().await.as_array().unwrap().clone(), 3)));
    let narrowed = grace.get(&format!("{EXPORT}?q=-status:open")).await;
    assert_eq!(lines(&narrowed.body).unwrap().1, 1);

    // For a spreadsheet: no cell is a formula, times are ISO, the last record counts.
    let csv = grace.get(&format!("{EXPORT}?format=csv&q=status:false_positive")).await;
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"signals.csv\"");
    let rows: Vec<_> = csv.body.split_terminator("\r\n").collect();
    assert!(rows[0].starts_with("id,friendlyId,raisedAt,severity,"), "{}", rows[0]);
    assert!(rows[1].contains(",\"'=HYPERLINK(\"\"//evil\"\",\"\"a\"\")\","), "{}", rows[1]);
    let raised_at = listed().await[1]["raisedAt"].as_str().unwrap().to_owned();
    assert!(rows[1].contains(&format!(",{raised_at},")), "{}", rows[1]);
    assert_eq!(rows[2..], ["rows,1"]);

    // Each is told of: by whom, what was asked for, how many matched.
    let told = program.get("/api/v1/audit?action=signals.export").await.data();
    let me = grace.get("/api/v1/session/me").await.data()["user"]["id"].clone();
    assert_eq!(told.as_array().unwrap().len(), 3);
    assert_eq!((&told[0]["actor"]["id"], &told[0]["outcome"]), (&me, &json!("done")));
    assert_eq!(told[0]["detail"], json!({ "format": "csv", "q": "status:false_positive", "rows": 1 }));
    assert_eq!(told[2]["detail"], json!({ "format": "jsonl", "q": null, "rows": 3 }));

    // Not by others, and not for what is not understood.
    assert_eq!(stage.anonymous().get(EXPORT).await.refusal().0, 401);
    assert_eq!(mallory.get(EXPORT).await.refusal(), (403, "forbidden".to_owned()));
    let told = program.get("/api/v1/audit?action=signals.export&outcome=denied").await.data();
    assert_eq!(told.as_array().unwrap().len(), 1);
    for bad in ["format=xls", "limit=3", "q=sevrity:error"] {
        assert_eq!(grace.get(&format!("{EXPORT}?{bad}")).await.refusal().0, 400, "{bad}");
    }
    stage.end().await;
}
on_both!(who_may_read, signals_are_taken_away_by_who_may_read_them);

/// More than a server reads ahead of its reader.
const MANY: u64 = 8_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_is_whole_while_others_come_in_and_cut_off_where_access_ends() {
    let stage = Stage::set().await;
    raised(&stage, MANY).await;
    let grace_is = stage.account("grace", "viewer").await;
    let (grace, program) = (stage.person("grace").await, stage.program());

    let (there, _) = lines(&program.get(EXPORT).await.body).unwrap();
    assert_eq!(there.len() as u64, MANY);

    // Others are raised while it is read: those that were there are in it, each once.
    let mut export = grace.open("GET", EXPORT, None).await;
    let begin = export.chunk().await.unwrap().unwrap();
    raised(&stage, 50).await;
    let body = String::from_utf8(begin.to_vec()).unwrap() + &rest(export).await.unwrap();
    let (rows, told) = lines(&body).unwrap();
    assert_eq!(rows.len() as u64, told);
    let ids: BTreeSet<_> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rows.len(), "none is in it twice");
    assert!(there.iter().all(|row| ids.contains(row["id"].as_str().unwrap())));

    // A reader that goes away ends the reading; the server goes on.
    let mut left = grace.open("GET", EXPORT, None).await;
    left.chunk().await.unwrap();
    drop(left);

    // Access that ends, ends the export, and what came is told from what is whole.
    let mut export = grace.open("GET", EXPORT, None).await;
    let begin = export.chunk().await.unwrap().unwrap();
    let member = format!("/api/v1/members/{}", grace_is["user"]["id"].as_str().unwrap());
    let removed = program.send("DELETE", &member, None).await;
    assert_eq!(removed.status, 200, "{}", removed.body);
    assert!(rest(export).await.is_err(), "the answer breaks off");
    assert_eq!(lines(&String::from_utf8_lossy(&begin)), None);
    assert_eq!(grace.get(EXPORT).await.refusal().0, 401);
    assert_eq!(program.get("/api/v1/session/me").await.status, 200);
    stage.end().await;
}
