//! What administrators of the installation see and change: all tenants, all accounts, table `platform_admins`.
//!
//! Reads take the installation's own scope, which only an authorised administrator has.

use std::collections::HashMap;

use console_api::platform::{PlatformAdmin, PlatformMembership, PlatformTenant, PlatformUser, TenantStatus};
use console_api::session::{Tenant, User};
use console_api::{TenantId, Timestamp, UserId};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::sql::Sql;
use super::tenants::read_role_ref;
use super::{Store, StoreError, WriteTx};
use crate::caller::{INSTALLATION, TenantScope};

/// Tenants, and administrators, that are listed.
const LISTED: i64 = 1_000;

const USERS: &str = "SELECT a.id, a.email, a.email_key, a.name, a.created_at, a.disabled_at, p.granted_at
    FROM accounts a LEFT JOIN platform_admins p ON p.account_id = a.id";

fn assert_installation(scope: &TenantScope) {
    debug_assert_eq!(scope.tenant(), INSTALLATION, "only an administrator of the installation sees all");
}

impl Store {
    pub(crate) async fn platform_tenants(
        &self,
        scope: &TenantScope,
        only: Option<&TenantId>,
    ) -> Result<Vec<PlatformTenant>, StoreError> {
        assert_installation(scope);
        let mut sql = Sql::new(
            "SELECT t.id, t.name, t.status, t.created_at,
                 (SELECT COUNT(*) FROM memberships m WHERE m.tenant_id = t.id) AS members
             FROM tenants t WHERE t.status <> 'installation'",
        );
        if let Some(only) = only {
            sql.push(" AND t.id = ").text(only.as_str());
        }
        sql.push(" ORDER BY t.name, t.id LIMIT ").integer(LISTED);
        sql.query().fetch_all(&self.read).await?.iter().map(read_tenant).collect()
    }

    /// Accounts after the e-mail address `after`, by that, at most `limit`; with what their addresses are ordered by.
    pub(crate) async fn platform_users(
        &self,
        scope: &TenantScope,
        text: Option<&str>,
        after: &str,
        limit: i64,
    ) -> Result<Vec<(String, PlatformUser)>, StoreError> {
        assert_installation(scope);
        let mut sql = Sql::new(USERS);
        sql.push(" WHERE a.email_key > ").text(after);
        if let Some(text) = text {
            let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let pattern = format!("%{escaped}%");
            sql.push(" AND (a.email_key LIKE ")
                .text(pattern.as_str())
                .push(" ESCAPE '\\' OR LOWER(a.name) LIKE ");
            sql.text(pattern).push(" ESCAPE '\\')");
        }
        sql.push(" ORDER BY a.email_key LIMIT ").integer(limit);
        let rows = sql.query().fetch_all(&self.read).await?;
        self.with_memberships(rows).await
    }

    pub(crate) async fn platform_user(
        &self,
        scope: &TenantScope,
        id: &UserId,
    ) -> Result<Option<PlatformUser>, StoreError> {
        assert_installation(scope);
        let mut sql = Sql::new(USERS);
        sql.push(" WHERE a.id = ").text(id.as_str());
        let rows = sql.query().fetch_all(&self.read).await?;
        Ok(self.with_memberships(rows).await?.pop().map(|(_, user)| user))
    }

    async fn with_memberships(&self, rows: Vec<AnyRow>) -> Result<Vec<(String, PlatformUser)>, StoreError> {
        let users = rows.iter().map(read_user).collect::<Result<Vec<_>, _>>()?;
        if users.is_empty() {
            return Ok(users);
        }
        let mut sql = Sql::new(
            "SELECT m.account_id, t.id, t.name, m.role AS role_id, r.name AS role_name
             FROM memberships m
             JOIN tenants t ON t.id = m.tenant_id
             LEFT JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role
             WHERE 1 = 1",
        );
        sql.any_of("m.account_id", users.iter().map(|(_, user)| user.user.id.as_str()));
        sql.push(" ORDER BY t.name, t.id");
        let mut held = HashMap::<String, Vec<PlatformMembership>>::new();
        for row in sql.query().fetch_all(&self.read).await? {
            let tenant = Tenant { id: TenantId(row.try_get("id")?), name: row.try_get("name")? };
            let membership = PlatformMembership { tenant, role: read_role_ref(&row)? };
            held.entry(row.try_get("account_id")?).or_default().push(membership);
        }
        let with = users.into_iter().map(|(key, user)| {
            let memberships = held.remove(user.user.id.as_str()).unwrap_or_default();
            (key, PlatformUser { memberships, ..user })
        });
        Ok(with.collect())
    }

