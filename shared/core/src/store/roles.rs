//! Table `roles`: the roles a tenant made for itself. The built-in ones are not stored.

use console_api::role::Role;
use console_api::{Permission, RoleId, Timestamp};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;

const SELECT: &str = "SELECT id, name, permissions FROM roles WHERE tenant_id = $1 ORDER BY id";

impl Store {
    /// The tenant's own roles, by id.
    pub(crate) async fn custom_roles(&self, scope: &TenantScope) -> Result<Vec<Role>, StoreError> {
        let rows = sqlx::query(SELECT).bind(scope.tenant()).fetch_all(&self.read).await?;
        rows.iter().map(read_role).collect()
    }
}

impl WriteTx<'_> {
    /// The tenant's own roles as they are in this transaction.
    pub(crate) async fn custom_roles(&mut self) -> Result<Vec<Role>, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let rows = sqlx::query(SELECT).bind(tenant).fetch_all(self.connection()).await?;
        rows.iter().map(read_role).collect()
    }

    pub(crate) async fn put_role(&mut self, role: &Role, now: Timestamp) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO roles (tenant_id, id, name, permissions, updated_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, id)
             DO UPDATE SET name = excluded.name, permissions = excluded.permissions,
                 updated_at = excluded.updated_at",
        )
        .bind(tenant)
        .bind(role.id.as_str())
        .bind(role.name.as_str())
        .bind(write_permissions(&role.permissions))
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// How many members have the role.
    pub(crate) async fn count_members_with(&mut self, id: &RoleId) -> Result<i64, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM memberships WHERE tenant_id = $1 AND role = $2")
            .bind(tenant)
            .bind(id.as_str())
            .fetch_one(self.connection())
            .await?)
    }

    pub(crate) async fn delete_role(&mut self, id: &RoleId) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM roles WHERE tenant_id = $1 AND id = $2")
            .bind(tenant)
            .bind(id.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

fn read_role(row: &AnyRow) -> Result<Role, StoreError> {
    Ok(Role {
        id: RoleId(row.try_get("id")?),
        name: row.try_get("name")?,
        built_in: false,
        permissions: read_permissions(row.try_get("permissions")?),
    })
}

/// The words of the permissions with blanks between them.
pub(super) fn write_permissions(permissions: &[Permission]) -> String {
    permissions.iter().map(|permission| permission.as_str()).collect::<Vec<_>>().join(" ")
}

/// A word this version does not know permits nothing.
pub(super) fn read_permissions(words: &str) -> Vec<Permission> {
    words.split_whitespace().filter_map(Permission::parse).collect()
}
