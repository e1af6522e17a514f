//! What people do with one signal beyond its status: whose it is, putting it aside, tags, and taking a change back.

use console_api::operations::{
    AssignSignal, ClaimSignal, ListReasons, SnoozeSignal, TagSignal, UndoSignal, WakeSignal,
};
use console_api::session::User;
use console_api::triage::{MAX_TAG, MAX_TAGS, REASONS, Snooze, WakeCause};
use console_api::{Answer, AuditOutcome, Error, ErrorCode, Operation, Signal, SignalId, Timestamp, UserId};
use serde_json::{Value, json};

use super::internal;
use crate::audit::Entry;
use crate::call::Context;
use crate::identity::{OPERATOR, OPERATOR_NAME};
use crate::mirror::changes::queue;
use crate::store::{Changed, Told, WriteTx};
use crate::triage::{Change, Plan, Unchanged, both_values, snooze};

pub(super) async fn assign(context: Context, request: AssignSignal) -> Result<Answer<Signal>, Error> {
    let owner = match &request.to {
        Some(id) => Some(member(&context, id).await?),
        None => None,
    };
    let detail = json!({ "to": request.to });
    let change = Change::Owner(owner);
    one::<AssignSignal>(&context, &request.id, request.revision, change, detail).await
}

pub(super) async fn claim(context: Context, request: ClaimSignal) -> Result<Answer<Signal>, Error> {
    let me = context.caller.user().clone();
    let (mut tx, signal, now) = begin(&context, &request.id).await?;
    if let Some(owner) = signal.owner.as_ref().filter(|owner| owner.id != me.id) {
        let owner = &owner.name;
        return Err(Error::new(
            ErrorCode::Conflict,
            format!("it is {owner}'s already; assign it to take it over"),
        ));
    }
    let change = Change::Owner(Some(me));
    let Some(plan) = planned(change.plan(&signal, now))? else {
        return same(&context, tx, signal, now).await;
    };
    make(&context, &mut tx, &signal, plan.clone()).await?;
    tx.audit(Entry::of::<ClaimSignal>().on("signal", request.id.as_str()));
    tx.commit(now).await.map_err(internal)?;
    Ok(answer(&context, plan.after))
}

