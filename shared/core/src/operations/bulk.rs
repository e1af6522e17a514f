//! Changes of many signals: begun, followed, cancelled, taken back.

use std::collections::{HashMap, HashSet};

use console_api::bulk::{
    Bulk, BulkAction, BulkItem, BulkOutcome, BulkPreview, BulkSkip, BulkState, MAX_NAMED, MAX_SIGNALS,
};
use console_api::operations::{
    CancelBulk, DEFAULT_PAGE, GetBulk, ListBulkItems, MAX_PAGE, Matching, PreviewBulk, StartBulk, UndoBulk,
};
use console_api::signal::SignalSort;
use console_api::{Answer, BulkId, Cursor, Error, ErrorCode, Operation, SignalFilter, SignalId, Timestamp};

use serde_json::json;

use super::internal;
use super::signals::{asked, checked_reason};
use super::triage::{checked_tags, member};
use crate::audit::Entry;
use crate::call::Context;
use crate::entropy::new_id;
use crate::signal_index::Slice;
use crate::store::bulk::{Job, JobItem};
use crate::triage::bulk::{self, AT_ONCE};
use crate::triage::snooze;

pub(super) async fn preview(context: Context, request: PreviewBulk) -> Result<Answer<BulkPreview>, Error> {
    let PreviewBulk { action, ids, matching, as_of } = request;
    let request = StartBulk { action, ids, matching, as_of };
    let (job, ids) = wanted(&context, request).await?;
    let store = context.console.store();
    let mut preview = BulkPreview { total: job.bulk.total, ..BulkPreview::default() };
    let mut skipped: HashMap<String, u32> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let signals = store.signals_by_id(&context.scope, some.iter()).await.map_err(internal)?;
        let unknown = some.len() - signals.len();
        if unknown > 0 {
            *skipped.entry("there is no such signal".to_owned()).or_default() +=
                u32::try_from(unknown).unwrap_or(u32::MAX);
        }
        for signal in &signals {
            let change = bulk::change_of(&job, signal, &HashMap::new(), None);
            match change.map(|change| change.plan(signal, job.bulk.at)) {
                Some(Ok(_)) => preview.changes += 1,
                Some(Err(unchanged)) => *skipped.entry(unchanged.reason()).or_default() += 1,
                None => {}
            }
        }
    }
    preview.skipped = skipped.into_iter().map(|(reason, count)| BulkSkip { reason, count }).collect();
    preview.skipped.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.reason.cmp(&b.reason)));
    Ok(Answer::fresh(preview, context.freshness()))
}

pub(super) async fn start(context: Context, request: StartBulk) -> Result<Answer<Bulk>, Error> {
    let (job, ids) = wanted(&context, request).await?;
    let items: Vec<JobItem> = ids
        .into_iter()
        .zip(0..)
        .map(|(signal, position)| {
            let item = BulkItem { signal, outcome: BulkOutcome::Waits, reason: None };
            JobItem { position, item, revision: None }
        })
        .collect();
    let entry = Entry::of::<StartBulk>()
        .on("bulk", job.bulk.id.as_str())
        .detail(json!({ "action": job.bulk.action, "total": job.bulk.total }));
    begin(&context, job, Some(items), entry).await
}

pub(super) async fn get(context: Context, request: GetBulk) -> Result<Answer<Bulk>, Error> {
    Ok(Answer::new(job(&context, &request.id).await?.bulk))
}

pub(super) async fn items(context: Context, request: ListBulkItems) -> Result<Answer<Vec<BulkItem>>, Error> {
    let limit = request.limit.unwrap_or(DEFAULT_PAGE);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Error::invalid(format!("limit is {limit}; it must be from 1 to {MAX_PAGE}")));
    }
    let bad = || Error::invalid("the cursor is not one that was handed out; begin without one");
    let after = request.cursor.map_or(Ok(-1), |cursor| cursor.0.parse().map_err(|_| bad()))?;
    job(&context, &request.id).await?;
    let limit = usize::from(limit);
    let mut items = context
        .console
        .store()
        .bulk_items(&context.scope, &request.id, request.outcome, after, limit as i64 + 1)
        .await
        .map_err(internal)?;
    let more = items.len() > limit;
    items.truncate(limit);
    let cursor = items.last().filter(|_| more).map(|item| Cursor(item.position.to_string()));
    let mut answer = Answer::new(items.into_iter().map(|item| item.item).collect());
    answer.meta.cursor = cursor;
    Ok(answer)
}

