//! Tables `accounts` and `memberships`: people, and what they are in which tenant.
//!
//! An account is nobody's in particular; what it may do hangs on its memberships.

use console_api::member::Member;
use console_api::role::{BuiltInRole, Role};
use console_api::session::User;
use console_api::{RoleId, Timestamp, UserId};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::roles::read_permissions;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;

/// A person who can sign in.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub id: UserId,
    pub email: String,
    pub name: String,
    /// PHC string; empty for who comes through a provider and has no password.
    pub password_hash: String,
}

/// What a person is in a tenant.
#[derive(Clone, Debug)]
pub(crate) struct Holding {
    pub name: String,
    pub role: Role,
}

/// People of a tenant that are listed.
const LISTED: i64 = 1_000;

const ACCOUNT: &str = "SELECT id, email, name, password_hash FROM accounts
    WHERE email_key = $1 AND password_hash <> '' AND disabled_at IS NULL";
const MEMBERS: &str = "SELECT m.account_id, a.email, a.name AS account_name, m.created_at, m.role AS role_id,
        r.name AS role_name, r.permissions AS role_permissions
    FROM memberships m
    JOIN accounts a ON a.id = m.account_id
    LEFT JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role
    WHERE m.tenant_id = $1 ORDER BY a.email_key LIMIT $2";

const MEMBER: &str = "SELECT m.account_id, a.email, a.name AS account_name, m.created_at, m.role AS role_id,
        r.name AS role_name, r.permissions AS role_permissions
    FROM memberships m
    JOIN accounts a ON a.id = m.account_id
    LEFT JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role
    WHERE m.tenant_id = $1 AND m.account_id = $2";

/// What an e-mail address is found by: people write theirs in any case.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Store {
    /// Who signs in with that address and a password.
    pub(crate) async fn account_by_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(ACCOUNT).bind(email_key(email)).fetch_optional(&self.read).await?;
        row.as_ref().map(read_account).transpose()
    }

    pub(crate) async fn account(&self, id: &UserId) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query("SELECT id, email, name, password_hash FROM accounts WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.read)
            .await?;
        row.as_ref().map(read_account).transpose()
    }

    /// The members with their roles, by e-mail address.
    pub(crate) async fn members(&self, scope: &TenantScope) -> Result<Vec<(Member, Role)>, StoreError> {
        let rows = sqlx::query(MEMBERS).bind(scope.tenant()).bind(LISTED).fetch_all(&self.read).await?;
        rows.iter()
            .map(read_member)
            .collect::<Result<Vec<_>, _>>()
            .map(|all| all.into_iter().flatten().collect())
    }
}

impl WriteTx<'_> {
    /// Makes the account; false when another has the e-mail address.
    pub(crate) async fn insert_account(
        &mut self,
        account: &Account,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "INSERT INTO accounts (id, email, email_key, name, password_hash, password_changed_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (email_key) DO NOTHING",
        )
        .bind(account.id.as_str())
        .bind(account.email.as_str())
        .bind(email_key(&account.email))
        .bind(account.name.as_str())
        .bind(account.password_hash.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    pub(crate) async fn set_password(
        &mut self,
        id: &UserId,
        hash: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE accounts SET password_hash = $2, password_changed_at = $3 WHERE id = $1")
            .bind(id.as_str())
            .bind(hash)
            .bind(now.micros())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// A member with their role as they are in this transaction.
    pub(crate) async fn member(&mut self, id: &UserId) -> Result<Option<(Member, Role)>, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let row =
            sqlx::query(MEMBER).bind(tenant).bind(id.as_str()).fetch_optional(self.connection()).await?;
        Ok(row.as_ref().map(read_member).transpose()?.flatten())
    }

    pub(crate) async fn set_membership_role(&mut self, id: &UserId, role: &RoleId) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("UPDATE memberships SET role = $3 WHERE tenant_id = $1 AND account_id = $2")
            .bind(tenant)
            .bind(id.as_str())
            .bind(role.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    pub(crate) async fn delete_membership(&mut self, id: &UserId) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM memberships WHERE tenant_id = $1 AND account_id = $2")
            .bind(tenant)
            .bind(id.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Makes the account a member; false when it is one.
    pub(crate) async fn insert_membership(
        &mut self,
        account: &UserId,
        role: &RoleId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let done = sqlx::query(
            "INSERT INTO memberships (tenant_id, account_id, role, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant_id, account_id) DO NOTHING",
        )
        .bind(tenant)
        .bind(account.as_str())
        .bind(role.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

fn read_account(row: &AnyRow) -> Result<Account, StoreError> {
    Ok(Account {
        id: UserId(row.try_get("id")?),
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        password_hash: row.try_get("password_hash")?,
    })
}

/// The columns `account_name`, `role_id`, `role_name` and `role_permissions`; nothing where there is no membership.
pub(super) fn read_holding(row: &AnyRow) -> Result<Option<Holding>, StoreError> {
    let name: Option<String> = row.try_get("account_name")?;
    let id: Option<String> = row.try_get("role_id")?;
    let (Some(name), Some(id)) = (name, id) else { return Ok(None) };
    if let Some(role) = BuiltInRole::parse(&id) {
        return Ok(Some(Holding { name, role: role.role() }));
    }
    let role_name: Option<String> = row.try_get("role_name")?;
    let permissions: Option<String> = row.try_get("role_permissions")?;
    Ok(Some(Holding {
        name,
        role: Role {
            // A role that is gone permits nothing.
            name: role_name.unwrap_or_else(|| id.clone()),
            permissions: permissions.as_deref().map(read_permissions).unwrap_or_default(),
            id: RoleId(id),
            built_in: false,
        },
    }))
}

fn read_member(row: &AnyRow) -> Result<Option<(Member, Role)>, StoreError> {
    let Some(Holding { name, role }) = read_holding(row)? else { return Ok(None) };
    let member = Member {
        user: User { id: UserId(row.try_get("account_id")?), name },
        email: row.try_get("email")?,
        role: role.reference(),
        joined_at: Timestamp(row.try_get("created_at")?),
    };
    Ok(Some((member, role)))
}
