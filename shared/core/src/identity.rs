//! Who somebody is: from a session's secret to a [`Caller`] with what its holder may do now.
//!
//! There is the local operator of this machine, who needs no account and owns the tenant, and there are people
//! with an account, whose role hangs on their membership and is read anew with every request.

mod invitation;
pub(crate) mod passwords;
mod provider_grant;
mod provider_sign_in;
mod provider_sign_out;
pub(crate) mod providers;
mod sign_in;
mod stay;
pub(crate) mod throttle;

use std::net::IpAddr;

use console_api::role::BuiltInRole;
use console_api::session::User;
use console_api::{AuditPersonal, Error, EventKind, Timestamp, UserId};

use crate::caller::{Caller, Credential, TenantScope};
use crate::console::Console;
use crate::entropy::token_hash;
use crate::operations::internal;
use crate::store::NewEvent;
use crate::store::sessions::{Alive, LiveSession, SessionKey};
use crate::store::tokens::{LiveToken, TokenKey};
pub use provider_sign_in::{CameBack, Departure};
pub use providers::{ProviderConfig, ProviderConfigError, RoleClaim};
pub(crate) use sign_in::MAX_EMAIL;
pub use sign_in::SignedIn;

pub(crate) const OPERATOR: &str = "operator";
const OPERATOR_NAME: &str = "Local operator";
const SECOND: i64 = 1_000_000;
pub(crate) const DAY: i64 = 24 * 60 * 60 * SECOND;
/// A session ends this long after it was begun, whatever it is used for.
pub(crate) const SESSION_LIFETIME: i64 = 30 * DAY;
/// A session ends when nothing was heard of it for so long.
const SESSION_IDLE: i64 = DAY;
/// How old the note of when a session was last used may be.
const TOUCHED_EVERY: i64 = 60 * SECOND;
/// What every API token begins with.
pub(crate) const TOKEN_PREFIX: &str = "fluo_";
/// Longer than any secret made here; what is longer is not worth hashing.
const MAX_TOKEN: usize = 128;
/// Characters kept of what a browser calls itself.
const MAX_CLIENT: usize = 200;

/// Where somebody comes from.
#[derive(Clone, Debug)]
pub struct Visit {
    pub address: IpAddr,
    /// What the program calls itself (`User-Agent`).
    client: String,
}

impl Visit {
    pub fn new(address: IpAddr, client: &str) -> Self {
        let client = client.chars().filter(|character| !character.is_control()).take(MAX_CLIENT).collect();
        Self { address: address.to_canonical(), client }
    }

    /// As the audit trail keeps it.
    fn personal(&self) -> AuditPersonal {
        let (address, client) = (self.address.to_string(), self.client.clone());
        AuditPersonal { address: Some(address), user_agent: Some(client), ..AuditPersonal::default() }
    }
}

impl Console {
    /// The person at this machine, with every permission.
    pub fn local_operator(&self) -> Caller {
        self.operator_with(Credential::Machine)
    }

    fn operator_with(&self, credential: Credential) -> Caller {
        let user = User { id: UserId::from(OPERATOR), name: OPERATOR_NAME.to_owned() };
        let role = BuiltInRole::Owner;
        Caller::new(user, self.tenant().clone(), Some(role.into()), role.permissions(), credential)
    }

    /// Who holds this session; `None` when it is unknown, revoked or over, or its holder is no longer a member.
    pub async fn authenticate(&self, session: &str) -> Result<Option<Caller>, Error> {
        if session.len() > MAX_TOKEN {
            return Ok(None);
        }
        let now = self.clock().now();
        let hash = token_hash(session);
        let live = self.store().live_session(SessionKey::SecretHash(&hash), alive(now)).await;
        let Some(live) = live.map_err(internal)? else { return Ok(None) };
        if !self.is_vouched_for(&live, session).await? {
            return Ok(None);
        }
        if live.last_seen_at.0 + TOUCHED_EVERY < now.0 {
            let mut tx = self.store().write(&self.system_scope()).await.map_err(internal)?;
            tx.touch_session(&live.id, now).await.map_err(internal)?;
            tx.commit(now).await.map_err(internal)?;
        }
        Ok(self.holder(live))
    }

    /// Whom this API token stands for; `None` when it is unknown, revoked or over, or its owner is no longer a member.
    pub async fn authenticate_token(&self, token: &str) -> Result<Option<Caller>, Error> {
        if token.len() > MAX_TOKEN || !token.starts_with(TOKEN_PREFIX) {
            return Ok(None);
        }
        let now = self.clock().now();
        let hash = token_hash(token);
        let live = self.store().live_token(TokenKey::SecretHash(&hash), now).await.map_err(internal)?;
        let Some(live) = live else { return Ok(None) };
        if live.last_used_at.is_none_or(|used| used.0 + TOUCHED_EVERY < now.0) {
            let mut tx = self.store().write(&self.system_scope()).await.map_err(internal)?;
            tx.touch_token(&live.id, now).await.map_err(internal)?;
            tx.commit(now).await.map_err(internal)?;
        }
        Ok(self.bearer(live))
    }

    fn bearer(&self, live: LiveToken) -> Option<Caller> {
        let LiveToken { id, name, tenant, user_id, holding, permissions, expires_at, .. } = live;
        let of_service = user_id.is_none();
        let credential = Credential::Token { id: id.clone(), until: expires_at, of_service };
        match (user_id, holding) {
            (None, _) => {
                let user = User { id: UserId(id.0), name };
                Some(Caller::new(user, tenant, None, permissions, credential))
            }
            (Some(user), _) if user.as_str() == OPERATOR => {
                Some(self.operator_with(credential).restricted_to(&permissions))
            }
            (Some(user), Some(holding)) => {
                let user = User { id: user, name: holding.name };
                let role = holding.role.reference();
                let caller = Caller::new(user, tenant, Some(role), holding.role.permissions, credential);
                Some(caller.restricted_to(&permissions))
            }
            (Some(_), None) => None,
        }
    }

    fn holder(&self, live: LiveSession) -> Option<Caller> {
        let until = Timestamp((live.last_seen_at.0 + SESSION_IDLE).min(live.expires_at.0));
        let credential = Credential::Session { id: live.id, until };
        if live.user_id.as_str() == OPERATOR {
            return Some(self.operator_with(credential));
        }
        let holding = live.holding?;
        let user = User { id: live.user_id, name: holding.name };
        let role = holding.role.reference();
        Some(Caller::new(user, live.tenant, Some(role), holding.role.permissions, credential))
    }

    pub(crate) fn system_scope(&self) -> TenantScope {
        TenantScope::system(self.tenant().id.clone())
    }
}

/// Which sessions are not over at that time.
pub(crate) fn alive(now: Timestamp) -> Alive {
    Alive { now, seen_after: Timestamp(now.0 - SESSION_IDLE) }
}

/// The event of a change to what a user may do, or to what anybody may where none is named.
pub(crate) fn changed_access(user: Option<&UserId>) -> NewEvent {
    let entity_id = user.map(|user| user.0.clone()).unwrap_or_default();
    NewEvent { kind: EventKind::AccessChanged, entity_id, patch: "null".to_owned() }
}
