//! Tables `external_identities` and `logout_tokens`: who a provider's people are here.

use console_api::{Timestamp, UserId};

use super::accounts::Account;
use super::{Store, StoreError, WriteTx};

const EXTERNAL_ACCOUNT: &str =
    "SELECT account_id FROM external_identities WHERE issuer = $1 AND subject = $2";

impl Store {
    /// The account of whom the issuer calls so.
    pub(crate) async fn external_account(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<UserId>, StoreError> {
        let found = sqlx::query_scalar(EXTERNAL_ACCOUNT).bind(issuer).bind(subject);
        let id: Option<String> = found.fetch_optional(&self.read).await?;
        Ok(id.map(UserId))
    }
}

impl WriteTx<'_> {
    /// The account of whom the issuer calls so.
    pub(crate) async fn external_account(
        &mut self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<UserId>, StoreError> {
        let found = sqlx::query_scalar(EXTERNAL_ACCOUNT).bind(issuer).bind(subject);
        let id: Option<String> = found.fetch_optional(self.connection()).await?;
        Ok(id.map(UserId))
    }

    /// Makes an account that only this identity opens: no password does, and its e-mail address is no key to it.
    pub(crate) async fn insert_external_account(
        &mut self,
        account: &Account,
        issuer: &str,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO accounts (id, email, email_key, name, password_hash, password_changed_at, created_at)
             VALUES ($1, $2, $3, $4, '', $5, $5)",
        )
        .bind(account.id.as_str())
        .bind(account.email.as_str())
        .bind(format!("external {}", account.id))
        .bind(account.name.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        sqlx::query(
            "INSERT INTO external_identities (issuer, subject, account_id, created_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(issuer)
        .bind(subject)
        .bind(account.id.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Notes that a logout token was obeyed, and forgets those that are too old to come again; false when it came
    /// before.
    pub(crate) async fn use_logout_token(
        &mut self,
        issuer: &str,
        id: &str,
        forget_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        sqlx::query("DELETE FROM logout_tokens WHERE expires_at < $1")
            .bind(now.micros())
            .execute(self.connection())
            .await?;
        let done = sqlx::query(
            "INSERT INTO logout_tokens (issuer, jti_hash, expires_at) VALUES ($1, $2, $3)
             ON CONFLICT (issuer, jti_hash) DO NOTHING",
        )
        .bind(issuer)
        .bind(id)
        .bind(forget_at.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }
}
