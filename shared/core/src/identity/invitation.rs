//! Accepting an invitation: an account where there is none, a membership, a session.

use console_api::member::{AcceptInvitation, Invitation};
use console_api::role::BuiltInRole;
use console_api::{AuditPersonal, Error, ErrorCode, UserId};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::passwords::{check_new, is_possible};
use super::second_factor::SignInStep;
use super::sign_in::{ADDRESS, PAIR, SignedIn, network, wrong};
use super::{MAX_TOKEN, Visit, changed_access};
use crate::audit::{Actor, Entry};
use crate::console::Console;
use crate::entropy::{new_id, token_hash};
use crate::operations::{internal, person_text};
use crate::store::accounts::Account;

const MAX_NAME: usize = 80;

impl Console {
    /// Uses an invitation up and signs its bearer in. Whoever has an account with the invited address shows that it
    /// is theirs with its password, and takes the second step where it has a second factor; for anybody else it is made
    /// with this one.
    pub async fn accept_invitation(
        &self,
        request: AcceptInvitation,
        visit: &Visit,
    ) -> Result<SignInStep, Error> {
        let now = self.clock().now();
        if request.secret.0.len() > MAX_TOKEN {
            return Err(Error::not_found("invitation"));
        }
        let hash = token_hash(&request.secret.0);
        let address = network(visit.address);
        let keys = [(&*format!("invitation {hash}"), PAIR), (&*format!("address {address}"), ADDRESS)];
        self.throttle().attempt(&keys, now)?;
        let invitation = self.store().open_invitation(&hash, now).await.map_err(internal)?;
        let (scope, invitation) = invitation.ok_or_else(|| Error::not_found("invitation"))?;
        let known = self.store().account_by_email(&invitation.email).await.map_err(internal)?;
        let is_new = known.is_none();
        let account = match known {
            Some(account) => self.prove(account, request.password.0.into()).await?,
            None => self.prepare(&invitation, &request.name, request.password.0.into()).await?,
        };

        let factor = self.confirmed_factor(&account.id).await?;
        let now = self.clock().now();
        let mut tx = self.store().write(&scope).await.map_err(internal)?;
        if !tx.use_invitation(&invitation.id, now).await.map_err(internal)? {
            return Err(Error::not_found("invitation"));
        }
        let role = &invitation.role;
        let custom = tx.custom_roles().await.map_err(internal)?;
        if BuiltInRole::parse(role.as_str()).is_none() && !custom.iter().any(|custom| custom.id == *role) {
            return Err(Error::new(
                ErrorCode::Conflict,
                "the role of this invitation is no more; ask for another",
            ));
        }
        if is_new && !tx.insert_account(&account, now).await.map_err(internal)? {
            return Err(Error::new(
                ErrorCode::Conflict,
                "there is an account with this e-mail address already",
            ));
        }
        if !tx.insert_membership(&account.id, role, now).await.map_err(internal)? {
            return Err(Error::new(ErrorCode::Conflict, "this account is a member already; sign in"));
        }
        let half = match factor {
            Some(_) => Some(self.begin_half_session(&mut tx, &account.id, now).await?),
            None => None,
        };
        let session = match half {
            Some(_) => None,
            None => Some(self.begin_session(&mut tx, &account.id, visit, now).await.map_err(internal)?),
        };
        tx.log(changed_access(Some(&account.id)));
        let id = account.id.as_str();
        let person =
            AuditPersonal { name: Some(account.name), email: Some(account.email), ..visit.personal() };
        tx.audit(
            Entry::event("invitation.accepted")
                .by(Actor::new(console_api::ActorKind::User, id))
                .on("invitation", invitation.id.as_str())
                .detail(json!({ "role": role, "newAccount": is_new }))
                .personal(id, person, self.entropy()),
        );
        tx.commit(now).await.map_err(internal)?;
        self.throttle().give_back(&keys);
        if let Some(half) = half {
            return Ok(SignInStep::SecondStep(half));
        }
        let session = session.ok_or_else(wrong)?;
        let caller = self.authenticate(session.expose_secret()).await?;
        let me = caller.ok_or_else(wrong)?.me();
        Ok(SignInStep::SignedIn(SignedIn { session, me }))
    }

    async fn prove(&self, account: Account, password: SecretString) -> Result<Account, Error> {
        let right = is_possible(&password)
            && self.passwords().verify(password, Some(account.password_hash.clone())).await?;
        if right { Ok(account) } else { Err(wrong()) }
    }

    async fn prepare(
        &self,
        invitation: &Invitation,
        name: &str,
        password: SecretString,
    ) -> Result<Account, Error> {
        let name = person_text("a name", name, MAX_NAME)?;
        let email = invitation.email.clone();
        check_new(&password, &email, &name)?;
        let password_hash = self.passwords().hash(password, self.entropy()).await?;
        let id = UserId(new_id(self.entropy(), self.clock().now()));
        Ok(Account { id, email, name, password_hash })
    }
}
