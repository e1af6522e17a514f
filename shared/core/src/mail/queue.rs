//! The queue of messages: put in with a transaction, taken out by one server at a time, tried again until it is useless.

use std::sync::Arc;
use std::time::Duration;

use console_api::{ActorKind, AuditOutcome, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::{Notify, mpsc};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::smtp::{SendError, Smtp};
use super::{MailConfig, Message, SmtpConfigError};
use crate::audit::{Actor, Entry};
use crate::console::Console;
use crate::entropy::new_id;
use crate::identity::Visit;
use crate::store::outgoing_mails::WaitingMail;
use crate::store::{StoreError, WriteTx};
use crate::vault::Place;

const SECOND: i64 = 1_000_000;
/// How often the queue is looked at for what is due again, or was put in by another server.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(5);
/// How long one try has a message for itself: longer than a mail server is waited for.
const LEASE: i64 = 120 * SECOND;
/// How long to wait after so many tries; from then on as long as after the last.
const WAITS: [i64; 6] = [5, 30, 120, 600, 1_800, 3_600];

/// Errands that wait at most: more are dropped, and whoever waits for a mail asks again.
const MAX_ERRANDS: usize = 256;

/// Who carries messages, and what tells them that there is one.
pub(crate) struct MailRoom {
    carrier: Carrier,
    arrived: Notify,
    errands: mpsc::Sender<Errand>,
}

/// What is done later, so that whoever asks for it cannot tell whether there was anything to do.
#[derive(Clone, Debug)]
pub(crate) enum Errand {
    PasswordReset { email: String, visit: Visit },
}

enum Carrier {
    Smtp(Box<Smtp>),
    Config(MailConfig),
}

/// What is sealed of a message.
#[derive(Serialize, Deserialize)]
struct Sealed {
    to: String,
    subject: String,
    text: String,
}

impl MailRoom {
    /// Also answers what [`deliver_until`] takes.
    pub(crate) fn new(config: &MailConfig) -> Result<(Arc<Self>, mpsc::Receiver<Errand>), SmtpConfigError> {
        let carrier = match config {
            MailConfig::Smtp(config) => Carrier::Smtp(Box::new(config.connect()?)),
            other => Carrier::Config(other.clone()),
        };
        let (errands, waiting) = mpsc::channel(MAX_ERRANDS);
        Ok((Arc::new(Self { carrier, arrived: Notify::new(), errands }), waiting))
    }

    /// Whether messages leave by mail.
    pub(crate) fn sends(&self) -> bool {
        matches!(self.carrier, Carrier::Smtp(_))
    }

    pub(crate) fn run(&self, errand: Errand) {
        if self.errands.try_send(errand).is_err() {
            tracing::warn!("an errand is dropped: too many wait");
        }
    }

    /// There is something to carry: it was committed.
    pub(crate) fn ring(&self) {
        self.arrived.notify_one();
    }
}

impl Console {
    /// Puts a message into the transaction; it leaves after the commit and [`MailRoom::ring`], and not later than
    /// `useless_at`. `kind` is what the audit trail calls it.
    pub(crate) async fn post(
        &self,
        tx: &mut WriteTx<'_>,
        kind: &'static str,
        message: Message,
        useless_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let id = new_id(self.entropy(), now);
        let Message { to, subject, text } = message;
        let sealed = Sealed { to, subject, text: text.expose_secret().to_owned() };
        let text = SecretString::from(serde_json::to_string(&sealed).unwrap_or_default());
        let sealed = self.vault().seal(Place::Mail { id: &id }, &text, self.entropy())?;
        tx.insert_mail(&WaitingMail { id, kind: kind.to_owned(), sealed, attempts: 0 }, useless_at, now).await
    }

    async fn run_errand(&self, errand: Errand) -> Result<(), StoreError> {
        match errand {
            Errand::PasswordReset { email, visit } => self.send_password_reset(&email, &visit).await,
        }
    }

    /// Carries what is due.
    async fn deliver(&self) -> Result<(), StoreError> {
        loop {
            let (now, scope) = (self.clock().now(), self.system_scope());
            // Looking costs no write.
            if !self.store().mail_is_due(now).await? {
                return Ok(());
            }
            let mut tx = self.store().write(&scope).await?;
            let mail = tx.take_mail(now, Timestamp(now.0 + LEASE)).await?;
            tx.commit(now).await?;
            let Some(mail) = mail else { return Ok(()) };
            let carried = self.carry(&mail).await;
            let now = self.clock().now();
            let mut tx = self.store().write(&scope).await?;
            match carried {
                Ok(()) => tx.delete_mail(&mail.id).await?,
                Err(SendError::NotNow(reason)) => {
                    tracing::warn!(
                        mail = mail.id,
                        kind = mail.kind,
                        attempts = mail.attempts,
                        reason,
                        "a mail was not taken; it is tried again"
                    );
                    let tries = usize::try_from(mail.attempts).unwrap_or(usize::MAX).saturating_sub(1);
                    let wait = WAITS[tries.min(WAITS.len() - 1)] * SECOND;
                    if !tx.put_mail_off(&mail.id, Timestamp(now.0 + wait)).await? {
                        give_up(&mut tx, &mail, "too_late");
                        tx.delete_mail(&mail.id).await?;
                    }
                }
                Err(SendError::Never(reason)) => {
                    tracing::warn!(mail = mail.id, kind = mail.kind, reason, "a mail is given up");
                    give_up(&mut tx, &mail, "refused");
                    tx.delete_mail(&mail.id).await?;
                }
            }
            tx.commit(now).await?;
        }
    }

    async fn carry(&self, mail: &WaitingMail) -> Result<(), SendError> {
        let opened = self.vault().open_sealed(Place::Mail { id: &mail.id }, &mail.sealed);
        let opened = opened.map_err(|error| SendError::Never(error.to_string()))?;
        let sealed: Sealed = serde_json::from_str(opened.expose_secret())
            .map_err(|_| SendError::Never("it holds no message".to_owned()))?;
        let message =
            Message { to: sealed.to, subject: sealed.subject, text: SecretString::from(sealed.text) };
        match &self.mail_room().carrier {
            Carrier::Smtp(smtp) => smtp.send(&mail.id, &message).await,
            Carrier::Config(MailConfig::Printed(printer)) => {
                printer.print(&message);
                Ok(())
            }
            Carrier::Config(_) => Ok(()),
        }
    }
}

fn give_up(tx: &mut WriteTx<'_>, mail: &WaitingMail, reason: &'static str) {
    let detail = json!({ "kind": mail.kind, "attempts": mail.attempts, "reason": reason });
    tx.audit(
        Entry::event("mail.given_up")
            .by(Actor::new(ActorKind::System, "mail"))
            .outcome(AuditOutcome::Failed)
            .detail(detail),
    );
}

/// Does errands and carries messages until the console closes, as long as it is there.
pub(crate) async fn deliver_until(
    cancel: CancellationToken,
    room: Arc<MailRoom>,
    mut errands: mpsc::Receiver<Errand>,
    console: impl Fn() -> Option<Console>,
) {
    let mut looks = tokio::time::interval(LOOKED_AT_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let errand = tokio::select! {
            () = cancel.cancelled() => return,
            errand = errands.recv() => errand,
            () = room.arrived.notified() => None,
            _ = looks.tick() => None,
        };
        let Some(console) = console() else { return };
        let work = async {
            if let Some(errand) = errand {
                console.run_errand(errand).await?;
            }
            console.deliver().await
        };
        tokio::select! {
            () = cancel.cancelled() => return,
            done = work => {
                if let Err(error) = done {
                    tracing::error!(%error, "mails wait: the store failed");
                }
            }
        }
    }
}
