//! Changes of many signals: what a job does to its next signals, and the worker that goes on with jobs until they are
//! at their end. Several servers may work at one job: each takes the next signals under the tenant's lock.

use std::collections::hash_map::Entry as Place;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use console_api::bulk::{Bulk, BulkAction, BulkOutcome, BulkState};
use console_api::triage::{Snooze, WakeCause};
use console_api::{ActorKind, BulkId, EventKind, Signal, SignalId, Timestamp};
use serde_json::json;
use tokio::sync::Notify;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::change::{Change, Unchanged, both_values};
use super::snooze;
use crate::audit::{Actor, Entry};
use crate::caller::TenantScope;
use crate::clock::Clock;
use crate::store::bulk::{Job, JobItem};
use crate::store::groups::Group;
use crate::store::pending::PendingChange;
use crate::store::{Changed, NewEvent, Recorded, Store, StoreError, Told, WriteTx};

/// Signals of one transaction: others wait for it no longer than for a batch of the mirror.
pub(crate) const AT_ONCE: usize = 500;
/// How soon a job is found that another server left.
const LOOKS_EVERY: Duration = Duration::from_secs(2);

/// What a job's snooze becomes for each group.
pub(crate) type Snoozes = HashMap<Group, Snooze>;

/// Goes on with a tenant's jobs.
pub(crate) struct Worker {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) scope: TenantScope,
    /// Rings when a job was begun.
    pub(crate) begun: Arc<Notify>,
    /// Tells the mirror that changes wait for FLUO.
    pub(crate) pending: Arc<Notify>,
}

impl Worker {
    /// Works until cancelled.
    pub(crate) async fn run(self, cancel: CancellationToken) {
        let mut ticks = tokio::time::interval(LOOKS_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = cancel.cancelled() => return,
                _ = ticks.tick() => {}
                () = self.begun.notified() => {}
            }
            if let Err(error) = self.work(&cancel).await {
                tracing::error!(%error, "changing many signals; going on with the next look");
            }
        }
    }

    /// A few signals of each job in turn, so that a small job does not wait for a large one.
    async fn work(&self, cancel: &CancellationToken) -> Result<(), StoreError> {
        loop {
            let jobs = self.store.running_jobs(&self.scope).await?;
            if jobs.is_empty() || cancel.is_cancelled() {
                return Ok(());
            }
            for job in jobs {
                self.go_on(&job).await?;
            }
        }
    }

    async fn go_on(&self, id: &BulkId) -> Result<(), StoreError> {
        let now = self.clock.now();
        let Some(job) = self.store.bulk_job(&self.scope, id).await? else { return Ok(()) };
        let next =
            self.store.bulk_items(&self.scope, id, Some(BulkOutcome::Waits), -1, AT_ONCE as i64).await?;
        let signals = next.iter().map(|next| &next.item.signal);
        let snoozes = snoozes(&self.store, &self.scope, &job.bulk, signals).await?;
        let mut tx = self.store.write(&self.scope).await?;
        // Read again under the lock: it may be cancelled, and another server may be further.
        let Some(mut job) = tx.bulk_job(id).await?.filter(|job| job.bulk.state == BulkState::Running) else {
            return tx.commit(now).await;
        };
        let items = tx.waiting_items(id, AT_ONCE as i64).await?;
        let is_last = items.len() < AT_ONCE;
        apply(&mut tx, &mut job, items, &snoozes, now).await?;
        if is_last {
            end(&mut job, now);
            tx.audit(ended(&job.bulk));
        }
        put(&mut tx, &job).await?;
        tx.commit(now).await?;
        if job.bulk.pending > 0 {
            self.pending.notify_one();
        }
        Ok(())
    }
}

/// The job is at its end.
pub(crate) fn end(job: &mut Job, now: Timestamp) {
    (job.bulk.state, job.bulk.ended_at) = (BulkState::Done, Some(now));
}

/// What the audit trail says when a job is at its end.
pub(crate) fn ended(bulk: &Bulk) -> Entry {
    let Bulk { id, by, applied, pending, skipped, conflicts, state, .. } = bulk;
    let detail = json!({
        "state": state, "applied": applied, "pending": pending, "skipped": skipped, "conflicts": conflicts,
    });
    Entry::event("bulk.ended")
        .by(Actor::new(ActorKind::User, by.id.as_str()))
        .on("bulk", id.as_str())
        .detail(detail)
}

/// The job's row and the event that tells of it.
pub(crate) async fn put(tx: &mut WriteTx<'_>, job: &Job) -> Result<(), StoreError> {
    tx.put_bulk_job(job).await?;
    let patch = serde_json::to_string(&job.bulk).unwrap_or_default();
    tx.log(NewEvent { kind: EventKind::BulkUpdated, entity_id: job.bulk.id.to_string(), patch });
    Ok(())
}

/// What a job's snooze becomes for the groups of those signals.
pub(crate) async fn snoozes(
    store: &Store,
    scope: &TenantScope,
    bulk: &Bulk,
    signals: impl Iterator<Item = &SignalId>,
) -> Result<Snoozes, StoreError> {
    let mut snoozes = Snoozes::new();
    let Some(wish) = wished(bulk) else { return Ok(snoozes) };
    for signal in store.signals_by_id(scope, signals).await? {
        let group = Group::of(&signal);
        if let Place::Vacant(none) = snoozes.entry(group) {
            none.insert(snooze::measured(store, scope, &signal, &wish).await?);
        }
    }
    Ok(snoozes)
}

