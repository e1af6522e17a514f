//! Changing a signal's status: FLUO first, then the mirror. While FLUO is away the change waits, visibly.

use std::collections::HashSet;

use console_api::operations::{AddLink, SetSignalStatus};
use console_api::signal::PendingStatus;
use console_api::triage::{Happening, LinkSent, TriageField};
use console_api::{AuditOutcome, Error, ErrorCode, Signal, SignalId, SignalStatus, Timestamp};
use futures_util::stream::{self, StreamExt as _};
use serde_json::json;

use super::merge::decided_at;
use super::{Mirror, MirrorError};
use crate::audit::Entry;
use crate::call::Context;
use crate::entropy::{Entropy, new_id};
use crate::fluo::FluoError;
use crate::operations::internal;
use crate::store::pending::PendingChange;
use crate::store::{Changed, StoreError, Told, WriteTx};
use crate::triage::{Change, Unchanged, both_values};

/// Changes sent per read of the queue.
const AT_ONCE: i64 = 200;
/// Changes under way to FLUO at a time.
const ABREAST: usize = 8;

/// What FLUO said to a change.
enum Outcome {
    Confirmed,
    /// Not heard, or not answered: to be sent (again) later.
    Waits,
}

/// Moves a signal, or says why not. What FLUO did not confirm is answered as pending.
pub(crate) async fn set_status(context: &Context, request: &SetSignalStatus) -> Result<Signal, Error> {
    let console = &context.console;
    let change = Change::Status { to: request.status, reason: request.reason.clone() };
    // One after the other for each signal, so that two who saw the same do not both tell FLUO.
    let _turn = context.workspace.triage().turn(&request.id).await;
    let store = console.store();
    let signal = store.signal(&context.scope, &request.id).await.map_err(internal)?;
    let signal = signal.ok_or_else(|| Error::not_found("signal"))?;
    if let Some(revision) = request.revision {
        let is_stale = revision > signal.revision
            || store
                .changed_since(&context.scope, &request.id, revision, TriageField::Status)
                .await
                .map_err(internal)?;
        if is_stale {
            return Err(Error::new(ErrorCode::Conflict, both_values(&signal, &change)));
        }
    }
    let now = console.clock().now();
    let plan = match change.plan(&signal, now) {
        Ok(plan) => plan,
        // What FLUO refused is shown until something is decided anew.
        Err(Unchanged::Same) if signal.pending.as_ref().is_none_or(|pending| pending.problem.is_none()) => {
            return Ok(signal);
        }
        Err(Unchanged::Same) => return told_same(context, &signal, now).await,
        Err(unchanged) => return Err(unchanged.into_error()),
    };
    // What waits for the same signal goes first, so this waits behind it.
    let queued_before = signal.pending.as_ref().is_some_and(|pending| pending.problem.is_none());
    let outcome = if plan.moves.is_empty() {
        Outcome::Confirmed
    } else if queued_before {
        Outcome::Waits
    } else {
        let echo = context.workspace.triage().expect_echo(&request.id, request.status, now);
        match context.workspace.fluo()?.set_status(&request.id, request.status).await {
            Ok(()) => Outcome::Confirmed,
            Err(error) if error.is_transient() => Outcome::Waits,
            Err(error) => {
                context.workspace.triage().forget_echo(echo);
                return Err(refused(&error));
            }
        }
    };
    let changed = record(context, (&signal, &change), &outcome).await?;
    if matches!(outcome, Outcome::Waits) {
        context.workspace.wake_mirror();
    }
    Ok(changed)
}

/// Takes away what FLUO's refusal left on the screen: the status stays what FLUO holds.
async fn told_same(context: &Context, signal: &Signal, now: Timestamp) -> Result<Signal, Error> {
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let before = tx.one_signal(&signal.id).await.map_err(internal)?;
    let before = before.ok_or_else(|| Error::not_found("signal"))?;
    let after = Signal { pending: None, updated_at: now, revision: before.revision + 1, ..before.clone() };
    let change = Changed { before: Some(before), after: after.clone(), told: None };
    tx.change_signals(&[change]).await.map_err(internal)?;
    tx.audit(told(&signal.id, AuditOutcome::Done).detail(json!({ "to": after.status })));
    tx.commit(now).await.map_err(internal)?;
    Ok(after)
}

fn refused(error: &FluoError) -> Error {
    match error {
        FluoError::NotFound => Error::new(ErrorCode::NotFound, "FLUO no longer has this signal"),
        FluoError::Refused { status: 409, .. } => Error::new(ErrorCode::Conflict, error.to_string()),
        _ => Error::new(ErrorCode::Unavailable, error.to_string()),
    }
}

