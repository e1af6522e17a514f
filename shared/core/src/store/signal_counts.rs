//! How many signals match, in all and per value.

use sqlx::Row as _;

use super::signal_query::push_query;
use super::signals::{Part, push_filter, read_severity, read_status};
use super::sql::Sql;
use super::{Store, StoreError};
use crate::caller::TenantScope;
use console_api::query::{Key, Query, Reader};
use console_api::signal::{Facet, SignalCounts};
use console_api::{RuleId, SignalFilter};

type Asked<'a> = (&'a SignalFilter, &'a Query, Reader<'a>);

impl Store {
    pub(crate) async fn count_signals(
        &self,
        scope: &TenantScope,
        asked: Asked<'_>,
    ) -> Result<SignalCounts, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) AS total FROM signals WHERE tenant_id = ");
        sql.text(scope.tenant());
        let (filter, query, reader) = asked;
        push_filter(&mut sql, filter, None);
        push_query(&mut sql, query, reader);
        let total = sql.query().fetch_one(&self.read).await?.try_get("total")?;
        let severity = self.facet(scope, asked, Part::Severity).await?;
        let status = self.facet(scope, asked, Part::Status).await?;
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
            service: named(self.facet(scope, asked, Part::Service).await?, |value| value),
            rule: named(self.facet(scope, asked, Part::Rule).await?, RuleId),
        })
    }

    async fn facet(
        &self,
        scope: &TenantScope,
        (filter, query, reader): Asked<'_>,
        part: Part,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let (column, key) = match part {
            Part::Severity => ("severity", Key::Severity),
            Part::Status => ("status", Key::Status),
            Part::Service => ("service", Key::Service),
            Part::Rule => ("rule_id", Key::Rule),
        };
        let mut sql = Sql::new("SELECT ");
        sql.push(column)
            .push(" AS value, COUNT(*) AS total FROM signals WHERE tenant_id = ")
            .text(scope.tenant());
        push_filter(&mut sql, filter, Some(part));
        push_query(&mut sql, &query.without_key(key), reader);
        sql.push(" GROUP BY ").push(column).push(" ORDER BY total DESC, value LIMIT 100");
        let rows = sql.query().fetch_all(&self.read).await?;
        rows.iter().map(|row| Ok((row.try_get("value")?, row.try_get("total")?))).collect()
    }
}

fn named<T>(values: Vec<(String, i64)>, name: impl Fn(String) -> T) -> Vec<Facet<T>> {
    values.into_iter().map(|(value, count)| Facet { value: name(value), count }).collect()
}
