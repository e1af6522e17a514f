//! Accounts: made and helped by the operator of the machine, their passwords changed by who has them.

use console_api::member::Member;
use console_api::operations::{ChangePassword, CreateAccount, ResetPassword};
use console_api::session::{Done, User};
use console_api::{Answer, AuditPersonal, Error, ErrorCode, Timestamp, UserId};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::proof::own_password;
use super::{internal, person_text};
use crate::audit::Entry;
use crate::call::Context;
use crate::caller::SessionChange;
use crate::entropy::{new_id, new_token, token_hash};
use crate::identity::{DAY, MAX_EMAIL, changed_access, passwords};
use crate::mail::texts;
use crate::store::accounts::Account;

/// Characters of a person's name at most.
pub(crate) const MAX_NAME: usize = 80;

pub(super) async fn create(context: Context, request: CreateAccount) -> Result<Answer<Member>, Error> {
    let email = checked_email(&request.email)?;
    let name = person_text("a name", &request.name, MAX_NAME)?;
    let password = SecretString::from(request.password.0);
    passwords::check_new(&password, &email, &name)?;
    let role = super::roles::find(&context, &request.role).await?;
    let (console, now) = (&context.console, context.console.clock().now());
    let password_hash = console.passwords().hash(password, console.entropy()).await?;
    let id = UserId(new_id(console.entropy(), now));
    let account = Account { id: id.clone(), email: email.clone(), name: name.clone(), password_hash };
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.insert_account(&account, now).await.map_err(internal)? {
        return Err(Error::new(ErrorCode::Conflict, "there is an account with this e-mail address already"));
    }
    tx.insert_membership(&id, &role.id, now).await.map_err(internal)?;
    tx.log(changed_access(Some(&id)));
    let person =
        AuditPersonal { name: Some(name.clone()), email: Some(email.clone()), ..AuditPersonal::default() };
    tx.audit(
        Entry::of::<CreateAccount>().on("user", id.as_str()).detail(json!({ "role": role.id })).personal(
            id.as_str(),
            person,
            console.entropy(),
        ),
    );
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Member { user: User { id, name }, email, role: role.reference(), joined_at: now }))
}

pub(super) async fn reset_password(context: Context, request: ResetPassword) -> Result<Answer<Done>, Error> {
    let console = &context.console;
    let account = console.store().account_by_email(&request.email).await.map_err(internal)?;
    let account = account.ok_or_else(|| Error::not_found("account"))?;
    let password = SecretString::from(request.password.0);
    passwords::check_new(&password, &account.email, &account.name)?;
    let hash = console.passwords().hash(password, console.entropy()).await?;
    let now = console.clock().now();
    let mut tx = console.store().write_across(&context.scope).await.map_err(internal)?;
    tx.set_password(&account.id, &hash, now).await.map_err(internal)?;
    tx.delete_half_sessions(&account.id).await.map_err(internal)?;
    tx.revoke_sessions(&account.id, None, now).await.map_err(internal)?;
    tx.log(changed_access(Some(&account.id)));
    tx.log_for_all(changed_access(Some(&account.id)));
    tx.audit(Entry::of::<ResetPassword>().on("user", account.id.as_str()));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}

/// Ends the person's other sessions, and gives this one a new secret.
pub(super) async fn change_password(
    context: Context,
    request: ChangePassword,
) -> Result<Answer<Done>, Error> {
    let console = &context.console;
    let user = &context.caller.user().id;
    let entry = Entry::of::<ChangePassword>().on("user", user.as_str());
    let (account, session) = own_password(&context, request.current.0.into(), &entry).await?;
    let password = SecretString::from(request.new.0);
    passwords::check_new(&password, &account.email, &account.name)?;
    let hash = console.passwords().hash(password, console.entropy()).await?;
    let secret = new_token(console.entropy());
    let now = console.clock().now();
    let mut tx = console.store().write_across(&context.scope).await.map_err(internal)?;
    // A session that was ended meanwhile does not change the password any more.
    if !tx.rotate_session(&session, &token_hash(secret.expose_secret())).await.map_err(internal)? {
        return Err(Error::new(ErrorCode::Unauthenticated, "this session has ended; sign in again"));
    }
    tx.set_password(user, &hash, now).await.map_err(internal)?;
    tx.delete_half_sessions(user).await.map_err(internal)?;
    tx.revoke_sessions(user, Some(&session), now).await.map_err(internal)?;
    let notice = texts::password_changed(&account.email, console.public_url());
    console.post(&mut tx, "notice", notice, Timestamp(now.0 + DAY), now).await.map_err(internal)?;
    tx.log(changed_access(Some(user)));
    tx.log_for_all(changed_access(Some(user)));
    tx.audit(entry);
    tx.commit(now).await.map_err(internal)?;
    console.mail_room().ring();
    context.caller.note(SessionChange::Renewed(secret));
    Ok(Answer::new(Done {}))
}

/// An address that mail could be sent to, as far as that can be seen: RFC 5321's bounds, one `@` with something on
/// both sides, nothing that is not printed.
pub(crate) fn checked_email(email: &str) -> Result<String, Error> {
    let email = email.trim();
    let plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts: Vec<_> = email.split('@').collect();
    match parts.as_slice() {
        [local, domain] if plain(local) && plain(domain) && email.len() <= MAX_EMAIL => Ok(email.to_owned()),
        _ => Err(Error::invalid("this is no e-mail address")),
    }
}