async fn record(
    context: &Context,
    (seen, change): (&Signal, &Change),
    outcome: &Outcome,
) -> Result<Signal, Error> {
    let console = &context.console;
    let now = console.clock().now();
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    // Read again under the lock: the feed may have been faster, and others may have changed other parts.
    let before = tx.one_signal(&seen.id).await.map_err(internal)?;
    let before = before.ok_or_else(|| Error::not_found("signal"))?;
    let plan = match outcome {
        Outcome::Confirmed => {
            let meanwhile = tx.changed_since(&seen.id, seen.revision, TriageField::Status).await;
            if meanwhile.map_err(internal)? {
                return overtaken(context, tx, &before, change, now).await;
            }
            // What was decided upon is what was seen; everything else is as it is now.
            let seen = Signal {
                status: seen.status,
                reason: seen.reason.clone(),
                decided_at: seen.decided_at,
                pending: seen.pending.clone(),
                ..before.clone()
            };
            change.plan(&seen, now)
        }
        Outcome::Waits => change.plan(&before, now),
    };
    let mut plan = match plan {
        Ok(plan) => plan,
        Err(Unchanged::Same) => return Ok(before),
        Err(unchanged) => return Err(unchanged.into_error()),
    };
    let mut waiting = None;
    if matches!(outcome, Outcome::Confirmed) {
        plan.after.pending = None;
        if let Happening::Status { pending, .. } = &mut plan.what {
            *pending = false;
        }
    } else {
        let queued =
            queue(&mut tx, console.entropy(), &plan.after, &plan.moves, now).await.map_err(internal)?;
        waiting = queued.last().cloned();
    }
    let after = plan.after;
    let (from, to) = (seen.status, after.status);
    let by = Some(context.caller.user().clone());
    let told_of = Told { by, what: plan.what, fields: plan.fields };
    let changed = Changed { before: Some(before), after: after.clone(), told: Some(told_of) };
    tx.change_signals(&[changed]).await.map_err(internal)?;
    let ended = if waiting.is_some() { AuditOutcome::Pending } else { AuditOutcome::Done };
    tx.audit(told(&seen.id, ended).detail(json!({ "from": from, "to": to, "change": waiting })));
    tx.commit(now).await.map_err(internal)?;
    Ok(after)
}

/// FLUO took a status that somebody else changed meanwhile, by another server or in bulk. Theirs stands, and FLUO is
/// told so; whoever came second is told.
async fn overtaken(
    context: &Context,
    mut tx: WriteTx<'_>,
    before: &Signal,
    change: &Change,
    now: Timestamp,
) -> Result<Signal, Error> {
    let conflict = Error::new(ErrorCode::Conflict, both_values(before, change));
    if before.pending.is_none() {
        queue(&mut tx, context.console.entropy(), before, &[before.status], now).await.map_err(internal)?;
        let pending = Some(PendingStatus { confirmed: before.status, since: now, problem: None });
        let after = Signal { pending, updated_at: now, revision: before.revision + 1, ..before.clone() };
        tx.change_signals(&[Changed { before: Some(before.clone()), after, told: None }])
            .await
            .map_err(internal)?;
    }
    tx.audit(told(&before.id, AuditOutcome::Failed).detail(json!({ "code": conflict.code })));
    tx.commit(now).await.map_err(internal)?;
    context.workspace.wake_mirror();
    Err(conflict)
}

/// Leaves moves for FLUO to be told, in order; answers their ids.
pub(crate) async fn queue(
    tx: &mut WriteTx<'_>,
    entropy: &dyn Entropy,
    signal: &Signal,
    moves: &[SignalStatus],
    now: Timestamp,
) -> Result<Vec<String>, StoreError> {
    let changes: Vec<_> = moves
        .iter()
        .map(|status| PendingChange {
            id: new_id(entropy, now),
            signal_id: signal.id.clone(),
            status: *status,
        })
        .collect();
    tx.insert_pending(&changes, now).await?;
    Ok(changes.into_iter().map(|change| change.id).collect())
}

/// The audit trail's entry of a change of a signal's status.
fn told(signal: &SignalId, outcome: AuditOutcome) -> Entry {
    Entry::of::<SetSignalStatus>().on("signal", signal.as_str()).outcome(outcome)
}

/// A change that waited, and FLUO's answer: taken, or why not.
struct Settled {
    change: PendingChange,
    refusal: Option<String>,
}

impl Mirror {
    /// Sends what waits, oldest first, several signals abreast. A change that FLUO refuses takes those behind it on
    /// the same signal with it, and the signal says so. What is more than one read of the queue is left for the next
    /// wake-up, so that the feed is heard meanwhile.
    pub(super) async fn send_pending(&self) -> Result<(), MirrorError> {
        let waiting = self.store.pending_changes(&self.scope, AT_ONCE).await?;
        let is_all = (waiting.len() as i64) < AT_ONCE;
        // Of one signal only the first: the next goes when it is known what became of this one.
        let mut signals = HashSet::new();
        let first: Vec<_> =
            waiting.into_iter().filter(|change| signals.insert(change.signal_id.clone())).collect();
        let answers: Vec<_> =
            stream::iter(first).map(|change| self.send(change)).buffered(ABREAST).collect().await;
        let (mut settled, mut failure) = (Vec::new(), None);
        for answer in answers {
            match answer {
                Ok(answer) => settled.push(answer),
                Err(error) => failure = Some(error),
            }
        }
        let any = !settled.is_empty();
        self.settle(settled).await?;
        if let Some(error) = failure {
            return Err(error.into());
        }
        if any && !(is_all && self.store.pending_total(&self.scope).await? == 0) {
            self.wake.notify_one();
        }
        self.send_links().await
    }