pub(super) async fn snooze(context: Context, request: SnoozeSignal) -> Result<Answer<Signal>, Error> {
    let console = &context.console;
    let now = console.clock().now();
    let by = context.caller.user().clone();
    let wish = Snooze {
        until: snooze::checked(request.until, now)?,
        group: request.group,
        by,
        at: now,
        why: snooze::checked_why(request.why.as_deref())?,
        would_have_hidden: 0,
    };
    let signal = console.store().signal(&context.scope, &request.id).await.map_err(internal)?;
    let signal = signal.ok_or_else(|| Error::not_found("signal"))?;
    let wish = snooze::measured(console.store(), &context.scope, &signal, &wish).await.map_err(internal)?;
    let (mut tx, signal, now) = begin(&context, &request.id).await?;
    let change = Change::Snooze(wish.clone());
    not_stale(&mut tx, &signal, request.revision, &change).await?;
    let Some(plan) = planned(change.plan(&signal, now))? else {
        return same(&context, tx, signal, now).await;
    };
    tx.follow_group(&signal, &plan.after).await.map_err(internal)?;
    make(&context, &mut tx, &signal, plan.clone()).await?;
    let detail = json!({ "until": wish.until, "group": wish.group });
    tx.audit(Entry::of::<SnoozeSignal>().on("signal", request.id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(answer(&context, plan.after))
}

pub(super) async fn wake(context: Context, request: WakeSignal) -> Result<Answer<Signal>, Error> {
    let (mut tx, signal, now) = begin(&context, &request.id).await?;
    let change = Change::Wake(WakeCause::Person);
    not_stale(&mut tx, &signal, request.revision, &change).await?;
    let Some(plan) = planned(change.plan(&signal, now))? else {
        return same(&context, tx, signal, now).await;
    };
    tx.follow_group(&signal, &plan.after).await.map_err(internal)?;
    make(&context, &mut tx, &signal, plan.clone()).await?;
    tx.audit(Entry::of::<WakeSignal>().on("signal", request.id.as_str()));
    tx.commit(now).await.map_err(internal)?;
    Ok(answer(&context, plan.after))
}

pub(super) async fn tag(context: Context, request: TagSignal) -> Result<Answer<Signal>, Error> {
    let (add, remove) = checked_tags(&request.add, &request.remove)?;
    let detail = json!({ "add": add, "remove": remove });
    let change = Change::Tags { add, remove };
    one::<TagSignal>(&context, &request.id, request.revision, change, detail).await
}

pub(super) async fn undo(context: Context, request: UndoSignal) -> Result<Answer<Signal>, Error> {
    let _turn = context.workspace.triage().turn(&request.id).await;
    let (mut tx, signal, now) = begin(&context, &request.id).await?;
    let revision = match request.change {
        Some(revision) => Some(revision),
        None => tx.own_last_change(&request.id).await.map_err(internal)?,
    };
    let recorded = match revision {
        Some(revision) => tx.recorded(&request.id, revision).await.map_err(internal)?,
        None => None,
    };
    let recorded = recorded.ok_or_else(|| Error::not_found("change of this signal that can be put back"))?;
    let change = Change::Restore { before: Box::new(recorded.before), after: Box::new(recorded.after) };
    let Some(plan) = planned(change.plan(&signal, now))? else {
        return same(&context, tx, signal, now).await;
    };
    tx.follow_group(&signal, &plan.after).await.map_err(internal)?;
    make(&context, &mut tx, &signal, plan.clone()).await?;
    let outcome = if plan.moves.is_empty() { AuditOutcome::Done } else { AuditOutcome::Pending };
    let detail = json!({ "change": revision, "moves": plan.moves });
    tx.audit(Entry::of::<UndoSignal>().on("signal", request.id.as_str()).outcome(outcome).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    if !plan.moves.is_empty() {
        context.workspace.wake_mirror();
    }
    Ok(answer(&context, plan.after))
}

pub(super) async fn reasons(_: Context, _: ListReasons) -> Result<Answer<Vec<String>>, Error> {
    Ok(Answer::new(REASONS.iter().map(|&reason| reason.to_owned()).collect()))
}

/// One change of one signal that FLUO has no place for.
async fn one<O: Operation>(
    context: &Context,
    id: &SignalId,
    revision: Option<i64>,
    change: Change,
    detail: Value,
) -> Result<Answer<Signal>, Error> {
    let (mut tx, signal, now) = begin(context, id).await?;
    not_stale(&mut tx, &signal, revision, &change).await?;
    let Some(plan) = planned(change.plan(&signal, now))? else { return same(context, tx, signal, now).await };
    make(context, &mut tx, &signal, plan.clone()).await?;
    tx.audit(Entry::of::<O>().on("signal", id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(answer(context, plan.after))
}

/// A transaction with the signal as it is in it.
pub(super) async fn begin<'c>(
    context: &'c Context,
    id: &SignalId,
) -> Result<(WriteTx<'c>, Signal, Timestamp), Error> {
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let signal = tx.one_signal(id).await.map_err(internal)?;
    Ok((tx, signal.ok_or_else(|| Error::not_found("signal"))?, context.console.clock().now()))
}

/// Refuses to change what changed since it was on the screen.
async fn not_stale(
    tx: &mut WriteTx<'_>,
    signal: &Signal,
    seen: Option<i64>,
    change: &Change,
) -> Result<(), Error> {
    let Some(seen) = seen else { return Ok(()) };
    for field in change.fields() {
        if seen > signal.revision || tx.changed_since(&signal.id, seen, field).await.map_err(internal)? {
            return Err(Error::new(ErrorCode::Conflict, both_values(signal, change)));
        }
    }
    Ok(())
}

/// Nothing where there is nothing to change.
fn planned(plan: Result<Plan, Unchanged>) -> Result<Option<Plan>, Error> {
    match plan {
        Ok(plan) => Ok(Some(plan)),
        Err(Unchanged::Same) => Ok(None),
        Err(unchanged) => Err(unchanged.into_error()),
    }
}

async fn make(context: &Context, tx: &mut WriteTx<'_>, before: &Signal, plan: Plan) -> Result<(), Error> {
    let now = plan.after.updated_at;
    queue(tx, context.console.entropy(), &plan.after, &plan.moves, now).await.map_err(internal)?;
    let told = Told { by: Some(context.caller.user().clone()), what: plan.what, fields: plan.fields };
    let change = Changed { before: Some(before.clone()), after: plan.after, told: Some(told) };
    tx.change_signals(&[change]).await.map_err(internal)
}

/// There is nothing to change.
async fn same(
    context: &Context,
    tx: WriteTx<'_>,
    signal: Signal,
    now: Timestamp,
) -> Result<Answer<Signal>, Error> {
    tx.commit(now).await.map_err(internal)?;
    Ok(answer(context, signal))
}

fn answer(context: &Context, signal: Signal) -> Answer<Signal> {
    Answer::fresh(signal, context.freshness())
}

/// Somebody who takes part in the tenant.
pub(crate) async fn member(context: &Context, id: &UserId) -> Result<User, Error> {
    let me = context.caller.user();
    if *id == me.id {
        return Ok(me.clone());
    }
    if id.as_str() == OPERATOR {
        return Ok(User { id: id.clone(), name: OPERATOR_NAME.to_owned() });
    }
    let members = context.console.store().members(&context.scope).await.map_err(internal)?;
    let member = members.into_iter().find(|(member, _)| member.user.id == *id);
    member.map(|(member, _)| member.user).ok_or_else(|| Error::not_found("member"))
}

/// Tags to put on and to take off, each once.
pub(crate) fn checked_tags(add: &[String], remove: &[String]) -> Result<(Vec<String>, Vec<String>), Error> {
    if add.is_empty() && remove.is_empty() {
        return Err(Error::invalid("name a tag to put on or to take off"));
    }
    if add.len() > MAX_TAGS || remove.len() > MAX_TAGS {
        return Err(Error::invalid(format!("at most {MAX_TAGS} tags at a time")));
    }
    let is_tag = |tag: &String| {
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.:/".contains(c);
        (1..=MAX_TAG).contains(&tag.len()) && tag.chars().all(known)
    };
    if let Some(tag) = add.iter().chain(remove).find(|tag| !is_tag(tag)) {
        return Err(Error::invalid(format!(
            "`{tag}` is no tag: 1 to {MAX_TAG} lower-case letters, digits and -_.:/"
        )));
    }
    if let Some(tag) = add.iter().find(|tag| remove.contains(tag)) {
        return Err(Error::invalid(format!("`{tag}` cannot be put on and taken off at once")));
    }
    Ok((add.to_vec(), remove.to_vec()))
}
