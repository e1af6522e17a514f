//! Tables `sessions` and `sign_in_links`. Only hashes of their secrets are stored.
//!
//! A session that was revoked stays so: every change to one is an `UPDATE … WHERE revoked_at IS NULL`.

use console_api::session::{Session, Tenant};
use console_api::{SessionId, TenantId, Timestamp, UserId};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::accounts::{Holding, read_holding};
use super::sign_in_policies::{Standing, read_standing};
use super::sql::Sql;
use super::{Store, StoreError, WriteTx};

/// A session that is neither revoked nor over, and what its holder is in the tenant now.
#[derive(Clone, Debug)]
pub(crate) struct LiveSession {
    pub id: SessionId,
    pub tenant: Tenant,
    pub user_id: UserId,
    /// The name of the account; nothing for the local operator, and for an account that is disabled.
    pub account: Option<String>,
    /// Nothing for the local operator, and for who is no longer a member.
    pub holding: Option<Holding>,
    /// Administers the installation.
    pub platform: bool,
    pub standing: Standing,
    pub last_seen_at: Timestamp,
    /// When it ends unless it is used, at the latest at its own end.
    pub until: Timestamp,
    /// When its holder last showed who they are.
    pub proven_at: Timestamp,
    /// When the provider it came through is to be asked again.
    pub grant_due_at: Option<Timestamp>,
}

/// A session to be made.
pub(crate) struct NewSession<'a> {
    pub id: &'a str,
    pub secret_hash: &'a str,
    pub user_id: &'a str,
    /// Where it was begun, for people to recognise.
    pub address: &'a str,
    pub client: &'a str,
    pub expires_at: Timestamp,
}

/// How a session is found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SessionKey<'a> {
    SecretHash(&'a str),
    Id(&'a SessionId),
}

/// When a session is over: at its own end, and by age and rest, as these are or as its tenant has them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alive {
    pub now: Timestamp,
    pub idle_micros: i64,
    pub lifetime_micros: i64,
}

/// Sessions of one user that are listed.
const LISTED: i64 = 200;

impl Store {
    /// The session, unless it is over.
    pub(crate) async fn live_session(
        &self,
        key: SessionKey<'_>,
        alive: Alive,
    ) -> Result<Option<LiveSession>, StoreError> {
        let mut sql = Sql::new(
            "SELECT s.id, s.tenant_id, t.name AS tenant_name, s.user_id, s.created_at, s.last_seen_at,
                 s.expires_at, s.proven_at,
                 a.name AS account_name, m.role AS role_id, r.name AS role_name, r.permissions AS role_permissions,
                 p.granted_at AS platform_since, g.due_at AS grant_due_at, y.idle_micros, y.lifetime_micros,
                 y.second_factor AS asked,
                 f.account_id AS factor_of, CASE WHEN a.password_hash = '' THEN a.id END AS by_provider
             FROM sessions s
             JOIN tenants t ON t.id = s.tenant_id AND t.status IN ('active', 'installation')
             LEFT JOIN accounts a ON a.id = s.user_id AND a.disabled_at IS NULL
             LEFT JOIN memberships m ON m.tenant_id = s.tenant_id AND m.account_id = a.id
             LEFT JOIN platform_admins p ON p.account_id = a.id
             LEFT JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role
             LEFT JOIN provider_grants g ON g.tenant_id = s.tenant_id AND g.session_id = s.id
             LEFT JOIN sign_in_policies y ON y.tenant_id = s.tenant_id
             LEFT JOIN second_factors f ON f.account_id = a.id AND f.confirmed_at IS NOT NULL
             WHERE s.revoked_at IS NULL AND s.expires_at > ",
        );
        let now = alive.now.micros();
        sql.integer(now)
            .push(" AND s.last_seen_at + COALESCE(y.idle_micros, ")
            .integer(alive.idle_micros)
            .push(") > ")
            .integer(now)
            .push(" AND s.created_at + COALESCE(y.lifetime_micros, ")
            .integer(alive.lifetime_micros)
            .push(") > ")
            .integer(now);
        match key {
            SessionKey::SecretHash(hash) => sql.push(" AND s.secret_hash = ").text(hash),
            SessionKey::Id(id) => sql.push(" AND s.id = ").text(id.as_str()),
        };
        let row = sql.query().fetch_optional(&self.read).await?;
        let Some(row) = row else { return Ok(None) };
        let last_seen_at: i64 = row.try_get("last_seen_at")?;
        let idle: Option<i64> = row.try_get("idle_micros")?;
        let lifetime: Option<i64> = row.try_get("lifetime_micros")?;
        let ends = [
            last_seen_at + idle.unwrap_or(alive.idle_micros),
            row.try_get::<i64, _>("created_at")? + lifetime.unwrap_or(alive.lifetime_micros),
            row.try_get("expires_at")?,
        ];
        Ok(Some(LiveSession {
            id: SessionId(row.try_get("id")?),
            tenant: Tenant { id: TenantId(row.try_get("tenant_id")?), name: row.try_get("tenant_name")? },
            user_id: UserId(row.try_get("user_id")?),
            account: row.try_get("account_name")?,
            holding: read_holding(&row)?,
            platform: row.try_get::<Option<i64>, _>("platform_since")?.is_some(),
            standing: read_standing(&row)?,
            last_seen_at: Timestamp(last_seen_at),
            until: Timestamp(ends.into_iter().min().unwrap_or_default()),
            proven_at: Timestamp(row.try_get("proven_at")?),
            grant_due_at: row.try_get::<Option<i64>, _>("grant_due_at")?.map(Timestamp),
        }))
    }

