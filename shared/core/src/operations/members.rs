//! Members: who takes part in the tenant, and as what. While anybody has an account as owner, somebody has.

use console_api::member::Member;
use console_api::operations::{LeaveTenant, ListMembers, RemoveMember, SetMemberRole};
use console_api::role::{BuiltInRole, Role};
use console_api::session::Done;
use console_api::{Answer, Error, ErrorCode, RoleId, UserId};
use serde_json::json;

use super::internal;
use crate::audit::Entry;
use crate::call::Context;
use crate::caller::{Caller, SessionChange};
use crate::identity::changed_access;
use crate::store::WriteTx;

pub(super) async fn list(context: Context, _: ListMembers) -> Result<Answer<Vec<Member>>, Error> {
    let members = context.console.store().members(&context.scope).await.map_err(internal)?;
    Ok(Answer::new(members.into_iter().map(|(member, _)| member).collect()))
}

pub(super) async fn set_role(context: Context, request: SetMemberRole) -> Result<Answer<Member>, Error> {
    let role = super::roles::find(&context, &request.role).await?;
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let (member, before) = member(&mut tx, &request.id).await?;
    require_above(&context.caller, &before)?;
    require_above(&context.caller, &role)?;
    if role.id != before.id {
        keep_an_owner(&mut tx, &before).await?;
    }
    tx.set_membership_role(&request.id, &role.id).await.map_err(internal)?;
    tx.log(changed_access(Some(&request.id)));
    let detail = json!({ "from": before.id, "to": role.id });
    tx.audit(Entry::of::<SetMemberRole>().on("user", request.id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Member { role: role.reference(), ..member }))
}

pub(super) async fn remove(context: Context, request: RemoveMember) -> Result<Answer<Done>, Error> {
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let (_, role) = member(&mut tx, &request.id).await?;
    require_above(&context.caller, &role)?;
    tx.audit(Entry::of::<RemoveMember>().on("user", request.id.as_str()).detail(json!({ "role": role.id })));
    end_membership(&context, tx, &request.id, &role).await
}

pub(super) async fn leave(context: Context, _: LeaveTenant) -> Result<Answer<Done>, Error> {
    let user = &context.caller.user().id;
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let Some((_, role)) = tx.member(user).await.map_err(internal)? else {
        return Err(Error::new(ErrorCode::Conflict, "the local operator is no member and cannot leave"));
    };
    tx.audit(Entry::of::<LeaveTenant>().on("user", user.as_str()).detail(json!({ "role": role.id })));
    let done = end_membership(&context, tx, user, &role).await?;
    context.caller.note(SessionChange::Ended);
    Ok(done)
}

/// Takes the membership away with everything that hangs on it in the tenant: sessions and personal tokens.
async fn end_membership(
    context: &Context,
    mut tx: WriteTx<'_>,
    user: &UserId,
    role: &Role,
) -> Result<Answer<Done>, Error> {
    let now = context.console.clock().now();
    keep_an_owner(&mut tx, role).await?;
    tx.delete_membership(user).await.map_err(internal)?;
    tx.revoke_sessions_here(user, now).await.map_err(internal)?;
    tx.revoke_tokens_of(user, now).await.map_err(internal)?;
    tx.log(changed_access(Some(user)));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}

async fn member(tx: &mut WriteTx<'_>, id: &UserId) -> Result<(Member, Role), Error> {
    tx.member(id).await.map_err(internal)?.ok_or_else(|| Error::not_found("member"))
}

/// Nobody decides about who may do something that they may not do themselves.
pub(super) fn require_above(caller: &Caller, role: &Role) -> Result<(), Error> {
    role.permissions.iter().try_for_each(|permission| caller.require_to_hand_on(*permission))
}

pub(super) async fn keep_an_owner(tx: &mut WriteTx<'_>, leaving: &Role) -> Result<(), Error> {
    let owner = RoleId::from(BuiltInRole::Owner.as_str());
    if leaving.id == owner && tx.count_members_with(&owner).await.map_err(internal)? < 2 {
        let message = "this is the last owner; make somebody else one first";
        return Err(Error::new(ErrorCode::Conflict, message));
    }
    Ok(())
}
