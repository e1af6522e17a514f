//! FLUO goes away and comes back: nothing is lost, nothing is claimed that it did not confirm.

use std::time::{Duration, Instant};

use console_api::operations::{GetFluoHealth, GetSignal, SetSignalStatus};
use console_api::{ErrorCode, Reach, SignalStatus};
use it::fake_fluo::signal;

use crate::stage::{Engine, Stage, on_both, until};

async fn with_one_signal(engine: Engine) -> Stage {
    let stage = Stage::set_with(engine, |fluo| fluo.with(|state| state.signals = vec![signal(1, 0)])).await;
    stage.until_reach(Reach::Live).await;
    stage
}

on_both!(the_lists_stay_and_catch_up_within_five_seconds, catches_up);
async fn catches_up(engine: Engine) {
    let mut stage = with_one_signal(engine).await;
    stage.fluo.stop();
    stage.until_reach(Reach::Unreachable).await;
    assert_eq!(stage.total().await, 1);
    let freshness = stage.console.freshness(&stage.operator);
    assert!(freshness.as_of.is_some());
    let health = stage.ask(GetFluoHealth {}).await.unwrap().data;
    assert!(health.problem.unwrap().contains("does not answer"));

    stage.fluo.with(|state| state.signals.push(signal(2, 60)));
    stage.fluo.resume();
    let back = Instant::now();
    until(async || stage.total().await == 2).await;
    assert!(back.elapsed() < Duration::from_secs(5), "caught up after {:?}", back.elapsed());
    stage.until_reach(Reach::Live).await;
}

on_both!(a_decision_waits_visibly_and_is_sent, waits);
async fn waits(engine: Engine) {
    let mut stage = with_one_signal(engine).await;
    stage.fluo.stop();
    let decided = stage.set_status("sig-000001", SignalStatus::Resolved).await.unwrap();
    assert_eq!(decided.status, SignalStatus::Resolved);
    assert_eq!(decided.pending.unwrap().confirmed, SignalStatus::Open);
    // A second thought goes behind the first.
    let reopened = stage.set_status("sig-000001", SignalStatus::Open).await.unwrap();
    assert_eq!(reopened.status, SignalStatus::Open);
    assert!(reopened.pending.is_some());

    stage.fluo.resume();
    until(async || stage.newest().await.pending.is_none()).await;
    let told: Vec<_> =
        stage.fluo.with(|state| state.changes.iter().map(|(_, status)| status.clone()).collect());
    assert_eq!(told, ["RESOLVED", "OPEN"]);
    assert_eq!(stage.newest().await.status, SignalStatus::Open);
}

on_both!(a_refused_decision_is_taken_back_and_says_why, refused_later);
async fn refused_later(engine: Engine) {
    let mut stage = with_one_signal(engine).await;
    stage.fluo.stop();
    stage.set_status("sig-000001", SignalStatus::FalsePositive).await.unwrap();
    stage.fluo.with(|state| state.refuse_changes = Some(409));
    stage.fluo.resume();
    until(async || stage.newest().await.status == SignalStatus::Open).await;
    let problem = stage.newest().await.pending.unwrap().problem.unwrap();
    assert!(problem.contains("FALSE_POSITIVE") && problem.contains("not today"), "{problem}");

    // The next decision clears it.
    stage.fluo.with(|state| state.refuse_changes = None);
    stage.until_reach(Reach::Live).await;
    let decided = stage.set_status("sig-000001", SignalStatus::Resolved).await.unwrap();
    assert_eq!((decided.status, decided.pending), (SignalStatus::Resolved, None));
}

on_both!(moves_that_are_not_allowed_never_reach_fluo, moves);
async fn moves(engine: Engine) {
    let stage = with_one_signal(engine).await;
    let resolved = stage.set_status("sig-000001", SignalStatus::Resolved).await.unwrap();
    assert_eq!(resolved.pending, None);
    let refused = stage.set_status("sig-000001", SignalStatus::FalsePositive).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    let stale = SetSignalStatus {
        id: "sig-000001".into(),
        status: SignalStatus::Open,
        reason: None,
        revision: Some(resolved.revision - 1),
    };
    assert_eq!(stage.ask(stale).await.unwrap_err().code, ErrorCode::Conflict);
    assert_eq!(stage.fluo.with(|state| state.changes.len()), 1);
    let unknown = stage.set_status("sig-999999", SignalStatus::Open).await.unwrap_err();
    let also_unknown = stage.ask(GetSignal { id: "other".into() }).await.unwrap_err();
    assert_eq!(unknown, also_unknown);
}

on_both!(what_waits_survives_a_restart, survives);
async fn survives(engine: Engine) {
    let mut stage = with_one_signal(engine).await;
    stage.fluo.stop();
    stage.set_status("sig-000001", SignalStatus::Investigating).await.unwrap();
    stage.console.close().await;
    stage.fluo.resume();
    stage.console = stage.second_console().await;
    until(async || stage.newest().await.pending.is_none()).await;
    assert_eq!(stage.fluo.with(|state| state.changes.len()), 1);
}
