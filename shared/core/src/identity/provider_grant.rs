//! Asking a provider again, while a session goes on, whether it still vouches for who holds it.
//!
//! A refresh token is kept only sealed, with a key made of the session's secret: only who brings that opens it.
//! Providers that change the token with each use end the grant when an old one comes twice (RFC 9700, section
//! 4.14.2), so one request at a time renews it, on all servers, and goes through with it whoever gives up waiting.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use console_api::{ActorKind, AuditOutcome, Error, SessionId, Timestamp, UserId};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::providers::Renewal;
use super::{SECOND, changed_access};
use crate::audit::{Actor, Entry};
use crate::caller::TenantScope;
use crate::console::Console;
use crate::entropy::Entropy;
use crate::operations::internal;
use crate::store::provider_grants::ProviderGrant;
use crate::store::sessions::LiveSession;

/// How often a provider is asked.
pub(super) const RENEWED_EVERY: i64 = 15 * 60 * SECOND;
/// How soon again when it did not answer.
const TRIED_AGAIN: i64 = 60 * SECOND;
/// How long one renewal has the grant for itself: longer than a provider is waited for.
const LEASE: i64 = 10 * 60 * SECOND;

impl Console {
    /// Whether the session goes on. Asks the provider where that is due and nobody else is at it.
    pub(super) async fn is_vouched_for(&self, live: &LiveSession, secret: &str) -> Result<bool, Error> {
        if live.grant_due_at.is_none_or(|due| due > self.clock().now()) {
            return Ok(true);
        }
        let (console, session, user) = (self.clone(), live.id.clone(), live.user_id.clone());
        let (secret, scope) = (SecretString::from(secret), TenantScope::system(live.tenant.id.clone()));
        // A task of its own: the token that the provider gives in return is kept even if the request is given up.
        let renewing = tokio::spawn(async move { console.renew(&scope, &session, &user, &secret).await });
        match renewing.await {
            Ok(vouched_for) => vouched_for,
            Err(error) => {
                tracing::error!(%error, "a grant was not renewed");
                Ok(true)
            }
        }
    }

    async fn renew(
        &self,
        scope: &TenantScope,
        session: &SessionId,
        user: &UserId,
        secret: &SecretString,
    ) -> Result<bool, Error> {
        let now = self.clock().now();
        let mut tx = self.store().write(scope).await.map_err(internal)?;
        let grant = tx.take_grant(session, now, Timestamp(now.0 + LEASE)).await.map_err(internal)?;
        tx.commit(now).await.map_err(internal)?;
        let Some(grant) = grant else { return Ok(true) };

        let provider = self.providers().iter().find(|provider| provider.config.issuer == grant.issuer);
        let renewal = match (provider, open(&grant.sealed, secret)) {
            (Some(provider), Some(token)) => provider.renew(&token, &grant.subject, now).await,
            // The installation knows that provider no more.
            _ => Renewal::Ended,
        };
        let now = self.clock().now();
        let mut tx = self.store().write(scope).await.map_err(internal)?;
        let goes_on = match renewal {
            Renewal::Renewed(token) => {
                let sealed = token.map_or(grant.sealed, |token| seal(&token, secret, self.entropy()));
                let due_at = Timestamp(now.0 + RENEWED_EVERY);
                tx.renew_grant(session, &sealed, due_at).await.map_err(internal)?;
                true
            }
            Renewal::Unanswered => {
                let due_at = Timestamp(now.0 + TRIED_AGAIN);
                tx.renew_grant(session, &grant.sealed, due_at).await.map_err(internal)?;
                true
            }
            Renewal::Ended => {
                tx.delete_grant(session).await.map_err(internal)?;
                tx.revoke_session(user, session, now).await.map_err(internal)?;
                tx.log(changed_access(Some(user)));
                let provider = provider.map(|provider| provider.config.id.as_str());
                tx.audit(
                    Entry::event("session.ended_by_provider")
                        .by(Actor::new(ActorKind::Service, provider.unwrap_or("unknown")))
                        .on("session", session.as_str())
                        .outcome(AuditOutcome::Done)
                        .detail(json!({ "reason": "renewal" })),
                );
                false
            }
        };
        tx.commit(now).await.map_err(internal)?;
        Ok(goes_on)
    }
}

/// A grant as it is kept for a session with that secret.
pub(super) fn sealed_grant(
    issuer: &str,
    subject: &str,
    token: &SecretString,
    secret: &SecretString,
    entropy: &dyn Entropy,
) -> ProviderGrant {
    let sealed = seal(token, secret, entropy);
    ProviderGrant { issuer: issuer.to_owned(), subject: subject.to_owned(), sealed }
}

/// The refresh token of a grant, for who brings the session's secret.
pub(super) fn refresh_token(grant: &ProviderGrant, secret: &SecretString) -> Option<SecretString> {
    open(&grant.sealed, secret)
}

/// What was sealed for the session with one secret, for the same with another.
pub(crate) fn reseal(
    sealed: &str,
    from: &SecretString,
    to: &SecretString,
    entropy: &dyn Entropy,
) -> Option<String> {
    open(sealed, from).map(|token| seal(&token, to, entropy))
}

fn key(secret: &SecretString) -> LessSafeKey {
    // 256 random bits need no slow derivation. The store has the secret's own hash, which says nothing of this one.
    let key = Sha256::digest(format!("provider grant {}", secret.expose_secret()));
    LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &key).expect("a SHA-256 is as long as a key"))
}

/// Nonce, text and tag (RFC 8439).
fn seal(token: &SecretString, secret: &SecretString, entropy: &dyn Entropy) -> String {
    let mut nonce = [0; NONCE_LEN];
    entropy.fill(&mut nonce);
    let mut text = token.expose_secret().as_bytes().to_vec();
    key(secret)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text)
        .expect("a token is shorter than the cipher's bound");
    STANDARD_NO_PAD.encode([nonce.as_slice(), &text].concat())
}

fn open(sealed: &str, secret: &SecretString) -> Option<SecretString> {
    let mut sealed = STANDARD_NO_PAD.decode(sealed).ok()?;
    let (nonce, text) = sealed.split_at_mut_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let text = key(secret).open_in_place(nonce, Aad::empty(), text).ok()?;
    Some(SecretString::from(std::str::from_utf8(text).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn only_the_same_secret_opens_what_it_sealed() {
        let (token, one, other) = ("refresh".into(), "one".into(), "other".into());
        let sealed = seal(&token, &one, &SystemEntropy);
        assert_eq!(open(&sealed, &one).unwrap().expose_secret(), "refresh");
        assert!(open(&sealed, &other).is_none());
        assert!(open(&sealed[1..], &one).is_none() && open("", &one).is_none());
        assert_ne!(sealed, seal(&token, &one, &SystemEntropy));
    }
}
