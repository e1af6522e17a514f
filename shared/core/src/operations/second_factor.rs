//! A person's second factor: enrolled, confirmed, given up; and the operator's help when it is lost.

use console_api::operations::{
    ConfirmSecondFactor, DisableSecondFactor, EnrolSecondFactor, GetSecondFactor, RenewRecoveryCodes,
    ResetSecondFactor,
};
use console_api::second_factor::{Enrolment, RecoveryCodes, SecondFactor};
use console_api::secret::Secret;
use console_api::session::Done;
use console_api::{Answer, AuditOutcome, Error, ErrorCode, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::internal;
use super::proof::{OWN_CODE, own_account, own_password, require_proof, session_key};
use crate::audit::Entry;
use crate::call::Context;
use crate::caller::SessionChange;
use crate::entropy::{new_token, token_hash};
use crate::identity::second_factor::{new_recovery_codes, recovery_hash, wrong_code};
use crate::identity::{DAY, changed_access, enrolment};
use crate::mail::texts;
use crate::store::WriteTx;
use crate::store::second_factors::StoredFactor;

pub(super) async fn get(context: Context, _: GetSecondFactor) -> Result<Answer<SecondFactor>, Error> {
    let (console, user) = (&context.console, &context.caller.user().id);
    let factor = console.confirmed_factor(user).await?;
    let recovery_codes_left = console.store().recovery_codes_left(user).await.map_err(internal)?;
    Ok(Answer::new(SecondFactor {
        since: factor.and_then(|factor| factor.confirmed_at),
        recovery_codes_left,
        required: context.caller.is_asked_for_second_factor(),
    }))
}

pub(super) async fn enrol(context: Context, _: EnrolSecondFactor) -> Result<Answer<Enrolment>, Error> {
    let (account, _) = own_account(&context).await?;
    require_proof(&context)?;
    let (console, now) = (&context.console, context.console.clock().now());
    let (sealed, secret) = console.new_factor(&account.id).map_err(internal)?;
    let enrolment = enrolment(&account.email, &secret)?;
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.put_unconfirmed_factor(&account.id, &sealed, now).await.map_err(internal)? {
        return Err(Error::new(ErrorCode::Conflict, "you have a second factor; disable it first"));
    }
    tx.audit(Entry::of::<EnrolSecondFactor>().on("user", account.id.as_str()));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(enrolment))
}

/// Ends the person's other sessions, and gives this one a new secret.
pub(super) async fn confirm(
    context: Context,
    request: ConfirmSecondFactor,
) -> Result<Answer<RecoveryCodes>, Error> {
    let (account, session) = own_account(&context).await?;
    let console = &context.console;
    let factor = console.store().second_factor(&account.id).await.map_err(internal)?;
    let factor = match factor {
        Some(factor) if factor.confirmed_at.is_none() => factor,
        Some(_) => return Err(Error::new(ErrorCode::Conflict, "you have a second factor already")),
        None => return Err(Error::new(ErrorCode::Conflict, "begin with `second_factor.enrol`")),
    };
    let entry = Entry::of::<ConfirmSecondFactor>().on("user", account.id.as_str());
    let mut tx = taken(&context, &factor, request.code, entry.clone()).await?;
    let (now, secret) = (console.clock().now(), new_token(console.entropy()));
    if !tx.rotate_session(&session, &token_hash(secret.expose_secret())).await.map_err(internal)? {
        return Err(Error::new(ErrorCode::Unauthenticated, "this session has ended; sign in again"));
    }
    let codes = put_recovery_codes(&context, &mut tx).await?;
    tx.revoke_sessions(&account.id, Some(&session), now).await.map_err(internal)?;
    notice(&context, &mut tx, &account.email, true).await?;
    tx.log(changed_access(Some(&account.id)));
    tx.log_for_all(changed_access(Some(&account.id)));
    tx.audit(entry);
    tx.commit(now).await.map_err(internal)?;
    console.mail_room().ring();
    context.caller.note(SessionChange::Renewed(secret));
    Ok(Answer::new(codes))
}

pub(super) async fn renew_recovery_codes(
    context: Context,
    request: RenewRecoveryCodes,
) -> Result<Answer<RecoveryCodes>, Error> {
    require_proof(&context)?;
    let entry = Entry::of::<RenewRecoveryCodes>().on("user", context.caller.user_id());
    let factor = present(&context).await?;
    let mut tx = taken(&context, &factor, request.code, entry.clone()).await?;
    let codes = put_recovery_codes(&context, &mut tx).await?;
    tx.audit(entry);
    tx.commit(context.console.clock().now()).await.map_err(internal)?;
    Ok(Answer::new(codes))
}

