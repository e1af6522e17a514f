//! How many signals match, in all and per value.

use sqlx::Row as _;

use super::signals::{Part, push_filter, read_severity, read_status};
use super::sql::Sql;
use super::{Store, StoreError};
use crate::caller::TenantScope;
use console_api::signal::{Facet, SignalCounts};
use console_api::{RuleId, SignalFilter};

impl Store {
    pub(crate) async fn count_signals(
        &self,
        scope: &TenantScope,
        filter: &SignalFilter,
    ) -> Result<SignalCounts, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) AS total FROM signals WHERE tenant_id = ");
        sql.text(scope.tenant());
        push_filter(&mut sql, filter, None);
        let total = sql.query().fetch_one(&self.read).await?.try_get("total")?;
        let severity = self.facet(scope, filter, Part::Severity).await?;
        let status = self.facet(scope, filter, Part::Status).await?;
        Ok(SignalCounts {
            total,
            severity: severity
                .into_iter()
                .map(|(word, count)| Ok(Facet { value: read_severity("signals", &word)?, count }))
                .collect::<Result<_, StoreError>>()?,
            status: status
                .into_iter()
                .map(|(word, count)| Ok(Facet { value: read_status(&word)?, count }))
                .collect::<Result<_, StoreError>>()?,
            service: named(self.facet(scope, filter, Part::Service).await?, |value| value),
            rule: named(self.facet(scope, filter, Part::Rule).await?, RuleId),
        })
    }

    async fn facet(
        &self,
        scope: &TenantScope,
        filter: &SignalFilter,
        part: Part,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let column = match part {
            Part::Severity => "severity",
            Part::Status => "status",
            Part::Service => "service",
            Part::Rule => "rule_id",
        };
        let mut sql = Sql::new("SELECT ");
        sql.push(column)
            .push(" AS value, COUNT(*) AS total FROM signals WHERE tenant_id = ")
            .text(scope.tenant());
        push_filter(&mut sql, filter, Some(part));
        sql.push(" GROUP BY ").push(column).push(" ORDER BY total DESC, value LIMIT 100");
        let rows = sql.query().fetch_all(&self.read).await?;
        rows.iter().map(|row| Ok((row.try_get("value")?, row.try_get("total")?))).collect()
    }
}

fn named<T>(values: Vec<(String, i64)>, name: impl Fn(String) -> T) -> Vec<Facet<T>> {
    values.into_iter().map(|(value, count)| Facet { value: name(value), count }).collect()
}