    /// The issuer of the provider that a session came through; empty where there was none.
    pub(crate) async fn issuer_of_session(&self, id: &SessionId) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT issuer FROM sessions WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.read)
            .await?)
    }

    /// A user's sessions that are not over, last used first; `current` marks one of them.
    pub(crate) async fn sessions_of(
        &self,
        user: &UserId,
        current: Option<&SessionId>,
        alive: Alive,
    ) -> Result<Vec<Session>, StoreError> {
        let rows = sqlx::query(
            "SELECT s.id, s.address, s.client, s.created_at, s.last_seen_at, s.expires_at FROM sessions s
             LEFT JOIN sign_in_policies p ON p.tenant_id = s.tenant_id
             WHERE s.user_id = $1 AND s.revoked_at IS NULL AND s.expires_at > $2
                 AND s.last_seen_at + COALESCE(p.idle_micros, $3) > $2
                 AND s.created_at + COALESCE(p.lifetime_micros, $4) > $2
             ORDER BY s.last_seen_at DESC, s.id DESC LIMIT $5",
        )
        .bind(user.as_str())
        .bind(alive.now.micros())
        .bind(alive.idle_micros)
        .bind(alive.lifetime_micros)
        .bind(LISTED)
        .fetch_all(&self.read)
        .await?;
        rows.iter().map(|row| read_session(row, current)).collect()
    }
}

