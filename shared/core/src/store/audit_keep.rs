//! What leaves the audit trail: entries whose time of keeping is over, and the personal data of who asks for it.

use sqlx::Row as _;

use super::audit_read::Segment;
use super::{Store, StoreError};
use crate::audit::Entry;
use crate::audit::segments::{ERASED, REMOVED, attested_digest, erasure_detail, removal_detail};
use crate::caller::TenantScope;
use console_api::Timestamp;

impl Store {
    /// Removes the entries from the beginning of the chain that were made before `before`, at most `limit` of them:
    /// their ends, hashes and number are left, attested by an entry. Answers how many went.
    pub(crate) async fn remove_audit_entries(
        &self,
        scope: &TenantScope,
        before: Timestamp,
        limit: i64,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let mut tx = self.write(scope).await?;
        let tenant = scope.tenant().to_owned();
        // The first that is kept; clocks may go back, so it need not be the first of the later ones by time. The
        // last entry always stays: it is what the next is chained to.
        let kept: Option<i64> = sqlx::query_scalar(
            "SELECT MIN(seq) FROM audit_entries WHERE tenant_id = $1
             AND (at >= $2 OR seq = (SELECT seq FROM audit_chains WHERE tenant_id = $1))",
        )
        .bind(tenant.clone())
        .bind(before.micros())
        .fetch_one(tx.connection())
        .await?;
        let Some(kept) = kept else { return Ok(0) };
        let rows = sqlx::query(
            "SELECT seq, at, hash FROM audit_entries WHERE tenant_id = $1 AND seq < $2 ORDER BY seq LIMIT $3",
        )
        .bind(tenant.clone())
        .bind(kept)
        .bind(limit)
        .fetch_all(tx.connection())
        .await?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(0) };
        let before_hash: Option<String> = sqlx::query_scalar(
            "SELECT last_hash FROM audit_segments WHERE tenant_id = $1 ORDER BY first_seq DESC LIMIT 1",
        )
        .bind(tenant.clone())
        .fetch_optional(tx.connection())
        .await?;
        let segment = Segment {
            first_seq: first.try_get("seq")?,
            last_seq: last.try_get("seq")?,
            entries: rows.len() as i64,
            first_prev_hash: before_hash.unwrap_or_else(|| crate::audit::encoding::genesis(scope.tenant())),
            first_hash: first.try_get("hash")?,
            last_hash: last.try_get("hash")?,
            first_at: first.try_get("at")?,
            last_at: last.try_get("at")?,
        };
        // What the last removal attested, read before its entry may go itself.
        let attested: Option<String> = sqlx::query_scalar(
            "SELECT detail FROM audit_entries WHERE tenant_id = $1 AND action = $2 ORDER BY seq DESC LIMIT 1",
        )
        .bind(tenant.clone())
        .bind(REMOVED)
        .fetch_optional(tx.connection())
        .await?;
        let digest = attested.as_deref().and_then(attested_digest);
        insert_segment(&mut tx, &segment).await?;
        for sql in [
            // Rows that were erased stay as long as the entry that says so.
            "DELETE FROM audit_personal WHERE tenant_id = $1 AND erased_seq IS NULL AND ref IN
                 (SELECT personal_ref FROM audit_entries WHERE tenant_id = $1 AND seq <= $2)",
            "DELETE FROM audit_personal WHERE tenant_id = $1 AND erased_seq <= $2",
            "DELETE FROM audit_anchors WHERE tenant_id = $1 AND seq <= $2",
            "DELETE FROM audit_entries WHERE tenant_id = $1 AND seq <= $2",
        ] {
            sqlx::query(sql).bind(tenant.clone()).bind(segment.last_seq).execute(tx.connection()).await?;
        }
        tx.audit(Entry::event(REMOVED).detail(removal_detail(digest.as_deref(), &segment)));
        tx.commit(now).await?;
        Ok(segment.entries)
    }

    /// Erases what the audit trail knows of a person beyond the id. Answers how many entries named them.
    pub(crate) async fn erase_audit_personal(
        &self,
        scope: &TenantScope,
        person: &str,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let mut tx = self.write(scope).await?;
        let seq = tx.next_audit_seq().await?;
        let rows = sqlx::query(
            "UPDATE audit_personal SET person_id = NULL, salt = NULL, value = NULL, erased_seq = $3
             WHERE tenant_id = $1 AND person_id = $2",
        )
        .bind(scope.tenant())
        .bind(person)
        .bind(seq)
        .execute(tx.connection())
        .await?
        .rows_affected();
        if rows == 0 {
            return Ok(0);
        }
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        tx.audit(Entry::event(ERASED).on("user", person).detail(erasure_detail(rows)));
        tx.commit(now).await?;
        Ok(rows)
    }
}

async fn insert_segment(tx: &mut super::WriteTx<'_>, segment: &Segment) -> Result<(), StoreError> {
    let tenant = tx.scope().tenant().to_owned();
    sqlx::query(
        "INSERT INTO audit_segments (tenant_id, first_seq, last_seq, entries, first_prev_hash, first_hash,
             last_hash, first_at, last_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tenant)
    .bind(segment.first_seq)
    .bind(segment.last_seq)
    .bind(segment.entries)
    .bind(segment.first_prev_hash.as_str())
    .bind(segment.first_hash.as_str())
    .bind(segment.last_hash.as_str())
    .bind(segment.first_at)
    .bind(segment.last_at)
    .execute(tx.connection())
    .await?;
    Ok(())
}
