//! Table `signals`: the mirror of FLUO's signals, with the status people gave them here.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::sql::Sql;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::signal::PendingStatus;
use console_api::{
    RuleId, RuleVersion, Severity, Signal, SignalFilter, SignalId, SignalStatus, SpanId, Timestamp, TraceId,
};

const COLUMNS: &str = "id, friendly_id, severity, severity_text, status, confirmed_status, pending_since, \
    pending_problem, rule_id, rule_version, message, service, span_name, trace_id, span_id, raised_at, \
    updated_at, revision";

/// Where a page ended in newest-first order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageEnd {
    pub raised_at: Timestamp,
    pub id: String,
}

impl Store {
    /// Signals that match, newest first, after `after` and `skip` more, at most `limit`.
    pub(crate) async fn list_signals(
        &self,
        scope: &TenantScope,
        filter: &SignalFilter,
        after: Option<&PageEnd>,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(scope.tenant());
        push_filter(&mut sql, filter, None);
        if let Some(end) = after {
            sql.push(" AND (raised_at < ").integer(end.raised_at.micros());
            sql.push(" OR (raised_at = ").integer(end.raised_at.micros());
            sql.push(" AND id < ").text(end.id.as_str()).push("))");
            // Bounds the index scan; the condition above alone would not.
            sql.push(" AND raised_at <= ").integer(end.raised_at.micros());
        }
        sql.push(" ORDER BY raised_at DESC, id DESC LIMIT ").integer(limit);
        if skip > 0 {
            sql.push(" OFFSET ").integer(skip);
        }
        sql.query().fetch_all(&self.read).await?.iter().map(read_signal).collect()
    }

    pub(crate) async fn signal(
        &self,
        scope: &TenantScope,
        id: &SignalId,
    ) -> Result<Option<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(scope.tenant());
        sql.push(" AND id = ").text(id.as_str());
        sql.query().fetch_optional(&self.read).await?.as_ref().map(read_signal).transpose()
    }

    pub(crate) async fn signal_total(&self, scope: &TenantScope) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM signals WHERE tenant_id = $1")
            .bind(scope.tenant())
            .fetch_one(&self.read)
            .await?)
    }
}

impl WriteTx<'_> {
    /// Those of the ids that exist.
    pub(crate) async fn signals(
        &mut self,
        ids: impl Iterator<Item = &str>,
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(self.scope().tenant());
        sql.any_of("id", ids);
        sql.query().fetch_all(self.connection()).await?.iter().map(read_signal).collect()
    }

    /// Inserts or replaces the row.
    pub(crate) async fn put_signal(&mut self, signal: &Signal) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let confirmed = signal.pending.as_ref().map_or(signal.status, |pending| pending.confirmed);
        let pending = signal.pending.as_ref();
        sqlx::query(
            "INSERT INTO signals (tenant_id, id, friendly_id, severity, severity_text, status, confirmed_status,
                 pending_since, pending_problem, rule_id, rule_version, message, service, span_name, trace_id,
                 span_id, raised_at, updated_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
             ON CONFLICT (tenant_id, id) DO UPDATE SET
                 friendly_id = excluded.friendly_id,
                 severity = excluded.severity,
                 severity_text = excluded.severity_text,
                 status = excluded.status,
                 confirmed_status = excluded.confirmed_status,
                 pending_since = excluded.pending_since,
                 pending_problem = excluded.pending_problem,
                 rule_id = excluded.rule_id,
                 rule_version = excluded.rule_version,
                 message = excluded.message,
                 service = excluded.service,
                 span_name = excluded.span_name,
                 trace_id = excluded.trace_id,
                 span_id = excluded.span_id,
                 raised_at = excluded.raised_at,
                 updated_at = excluded.updated_at,
                 revision = excluded.revision",
        )
        .bind(tenant)
        .bind(signal.id.as_str())
        .bind(signal.friendly_id.as_deref())
        .bind(signal.severity.as_str())
        .bind(signal.severity_text.as_deref())
        .bind(signal.status.as_str())
        .bind(confirmed.as_str())
        .bind(pending.map(|pending| pending.since.micros()))
        .bind(pending.and_then(|pending| pending.problem.as_deref()))
        .bind(signal.rule_id.as_str())
        .bind(signal.rule_version.as_str())
        .bind(signal.message.as_str())
        .bind(signal.service.as_str())
        .bind(signal.span_name.as_str())
        .bind(signal.trace_id.as_str())
        .bind(signal.span_id.as_str())
        .bind(signal.raised_at.micros())
        .bind(signal.updated_at.micros())
        .bind(signal.revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

/// A part of the filter that a facet leaves out to count its own values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Severity,
    Status,
    Service,
    Rule,
}

