//! Table `outgoing_mails`: messages that have not left yet. They are the installation's, and sealed.

use console_api::Timestamp;
use sqlx::Row as _;

use super::{Store, StoreError, WriteTx};

/// A message that waits.
#[derive(Clone, Debug)]
pub(crate) struct WaitingMail {
    pub id: String,
    pub kind: String,
    pub sealed: String,
    /// Tries so far, this one included.
    pub attempts: i64,
}

impl Store {
    /// Whether there is a message to be tried.
    pub(crate) async fn mail_is_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        let due: Option<String> =
            sqlx::query_scalar("SELECT id FROM outgoing_mails WHERE due_at <= $1 LIMIT 1")
                .bind(now.micros())
                .fetch_optional(&self.read)
                .await?;
        Ok(due.is_some())
    }
}

impl WriteTx<'_> {
    pub(crate) async fn insert_mail(
        &mut self,
        mail: &WaitingMail,
        useless_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO outgoing_mails (id, kind, sealed, attempts, due_at, useless_at, created_at)
             VALUES ($1, $2, $3, 0, $4, $5, $4)",
        )
        .bind(mail.id.as_str())
        .bind(mail.kind.as_str())
        .bind(mail.sealed.as_str())
        .bind(now.micros())
        .bind(useless_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes the message that has waited longest for one try, on all servers; nothing where none is due.
    pub(crate) async fn take_mail(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<WaitingMail>, StoreError> {
        let row = sqlx::query(
            "UPDATE outgoing_mails SET attempts = attempts + 1, due_at = $2
             WHERE id = (SELECT id FROM outgoing_mails WHERE due_at <= $1 ORDER BY due_at, id LIMIT 1)
                 AND due_at <= $1
             RETURNING id, kind, sealed, attempts",
        )
        .bind(now.micros())
        .bind(until.micros())
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(WaitingMail {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            sealed: row.try_get("sealed")?,
            attempts: row.try_get("attempts")?,
        }))
    }

    /// Puts the next try off until then; false where the message would be useless by then.
    pub(crate) async fn put_mail_off(&mut self, id: &str, until: Timestamp) -> Result<bool, StoreError> {
        let done = sqlx::query("UPDATE outgoing_mails SET due_at = $2 WHERE id = $1 AND useless_at > $2")
            .bind(id)
            .bind(until.micros())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Messages after that one as they are sealed, in the order of their ids.
    pub(crate) async fn sealed_mails(
        &mut self,
        after: &str,
        limit: i64,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let rows = sqlx::query_as("SELECT id, sealed FROM outgoing_mails WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(after)
            .bind(limit)
            .fetch_all(self.connection())
            .await?;
        Ok(rows)
    }

    /// Keeps the same message sealed anew.
    pub(crate) async fn reseal_mail(&mut self, id: &str, from: &str, to: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE outgoing_mails SET sealed = $3 WHERE id = $1 AND sealed = $2")
            .bind(id)
            .bind(from)
            .bind(to)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    pub(crate) async fn delete_mail(&mut self, id: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM outgoing_mails WHERE id = $1").bind(id).execute(self.connection()).await?;
        Ok(())
    }
}
