//! Table `events`: every change in order, kept for replay.

use sqlx::{AnyConnection, Row as _};

use super::sql::Sql;
use super::{Store, StoreError};
use crate::caller::TenantScope;
use console_api::{EventKind, EventSeq, Timestamp};

/// Rows of one statement.
const AT_ONCE: usize = 100;

/// A change about to be committed.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent {
    pub kind: EventKind,
    pub entity_id: String,
    pub patch: String,
}

/// A committed change.
#[derive(Clone, Debug)]
pub(crate) struct LoggedEvent {
    pub seq: EventSeq,
    pub kind: EventKind,
    pub entity_id: String,
    pub patch: String,
    pub at: Timestamp,
}

/// Appends within the caller's transaction, numbering on from `last_seq`.
pub(super) async fn append(
    connection: &mut AnyConnection,
    scope: &TenantScope,
    last_seq: i64,
    events: &[NewEvent],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut seq = last_seq;
    for some in events.chunks(AT_ONCE) {
        let mut sql =
            Sql::new("INSERT INTO events (tenant_id, seq, kind, entity_id, patch, actor, at) VALUES ");
        sql.rows(some.iter().zip(seq + 1..), |row, (event, seq)| {
            row.text(scope.tenant())
                .integer(seq)
                .text(event.kind.as_str())
                .text(event.entity_id.as_str())
                .text(event.patch.as_str())
                .text(scope.actor())
                .integer(now.micros());
        });
        sql.query().execute(&mut *connection).await?;
        seq += some.len() as i64;
    }
    sqlx::query("UPDATE tenants SET event_seq = $2 WHERE id = $1")
        .bind(scope.tenant())
        .bind(seq)
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// Events after `after`, oldest first, at most `limit`.
    pub(crate) async fn events_after(
        &self,
        scope: &TenantScope,
        after: EventSeq,
        limit: i64,
    ) -> Result<Vec<LoggedEvent>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, kind, entity_id, patch, at FROM events
             WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        )
        .bind(scope.tenant())
        .bind(after.0)
        .bind(limit)
        .fetch_all(&self.read)
        .await?;
        rows.iter()
            .map(|row| {
                let kind: String = row.try_get("kind")?;
                let kind = EventKind::parse(&kind)
                    .ok_or_else(|| StoreError::Corrupt { table: "events", what: format!("kind {kind}") })?;
                Ok(LoggedEvent {
                    seq: EventSeq(row.try_get("seq")?),
                    kind,
                    entity_id: row.try_get("entity_id")?,
                    patch: row.try_get("patch")?,
                    at: Timestamp(row.try_get("at")?),
                })
            })
            .collect()
    }

    /// Place of the oldest event still kept; `None` when none is.
    pub(crate) async fn oldest_event(&self, scope: &TenantScope) -> Result<Option<EventSeq>, StoreError> {
        let seq: Option<i64> = sqlx::query_scalar("SELECT MIN(seq) FROM events WHERE tenant_id = $1")
            .bind(scope.tenant())
            .fetch_one(&self.read)
            .await?;
        Ok(seq.map(EventSeq))
    }

    /// Forgets all but the newest `keep` events.
    pub(crate) async fn forget_old_events(
        &self,
        scope: &TenantScope,
        keep: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let newest = self.last_event(scope).await?;
        let mut tx = self.write(scope).await?;
        sqlx::query("DELETE FROM events WHERE tenant_id = $1 AND seq <= $2")
            .bind(scope.tenant())
            .bind(newest.0 - keep)
            .execute(tx.connection())
            .await?;
        tx.commit(now).await
    }
}
