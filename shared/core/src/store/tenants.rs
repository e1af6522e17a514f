//! Table `tenants` and `tenant_logos`: the tenants, and the one row that stands for the installation.

use console_api::platform::TenantStatus;
use console_api::role::{BuiltInRole, RoleRef};
use console_api::session::Tenant;
use console_api::tenant::LogoType;
use console_api::{RoleId, TenantId, Timestamp, UserId};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Store, StoreError, WriteTx};
use crate::caller::{INSTALLATION, TenantScope};

/// A tenant as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct TenantRow {
    pub about: Tenant,
    pub description: String,
    /// Nothing for the installation's own row.
    pub status: Option<TenantStatus>,
    /// Hue and chroma, where the tenant has a colour of its own.
    pub brand: Option<(f64, f64)>,
    /// Empty where there is no logo.
    pub logo_hash: String,
    pub connection_revision: i64,
    pub created_at: Timestamp,
}

/// A logo as it was checked.
#[derive(Clone, Debug)]
pub(crate) struct Logo {
    pub kind: LogoType,
    pub data: Vec<u8>,
}

/// Memberships of one person that are listed.
const LISTED: i64 = 500;

impl Store {
    /// Makes the tenant unless it exists.
    ///
    /// Its events are numbered from 2 on: 1 is the place before the first, so that a reader of an empty log has
    /// a place to come back to.
    pub async fn ensure_tenant(&self, id: &TenantId, name: &str, now: Timestamp) -> Result<(), StoreError> {
        self.ensure(id.as_str(), name, TenantStatus::Active.as_str(), now).await
    }

    /// Makes the place of what belongs to no tenant unless it exists.
    pub(crate) async fn ensure_installation(&self, now: Timestamp) -> Result<(), StoreError> {
        self.ensure(INSTALLATION, "Installation", INSTALLATION, now).await
    }

    async fn ensure(&self, id: &str, name: &str, status: &str, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO tenants (id, name, status, event_seq, created_at) VALUES ($1, $2, $3, 1, $4)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(name)
        .bind(status)
        .bind(now.micros())
        .execute(&self.write)
        .await?;
        Ok(())
    }

    pub(crate) async fn tenant(&self, id: &TenantId) -> Result<Option<TenantRow>, StoreError> {
        let row = sqlx::query(
            "SELECT id, name, description, status, hue, chroma, logo_hash, connection_revision, created_at
             FROM tenants WHERE id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(&self.read)
        .await?;
        row.as_ref().map(read_tenant).transpose()
    }

    /// The tenants that are open, with what counts the changes of their connections.
    pub(crate) async fn open_tenants(&self) -> Result<Vec<(TenantId, i64)>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, connection_revision FROM tenants WHERE status IN ('active', 'installation') ORDER BY id",
        )
        .fetch_all(&self.read)
        .await?;
        rows.iter()
            .map(|row| Ok((TenantId(row.try_get("id")?), row.try_get("connection_revision")?)))
            .collect()
    }

    /// The open tenants that an account is a member of, with what it is there, by name.
    pub(crate) async fn tenants_of(&self, account: &UserId) -> Result<Vec<(Tenant, RoleRef)>, StoreError> {
        let rows = sqlx::query(
            "SELECT t.id, t.name, m.role AS role_id, r.name AS role_name
             FROM memberships m
             JOIN tenants t ON t.id = m.tenant_id AND t.status = 'active'
             LEFT JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role
             WHERE m.account_id = $1 ORDER BY t.name, t.id LIMIT $2",
        )
        .bind(account.as_str())
        .bind(LISTED)
        .fetch_all(&self.read)
        .await?;
        rows.iter()
            .map(|row| {
                let tenant = Tenant { id: TenantId(row.try_get("id")?), name: row.try_get("name")? };
                Ok((tenant, read_role_ref(row)?))
            })
            .collect()
    }

    /// Where an account acts when it signs in, if anywhere.
    pub(crate) async fn home_of(&self, account: &UserId) -> Result<Option<TenantId>, StoreError> {
        let home: Option<String> = sqlx::query_scalar(
            "SELECT m.tenant_id FROM memberships m
             JOIN tenants t ON t.id = m.tenant_id AND t.status = 'active'
             JOIN accounts a ON a.id = m.account_id AND a.disabled_at IS NULL
             WHERE m.account_id = $1
             ORDER BY CASE WHEN m.tenant_id = a.last_tenant_id THEN 0 ELSE 1 END, m.created_at, m.tenant_id
             LIMIT 1",
        )
        .bind(account.as_str())
        .fetch_optional(&self.read)
        .await?;
        if let Some(home) = home {
            return Ok(Some(TenantId(home)));
        }
        let administers: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM platform_admins p JOIN accounts a ON a.id = p.account_id
             WHERE p.account_id = $1 AND a.disabled_at IS NULL",
        )
        .bind(account.as_str())
        .fetch_one(&self.read)
        .await?;
        Ok((administers > 0).then(|| TenantId::from(INSTALLATION)))
    }

    /// The tenant's logo.
    pub(crate) async fn logo(&self, scope: &TenantScope) -> Result<Option<Logo>, StoreError> {
        let row = sqlx::query("SELECT media_type, data FROM tenant_logos WHERE tenant_id = $1")
            .bind(scope.tenant())
            .fetch_optional(&self.read)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let kind: String = row.try_get("media_type")?;
        let kind = LogoType::parse(&kind)
            .ok_or_else(|| StoreError::Corrupt { table: "tenant_logos", what: format!("type {kind}") })?;
        Ok(Some(Logo { kind, data: row.try_get("data")? }))
    }
}

