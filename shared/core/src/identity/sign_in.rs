//! Signing in: by one-time link as the local operator, or by password as somebody with an account.

use std::net::IpAddr;

use console_api::operations::CreateSignInLink;
use console_api::session::{Me, SignInLink};
use console_api::{ActorKind, AuditOutcome, Error, ErrorCode, Timestamp, UserId};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::passwords::is_possible;
use super::policy::USUAL;
use super::second_factor::SignInStep;
use super::throttle::Allowance;
use super::{DAY, MAX_TOKEN, OPERATOR, SECOND, Visit, alive};
use crate::audit::{Actor, Entry};
use crate::caller::TenantScope;
use crate::console::Console;
use crate::entropy::{new_id, new_token, token_hash};
use crate::operations::internal;
use crate::store::accounts::email_key;
use crate::store::sessions::{NewSession, SessionKey};
use crate::store::{StoreError, WriteTx};

/// The audit trail's word for a sign-in, whether it went well or not.
const SIGNED_IN: &str = "session.signed_in";
const LINK_LIFETIME: i64 = 60 * 60 * SECOND;
/// How long ended sessions are kept.
const KEPT_AFTER_END: i64 = 90 * DAY;
/// Bytes of an e-mail address at most (RFC 5321).
pub(crate) const MAX_EMAIL: usize = 254;

/// Wrong passwords for one account from one address: ten, then one a minute. A guesser at one address uses up no
/// more than this of what the account is allowed.
pub(super) const PAIR: Allowance = Allowance { burst: 10, every_micros: 60 * SECOND };
/// Wrong passwords from one address, whatever the account: an office behind one address has many people.
pub(super) const ADDRESS: Allowance = Allowance { burst: 60, every_micros: 6 * SECOND };
/// Wrong passwords for one account, wherever they come from: against guessers at many addresses.
const ACCOUNT: Allowance = Allowance { burst: 200, every_micros: 36 * SECOND };

/// A session that was begun.
#[derive(Debug)]
pub struct SignedIn {
    /// The secret the browser keeps.
    pub session: SecretString,
    pub me: Me,
}

impl Console {
    /// A link that signs the local operator in, once, within the hour.
    pub async fn create_sign_in_link(&self) -> Result<SignInLink, Error> {
        self.create_sign_in_link_in(&self.system_scope()).await
    }

    pub(crate) async fn create_sign_in_link_in(&self, scope: &TenantScope) -> Result<SignInLink, Error> {
        let token = new_token(self.entropy());
        let now = self.clock().now();
        let expires_at = Timestamp(now.0 + LINK_LIFETIME);
        let mut tx = self.store().write(scope).await.map_err(internal)?;
        let hash = token_hash(token.expose_secret());
        tx.insert_sign_in_link(&hash, expires_at, now).await.map_err(internal)?;
        tx.audit(Entry::of::<CreateSignInLink>().detail(json!({ "expiresAt": expires_at })));
        tx.commit(now).await.map_err(internal)?;
        Ok(SignInLink { path: format!("/sign-in?token={}", token.expose_secret()), expires_at })
    }

    /// Uses a link up and answers the new session's secret; `None` when it is unknown, used or too old.
    pub async fn sign_in_with_link(&self, token: &str, visit: &Visit) -> Result<Option<SecretString>, Error> {
        if token.len() > MAX_TOKEN {
            self.note_no_sign_in(json!({ "method": "link" }), visit).await;
            return Ok(None);
        }
        let now = self.clock().now();
        let mut tx = self.store().write(&self.system_scope()).await.map_err(internal)?;
        if !tx.use_sign_in_link(&token_hash(token), now).await.map_err(internal)? {
            drop(tx);
            self.note_no_sign_in(json!({ "method": "link" }), visit).await;
            return Ok(None);
        }
        let session =
            self.begin_session(&mut tx, &UserId::from(OPERATOR), visit, now).await.map_err(internal)?;
        tx.audit(self.signed_in(&UserId::from(OPERATOR), json!({ "method": "link" }), visit));
        tx.commit(now).await.map_err(internal)?;
        Ok(Some(session))
    }

