//! The keeper: wakes what was put aside when its time has come, tells who is gone, and forgets old keys. One task per
//! tenant and server; what two servers find at once is changed once, since each looks again under the tenant's lock.

use std::sync::Arc;
use std::time::Duration;

use console_api::triage::WakeCause;
use console_api::{EventKind, Signal, Timestamp};
use serde_json::json;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::{Change, Triage, snooze};
use crate::audit::Entry;
use crate::caller::TenantScope;
use crate::clock::Clock;
use crate::events::EventHub;
use crate::store::groups::GroupSnooze;
use crate::store::{Changed, Store, StoreError, Told, WriteTx};

const LOOKS_EVERY: Duration = Duration::from_secs(1);
/// Signals that are woken in one transaction.
const AT_ONCE: i64 = 500;
/// How long a request can be repeated under its key.
const KEYS_KEPT: i64 = 24 * 3_600_000_000;
/// Looks between two sweeps of old keys.
const KEYS_EVERY: u32 = 600;

pub(crate) struct Keeper {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) scope: TenantScope,
    pub(crate) hub: EventHub,
    pub(crate) triage: Arc<Triage>,
}

impl Keeper {
    /// Looks every second until cancelled.
    pub(crate) async fn run(self, cancel: CancellationToken) {
        let mut ticks = tokio::time::interval(LOOKS_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut looks, mut heard) = (0_u32, None);
        loop {
            tokio::select! {
                () = cancel.cancelled() => return,
                _ = ticks.tick() => {}
            }
            let now = self.clock.now();
            for presence in self.triage.presences.sweep(now) {
                self.hub.tell(EventKind::SignalPresence, presence.signal.as_str(), &presence, now.millis());
            }
            if let Err(error) = self.look(&mut heard, now).await {
                tracing::error!(%error, "waking what was put aside; trying again");
            }
            if looks % KEYS_EVERY == 0
                && let Err(error) =
                    self.store.forget_old_keys(&self.scope, Timestamp(now.0 - KEYS_KEPT), now).await
            {
                tracing::error!(%error, "forgetting old idempotency keys");
            }
            looks = looks.wrapping_add(1);
        }
    }

    /// Wakes what is due. Conditions on signals and rules are looked at when anything happened since the last look,
    /// and what counts by the hour looks back: it can only come true with a new signal.
    async fn look(&self, heard: &mut Option<i64>, now: Timestamp) -> Result<(), StoreError> {
        while self.wake_due(now).await? {}
        let newest = self.store.last_event(&self.scope).await?.0;
        if heard.replace(newest) == Some(newest) {
            return Ok(());
        }
        for waiting in self.store.conditional_snoozes(&self.scope).await? {
            if let Some(because) = snooze::is_over(&self.store, &self.scope, &waiting, now).await? {
                while self.wake_group(&waiting, because, now).await? {}
            }
        }
        Ok(())
    }

    /// Wakes signals whose time has come; true when there may be more.
    async fn wake_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        if !self.store.has_due_snoozes(&self.scope, now).await? {
            return Ok(false);
        }
        let mut tx = self.store.write(&self.scope).await?;
        let due = tx.due_signals(now, AT_ONCE).await?;
        let more = due.len() as i64 == AT_ONCE;
        tx.end_due_group_snoozes(now).await?;
        self.wake(tx, due, WakeCause::Time, now).await?;
        Ok(more)
    }

    /// Wakes the signals of a group that were put aside until what has come; true when there may be more.
    async fn wake_group(
        &self,
        waiting: &GroupSnooze,
        because: WakeCause,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.store.write(&self.scope).await?;
        let signals = tx.snoozed_signals(waiting, AT_ONCE).await?;
        let more = signals.len() as i64 == AT_ONCE;
        tx.end_group_snooze(&waiting.group, &waiting.snooze).await?;
        self.wake(tx, signals, because, now).await?;
        Ok(more)
    }

    async fn wake(
        &self,
        mut tx: WriteTx<'_>,
        signals: Vec<Signal>,
        because: WakeCause,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let changes: Vec<_> = signals.into_iter().filter_map(|signal| woken(signal, because, now)).collect();
        tx.change_signals(&changes).await?;
        if !changes.is_empty() {
            tx.audit(
                Entry::event("signals.woken").detail(json!({ "signals": changes.len(), "because": because })),
            );
        }
        tx.commit(now).await
    }
}

fn woken(signal: Signal, because: WakeCause, now: Timestamp) -> Option<Changed> {
    let plan = Change::Wake(because).plan(&signal, now).ok()?;
    let told = Told { by: None, what: plan.what, fields: plan.fields };
    Some(Changed { before: Some(signal), after: plan.after, told: Some(told) })
}
