//! Denials: told, and bounded however many there are.

use console_api::audit::{AuditEntry, ListAudit};
use console_api::operations::SetSignalStatus;
use console_api::{ActorKind, AuditOutcome, ErrorCode, Operation, Permission, SignalStatus};
use console_core::call::Request;
use console_core::{Caller, Console};
use serde_json::{Value, json};

use crate::chain::{Chain, Engine};

async fn ask<O: Operation>(console: &Console, caller: &Caller, request: &O) -> Result<Value, ErrorCode> {
    let request = Request::Json(serde_json::to_value(request).unwrap());
    let answer = console.call(caller, O::INFO.name, request).await.map_err(|error| error.code)?;
    Ok(serde_json::from_str(answer.data.get()).unwrap())
}

async fn denied(console: &Console) -> Vec<AuditEntry> {
    let list = ListAudit { outcome: vec![AuditOutcome::Denied], limit: Some(500), ..ListAudit::default() };
    serde_json::from_value(ask(console, &console.local_operator(), &list).await.unwrap()).unwrap()
}

async fn a_flood_of_denials_is_told_in_few_words(engine: Engine) {
    let chain = Chain::begin(engine);
    let console = chain.console().await;
    let caller = console.local_operator().restricted_to(&[Permission::SignalsRead]);
    let set =
        SetSignalStatus { id: "17".into(), status: SignalStatus::Resolved, reason: None, revision: None };
    for _ in 0..500 {
        assert_eq!(ask(&console, &caller, &set).await, Err(ErrorCode::Forbidden));
        assert_eq!(ask(&console, &caller, &ListAudit::default()).await, Err(ErrorCode::Forbidden));
    }
    assert!(console.export_audit(&caller, String::new()).await.is_err());
    assert!(console.subscribe(&caller.restricted_to(&[]), None).await.is_err());
    let told: Vec<_> = denied(&console).await.into_iter().map(|entry| entry.action).collect();
    assert_eq!(told, ["stream.events", "audit.export", "audit.list", "signals.set_status"]);

    // What was only counted is not lost with the console.
    console.close().await;
    let console = chain.console().await;
    let entries = denied(&console).await;
    assert_eq!(entries.len(), 6);
    for entry in entries {
        assert_eq!((entry.actor.kind, entry.actor.id.as_str()), (ActorKind::User, "operator"));
        match entry.detail.get("repeated") {
            Some(repeated) => assert_eq!(repeated, 499),
            None => assert_eq!(entry.detail["code"], json!("forbidden")),
        }
    }
    console.close().await;
    chain.end();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    a_flood_of_denials_is_told_in_few_words(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    a_flood_of_denials_is_told_in_few_words(Engine::Postgres).await;
}
