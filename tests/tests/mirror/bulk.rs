//! Many signals at once: a result for each, and nothing that cannot be followed, ended or put back.

use console_api::bulk::{Bulk, BulkAction, BulkItem, BulkOutcome, BulkState};
use console_api::operations::{
    CancelBulk, CountSignals, GetBulk, GetSignal, ListBulkItems, ListSignals, Matching, PreviewBulk,
    SetSignalStatus, StartBulk, UndoBulk,
};
use console_api::{BulkId, ErrorCode, Reach, Signal, SignalId, SignalStatus};
use console_core::{Clock as _, SystemClock};
use it::fake_fluo::signal;

use crate::stage::{Engine, Stage, ask, on_both, until};

async fn with_signals(engine: Engine, count: u32) -> Stage {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| state.signals = (1..=count).map(|id| signal(id, i64::from(id))).collect());
    })
    .await;
    stage.until_reach(Reach::Live).await;
    stage
}

fn resolve() -> BulkAction {
    BulkAction::Status { to: SignalStatus::Resolved, reason: None }
}

fn id(number: u32) -> SignalId {
    format!("sig-{number:06}").into()
}

fn named(action: BulkAction, numbers: impl IntoIterator<Item = u32>) -> StartBulk {
    StartBulk { action, ids: numbers.into_iter().map(id).collect(), matching: None, as_of: None }
}

async fn ended(stage: &Stage, bulk: &BulkId) -> Bulk {
    let get = async || stage.ask(GetBulk { id: bulk.clone() }).await.unwrap().data;
    until(async || get().await.state != BulkState::Running).await;
    get().await
}

async fn items(stage: &Stage, bulk: &BulkId) -> Vec<BulkItem> {
    let request = ListBulkItems { id: bulk.clone(), outcome: None, cursor: None, limit: Some(500) };
    stage.ask(request).await.unwrap().data
}

async fn all(stage: &Stage) -> Vec<Signal> {
    stage.ask(ListSignals { limit: Some(500), ..Default::default() }).await.unwrap().data
}

on_both!(each_signal_has_a_result_and_fluo_hears_of_it, results);
async fn results(engine: Engine) {
    let stage = with_signals(engine, 4).await;
    stage.set_status("sig-000002", SignalStatus::FalsePositive).await.unwrap();
    stage.set_status("sig-000003", SignalStatus::Resolved).await.unwrap();
    let bulk = stage.ask(named(resolve(), [1, 2, 3, 1, 9])).await.unwrap().data;
    assert_eq!((bulk.state, bulk.total), (BulkState::Done, 4));
    assert_eq!((bulk.applied, bulk.pending, bulk.skipped, bulk.conflicts), (1, 1, 3, 0));
    let told: Vec<_> = items(&stage, &bulk.id).await.into_iter().map(|item| item.outcome).collect();
    assert_eq!(
        told,
        [BulkOutcome::Pending, BulkOutcome::Skipped, BulkOutcome::Skipped, BulkOutcome::Skipped]
    );
    until(async || all(&stage).await.iter().all(|signal| signal.pending.is_none())).await;
    assert_eq!(stage.fluo.with(|state| state.changes.len()), 3);
    // What cannot be meant is refused.
    let both = StartBulk { matching: Some(Matching::default()), ..named(resolve(), [1]) };
    let undo = named(BulkAction::Undo { bulk: bulk.id }, [1]);
    for request in [both, named(resolve(), []), undo] {
        assert_eq!(stage.ask(request).await.unwrap_err().code, ErrorCode::Invalid);
    }
}

on_both!(all_that_match_but_some_change_and_are_put_back, matching);
async fn matching(engine: Engine) {
    let stage = with_signals(engine, 20).await;
    stage.set_status("sig-000004", SignalStatus::Investigating).await.unwrap();
    let before = all(&stage).await;
    let filter = CountSignals { rule: vec!["slow-charge".into()], ..Default::default() };
    let matching = Some(Matching { filter, except: vec![id(2)] });
    let asked = PreviewBulk { action: resolve(), ids: Vec::new(), matching: matching.clone(), as_of: None };
    let preview = stage.ask(asked).await.unwrap().data;
    assert_eq!((preview.total, preview.changes, preview.skipped.len()), (9, 9, 0));
    let start = StartBulk { action: resolve(), ids: Vec::new(), matching, as_of: None };
    let bulk = stage.ask(start).await.unwrap().data;
    assert_eq!((bulk.total, bulk.applied), (9, 9));
    let resolved = all(&stage).await.iter().filter(|row| row.status == SignalStatus::Resolved).count();
    assert_eq!(resolved, 9);

    let undone = stage.ask(UndoBulk { id: bulk.id.clone() }).await.unwrap().data;
    assert_eq!((undone.applied, undone.skipped, undone.conflicts), (9, 0, 0));
    until(async || all(&stage).await.iter().all(|signal| signal.pending.is_none())).await;
    let kept = |signals: &[Signal]| {
        signals.iter().map(|s| (s.id.clone(), s.status, s.reason.clone(), s.decided_at)).collect::<Vec<_>>()
    };
    assert_eq!(kept(&all(&stage).await), kept(&before));
    // FLUO went the way round: RESOLVED becomes INVESTIGATING by OPEN.
    let told = stage.fluo.with(|state| state.changes.clone());
    let of_four: Vec<_> =
        told.iter().filter(|(id, _)| id == "sig-000004").map(|(_, to)| to.as_str()).collect();
    assert_eq!(of_four, ["INVESTIGATING", "RESOLVED", "OPEN", "INVESTIGATING"]);
    assert_eq!(stage.ask(UndoBulk { id: bulk.id }).await.unwrap_err().code, ErrorCode::Conflict);
}

