//! Invitations: how somebody becomes a member who is not at the machine.

use console_api::member::{Invitation, NewInvitation};
use console_api::operations::{CreateInvitation, ListInvitations, RevokeInvitation};
use console_api::secret::Secret;
use console_api::session::Done;
use console_api::{Answer, AuditPersonal, Error, ErrorCode, InvitationId, Timestamp};
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::accounts::checked_email;
use super::internal;
use super::members::require_above;
use crate::audit::Entry;
use crate::call::Context;
use crate::entropy::{new_id, new_token, token_hash};
use crate::identity::{DAY, changed_access};
use crate::mail::texts;

const LIFETIME: i64 = 7 * DAY;
/// Invitations of one tenant that wait at the same time.
const MAX_OPEN: i64 = 200;

pub(super) async fn list(context: Context, _: ListInvitations) -> Result<Answer<Vec<Invitation>>, Error> {
    let now = context.console.clock().now();
    context.console.store().invitations(&context.scope, now).await.map(Answer::new).map_err(internal)
}

pub(super) async fn create(
    context: Context,
    request: CreateInvitation,
) -> Result<Answer<NewInvitation>, Error> {
    let email = checked_email(&request.email)?;
    let role = super::roles::find(&context, &request.role).await?;
    require_above(&context.caller, &role)?;
    let console = &context.console;
    let now = console.clock().now();
    let secret = new_token(console.entropy());
    let invitation = Invitation {
        id: InvitationId(new_id(console.entropy(), now)),
        email: email.clone(),
        role: role.id,
        invited_by: context.caller.user().id.clone(),
        created_at: now,
        expires_at: Timestamp(now.0 + LIFETIME),
    };
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    if tx.count_open_invitations(now).await.map_err(internal)? >= MAX_OPEN {
        return Err(Error::new(
            ErrorCode::Conflict,
            format!("{MAX_OPEN} invitations wait; revoke one first"),
        ));
    }
    let (by, tenant) = (&context.caller.user().name, &context.caller.tenant().name);
    let message = texts::invitation(&email, by, tenant, console.public_url(), &secret);
    let until = invitation.expires_at;
    console.post(&mut tx, "invitation", message, until, now).await.map_err(internal)?;
    tx.insert_invitation(&invitation, &token_hash(secret.expose_secret())).await.map_err(internal)?;
    let person = AuditPersonal { email: Some(email), ..AuditPersonal::default() };
    tx.audit(
        Entry::of::<CreateInvitation>()
            .on("invitation", invitation.id.as_str())
            .detail(json!({ "role": invitation.role, "expiresAt": invitation.expires_at }))
            .personal(invitation.id.as_str(), person, console.entropy()),
    );
    tx.log(changed_access(None));
    tx.commit(now).await.map_err(internal)?;
    console.mail_room().ring();
    let (secret, mailed) = (Secret(secret.expose_secret().to_owned()), console.mail_room().sends());
    Ok(Answer::new(NewInvitation { invitation, secret, mailed }))
}

pub(super) async fn revoke(context: Context, request: RevokeInvitation) -> Result<Answer<Done>, Error> {
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.revoke_invitation(&request.id, now).await.map_err(internal)? {
        return Err(Error::not_found("invitation"));
    }
    tx.audit(Entry::of::<RevokeInvitation>().on("invitation", request.id.as_str()));
    tx.log(changed_access(None));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}
