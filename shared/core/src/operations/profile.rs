//! A person's own account: what it is called and reached by.

use console_api::operations::{ChangeEmail, GetAccount, RenameAccount};
use console_api::profile::Profile;
use console_api::session::Done;
use console_api::{Answer, AuditPersonal, Error, ErrorCode};

use super::proof::{own_account, require_proof};
use super::{MAX_NAME, checked_email, internal, person_text};
use crate::audit::Entry;
use crate::call::Context;
use crate::store::accounts::email_key;

pub(super) async fn get(context: Context, _: GetAccount) -> Result<Answer<Profile>, Error> {
    shown(&context).await.map(Answer::new)
}

pub(super) async fn rename(context: Context, request: RenameAccount) -> Result<Answer<Profile>, Error> {
    let name = person_text("a name", &request.name, MAX_NAME)?;
    let (console, user) = (&context.console, &context.caller.user().id);
    let now = console.clock().now();
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.set_name(user, &name).await.map_err(internal)? {
        return Err(no_account());
    }
    let person = AuditPersonal { name: Some(name), ..AuditPersonal::default() };
    let entry = Entry::of::<RenameAccount>().on("user", user.as_str());
    tx.audit(entry.personal(user.as_str(), person, console.entropy()));
    tx.commit(now).await.map_err(internal)?;
    shown(&context).await.map(Answer::new)
}

pub(super) async fn change_email(context: Context, request: ChangeEmail) -> Result<Answer<Done>, Error> {
    let email = checked_email(&request.email)?;
    let (account, _) = own_account(&context).await?;
    require_proof(&context)?;
    if email_key(&email) == email_key(&account.email) {
        return Err(Error::new(ErrorCode::Conflict, "this is your address already"));
    }
    let person = AuditPersonal { email: Some(email.clone()), ..AuditPersonal::default() };
    let id = account.id.as_str();
    let entry = Entry::of::<ChangeEmail>().on("user", id).personal(id, person, context.console.entropy());
    context.console.begin_email_change(&context.scope, &account, email, entry).await?;
    Ok(Answer::new(Done {}))
}

async fn shown(context: &Context) -> Result<Profile, Error> {
    let (store, user) = (context.console.store(), &context.caller.user().id);
    let account = store.account(user).await.map_err(internal)?.ok_or_else(no_account)?;
    let now = context.console.clock().now();
    let pending_email = store.pending_email(user, now).await.map_err(internal)?;
    Ok(Profile {
        has_password: !account.password_hash.is_empty(),
        id: account.id,
        name: account.name,
        email: account.email,
        pending_email,
    })
}

fn no_account() -> Error {
    Error::new(ErrorCode::Conflict, "the local operator has no account")
}
