//! API tokens: a person's own, and those of services, which are the tenant's.

use std::collections::BTreeSet;

use console_api::operations::{
    CreateServiceToken, CreateToken, ListServiceTokens, ListTokens, RevokeServiceToken, RevokeToken,
};
use console_api::secret::Secret;
use console_api::session::Done;
use console_api::token::{ApiToken, NewApiToken};
use console_api::{Answer, Error, ErrorCode, Operation, Permission, Timestamp, TokenId, UserId};
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::{internal, person_text};
use crate::audit::Entry;
use crate::call::Context;
use crate::entropy::{Entropy, new_id, new_token, token_hash};
use crate::identity::{DAY, TOKEN_PREFIX, changed_access};

const MAX_NAME: usize = 80;
const MAX_DAYS: u16 = 366;
/// Live tokens of one person, and of one tenant's services.
pub(crate) const MAX_TOKENS: i64 = 100;

/// What a token is to be, whosever it is.
struct Wanted {
    name: String,
    permissions: Vec<Permission>,
    days: u16,
}

pub(super) async fn list(context: Context, _: ListTokens) -> Result<Answer<Vec<ApiToken>>, Error> {
    listed(&context, Some(&context.caller.user().id)).await
}

pub(super) async fn create(context: Context, request: CreateToken) -> Result<Answer<NewApiToken>, Error> {
    let CreateToken { name, permissions, days } = request;
    let owner = context.caller.user().id.clone();
    made::<CreateToken>(&context, Some(&owner), Wanted { name, permissions, days }).await
}

pub(super) async fn revoke(context: Context, request: RevokeToken) -> Result<Answer<Done>, Error> {
    let owner = context.caller.user().id.clone();
    revoked::<RevokeToken>(&context, Some(&owner), &request.id).await
}

pub(super) async fn list_service(
    context: Context,
    _: ListServiceTokens,
) -> Result<Answer<Vec<ApiToken>>, Error> {
    listed(&context, None).await
}

pub(super) async fn create_service(
    context: Context,
    request: CreateServiceToken,
) -> Result<Answer<NewApiToken>, Error> {
    let CreateServiceToken { name, permissions, days } = request;
    made::<CreateServiceToken>(&context, None, Wanted { name, permissions, days }).await
}

pub(super) async fn revoke_service(
    context: Context,
    request: RevokeServiceToken,
) -> Result<Answer<Done>, Error> {
    revoked::<RevokeServiceToken>(&context, None, &request.id).await
}

async fn listed(context: &Context, owner: Option<&UserId>) -> Result<Answer<Vec<ApiToken>>, Error> {
    let now = context.console.clock().now();
    let tokens = context.console.store().tokens(&context.scope, owner, now).await;
    tokens.map(Answer::new).map_err(internal)
}

async fn made<O: Operation>(
    context: &Context,
    owner: Option<&UserId>,
    wanted: Wanted,
) -> Result<Answer<NewApiToken>, Error> {
    let name = person_text("a token's name", &wanted.name, MAX_NAME)?;
    let permissions: BTreeSet<_> = wanted.permissions.into_iter().collect();
    check_scope(context, &permissions, wanted.days)?;
    let console = &context.console;
    let now = console.clock().now();
    let (maker, permissions) = (&context.caller.user().id, permissions.into_iter().collect());
    let (token, secret) = new_api_token(console.entropy(), name, permissions, maker, wanted.days, now);
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    if tx.count_tokens(owner, now).await.map_err(internal)? >= MAX_TOKENS {
        return Err(Error::new(
            ErrorCode::Conflict,
            format!("there are {MAX_TOKENS} tokens; revoke one first"),
        ));
    }
    tx.insert_token(&token, owner, &token_hash(&secret.0)).await.map_err(internal)?;
    let detail = json!({ "permissions": token.permissions, "expiresAt": token.expires_at });
    tx.audit(Entry::of::<O>().on("token", token.id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(NewApiToken { token, secret }))
}

/// A token permits something, nothing that its maker may not do, and not for ever.
pub(super) fn check_scope(
    context: &Context,
    permissions: &BTreeSet<Permission>,
    days: u16,
) -> Result<(), Error> {
    if permissions.is_empty() {
        return Err(Error::invalid("a token permits something: name at least one permission"));
    }
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(Error::invalid(format!("a token lasts 1 to {MAX_DAYS} days")));
    }
    permissions.iter().try_for_each(|permission| context.caller.require_to_hand_on(*permission))
}

/// A token that begins now, with its secret.
pub(crate) fn new_api_token(
    entropy: &dyn Entropy,
    name: String,
    permissions: Vec<Permission>,
    maker: &UserId,
    days: u16,
    now: Timestamp,
) -> (ApiToken, Secret) {
    let random = new_token(entropy);
    let token = ApiToken {
        id: TokenId(new_id(entropy, now)),
        name,
        permissions,
        created_by: maker.clone(),
        created_at: now,
        expires_at: Timestamp(now.0 + i64::from(days) * DAY),
        last_used_at: None,
    };
    // The prefix lets programs that look for lost secrets recognise one.
    (token, Secret(format!("{TOKEN_PREFIX}{}", random.expose_secret())))
}

async fn revoked<O: Operation>(
    context: &Context,
    owner: Option<&UserId>,
    id: &TokenId,
) -> Result<Answer<Done>, Error> {
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.revoke_token(id, owner, now).await.map_err(internal)? {
        return Err(Error::not_found("token"));
    }
    tx.audit(Entry::of::<O>().on("token", id.as_str()));
    // A stream that was opened with it ends.
    tx.log(changed_access(Some(owner.unwrap_or(&UserId(id.0.clone())))));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}