    /// Begins a session for who knows the password of the account, or the second step where it has a second factor.
    /// `previous` is the session the browser had; it ends. A wrong address, a wrong password and a person who is no longer a member are told the same, after
    /// the same time.
    pub async fn sign_in_with_password(
        &self,
        email: &str,
        password: SecretString,
        visit: &Visit,
        previous: Option<&str>,
    ) -> Result<SignInStep, Error> {
        let now = self.clock().now();
        if email.len() > MAX_EMAIL {
            return self.refuse_sign_in(visit).await;
        }
        let (email, address) = (email_key(email), network(visit.address));
        let keys = [
            (&*format!("pair {email} {address}"), PAIR),
            (&*format!("address {address}"), ADDRESS),
            (&*format!("account {email}"), ACCOUNT),
        ];
        self.throttle().attempt(&keys, now)?;
        let account = self.store().account_by_email(&email).await.map_err(internal)?;
        let possible = is_possible(&password);
        let password = if possible { password } else { SecretString::default() };
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let right = self.passwords().verify(password, hash).await? && possible;
        let Some(account) = account.filter(|_| right) else { return self.refuse_sign_in(visit).await };
        let Some(scope) = self.home_of(&account.id).await? else { return self.refuse_sign_in(visit).await };

        let factor = self.confirmed_factor(&account.id).await?;
        let now = self.clock().now();
        let mut tx = self.store().write_across(&scope).await.map_err(internal)?;
        if factor.is_some() {
            let half = self.begin_half_session(&mut tx, &account.id, now).await?;
            let detail = json!({ "method": "password", "secondStep": true });
            tx.audit(self.signed_in(&account.id, detail, visit).outcome(AuditOutcome::Pending));
            tx.commit(now).await.map_err(internal)?;
            self.throttle().give_back(&keys);
            return Ok(SignInStep::SecondStep(half));
        }
        let session = self.begin_session(&mut tx, &account.id, visit, now).await.map_err(internal)?;
        tx.audit(self.signed_in(&account.id, json!({ "method": "password" }), visit));
        self.end_previous(&mut tx, previous, now).await?;
        tx.commit(now).await.map_err(internal)?;
        let Some(caller) = self.authenticate(session.expose_secret()).await? else { return Err(wrong()) };
        self.throttle().give_back(&keys);
        Ok(SignInStep::SignedIn(SignedIn { session, me: caller.me() }))
    }

    /// Ends the session that the browser had before, in a write that reaches beyond the tenant: it may have been in
    /// another.
    pub(super) async fn end_previous(
        &self,
        tx: &mut WriteTx<'_>,
        previous: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let Some(previous) = previous.filter(|previous| previous.len() <= MAX_TOKEN) else { return Ok(()) };
        let key = token_hash(previous);
        let live = self.store().live_session(SessionKey::SecretHash(&key), alive(now)).await;
        if let Some(live) = live.map_err(internal)? {
            tx.revoke_session(&live.user_id, &live.id, now).await.map_err(internal)?;
            tx.log_for_all(super::changed_access(Some(&live.user_id)));
        }
        Ok(())
    }

    async fn refuse_sign_in(&self, visit: &Visit) -> Result<SignInStep, Error> {
        self.note_no_sign_in(json!({ "method": "password" }), visit).await;
        Err(wrong())
    }

    /// Somebody did not come in. Who they said they are is not kept: it may be a password in the wrong field.
    pub(super) async fn note_no_sign_in(&self, detail: Value, visit: &Visit) {
        let entry = Entry::event(SIGNED_IN)
            .by(Actor::new(ActorKind::Anonymous, "anonymous"))
            .outcome(AuditOutcome::Denied)
            .detail(detail)
            .personal("", visit.personal(), self.entropy());
        self.note_refusal(&self.system_scope(), &network(visit.address), entry).await;
    }

    pub(super) fn signed_in(&self, user: &UserId, detail: Value, visit: &Visit) -> Entry {
        Entry::event(SIGNED_IN)
            .by(Actor::new(ActorKind::User, user.as_str()))
            .on("user", user.as_str())
            .detail(detail)
            .personal(user.as_str(), visit.personal(), self.entropy())
    }

    pub(super) async fn begin_session(
        &self,
        tx: &mut WriteTx<'_>,
        user: &UserId,
        visit: &Visit,
        now: Timestamp,
    ) -> Result<SecretString, StoreError> {
        let lifetime = tx.sign_in_policy().await?.unwrap_or(USUAL).lifetime_micros;
        let secret = new_token(self.entropy());
        let session = NewSession {
            id: &new_id(self.entropy(), now),
            secret_hash: &token_hash(secret.expose_secret()),
            user_id: user.as_str(),
            address: &visit.address.to_string(),
            client: &visit.client,
            expires_at: Timestamp(now.0 + lifetime),
        };
        tx.insert_session(&session, now, Timestamp(now.0 - KEPT_AFTER_END)).await?;
        Ok(secret)
    }
}

pub(super) fn wrong() -> Error {
    Error::new(ErrorCode::Unauthenticated, "the e-mail address or the password is wrong")
}

/// Who shares one count: an IPv4 address, or the /64 that a network is given in IPv6.
pub(crate) fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}
