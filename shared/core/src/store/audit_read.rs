//! The audit trail's tables as one unchanging picture, for who has to see all of it.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection as _, Row as _};

use super::audit_log::{ChainEnd, read_end};
use super::{Store, StoreError};
use crate::audit::encoding::Row;
use console_api::TenantId;

/// What is left of entries that were removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub first_seq: i64,
    pub last_seq: i64,
    pub entries: i64,
    pub first_prev_hash: String,
    pub first_hash: String,
    pub last_hash: String,
    pub first_at: i64,
    pub last_at: i64,
}

/// A row of the side table.
#[derive(Clone, Debug)]
pub(crate) struct PersonalRow {
    pub person: Option<String>,
    pub salt: Option<String>,
    pub value: Option<String>,
    pub erased_seq: Option<i64>,
    /// `erased_seq` where an erasure stands at that place.
    pub erased_by: Option<i64>,
}

/// A read transaction on a connection of its own: it ends with it.
pub(crate) struct AuditSnapshot {
    connection: AnyConnection,
    tenant: String,
}

impl Store {
    /// Every tenant there is.
    pub async fn tenant_ids(&self) -> Result<Vec<TenantId>, StoreError> {
        let ids = sqlx::query_scalar("SELECT id FROM tenants ORDER BY id").fetch_all(&self.read).await?;
        Ok(ids.into_iter().map(TenantId).collect())
    }

    pub(crate) async fn audit_snapshot(&self, tenant: &TenantId) -> Result<AuditSnapshot, StoreError> {
        // Detached: a connection in a transaction does not go back to the pool.
        let mut connection = self.read.acquire().await?.detach();
        sqlx::query(self.dialect.begin_snapshot()).execute(&mut connection).await?;
        Ok(AuditSnapshot { connection, tenant: tenant.to_string() })
    }
}

impl AuditSnapshot {
    pub(crate) async fn close(self) -> Result<(), StoreError> {
        Ok(self.connection.close().await?)
    }

    pub(crate) async fn end(&mut self) -> Result<ChainEnd, StoreError> {
        read_end(&mut self.connection, &self.tenant).await
    }

    /// Removed segments that begin after `first_seq`, in order, at most `limit`.
    pub(crate) async fn segments_after(
        &mut self,
        first_seq: i64,
        limit: i64,
    ) -> Result<Vec<Segment>, StoreError> {
        let rows = sqlx::query(
            "SELECT first_seq, last_seq, entries, first_prev_hash, first_hash, last_hash, first_at, last_at
             FROM audit_segments WHERE tenant_id = $1 AND first_seq > $2 ORDER BY first_seq LIMIT $3",
        )
        .bind(self.tenant.as_str())
        .bind(first_seq)
        .bind(limit)
        .fetch_all(&mut self.connection)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Segment {
                    first_seq: row.try_get("first_seq")?,
                    last_seq: row.try_get("last_seq")?,
                    entries: row.try_get("entries")?,
                    first_prev_hash: row.try_get("first_prev_hash")?,
                    first_hash: row.try_get("first_hash")?,
                    last_hash: row.try_get("last_hash")?,
                    first_at: row.try_get("first_at")?,
                    last_at: row.try_get("last_at")?,
                })
            })
            .collect()
    }

    /// Entries after `seq` in order, at most `limit`, each with its row of the side table.
    pub(crate) async fn entries_after(
        &mut self,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<(Row, Option<PersonalRow>)>, StoreError> {
        let rows = sqlx::query(
            "SELECT e.seq, e.encoding, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id,
                 e.outcome, e.request_id, e.detail, e.personal_ref, e.personal_hash, e.hash,
                 p.ref AS found_ref, p.person_id, p.salt, p.value, p.erased_seq, x.seq AS erased_by
             FROM audit_entries e
             LEFT JOIN audit_personal p ON p.tenant_id = e.tenant_id AND p.ref = e.personal_ref
             LEFT JOIN audit_entries x
                 ON x.tenant_id = p.tenant_id AND x.seq = p.erased_seq AND x.action = 'audit.erased'
             WHERE e.tenant_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3",
        )
        .bind(self.tenant.as_str())
        .bind(seq)
        .bind(limit)
        .fetch_all(&mut self.connection)
        .await?;
        rows.iter().map(|row| Ok((read_row(row)?, read_personal(row)?))).collect()
    }

    /// Anchors from `first` to `last`, as (seq, hash, at).
    pub(crate) async fn anchors_between(
        &mut self,
        first: i64,
        last: i64,
    ) -> Result<Vec<ChainEnd>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, hash, at FROM audit_anchors WHERE tenant_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq",
        )
        .bind(self.tenant.as_str())
        .bind(first)
        .bind(last)
        .fetch_all(&mut self.connection)
        .await?;
        let anchor = |row: &AnyRow| {
            Ok(ChainEnd { seq: row.try_get("seq")?, hash: row.try_get("hash")?, at: row.try_get("at")? })
        };
        rows.iter().map(anchor).collect()
    }

    pub(crate) async fn anchor_total(&mut self) -> Result<i64, StoreError> {
        self.count(sqlx::query_scalar("SELECT COUNT(*) FROM audit_anchors WHERE tenant_id = $1")).await
    }

    /// Rows of the side table that were not erased.
    pub(crate) async fn personal_total(&mut self) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM audit_personal WHERE tenant_id = $1 AND erased_seq IS NULL";
        self.count(sqlx::query_scalar(sql)).await
    }

    /// Rows of the side table that the entry at this place erased.
    pub(crate) async fn erased_total(&mut self, seq: i64) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM audit_personal WHERE tenant_id = $1 AND erased_seq = $2")
            .bind(self.tenant.as_str())
            .bind(seq)
            .fetch_one(&mut self.connection)
            .await?)
    }

    async fn count(
        &mut self,
        query: sqlx::query::QueryScalar<'static, sqlx::Any, i64, sqlx::any::AnyArguments>,
    ) -> Result<i64, StoreError> {
        Ok(query.bind(self.tenant.clone()).fetch_one(&mut self.connection).await?)
    }
}

pub(super) fn read_row(row: &AnyRow) -> Result<Row, StoreError> {
    Ok(Row {
        seq: row.try_get("seq")?,
        encoding: row.try_get("encoding")?,
        at: row.try_get("at")?,
        actor_kind: row.try_get("actor_kind")?,
        actor_id: row.try_get("actor_id")?,
        action: row.try_get("action")?,
        subject_kind: row.try_get("subject_kind")?,
        subject_id: row.try_get("subject_id")?,
        outcome: row.try_get("outcome")?,
        request_id: row.try_get("request_id")?,
        detail: row.try_get("detail")?,
        personal_ref: row.try_get("personal_ref")?,
        personal_hash: row.try_get("personal_hash")?,
        hash: row.try_get("hash")?,
    })
}

fn read_personal(row: &AnyRow) -> Result<Option<PersonalRow>, StoreError> {
    if row.try_get::<Option<String>, _>("found_ref")?.is_none() {
        return Ok(None);
    }
    Ok(Some(PersonalRow {
        person: row.try_get("person_id")?,
        salt: row.try_get("salt")?,
        value: row.try_get("value")?,
        erased_seq: row.try_get("erased_seq")?,
        erased_by: row.try_get("erased_by")?,
    }))
}
