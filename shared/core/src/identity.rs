//! Signing in. Today one person: the local operator of this machine, by one-time link or machine token.

use console_api::session::{SignInLink, Tenant, User};
use console_api::{Error, Permission, Timestamp, UserId};
use secrecy::{ExposeSecret as _, SecretString};

use crate::caller::{Caller, TenantScope};
use crate::console::Console;
use crate::entropy::{new_token, token_hash};
use crate::operations::internal;
use crate::store::sessions::NewSession;

const OPERATOR: &str = "operator";
const OPERATOR_NAME: &str = "Local operator";
const LINK_LIFETIME_MICROS: i64 = 60 * 60 * 1_000_000;
const SESSION_LIFETIME_MICROS: i64 = 30 * 24 * 60 * 60 * 1_000_000;
/// Longer than any secret made here; what is longer is not worth hashing.
const MAX_TOKEN: usize = 128;

impl Console {
    /// The person at this machine, with every permission.
    pub fn local_operator(&self) -> Caller {
        let user = User { id: UserId::from(OPERATOR), name: OPERATOR_NAME.to_owned() };
        Caller::new(user, self.tenant().clone(), Permission::ALL)
    }

    /// A link that signs the local operator in, once, within the hour.
    pub async fn create_sign_in_link(&self) -> Result<SignInLink, Error> {
        let token = new_token(self.entropy());
        let now = self.clock().now();
        let expires_at = Timestamp(now.micros() + LINK_LIFETIME_MICROS);
        let hash = token_hash(token.expose_secret());
        self.store()
            .insert_sign_in_link(&self.system_scope(), &hash, expires_at, now)
            .await
            .map_err(internal)?;
        Ok(SignInLink { path: format!("/sign-in?token={}", token.expose_secret()), expires_at })
    }

    /// Uses a link up and answers the new session's secret; `None` when it is unknown, used or too old.
    pub async fn sign_in_with_link(&self, token: &str) -> Result<Option<SecretString>, Error> {
        if token.len() > MAX_TOKEN {
            return Ok(None);
        }
        let now = self.clock().now();
        let session = new_token(self.entropy());
        let new_session = NewSession {
            id_hash: &token_hash(session.expose_secret()),
            user_id: OPERATOR,
            user_name: OPERATOR_NAME,
            expires_at: Timestamp(now.micros() + SESSION_LIFETIME_MICROS),
        };
        let link = token_hash(token);
        let used = self
            .store()
            .exchange_sign_in_link(&self.system_scope(), &link, &new_session, now)
            .await
            .map_err(internal)?;
        Ok(used.then_some(session))
    }

    /// Who holds this session; `None` when it is unknown, revoked or over.
    pub async fn authenticate(&self, session: &str) -> Result<Option<Caller>, Error> {
        if session.len() > MAX_TOKEN {
            return Ok(None);
        }
        let live =
            self.store().live_session(&token_hash(session), self.clock().now()).await.map_err(internal)?;
        Ok(live.map(|live| {
            let user = User { id: live.user_id, name: live.user_name };
            let tenant = Tenant { id: live.tenant_id, name: live.tenant_name };
            Caller::new(user, tenant, Permission::ALL)
        }))
    }

    pub(crate) fn system_scope(&self) -> TenantScope {
        TenantScope::system(self.tenant().id.clone())
    }
}
