//! Tables `sessions` and `sign_in_links`. Only hashes of their secrets are stored.

use sqlx::Row as _;

use super::{Store, StoreError};
use crate::caller::TenantScope;
use console_api::{TenantId, Timestamp, UserId};

/// A session that is neither revoked nor over.
#[derive(Clone, Debug)]
pub(crate) struct LiveSession {
    pub tenant_id: TenantId,
    pub tenant_name: String,
    pub user_id: UserId,
    pub user_name: String,
}

/// A session to be made.
pub(crate) struct NewSession<'a> {
    pub id_hash: &'a str,
    pub user_id: &'a str,
    pub user_name: &'a str,
    pub expires_at: Timestamp,
}

impl Store {
    pub(crate) async fn insert_sign_in_link(
        &self,
        scope: &TenantScope,
        token_hash: &str,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(scope).await?;
        sqlx::query(
            "INSERT INTO sign_in_links (token_hash, tenant_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(token_hash)
        .bind(scope.tenant())
        .bind(now.micros())
        .bind(expires_at.micros())
        .execute(tx.connection())
        .await?;
        tx.commit(now).await
    }

    /// Uses the link up and makes the session it is for, or does neither and answers false.
    pub(crate) async fn exchange_sign_in_link(
        &self,
        scope: &TenantScope,
        token_hash: &str,
        session: &NewSession<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write(scope).await?;
        let used = sqlx::query(
            "UPDATE sign_in_links SET used_at = $3
             WHERE token_hash = $1 AND tenant_id = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(token_hash)
        .bind(scope.tenant())
        .bind(now.micros())
        .execute(tx.connection())
        .await?
        .rows_affected();
        if used == 0 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO sessions (id_hash, tenant_id, user_id, user_name, created_at, last_seen_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $5, $6)",
        )
        .bind(session.id_hash)
        .bind(scope.tenant())
        .bind(session.user_id)
        .bind(session.user_name)
        .bind(now.micros())
        .bind(session.expires_at.micros())
        .execute(tx.connection())
        .await?;
        tx.commit(now).await?;
        Ok(true)
    }

    /// The session of that hash, unless it is over.
    pub(crate) async fn live_session(
        &self,
        id_hash: &str,
        now: Timestamp,
    ) -> Result<Option<LiveSession>, StoreError> {
        let row = sqlx::query(
            "SELECT s.tenant_id, t.name AS tenant_name, s.user_id, s.user_name
             FROM sessions s JOIN tenants t ON t.id = s.tenant_id
             WHERE s.id_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2",
        )
        .bind(id_hash)
        .bind(now.micros())
        .fetch_optional(&self.read)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(LiveSession {
            tenant_id: TenantId(row.try_get("tenant_id")?),
            tenant_name: row.try_get("tenant_name")?,
            user_id: UserId(row.try_get("user_id")?),
            user_name: row.try_get("user_name")?,
        }))
    }
}
