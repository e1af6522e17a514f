//! The mirror: a tenant's copy of FLUO's signals and rules, kept up to date.
//!
//! FLUO's API cannot filter by status, sort, count, page stably or replay; the store can. One task per
//! tenant connects, sends what waits, reads what it missed by pages, then follows the live feed, or polls
//! where there is none. Whatever comes twice or out of order lands once. When FLUO goes away the mirror
//! stays, says how old it is, and the task tries again for ever.

pub(crate) mod changes;
mod merge;
mod sync;

use std::sync::Arc;
use std::time::Duration;

use console_api::{EventKind, Freshness, Reach};
use futures_util::FutureExt as _;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::caller::TenantScope;
use crate::clock::Clock;
use crate::fluo::v1::FluoV1;
use crate::fluo::{FluoError, LiveFeed, LiveMessage, UpstreamSignal};
use crate::store::mirror_state::MirrorState;
use crate::store::{NewEvent, Store, StoreError};
use crate::triage::Triage;

/// First and longest pause between tries. Short, because "back within five seconds" is promised.
const FIRST_RETRY: Duration = Duration::from_millis(250);
const LONGEST_RETRY: Duration = Duration::from_secs(3);
const LEASE_RETRY: Duration = Duration::from_secs(2);
const POLL_EVERY: Duration = Duration::from_secs(3);
const RULES_EVERY: Duration = Duration::from_secs(30);
const FULL_READ_EVERY: Duration = Duration::from_secs(600);
const SAVE_EVERY: Duration = Duration::from_secs(10);
/// Signals taken from the feed into one transaction.
const BATCH: usize = 500;
/// Events kept for readers that come back.
const EVENTS_KEPT: i64 = 200_000;

