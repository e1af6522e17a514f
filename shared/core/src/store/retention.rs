//! How long a tenant keeps what (columns of `tenants`), and removing what is over.

use console_api::Timestamp;
use console_api::tenant::Retention;
use sqlx::Row as _;

use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use crate::signal_index::Changed;

/// What a removal took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Removed {
    pub signals: u64,
    pub events: u64,
    pub sessions: u64,
}

/// Of one signal, beside its row. Those of notes come before the notes.
const OF_SIGNAL: [&str; 5] = [
    "DELETE FROM note_versions WHERE tenant_id = $1
         AND note_id IN (SELECT id FROM notes WHERE tenant_id = $1 AND signal_id = $2)",
    "DELETE FROM notes WHERE tenant_id = $1 AND signal_id = $2",
    "DELETE FROM signal_links WHERE tenant_id = $1 AND signal_id = $2",
    "DELETE FROM signal_history WHERE tenant_id = $1 AND signal_id = $2",
    "DELETE FROM signals WHERE tenant_id = $1 AND id = $2",
];

impl Store {
    pub(crate) async fn retention(&self, scope: &TenantScope) -> Result<Retention, StoreError> {
        let row = sqlx::query(
            "SELECT keep_signal_days, keep_signals, keep_event_days, keep_session_days
             FROM tenants WHERE id = $1",
        )
        .bind(scope.tenant())
        .fetch_one(&self.read)
        .await?;
        let number = |column: &str| -> Result<i64, StoreError> { Ok(row.try_get(column)?) };
        let days = |column: &str| number(column).map(|days| u16::try_from(days).unwrap_or(u16::MAX));
        Ok(Retention {
            signal_days: days("keep_signal_days")?,
            signals: u32::try_from(number("keep_signals")?).unwrap_or(u32::MAX),
            event_days: days("keep_event_days")?,
            session_days: days("keep_session_days")?,
        })
    }

    /// The time before which signals are more than the newest `kept`; nothing where there are not so many.
    pub(crate) async fn raised_beyond(
        &self,
        scope: &TenantScope,
        kept: u32,
    ) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = sqlx::query_scalar(
            "SELECT raised_at FROM signals WHERE tenant_id = $1
             ORDER BY raised_at DESC, id DESC LIMIT 1 OFFSET $2",
        )
        .bind(scope.tenant())
        .bind(i64::from(kept))
        .fetch_optional(&self.read)
        .await?;
        // That one is the first too many.
        Ok(at.map(|at| Timestamp(at + 1)))
    }
}

impl WriteTx<'_> {
    pub(crate) async fn set_retention(&mut self, keep: Retention) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "UPDATE tenants SET keep_signal_days = $2, keep_signals = $3, keep_event_days = $4,
                 keep_session_days = $5 WHERE id = $1",
        )
        .bind(tenant)
        .bind(i64::from(keep.signal_days))
        .bind(i64::from(keep.signals))
        .bind(i64::from(keep.event_days))
        .bind(i64::from(keep.session_days))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Removes signals raised before `before` with all that hangs on them, oldest first, at most `limit`. What still
    /// waits for FLUO stays.
    pub(crate) async fn remove_signals(&mut self, before: Timestamp, limit: i64) -> Result<u64, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT id FROM signals WHERE tenant_id = $1 AND raised_at < $2 AND pending_since IS NULL
             ORDER BY raised_at LIMIT $3",
        )
        .bind(tenant.as_str())
        .bind(before.micros())
        .bind(limit)
        .fetch_all(self.connection())
        .await?;
        for id in &ids {
            for sql in OF_SIGNAL {
                sqlx::query(sql).bind(tenant.as_str()).bind(id.as_str()).execute(self.connection()).await?;
            }
        }
        let removed = ids.len() as u64;
        self.note_signals(Changed::Removed(ids));
        Ok(removed)
    }

    /// Forgets events from before `before`, oldest first, at most `limit`.
    pub(crate) async fn remove_events(&mut self, before: Timestamp, limit: i64) -> Result<u64, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        // The log is read on from a place in it, so what goes is its beginning, whatever a clock did.
        let done = sqlx::query(
            "DELETE FROM events WHERE tenant_id = $1 AND seq <= (
                 SELECT COALESCE(MAX(seq), 0) FROM (
                     SELECT seq FROM events WHERE tenant_id = $1 AND at < $2 ORDER BY seq LIMIT $3
                 ) AS old)",
        )
        .bind(tenant)
        .bind(before.micros())
        .bind(limit)
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected())
    }

    /// Forgets sessions, and links that made some, that ended before `before`.
    pub(crate) async fn remove_sessions(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let mut removed = 0;
        for sql in [
            "DELETE FROM sessions WHERE tenant_id = $1 AND (expires_at < $2 OR revoked_at < $2)",
            "DELETE FROM sign_in_links WHERE tenant_id = $1 AND expires_at < $2",
        ] {
            let done = sqlx::query(sql).bind(tenant.as_str()).bind(before.micros());
            removed += done.execute(self.connection()).await?.rows_affected();
        }
        Ok(removed)
    }
}
