//! Signing in through a provider: authorisation code with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9700).
//!
//! The browser gets one secret in a cookie. PKCE's verifier is derived from it, so that nothing kept here could
//! finish a sign-in: the store has hashes of state, nonce and that secret, and gives them up once. Whoever comes back
//! is known by issuer and subject alone; an e-mail address opens nothing.

use console_api::member::Invitation;
use console_api::role::BuiltInRole;
use console_api::{ActorKind, AuditPersonal, Error, ErrorCode, RoleId, Timestamp, UserId};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::provider_grant::{RENEWED_EVERY, sealed_grant};
use super::providers::{Departing, Person, Provider, ProviderError, Returning};
use super::sign_in::{MAX_EMAIL, SignedIn, network};
use super::throttle::Allowance;
use super::{MAX_TOKEN, SECOND, Visit, changed_access};
use crate::audit::{Actor, Entry};
use crate::caller::{INSTALLATION, TenantScope};
use crate::console::Console;
use crate::entropy::{new_id, new_token, token_hash};
use crate::operations::{checked_email, internal, person_text};
use crate::store::WriteTx;
use crate::store::accounts::Account;
use crate::store::provider_departures::ProviderDeparture;

/// How long somebody may take at the provider.
const AWAY: i64 = 10 * 60 * SECOND;
/// Departures from one address.
const DEPARTURES: Allowance = Allowance { burst: 60, every_micros: 2 * SECOND };
/// Bytes of an authorisation code at most.
const MAX_CODE: usize = 4_096;
const MAX_NAME: usize = 80;

/// Where a browser goes to sign in, and what it has to bring back.
#[derive(Debug)]
pub struct Departure {
    pub url: String,
    /// For a cookie of its own.
    pub browser: SecretString,
}

/// What a browser brought back from a provider.
#[derive(Clone, Debug, Default)]
pub struct CameBack<'a> {
    pub state: &'a str,
    pub code: Option<&'a str>,
    /// RFC 9207.
    pub issuer: Option<&'a str>,
    /// What the browser holds.
    pub browser: &'a str,
}