fn wished(bulk: &Bulk) -> Option<Snooze> {
    let BulkAction::Snooze { until, why } = &bulk.action else { return None };
    let (until, why, by) = (until.clone(), why.clone(), bulk.by.clone());
    Some(Snooze { until, group: false, by, at: bulk.at, why, would_have_hidden: 0 })
}

/// Does to each signal what the job says, and notes what became of it.
pub(crate) async fn apply(
    tx: &mut WriteTx<'_>,
    job: &mut Job,
    mut items: Vec<JobItem>,
    snoozes: &Snoozes,
    now: Timestamp,
) -> Result<(), StoreError> {
    if items.is_empty() {
        return Ok(());
    }
    let ids: Vec<SignalId> = items.iter().map(|item| item.item.signal.clone()).collect();
    let signals = tx.signals(ids.iter().map(SignalId::as_str)).await?;
    let signals: HashMap<SignalId, Signal> =
        signals.into_iter().map(|signal| (signal.id.clone(), signal)).collect();
    let stale: HashSet<SignalId> = match job.bulk.action.field() {
        Some(field) => tx.changed_after(&ids, job.as_of, field).await?.into_iter().collect(),
        None => HashSet::new(),
    };
    let mut recorded = match &job.bulk.action {
        BulkAction::Undo { bulk } => tx.recorded_by(bulk, &ids).await?,
        _ => HashMap::new(),
    };
    let (mut changes, mut pending) = (Vec::new(), Vec::new());
    for JobItem { position, item, revision } in &mut items {
        let signal = signals.get(&item.signal);
        let change = signal.and_then(|signal| change_of(job, signal, snoozes, recorded.remove(&signal.id)));
        let planned = match (signal, change) {
            (None, _) => Err(Unchanged::NotAllowed("there is no such signal".to_owned())),
            (Some(_), None) => Err(Unchanged::NotAllowed("nothing of it can be put back".to_owned())),
            (Some(signal), Some(change)) if stale.contains(&signal.id) => {
                Err(Unchanged::Conflict(both_values(signal, &change)))
            }
            (Some(signal), Some(change)) => change.plan(signal, now).map(|plan| (signal, plan)),
        };
        match planned {
            Ok((before, plan)) => {
                *revision = Some(plan.after.revision);
                item.outcome =
                    if plan.moves.is_empty() { BulkOutcome::Applied } else { BulkOutcome::Pending };
                for (place, status) in plan.moves.iter().enumerate() {
                    // Goes before what is decided later, since the job's id is older.
                    let id = format!("{}.{position:010}.{place}", job.bulk.id);
                    pending.push(PendingChange { id, signal_id: before.id.clone(), status: *status });
                }
                if before.snooze != plan.after.snooze {
                    tx.follow_group(before, &plan.after).await?;
                }
                let told = Told { by: Some(job.bulk.by.clone()), what: plan.what, fields: plan.fields };
                changes.push(Changed { before: Some(before.clone()), after: plan.after, told: Some(told) });
            }
            Err(unchanged) => {
                item.outcome = match unchanged {
                    Unchanged::Conflict(_) => BulkOutcome::Conflict,
                    Unchanged::Same | Unchanged::NotAllowed(_) => BulkOutcome::Skipped,
                };
                item.reason = Some(unchanged.reason());
            }
        }
    }
    tx.change_signals(&changes).await?;
    tx.insert_pending(&pending, now).await?;
    tx.put_bulk_items(&job.bulk.id, &items).await?;
    count(&mut job.bulk, &items);
    Ok(())
}

fn count(bulk: &mut Bulk, items: &[JobItem]) {
    for JobItem { item, .. } in items {
        match item.outcome {
            BulkOutcome::Waits => {}
            BulkOutcome::Applied => bulk.applied += 1,
            BulkOutcome::Pending => {
                bulk.applied += 1;
                bulk.pending += 1;
            }
            BulkOutcome::Skipped => bulk.skipped += 1,
            BulkOutcome::Conflict => bulk.conflicts += 1,
        }
    }
}

/// What the job does to a signal; nothing where an undo has nothing to put back.
pub(crate) fn change_of(
    job: &Job,
    signal: &Signal,
    snoozes: &Snoozes,
    recorded: Option<Recorded>,
) -> Option<Change> {
    Some(match &job.bulk.action {
        BulkAction::Status { to, reason } => Change::Status { to: *to, reason: reason.clone() },
        BulkAction::Assign { .. } => Change::Owner(job.owner.clone()),
        BulkAction::Snooze { .. } => {
            Change::Snooze(snoozes.get(&Group::of(signal)).cloned().or_else(|| wished(&job.bulk))?)
        }
        BulkAction::Wake => Change::Wake(WakeCause::Person),
        BulkAction::Tag { add, remove } => Change::Tags { add: add.clone(), remove: remove.clone() },
        BulkAction::Undo { .. } => {
            let Recorded { before, after } = recorded?;
            Change::Restore { before: Box::new(before), after: Box::new(after) }
        }
    })
}
