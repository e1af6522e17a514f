//! Table `pending_changes`: what was decided while FLUO was away, in the order it was decided.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::signals::read_status;
use super::sql::Sql;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::{SignalId, SignalStatus, Timestamp};

/// Rows of one statement.
const AT_ONCE: usize = 100;

/// A status change that FLUO has not confirmed.
#[derive(Clone, Debug)]
pub(crate) struct PendingChange {
    pub id: String,
    pub signal_id: SignalId,
    pub status: SignalStatus,
}

impl Store {
    /// The oldest changes, at most `limit`.
    pub(crate) async fn pending_changes(
        &self,
        scope: &TenantScope,
        limit: i64,
    ) -> Result<Vec<PendingChange>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, signal_id, status FROM pending_changes WHERE tenant_id = $1 ORDER BY id LIMIT $2",
        )
        .bind(scope.tenant())
        .bind(limit)
        .fetch_all(&self.read)
        .await?;
        rows.iter().map(read_change).collect()
    }

    pub(crate) async fn pending_total(&self, scope: &TenantScope) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM pending_changes WHERE tenant_id = $1")
            .bind(scope.tenant())
            .fetch_one(&self.read)
            .await?)
    }
}

fn read_change(row: &AnyRow) -> Result<PendingChange, StoreError> {
    Ok(PendingChange {
        id: row.try_get("id")?,
        signal_id: SignalId(row.try_get("signal_id")?),
        status: read_status(row.try_get("status")?)?,
    })
}

impl WriteTx<'_> {
    pub(crate) async fn insert_pending(
        &mut self,
        changes: &[PendingChange],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let scope = self.scope().clone();
        for some in changes.chunks(AT_ONCE) {
            let mut sql = Sql::new(
                "INSERT INTO pending_changes (tenant_id, id, signal_id, status, actor, created_at) VALUES ",
            );
            sql.rows(some, |row, change| {
                row.text(scope.tenant())
                    .text(change.id.as_str())
                    .text(change.signal_id.as_str())
                    .text(change.status.as_str())
                    .text(scope.actor())
                    .integer(now.micros());
            });
            sql.query().execute(self.connection()).await?;
        }
        Ok(())
    }

    pub(crate) async fn delete_pending(&mut self, id: &str) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM pending_changes WHERE tenant_id = $1 AND id = $2")
            .bind(tenant)
            .bind(id)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Gives up every pending change of a signal; answers them, oldest first.
    pub(crate) async fn delete_pending_of(
        &mut self,
        signal: &SignalId,
    ) -> Result<Vec<PendingChange>, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let rows = sqlx::query(
            "DELETE FROM pending_changes WHERE tenant_id = $1 AND signal_id = $2 RETURNING id, signal_id, status",
        )
        .bind(tenant)
        .bind(signal.as_str())
        .fetch_all(self.connection())
        .await?;
        let mut changes = rows.iter().map(read_change).collect::<Result<Vec<_>, _>>()?;
        changes.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(changes)
    }

    pub(crate) async fn pending_of(&mut self, signal: &SignalId) -> Result<i64, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM pending_changes WHERE tenant_id = $1 AND signal_id = $2")
            .bind(tenant)
            .bind(signal.as_str())
            .fetch_one(self.connection())
            .await?)
    }
}
