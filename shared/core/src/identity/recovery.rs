//! A new password for who forgot theirs, by a link in a mail.
//!
//! Asking is answered the same and as fast whether there is such an account or not: what follows happens later, in the
//! task that carries the mails.

use console_api::session::Done;
use console_api::{ActorKind, Answer, AuditPersonal, Error, ErrorCode, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};

use super::passwords::check_new;
use super::policy::MINUTE;
use super::sign_in::{ADDRESS, MAX_EMAIL, network};
use super::throttle::Allowance;
use super::{DAY, MAX_TOKEN, Visit, changed_access};
use crate::audit::{Actor, Entry};
use crate::console::Console;
use crate::entropy::{new_token, token_hash};
use crate::mail::{Errand, texts};
use crate::operations::internal;
use crate::store::StoreError;
use crate::store::accounts::email_key;

const LIFETIME: i64 = 30 * MINUTE;
/// Requests from one address, whatever the account: ten, then one a minute.
const ASKED_FROM: Allowance = Allowance { burst: 10, every_micros: MINUTE };
/// Mails to one account: three, then one in ten minutes, so that nobody's mailbox is filled.
const ASKED_FOR: Allowance = Allowance { burst: 3, every_micros: 10 * MINUTE };

impl Console {
    /// Sends a link to who has a password and this address, later and without saying so.
    pub async fn forgot_password(&self, email: &str, visit: &Visit) -> Result<Done, Error> {
        let (email, address) = (email_key(email), network(visit.address));
        if email.len() > MAX_EMAIL {
            return Ok(Done {});
        }
        let keys =
            [(&*format!("forgot from {address}"), ASKED_FROM), (&*format!("forgot {email}"), ASKED_FOR)];
        self.throttle().attempt(&keys, self.clock().now())?;
        self.mail_room().run(Errand::PasswordReset { email, visit: visit.clone() });
        Ok(Done {})
    }

    pub(crate) async fn send_password_reset(&self, email: &str, visit: &Visit) -> Result<(), StoreError> {
        let Some(account) = self.store().account_by_email(email).await? else { return Ok(()) };
        let (now, secret) = (self.clock().now(), new_token(self.entropy()));
        let until = Timestamp(now.0 + LIFETIME);
        let mut tx = self.store().write(&self.system_scope()).await?;
        tx.insert_password_reset(&token_hash(secret.expose_secret()), &account.id, until, now).await?;
        let message = texts::reset(&account.email, self.public_url(), &secret);
        self.post(&mut tx, "password_reset", message, until, now).await?;
        let id = account.id.as_str();
        tx.audit(
            Entry::event("account.reset_asked")
                .by(Actor::new(ActorKind::Anonymous, "anonymous"))
                .on("user", id)
                .personal(id, visit.personal(), self.entropy()),
        );
        tx.commit(now).await
    }

    /// Gives the account a new password, once, and ends its sessions. Its second factor stays.
    pub async fn reset_password_by_link(
        &self,
        secret: &SecretString,
        password: SecretString,
        visit: &Visit,
    ) -> Result<Answer<Done>, Error> {
        let gone =
            || Error::new(ErrorCode::NotFound, "this link was used before or is too old; ask for another");
        let now = self.clock().now();
        let key = format!("address {}", network(visit.address));
        let keys = [(key.as_str(), ADDRESS)];
        self.throttle().attempt(&keys, now)?;
        if secret.expose_secret().len() > MAX_TOKEN {
            return Err(gone());
        }
        let hash = token_hash(secret.expose_secret());
        let account = self.store().password_reset(&hash, now).await.map_err(internal)?.ok_or_else(gone)?;
        let account = self.store().account(&account).await.map_err(internal)?.ok_or_else(gone)?;
        check_new(&password, &account.email, &account.name)?;
        let password_hash = self.passwords().hash(password, self.entropy()).await?;

        let now = self.clock().now();
        let mut tx = self.store().write_across(&self.system_scope()).await.map_err(internal)?;
        if !tx.use_password_reset(&hash, now).await.map_err(internal)? {
            return Err(gone());
        }
        let id = &account.id;
        tx.delete_password_resets(id).await.map_err(internal)?;
        tx.delete_half_sessions(id).await.map_err(internal)?;
        tx.set_password(id, &password_hash, now).await.map_err(internal)?;
        tx.revoke_sessions(id, None, now).await.map_err(internal)?;
        let notice = texts::password_changed(&account.email, self.public_url());
        self.post(&mut tx, "notice", notice, Timestamp(now.0 + DAY), now).await.map_err(internal)?;
        tx.log_for_all(changed_access(Some(id)));
        let person = AuditPersonal { email: Some(account.email.clone()), ..visit.personal() };
        tx.audit(
            Entry::event("account.password_reset")
                .by(Actor::new(ActorKind::User, id.as_str()))
                .on("user", id.as_str())
                .personal(id.as_str(), person, self.entropy()),
        );
        tx.commit(now).await.map_err(internal)?;
        self.throttle().give_back(&keys);
        self.mail_room().ring();
        Ok(Answer::new(Done {}))
    }
}
