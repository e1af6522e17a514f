//! The installation: its tenants, everybody with an account, and who administers it.
//!
//! An administrator of the installation says who gets in where, and sees nothing of what is inside. What they do is
//! in the installation's own audit trail, and in the tenant's too where it concerns one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use console_api::audit::{AuditEntry, AuditFilter};
use console_api::operations::{
    AssignAccess, CreatePlatformUser, CreateTenant, DEFAULT_PAGE, DisableUser, EnableUser,
    GrantPlatformAdmin, ListPlatformAdmins, ListPlatformAudit, ListPlatformTenants, ListPlatformUsers,
    MAX_PAGE, RemoveAccess, ResumeTenant, RevokePlatformAdmin, SuspendTenant,
};
use console_api::platform::{PlatformAdmin, PlatformTenant, PlatformUser, TenantStatus};
use console_api::role::BuiltInRole;
use console_api::session::{Done, Tenant};
use console_api::{
    Answer, AuditPersonal, Cursor, Error, ErrorCode, Operation, RoleId, TenantId, Timestamp, UserId,
};
use secrecy::SecretString;
use serde_json::json;

use super::accounts::{MAX_NAME, checked_email};
use super::members::keep_an_owner;
use super::signals::bounded_text;
use super::tenants::refuse_local;
use super::{audit, internal, person_text};
use crate::audit::Entry;
use crate::call::Context;
use crate::caller::TenantScope;
use crate::entropy::new_id;
use crate::identity::{OPERATOR, changed_access, passwords};
use crate::store::accounts::Account;

pub(super) async fn tenants(
    context: Context,
    _: ListPlatformTenants,
) -> Result<Answer<Vec<PlatformTenant>>, Error> {
    let tenants = context.console.store().platform_tenants(&context.scope, None).await;
    tenants.map(Answer::new).map_err(internal)
}

pub(super) async fn create_tenant(
    context: Context,
    request: CreateTenant,
) -> Result<Answer<PlatformTenant>, Error> {
    let name = person_text("a tenant's name", &request.name, 80)?;
    let (console, now) = (&context.console, context.console.clock().now());
    let caller = &context.caller.user().id;
    // The operator of the machine has no account and owns nothing but the local tenant.
    let owner = request.owner.or_else(|| (caller.as_str() != OPERATOR).then(|| caller.clone()));
    if let Some(owner) = &owner {
        existing(&context, owner).await?;
    }
    let id = TenantId(new_id(console.entropy(), now));
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    let entry = Entry::of::<CreateTenant>().on("tenant", id.as_str()).detail(json!({ "owner": owner }));
    tx.audit(entry.clone());
    tx.insert_tenant(&Tenant { id: id.clone(), name }, now).await.map_err(internal)?;
    tx.enter(&context.scope.elsewhere(id.clone())).await.map_err(internal)?;
    if let Some(owner) = &owner {
        let role = RoleId::from(BuiltInRole::Owner.as_str());
        tx.insert_membership(owner, &role, now).await.map_err(internal)?;
        tx.log(changed_access(Some(owner)));
    }
    tx.audit(entry);
    tx.commit(now).await.map_err(internal)?;
    console.settle_workspace(&id).await.map_err(internal)?;
    tenant(&context, &id).await.map(Answer::new)
}

pub(super) async fn suspend_tenant(
    context: Context,
    request: SuspendTenant,
) -> Result<Answer<PlatformTenant>, Error> {
    set_status::<SuspendTenant>(&context, &request.id, TenantStatus::Suspended).await
}

pub(super) async fn resume_tenant(
    context: Context,
    request: ResumeTenant,
) -> Result<Answer<PlatformTenant>, Error> {
    set_status::<ResumeTenant>(&context, &request.id, TenantStatus::Active).await
}

async fn set_status<O: Operation>(
    context: &Context,
    id: &TenantId,
    status: TenantStatus,
) -> Result<Answer<PlatformTenant>, Error> {
    let before = tenant(context, id).await?;
    refuse_local(context, id)?;
    let console = &context.console;
    let mut tx =
        console.store().write_across(&context.scope.elsewhere(id.clone())).await.map_err(internal)?;
    tx.set_tenant_status(status).await.map_err(internal)?;
    let entry = Entry::of::<O>().on("tenant", id.as_str()).detail(json!({ "from": before.status }));
    tx.audit_for_all(entry.clone());
    tx.audit(entry);
    // Whoever is in there asks again.
    tx.log_for_all(changed_access(None));
    tx.commit(console.clock().now()).await.map_err(internal)?;
    console.settle_workspace(id).await.map_err(internal)?;
    tenant(context, id).await.map(Answer::new)
}