/// Why somebody did not come in.
enum Refused {
    /// What the audit trail calls it, and what is told.
    So(&'static str, Error),
    Provider(ProviderError),
    Ours(Error),
}

impl From<ProviderError> for Refused {
    fn from(error: ProviderError) -> Self {
        Self::Provider(error)
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

impl Refused {
    fn forbidden(name: &'static str, message: &str) -> Self {
        Self::So(name, Error::new(ErrorCode::Forbidden, message))
    }

    fn unauthenticated(name: &'static str, message: &str) -> Self {
        Self::So(name, Error::new(ErrorCode::Unauthenticated, message))
    }
}

impl Console {
    /// The providers that can be signed in through: their ids and names.
    pub fn sign_in_providers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.providers().iter().map(|provider| (provider.config.id.as_str(), provider.config.name.as_str()))
    }

    pub(super) fn provider(&self, id: &str) -> Result<&Provider, Error> {
        let found = self.providers().iter().find(|provider| provider.config.id == id);
        found.ok_or_else(|| Error::not_found("sign-in provider"))
    }

    /// Sends a browser to a provider. `origin` is where it reaches this server; `invitation` an invitation's secret; `login_hint` whom
    /// the provider should expect.
    pub async fn leave_for_provider(
        &self,
        id: &str,
        invitation: Option<&str>,
        login_hint: Option<&str>,
        origin: &str,
        visit: &Visit,
    ) -> Result<Departure, Error> {
        let provider = self.provider(id)?;
        let now = self.clock().now();
        let key = format!("departures {}", network(visit.address));
        self.throttle().attempt(&[(key.as_str(), DEPARTURES)], now)?;
        let browser = new_token(self.entropy());
        let departing = Departing {
            state: new_token(self.entropy()),
            nonce: new_token(self.entropy()),
            verifier: verifier(&browser),
            redirect: redirect(origin, id),
        };
        let login_hint = login_hint.filter(|hint| (1..=MAX_EMAIL).contains(&hint.len()));
        let url = provider.sign_in_url(&departing, login_hint, now).await.map_err(|error| {
            tracing::warn!(provider = id, %error, "nobody can be sent to a sign-in provider");
            error.told()
        })?;
        let departure = ProviderDeparture {
            state_hash: token_hash(departing.state.expose_secret()),
            browser_hash: token_hash(browser.expose_secret()),
            nonce_hash: token_hash(departing.nonce.expose_secret()),
            provider: id.to_owned(),
            invitation_hash: invitation.filter(|secret| secret.len() <= MAX_TOKEN).map(token_hash),
            expires_at: Timestamp(now.0 + AWAY),
        };
        let mut tx = self.store().write(&self.system_scope()).await.map_err(internal)?;
        tx.insert_departure(&departure, now).await.map_err(internal)?;
        tx.commit(now).await.map_err(internal)?;
        Ok(Departure { url: url.into(), browser })
    }

    /// Begins a session for who comes back from a provider. `previous` is the session the browser had; it ends.
    pub async fn return_from_provider(
        &self,
        id: &str,
        back: CameBack<'_>,
        origin: &str,
        visit: &Visit,
        previous: Option<&str>,
    ) -> Result<SignedIn, Error> {
        let provider = self.provider(id)?;
        let (reason, told) = match self.come_back(provider, back, origin, visit, previous).await {
            Ok(signed_in) => return Ok(signed_in),
            Err(Refused::So(reason, told)) => (reason, told),
            Err(Refused::Provider(error)) => {
                tracing::warn!(provider = id, %error, "a sign-in through a provider is refused");
                (error.name(), error.told())
            }
            Err(Refused::Ours(error)) => return Err(error),
        };
        self.note_no_sign_in(json!({ "method": "provider", "provider": id, "reason": reason }), visit).await;
        Err(told)
    }

    async fn come_back(
        &self,
        provider: &Provider,
        back: CameBack<'_>,
        origin: &str,
        visit: &Visit,
        previous: Option<&str>,
    ) -> Result<SignedIn, Refused> {
        let id = provider.config.id.as_str();
        let departure = self.take_departure(id, &back).await?;
        let now = self.clock().now();
        if !provider.is_own_answer(back.issuer, now).await? {
            return Err(Refused::unauthenticated("issuer", "this answer is not the sign-in provider's own"));
        }
        let Some(code) = back.code.filter(|code| (1..=MAX_CODE).contains(&code.len())) else {
            return Err(Refused::unauthenticated("declined", "the sign-in provider let nobody in"));
        };
        let browser = SecretString::from(back.browser);
        let returning = Returning {
            code,
            verifier: &verifier(&browser),
            redirect: redirect(origin, id),
            nonce_hash: &departure.nonce_hash,
        };
        let person = provider.person(returning, now).await?;
        self.let_in(provider, person, departure.invitation_hash.as_deref(), visit, previous).await
    }

    async fn take_departure(&self, id: &str, back: &CameBack<'_>) -> Result<ProviderDeparture, Refused> {
        let unknown = || {
            Refused::unauthenticated(
                "state",
                "this sign-in was not begun in this browser, or too long ago; begin again",
            )
        };
        if back.state.len() > MAX_TOKEN || back.browser.len() > MAX_TOKEN {
            return Err(unknown());
        }
        let now = self.clock().now();
        let mut tx = self.store().write(&self.system_scope()).await.map_err(internal)?;
        let found = tx.take_departure(&token_hash(back.state), &token_hash(back.browser), id, now).await;
        let found = found.map_err(internal)?;
        tx.commit(now).await.map_err(internal)?;
        found.ok_or_else(unknown)
    }

    async fn let_in(
        &self,
        provider: &Provider,
        person: Person,
        invitation_hash: Option<&str>,
        visit: &Visit,
        previous: Option<&str>,
    ) -> Result<SignedIn, Refused> {
        let config = &provider.config;
        let now = self.clock().now();
        let invited = match invitation_hash {
            Some(hash) => self.store().open_invitation(hash, now).await.map_err(internal)?,
            None => None,
        };
        let (scope, invitation) = match invited {
            Some((scope, invitation)) => (scope, Some(invitation)),
            None => (self.tenant_of(provider, &person).await?, None),
        };
        let mut tx = self.store().write_across(&scope).await.map_err(internal)?;
        let account = tx.external_account(&config.issuer, &person.subject).await.map_err(internal)?;
        let account = match account {
            Some(account) => account,
            None => {
                let account = self.new_account(&person, invitation.as_ref(), now);
                let made = tx.insert_external_account(&account, &config.issuer, &person.subject, now).await;
                made.map_err(internal)?;
                account.id
            }
        };
        self.settle_membership(&mut tx, provider, &person, &account, invitation.as_ref(), now).await?;
        let session = self.begin_session(&mut tx, &account, visit, now).await.map_err(internal)?;
        let hash = token_hash(session.expose_secret());
        let at_provider = person.session.as_deref().unwrap_or_default();
        let id = tx.note_provider(&hash, &config.issuer, at_provider).await.map_err(internal)?;
        if let Some(token) = &person.refresh_token {
            let grant = sealed_grant(&config.issuer, &person.subject, token, &session, self.entropy());
            tx.insert_grant(&id, &grant, Timestamp(now.0 + RENEWED_EVERY)).await.map_err(internal)?;
        }
        tx.audit(self.signed_in(&account, json!({ "method": "provider", "provider": config.id }), visit));
        self.end_previous(&mut tx, previous, now).await?;
        tx.commit(now).await.map_err(internal)?;
        let caller = self.authenticate(session.expose_secret()).await?;
        let gone = || Error::new(ErrorCode::Unauthenticated, "this session has ended; sign in again");
        Ok(SignedIn { me: caller.ok_or_else(gone)?.me(), session })
    }

    /// Where somebody begins who comes uninvited: a claim that gives roles gives those of the local tenant; anybody
    /// else begins where they are a member.
    async fn tenant_of(&self, provider: &Provider, person: &Person) -> Result<TenantScope, Error> {
        if provider.config.role_claim.is_none() {
            let known = self.store().external_account(&provider.config.issuer, &person.subject).await;
            if let Some(account) = known.map_err(internal)?
                && let Some(home) = self.home_of(&account).await?
            {
                return Ok(home);
            }
        }
        Ok(self.system_scope())
    }

    /// What the provider says, where it can be used; it is shown and decides nothing.
    fn new_account(&self, person: &Person, invitation: Option<&Invitation>, now: Timestamp) -> Account {
        let email = person.email.as_deref().and_then(|email| checked_email(email).ok());
        let email = email.or_else(|| Some(invitation?.email.clone())).unwrap_or_default();
        let name = person.name.as_deref().and_then(|name| person_text("a name", name, MAX_NAME).ok());
        let name =
            name.unwrap_or_else(|| if email.is_empty() { "Unnamed".to_owned() } else { email.clone() });
        let id = UserId(new_id(self.entropy(), now));
        Account { id, email, name, password_hash: String::new() }
    }

    /// Makes who came a member as the provider's claim says, or else by the invitation; refuses who is none.
    async fn settle_membership(
        &self,
        tx: &mut WriteTx<'_>,
        provider: &Provider,
        person: &Person,
        account: &UserId,
        invitation: Option<&Invitation>,
        now: Timestamp,
    ) -> Result<(), Refused> {
        let member = tx.member(account).await.map_err(internal)?;
        let is_local = tx.scope().tenant() == self.local_tenant().id.as_str();
        let role = match &provider.config.role_claim {
            // What it gives are roles of the local tenant.
            Some(claim) if is_local => {
                let role = claim.role(&person.claims);
                let none =
                    "your account at the sign-in provider has no role here; ask an administrator for one";
                Some(role.ok_or_else(|| Refused::forbidden("role", none))?)
            }
            Some(_) | None => None,
        };
        let (role, entry) = match (role, member, invitation) {
            (Some(role), Some((_, held)), _) if held.id == *role => return Ok(()),
            (None, Some(_), _) => return Ok(()),
            // An administrator of the installation who is a member of no tenant.
            (None, None, None) if tx.scope().tenant() == INSTALLATION => return Ok(()),
            (Some(_), Some((_, held)), _) if is_last_owner(tx, &held.id).await? => return Ok(()),
            (Some(role), Some((_, held)), _) => {
                known_role(tx, role).await?;
                tx.set_membership_role(account, role).await.map_err(internal)?;
                tx.log(changed_access(Some(account)));
                (
                    role,
                    Entry::event("member.role_given")
                        .detail(told(provider, json!({ "from": held.id, "to": role }))),
                )
            }
            (Some(role), None, _) => {
                self.join(tx, account, role, now).await?;
                (role, Entry::event("member.joined").detail(told(provider, json!({ "role": role }))))
            }
            (None, None, Some(invitation)) => {
                if !tx.use_invitation(&invitation.id, now).await.map_err(internal)? {
                    return Err(Error::not_found("invitation").into());
                }
                self.join(tx, account, &invitation.role, now).await?;
                let detail = json!({ "role": invitation.role, "invitation": invitation.id });
                (&invitation.role, Entry::event("invitation.accepted").detail(told(provider, detail)))
            }
            (None, None, None) => {
                return Err(Refused::forbidden(
                    "no_member",
                    "nobody has invited you here; ask for an invitation",
                ));
            }
        };
        tracing::debug!(account = account.as_str(), role = role.as_str(), "a membership came of a sign-in");
        let (name, email) = (person.name.clone(), person.email.clone());
        let data = AuditPersonal { name, email, ..AuditPersonal::default() };
        tx.audit(
            entry.by(Actor::new(ActorKind::User, account.as_str())).on("user", account.as_str()).personal(
                account.as_str(),
                data,
                self.entropy(),
            ),
        );
        Ok(())
    }

    async fn join(
        &self,
        tx: &mut WriteTx<'_>,
        account: &UserId,
        role: &RoleId,
        now: Timestamp,
    ) -> Result<(), Refused> {
        known_role(tx, role).await?;
        tx.insert_membership(account, role, now).await.map_err(internal)?;
        tx.log(changed_access(Some(account)));
        Ok(())
    }
}

async fn known_role(tx: &mut WriteTx<'_>, role: &RoleId) -> Result<(), Refused> {
    let custom = tx.custom_roles().await.map_err(internal)?;
    if BuiltInRole::parse(role.as_str()).is_some() || custom.iter().any(|custom| custom.id == *role) {
        return Ok(());
    }
    let message = "the role you were given is no more; ask an administrator for another";
    Err(Refused::So("role", Error::new(ErrorCode::Conflict, message)))
}

/// Somebody stays the owner, whatever a provider says.
async fn is_last_owner(tx: &mut WriteTx<'_>, held: &RoleId) -> Result<bool, Refused> {
    let owner = RoleId::from(BuiltInRole::Owner.as_str());
    Ok(*held == owner && tx.count_members_with(&owner).await.map_err(internal)? < 2)
}

fn told(provider: &Provider, mut detail: Value) -> Value {
    detail["provider"] = json!(provider.config.id);
    detail
}

/// RFC 7636's verifier: 43 characters that only who holds the browser's secret can say.
fn verifier(browser: &SecretString) -> SecretString {
    SecretString::from(token_hash(&format!("pkce verifier {}", browser.expose_secret())))
}

fn redirect(origin: &str, id: &str) -> String {
    format!("{origin}/sign-in/with/{id}/callback")
}
