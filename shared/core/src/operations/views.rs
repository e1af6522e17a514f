//! Saved views. A private one is its owner's alone: to everybody else there is no such view. The team's are changed by
//! whoever may triage.

use console_api::operations::{CreateView, DeleteView, ListViews, MarkView, UpdateView};
use console_api::session::Done;
use console_api::view::{MAX_VIEW_COLUMNS, MAX_VIEW_NAME, MAX_VIEW_QUERY, MAX_VIEWS, View};
use console_api::{Access, Answer, Error, ErrorCode, EventKind, Permission, ViewId};
use serde_json::json;

use super::signals::checked_query;
use super::{internal, person_text};
use crate::audit::Entry;
use crate::call::Context;
use crate::entropy::new_id;
use crate::store::{NewEvent, WriteTx};

const MAX_WORD: usize = 60;

pub(super) async fn list(context: Context, _: ListViews) -> Result<Answer<Vec<View>>, Error> {
    let views = context.console.store().views(&context.scope, &context.caller.user().id).await;
    views.map(Answer::new).map_err(internal)
}

pub(super) async fn create(context: Context, request: CreateView) -> Result<Answer<View>, Error> {
    let CreateView { name, query, columns, sort, team } = request;
    let now = context.console.clock().now();
    let view = View {
        id: ViewId(new_id(context.console.entropy(), now)),
        name,
        query,
        columns,
        sort,
        team,
        owner: context.caller.user().clone(),
        pinned: false,
        default: false,
        at: now,
        updated_at: now,
        revision: 1,
    };
    let view = checked(view)?;
    may_change(&context, &view)?;
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    room(&mut tx, &view).await?;
    tx.put_view(&view).await.map_err(internal)?;
    tell(&mut tx, &view);
    tx.audit(Entry::of::<CreateView>().on("view", view.id.as_str()).detail(json!({ "team": team })));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(view))
}

pub(super) async fn update(context: Context, request: UpdateView) -> Result<Answer<View>, Error> {
    let UpdateView { id, name, query, columns, sort, team, revision } = request;
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let before = found(&context, &mut tx, &id).await?;
    may_change(&context, &before)?;
    if revision.is_some_and(|revision| revision != before.revision) {
        return Err(Error::new(
            ErrorCode::Conflict,
            format!(
                "the view changed since it was read: it is “{}”, `{}` now (revision {}); yours would have been \
                 “{name}”, `{query}`",
                before.name, before.query, before.revision
            ),
        ));
    }
    if before.team && !team && before.owner.id != context.caller.user().id {
        return Err(Error::new(ErrorCode::Conflict, "only its owner can take a view from the team"));
    }
    let after = View {
        name,
        query,
        columns,
        sort,
        team,
        updated_at: now,
        revision: before.revision + 1,
        ..before.clone()
    };
    let after = checked(after)?;
    may_change(&context, &after)?;
    if after.team != before.team {
        room(&mut tx, &after).await?;
    }
    tx.put_view(&after).await.map_err(internal)?;
    tell(&mut tx, &after);
    tx.audit(Entry::of::<UpdateView>().on("view", id.as_str()).detail(json!({ "team": team })));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(after))
}

pub(super) async fn mark(context: Context, request: MarkView) -> Result<Answer<View>, Error> {
    let MarkView { id, pinned, default } = request;
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let view = found(&context, &mut tx, &id).await?;
    tx.mark_view(&context.caller.user().id, &id, pinned, default).await.map_err(internal)?;
    tell(&mut tx, &view);
    tx.audit(Entry::of::<MarkView>().on("view", id.as_str()));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(View { pinned, default, ..view }))
}

pub(super) async fn delete(context: Context, request: DeleteView) -> Result<Answer<Done>, Error> {
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let view = found(&context, &mut tx, &request.id).await?;
    may_change(&context, &view)?;
    tx.delete_view(&view.id).await.map_err(internal)?;
    tell(&mut tx, &view);
    tx.audit(Entry::of::<DeleteView>().on("view", view.id.as_str()).detail(json!({ "team": view.team })));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}

async fn found(context: &Context, tx: &mut WriteTx<'_>, id: &ViewId) -> Result<View, Error> {
    let view = tx.view(&context.caller.user().id, id).await.map_err(internal)?;
    view.ok_or_else(|| Error::not_found("view"))
}

/// What everybody sees is changed by whoever may triage.
fn may_change(context: &Context, view: &View) -> Result<(), Error> {
    if view.team {
        context.caller.authorise(Access::Needs(Permission::SignalsTriage))?;
    }
    Ok(())
}

async fn room(tx: &mut WriteTx<'_>, view: &View) -> Result<(), Error> {
    if tx.count_views(&view.owner.id, view.team).await.map_err(internal)? >= MAX_VIEWS {
        let whose = if view.team { "the team has" } else { "you have" };
        return Err(Error::new(ErrorCode::Conflict, format!("{whose} {MAX_VIEWS} views; delete one first")));
    }
    Ok(())
}

/// A private view is told of without a name: whoever has it knows it.
fn tell(tx: &mut WriteTx<'_>, view: &View) {
    let entity_id = view.id.to_string();
    tx.log(NewEvent { kind: EventKind::ViewUpdated, entity_id, patch: "null".to_owned() });
}

fn checked(view: View) -> Result<View, Error> {
    let name = person_text("a view's name", &view.name, MAX_VIEW_NAME)?;
    let query = view.query.trim().to_owned();
    if query.chars().count() > MAX_VIEW_QUERY || query.chars().any(char::is_control) {
        return Err(Error::invalid(format!("a query is one line of at most {MAX_VIEW_QUERY} characters")));
    }
    checked_query(Some(&query))?;
    let is_word = |word: &String| {
        let known = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        (1..=MAX_WORD).contains(&word.len()) && word.chars().all(known)
    };
    if view.columns.len() > MAX_VIEW_COLUMNS || !view.columns.iter().chain(&view.sort).all(is_word) {
        return Err(Error::invalid(format!(
            "columns and sort are at most {MAX_VIEW_COLUMNS} words of letters, digits and -_."
        )));
    }
    Ok(View { name, query, ..view })
}