impl WriteTx<'_> {
    pub(crate) async fn insert_sign_in_link(
        &mut self,
        token_hash: &str,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO sign_in_links (token_hash, tenant_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(token_hash)
        .bind(tenant)
        .bind(now.micros())
        .bind(expires_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Uses the link up; false when it is unknown, used or too old.
    pub(crate) async fn use_sign_in_link(
        &mut self,
        token_hash: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let used = sqlx::query(
            "UPDATE sign_in_links SET used_at = $3
             WHERE token_hash = $1 AND tenant_id = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(token_hash)
        .bind(tenant)
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(used.rows_affected() > 0)
    }

    /// Makes a session and forgets those of the user that ended long ago.
    pub(crate) async fn insert_session(
        &mut self,
        session: &NewSession<'_>,
        now: Timestamp,
        forget_before: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND tenant_id = $2 AND expires_at < $3")
            .bind(session.user_id)
            .bind(tenant.as_str())
            .bind(forget_before.micros())
            .execute(self.connection())
            .await?;
        sqlx::query(
            "INSERT INTO sessions (id, secret_hash, tenant_id, user_id, address, client,
                 created_at, last_seen_at, proven_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8)",
        )
        .bind(session.id)
        .bind(session.secret_hash)
        .bind(tenant)
        .bind(session.user_id)
        .bind(session.address)
        .bind(session.client)
        .bind(now.micros())
        .bind(session.expires_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Notes which provider a session came through, and that one's own name for it; answers the session's id.
    pub(crate) async fn note_provider(
        &mut self,
        secret_hash: &str,
        issuer: &str,
        provider_session: &str,
    ) -> Result<SessionId, StoreError> {
        let id = sqlx::query_scalar(
            "UPDATE sessions SET issuer = $2, provider_session = $3 WHERE secret_hash = $1 RETURNING id",
        )
        .bind(secret_hash)
        .bind(issuer)
        .bind(provider_session)
        .fetch_one(self.connection())
        .await?;
        Ok(SessionId(id))
    }

    /// Ends a user's sessions that came through a provider, or the one that it names; answers how many.
    pub(crate) async fn revoke_sessions_through(
        &mut self,
        user: &UserId,
        issuer: &str,
        provider_session: Option<&str>,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "UPDATE sessions SET revoked_at = $4
             WHERE issuer = $2 AND ($3 = '' OR provider_session = $3) AND user_id = $1 AND revoked_at IS NULL",
        )
        .bind(user.as_str())
        .bind(issuer)
        .bind(provider_session.unwrap_or_default())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected())
    }

    /// Notes that a session was used.
    pub(crate) async fn touch_session(&mut self, id: &SessionId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND revoked_at IS NULL")
            .bind(id.as_str())
            .bind(now.micros())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Notes that its holder showed who they are; false when it was revoked.
    pub(crate) async fn prove_session(&mut self, id: &SessionId, now: Timestamp) -> Result<bool, StoreError> {
        let done = sqlx::query("UPDATE sessions SET proven_at = $2 WHERE id = $1 AND revoked_at IS NULL")
            .bind(id.as_str())
            .bind(now.micros())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Gives a session another secret, so that the one it had is worth nothing; false when it was revoked.
    pub(crate) async fn rotate_session(
        &mut self,
        id: &SessionId,
        secret_hash: &str,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query("UPDATE sessions SET secret_hash = $2 WHERE id = $1 AND revoked_at IS NULL")
            .bind(id.as_str())
            .bind(secret_hash)
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Takes a session to the tenant of this write under another secret; false when it was revoked.
    pub(crate) async fn move_session(
        &mut self,
        id: &SessionId,
        secret_hash: &str,
    ) -> Result<bool, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let done = sqlx::query(
            "UPDATE sessions SET tenant_id = $2, secret_hash = $3 WHERE id = $1 AND revoked_at IS NULL",
        )
        .bind(id.as_str())
        .bind(tenant)
        .bind(secret_hash)
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Ends one session of a user; false when the user has no such session that lives.
    pub(crate) async fn revoke_session(
        &mut self,
        user: &UserId,
        id: &SessionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE sessions SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL",
        )
        .bind(id.as_str())
        .bind(user.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Ends a user's sessions in every tenant, or all but one; answers how many.
    pub(crate) async fn revoke_sessions(
        &mut self,
        user: &UserId,
        but: Option<&SessionId>,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "UPDATE sessions SET revoked_at = $3 WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL",
        )
        .bind(user.as_str())
        .bind(but.map_or("", SessionId::as_str))
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected())
    }

    /// Ends all sessions in this tenant, and takes back all its tokens.
    pub(crate) async fn revoke_everything_here(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        for sql in [
            "UPDATE sessions SET revoked_at = $2 WHERE tenant_id = $1 AND revoked_at IS NULL",
            "UPDATE api_tokens SET revoked_at = $2 WHERE tenant_id = $1 AND revoked_at IS NULL",
            "UPDATE invitations SET revoked_at = $2
             WHERE tenant_id = $1 AND revoked_at IS NULL AND accepted_at IS NULL",
        ] {
            sqlx::query(sql).bind(tenant.as_str()).bind(now.micros()).execute(self.connection()).await?;
        }
        Ok(())
    }

    /// Ends a user's sessions in this tenant.
    pub(crate) async fn revoke_sessions_here(
        &mut self,
        user: &UserId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "UPDATE sessions SET revoked_at = $3 WHERE user_id = $1 AND tenant_id = $2 AND revoked_at IS NULL",
        )
        .bind(user.as_str())
        .bind(tenant)
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

fn read_session(row: &AnyRow, current: Option<&SessionId>) -> Result<Session, StoreError> {
    let id = SessionId(row.try_get("id")?);
    Ok(Session {
        current: current == Some(&id),
        id,
        address: row.try_get("address")?,
        client: row.try_get("client")?,
        created_at: Timestamp(row.try_get("created_at")?),
        last_seen_at: Timestamp(row.try_get("last_seen_at")?),
        expires_at: Timestamp(row.try_get("expires_at")?),
    })
}
