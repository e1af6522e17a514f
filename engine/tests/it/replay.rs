//! Replaying recordings: what is sent, when, and what is said when it cannot be.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{Router, http::StatusCode, routing::post};
use fluo_engine::{
    demo,
    replay::{Recording, ReplayError, replay},
};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::harness::{Fluo, replay_options, request, span, trace_id};

fn recording(folder: &tempfile::TempDir, lines: &[&str]) -> Recording {
    let path = folder.path().join("recorded.jsonl");
    fs::write(&path, lines.join("\n")).unwrap();
    Recording::File(path)
}

/// Serves `answer` for every export on a free port.
async fn endpoint(answer: impl Fn() -> (StatusCode, &'static str) + Clone + Send + Sync + 'static) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/v1/traces", post(async move || answer()));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn mistakes_are_named_before_anything_is_sent() {
    let fluo = Fluo::start().await;
    let folder = tempfile::tempdir().unwrap();
    let fine = request(&[span(1, 1, "GET /")]).to_string();

    let missing = Recording::File(PathBuf::from("/no/such/file"));
    let error = fluo.replay(missing).await.unwrap_err();
    assert!(error.to_string().starts_with("cannot read /no/such/file"), "{error}");

    let error = fluo.replay(recording(&folder, &[&fine, "", "{oops"])).await.unwrap_err();
    assert!(matches!(error, ReplayError::Malformed { line: 3, .. }), "{error}");
    assert!(matches!(fluo.replay(recording(&folder, &["", "{}"])).await, Err(ReplayError::Empty)));
    assert_eq!(fluo.metric("fluo_spans_accepted_total").await, 0);

    let mut options = replay_options(demo::RECORDING, "http://127.0.0.1:9".parse().unwrap());
    options.speed = f64::NAN;
    let none = CancellationToken::new();
    assert!(matches!(replay(options, &none, |_| {}).await, Err(ReplayError::Speed)));
    let options = replay_options(demo::RECORDING, "http://127.0.0.1:9".parse().unwrap());
    let error = replay(options, &none, |_| {}).await.unwrap_err();
    assert!(matches!(error, ReplayError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn times_move_to_now_and_a_loop_brings_new_ids() {
    let fluo = Fluo::start().await;
    fluo.rule("any", "true").await;
    let folder = tempfile::tempdir().unwrap();
    let mut child = span(1, 2, "child");
    child["parentSpanId"] = "0000000000000001".into();
    let lines = [request(&[span(1, 1, "root")]).to_string(), request(&[child]).to_string()];
    let recording = recording(&folder, &[&lines[0], &lines[1]]);

    let sent = fluo.replay(recording.clone()).await.unwrap();
    assert_eq!((sent.requests, sent.spans, sent.passes), (2, 2, 1));
    let (_, trace) = fluo.get(&format!("/api/traces/{}", trace_id(1))).await;
    let started = trace["batches"][0]["scopeSpans"][0]["spans"][0]["startTimeUnixNano"].as_str().unwrap();
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
    let age = now - started.parse::<u128>().unwrap();
    assert!(age < 60_000_000_000, "{age}");

    let mut options = replay_options(recording, fluo.base());
    options.repeat = true;
    let cancel = CancellationToken::new();
    let progress = replay(options, &cancel, |progress| {
        if progress.passes == 3 {
            cancel.cancel();
        }
    });
    let progress = progress.await.unwrap();
    assert_eq!(progress.passes, 3, "cancelling is not an error");
    let signals = fluo.signals("limit=100").await;
    assert_eq!(signals.len(), 8, "one pass with recorded ids and three with their own");
    for root in signals.iter().filter(|signal| signal["sourceSpanName"] == "root") {
        let (_, trace) = fluo.get(&format!("/api/traces/{}", root["traceId"].as_str().unwrap())).await;
        let parents: Vec<&Value> = trace["batches"]
            .as_array()
            .unwrap()
            .iter()
            .map(|batch| &batch["scopeSpans"][0]["spans"][0])
            .filter_map(|span| span.get("parentSpanId"))
            .collect();
        assert_eq!(parents, [&root["spanId"]], "the child kept its parent");
    }
}

#[tokio::test]
async fn the_pace_is_kept() {
    let fluo = Fluo::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut late = span(1, 2, "late");
    late["startTimeUnixNano"] = "1795176003000000000".into();
    late["endTimeUnixNano"] = "1795176003020000000".into();
    let lines = [request(&[span(1, 1, "early")]).to_string(), request(&[late]).to_string()];
    let mut options = replay_options(recording(&folder, &[&lines[0], &lines[1]]), fluo.base());
    options.speed = 10.0;
    let began = std::time::Instant::now();
    replay(options, &CancellationToken::new(), |_| {}).await.unwrap();
    let took = began.elapsed().as_millis();
    assert!((300..2_000).contains(&took), "three seconds at tenfold speed took {took} ms");
}

#[tokio::test]
async fn an_endpoint_that_asks_for_patience_gets_it_and_one_that_refuses_is_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let recording = recording(&folder, &[&request(&[span(1, 1, "a")]).to_string()]);
    let asked = Arc::new(AtomicUsize::new(0));
    let busy = Arc::clone(&asked);
    let url = endpoint(move || match busy.fetch_add(1, Ordering::SeqCst) {
        0 => (StatusCode::SERVICE_UNAVAILABLE, ""),
        1 => (StatusCode::TOO_MANY_REQUESTS, ""),
        _ => (StatusCode::OK, ""),
    });
    let options = replay_options(recording.clone(), url.await.parse().unwrap());
    let progress = replay(options, &CancellationToken::new(), |_| {}).await.unwrap();
    assert_eq!((progress.retries, progress.spans), (2, 1));
    assert_eq!(asked.load(Ordering::SeqCst), 3);

    let url = endpoint(|| (StatusCode::UNAUTHORIZED, "who are you?")).await;
    let options = replay_options(recording, url.parse().unwrap());
    let error = replay(options, &CancellationToken::new(), |_| {}).await.unwrap_err();
    assert!(error.to_string().contains("answered 401 Unauthorized to line 1: who are you?"), "{error}");
}
