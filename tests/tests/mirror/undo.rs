//! Whatever was done to whatever signals: one undo puts back exactly what was there.

use console_api::bulk::{BulkAction, BulkState};
use console_api::operations::{ListSignals, StartBulk, UndoBulk};
use console_api::session::User;
use console_api::triage::{Snooze, SnoozeUntil};
use console_api::{Reach, Signal, SignalId, SignalStatus, Timestamp};
use console_core::{Clock as _, SystemClock};
use it::fake_fluo::signal;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::stage::{Engine, Stage, on_both, until};

const SIGNALS: u32 = 12;
const ROUNDS: usize = 25;

/// What an undo has to put back.
#[derive(Debug, PartialEq)]
struct Kept {
    id: SignalId,
    status: SignalStatus,
    reason: Option<String>,
    decided_at: Option<Timestamp>,
    owner: Option<User>,
    snooze: Option<Snooze>,
    tags: Vec<String>,
}

on_both!(an_undo_puts_back_exactly_what_was_there, exactly);
async fn exactly(engine: Engine) {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| state.signals = (0..SIGNALS).map(|id| signal(id, i64::from(id))).collect());
    })
    .await;
    stage.until_reach(Reach::Live).await;
    let mut random = StdRng::seed_from_u64(7);
    for round in 0..ROUNDS {
        // Some state to begin with.
        apply(&stage, &mut random).await;
        let before = kept(&stage).await;
        let Some(bulk) = apply(&stage, &mut random).await else { continue };
        if random.random_bool(0.5) {
            settled(&stage).await;
        }
        let undone = stage.ask(UndoBulk { id: bulk }).await.unwrap().data;
        assert_eq!(
            (undone.state, undone.conflicts, undone.skipped),
            (BulkState::Done, 0, 0),
            "round {round}"
        );
        assert_eq!(kept(&stage).await, before, "round {round}");
    }
    settled(&stage).await;
    // FLUO holds what is on the screen.
    let there = stage.fluo.with(|state| {
        state.signals.iter().map(|row| row["statusTag"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    });
    let mut here = kept(&stage).await;
    here.sort_by(|a, b| a.id.cmp(&b.id));
    let here: Vec<_> = here.iter().map(|kept| kept.status.as_str().to_owned()).collect();
    assert_eq!(there, here);
}

/// Does something to some signals; answers the job where it changed any.
async fn apply(stage: &Stage, random: &mut StdRng) -> Option<console_api::BulkId> {
    let action = match random.random_range(0..6) {
        0 => BulkAction::Status {
            to: SignalStatus::FalsePositive,
            reason: random.random_bool(0.5).then(|| "Duplicate".to_owned()),
        },
        1 => BulkAction::Status {
            to: SignalStatus::ALL[random.random_range(0..SignalStatus::ALL.len())],
            reason: None,
        },
        2 => BulkAction::Assign { to: random.random_bool(0.7).then(|| "operator".into()) },
        3 => BulkAction::Snooze {
            until: SnoozeUntil::Time { at: Timestamp(SystemClock.now().0 + 3_600_000_000) },
            why: random.random_bool(0.5).then(|| "later".to_owned()),
        },
        4 => BulkAction::Wake,
        _ => BulkAction::Tag {
            add: vec![format!("a{}", random.random_range(0..3))],
            remove: vec![format!("b{}", random.random_range(0..3))],
        },
    };
    let ids: Vec<SignalId> = (0..SIGNALS)
        .filter(|_| random.random_bool(0.6))
        .map(|number| format!("sig-{number:06}").into())
        .collect();
    if ids.is_empty() {
        return None;
    }
    let start = StartBulk { action, ids, matching: None, as_of: None };
    let bulk = stage.ask(start).await.unwrap().data;
    (bulk.applied > 0).then_some(bulk.id)
}

async fn settled(stage: &Stage) {
    until(async || rows(stage).await.iter().all(|signal| signal.pending.is_none())).await;
}

async fn rows(stage: &Stage) -> Vec<Signal> {
    stage.ask(ListSignals { limit: Some(500), ..Default::default() }).await.unwrap().data
}

async fn kept(stage: &Stage) -> Vec<Kept> {
    let kept = |Signal { id, status, reason, decided_at, owner, snooze, tags, .. }| Kept {
        id,
        status,
        reason,
        decided_at,
        owner,
        snooze,
        tags,
    };
    rows(stage).await.into_iter().map(kept).collect()
}