pub(super) fn push_filter(sql: &mut Sql, filter: &SignalFilter, leave_out: Option<Part>) {
    if leave_out != Some(Part::Severity) {
        sql.any_of("severity", filter.severity.iter().map(|severity| severity.as_str()));
    }
    if leave_out != Some(Part::Status) {
        sql.any_of("status", filter.status.iter().map(|status| status.as_str()));
    }
    if leave_out != Some(Part::Service) {
        sql.any_of("service", filter.service.iter().map(String::as_str));
    }
    if leave_out != Some(Part::Rule) {
        sql.any_of("rule_id", filter.rule.iter().map(RuleId::as_str));
    }
    if let Some(from) = filter.from {
        sql.push(" AND raised_at >= ").integer(from.micros());
    }
    if let Some(to) = filter.to {
        sql.push(" AND raised_at < ").integer(to.micros());
    }
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let pattern = contains_pattern(text);
        let mut first = true;
        sql.push(" AND (");
        for column in ["message", "service", "span_name", "rule_id", "trace_id", "friendly_id"] {
            if !std::mem::take(&mut first) {
                sql.push(" OR ");
            }
            sql.push("LOWER(").push(column).push(") LIKE ").text(pattern.as_str()).push(" ESCAPE '\\'");
        }
        sql.push(")");
    }
}

/// LIKE pattern for "contains this text", in lower case, with the text's own wildcards taken literally.
pub(super) fn contains_pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

pub(super) fn read_severity(table: &'static str, word: &str) -> Result<Severity, StoreError> {
    Severity::parse(word).ok_or_else(|| StoreError::Corrupt { table, what: format!("severity {word}") })
}

pub(super) fn read_status(word: &str) -> Result<SignalStatus, StoreError> {
    SignalStatus::parse(word)
        .ok_or_else(|| StoreError::Corrupt { table: "signals", what: format!("status {word}") })
}

fn read_signal(row: &AnyRow) -> Result<Signal, StoreError> {
    let pending = match row.try_get::<Option<i64>, _>("pending_since")? {
        None => None,
        Some(since) => Some(PendingStatus {
            confirmed: read_status(row.try_get("confirmed_status")?)?,
            since: Timestamp(since),
            problem: row.try_get("pending_problem")?,
        }),
    };
    Ok(Signal {
        id: SignalId(row.try_get("id")?),
        friendly_id: row.try_get("friendly_id")?,
        severity: read_severity("signals", row.try_get("severity")?)?,
        severity_text: row.try_get("severity_text")?,
        status: read_status(row.try_get("status")?)?,
        pending,
        rule_id: RuleId(row.try_get("rule_id")?),
        rule_version: RuleVersion(row.try_get("rule_version")?),
        message: row.try_get("message")?,
        service: row.try_get("service")?,
        span_name: row.try_get("span_name")?,
        trace_id: TraceId(row.try_get("trace_id")?),
        span_id: SpanId(row.try_get("span_id")?),
        raised_at: Timestamp(row.try_get("raised_at")?),
        updated_at: Timestamp(row.try_get("updated_at")?),
        revision: row.try_get("revision")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_of_the_text_are_taken_literally() {
        assert_eq!(contains_pattern("50%_Off\\"), "%50\\%\\_off\\\\%");
    }
}