async fn tenant(context: &Context, id: &TenantId) -> Result<PlatformTenant, Error> {
    let found = context.console.store().platform_tenants(&context.scope, Some(id)).await.map_err(internal)?;
    found.into_iter().next().ok_or_else(|| Error::not_found("tenant"))
}

pub(super) async fn users(
    context: Context,
    request: ListPlatformUsers,
) -> Result<Answer<Vec<PlatformUser>>, Error> {
    let text = bounded_text(request.text.as_deref())?;
    let limit = page_size(request.limit)?;
    let after = request.cursor.as_ref().map(read_cursor).transpose()?.unwrap_or_default();
    let store = context.console.store();
    // One more than asked for tells whether another page follows.
    let mut rows =
        store.platform_users(&context.scope, text, &after, limit as i64 + 1).await.map_err(internal)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let cursor = rows.last().filter(|_| more).map(|(key, _)| Cursor(URL_SAFE_NO_PAD.encode(key)));
    let mut answer = Answer::new(rows.into_iter().map(|(_, user)| user).collect());
    answer.meta.cursor = cursor;
    Ok(answer)
}

fn page_size(limit: Option<u16>) -> Result<usize, Error> {
    let limit = limit.unwrap_or(DEFAULT_PAGE);
    if (1..=MAX_PAGE).contains(&limit) {
        return Ok(usize::from(limit));
    }
    Err(Error::invalid(format!("limit is {limit}; it must be from 1 to {MAX_PAGE}")))
}

fn read_cursor(cursor: &Cursor) -> Result<String, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor.as_str()).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|text| !text.contains('\0'));
    text.ok_or_else(|| Error::invalid("the cursor is not one that was handed out; begin without one"))
}

pub(super) async fn create_user(
    context: Context,
    request: CreatePlatformUser,
) -> Result<Answer<PlatformUser>, Error> {
    let email = checked_email(&request.email)?;
    let name = person_text("a name", &request.name, MAX_NAME)?;
    let password = SecretString::from(request.password.0);
    passwords::check_new(&password, &email, &name)?;
    let (console, now) = (&context.console, context.console.clock().now());
    let password_hash = console.passwords().hash(password, console.entropy()).await?;
    let id = UserId(new_id(console.entropy(), now));
    let account = Account { id: id.clone(), email: email.clone(), name: name.clone(), password_hash };
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.insert_account(&account, now).await.map_err(internal)? {
        return Err(Error::new(ErrorCode::Conflict, "there is an account with this e-mail address already"));
    }
    let person = AuditPersonal { name: Some(name), email: Some(email), ..AuditPersonal::default() };
    let entry = Entry::of::<CreatePlatformUser>().on("user", id.as_str());
    tx.audit(entry.personal(id.as_str(), person, console.entropy()));
    tx.commit(now).await.map_err(internal)?;
    existing(&context, &id).await.map(Answer::new)
}

pub(super) async fn disable_user(
    context: Context,
    request: DisableUser,
) -> Result<Answer<PlatformUser>, Error> {
    let now = context.console.clock().now();
    set_disabled::<DisableUser>(&context, &request.id, Some(now)).await
}

pub(super) async fn enable_user(
    context: Context,
    request: EnableUser,
) -> Result<Answer<PlatformUser>, Error> {
    set_disabled::<EnableUser>(&context, &request.id, None).await
}

async fn set_disabled<O: Operation>(
    context: &Context,
    id: &UserId,
    disabled_at: Option<Timestamp>,
) -> Result<Answer<PlatformUser>, Error> {
    let user = existing(context, id).await?;
    let (console, now) = (&context.console, context.console.clock().now());
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    if disabled_at.is_some() {
        if user.platform_admin && tx.count_other_platform_admins(id).await.map_err(internal)? == 0 {
            return Err(last_admin());
        }
        tx.revoke_sessions(id, None, now).await.map_err(internal)?;
    }
    tx.set_disabled(id, disabled_at).await.map_err(internal)?;
    tx.audit(Entry::of::<O>().on("user", id.as_str()));
    tx.log(changed_access(Some(id)));
    tx.commit(now).await.map_err(internal)?;
    existing(context, id).await.map(Answer::new)
}

