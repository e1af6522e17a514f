//! The caller's tenants, and what the one they act in looks like.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use console_api::brand::Brand;
use console_api::operations::{
    CloseTenant, GetTenant, ListTenants, RemoveTenantLogo, SetTenantBrand, SetTenantLogo, SwitchTenant,
    TransferTenant, UpdateTenant,
};
use console_api::platform::TenantStatus;
use console_api::role::BuiltInRole;
use console_api::session::{Done, Me};
use console_api::tenant::{TenantMembership, TenantProfile};
use console_api::{Answer, Error, ErrorCode, EventKind, Operation, RoleId, TenantId};
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::members::require_above;
use super::{internal, person_text};
use crate::audit::Entry;
use crate::branding::{self, MAX_LOGO};
use crate::call::Context;
use crate::caller::{Credential, SessionChange};
use crate::entropy::{new_token, token_hash};
use crate::identity::changed_access;
use crate::identity::provider_grant::reseal;
use crate::store::tenants::Logo;
use crate::store::{NewEvent, WriteTx};

const MAX_NAME: usize = 80;
const MAX_DESCRIPTION: usize = 400;

pub(super) async fn list(context: Context, _: ListTenants) -> Result<Answer<Vec<TenantMembership>>, Error> {
    let here = context.caller.tenant();
    let current =
        TenantMembership { tenant: here.clone(), role: context.caller.role().cloned(), current: true };
    if matches!(context.caller.credential(), Credential::Token { .. }) {
        // A token is of one tenant.
        return Ok(Answer::new(vec![current]));
    }
    let tenants = context.console.store().tenants_of(&context.caller.user().id).await.map_err(internal)?;
    let others = tenants.into_iter().filter(|(tenant, _)| tenant.id != here.id);
    let mut all: Vec<_> = others
        .map(|(tenant, role)| TenantMembership { tenant, role: Some(role), current: false })
        .chain([current])
        .collect();
    all.sort_by(|a, b| (&a.tenant.name, &a.tenant.id).cmp(&(&b.tenant.name, &b.tenant.id)));
    Ok(Answer::new(all))
}

/// Takes the session to another tenant. What was seen of the one before ends: streams ask again and are refused.
pub(super) async fn switch(context: Context, request: SwitchTenant) -> Result<Answer<Me>, Error> {
    let (console, caller) = (&context.console, &context.caller);
    if request.id == caller.tenant().id {
        return Ok(Answer::new(caller.me()));
    }
    let unknown = || Error::not_found("tenant");
    let (Credential::Session { id: session, .. }, user) = (caller.credential(), &caller.user().id) else {
        return Err(unknown());
    };
    let tenants = console.store().tenants_of(user).await.map_err(internal)?;
    if !tenants.iter().any(|(tenant, _)| tenant.id == request.id) {
        return Err(unknown());
    }
    let (secret, now) = (new_token(console.entropy()), console.clock().now());
    let mut tx = console.store().write_across(&context.scope).await.map_err(internal)?;
    tx.log(changed_access(Some(user)));
    tx.audit(Entry::of::<SwitchTenant>().on("tenant", request.id.as_str()));
    tx.enter(&context.scope.elsewhere(request.id.clone())).await.map_err(internal)?;
    if tx.member(user).await.map_err(internal)?.is_none() {
        return Err(unknown());
    }
    if !tx.move_session(session, &token_hash(secret.expose_secret())).await.map_err(internal)? {
        return Err(Error::new(ErrorCode::Unauthenticated, "this session has ended; sign in again"));
    }
    let resealed = |sealed: &str| reseal(sealed, caller.secret()?, &secret, console.entropy());
    tx.move_grant(session, resealed).await.map_err(internal)?;
    tx.set_last_tenant(user).await.map_err(internal)?;
    tx.audit(Entry::event("session.entered").on("session", session.as_str()));
    tx.commit(now).await.map_err(internal)?;
    let Some(moved) = console.authenticate(secret.expose_secret()).await? else {
        return Err(Error::new(ErrorCode::Unauthenticated, "this session has ended; sign in again"));
    };
    caller.note(SessionChange::Renewed(secret));
    Ok(Answer::new(moved.me()))
}

pub(super) async fn get(context: Context, _: GetTenant) -> Result<Answer<TenantProfile>, Error> {
    profile(&context).await
}

pub(super) async fn update(context: Context, request: UpdateTenant) -> Result<Answer<TenantProfile>, Error> {
    let name = person_text("a tenant's name", &request.name, MAX_NAME)?;
    let description = request.description.trim();
    if description.chars().count() > MAX_DESCRIPTION
        || description.chars().any(|c| c.is_control() && c != '\n')
    {
        return Err(Error::invalid(format!("a description is text of at most {MAX_DESCRIPTION} characters")));
    }
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    tx.set_tenant_profile(&name, description).await.map_err(internal)?;
    let detail = json!({ "from": context.caller.tenant().name, "to": name });
    changed::<UpdateTenant>(&context, tx, detail).await
}

pub(super) async fn set_brand(
    context: Context,
    request: SetTenantBrand,
) -> Result<Answer<TenantProfile>, Error> {
    let brand = match (request.hue, request.chroma) {
        (None, None) => None,
        (Some(hue), Some(chroma)) => {
            let brand = Brand::new(hue, chroma);
            Some(brand.ok_or_else(|| Error::invalid("hue and chroma are numbers, chroma from 0"))?)
        }
        _ => return Err(Error::invalid("a colour has both hue and chroma")),
    };
    let brand = brand.map(|brand| (brand.hue(), brand.chroma()));
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    tx.set_tenant_brand(brand).await.map_err(internal)?;
    changed::<SetTenantBrand>(&context, tx, json!({ "to": brand })).await
}

