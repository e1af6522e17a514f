//! What happened to a signal, what has to do with it, and who is on it.

use console_api::operations::{DEFAULT_PAGE, GetPresence, GetTimeline, ListRelated, MAX_PAGE};
use console_api::triage::{Happening, Presence, RelatedSignals, TimelineEntry};
use console_api::{Answer, Cursor, Error, EventKind, SignalId, Timestamp};

use super::internal;
use super::notes::known;
use crate::call::Context;
use crate::store::groups::Group;

/// Signals of each kind that are related.
const RELATED: usize = 20;
/// Microseconds before and after a signal that are near.
const NEAR: i64 = 10 * 60 * 1_000_000;

pub(super) async fn timeline(
    context: Context,
    request: GetTimeline,
) -> Result<Answer<Vec<TimelineEntry>>, Error> {
    let limit = request.limit.unwrap_or(DEFAULT_PAGE);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Error::invalid(format!("limit is {limit}; it must be from 1 to {MAX_PAGE}")));
    }
    let before = request.cursor.as_ref().map_or(Ok(i64::MAX), read_cursor)?;
    let signal = known(&context, &request.id).await?;
    let limit = usize::from(limit);
    let store = context.console.store();
    let mut entries =
        store.timeline(&context.scope, &request.id, before, limit as i64 + 1).await.map_err(internal)?;
    // How it began is no row of the history: the signal itself says it.
    if entries.len() <= limit && before > 0 {
        entries.push(TimelineEntry { at: signal.raised_at, by: None, revision: 0, what: Happening::Raised });
    }
    let more = entries.len() > limit;
    entries.truncate(limit);
    let cursor = entries.last().filter(|_| more).map(|entry| Cursor(entry.revision.to_string()));
    let mut answer = Answer::new(entries);
    answer.meta.cursor = cursor;
    Ok(answer)
}

fn read_cursor(cursor: &Cursor) -> Result<i64, Error> {
    cursor
        .as_str()
        .parse()
        .map_err(|_| Error::invalid("the cursor is not one that was handed out; begin without one"))
}

pub(super) async fn related(context: Context, request: ListRelated) -> Result<Answer<RelatedSignals>, Error> {
    let (store, scope) = (context.console.store(), &context.scope);
    let signal = known(&context, &request.id).await?;
    let trace = store.signals_of_trace(scope, &signal, RELATED).await.map_err(internal)?;
    let group = store.signals_of_group(scope, &Group::of(&signal), &signal.id, RELATED).await;
    let group = group.map_err(internal)?;
    // Enough that what is named above leaves some.
    let near = store.signals_near(scope, &signal, NEAR, RELATED * 3).await.map_err(internal)?;
    let is_named = |id: &SignalId| trace.iter().chain(&group).any(|named| named.id == *id);
    let mut near: Vec<_> = near.into_iter().filter(|near| !is_named(&near.id)).collect();
    near.sort_by_key(|near| near.raised_at.since(signal.raised_at).abs());
    near.truncate(RELATED);
    Ok(Answer::fresh(RelatedSignals { trace, group, near }, context.freshness()))
}

pub(super) async fn presence(context: Context, request: GetPresence) -> Result<Answer<Presence>, Error> {
    let now: Timestamp = context.console.clock().now();
    known(&context, &request.id).await?;
    let presences = &context.workspace.triage().presences;
    let Some(doing) = request.doing else {
        return Ok(Answer::new(presences.of(&request.id, now)));
    };
    let user = context.caller.user();
    let (presence, is_news) = presences.note(&request.id, user, doing, now);
    if is_news {
        let id = request.id.as_str();
        context.workspace.hub().tell(EventKind::SignalPresence, id, &presence, now.millis());
    }
    Ok(Answer::new(presence))
}
