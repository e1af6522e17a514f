//! Table `provider_grants`: what a provider still vouches for, by session. Its refresh token is sealed with a key that
//! only the session's holder brings.

use console_api::{SessionId, Timestamp};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Store, StoreError, WriteTx};

/// A grant that one request took to renew.
#[derive(Clone, Debug)]
pub(crate) struct ProviderGrant {
    pub issuer: String,
    pub subject: String,
    /// The refresh token, sealed.
    pub sealed: String,
}

impl Store {
    pub(crate) async fn grant_of_session(
        &self,
        session: &SessionId,
    ) -> Result<Option<ProviderGrant>, StoreError> {
        let row = sqlx::query("SELECT issuer, subject, sealed FROM provider_grants WHERE session_id = $1")
            .bind(session.as_str())
            .fetch_optional(&self.read)
            .await?;
        row.as_ref().map(read_grant).transpose()
    }
}

impl WriteTx<'_> {
    pub(crate) async fn insert_grant(
        &mut self,
        session: &SessionId,
        grant: &ProviderGrant,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO provider_grants (tenant_id, session_id, issuer, subject, sealed, due_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(tenant)
        .bind(session.as_str())
        .bind(grant.issuer.as_str())
        .bind(grant.subject.as_str())
        .bind(grant.sealed.as_str())
        .bind(due_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes the grant for one renewal, on all servers: nothing where it is not due, which it is no more for others.
    pub(crate) async fn take_grant(
        &mut self,
        session: &SessionId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ProviderGrant>, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let row = sqlx::query(
            "UPDATE provider_grants SET due_at = $4
             WHERE tenant_id = $1 AND session_id = $2 AND due_at <= $3
             RETURNING issuer, subject, sealed",
        )
        .bind(tenant)
        .bind(session.as_str())
        .bind(now.micros())
        .bind(until.micros())
        .fetch_optional(self.connection())
        .await?;
        row.as_ref().map(read_grant).transpose()
    }

    /// Takes the session's grant, where it has one, to the tenant of this write.
    pub(crate) async fn move_grant(
        &mut self,
        session: &SessionId,
        reseal: impl FnOnce(&str) -> Option<String>,
    ) -> Result<(), StoreError> {
        let sealed: Option<String> =
            sqlx::query_scalar("SELECT sealed FROM provider_grants WHERE session_id = $1")
                .bind(session.as_str())
                .fetch_optional(self.connection())
                .await?;
        let Some(sealed) = sealed else { return Ok(()) };
        // One that cannot be opened is worth nothing, and the provider's next word ends the session.
        let resealed = reseal(&sealed).unwrap_or_default();
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("UPDATE provider_grants SET tenant_id = $2, sealed = $3 WHERE session_id = $1")
            .bind(session.as_str())
            .bind(tenant)
            .bind(resealed)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Gives the grant back after a renewal, with the refresh token it has now.
    pub(crate) async fn renew_grant(
        &mut self,
        session: &SessionId,
        sealed: &str,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "UPDATE provider_grants SET sealed = $3, due_at = $4
             WHERE tenant_id = $1 AND session_id = $2",
        )
        .bind(tenant)
        .bind(session.as_str())
        .bind(sealed)
        .bind(due_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    pub(crate) async fn delete_grant(&mut self, session: &SessionId) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM provider_grants WHERE tenant_id = $1 AND session_id = $2")
            .bind(tenant)
            .bind(session.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

fn read_grant(row: &AnyRow) -> Result<ProviderGrant, StoreError> {
    Ok(ProviderGrant {
        issuer: row.try_get("issuer")?,
        subject: row.try_get("subject")?,
        sealed: row.try_get("sealed")?,
    })
}