pub(super) async fn set_logo(
    context: Context,
    request: SetTenantLogo,
) -> Result<Answer<TenantProfile>, Error> {
    // Four characters stand for three bytes.
    if request.data.len() > MAX_LOGO.div_ceil(3) * 4 {
        let message = format!("a logo has at most {} KiB", MAX_LOGO / 1_024);
        return Err(Error::new(ErrorCode::TooLarge, message));
    }
    let data = STANDARD.decode(&request.data).map_err(|_| Error::invalid("the logo is not base64"))?;
    branding::check_logo(request.media_type, &data).map_err(Error::invalid)?;
    let (hash, logo) = (branding::short_hash(&data), Logo { kind: request.media_type, data });
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    tx.set_tenant_logo(Some((&logo, &hash))).await.map_err(internal)?;
    let detail = json!({ "type": request.media_type, "bytes": logo.data.len() });
    changed::<SetTenantLogo>(&context, tx, detail).await
}

pub(super) async fn remove_logo(
    context: Context,
    _: RemoveTenantLogo,
) -> Result<Answer<TenantProfile>, Error> {
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    tx.set_tenant_logo(None).await.map_err(internal)?;
    changed::<RemoveTenantLogo>(&context, tx, json!({})).await
}

pub(super) async fn transfer(context: Context, request: TransferTenant) -> Result<Answer<Done>, Error> {
    let (user, now) = (&context.caller.user().id, context.console.clock().now());
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let Some((_, held)) = tx.member(&request.to).await.map_err(internal)? else {
        return Err(Error::not_found("member"));
    };
    require_above(&context.caller, &held)?;
    if request.to == *user {
        return Err(Error::new(ErrorCode::Conflict, "the tenant is yours already"));
    }
    let role = |role: BuiltInRole| RoleId::from(role.as_str());
    tx.set_membership_role(&request.to, &role(BuiltInRole::Owner)).await.map_err(internal)?;
    tx.log(changed_access(Some(&request.to)));
    // The local operator and services are no members; there is nothing for them to step down from.
    if tx.member(user).await.map_err(internal)?.is_some() {
        tx.set_membership_role(user, &role(BuiltInRole::Admin)).await.map_err(internal)?;
        tx.log(changed_access(Some(user)));
    }
    tx.audit(
        Entry::of::<TransferTenant>().on("user", request.to.as_str()).detail(json!({ "from": held.id })),
    );
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}

pub(super) async fn close(context: Context, request: CloseTenant) -> Result<Answer<Done>, Error> {
    let (console, about) = (&context.console, context.caller.tenant());
    if request.name.trim() != about.name {
        return Err(Error::invalid("that is not the tenant's name; type it to show that this one is meant"));
    }
    refuse_local(&context, &about.id)?;
    let now = console.clock().now();
    let mut tx = console.store().write_across(&context.scope).await.map_err(internal)?;
    tx.set_tenant_status(TenantStatus::Closed).await.map_err(internal)?;
    tx.revoke_everything_here(now).await.map_err(internal)?;
    let entry = Entry::of::<CloseTenant>().on("tenant", about.id.as_str());
    tx.audit_for_all(entry.clone());
    tx.audit(entry);
    tx.log_for_all(changed_access(None));
    tx.commit(now).await.map_err(internal)?;
    console.settle_workspace(&about.id).await.map_err(internal)?;
    context.caller.note(SessionChange::Ended);
    Ok(Answer::new(Done {}))
}

/// The tenant of whoever is at the machine stays open: there would be no way in any more.
pub(super) fn refuse_local(context: &Context, tenant: &TenantId) -> Result<(), Error> {
    if context.console.local_tenant().id == *tenant {
        let message = "this is the tenant of the machine's operator; it stays open";
        return Err(Error::new(ErrorCode::Conflict, message));
    }
    Ok(())
}

/// Commits a change of what the tenant looks like, and answers how it looks now.
async fn changed<O: Operation>(
    context: &Context,
    mut tx: WriteTx<'_>,
    detail: serde_json::Value,
) -> Result<Answer<TenantProfile>, Error> {
    let tenant = context.scope.tenant();
    tx.audit(Entry::of::<O>().on("tenant", tenant).detail(detail));
    tx.log(tenant_changed(tenant));
    tx.commit(context.console.clock().now()).await.map_err(internal)?;
    context.console.settle_workspace(&context.caller.tenant().id).await.map_err(internal)?;
    profile(context).await
}

/// The event of a change to a tenant's name, looks or settings.
pub(super) fn tenant_changed(tenant: &str) -> NewEvent {
    NewEvent { kind: EventKind::TenantChanged, entity_id: tenant.to_owned(), patch: "null".to_owned() }
}

async fn profile(context: &Context) -> Result<Answer<TenantProfile>, Error> {
    let row = context.console.store().tenant(&context.caller.tenant().id).await.map_err(internal)?;
    let row = row.ok_or_else(|| Error::not_found("tenant"))?;
    let connection = context.console.store().connection(&context.scope).await.map_err(internal)?;
    let links = connection.map(|connection| connection.links).unwrap_or_default();
    Ok(Answer::new(branding::profile(row, links)))
}