on_both!(a_large_job_goes_on_by_itself_and_tells_how_far_it_is, large);
async fn large(engine: Engine) {
    let stage = with_signals(engine, 1_300).await;
    let everything = || StartBulk {
        action: BulkAction::Tag { add: vec!["swept".into()], remove: Vec::new() },
        ids: Vec::new(),
        matching: Some(Matching::default()),
        as_of: None,
    };
    let keyed = stage.operator.clone().with_idempotency_key("sweep").unwrap();
    let bulk = ask(&stage.console, &keyed, everything()).await.unwrap().data;
    assert_eq!(ask(&stage.console, &keyed, everything()).await.unwrap().data.id, bulk.id);
    let done = ended(&stage, &bulk.id).await;
    assert_eq!((done.state, done.total, done.applied), (BulkState::Done, 1_300, 1_300));
    let again = ended(&stage, &stage.ask(everything()).await.unwrap().data.id).await;
    assert_eq!((again.applied, again.skipped), (0, 1_300));
    let undo = stage.ask(UndoBulk { id: bulk.id }).await.unwrap().data;
    assert_eq!(ended(&stage, &undo.id).await.applied, 1_300);
    assert!(all(&stage).await.iter().all(|signal| signal.tags.is_empty()));
}

on_both!(a_cancelled_job_stays_where_it_is_and_can_be_put_back, cancelled);
async fn cancelled(engine: Engine) {
    let stage = with_signals(engine, 1_300).await;
    let tag = BulkAction::Tag { add: vec!["x".into()], remove: Vec::new() };
    let matching = Some(Matching::default());
    let start = StartBulk { action: tag, ids: Vec::new(), matching, as_of: None };
    let bulk = stage.ask(start).await.unwrap().data;
    let cancelled = stage.ask(CancelBulk { id: bulk.id.clone() }).await.unwrap().data;
    // It may have been quicker; either way it stands still now.
    assert_ne!(cancelled.state, BulkState::Running);
    let undo = stage.ask(UndoBulk { id: bulk.id.clone() }).await.unwrap().data;
    assert_eq!(ended(&stage, &undo.id).await.applied, cancelled.applied);
    assert!(all(&stage).await.iter().all(|signal| signal.tags.is_empty()));
    assert_eq!(stage.ask(CancelBulk { id: "none".into() }).await.unwrap_err().code, ErrorCode::NotFound);
}

on_both!(what_changed_since_the_list_was_read_is_a_conflict, conflicts);
async fn conflicts(engine: Engine) {
    let stage = with_signals(engine, 3).await;
    let as_of = Some(SystemClock.now());
    stage.set_status("sig-000002", SignalStatus::Investigating).await.unwrap();
    let bulk = stage.ask(StartBulk { as_of, ..named(resolve(), [1, 2, 3]) }).await.unwrap().data;
    assert_eq!((bulk.applied, bulk.conflicts), (2, 1));
    let told = items(&stage, &bulk.id).await.remove(1);
    assert_eq!(told.outcome, BulkOutcome::Conflict);
    let reason = told.reason.unwrap();
    assert!(reason.contains("INVESTIGATING") && reason.contains("RESOLVED"), "{reason}");
    // Somebody goes on with one of them: the undo leaves theirs alone and says so.
    until(async || all(&stage).await.iter().all(|signal| signal.pending.is_none())).await;
    let set = SetSignalStatus { id: id(3), status: SignalStatus::Open, reason: None, revision: None };
    stage.ask(set).await.unwrap();
    stage.set_status("sig-000003", SignalStatus::Investigating).await.unwrap();
    let undo = stage.ask(UndoBulk { id: bulk.id }).await.unwrap().data;
    assert_eq!((undo.applied, undo.conflicts), (1, 1));
    let third = stage.ask(GetSignal { id: id(3) }).await.unwrap().data;
    assert_eq!(third.status, SignalStatus::Investigating);
}
