//! A person's own sessions, in whichever tenant they act.

use console_api::operations::{ListSessions, RevokeOtherSessions, RevokeSession, SignOut};
use console_api::session::{Done, Revoked, Session};
use console_api::{Answer, Error, ErrorCode};

use serde_json::json;

use super::internal;
use crate::audit::Entry;
use crate::call::Context;
use crate::caller::{Credential, SessionChange};
use crate::identity::{alive, changed_access};

pub(super) async fn list(context: Context, _: ListSessions) -> Result<Answer<Vec<Session>>, Error> {
    let (user, current) = (&context.caller.user().id, context.caller.credential().session());
    let alive = alive(context.console.clock().now());
    let sessions = context.console.store().sessions_of(user, current, alive).await;
    sessions.map(Answer::new).map_err(internal)
}

pub(super) async fn revoke(context: Context, request: RevokeSession) -> Result<Answer<Done>, Error> {
    let user = &context.caller.user().id;
    let now = context.console.clock().now();
    let mut tx = context.console.store().write_across(&context.scope).await.map_err(internal)?;
    if !tx.revoke_session(user, &request.id, now).await.map_err(internal)? {
        return Err(Error::not_found("session"));
    }
    tx.audit(Entry::of::<RevokeSession>().on("session", request.id.as_str()));
    tx.log(changed_access(Some(user)));
    tx.log_for_all(changed_access(Some(user)));
    tx.commit(now).await.map_err(internal)?;
    if context.caller.credential().session() == Some(&request.id) {
        context.caller.note(SessionChange::Ended);
    }
    Ok(Answer::new(Done {}))
}

pub(super) async fn revoke_others(
    context: Context,
    _: RevokeOtherSessions,
) -> Result<Answer<Revoked>, Error> {
    let (user, current) = (&context.caller.user().id, context.caller.credential().session());
    let now = context.console.clock().now();
    let mut tx = context.console.store().write_across(&context.scope).await.map_err(internal)?;
    let revoked = tx.revoke_sessions(user, current, now).await.map_err(internal)?;
    tx.audit(
        Entry::of::<RevokeOtherSessions>().on("user", user.as_str()).detail(json!({ "revoked": revoked })),
    );
    if revoked > 0 {
        tx.log(changed_access(Some(user)));
        tx.log_for_all(changed_access(Some(user)));
    }
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Revoked { revoked: i64::try_from(revoked).unwrap_or(i64::MAX) }))
}

pub(super) async fn sign_out(context: Context, _: SignOut) -> Result<Answer<Done>, Error> {
    let Credential::Session { id, .. } = context.caller.credential() else {
        return Err(Error::new(
            ErrorCode::Conflict,
            "there is no session to end: this came with the machine's token",
        ));
    };
    let user = &context.caller.user().id;
    let now = context.console.clock().now();
    let mut tx = context.console.store().write_across(&context.scope).await.map_err(internal)?;
    tx.audit(Entry::of::<SignOut>().on("session", id.as_str()));
    // Ended by somebody else meanwhile is ended, too.
    if tx.revoke_session(user, id, now).await.map_err(internal)? {
        tx.log(changed_access(Some(user)));
        tx.log_for_all(changed_access(Some(user)));
    }
    tx.commit(now).await.map_err(internal)?;
    context.caller.note(SessionChange::Ended);
    Ok(Answer::new(Done {}))
}
