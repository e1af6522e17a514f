//! Who somebody is: from a session's secret to a [`Caller`] with what its holder may do now.
//!
//! There is the local operator of this machine, who needs no account and owns the tenant, and there are people
//! with an account, whose role hangs on their membership and is read anew with every request.

mod config;
pub(crate) mod device_login;
mod email_change;
mod invitation;
pub(crate) mod passwords;
pub(crate) mod policy;
pub(crate) mod provider_grant;
mod provider_sign_in;
mod provider_sign_out;
pub(crate) mod providers;
mod qr;
mod recovery;
pub(crate) mod second_factor;
mod sign_in;
mod stay;
pub(crate) mod throttle;
mod totp;

use std::net::IpAddr;

use console_api::role::{BuiltInRole, Role};
use console_api::second_factor::Enrolment;
use console_api::secret::Secret;
use console_api::session::User;
use console_api::{AuditPersonal, Error, EventKind, Timestamp, UserId};
use secrecy::{ExposeSecret as _, SecretString};

use crate::caller::{Caller, Credential, INSTALLATION, TenantScope};
use crate::console::Console;
use crate::entropy::token_hash;
use crate::operations::internal;
use crate::store::NewEvent;
use crate::store::sessions::{Alive, LiveSession, SessionKey};
use crate::store::sign_in_policies::Standing;
use crate::store::tokens::{LiveToken, TokenKey};
pub use config::IdentityConfig;
pub use provider_sign_in::{CameBack, Departure};
pub use providers::{ProviderConfig, ProviderConfigError, RoleClaim};
pub use second_factor::{HalfSession, SignInStep};
pub use sign_in::SignedIn;
pub(crate) use sign_in::{MAX_EMAIL, network};

pub(crate) const OPERATOR: &str = "operator";
pub(crate) const OPERATOR_NAME: &str = "Local operator";
const SECOND: i64 = 1_000_000;
pub(crate) const DAY: i64 = 24 * 60 * 60 * SECOND;
/// How old the note of when a session was last used may be.
const TOUCHED_EVERY: i64 = 60 * SECOND;
/// What every API token begins with.
pub(crate) const TOKEN_PREFIX: &str = "fluo_";
/// What authenticator apps call the console.
const ISSUER: &str = "Fluo Console";
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
        Caller::new(user, self.local_tenant(), Some(role.into()), role.permissions(), credential)
            .administering(true)
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
            let scope = TenantScope::system(live.tenant.id.clone());
            let mut tx = self.store().write(&scope).await.map_err(internal)?;
            tx.touch_session(&live.id, now).await.map_err(internal)?;
            tx.commit(now).await.map_err(internal)?;
        }
        Ok(self.holder(live).map(|caller| caller.holding(session)))
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
            let scope = TenantScope::system(live.tenant.id.clone());
            let mut tx = self.store().write(&scope).await.map_err(internal)?;
            tx.touch_token(&live.id, now).await.map_err(internal)?;
            tx.commit(now).await.map_err(internal)?;
        }
        Ok(self.bearer(live))
    }

    fn bearer(&self, live: LiveToken) -> Option<Caller> {
        let LiveToken { id, name, tenant, user_id, holding, standing, permissions, expires_at, .. } = live;
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
                let owing = asked(&standing, &holding.role);
                let caller = Caller::new(user, tenant, Some(role), holding.role.permissions, credential)
                    .asked_for_second_factor(owing, standing.has_factor);
                Some(caller.restricted_to(&permissions))
            }
            (Some(_), None) => None,
        }
    }

    fn holder(&self, live: LiveSession) -> Option<Caller> {
        let credential = Credential::Session { id: live.id, until: live.until, proven_at: live.proven_at };
        if live.user_id.as_str() == OPERATOR {
            return Some(self.operator_with(credential));
        }
        let user = User { id: live.user_id, name: live.account? };
        let caller = match live.holding {
            Some(holding) => {
                let role = holding.role.reference();
                let owing = asked(&live.standing, &holding.role);
                Caller::new(user, live.tenant, Some(role), holding.role.permissions, credential)
                    .asked_for_second_factor(owing, live.standing.has_factor)
            }
            // A member of no tenant, who still administers the installation.
            None if live.platform && live.tenant.id.as_str() == INSTALLATION => {
                Caller::new(user, live.tenant, None, [], credential)
            }
            None => return None,
        };
        Some(caller.administering(live.platform))
    }

    /// Where an account begins when it signs in: where it was last, else where it has been a member longest, else,
    /// for an administrator of the installation, in no tenant. Nothing where it is let in nowhere.
    pub(crate) async fn home_of(&self, account: &UserId) -> Result<Option<TenantScope>, Error> {
        let home = self.store().home_of(account).await.map_err(internal)?;
        Ok(home.map(TenantScope::system))
    }

    /// The console itself at work in the local tenant.
    pub(crate) fn system_scope(&self) -> TenantScope {
        TenantScope::system(self.local_tenant().id)
    }
}

/// Which sessions are not over at that time.
pub(crate) fn alive(now: Timestamp) -> Alive {
    Alive { now, idle_micros: policy::USUAL.idle_micros, lifetime_micros: policy::USUAL.lifetime_micros }
}

/// Whether the tenant asks somebody with that role for a second factor. Who comes through a provider is asked there.
fn asked(standing: &Standing, role: &Role) -> bool {
    !standing.by_provider && policy::asks(standing.asked, role)
}

/// What an app is told of a new second factor, in each way it may take it.
pub(crate) fn enrolment(email: &str, secret: &SecretString) -> Result<Enrolment, Error> {
    let uri = totp::uri(ISSUER, email, secret.expose_secret());
    let qr_svg = qr::svg(&uri)?;
    Ok(Enrolment {
        secret: Secret(secret.expose_secret().to_owned()),
        uri: Secret(uri),
        qr_svg: Secret(qr_svg),
    })
}

/// The event of a change to what a user may do, or to what anybody may where none is named.
pub(crate) fn changed_access(user: Option<&UserId>) -> NewEvent {
    let entity_id = user.map(|user| user.0.clone()).unwrap_or_default();
    NewEvent { kind: EventKind::AccessChanged, entity_id, patch: "null".to_owned() }
}
