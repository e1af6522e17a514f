//! Table `api_tokens`: what programs come with. Only hashes of the secrets are stored.

use console_api::session::Tenant;
use console_api::token::ApiToken;
use console_api::{Permission, TenantId, Timestamp, TokenId, UserId};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::accounts::{Holding, read_holding};
use super::roles::{read_permissions, write_permissions};
use super::sign_in_policies::{Standing, read_standing};
use super::sql::Sql;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;

/// A token that is neither revoked nor over, and what its holder is in the tenant now.
#[derive(Clone, Debug)]
pub(crate) struct LiveToken {
    pub id: TokenId,
    pub name: String,
    pub tenant: Tenant,
    /// Whom a personal token stands for; nothing for a service token.
    pub user_id: Option<UserId>,
    /// Nothing for the local operator, for who is no longer a member, and for a service token.
    pub holding: Option<Holding>,
    pub standing: Standing,
    pub permissions: Vec<Permission>,
    pub last_used_at: Option<Timestamp>,
    pub expires_at: Timestamp,
}

/// How a token is found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TokenKey<'a> {
    SecretHash(&'a str),
    Id(&'a TokenId),
}

/// Tokens that are listed.
const LISTED: i64 = 200;

impl Store {
    /// The token, unless it is over.
    pub(crate) async fn live_token(
        &self,
        key: TokenKey<'_>,
        now: Timestamp,
    ) -> Result<Option<LiveToken>, StoreError> {
        let mut sql = Sql::new(
            "SELECT k.id, k.name, k.tenant_id, t.name AS tenant_name, k.user_id, k.permissions,
                 k.last_used_at, k.expires_at,
                 a.name AS account_name, m.role AS role_id, r.name AS role_name, r.permissions AS role_permissions,
                 p.second_factor AS asked, f.account_id AS factor_of,
                 CASE WHEN a.password_hash = '' THEN a.id END AS by_provider
             FROM api_tokens k
             JOIN tenants t ON t.id = k.tenant_id AND t.status = 'active'
             LEFT JOIN accounts a ON a.id = k.user_id AND a.disabled_at IS NULL
             LEFT JOIN memberships m ON m.tenant_id = k.tenant_id AND m.account_id = a.id
             LEFT JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role
             LEFT JOIN sign_in_policies p ON p.tenant_id = k.tenant_id
             LEFT JOIN second_factors f ON f.account_id = a.id AND f.confirmed_at IS NOT NULL
             WHERE k.revoked_at IS NULL AND k.expires_at > ",
        );
        sql.integer(now.micros());
        match key {
            TokenKey::SecretHash(hash) => sql.push(" AND k.secret_hash = ").text(hash),
            TokenKey::Id(id) => sql.push(" AND k.id = ").text(id.as_str()),
        };
        let row = sql.query().fetch_optional(&self.read).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(LiveToken {
            id: TokenId(row.try_get("id")?),
            name: row.try_get("name")?,
            tenant: Tenant { id: TenantId(row.try_get("tenant_id")?), name: row.try_get("tenant_name")? },
            user_id: row.try_get::<Option<String>, _>("user_id")?.map(UserId),
            holding: read_holding(&row)?,
            standing: read_standing(&row)?,
            permissions: read_permissions(row.try_get("permissions")?),
            last_used_at: row.try_get::<Option<i64>, _>("last_used_at")?.map(Timestamp),
            expires_at: Timestamp(row.try_get("expires_at")?),
        }))
    }

    /// The live tokens of a user in the tenant, or its service tokens where none is named, newest first.
    pub(crate) async fn tokens(
        &self,
        scope: &TenantScope,
        user: Option<&UserId>,
        now: Timestamp,
    ) -> Result<Vec<ApiToken>, StoreError> {
        let mut sql = Sql::new(
            "SELECT id, name, permissions, created_by, created_at, expires_at, last_used_at FROM api_tokens
             WHERE revoked_at IS NULL AND tenant_id = ",
        );
        sql.text(scope.tenant()).push(" AND expires_at > ").integer(now.micros());
        match user {
            Some(user) => sql.push(" AND user_id = ").text(user.as_str()),
            None => sql.push(" AND user_id IS NULL"),
        };
        sql.push(" ORDER BY id DESC LIMIT ").integer(LISTED);
        sql.query().fetch_all(&self.read).await?.iter().map(read_token).collect()
    }
}

impl WriteTx<'_> {
    /// How many live tokens a user has in the tenant, or it has itself.
    pub(crate) async fn count_tokens(
        &mut self,
        user: Option<&UserId>,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let mut sql =
            Sql::new("SELECT COUNT(*) AS live FROM api_tokens WHERE revoked_at IS NULL AND tenant_id = ");
        sql.text(self.scope().tenant()).push(" AND expires_at > ").integer(now.micros());
        match user {
            Some(user) => sql.push(" AND user_id = ").text(user.as_str()),
            None => sql.push(" AND user_id IS NULL"),
        };
        Ok(sql.query().fetch_one(self.connection()).await?.try_get("live")?)
    }

    pub(crate) async fn insert_token(
        &mut self,
        token: &ApiToken,
        user: Option<&UserId>,
        secret_hash: &str,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO api_tokens (tenant_id, id, secret_hash, user_id, name, permissions, created_by,
                 created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(tenant)
        .bind(token.id.as_str())
        .bind(secret_hash)
        .bind(user.map(UserId::as_str))
        .bind(token.name.as_str())
        .bind(write_permissions(&token.permissions))
        .bind(token.created_by.as_str())
        .bind(token.created_at.micros())
        .bind(token.expires_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Notes that a token was used.
    pub(crate) async fn touch_token(&mut self, id: &TokenId, now: Timestamp) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "UPDATE api_tokens SET last_used_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL",
        )
        .bind(tenant)
        .bind(id.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Ends a user's tokens in this tenant.
    pub(crate) async fn revoke_tokens_of(&mut self, user: &UserId, now: Timestamp) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "UPDATE api_tokens SET revoked_at = $3 WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL",
        )
        .bind(tenant)
        .bind(user.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Ends a token of a user, or of the tenant itself; false when there is no such token that lives.
    pub(crate) async fn revoke_token(
        &mut self,
        id: &TokenId,
        user: Option<&UserId>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut sql = Sql::new("UPDATE api_tokens SET revoked_at = ");
        sql.integer(now.micros())
            .push(" WHERE revoked_at IS NULL AND tenant_id = ")
            .text(self.scope().tenant());
        sql.push(" AND id = ").text(id.as_str());
        match user {
            Some(user) => sql.push(" AND user_id = ").text(user.as_str()),
            None => sql.push(" AND user_id IS NULL"),
        };
        Ok(sql.query().execute(self.connection()).await?.rows_affected() > 0)
    }
}

fn read_token(row: &AnyRow) -> Result<ApiToken, StoreError> {
    Ok(ApiToken {
        id: TokenId(row.try_get("id")?),
        name: row.try_get("name")?,
        permissions: read_permissions(row.try_get("permissions")?),
        created_by: UserId(row.try_get("created_by")?),
        created_at: Timestamp(row.try_get("created_at")?),
        expires_at: Timestamp(row.try_get("expires_at")?),
        last_used_at: row.try_get::<Option<i64>, _>("last_used_at")?.map(Timestamp),
    })
}
