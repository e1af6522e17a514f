//! Table `password_resets`: links that let somebody choose a new password. Only hashes of their secrets are stored.

use console_api::{Timestamp, UserId};

use super::{Store, StoreError, WriteTx};

impl Store {
    /// Whose password the secret may reset.
    pub(crate) async fn password_reset(
        &self,
        secret_hash: &str,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        let sql = "SELECT account_id FROM password_resets WHERE secret_hash = $1 AND expires_at > $2";
        let id: Option<String> =
            sqlx::query_scalar(sql).bind(secret_hash).bind(now.micros()).fetch_optional(&self.read).await?;
        Ok(id.map(UserId))
    }
}

impl WriteTx<'_> {
    /// Keeps a link, and forgets those whose time is over.
    pub(crate) async fn insert_password_reset(
        &mut self,
        secret_hash: &str,
        account: &UserId,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM password_resets WHERE expires_at <= $1")
            .bind(now.micros())
            .execute(self.connection())
            .await?;
        sqlx::query("INSERT INTO password_resets (secret_hash, account_id, expires_at) VALUES ($1, $2, $3)")
            .bind(secret_hash)
            .bind(account.as_str())
            .bind(expires_at.micros())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Uses a link up; false where it was used or is too old.
    pub(crate) async fn use_password_reset(
        &mut self,
        secret_hash: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM password_resets WHERE secret_hash = $1 AND expires_at > $2")
            .bind(secret_hash)
            .bind(now.micros())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Makes the account's links worth nothing.
    pub(crate) async fn delete_password_resets(&mut self, account: &UserId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM password_resets WHERE account_id = $1")
            .bind(account.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
