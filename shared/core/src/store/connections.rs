//! Table `fluo_connections`: how a tenant's FLUO is reached. Its secret is in `secrets`.

use console_api::Timestamp;
use console_api::connection::{LinkTemplate, TenantHeader};
use console_api::fluo::Dialect;
use sqlx::Row as _;

use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;

/// A connection as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ConnectionRow {
    pub dialect: Dialect,
    pub url: String,
    pub live_path: String,
    pub traces_url: Option<String>,
    pub tenant_header: Option<TenantHeader>,
    pub links: Vec<LinkTemplate>,
    pub updated_at: Timestamp,
}

fn corrupt(what: String) -> StoreError {
    StoreError::Corrupt { table: "fluo_connections", what }
}

impl Store {
    pub(crate) async fn connection(&self, scope: &TenantScope) -> Result<Option<ConnectionRow>, StoreError> {
        let row = sqlx::query(
            "SELECT dialect, url, live_path, traces_url, header_name, header_value, links, updated_at
             FROM fluo_connections WHERE tenant_id = $1",
        )
        .bind(scope.tenant())
        .fetch_optional(&self.read)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let dialect: String = row.try_get("dialect")?;
        let links: String = row.try_get("links")?;
        let name: Option<String> = row.try_get("header_name")?;
        let value: Option<String> = row.try_get("header_value")?;
        Ok(Some(ConnectionRow {
            dialect: Dialect::parse(&dialect).ok_or_else(|| corrupt(format!("dialect {dialect}")))?,
            url: row.try_get("url")?,
            live_path: row.try_get("live_path")?,
            traces_url: row.try_get("traces_url")?,
            tenant_header: name.zip(value).map(|(name, value)| TenantHeader { name, value }),
            links: serde_json::from_str(&links).map_err(|error| corrupt(error.to_string()))?,
            updated_at: Timestamp(row.try_get("updated_at")?),
        }))
    }
}

impl WriteTx<'_> {
    pub(crate) async fn put_connection(&mut self, connection: &ConnectionRow) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let header = connection.tenant_header.as_ref();
        sqlx::query(
            "INSERT INTO fluo_connections (tenant_id, dialect, url, live_path, traces_url, header_name,
                 header_value, links, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (tenant_id) DO UPDATE SET
                 dialect = excluded.dialect, url = excluded.url, live_path = excluded.live_path,
                 traces_url = excluded.traces_url, header_name = excluded.header_name,
                 header_value = excluded.header_value, links = excluded.links, updated_at = excluded.updated_at",
        )
        .bind(tenant)
        .bind(connection.dialect.as_str())
        .bind(connection.url.as_str())
        .bind(connection.live_path.as_str())
        .bind(connection.traces_url.as_deref())
        .bind(header.map(|header| header.name.as_str()))
        .bind(header.map(|header| header.value.as_str()))
        .bind(serde_json::to_string(&connection.links).unwrap_or_default())
        .bind(connection.updated_at.micros())
        .execute(self.connection())
        .await?;
        self.count_connection_change().await
    }

    /// False when there is none.
    pub(crate) async fn delete_connection(&mut self) -> Result<bool, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let done = sqlx::query("DELETE FROM fluo_connections WHERE tenant_id = $1")
            .bind(tenant)
            .execute(self.connection())
            .await?;
        self.count_connection_change().await?;
        Ok(done.rows_affected() > 0)
    }

    /// Workspaces that run on it begin anew, on all servers.
    async fn count_connection_change(&mut self) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("UPDATE tenants SET connection_revision = connection_revision + 1 WHERE id = $1")
            .bind(tenant)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