impl WriteTx<'_> {
    pub(crate) async fn insert_tenant(&mut self, about: &Tenant, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO tenants (id, name, event_seq, created_at) VALUES ($1, $2, 1, $3)")
            .bind(about.id.as_str())
            .bind(about.name.as_str())
            .bind(now.micros())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    pub(crate) async fn set_tenant_profile(
        &mut self,
        name: &str,
        description: &str,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("UPDATE tenants SET name = $2, description = $3 WHERE id = $1")
            .bind(tenant)
            .bind(name)
            .bind(description)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    pub(crate) async fn set_tenant_brand(&mut self, brand: Option<(f64, f64)>) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("UPDATE tenants SET hue = $2, chroma = $3 WHERE id = $1")
            .bind(tenant)
            .bind(brand.map(|(hue, _)| hue))
            .bind(brand.map(|(_, chroma)| chroma))
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Keeps a logo in place of the one before, or none.
    pub(crate) async fn set_tenant_logo(&mut self, logo: Option<(&Logo, &str)>) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM tenant_logos WHERE tenant_id = $1")
            .bind(tenant.as_str())
            .execute(self.connection())
            .await?;
        if let Some((logo, _)) = logo {
            sqlx::query("INSERT INTO tenant_logos (tenant_id, media_type, data) VALUES ($1, $2, $3)")
                .bind(tenant.as_str())
                .bind(logo.kind.as_str())
                .bind(logo.data.as_slice())
                .execute(self.connection())
                .await?;
        }
        sqlx::query("UPDATE tenants SET logo_hash = $2 WHERE id = $1")
            .bind(tenant)
            .bind(logo.map_or("", |(_, hash)| hash))
            .execute(self.connection())
            .await?;
        Ok(())
    }

    pub(crate) async fn set_tenant_status(&mut self, status: TenantStatus) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("UPDATE tenants SET status = $2 WHERE id = $1")
            .bind(tenant)
            .bind(status.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Notes that the account acts in the tenant of this write.
    pub(crate) async fn set_last_tenant(&mut self, account: &UserId) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("UPDATE accounts SET last_tenant_id = $2 WHERE id = $1")
            .bind(account.as_str())
            .bind(tenant)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

fn read_tenant(row: &AnyRow) -> Result<TenantRow, StoreError> {
    let status: String = row.try_get("status")?;
    let (hue, chroma): (Option<f64>, Option<f64>) = (row.try_get("hue")?, row.try_get("chroma")?);
    Ok(TenantRow {
        about: Tenant { id: TenantId(row.try_get("id")?), name: row.try_get("name")? },
        description: row.try_get("description")?,
        status: TenantStatus::parse(&status),
        brand: hue.zip(chroma),
        logo_hash: row.try_get("logo_hash")?,
        connection_revision: row.try_get("connection_revision")?,
        created_at: Timestamp(row.try_get("created_at")?),
    })
}

/// The columns `role_id` and `role_name`.
pub(super) fn read_role_ref(row: &AnyRow) -> Result<RoleRef, StoreError> {
    let id: String = row.try_get("role_id")?;
    if let Some(role) = BuiltInRole::parse(&id) {
        return Ok(role.into());
    }
    let name: Option<String> = row.try_get("role_name")?;
    Ok(RoleRef { name: name.unwrap_or_else(|| id.clone()), id: RoleId(id) })
}