pub(super) async fn cancel(context: Context, request: CancelBulk) -> Result<Answer<Bulk>, Error> {
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let job = tx.bulk_job(&request.id).await.map_err(internal)?;
    let mut job = job.ok_or_else(|| Error::not_found("bulk change"))?;
    if job.bulk.state == BulkState::Running {
        (job.bulk.state, job.bulk.ended_at) = (BulkState::Cancelled, Some(now));
        bulk::put(&mut tx, &job).await.map_err(internal)?;
    }
    let detail = json!({ "applied": job.bulk.applied, "total": job.bulk.total });
    tx.audit(Entry::of::<CancelBulk>().on("bulk", request.id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(job.bulk))
}

pub(super) async fn undo(context: Context, request: UndoBulk) -> Result<Answer<Bulk>, Error> {
    let undone = job(&context, &request.id).await?;
    if undone.bulk.state == BulkState::Running {
        return Err(Error::new(ErrorCode::Conflict, "it is not at its end; cancel it first"));
    }
    let now = context.console.clock().now();
    let action = BulkAction::Undo { bulk: request.id.clone() };
    let mut job = new_job(&context, action, now);
    job.bulk.total = undone.bulk.applied;
    let entry = Entry::of::<UndoBulk>()
        .on("bulk", request.id.as_str())
        .detail(json!({ "undo": job.bulk.id, "total": job.bulk.total }));
    begin(&context, job, None, entry).await
}

/// Makes the job durable; a small one is done at once, in the same transaction.
async fn begin(
    context: &Context,
    mut job: Job,
    items: Option<Vec<JobItem>>,
    entry: Entry,
) -> Result<Answer<Bulk>, Error> {
    let store = context.console.store();
    let now = job.bulk.at;
    let is_small = job.bulk.total as usize <= AT_ONCE;
    let snoozes = match &items {
        Some(items) if is_small => {
            let signals = items.iter().map(|item| &item.item.signal);
            bulk::snoozes(store, &context.scope, &job.bulk, signals).await.map_err(internal)?
        }
        _ => HashMap::new(),
    };
    let mut tx = store.write(&context.scope).await.map_err(internal)?;
    tx.put_bulk_job(&job).await.map_err(internal)?;
    match (&items, &job.bulk.action) {
        (Some(items), _) => tx.put_bulk_items(&job.bulk.id, items).await.map_err(internal)?,
        (None, BulkAction::Undo { bulk: undone }) => {
            let before = tx.bulk_job(undone).await.map_err(internal)?;
            let mut before = before.ok_or_else(|| Error::not_found("bulk change"))?;
            if before.bulk.undone_by.is_some() {
                return Err(Error::new(ErrorCode::Conflict, "it was taken back already"));
            }
            before.bulk.undone_by = Some(job.bulk.id.clone());
            bulk::put(&mut tx, &before).await.map_err(internal)?;
            tx.copy_changed_items(undone, &job.bulk.id).await.map_err(internal)?;
        }
        (None, _) => {}
    }
    if is_small {
        let items = tx.waiting_items(&job.bulk.id, AT_ONCE as i64).await.map_err(internal)?;
        bulk::apply(&mut tx, &mut job, items, &snoozes, now).await.map_err(internal)?;
        bulk::end(&mut job, now);
    }
    bulk::put(&mut tx, &job).await.map_err(internal)?;
    tx.audit(entry);
    tx.commit(now).await.map_err(internal)?;
    if !is_small {
        context.workspace.triage().begun.notify_one();
    } else if job.bulk.pending > 0 {
        context.workspace.wake_mirror();
    }
    Ok(Answer::fresh(job.bulk, context.freshness()))
}

async fn job(context: &Context, id: &BulkId) -> Result<Job, Error> {
    let job = context.console.store().bulk_job(&context.scope, id).await.map_err(internal)?;
    job.ok_or_else(|| Error::not_found("bulk change"))
}

fn new_job(context: &Context, action: BulkAction, now: Timestamp) -> Job {
    let bulk = Bulk {
        id: BulkId(new_id(context.console.entropy(), now)),
        action,
        state: BulkState::Running,
        by: context.caller.user().clone(),
        at: now,
        ended_at: None,
        total: 0,
        applied: 0,
        pending: 0,
        skipped: 0,
        conflicts: 0,
        undone_by: None,
    };
    Job { bulk, owner: None, as_of: now }
}

/// The job that is asked for, with its signals.
async fn wanted(context: &Context, request: StartBulk) -> Result<(Job, Vec<SignalId>), Error> {
    let now = context.console.clock().now();
    let StartBulk { action, ids, matching, as_of } = request;
    let mut job = new_job(context, checked_action(action, now)?, now);
    if let BulkAction::Assign { to: Some(id) } = &job.bulk.action {
        job.owner = Some(member(context, id).await?);
    }
    job.as_of = as_of.unwrap_or(now);
    let ids = match (matching, ids.is_empty()) {
        (Some(matching), true) => chosen(context, matching, as_of).await?,
        (None, false) if ids.len() <= MAX_NAMED => ids,
        (None, false) => return Err(Error::invalid(format!("name at most {MAX_NAMED} signals"))),
        (Some(_), false) => return Err(Error::invalid("name signals by `ids` or by `matching`, not both")),
        (None, true) => return Err(Error::invalid("name signals by `ids` or by `matching`")),
    };
    let mut seen = HashSet::new();
    let ids: Vec<SignalId> = ids.into_iter().filter(|id| seen.insert(id.clone())).collect();
    job.bulk.total = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    Ok((job, ids))
}

/// Signals that match, as they were listed at that time.
async fn chosen(
    context: &Context,
    Matching { filter, except }: Matching,
    as_of: Option<Timestamp>,
) -> Result<Vec<SignalId>, Error> {
    if except.len() > MAX_NAMED {
        return Err(Error::invalid(format!("leave out at most {MAX_NAMED} signals")));
    }
    let q = filter.q.clone();
    let mut filter = SignalFilter::from(filter);
    if let Some(as_of) = as_of {
        filter.to = Some(filter.to.map_or(as_of, |to| to.min(as_of)));
    }
    let asked = asked(context, q.as_deref(), filter)?;
    let (sort, limit) = (SignalSort::default(), MAX_SIGNALS + except.len() + 1);
    let slice = Slice { sort, ascending: false, after: None, skip: 0, limit };
    let index = context.console.store().signal_index(&context.scope).await.map_err(internal)?;
    let mut ids: Vec<SignalId> = index.page(asked, slice).await?.ids.into_iter().map(SignalId).collect();
    let except: HashSet<SignalId> = except.into_iter().collect();
    ids.retain(|id| !except.contains(id));
    if ids.len() > MAX_SIGNALS {
        return Err(Error::invalid(format!("more than {MAX_SIGNALS} signals match; narrow the filter")));
    }
    Ok(ids)
}

fn checked_action(action: BulkAction, now: Timestamp) -> Result<BulkAction, Error> {
    Ok(match action {
        BulkAction::Status { to, reason } => {
            BulkAction::Status { to, reason: checked_reason(to, reason.as_deref())? }
        }
        BulkAction::Snooze { until, why } => BulkAction::Snooze {
            until: snooze::checked(until, now)?,
            why: snooze::checked_why(why.as_deref())?,
        },
        BulkAction::Tag { add, remove } => {
            let (add, remove) = checked_tags(&add, &remove)?;
            BulkAction::Tag { add, remove }
        }
        BulkAction::Undo { .. } => {
            return Err(Error::invalid(format!("`{}` takes a change back", UndoBulk::INFO.name)));
        }
        BulkAction::Assign { .. } | BulkAction::Wake => action,
    })
}
