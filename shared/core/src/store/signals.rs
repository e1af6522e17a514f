//! Table `signals`: the mirror of FLUO's signals, with what people made of them here. How a signal stands in its row
//! is in [`signal_rows`](super::signal_rows).

use super::groups::Group;
use super::signal_rows::{COLUMNS, read_signal};
use super::sql::Sql;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::{Severity, Signal, SignalId, SignalStatus, Timestamp};

impl Store {
    /// Signals by time and id, oldest first, after that place, at most `limit`.
    pub(crate) async fn signals_by_time(
        &self,
        scope: &TenantScope,
        after: Option<&(Timestamp, SignalId)>,
        limit: i64,
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(scope.tenant());
        if let Some((raised_at, id)) = after {
            sql.push(" AND (raised_at, id) > (").integer(raised_at.micros());
            sql.push(", ").text(id.as_str()).push(")");
        }
        sql.push(" ORDER BY raised_at, id LIMIT ").integer(limit);
        sql.query().fetch_all(&self.read).await?.iter().map(read_signal).collect()
    }

    /// Those of the ids that exist.
    pub(crate) async fn signals_of(
        &self,
        scope: &TenantScope,
        ids: &[&str],
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(scope.tenant());
        sql.any_of("id", ids.iter().copied());
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

    /// Those of the ids that exist.
    pub(crate) async fn signals_by_id(
        &self,
        scope: &TenantScope,
        ids: impl Iterator<Item = &SignalId>,
    ) -> Result<Vec<Signal>, StoreError> {
        by_ids(scope, ids.map(SignalId::as_str))
            .query()
            .fetch_all(&self.read)
            .await?
            .iter()
            .map(read_signal)
            .collect()
    }

    /// Others of the same trace, newest first.
    pub(crate) async fn signals_of_trace(
        &self,
        scope: &TenantScope,
        signal: &Signal,
        limit: usize,
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = others(scope, &signal.id);
        sql.push(" AND trace_id = ").text(signal.trace_id.as_str());
        sql.push(" ORDER BY raised_at DESC, id DESC LIMIT ").integer(limit as i64);
        sql.query().fetch_all(&self.read).await?.iter().map(read_signal).collect()
    }

    /// Others of the same group, newest first.
    pub(crate) async fn signals_of_group(
        &self,
        scope: &TenantScope,
        group: &Group,
        but: &SignalId,
        limit: usize,
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = others(scope, but);
        sql.push(" AND rule_id = ").text(group.rule.as_str());
        sql.push(" AND service = ").text(group.service.as_str());
        sql.push(" AND span_name = ").text(group.span_name.as_str());
        sql.push(" ORDER BY raised_at DESC LIMIT ").integer(limit as i64);
        sql.query().fetch_all(&self.read).await?.iter().map(read_signal).collect()
    }

    /// Others of the same service within so many microseconds, of each side those that are nearest.
    pub(crate) async fn signals_near(
        &self,
        scope: &TenantScope,
        signal: &Signal,
        within: i64,
        limit: usize,
    ) -> Result<Vec<Signal>, StoreError> {
        let at = signal.raised_at.micros();
        let mut near = Vec::new();
        for (from, to, order) in [
            (at, at.saturating_add(within), " ORDER BY raised_at LIMIT "),
            (at.saturating_sub(within), at - 1, " ORDER BY raised_at DESC LIMIT "),
        ] {
            let mut sql = others(scope, &signal.id);
            sql.push(" AND service = ").text(signal.service.as_str());
            sql.push(" AND raised_at >= ").integer(from).push(" AND raised_at <= ").integer(to);
            sql.push(order).integer(limit as i64);
            for row in &sql.query().fetch_all(&self.read).await? {
                near.push(read_signal(row)?);
            }
        }
        Ok(near)
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
        let sql = by_ids(self.scope(), ids);
        sql.query().fetch_all(self.connection()).await?.iter().map(read_signal).collect()
    }

    pub(crate) async fn one_signal(&mut self, id: &SignalId) -> Result<Option<Signal>, StoreError> {
        Ok(self.signals(std::iter::once(id.as_str())).await?.pop())
    }
}

fn by_ids<'i>(scope: &TenantScope, ids: impl Iterator<Item = &'i str>) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(scope.tenant());
    sql.push(" AND id IN (NULL");
    for id in ids {
        sql.push(", ").text(id);
    }
    sql.push(")");
    sql
}

fn others(scope: &TenantScope, but: &SignalId) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(scope.tenant());
    sql.push(" AND id <> ").text(but.as_str());
    sql
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
