//! Tables `audit_chains`, `audit_entries`, `audit_personal` and `audit_anchors`: appending.

use sqlx::{AnyConnection, Row as _};

use super::StoreError;
use crate::audit::encoding::{ENCODING, Row, entry_hash, genesis};
use crate::audit::{Entry, Sealed};
use crate::caller::TenantScope;
use console_api::Timestamp;

/// Every so many entries the chain is anchored.
pub(crate) const ANCHOR_EVERY: i64 = 100;
const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// The end of a tenant's chain, or any place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChainEnd {
    pub seq: i64,
    pub hash: String,
    pub at: i64,
}

impl ChainEnd {
    /// Before the first entry.
    pub(crate) fn genesis(tenant: &str) -> Self {
        Self { seq: 0, hash: genesis(tenant), at: 0 }
    }
}

/// Whether an entry has an anchor: each [`ANCHOR_EVERY`]th, and the last of a UTC day once another day's follows.
pub(crate) fn is_anchored(end: &ChainEnd, next_at: Option<i64>) -> bool {
    let day = |at: i64| at.div_euclid(DAY_MICROS);
    end.seq > 0 && (end.seq % ANCHOR_EVERY == 0 || next_at.is_some_and(|next_at| day(next_at) != day(end.at)))
}

/// Appends within the caller's transaction, which holds the tenant's row. Answers the chain's new end.
pub(super) async fn append(
    connection: &mut AnyConnection,
    scope: &TenantScope,
    entries: Vec<Entry>,
    now: Timestamp,
) -> Result<ChainEnd, StoreError> {
    let mut end = read_end(connection, scope.tenant()).await?;
    for entry in entries {
        // Already anchored where its number said so.
        if is_anchored(&end, Some(now.micros())) && end.seq % ANCHOR_EVERY != 0 {
            insert_anchor(connection, scope.tenant(), &end).await?;
        }
        let (row, personal) = chained(scope, entry, &end, now);
        insert_entry(connection, scope.tenant(), &row).await?;
        if let Some(personal) = personal {
            insert_personal(connection, scope.tenant(), &personal).await?;
        }
        end = ChainEnd { seq: row.seq, hash: row.hash, at: row.at };
        if is_anchored(&end, None) {
            insert_anchor(connection, scope.tenant(), &end).await?;
        }
    }
    sqlx::query(
        "INSERT INTO audit_chains (tenant_id, seq, hash, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at",
    )
    .bind(scope.tenant())
    .bind(end.seq)
    .bind(end.hash.as_str())
    .bind(end.at)
    .execute(connection)
    .await?;
    Ok(end)
}

/// The entry in its place after `end`.
fn chained(scope: &TenantScope, entry: Entry, end: &ChainEnd, now: Timestamp) -> (Row, Option<Sealed>) {
    let Entry { action, actor, subject, outcome, detail, personal } = entry;
    let actor = actor.unwrap_or_else(|| scope.audit_actor());
    let (subject_kind, subject_id) = subject.unzip();
    let mut row = Row {
        seq: end.seq + 1,
        encoding: ENCODING,
        at: now.micros(),
        actor_kind: actor.kind.as_str().to_owned(),
        actor_id: actor.id,
        action: action.to_owned(),
        subject_kind: subject_kind.map(str::to_owned),
        subject_id,
        outcome: outcome.as_str().to_owned(),
        request_id: scope.request_id().map(str::to_owned),
        detail,
        personal_ref: personal.as_ref().map(|personal| personal.reference.clone()),
        personal_hash: personal.as_ref().map(|personal| personal.hash.clone()),
        hash: String::new(),
    };
    row.hash = entry_hash(scope.tenant(), &end.hash, &row);
    (row, personal)
}

pub(crate) async fn read_end(connection: &mut AnyConnection, tenant: &str) -> Result<ChainEnd, StoreError> {
    let row = sqlx::query("SELECT seq, hash, at FROM audit_chains WHERE tenant_id = $1")
        .bind(tenant.to_owned())
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(ChainEnd::genesis(tenant)) };
    Ok(ChainEnd { seq: row.try_get("seq")?, hash: row.try_get("hash")?, at: row.try_get("at")? })
}

async fn insert_entry(connection: &mut AnyConnection, tenant: &str, row: &Row) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit_entries (tenant_id, seq, encoding, at, actor_kind, actor_id, action, subject_kind,
             subject_id, outcome, request_id, detail, personal_ref, personal_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(tenant.to_owned())
    .bind(row.seq)
    .bind(row.encoding)
    .bind(row.at)
    .bind(row.actor_kind.as_str())
    .bind(row.actor_id.as_str())
    .bind(row.action.as_str())
    .bind(row.subject_kind.as_deref())
    .bind(row.subject_id.as_deref())
    .bind(row.outcome.as_str())
    .bind(row.request_id.as_deref())
    .bind(row.detail.as_str())
    .bind(row.personal_ref.as_deref())
    .bind(row.personal_hash.as_deref())
    .bind(row.hash.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert_personal(
    connection: &mut AnyConnection,
    tenant: &str,
    personal: &Sealed,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit_personal (tenant_id, ref, person_id, salt, value) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tenant.to_owned())
    .bind(personal.reference.as_str())
    .bind(personal.person.as_str())
    .bind(personal.salt.as_str())
    .bind(personal.value.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert_anchor(
    connection: &mut AnyConnection,
    tenant: &str,
    end: &ChainEnd,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO audit_anchors (tenant_id, seq, hash, at) VALUES ($1, $2, $3, $4)")
        .bind(tenant.to_owned())
        .bind(end.seq)
        .bind(end.hash.as_str())
        .bind(end.at)
        .execute(connection)
        .await?;
    Ok(())
}
