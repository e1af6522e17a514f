//! Another e-mail address for an account: it changes when who reads the old one and who reads the new one said so.

use console_api::profile::EmailConfirmation;
use console_api::{ActorKind, Answer, AuditPersonal, Error, ErrorCode, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::sign_in::{ADDRESS, network};
use super::{DAY, MAX_TOKEN, Visit};
use crate::audit::{Actor, Entry};
use crate::caller::TenantScope;
use crate::console::Console;
use crate::entropy::{new_token, token_hash};
use crate::mail::texts;
use crate::operations::internal;
use crate::store::accounts::Account;
use crate::store::email_changes::EmailChange;

const LIFETIME: i64 = DAY;

impl Console {
    /// Asks both ends. Whoever asks is told the same whether the address is somebody else's or not.
    pub(crate) async fn begin_email_change(
        &self,
        scope: &TenantScope,
        account: &Account,
        email: String,
        entry: Entry,
    ) -> Result<(), Error> {
        let taken = self.store().is_address_taken(&email, &account.id).await.map_err(internal)?;
        let now = self.clock().now();
        let (old, new) = (new_token(self.entropy()), new_token(self.entropy()));
        let change = EmailChange {
            account: account.id.clone(),
            email: email.clone(),
            old_hash: token_hash(old.expose_secret()),
            new_hash: token_hash(new.expose_secret()),
            expires_at: Timestamp(now.0 + LIFETIME),
        };
        let url = self.public_url();
        let to_new = match taken {
            true => texts::address_taken(&email, url),
            false => texts::take_address(&email, url, &new),
        };
        let to_old = texts::leave_address(&account.email, &email, url, &old);
        let mut tx = self.store().write(scope).await.map_err(internal)?;
        tx.put_email_change(&change).await.map_err(internal)?;
        for message in [to_old, to_new] {
            self.post(&mut tx, "email_change", message, change.expires_at, now).await.map_err(internal)?;
        }
        tx.audit(entry);
        tx.commit(now).await.map_err(internal)?;
        self.mail_room().ring();
        Ok(())
    }

    /// Takes the word of one end; the address changes with the other's.
    pub async fn confirm_email(
        &self,
        secret: &SecretString,
        visit: &Visit,
    ) -> Result<Answer<EmailConfirmation>, Error> {
        let gone = || Error::new(ErrorCode::NotFound, "this link is too old, or another one came after it");
        let now = self.clock().now();
        let key = format!("address {}", network(visit.address));
        let keys = [(key.as_str(), ADDRESS)];
        self.throttle().attempt(&keys, now)?;
        if secret.expose_secret().len() > MAX_TOKEN {
            return Err(gone());
        }
        let hash = token_hash(secret.expose_secret());
        let mut tx = self.store().write(&self.system_scope()).await.map_err(internal)?;
        let confirmed = tx.confirm_email_change(&hash, now).await.map_err(internal)?.ok_or_else(gone)?;
        let id = &confirmed.account;
        if confirmed.complete {
            let before = tx.email_of(id).await.map_err(internal)?.ok_or_else(gone)?;
            if !tx.set_email(id, &confirmed.email).await.map_err(internal)? {
                return Err(Error::new(
                    ErrorCode::Conflict,
                    "somebody else has an account with this address by now",
                ));
            }
            tx.delete_email_change(id).await.map_err(internal)?;
            let notice = texts::address_changed(&before, &confirmed.email);
            self.post(&mut tx, "notice", notice, Timestamp(now.0 + DAY), now).await.map_err(internal)?;
        }
        let person = AuditPersonal { email: Some(confirmed.email.clone()), ..visit.personal() };
        tx.audit(
            Entry::event("account.email_confirmed")
                .by(Actor::new(ActorKind::User, id.as_str()))
                .on("user", id.as_str())
                .detail(json!({ "complete": confirmed.complete }))
                .personal(id.as_str(), person, self.entropy()),
        );
        tx.commit(now).await.map_err(internal)?;
        self.throttle().give_back(&keys);
        self.mail_room().ring();
        Ok(Answer::new(EmailConfirmation { complete: confirmed.complete }))
    }
}