    async fn send(&self, change: PendingChange) -> Result<Settled, FluoError> {
        let (signal, status) = (&change.signal_id, change.status);
        let echo = self.triage.expect_echo(signal, status, self.clock.now());
        let refusal = match self.fluo.set_status(signal, status).await {
            Ok(()) => None,
            Err(error) if error.is_transient() => return Err(error),
            Err(error) => {
                self.triage.forget_echo(echo);
                Some(format!("{} was not taken: {error}", status.as_str()))
            }
        };
        Ok(Settled { change, refusal })
    }

    /// Sends links that wait.
    async fn send_links(&self) -> Result<(), MirrorError> {
        for (signal, link) in self.store.waiting_links(&self.scope, AT_ONCE).await? {
            let sent = match self.fluo.add_link(&signal, &link.url).await {
                Ok(()) => LinkSent::Sent,
                Err(error) if error.is_transient() => return Err(error.into()),
                Err(error) => LinkSent::Refused { problem: error.to_string() },
            };
            let now = self.clock.now();
            let mut tx = self.store.write(&self.scope).await?;
            if tx.set_link_sent(&link.id, &sent).await?
                && let Some(before) = tx.one_signal(&signal).await?
            {
                // The links of the signal are read anew by those who show them.
                let after = Signal { updated_at: now, revision: before.revision + 1, ..before.clone() };
                tx.change_signals(&[Changed { before: Some(before), after, told: None }]).await?;
                let ended = if sent == LinkSent::Sent { AuditOutcome::Done } else { AuditOutcome::Failed };
                let entry = Entry::of::<AddLink>().on("signal", signal.as_str()).outcome(ended);
                tx.audit(entry.detail(json!({ "link": link.id })));
            }
            tx.commit(now).await?;
        }
        Ok(())
    }

    /// Records FLUO's answers.
    async fn settle(&self, answers: Vec<Settled>) -> Result<(), StoreError> {
        if answers.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let mut tx = self.store.write(&self.scope).await?;
        let mut changes = Vec::new();
        for Settled { change, refusal } in answers {
            let (settled, ended) = if refusal.is_some() {
                (tx.delete_pending_of(&change.signal_id).await?, AuditOutcome::Failed)
            } else {
                tx.delete_pending(&change.id).await?;
                (vec![change.clone()], AuditOutcome::Done)
            };
            for change in settled {
                let detail = json!({ "change": change.id, "to": change.status });
                tx.audit(told(&change.signal_id, ended).detail(detail));
            }
            if let Some(before) = tx.one_signal(&change.signal_id).await? {
                let more = tx.pending_of(&change.signal_id).await? > 0;
                changes.push(after_answer(&mut tx, before, &change, refusal, more, now).await?);
            }
        }
        tx.change_signals(&changes).await?;
        tx.commit(now).await
    }
}

/// What FLUO's answer makes of a signal; `more` changes of it wait.
async fn after_answer(
    tx: &mut WriteTx<'_>,
    before: Signal,
    change: &PendingChange,
    refusal: Option<String>,
    more: bool,
    now: Timestamp,
) -> Result<Changed, StoreError> {
    let mut after = Signal { updated_at: now, revision: before.revision + 1, ..before.clone() };
    let mut fields = Vec::new();
    let what = match (refusal, before.pending.clone()) {
        (Some(problem), Some(waited)) => {
            let was = tx.status_part(&before.id, waited.confirmed).await?;
            (after.reason, after.decided_at) =
                was.map(|was| (was.reason, was.decided_at)).unwrap_or_default();
            after.status = waited.confirmed;
            after.pending = Some(PendingStatus { problem: Some(problem.clone()), ..waited });
            fields.push(TriageField::Status);
            Happening::Refused { from: before.status, to: after.status, problem }
        }
        (None, Some(waited)) if more => {
            after.pending = Some(PendingStatus { confirmed: change.status, ..waited });
            Happening::Confirmed { status: change.status }
        }
        (None, _) => {
            after.decided_at = decided_at(Some(&before), change.status, now);
            (after.status, after.pending) = (change.status, None);
            Happening::Confirmed { status: change.status }
        }
        (Some(problem), None) => Happening::Refused { from: change.status, to: before.status, problem },
    };
    Ok(Changed { before: Some(before), after, told: Some(Told { by: None, what, fields }) })
}
