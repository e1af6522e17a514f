//! What is not understood is refused, by name, and nothing is half done.

use crate::stage::{Setting, Stage, within};
use console_server::Limits;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queries_are_checked() {
    let stage = Stage::set().await;
    let program = stage.program();
    for (query, said) in [
        ("sevrity=ERROR", "sevrity"),
        ("severity=BAD", "BAD"),
        ("limit=x", ""),
        ("limit=-1", ""),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=99999", ""),
        ("skip=-1", ""),
        ("skip=10000001", "skip"),
        ("limit=1&limit=2", "limit"),
        ("from=yesterday", "yesterday"),
        ("cursor=nonsense", "cursor"),
        ("cursor=", "cursor"),
        ("%FF=1", ""),
    ] {
        let answer = program.get(&format!("/api/v1/signals?{query}")).await;
        assert_eq!(answer.refusal(), (400, "invalid".to_owned()), "{query}");
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(said), "{query}: {message}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn path_fields_stay_in_the_path() {
    let stage = Stage::set().await;
    let program = stage.program();
    for target in ["/api/v1/signals/1?id=2", "/api/v1/signals/1?%69d=2", "/api/v1/traces/1?id=1"] {
        assert_eq!(program.get(target).await.refusal(), (400, "invalid".to_owned()), "{target}");
    }
    let status = "/api/v1/signals/1/status";
    let answer = program.put(status, r#"{"id":"2","status":"RESOLVED"}"#).await;
    assert_eq!(answer.refusal(), (400, "invalid".to_owned()));
    let answer = program.put(&format!("{status}?status=RESOLVED"), r#"{"status":"RESOLVED"}"#).await;
    assert_eq!(answer.refusal(), (400, "invalid".to_owned()));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_are_checked() {
    let stage = Stage::set().await;
    let program = stage.program();
    stage.raise(1).await;
    within(5, async || !program.get("/api/v1/signals").await.data()[0].is_null()).await;
    let before = program.get("/api/v1/signals").await.data()[0].clone();
    let target = format!("/api/v1/signals/{}/status", before["id"].as_str().unwrap());
    for (body, said) in [
        ("", "EOF"),
        ("[]", "a JSON object"),
        ("null", "a JSON object"),
        ("{\"status\":\n oops}", "line 2 column 2"),
        ("{\"status\":\"RESOLVED\"} {}", "trailing"),
        ("{\"status\":\"RESOLVED\",\"status\":\"OPEN\"}", "comes twice"),
        ("{\"status\":\"GONE\"}", "GONE"),
        ("{\"status\":\"RESOLVED\",\"other\":1}", "other"),
        ("{\"status\":\"RESOLVED\",\"revision\":\"1\"}", "string"),
        ("{}", "status"),
    ] {
        let answer = program.put(&target, body).await;
        assert_eq!(answer.refusal(), (400, "invalid".to_owned()), "{body}");
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(said), "{body}: {message}");
    }
    let deep = format!("{{\"status\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(program.put(&target, &deep).await.refusal().0, 400);
    let after = program.get("/api/v1/signals").await.data()[0].clone();
    assert_eq!(after, before);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_json_is_taken() {
    let stage = Stage::set().await;
    let program = stage.program();
    let (target, body) = ("/api/v1/signals/1/status", Some(r#"{"status":"RESOLVED"}"#));
    let unsupported = (415, "unsupported_media".to_owned());
    assert_eq!(program.send("PUT", target, body).await.refusal(), unsupported);
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"] {
        let answer = program.with("content-type", kind).send("PUT", target, body).await;
        assert_eq!(answer.refusal(), unsupported, "{kind}");
    }
    let zipped = program.with("content-type", "application/json").with("content-encoding", "gzip");
    assert_eq!(zipped.send("PUT", target, body).await.refusal(), unsupported);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_bodies_are_refused() {
    let limits = Limits { body_bytes: 2_048, ..Limits::default() };
    let stage = Stage::set_with(Setting { limits, ..Setting::default() }).await;
    let body = format!("{{\"status\":\"{}\"}}", "x".repeat(4_096));
    let answer = stage.program().put("/api/v1/signals/1/status", &body).await;
    assert_eq!(answer.refusal(), (413, "too_large".to_owned()));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_ids_are_not_found() {
    let stage = Stage::set().await;
    let program = stage.program();
    for id in ["nope", "a%2Fb", "%F0%9F%A6%8A", "..%2F..", &"x".repeat(4_000)] {
        let answer = program.get(&format!("/api/v1/signals/{id}")).await;
        assert_eq!(answer.refusal(), (404, "not_found".to_owned()), "{id}");
        let answer = program.put(&format!("/api/v1/signals/{id}/status"), r#"{"status":"RESOLVED"}"#).await;
        assert_eq!(answer.refusal(), (404, "not_found".to_owned()), "{id}");
    }
    for id in ["%00", "%FF", "a%00b"] {
        let answer = program.get(&format!("/api/v1/signals/{id}")).await;
        assert_eq!(answer.refusal(), (400, "invalid".to_owned()), "{id}");
    }
    let unknown = format!("/api/v1/traces/{}", "a".repeat(32));
    assert_eq!(program.get(&unknown).await.refusal(), (404, "not_found".to_owned()));
    for id in ["nope", "%00", "ABCDEF"] {
        let status = program.get(&format!("/api/v1/traces/{id}")).await.refusal().0;
        assert!(matches!(status, 400 | 404), "{id}: {status}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn event_ids_are_checked() {
    let stage = Stage::set().await;
    let program = stage.program();
    for id in ["x", "-1", "1.5", ""] {
        let answer = program.with("last-event-id", id).get("/api/v1/stream/events").await;
        assert_eq!(answer.refusal(), (400, "invalid".to_owned()), "{id}");
        let answer = program.get(&format!("/api/v1/stream/events?lastEventId={id}")).await;
        assert_eq!(answer.refusal(), (400, "invalid".to_owned()), "{id}");
    }
    stage.end().await;
}