    pub(crate) async fn platform_admins(
        &self,
        scope: &TenantScope,
    ) -> Result<Vec<PlatformAdmin>, StoreError> {
        assert_installation(scope);
        let rows = sqlx::query(
            "SELECT a.id, a.name, a.email, p.granted_by, p.granted_at
             FROM platform_admins p JOIN accounts a ON a.id = p.account_id ORDER BY a.email_key LIMIT $1",
        )
        .bind(LISTED)
        .fetch_all(&self.read)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(PlatformAdmin {
                    user: User { id: UserId(row.try_get("id")?), name: row.try_get("name")? },
                    email: row.try_get("email")?,
                    granted_by: UserId(row.try_get("granted_by")?),
                    granted_at: Timestamp(row.try_get("granted_at")?),
                })
            })
            .collect()
    }
}

impl WriteTx<'_> {
    /// Lets an account in nowhere from that time on, or again; false where that is so already.
    pub(crate) async fn set_disabled(
        &mut self,
        id: &UserId,
        disabled_at: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE accounts SET disabled_at = $2
             WHERE id = $1 AND (CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END) <> $3",
        )
        .bind(id.as_str())
        .bind(disabled_at.map(Timestamp::micros))
        .bind(i64::from(disabled_at.is_some()))
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Makes an account an administrator of the installation; false when it is one.
    pub(crate) async fn insert_platform_admin(
        &mut self,
        id: &UserId,
        by: &UserId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "INSERT INTO platform_admins (account_id, granted_by, granted_at) VALUES ($1, $2, $3)
             ON CONFLICT (account_id) DO NOTHING",
        )
        .bind(id.as_str())
        .bind(by.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// False when it is none.
    pub(crate) async fn delete_platform_admin(&mut self, id: &UserId) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM platform_admins WHERE account_id = $1")
            .bind(id.as_str())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// How many accounts besides this one administer the installation and can sign in.
    pub(crate) async fn count_other_platform_admins(&mut self, id: &UserId) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT COUNT(*) FROM platform_admins p JOIN accounts a ON a.id = p.account_id
             WHERE p.account_id <> $1 AND a.disabled_at IS NULL",
        )
        .bind(id.as_str())
        .fetch_one(self.connection())
        .await?)
    }
}

fn read_tenant(row: &AnyRow) -> Result<PlatformTenant, StoreError> {
    let status: String = row.try_get("status")?;
    let status = TenantStatus::parse(&status)
        .ok_or_else(|| StoreError::Corrupt { table: "tenants", what: format!("status {status}") })?;
    Ok(PlatformTenant {
        id: TenantId(row.try_get("id")?),
        name: row.try_get("name")?,
        status,
        members: row.try_get("members")?,
        created_at: Timestamp(row.try_get("created_at")?),
    })
}

fn read_user(row: &AnyRow) -> Result<(String, PlatformUser), StoreError> {
    let user = PlatformUser {
        user: User { id: UserId(row.try_get("id")?), name: row.try_get("name")? },
        email: row.try_get("email")?,
        disabled: row.try_get::<Option<i64>, _>("disabled_at")?.is_some(),
        platform_admin: row.try_get::<Option<i64>, _>("granted_at")?.is_some(),
        memberships: Vec::new(),
        created_at: Timestamp(row.try_get("created_at")?),
    };
    Ok((row.try_get("email_key")?, user))
}
