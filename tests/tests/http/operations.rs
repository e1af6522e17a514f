//! Every operation, by walking the list.

use console_api::examples::{self, SIGNAL_ID, TRACE_ID};
use console_api::wire;
use serde_json::Value;

use crate::stage::{Stage, within};
use crate::visitor::{Answer, Visitor};
use console_api::operations;

/// Asks what the example of an operation asks.
async fn ask(visitor: &Visitor, name: &str, replace: impl Fn(&str) -> Option<String>) -> Answer {
    let info = operations::find(name).unwrap();
    let example = examples::all().into_iter().find(|example| example.operation == name).unwrap();
    let mut fields = example.request;
    for value in fields.values_mut() {
        if let Some(real) = value.as_str().and_then(&replace) {
            *value = real.into();
        }
    }
    let wire = wire::encode_fields(info, fields);
    let visitor = visitor.with("content-type", "application/json");
    visitor.send(wire.method, &wire.target, wire.body.as_deref()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_refuses_the_anonymous() {
    let stage = Stage::set().await;
    for info in operations::ALL {
        let answer = ask(&stage.anonymous(), info.name, |_| None).await;
        assert_eq!(answer.refusal(), (401, "unauthenticated".to_owned()), "{}", info.name);
    }
    for path in
        ["/api/v1/stream/events", "/api/v1/openapi.json", "/api", "/api/v1/nothing", "/api/v2/signals"]
    {
        assert_eq!(stage.anonymous().get(path).await.refusal().0, 401, "{path}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_works() {
    let stage = Stage::set().await;
    stage.raise(1).await;
    let program = stage.program();
    within(5, async || !program.get("/api/v1/signals").await.data()[0].is_null()).await;
    let signal = program.get("/api/v1/signals").await.data()[0].clone();
    let real = |example: &str| match example {
        SIGNAL_ID => signal["id"].as_str().map(str::to_owned),
        TRACE_ID => signal["traceId"].as_str().map(str::to_owned),
        _ => None,
    };
    for info in operations::ALL {
        let answer = ask(&program, info.name, real).await;
        assert_eq!(answer.status, 200, "{}: {}", info.name, answer.body);
        assert_eq!(answer.json()["meta"]["requestId"], answer.header("x-request-id"));
        assert_eq!(answer.header("cache-control"), "no-store", "{}", info.name);
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_is_in_the_document() {
    let stage = Stage::set().await;
    let document = stage.program().get("/api/v1/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    for info in operations::ALL {
        let operation = &document["paths"][info.path][info.method.as_str().to_lowercase()];
        assert_eq!(operation["operationId"], info.name);
        let example = &operation["responses"]["200"]["content"]["application/json"]["example"];
        assert_ne!(example["data"], Value::Null, "{}", info.name);
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_methods_and_addresses_are_refused_in_the_envelope() {
    let stage = Stage::set().await;
    let program = stage.program();
    let wrong = program.send("DELETE", "/api/v1/signals", None).await;
    assert_eq!(wrong.refusal(), (405, "method_not_allowed".to_owned()));
    assert_eq!(wrong.header("allow"), "GET,HEAD");
    assert_eq!(program.get("/api/v1/nothing").await.refusal(), (404, "not_found".to_owned()));
    assert_eq!(program.get("/api").await.refusal(), (404, "not_found".to_owned()));
    assert_eq!(stage.anonymous().send("POST", "/signals", Some("x")).await.refusal().0, 405);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn request_ids_are_ours() {
    let stage = Stage::set().await;
    let answer = stage.program().with("x-request-id", "chosen").get("/api/v1/session/me").await;
    assert_ne!(answer.header("x-request-id"), "chosen");
    stage.end().await;
}
