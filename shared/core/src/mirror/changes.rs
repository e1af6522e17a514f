//! Changing a signal's status: FLUO first, then the mirror. While FLUO is away the change waits, visibly.

use console_api::operations::SetSignalStatus;
use console_api::signal::PendingStatus;
use console_api::{AuditOutcome, Error, ErrorCode, Signal, SignalId, Timestamp};
use serde_json::json;

use super::sync::event;
use super::{Mirror, MirrorError};
use crate::audit::Entry;
use crate::call::Context;
use crate::caller::TenantScope;
use crate::entropy::new_id;
use crate::fluo::FluoError;
use crate::operations::internal;
use crate::store::pending::PendingChange;
use crate::store::{Store, StoreError};

/// Changes sent per read of the queue.
const AT_ONCE: i64 = 100;

/// What FLUO said to a change.
enum Outcome {
    Confirmed,
    /// Not heard, or not answered: to be sent (again) later.
    Waits,
}

/// Moves a signal, or says why not. What FLUO did not confirm is answered as pending.
pub(crate) async fn set_status(context: &Context, request: &SetSignalStatus) -> Result<Signal, Error> {
    let console = &context.console;
    let signal = console.store().signal(&context.scope, &request.id).await.map_err(internal)?;
    let signal = signal.ok_or_else(|| Error::not_found("signal"))?;
    check_move(&signal, request)?;
    if signal.status == request.status && signal.pending.is_none() {
        return Ok(signal);
    }
    // What waits for the same signal goes first, so this waits behind it.
    let queued_before = signal.pending.as_ref().is_some_and(|pending| pending.problem.is_none());
    let outcome = if queued_before {
        Outcome::Waits
    } else {
        match console.fluo().set_status(&request.id, request.status).await {
            Ok(()) => Outcome::Confirmed,
            Err(error) if error.is_transient() => Outcome::Waits,
            Err(error) => return Err(refused(&error)),
        }
    };
    let now = console.clock().now();
    let changed = record(
        console.store(),
        &context.scope,
        (&signal, request),
        &outcome,
        || new_id(console.entropy(), now),
        now,
    )
    .await
    .map_err(internal)??;
    if matches!(outcome, Outcome::Waits) {
        console.wake_mirror();
    }
    Ok(changed)
}

fn check_move(signal: &Signal, request: &SetSignalStatus) -> Result<(), Error> {
    if request.revision.is_some_and(|revision| revision != signal.revision) {
        return Err(Error::new(
            ErrorCode::Conflict,
            format!(
                "the signal changed since it was read: it is {} now (revision {})",
                signal.status.as_str(),
                signal.revision
            ),
        ));
    }
    if signal.status != request.status && !signal.status.moves().contains(&request.status) {
        return Err(Error::new(
            ErrorCode::Conflict,
            format!("a signal that is {} cannot become {}", signal.status.as_str(), request.status.as_str()),
        ));
    }
    Ok(())
}

fn refused(error: &FluoError) -> Error {
    match error {
        FluoError::NotFound => Error::new(ErrorCode::NotFound, "FLUO no longer has this signal"),
        FluoError::Refused { status: 409, .. } => Error::new(ErrorCode::Conflict, error.to_string()),
        _ => Error::new(ErrorCode::Unavailable, error.to_string()),
    }
}

async fn record(
    store: &Store,
    scope: &TenantScope,
    (seen, request): (&Signal, &SetSignalStatus),
    outcome: &Outcome,
    new_change_id: impl FnOnce() -> String,
    now: Timestamp,
) -> Result<Result<Signal, Error>, StoreError> {
    let mut tx = store.write(scope).await?;
    // Read again under the lock: the feed may have been faster. What was decided upon is what was `seen`.
    let Some(before) = tx.signals(std::iter::once(request.id.as_str())).await?.pop() else {
        return Ok(Err(Error::not_found("signal")));
    };
    let mut waiting = None;
    let pending = match outcome {
        Outcome::Confirmed => None,
        Outcome::Waits => {
            if let Err(error) = check_move(&before, request) {
                return Ok(Err(error));
            }
            let confirmed = before.pending.as_ref().map_or(before.status, |pending| pending.confirmed);
            let since = before.pending.as_ref().map_or(now, |pending| pending.since);
            let change =
                PendingChange { id: new_change_id(), signal_id: request.id.clone(), status: request.status };
            tx.insert_pending(&change, now).await?;
            waiting = Some(change.id);
            Some(PendingStatus { confirmed, since, problem: None })
        }
    };
    let after = Signal {
        status: request.status,
        pending,
        updated_at: now,
        revision: before.revision + 1,
        ..before.clone()
    };
    tx.put_signal(&after).await?;
    tx.log(event(Some(&before), &after));
    let ended = if waiting.is_some() { AuditOutcome::Pending } else { AuditOutcome::Done };
    tx.audit(
        told(&request.id, ended)
            .detail(json!({ "from": seen.status, "to": after.status, "change": waiting })),
    );
    tx.commit(now).await?;
    Ok(Ok(after))
}

/// The audit trail's entry of a change of a signal's status.
fn told(signal: &SignalId, outcome: AuditOutcome) -> Entry {
    Entry::of::<SetSignalStatus>().on("signal", signal.as_str()).outcome(outcome)
}

impl Mirror {
    /// Sends what waits, oldest first. A change that FLUO refuses takes those behind it on the same signal
    /// with it, and the signal says so.
    pub(super) async fn send_pending(&self) -> Result<(), MirrorError> {
        loop {
            let waiting = self.store.pending_changes(&self.scope, AT_ONCE).await?;
            if waiting.is_empty() {
                return Ok(());
            }
            for change in waiting {
                let refusal = match self.fluo.set_status(&change.signal_id, change.status).await {
                    Ok(()) => None,
                    Err(error) if error.is_transient() => return Err(error.into()),
                    Err(error) => Some(format!("{} was not taken: {error}", change.status.as_str())),
                };
                if self.settle(&change, refusal).await? {
                    // Others of this read may be gone with it.
                    break;
                }
            }
        }
    }

    /// Records FLUO's answer; true when it was a refusal.
    async fn settle(&self, change: &PendingChange, refusal: Option<String>) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let refused = refusal.is_some();
        let mut tx = self.store.write(&self.scope).await?;
        let (settled, ended) = if refused {
            (tx.delete_pending_of(&change.signal_id).await?, AuditOutcome::Failed)
        } else {
            tx.delete_pending(&change.id).await?;
            (vec![change.clone()], AuditOutcome::Done)
        };
        for change in settled {
            tx.audit(
                told(&change.signal_id, ended).detail(json!({ "change": change.id, "to": change.status })),
            );
        }
        let before = tx.signals(std::iter::once(change.signal_id.as_str())).await?.pop();
        if let Some(before) = before {
            let more = tx.pending_of(&change.signal_id).await? > 0;
            let waited = before.pending.clone();
            let (status, pending) = match (refusal, waited) {
                (Some(problem), Some(waited)) => {
                    (waited.confirmed, Some(PendingStatus { problem: Some(problem), ..waited }))
                }
                (None, Some(waited)) if more => {
                    (before.status, Some(PendingStatus { confirmed: change.status, ..waited }))
                }
                (None, _) => (change.status, None),
                (Some(_), None) => (before.status, None),
            };
            let after =
                Signal { status, pending, updated_at: now, revision: before.revision + 1, ..before.clone() };
            tx.put_signal(&after).await?;
            tx.log(event(Some(&before), &after));
        }
        tx.commit(now).await?;
        Ok(refused)
    }
}
