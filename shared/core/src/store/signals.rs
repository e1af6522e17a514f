//! Table `signals`: the mirror of FLUO's signals, with what people made of them here. How a signal stands in its row
//! is in [`signal_rows`](super::signal_rows).

use super::signal_query::push_query;
use super::signal_rows::{COLUMNS, read_signal};
use super::sql::Sql;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::query::{Query, Reader};
use console_api::{RuleId, Severity, Signal, SignalFilter, SignalId, SignalStatus, Timestamp};

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
        (filter, query, reader): (&SignalFilter, &Query, Reader<'_>),
        after: Option<&PageEnd>,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(scope.tenant());
        push_filter(&mut sql, filter, None);
        push_query(&mut sql, query, reader);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_of_the_text_are_taken_literally() {
        assert_eq!(contains_pattern("50%_Off\\"), "%50\\%\\_off\\\\%");
    }
}
