//! The audit trail as a list: filtered, newest first.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::audit_read::read_row;
use super::signals::contains_pattern;
use super::sql::Sql;
use super::{Store, StoreError};
use crate::audit::encoding::Row;
use crate::caller::TenantScope;
use console_api::audit::{AuditActor, AuditEntry, AuditFilter, AuditSubject};
use console_api::{ActorKind, AuditOutcome, Timestamp};

const COLUMNS: &str = "e.seq, e.encoding, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id, \
    e.outcome, e.request_id, e.detail, e.personal_ref, e.personal_hash, e.hash, p.value";

impl Store {
    /// Entries that match, newest first, from before the place `before`, at most `limit`.
    pub(crate) async fn list_audit(
        &self,
        scope: &TenantScope,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(
            " FROM audit_entries e LEFT JOIN audit_personal p ON p.tenant_id = e.tenant_id AND p.ref = e.personal_ref",
        );
        sql.push(" WHERE e.tenant_id = ").text(scope.tenant());
        push_filter(&mut sql, filter);
        if let Some(before) = before {
            sql.push(" AND e.seq < ").integer(before);
        }
        sql.push(" ORDER BY e.seq DESC LIMIT ").integer(limit);
        sql.query().fetch_all(&self.read).await?.iter().map(read_entry).collect()
    }
}

fn push_filter(sql: &mut Sql, filter: &AuditFilter) {
    sql.any_of("e.actor_id", filter.actor.iter().map(String::as_str));
    sql.any_of("e.action", filter.action.iter().map(String::as_str));
    sql.any_of("e.outcome", filter.outcome.iter().map(|outcome| outcome.as_str()));
    if let Some(subject) = &filter.subject {
        sql.push(" AND e.subject_id = ").text(subject.as_str());
    }
    if let Some(from) = filter.from {
        sql.push(" AND e.at >= ").integer(from.micros());
    }
    if let Some(to) = filter.to {
        sql.push(" AND e.at < ").integer(to.micros());
    }
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let pattern = contains_pattern(text);
        sql.push(" AND (LOWER(e.action) LIKE ").text(pattern.as_str()).push(" ESCAPE '\\'");
        for column in ["e.actor_id", "e.subject_id", "e.request_id", "e.detail", "p.value"] {
            sql.push(" OR LOWER(").push(column).push(") LIKE ").text(pattern.as_str()).push(" ESCAPE '\\'");
        }
        sql.push(")");
    }
}

fn read_entry(row: &AnyRow) -> Result<AuditEntry, StoreError> {
    let personal: Option<String> = row.try_get("value")?;
    let row = read_row(row)?;
    let corrupt = |what: String| StoreError::Corrupt { table: "audit_entries", what };
    let Row { seq, at, actor_kind, actor_id, action, outcome, request_id, detail, hash, .. } = row;
    let kind = ActorKind::parse(&actor_kind).ok_or_else(|| corrupt(format!("actor kind {actor_kind}")))?;
    let outcome = AuditOutcome::parse(&outcome).ok_or_else(|| corrupt(format!("outcome {outcome}")))?;
    let json = |error: serde_json::Error| corrupt(error.to_string());
    Ok(AuditEntry {
        seq,
        at: Timestamp(at),
        actor: AuditActor { kind, id: actor_id },
        action,
        subject: row.subject_kind.zip(row.subject_id).map(|(kind, id)| AuditSubject { kind, id }),
        outcome,
        request_id,
        detail: serde_json::from_str(&detail).map_err(json)?,
        personal: personal.as_deref().map(serde_json::from_str).transpose().map_err(json)?,
        hash,
    })
}
