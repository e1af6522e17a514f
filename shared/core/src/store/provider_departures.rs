//! Table `provider_departures`: browsers that were sent to a provider. Only hashes are stored, and each is read once.

use console_api::Timestamp;
use sqlx::Row as _;

use super::{StoreError, WriteTx};

/// A browser on its way.
#[derive(Clone, Debug)]
pub(crate) struct ProviderDeparture {
    pub state_hash: String,
    /// Of what only that browser holds.
    pub browser_hash: String,
    pub nonce_hash: String,
    pub provider: String,
    /// Of an invitation's secret.
    pub invitation_hash: Option<String>,
    pub expires_at: Timestamp,
}

impl WriteTx<'_> {
    /// Keeps one, and forgets those that are too late.
    pub(crate) async fn insert_departure(
        &mut self,
        departure: &ProviderDeparture,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM provider_departures WHERE tenant_id = $1 AND expires_at < $2")
            .bind(tenant.as_str())
            .bind(now.micros())
            .execute(self.connection())
            .await?;
        sqlx::query(
            "INSERT INTO provider_departures (tenant_id, state_hash, browser_hash, nonce_hash, provider,
                 invitation_hash, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(tenant)
        .bind(departure.state_hash.as_str())
        .bind(departure.browser_hash.as_str())
        .bind(departure.nonce_hash.as_str())
        .bind(departure.provider.as_str())
        .bind(departure.invitation_hash.as_deref())
        .bind(departure.expires_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes one out: that state, in that browser, from that provider, in time, and never again.
    pub(crate) async fn take_departure(
        &mut self,
        state_hash: &str,
        browser_hash: &str,
        provider: &str,
        now: Timestamp,
    ) -> Result<Option<ProviderDeparture>, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let row = sqlx::query(
            "DELETE FROM provider_departures
             WHERE tenant_id = $1 AND state_hash = $2 AND browser_hash = $3 AND provider = $4 AND expires_at > $5
             RETURNING nonce_hash, invitation_hash, expires_at",
        )
        .bind(tenant)
        .bind(state_hash)
        .bind(browser_hash)
        .bind(provider)
        .bind(now.micros())
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(ProviderDeparture {
            state_hash: state_hash.to_owned(),
            browser_hash: browser_hash.to_owned(),
            nonce_hash: row.try_get("nonce_hash")?,
            provider: provider.to_owned(),
            invitation_hash: row.try_get("invitation_hash")?,
            expires_at: Timestamp(row.try_get("expires_at")?),
        }))
    }
}