/// Why a connection to FLUO ended.
#[derive(Debug, thiserror::Error)]
enum MirrorError {
    #[error(transparent)]
    Fluo(#[from] FluoError),
    #[error("the console's own store failed")]
    Store(#[from] StoreError),
}

/// What the rest of the core sees and does of a running mirror.
#[derive(Clone)]
pub(crate) struct MirrorHandle {
    pub(crate) state: watch::Receiver<MirrorState>,
    pub(crate) checks: watch::Receiver<Vec<console_api::fluo::HealthCheck>>,
    pub(crate) wake: Arc<Notify>,
}

pub(crate) struct Mirror {
    store: Store,
    fluo: FluoV1,
    clock: Arc<dyn Clock>,
    scope: TenantScope,
    state: watch::Sender<MirrorState>,
    checks: watch::Sender<Vec<console_api::fluo::HealthCheck>>,
    wake: Arc<Notify>,
    triage: Arc<Triage>,
}

impl Mirror {
    /// A mirror that goes on from what the store knows.
    pub(crate) async fn new(
        store: Store,
        fluo: FluoV1,
        clock: Arc<dyn Clock>,
        scope: TenantScope,
        triage: Arc<Triage>,
    ) -> Result<(Self, MirrorHandle), StoreError> {
        // What an earlier run saw is no reach of ours: until FLUO answers, only `as_of` counts.
        let known =
            MirrorState { reach: Reach::Connecting, problem: None, ..store.mirror_state(&scope).await? };
        let (state, checks, wake) =
            (watch::Sender::new(known), watch::Sender::default(), Arc::new(Notify::new()));
        let handle =
            MirrorHandle { state: state.subscribe(), checks: checks.subscribe(), wake: Arc::clone(&wake) };
        Ok((Self { store, fluo, clock, scope, state, checks, wake, triage }, handle))
    }

    /// Mirrors until cancelled.
    pub(crate) async fn run(self, cancel: CancellationToken) {
        tokio::select! {
            () = cancel.cancelled() => {}
            () = self.lead_or_follow() => {}
        }
        if let Err(error) = self.save().await {
            tracing::debug!(%error, "saving the mirror's state at the end");
        }
    }

    async fn lead_or_follow(&self) {
        loop {
            match self.store.mirror_lease(&self.scope).await {
                Ok(Some(mut lease)) => {
                    let mut pause = FIRST_RETRY;
                    while lease.holds().await {
                        let began = Instant::now();
                        let Err(error) = self.connection().await;
                        self.note_failure(&error).await;
                        if began.elapsed() > LONGEST_RETRY {
                            pause = FIRST_RETRY;
                        }
                        tokio::time::sleep(pause).await;
                        pause = (pause * 2).min(LONGEST_RETRY);
                    }
                }
                Ok(None) => {
                    // Another server mirrors; its state is in the store.
                    match self.store.mirror_state(&self.scope).await {
                        Ok(state) => drop(self.state.send_replace(state)),
                        Err(error) => tracing::error!(%error, "reading the mirror's state"),
                    }
                    tokio::time::sleep(LEASE_RETRY).await;
                }
                Err(error) => {
                    tracing::error!(%error, "asking for the right to mirror");
                    tokio::time::sleep(LEASE_RETRY).await;
                }
            }
        }
    }

    /// One connection to FLUO, from its first answer to its end.
    async fn connection(&self) -> Result<std::convert::Infallible, MirrorError> {
        let health = self.fluo.health().await?;
        let checks = health.checks.into_iter().map(|check| console_api::fluo::HealthCheck {
            up: check.status.eq_ignore_ascii_case("UP"),
            name: check.name,
        });
        self.checks.send_replace(checks.collect());
        self.state.send_modify(|state| {
            state.last_contact = Some(self.clock.now());
            if state.reach != Reach::Unreachable {
                state.reach = Reach::CatchingUp;
            }
        });
        // The feed opens before the pages are read, so that nothing falls between.
        let feed = match LiveFeed::open(&self.fluo).await {
            Ok(feed) => Some(feed),
            Err(error) if error.is_transient() => return Err(error.into()),
            Err(error) => {
                tracing::info!(%error, "no live feed; polling instead");
                None
            }
        };
        let began = self.clock.now();
        self.send_pending().await?;
        self.sync_rules().await?;
        self.read_missed().await?;
        self.forget_old_events().await?;
        match feed {
            Some(feed) => {
                self.reached(Reach::Live, began).await?;
                self.follow(feed).await
            }
            None => {
                self.reached(Reach::Polling, began).await?;
                self.poll().await
            }
        }
    }

    async fn follow(&self, mut feed: LiveFeed) -> Result<std::convert::Infallible, MirrorError> {
        let mut rules = ticker(RULES_EVERY);
        let mut full_read = ticker(FULL_READ_EVERY);
        let mut save = ticker(SAVE_EVERY);
        loop {
            tokio::select! {
                message = feed.next(&self.fluo) => {
                    let mut signals = Vec::new();
                    let mut rules_changed = take(message?, &mut signals);
                    // What else has arrived goes into the same transaction.
                    while signals.len() < BATCH && let Some(message) = feed.next(&self.fluo).now_or_never() {
                        rules_changed |= take(message?, &mut signals);
                    }
                    let heard = self.clock.now();
                    if rules_changed {
                        self.sync_rules().await?;
                    }
                    self.apply(signals, sync::Source::Feed).await?;
                    self.state.send_modify(|state| {
                        state.as_of = Some(heard);
                        state.last_contact = Some(heard);
                    });
                }
                () = self.wake.notified() => self.send_pending().await?,
                _ = rules.tick() => self.sync_rules().await?,
                _ = full_read.tick() => {
                    self.read_missed().await?;
                    self.forget_old_events().await?;
                }
                _ = save.tick() => self.save().await?,
            }
        }
    }

    async fn poll(&self) -> Result<std::convert::Infallible, MirrorError> {
        let mut signals = ticker(POLL_EVERY);
        let mut rules = ticker(RULES_EVERY);
        let mut save = ticker(SAVE_EVERY);
        loop {
            tokio::select! {
                _ = signals.tick() => {
                    let began = self.clock.now();
                    self.read_missed().await?;
                    self.state.send_modify(|state| {
                        state.as_of = Some(began);
                        state.last_contact = Some(began);
                    });
                }
                () = self.wake.notified() => self.send_pending().await?,
                _ = rules.tick() => {
                    self.sync_rules().await?;
                    self.forget_old_events().await?;
                }
                _ = save.tick() => self.save().await?,
            }
        }
    }

    /// Complete as of `as_of`; says so to everyone when the reach is a new one.
    async fn reached(&self, reach: Reach, as_of: console_api::Timestamp) -> Result<(), StoreError> {
        self.change_state(|state| {
            *state = MirrorState { reach, as_of: Some(as_of), last_contact: Some(as_of), problem: None };
        })
        .await
    }

    async fn note_failure(&self, error: &MirrorError) {
        let (reach, problem) = match error {
            MirrorError::Fluo(error) => (Reach::Unreachable, error.to_string()),
            MirrorError::Store(error) => {
                tracing::error!(%error, "mirroring");
                (Reach::CatchingUp, "the console's own store failed; the log has the cause".to_owned())
            }
        };
        if self.state.borrow().reach != reach {
            tracing::warn!(%problem, "FLUO is not being followed");
        }
        let noted = self.change_state(|state| (state.reach, state.problem) = (reach, Some(problem))).await;
        if let Err(error) = noted {
            tracing::error!(%error, "noting that FLUO is away");
        }
    }

    async fn change_state(&self, change: impl FnOnce(&mut MirrorState)) -> Result<(), StoreError> {
        let before = self.state.borrow().reach;
        self.state.send_modify(change);
        let state = self.state.borrow().clone();
        if state.reach == before {
            return Ok(());
        }
        let now = self.clock.now();
        let mut tx = self.store.write(&self.scope).await?;
        self.store.put_mirror_state(&mut tx, &state).await?;
        let patch = serde_json::to_string(&freshness_at(&state, now)).unwrap_or_default();
        tx.log(NewEvent { kind: EventKind::FluoChanged, entity_id: String::new(), patch });
        tx.commit(now).await
    }

    async fn save(&self) -> Result<(), StoreError> {
        let state = self.state.borrow().clone();
        let mut tx = self.store.write(&self.scope).await?;
        self.store.put_mirror_state(&mut tx, &state).await?;
        tx.commit(self.clock.now()).await
    }

    async fn forget_old_events(&self) -> Result<(), StoreError> {
        self.store.forget_old_events(&self.scope, EVENTS_KEPT, self.clock.now()).await
    }
}

/// How fresh the mirror is at `now`.
pub(crate) fn freshness_at(state: &MirrorState, now: console_api::Timestamp) -> Freshness {
    let behind_ms = state.as_of.map(|as_of| now.since(as_of).max(0) / 1_000);
    Freshness { reach: state.reach, as_of: state.as_of, behind_ms }
}

/// Sorts a message in; true when it says that rules changed.
fn take(message: LiveMessage, signals: &mut Vec<UpstreamSignal>) -> bool {
    match message {
        LiveMessage::Signal(signal) => signals.push(*signal),
        LiveMessage::RuleChanged => return true,
        LiveMessage::Alive => {}
    }
    false
}

fn ticker(every: Duration) -> tokio::time::Interval {
    let mut ticker = interval(every);
    ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticker.reset();
    ticker
}