pub(super) async fn assign_access(
    context: Context,
    request: AssignAccess,
) -> Result<Answer<PlatformUser>, Error> {
    let AssignAccess { tenant: id, user, role } = request;
    let scope = access_scope(&context, &id, &user).await?;
    let (store, now) = (context.console.store(), context.console.clock().now());
    let mut tx = store.write_across(&scope).await.map_err(internal)?;
    let custom = tx.custom_roles().await.map_err(internal)?;
    if BuiltInRole::parse(role.as_str()).is_none() && !custom.iter().any(|custom| custom.id == role) {
        return Err(Error::not_found("role"));
    }
    let before = tx.member(&user).await.map_err(internal)?;
    match &before {
        Some((_, held)) => {
            if held.id != role {
                keep_an_owner(&mut tx, held).await?;
            }
            tx.set_membership_role(&user, &role).await.map_err(internal)?;
        }
        None => {
            tx.insert_membership(&user, &role, now).await.map_err(internal)?;
        }
    }
    let from = before.map(|(_, held)| held.id);
    let entry = Entry::of::<AssignAccess>().on("user", user.as_str());
    tx.audit_for_all(entry.clone().detail(json!({ "tenant": id, "from": from, "to": role })));
    tx.audit(entry.detail(json!({ "from": from, "to": role })));
    tx.log(changed_access(Some(&user)));
    tx.commit(now).await.map_err(internal)?;
    existing(&context, &user).await.map(Answer::new)
}

pub(super) async fn remove_access(
    context: Context,
    request: RemoveAccess,
) -> Result<Answer<PlatformUser>, Error> {
    let RemoveAccess { tenant: id, user } = request;
    let scope = access_scope(&context, &id, &user).await?;
    let (store, now) = (context.console.store(), context.console.clock().now());
    let mut tx = store.write_across(&scope).await.map_err(internal)?;
    let Some((_, held)) = tx.member(&user).await.map_err(internal)? else {
        return Err(Error::not_found("member"));
    };
    keep_an_owner(&mut tx, &held).await?;
    tx.delete_membership(&user).await.map_err(internal)?;
    tx.revoke_sessions_here(&user, now).await.map_err(internal)?;
    tx.revoke_tokens_of(&user, now).await.map_err(internal)?;
    let entry = Entry::of::<RemoveAccess>().on("user", user.as_str());
    tx.audit_for_all(entry.clone().detail(json!({ "tenant": id, "role": held.id })));
    tx.audit(entry.detail(json!({ "role": held.id })));
    tx.log(changed_access(Some(&user)));
    tx.commit(now).await.map_err(internal)?;
    existing(&context, &user).await.map(Answer::new)
}

/// The scope of a change to who gets into a tenant, where both are there.
async fn access_scope(context: &Context, id: &TenantId, user: &UserId) -> Result<TenantScope, Error> {
    tenant(context, id).await?;
    existing(context, user).await?;
    Ok(context.scope.elsewhere(id.clone()))
}

pub(super) async fn admins(
    context: Context,
    _: ListPlatformAdmins,
) -> Result<Answer<Vec<PlatformAdmin>>, Error> {
    let admins = context.console.store().platform_admins(&context.scope).await;
    admins.map(Answer::new).map_err(internal)
}

pub(super) async fn grant_admin(
    context: Context,
    request: GrantPlatformAdmin,
) -> Result<Answer<PlatformAdmin>, Error> {
    let user = existing(&context, &request.user).await?;
    if user.disabled {
        return Err(Error::new(ErrorCode::Conflict, "this account is disabled; enable it first"));
    }
    let (store, now) = (context.console.store(), context.console.clock().now());
    let mut tx = store.write(&context.scope).await.map_err(internal)?;
    tx.insert_platform_admin(&request.user, &context.caller.user().id, now).await.map_err(internal)?;
    tx.audit(Entry::of::<GrantPlatformAdmin>().on("user", request.user.as_str()));
    tx.log(changed_access(Some(&request.user)));
    tx.commit(now).await.map_err(internal)?;
    let admins = store.platform_admins(&context.scope).await.map_err(internal)?;
    let admin = admins.into_iter().find(|admin| admin.user.id == request.user);
    admin.map(Answer::new).ok_or_else(|| Error::not_found("account"))
}

pub(super) async fn revoke_admin(
    context: Context,
    request: RevokePlatformAdmin,
) -> Result<Answer<Done>, Error> {
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.delete_platform_admin(&request.user).await.map_err(internal)? {
        return Err(Error::not_found("account"));
    }
    if tx.count_other_platform_admins(&request.user).await.map_err(internal)? == 0 {
        return Err(last_admin());
    }
    tx.audit(Entry::of::<RevokePlatformAdmin>().on("user", request.user.as_str()));
    tx.log(changed_access(Some(&request.user)));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}

fn last_admin() -> Error {
    let message = "this is the last account that administers the installation; make another one first";
    Error::new(ErrorCode::Conflict, message)
}

pub(super) async fn audit_list(
    context: Context,
    request: ListPlatformAudit,
) -> Result<Answer<Vec<AuditEntry>>, Error> {
    let limit = page_size(request.limit)?;
    audit::page(&context, &AuditFilter::default(), request.cursor.as_ref(), limit).await
}

async fn existing(context: &Context, id: &UserId) -> Result<PlatformUser, Error> {
    let user = context.console.store().platform_user(&context.scope, id).await.map_err(internal)?;
    user.ok_or_else(|| Error::not_found("account"))
}
