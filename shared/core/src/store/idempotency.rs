//! Table `idempotency_keys`: requests that were done under a key of the asker's choice, with what was answered.

use sqlx::{AnyConnection, Row as _};

use super::{Store, StoreError, WriteTx};
use crate::caller::{Keyed, TenantScope};
use console_api::Timestamp;

/// A request that was done.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Of the operation and what was asked.
    pub request_hash: String,
    /// JSON; absent where it is not kept, or not yet.
    pub answer: Option<String>,
}

impl Store {
    /// What the actor did under that key.
    pub(crate) async fn kept(&self, scope: &TenantScope, key: &str) -> Result<Option<Kept>, StoreError> {
        let row = sqlx::query(
            "SELECT request_hash, answer FROM idempotency_keys WHERE tenant_id = $1 AND actor = $2 AND key = $3",
        )
        .bind(scope.tenant())
        .bind(scope.actor())
        .bind(key)
        .fetch_optional(&self.read)
        .await?;
        row.map(|row| Ok(Kept { request_hash: row.try_get("request_hash")?, answer: row.try_get("answer")? }))
            .transpose()
    }

    /// Forgets requests that were done before that time.
    pub(crate) async fn forget_old_keys(
        &self,
        scope: &TenantScope,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(scope).await?;
        sqlx::query("DELETE FROM idempotency_keys WHERE tenant_id = $1 AND at < $2")
            .bind(scope.tenant())
            .bind(before.micros())
            .execute(tx.connection())
            .await?;
        tx.commit(now).await
    }
}

impl WriteTx<'_> {
    /// Keeps what was answered to the request that was done under that key.
    pub(crate) async fn keep_answer(&mut self, key: &str, answer: &str) -> Result<(), StoreError> {
        let scope = self.scope().clone();
        sqlx::query(
            "UPDATE idempotency_keys SET answer = $4 WHERE tenant_id = $1 AND actor = $2 AND key = $3",
        )
        .bind(scope.tenant())
        .bind(scope.actor())
        .bind(key)
        .bind(answer)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

pub(super) async fn is_done(
    connection: &mut AnyConnection,
    scope: &TenantScope,
    key: &Keyed,
) -> Result<bool, StoreError> {
    let done =
        sqlx::query("SELECT key FROM idempotency_keys WHERE tenant_id = $1 AND actor = $2 AND key = $3")
            .bind(key.tenant.to_string())
            .bind(scope.actor().to_owned())
            .bind(key.key.to_string())
            .fetch_optional(connection)
            .await?;
    Ok(done.is_some())
}

pub(super) async fn insert(
    connection: &mut AnyConnection,
    scope: &TenantScope,
    key: &Keyed,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO idempotency_keys (tenant_id, actor, key, operation, request_hash, at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(key.tenant.to_string())
    .bind(scope.actor().to_owned())
    .bind(key.key.to_string())
    .bind(key.operation)
    .bind(key.request_hash.as_str())
    .bind(now.micros())
    .execute(connection)
    .await?;
    Ok(())
}
