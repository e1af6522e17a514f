//! Roles, what they permit, and who holds a permission.

use std::collections::BTreeSet;

use console_api::operations::{DeleteRole, ExplainPermission, ListRoles, PutRole};
use console_api::role::{BuiltInRole, Holder, PermissionExplanation, Role, RoleRef};
use console_api::{Answer, Error, ErrorCode, Permission, RoleId};

use serde_json::json;

use super::internal;
use crate::audit::Entry;
use crate::call::Context;
use crate::identity::changed_access;

const MAX_ROLES: usize = 50;
const MAX_ID: usize = 40;
const MAX_NAME: usize = 80;
const MAX_HOLDERS: usize = 100;

pub(super) async fn list(context: Context, _: ListRoles) -> Result<Answer<Vec<Role>>, Error> {
    Ok(Answer::new(all(&context).await?))
}

pub(super) async fn put(context: Context, request: PutRole) -> Result<Answer<Role>, Error> {
    let role = checked(request)?;
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let existing = tx.custom_roles().await.map_err(internal)?;
    let before = existing.iter().find(|existing| existing.id == role.id);
    if before.is_none() && existing.len() >= MAX_ROLES {
        return Err(Error::new(
            ErrorCode::Conflict,
            format!("a tenant has at most {MAX_ROLES} roles of its own"),
        ));
    }
    // Neither up to more than the caller holds, nor down from it.
    for permission in role.permissions.iter().chain(before.into_iter().flat_map(|role| &role.permissions)) {
        context.caller.require_to_hand_on(*permission)?;
    }
    tx.put_role(&role, now).await.map_err(internal)?;
    tx.log(changed_access(None));
    let from = before.map(|before| &before.permissions);
    let detail = json!({ "from": from, "to": role.permissions });
    tx.audit(Entry::of::<PutRole>().on("role", role.id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(role))
}

pub(super) async fn delete(context: Context, request: DeleteRole) -> Result<Answer<Role>, Error> {
    refuse_built_in(&request.id)?;
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let roles = tx.custom_roles().await.map_err(internal)?;
    let Some(role) = roles.into_iter().find(|role| role.id == request.id) else {
        return Err(Error::not_found("role"));
    };
    if tx.count_members_with(&role.id).await.map_err(internal)? > 0 {
        return Err(Error::new(ErrorCode::Conflict, "somebody has this role; give them another first"));
    }
    tx.delete_role(&role.id).await.map_err(internal)?;
    tx.log(changed_access(None));
    tx.audit(Entry::of::<DeleteRole>().on("role", role.id.as_str()));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(role))
}

pub(super) async fn explain(
    context: Context,
    request: ExplainPermission,
) -> Result<Answer<PermissionExplanation>, Error> {
    let permission = request.permission;
    let having = all(&context).await?.into_iter().filter(|role| role.permissions.contains(&permission));
    let roles: Vec<_> = having.map(|Role { id, name, .. }| RoleRef { id, name }).collect();
    let operator = context.console.local_operator();
    let operator = Holder { user: operator.user().clone(), role: BuiltInRole::Owner.into() };
    let members = context.console.store().members(&context.scope).await.map_err(internal)?;
    let members = members.into_iter().filter(|(_, role)| role.permissions.contains(&permission));
    let members = members.map(|(member, _)| Holder { user: member.user, role: member.role });
    let holders = std::iter::once(operator).chain(members).take(MAX_HOLDERS).collect();
    Ok(Answer::new(PermissionExplanation {
        permission,
        granted: context.caller.may(permission),
        role: context.caller.role().cloned(),
        roles,
        holders,
    }))
}

/// The role of that id, built-in or the tenant's own.
pub(super) async fn find(context: &Context, id: &RoleId) -> Result<Role, Error> {
    let role = all(context).await?.into_iter().find(|role| role.id == *id);
    role.ok_or_else(|| Error::not_found("role"))
}

async fn all(context: &Context) -> Result<Vec<Role>, Error> {
    let custom = context.console.store().custom_roles(&context.scope).await.map_err(internal)?;
    Ok(BuiltInRole::ALL.into_iter().map(BuiltInRole::role).chain(custom).collect())
}

/// A role that can be stored: an id of its own, a name to read, each permission once.
fn checked(request: PutRole) -> Result<Role, Error> {
    let PutRole { id, name, permissions } = request;
    refuse_built_in(&id)?;
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if id.as_str().is_empty() || id.as_str().len() > MAX_ID || !id.as_str().bytes().all(is_plain) {
        return Err(Error::invalid(format!("a role's id is 1 to {MAX_ID} of `a-z`, `0-9` and `-`")));
    }
    let permissions: BTreeSet<Permission> = permissions.into_iter().collect();
    let name = super::person_text("a role's name", &name, MAX_NAME)?;
    Ok(Role { id, name, built_in: false, permissions: permissions.into_iter().collect() })
}

fn refuse_built_in(id: &RoleId) -> Result<(), Error> {
    if BuiltInRole::parse(id.as_str()).is_some() {
        return Err(Error::new(
            ErrorCode::Conflict,
            format!("the role {id} comes with the product and stays as it is"),
        ));
    }
    Ok(())
}
