//! Who may do what, read across members, sessions and tokens; and table `access_reviews`, who said that it is right.

use console_api::access::{AccessKind, AccessRow, ConfirmedReview};
use console_api::session::User;
use console_api::{Permission, Timestamp, UserId};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::accounts::read_holding;
use super::roles::read_permissions;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use crate::identity::OPERATOR;

/// Members, and tokens, that are listed.
const LISTED: i64 = 1_000;
/// Reviews that are listed.
const REVIEWS: i64 = 200;

const MEMBERS: &str = "SELECT m.account_id, a.email, a.name AS account_name, m.created_at, m.role AS role_id,
        r.name AS role_name, r.permissions AS role_permissions, f.account_id AS factor_of,
        CASE WHEN a.password_hash = '' THEN a.id END AS by_provider,
        (SELECT MAX(s.last_seen_at) FROM sessions s
         WHERE s.user_id = m.account_id AND s.tenant_id = m.tenant_id) AS last_used_at
    FROM memberships m
    JOIN accounts a ON a.id = m.account_id
    LEFT JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role
    LEFT JOIN second_factors f ON f.account_id = m.account_id AND f.confirmed_at IS NOT NULL
    WHERE m.tenant_id = $1 ORDER BY a.email_key LIMIT $2";

const TOKENS: &str =
    "SELECT k.id, k.name, k.user_id, k.permissions, k.created_by, k.created_at, k.expires_at,
        k.last_used_at, a.name AS account_name, m.role AS role_id, r.name AS role_name,
        r.permissions AS role_permissions
    FROM api_tokens k
    LEFT JOIN memberships m ON m.tenant_id = k.tenant_id AND m.account_id = k.user_id
    LEFT JOIN accounts a ON a.id = m.account_id
    LEFT JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role
    WHERE k.tenant_id = $1 AND k.revoked_at IS NULL AND k.expires_at > $2 ORDER BY k.id DESC LIMIT $3";

impl Store {
    /// Members by e-mail address, then live tokens, newest first.
    pub(crate) async fn access(
        &self,
        scope: &TenantScope,
        now: Timestamp,
    ) -> Result<Vec<AccessRow>, StoreError> {
        let members = sqlx::query(MEMBERS).bind(scope.tenant()).bind(LISTED).fetch_all(&self.read).await?;
        let tokens = sqlx::query(TOKENS)
            .bind(scope.tenant())
            .bind(now.micros())
            .bind(LISTED)
            .fetch_all(&self.read)
            .await?;
        let members = members.iter().filter_map(|row| read_member(row).transpose());
        members.chain(tokens.iter().map(read_token)).collect()
    }

    /// Newest first.
    pub(crate) async fn access_reviews(
        &self,
        scope: &TenantScope,
    ) -> Result<Vec<ConfirmedReview>, StoreError> {
        let rows = sqlx::query(
            "SELECT v.id, v.digest, v.members, v.tokens, v.note, v.reviewed_by, v.reviewed_at,
                 COALESCE(a.name, '') AS reviewer
             FROM access_reviews v LEFT JOIN accounts a ON a.id = v.reviewed_by
             WHERE v.tenant_id = $1 ORDER BY v.id DESC LIMIT $2",
        )
        .bind(scope.tenant())
        .bind(REVIEWS)
        .fetch_all(&self.read)
        .await?;
        rows.iter().map(read_review).collect()
    }
}

impl WriteTx<'_> {
    pub(crate) async fn insert_access_review(&mut self, review: &ConfirmedReview) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO access_reviews (tenant_id, id, digest, members, tokens, note, reviewed_by, reviewed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(tenant)
        .bind(review.id.as_str())
        .bind(review.digest.as_str())
        .bind(review.members)
        .bind(review.tokens)
        .bind(review.note.as_str())
        .bind(review.reviewed_by.id.as_str())
        .bind(review.reviewed_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

fn read_member(row: &AnyRow) -> Result<Option<AccessRow>, StoreError> {
    let Some(holding) = read_holding(row)? else { return Ok(None) };
    let by_provider = row.try_get::<Option<String>, _>("by_provider")?.is_some();
    let has_factor = row.try_get::<Option<String>, _>("factor_of")?.is_some();
    Ok(Some(AccessRow {
        kind: AccessKind::Member,
        id: row.try_get("account_id")?,
        name: holding.name,
        email: Some(row.try_get("email")?),
        owner: None,
        role: Some(holding.role.reference()),
        permissions: holding.role.permissions,
        second_factor: (!by_provider).then_some(has_factor),
        since: Timestamp(row.try_get("created_at")?),
        last_used_at: row.try_get::<Option<i64>, _>("last_used_at")?.map(Timestamp),
        expires_at: None,
    }))
}

fn read_token(row: &AnyRow) -> Result<AccessRow, StoreError> {
    let user: Option<String> = row.try_get("user_id")?;
    let mut permissions = read_permissions(row.try_get("permissions")?);
    if user.as_deref().is_some_and(|user| user != OPERATOR) {
        let held: Vec<Permission> =
            read_holding(row)?.map(|holding| holding.role.permissions).unwrap_or_default();
        permissions.retain(|permission| held.contains(permission));
    }
    let kind = if user.is_some() { AccessKind::PersonalToken } else { AccessKind::ServiceToken };
    let owner = match user {
        Some(user) => user,
        None => row.try_get("created_by")?,
    };
    Ok(AccessRow {
        kind,
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        email: None,
        owner: Some(UserId(owner)),
        role: None,
        permissions,
        second_factor: None,
        since: Timestamp(row.try_get("created_at")?),
        last_used_at: row.try_get::<Option<i64>, _>("last_used_at")?.map(Timestamp),
        expires_at: Some(Timestamp(row.try_get("expires_at")?)),
    })
}

fn read_review(row: &AnyRow) -> Result<ConfirmedReview, StoreError> {
    let (id, name): (String, String) = (row.try_get("reviewed_by")?, row.try_get("reviewer")?);
    let name = if name.is_empty() { id.clone() } else { name };
    Ok(ConfirmedReview {
        id: row.try_get("id")?,
        reviewed_at: Timestamp(row.try_get("reviewed_at")?),
        reviewed_by: User { id: UserId(id), name },
        members: row.try_get("members")?,
        tokens: row.try_get("tokens")?,
        note: row.try_get("note")?,
        digest: row.try_get("digest")?,
    })
}