pub(super) async fn disable(context: Context, request: DisableSecondFactor) -> Result<Answer<Done>, Error> {
    let factor = present(&context).await?;
    let entry = Entry::of::<DisableSecondFactor>().on("user", context.caller.user_id());
    let (account, _) = own_password(&context, request.password.0.into(), &entry).await?;
    let mut tx = taken(&context, &factor, request.code, entry.clone()).await?;
    tx.delete_factor(&account.id).await.map_err(internal)?;
    notice(&context, &mut tx, &account.email, false).await?;
    tx.log(changed_access(Some(&account.id)));
    tx.log_for_all(changed_access(Some(&account.id)));
    tx.audit(entry);
    tx.commit(context.console.clock().now()).await.map_err(internal)?;
    context.console.mail_room().ring();
    Ok(Answer::new(Done {}))
}

pub(super) async fn reset(context: Context, request: ResetSecondFactor) -> Result<Answer<Done>, Error> {
    let (console, now) = (&context.console, context.console.clock().now());
    let account = console.store().account_by_email(&request.email).await.map_err(internal)?;
    let account = account.ok_or_else(|| Error::not_found("account"))?;
    let mut tx = console.store().write_across(&context.scope).await.map_err(internal)?;
    let had_one = tx.delete_factor(&account.id).await.map_err(internal)?;
    tx.delete_half_sessions(&account.id).await.map_err(internal)?;
    tx.revoke_sessions(&account.id, None, now).await.map_err(internal)?;
    notice(&context, &mut tx, &account.email, false).await?;
    tx.log(changed_access(Some(&account.id)));
    tx.log_for_all(changed_access(Some(&account.id)));
    let detail = json!({ "hadOne": had_one });
    tx.audit(Entry::of::<ResetSecondFactor>().on("user", account.id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    console.mail_room().ring();
    Ok(Answer::new(Done {}))
}

async fn present(context: &Context) -> Result<StoredFactor, Error> {
    let factor = context.console.confirmed_factor(&context.caller.user().id).await?;
    factor.ok_or_else(|| Error::new(ErrorCode::Conflict, "you have no second factor"))
}

/// A transaction in which the code is used up. A wrong one is counted, and the audit trail is told.
async fn taken<'a>(
    context: &'a Context,
    factor: &StoredFactor,
    code: Secret,
    entry: Entry,
) -> Result<WriteTx<'a>, Error> {
    let console = &context.console;
    let now = console.clock().now();
    let key = session_key(context);
    let keys = [(key.as_str(), OWN_CODE)];
    console.throttle().attempt(&keys, now)?;
    let user = &context.caller.user().id;
    let mut tx = console.store().write_across(&context.scope).await.map_err(internal)?;
    if console.take_code(&mut tx, user, factor, &SecretString::from(code.0), now).await?.is_none() {
        tx.audit(entry.outcome(AuditOutcome::Denied));
        tx.commit(now).await.map_err(internal)?;
        return Err(wrong_code(ErrorCode::Invalid));
    }
    console.throttle().give_back(&keys);
    Ok(tx)
}

/// Tells the person that somebody, perhaps not they, changed how they sign in.
async fn notice(context: &Context, tx: &mut WriteTx<'_>, email: &str, has_one: bool) -> Result<(), Error> {
    let now = context.console.clock().now();
    let message = texts::second_factor_changed(email, has_one);
    let useless_at = Timestamp(now.0 + DAY);
    context.console.post(tx, "notice", message, useless_at, now).await.map_err(internal)
}

async fn put_recovery_codes(context: &Context, tx: &mut WriteTx<'_>) -> Result<RecoveryCodes, Error> {
    let user = &context.caller.user().id;
    let codes = new_recovery_codes(context.console.entropy());
    let hashes: Vec<_> = codes.iter().map(|code| recovery_hash(user, code.expose_secret())).collect();
    tx.put_recovery_codes(user, &hashes).await.map_err(internal)?;
    let codes = codes.iter().map(|code| Secret(code.expose_secret().to_owned()));
    Ok(RecoveryCodes { recovery_codes: codes.collect() })
}
