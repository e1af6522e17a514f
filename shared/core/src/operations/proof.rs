//! Showing again who one is, for what is dangerous: with the password, or by having signed in a moment ago.

use console_api::operations::ProveSession;
use console_api::session::Done;
use console_api::{Answer, AuditOutcome, Error, ErrorCode, SessionId};
use secrecy::SecretString;

use super::internal;
use crate::audit::Entry;
use crate::call::Context;
use crate::caller::Credential;
use crate::identity::passwords;
use crate::identity::policy::MINUTE;
use crate::identity::throttle::Allowance;
use crate::store::accounts::Account;

/// How long who showed who they are is believed to be still there.
const FRESH: i64 = 10 * MINUTE;
/// Wrong current passwords in one session: five, then one a minute.
const OWN_PASSWORD: Allowance = Allowance { burst: 5, every_micros: MINUTE };
/// Wrong codes in one session: five, then one in two minutes.
pub(super) const OWN_CODE: Allowance = Allowance { burst: 5, every_micros: 2 * MINUTE };

pub(super) async fn prove(context: Context, request: ProveSession) -> Result<Answer<Done>, Error> {
    let entry = Entry::of::<ProveSession>().on("user", context.caller.user_id());
    let (_, session) = own_password(&context, request.password.0.into(), &entry).await?;
    let (console, now) = (&context.console, context.console.clock().now());
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.prove_session(&session, now).await.map_err(internal)? {
        return Err(Error::new(ErrorCode::Unauthenticated, "this session has ended; sign in again"));
    }
    tx.audit(entry);
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}

/// Refuses a session whose holder last showed long ago who they are. Who is at the machine has shown it.
pub(super) fn require_proof(context: &Context) -> Result<(), Error> {
    let now = context.console.clock().now();
    match context.caller.credential() {
        Credential::Session { proven_at, .. } if now.0 - proven_at.0 > FRESH => Err(Error::new(
            ErrorCode::ProofRequired,
            "it is too long ago that you signed in; give your password again (`session.prove`), or sign in anew",
        )),
        Credential::Machine | Credential::Session { .. } | Credential::Token { .. } => Ok(()),
    }
}

/// The caller's account, if they came by password, and their session.
pub(super) async fn own_account(context: &Context) -> Result<(Account, SessionId), Error> {
    let account = context.console.store().account(&context.caller.user().id).await.map_err(internal)?;
    let account = account.filter(|account| !account.password_hash.is_empty());
    match (account, context.caller.credential()) {
        (Some(account), Credential::Session { id, .. }) => Ok((account, id.clone())),
        _ => Err(Error::new(
            ErrorCode::Conflict,
            "there is no password here: you came in by a sign-in link or through a provider",
        )),
    }
}

/// The caller's account and session, if this is their password. A wrong one is counted, and the audit trail is told.
pub(super) async fn own_password(
    context: &Context,
    password: SecretString,
    entry: &Entry,
) -> Result<(Account, SessionId), Error> {
    let console = &context.console;
    let (account, session) = own_account(context).await?;
    let key = format!("session {session}");
    let keys = [(key.as_str(), OWN_PASSWORD)];
    console.throttle().attempt(&keys, console.clock().now())?;
    let hash = Some(account.password_hash.clone());
    if !passwords::is_possible(&password) || !console.passwords().verify(password, hash).await? {
        let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
        tx.audit(entry.clone().outcome(AuditOutcome::Denied));
        tx.commit(console.clock().now()).await.map_err(internal)?;
        return Err(Error::invalid("the current password is wrong"));
    }
    console.throttle().give_back(&keys);
    Ok((account, session))
}

/// What wrong codes in the caller's session are counted by.
pub(super) fn session_key(context: &Context) -> String {
    let session = context.caller.credential().session().map(SessionId::as_str);
    format!("session code {}", session.unwrap_or(context.caller.user_id()))
}
