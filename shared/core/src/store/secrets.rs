//! Table `secrets`: what a tenant gave us to show to others, sealed, in the two parts of a sealed text. This file never
//! sees it opened.

use console_api::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use crate::vault::{self, VaultError};

impl Store {
    pub(crate) async fn secret(&self, scope: &TenantScope, name: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT key_id, sealed FROM secrets WHERE tenant_id = $1 AND name = $2")
            .bind(scope.tenant())
            .bind(name)
            .fetch_optional(&self.read)
            .await?;
        row.as_ref().map(read_sealed).transpose()
    }
}

impl WriteTx<'_> {
    /// All secrets of the tenant, by name.
    pub(crate) async fn secrets(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let rows = sqlx::query("SELECT name, key_id, sealed FROM secrets WHERE tenant_id = $1 ORDER BY name")
            .bind(tenant)
            .fetch_all(self.connection())
            .await?;
        rows.iter().map(|row| Ok((row.try_get("name")?, read_sealed(row)?))).collect()
    }

    pub(crate) async fn put_secret(
        &mut self,
        name: &str,
        sealed: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let (key, content) = vault::parts(sealed).ok_or(VaultError::Broken)?;
        sqlx::query(
            "INSERT INTO secrets (tenant_id, name, key_id, sealed, updated_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, name) DO UPDATE SET
                 key_id = excluded.key_id, sealed = excluded.sealed, updated_at = excluded.updated_at",
        )
        .bind(tenant)
        .bind(name)
        .bind(key)
        .bind(content)
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    pub(crate) async fn delete_secret(&mut self, name: &str) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM secrets WHERE tenant_id = $1 AND name = $2")
            .bind(tenant)
            .bind(name)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

fn read_sealed(row: &AnyRow) -> Result<String, StoreError> {
    let (key, content): (String, String) = (row.try_get("key_id")?, row.try_get("sealed")?);
    Ok(vault::joined(&key, &content))
}
