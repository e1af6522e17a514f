//! Table `email_changes`: addresses that accounts are to have once both ends said so.

use console_api::{Timestamp, UserId};
use sqlx::Row as _;

use super::accounts::email_key;
use super::{Store, StoreError, WriteTx};

/// An address that an account is to have.
#[derive(Clone, Debug)]
pub(crate) struct EmailChange {
    pub account: UserId,
    pub email: String,
    pub old_hash: String,
    pub new_hash: String,
    pub expires_at: Timestamp,
}

/// What came of one end's word.
#[derive(Clone, Debug)]
pub(crate) struct Confirmed {
    pub account: UserId,
    pub email: String,
    /// The other end said so, too.
    pub complete: bool,
}

impl Store {
    /// The address that the account is to have.
    pub(crate) async fn pending_email(
        &self,
        account: &UserId,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT email FROM email_changes WHERE account_id = $1 AND expires_at > $2";
        Ok(sqlx::query_scalar(sql)
            .bind(account.as_str())
            .bind(now.micros())
            .fetch_optional(&self.read)
            .await?)
    }
}

impl Store {
    /// Whether somebody else signs in with that address.
    pub(crate) async fn is_address_taken(&self, email: &str, but: &UserId) -> Result<bool, StoreError> {
        let found: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM accounts WHERE email_key = $1 AND id <> $2")
                .bind(email_key(email))
                .bind(but.as_str())
                .fetch_one(&self.read)
                .await?;
        Ok(found > 0)
    }
}

impl WriteTx<'_> {
    /// Keeps a change in place of the one that the account had under way.
    pub(crate) async fn put_email_change(&mut self, change: &EmailChange) -> Result<(), StoreError> {
        self.delete_email_change(&change.account).await?;
        sqlx::query(
            "INSERT INTO email_changes (account_id, email, old_hash, new_hash, expires_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(change.account.as_str())
        .bind(change.email.as_str())
        .bind(change.old_hash.as_str())
        .bind(change.new_hash.as_str())
        .bind(change.expires_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes the word of the end that has this secret; nothing where there is no such change any more.
    pub(crate) async fn confirm_email_change(
        &mut self,
        secret_hash: &str,
        now: Timestamp,
    ) -> Result<Option<Confirmed>, StoreError> {
        let row = sqlx::query(
            "UPDATE email_changes SET
                 old_confirmed_at = CASE WHEN old_hash = $1 THEN COALESCE(old_confirmed_at, $2) ELSE old_confirmed_at END,
                 new_confirmed_at = CASE WHEN new_hash = $1 THEN COALESCE(new_confirmed_at, $2) ELSE new_confirmed_at END
             WHERE (old_hash = $1 OR new_hash = $1) AND expires_at > $2
             RETURNING account_id, email, old_confirmed_at, new_confirmed_at",
        )
        .bind(secret_hash)
        .bind(now.micros())
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let said = |column| Ok::<_, StoreError>(row.try_get::<Option<i64>, _>(column)?.is_some());
        Ok(Some(Confirmed {
            account: UserId(row.try_get("account_id")?),
            email: row.try_get("email")?,
            complete: said("old_confirmed_at")? && said("new_confirmed_at")?,
        }))
    }

    pub(crate) async fn delete_email_change(&mut self, account: &UserId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM email_changes WHERE account_id = $1")
            .bind(account.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    pub(crate) async fn email_of(&mut self, account: &UserId) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT email FROM accounts WHERE id = $1")
            .bind(account.as_str())
            .fetch_optional(self.connection())
            .await?)
    }

    /// Gives the account another address; false where somebody else has it.
    pub(crate) async fn set_email(&mut self, account: &UserId, email: &str) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE accounts SET email = $2, email_key = $3
             WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM accounts o WHERE o.email_key = $3 AND o.id <> $1)",
        )
        .bind(account.as_str())
        .bind(email)
        .bind(email_key(email))
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    pub(crate) async fn set_name(&mut self, account: &UserId, name: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("UPDATE accounts SET name = $2 WHERE id = $1")
            .bind(account.as_str())
            .bind(name)
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }
}
