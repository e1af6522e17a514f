//! A real client: the OpenTelemetry SDK for Python exports to the engine, and the console finds its trace.

#![expect(clippy::unwrap_used, reason = "a story fails by panicking")]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use console_api::TraceId;
use console_api::trace::{SpanStatus, Trace};
use console_core::call::Request;
use console_core::fluo::FluoConfig;
use console_core::identity::IdentityConfig;
use console_core::pace::Rates;
use console_core::store::Database;
use console_core::vault::Vault;
use console_core::{Console, ConsoleConfig, SystemClock, SystemEntropy};
use fluo_engine::{Engine, EngineConfig};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trace_exported_by_the_sdk_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::start(EngineConfig::new(folder.path().join("engine"))).await.unwrap();
    let config = ConsoleConfig {
        database: Database::Sqlite(folder.path().join("console.db")),
        fluo: FluoConfig::new(engine.url()),
        tenant_name: "Local".to_owned(),
        audit_anchors: None,
        providers: Vec::new(),
        private_targets: Vec::new(),
        rates: Rates::default(),
        identity: IdentityConfig::new(Vault::fleeting(&SystemEntropy)),
    };
    let console = Console::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await.unwrap();

    let trace_id = export(&engine.url());
    let request = Request::Json(json!({"id": TraceId(trace_id)}));
    let answer = console.call(&console.local_operator(), "traces.get", request).await.unwrap();
    let trace: Trace = serde_json::from_str(answer.data.get()).unwrap();

    let [request, charge] = trace.spans.as_slice() else { panic!("two spans, not {}", trace.spans.len()) };
    assert_eq!((request.name.as_str(), request.service.as_str()), ("POST /pay", "till"));
    assert_eq!(charge.parent_id.as_ref(), Some(&request.id));
    assert_eq!(charge.status, SpanStatus::Error);
    assert_eq!(charge.status_message.as_deref(), Some("card declined"));
    let value = |key: &str| charge.attributes.iter().find(|a| a.key == key).map(|a| a.value.clone());
    assert_eq!(value("amount"), Some(json!(512.5)));
    assert_eq!(value("tags"), Some(json!(["first", "second"])));
    assert_eq!(charge.events[0].name, "declined");
    console.close().await;
    engine.shutdown().await;
}

/// Runs the SDK and answers the id of the trace it exported.
fn export(endpoint: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let python = root.join("target/venv/bin/python");
    assert!(python.exists(), "{} is missing: run `make setup-test`", python.display());
    let run = Command::new(python).arg(root.join("tests/otel/export.py")).arg(endpoint).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap().trim().to_owned()
}
