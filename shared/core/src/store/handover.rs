//! What happened in a period and what is left, over the tables `signals` and `signal_history`.

use sqlx::Row as _;

use super::signal_changes::field_pattern;
use super::signal_rows::{COLUMNS, read_person, read_signal};
use super::signals::read_severity;
use super::sql::Sql;
use super::{Store, StoreError};
use crate::caller::TenantScope;
use console_api::handover::{HandoverCount, HandoverGroup, NoisyRule};
use console_api::signal::Facet;
use console_api::triage::TriageField;
use console_api::{RuleId, Severity, Signal, Timestamp};

/// Groups and rules that are named.
const NAMED: i64 = 10;
/// Signals that are named.
const SIGNALS: i64 = 50;
/// People that are named.
const PEOPLE: i64 = 100;

/// From a time on, and before another.
pub(crate) type Period = (Timestamp, Timestamp);

impl Store {
    pub(crate) async fn raised_by_severity(
        &self,
        scope: &TenantScope,
        period: Period,
    ) -> Result<Vec<Facet<Severity>>, StoreError> {
        let mut sql = Sql::new("SELECT severity, COUNT(*) AS total FROM signals");
        push_raised(&mut sql, scope, period);
        sql.push(" GROUP BY severity");
        let rows = sql.query().fetch_all(&self.read).await?;
        let mut facets = rows
            .iter()
            .map(|row| {
                let value = read_severity("signals", row.try_get("severity")?)?;
                Ok(Facet { value, count: row.try_get("total")? })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        facets.sort_by_key(|facet| facet.value);
        Ok(facets)
    }

    pub(crate) async fn largest_groups(
        &self,
        scope: &TenantScope,
        period: Period,
    ) -> Result<Vec<HandoverGroup>, StoreError> {
        let mut sql = Sql::new("SELECT rule_id, service, span_name, COUNT(*) AS total FROM signals");
        push_raised(&mut sql, scope, period);
        sql.push(
            " GROUP BY rule_id, service, span_name ORDER BY total DESC, rule_id, service, span_name LIMIT ",
        );
        sql.integer(NAMED);
        let rows = sql.query().fetch_all(&self.read).await?;
        rows.iter()
            .map(|row| {
                Ok(HandoverGroup {
                    rule: RuleId(row.try_get("rule_id")?),
                    service: row.try_get("service")?,
                    span_name: row.try_get("span_name")?,
                    count: row.try_get("total")?,
                })
            })
            .collect()
    }

    /// The rules that raised most in a period, with how much they raised in the one before.
    pub(crate) async fn noisy_rules(
        &self,
        scope: &TenantScope,
        (from, to): Period,
        before: Period,
    ) -> Result<Vec<NoisyRule>, StoreError> {
        let mut sql = Sql::new("SELECT rule_id, CAST(SUM(CASE WHEN raised_at >= ");
        sql.integer(from.micros())
            .push(" THEN 1 ELSE 0 END) AS BIGINT) AS total, COUNT(*) AS both_periods FROM signals");
        push_raised(&mut sql, scope, (before.0, to));
        sql.push(" GROUP BY rule_id ORDER BY total DESC, rule_id LIMIT ").integer(NAMED);
        let rows = sql.query().fetch_all(&self.read).await?;
        let rules = rows.iter().map(|row| {
            let count: i64 = row.try_get("total")?;
            let rule = RuleId(row.try_get("rule_id")?);
            Ok(NoisyRule { rule, count, before: row.try_get::<i64, _>("both_periods")? - count })
        });
        let rules = rules.collect::<Result<Vec<_>, StoreError>>()?;
        Ok(rules.into_iter().filter(|rule| rule.count > 0).collect())
    }

    /// Who decided how many in a period, of what is still decided so.
    pub(crate) async fn deciders(
        &self,
        scope: &TenantScope,
        (from, to): Period,
    ) -> Result<Vec<HandoverCount>, StoreError> {
        let mut sql = Sql::new(
            "SELECT h.actor_id AS owner_id, MAX(h.actor_name) AS owner_name, COUNT(*) AS total
             FROM signals s
             LEFT JOIN signal_history h ON h.tenant_id = s.tenant_id AND h.signal_id = s.id AND h.at = s.decided_at
                 AND ',' || h.fields || ',' LIKE ",
        );
        sql.text(field_pattern(TriageField::Status));
        sql.push(" WHERE s.tenant_id = ").text(scope.tenant());
        sql.push(" AND s.decided_at >= ").integer(from.micros());
        sql.push(" AND s.decided_at < ").integer(to.micros());
        sql.push(" GROUP BY h.actor_id ORDER BY total DESC LIMIT ").integer(PEOPLE);
        self.counts(sql).await
    }

    /// What was decided last in a period.
    pub(crate) async fn decisions(
        &self,
        scope: &TenantScope,
        (from, to): Period,
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(scope.tenant());
        sql.push(" AND decided_at >= ").integer(from.micros());
        sql.push(" AND decided_at < ").integer(to.micros());
        sql.push(" ORDER BY decided_at DESC, id LIMIT ").integer(SIGNALS);
        sql.query().fetch_all(&self.read).await?.iter().map(read_signal).collect()
    }

    /// Whose the signals are that nobody decided.
    pub(crate) async fn open_by_owner(&self, scope: &TenantScope) -> Result<Vec<HandoverCount>, StoreError> {
        let mut sql = Sql::new(
            "SELECT owner_id, MAX(owner_name) AS owner_name, COUNT(*) AS total FROM signals
             WHERE status IN ('OPEN', 'INVESTIGATING') AND tenant_id = ",
        );
        sql.text(scope.tenant()).push(" GROUP BY owner_id ORDER BY total DESC LIMIT ").integer(PEOPLE);
        self.counts(sql).await
    }

    pub(crate) async fn snoozed_total(&self, scope: &TenantScope) -> Result<i64, StoreError> {
        let mut sql =
            Sql::new("SELECT COUNT(*) AS total FROM signals WHERE snooze_kind IS NOT NULL AND tenant_id = ");
        sql.text(scope.tenant());
        Ok(sql.query().fetch_one(&self.read).await?.try_get("total")?)
    }

    /// The newest of what is put aside.
    pub(crate) async fn snoozed(&self, scope: &TenantScope) -> Result<Vec<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals WHERE snooze_kind IS NOT NULL AND tenant_id = ");
        sql.text(scope.tenant()).push(" ORDER BY raised_at DESC, id DESC LIMIT ").integer(SIGNALS);
        sql.query().fetch_all(&self.read).await?.iter().map(read_signal).collect()
    }

    async fn counts(&self, sql: Sql) -> Result<Vec<HandoverCount>, StoreError> {
        let rows = sql.query().fetch_all(&self.read).await?;
        rows.iter()
            .map(|row| {
                let user = read_person(row, "owner_id", "owner_name")?;
                Ok(HandoverCount { user, count: row.try_get("total")? })
            })
            .collect()
    }
}

fn push_raised(sql: &mut Sql, scope: &TenantScope, (from, to): Period) {
    sql.push(" WHERE tenant_id = ").text(scope.tenant());
    sql.push(" AND raised_at >= ").integer(from.micros()).push(" AND raised_at < ").integer(to.micros());
}
