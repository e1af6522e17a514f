//! Signing out where somebody came through a provider: there, too, and when it says so.
//!
//! OpenID Connect RP-Initiated Logout 1.0 and Back-Channel Logout 1.0.

use console_api::session::{Done, SignedOut};
use console_api::{ActorKind, Answer, Error};
use secrecy::SecretString;
use serde_json::json;

use super::provider_grant::refresh_token;
use super::{Visit, changed_access};
use crate::audit::{Actor, Entry};
use crate::call::Request;
use crate::caller::Caller;
use crate::console::Console;
use crate::identity::sign_in::network;
use crate::operations::internal;
use crate::store::provider_grants::ProviderGrant;

/// Bytes of a logout token at most.
const MAX_LOGOUT_TOKEN: usize = 16 * 1_024;

impl Console {
    /// Ends the session the caller came by, and says where the browser goes to end the provider's. `back` is
    /// where that one sends it afterwards.
    pub async fn sign_out(&self, caller: &Caller, back: &str) -> Result<SignedOut, Error> {
        let (issuer, grant) = match caller.credential().session() {
            Some(session) => (
                self.store().issuer_of_session(session).await.map_err(internal)?,
                self.store().grant_of_session(session).await.map_err(internal)?,
            ),
            None => (None, None),
        };
        self.call(caller, "session.sign_out", Request::Json(json!({}))).await?;
        if let (Some(grant), Some(secret)) = (grant, caller.secret()) {
            self.give_grant_back(&grant, secret);
        }
        let provider =
            self.providers().iter().find(|provider| Some(&provider.config.issuer) == issuer.as_ref());
        let Some(provider) = provider else { return Ok(SignedOut { url: None }) };
        // The session here is over, whether the provider answers or not.
        let url = provider.sign_out_url(back, self.clock().now()).await.unwrap_or_else(|error| {
            tracing::warn!(provider = provider.config.id, %error, "nobody can be signed out at a provider");
            None
        });
        Ok(SignedOut { url: url.map(String::from) })
    }

    /// Tells the provider that its refresh token is used no more. Nobody waits for that.
    fn give_grant_back(&self, grant: &ProviderGrant, secret: &SecretString) {
        let Some(token) = refresh_token(grant, secret) else { return };
        let (console, issuer) = (self.clone(), grant.issuer.clone());
        tokio::spawn(async move {
            let provider = console.providers().iter().find(|provider| provider.config.issuer == issuer);
            let Some(provider) = provider else { return };
            if let Err(error) = provider.revoke(&token, console.clock().now()).await {
                tracing::warn!(provider = provider.config.id, %error, "a refresh token is not revoked");
            }
        });
    }

    /// Ends the sessions that a provider's logout token names, once.
    pub async fn provider_logged_out(
        &self,
        id: &str,
        token: &str,
        visit: &Visit,
    ) -> Result<Answer<Done>, Error> {
        let provider = self.provider(id)?;
        if token.len() > MAX_LOGOUT_TOKEN {
            return Err(Error::invalid("the logout token is too long"));
        }
        let (now, scope) = (self.clock().now(), self.system_scope());
        let actor = Actor::new(ActorKind::Service, &provider.config.id);
        let entry = Entry::event("session.ended_by_provider").by(actor);
        let logout = match provider.logout(token, now).await {
            Ok(logout) => logout,
            Err(error) => {
                tracing::warn!(provider = id, %error, "a logout token is refused");
                let refused = entry.outcome(console_api::AuditOutcome::Denied);
                self.note_refusal(&scope, &network(visit.address), refused).await;
                return Err(error.told());
            }
        };
        let issuer = provider.config.issuer.as_str();
        let mut tx = self.store().write_across(&scope).await.map_err(internal)?;
        if !tx.use_logout_token(issuer, &logout.id, logout.forget_at, now).await.map_err(internal)? {
            drop(tx);
            let refused = entry.outcome(console_api::AuditOutcome::Denied);
            self.note_refusal(&scope, &network(visit.address), refused).await;
            return Err(Error::invalid("this logout token was used before"));
        }
        if let Some(account) = tx.external_account(issuer, &logout.subject).await.map_err(internal)? {
            let ended = tx.revoke_sessions_through(&account, issuer, logout.session.as_deref(), now).await;
            let ended = ended.map_err(internal)?;
            tx.log(changed_access(Some(&account)));
            tx.log_for_all(changed_access(Some(&account)));
            tx.audit(entry.on("user", account.as_str()).detail(json!({ "ended": ended })));
        }
        tx.commit(now).await.map_err(internal)?;
        Ok(Answer::new(Done {}))
    }
}
