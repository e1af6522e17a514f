//! Tables `second_factors`, `recovery_codes` and `half_sessions`: what an account shows besides its password, and the
//! browsers that have yet to show it. Only hashes of what is handed out are stored; the app's secret is sealed.

use console_api::{Timestamp, UserId};
use sqlx::Row as _;

use super::{Store, StoreError, WriteTx};

/// An app's secret, confirmed or not yet.
#[derive(Clone, Debug)]
pub(crate) struct StoredFactor {
    pub sealed: String,
    pub confirmed_at: Option<Timestamp>,
}

/// A browser that showed a password.
#[derive(Clone, Debug)]
pub(crate) struct StoredHalf {
    pub account: UserId,
    /// Codes that were tried, this one included.
    pub attempts: i64,
}

impl Store {
    pub(crate) async fn second_factor(&self, account: &UserId) -> Result<Option<StoredFactor>, StoreError> {
        let row = sqlx::query("SELECT sealed, confirmed_at FROM second_factors WHERE account_id = $1")
            .bind(account.as_str())
            .fetch_optional(&self.read)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(StoredFactor {
            sealed: row.try_get("sealed")?,
            confirmed_at: row.try_get::<Option<i64>, _>("confirmed_at")?.map(Timestamp),
        }))
    }

    pub(crate) async fn recovery_codes_left(&self, account: &UserId) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT COUNT(*) FROM recovery_codes WHERE account_id = $1 AND used_at IS NULL",
        )
        .bind(account.as_str())
        .fetch_one(&self.read)
        .await?)
    }
}

impl WriteTx<'_> {
    /// Keeps a secret that is to be confirmed, in place of one that was not; false where one is confirmed.
    pub(crate) async fn put_unconfirmed_factor(
        &mut self,
        account: &UserId,
        sealed: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        sqlx::query("DELETE FROM second_factors WHERE account_id = $1 AND confirmed_at IS NULL")
            .bind(account.as_str())
            .execute(self.connection())
            .await?;
        let done = sqlx::query(
            "INSERT INTO second_factors (account_id, sealed, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (account_id) DO NOTHING",
        )
        .bind(account.as_str())
        .bind(sealed)
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Takes the code of a time step for the first time; false where it, or a later one, was taken before, or the
    /// secret is another by now. Confirms a secret that was not.
    pub(crate) async fn use_factor_step(
        &mut self,
        account: &UserId,
        sealed: &str,
        step: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE second_factors SET last_step = $3, confirmed_at = COALESCE(confirmed_at, $4)
             WHERE account_id = $1 AND sealed = $2 AND last_step < $3",
        )
        .bind(account.as_str())
        .bind(sealed)
        .bind(step)
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Accounts after that one with their sealed secrets, in the order of their ids.
    pub(crate) async fn sealed_factors(
        &mut self,
        after: &str,
        limit: i64,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let rows = sqlx::query_as(
            "SELECT account_id, sealed FROM second_factors WHERE account_id > $1 ORDER BY account_id LIMIT $2",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// Keeps the same secret sealed anew, unless it is another by now.
    pub(crate) async fn reseal_factor(
        &mut self,
        account: &str,
        from: &str,
        to: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE second_factors SET sealed = $3 WHERE account_id = $1 AND sealed = $2")
            .bind(account)
            .bind(from)
            .bind(to)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Takes the factor away with its recovery codes; false where there was none.
    pub(crate) async fn delete_factor(&mut self, account: &UserId) -> Result<bool, StoreError> {
        sqlx::query("DELETE FROM recovery_codes WHERE account_id = $1")
            .bind(account.as_str())
            .execute(self.connection())
            .await?;
        let done = sqlx::query("DELETE FROM second_factors WHERE account_id = $1")
            .bind(account.as_str())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Puts these codes in place of those there were.
    pub(crate) async fn put_recovery_codes(
        &mut self,
        account: &UserId,
        hashes: &[String],
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM recovery_codes WHERE account_id = $1")
            .bind(account.as_str())
            .execute(self.connection())
            .await?;
        for hash in hashes {
            sqlx::query("INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)")
                .bind(account.as_str())
                .bind(hash.as_str())
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }

    /// Uses a code up; false where the account has none such that was not used.
    pub(crate) async fn use_recovery_code(
        &mut self,
        account: &UserId,
        hash: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE recovery_codes SET used_at = $3
             WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL",
        )
        .bind(account.as_str())
        .bind(hash)
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Keeps a browser that showed a password, and forgets those whose time is over.
    pub(crate) async fn insert_half_session(
        &mut self,
        secret_hash: &str,
        account: &UserId,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM half_sessions WHERE expires_at <= $1")
            .bind(now.micros())
            .execute(self.connection())
            .await?;
        sqlx::query("INSERT INTO half_sessions (secret_hash, account_id, expires_at) VALUES ($1, $2, $3)")
            .bind(secret_hash)
            .bind(account.as_str())
            .bind(expires_at.micros())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Counts one attempt; nothing where the browser is unknown or its time is over.
    pub(crate) async fn try_half_session(
        &mut self,
        secret_hash: &str,
        now: Timestamp,
    ) -> Result<Option<StoredHalf>, StoreError> {
        let row = sqlx::query(
            "UPDATE half_sessions SET attempts = attempts + 1 WHERE secret_hash = $1 AND expires_at > $2
             RETURNING account_id, attempts",
        )
        .bind(secret_hash)
        .bind(now.micros())
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(StoredHalf {
            account: UserId(row.try_get("account_id")?),
            attempts: row.try_get("attempts")?,
        }))
    }

    /// Uses a half session up; false where that was done before.
    pub(crate) async fn use_half_session(&mut self, secret_hash: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM half_sessions WHERE secret_hash = $1")
            .bind(secret_hash)
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Forgets the browsers that showed a password which is not the account's any more.
    pub(crate) async fn delete_half_sessions(&mut self, account: &UserId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM half_sessions WHERE account_id = $1")
            .bind(account.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
