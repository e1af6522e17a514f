//! Groups of signals (rule, service, operation): how many there were, and table `group_snoozes` with those whose new
//! signals are put aside as they come.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::signal_rows::{COLUMNS, read_json, read_signal, write_json};
use super::sql::Sql;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::triage::{Snooze, SnoozeUntil};
use console_api::{RuleId, Signal, Timestamp};

/// Conditions that are looked at; groups that are put aside.
const MAX_SNOOZES: i64 = 1_000;

/// What signals of the same kind have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Group {
    pub rule: RuleId,
    pub service: String,
    pub span_name: String,
}

impl Group {
    pub(crate) fn of(signal: &Signal) -> Self {
        Self {
            rule: signal.rule_id.clone(),
            service: signal.service.clone(),
            span_name: signal.span_name.clone(),
        }
    }
}

/// A snooze that a group's signals have, or will have.
#[derive(Clone, Debug)]
pub(crate) struct GroupSnooze {
    pub group: Group,
    pub snooze: Snooze,
}

impl Store {
    /// Signals of the group raised from `from` on and before `to`.
    pub(crate) async fn group_count(
        &self,
        scope: &TenantScope,
        group: &Group,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<u32, StoreError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM signals WHERE tenant_id = $1 AND rule_id = $2 AND service = $3 AND span_name = $4
                 AND raised_at >= $5 AND raised_at < $6",
        )
        .bind(scope.tenant())
        .bind(group.rule.as_str())
        .bind(group.service.as_str())
        .bind(group.span_name.as_str())
        .bind(from.micros())
        .bind(to.micros())
        .fetch_one(&self.read)
        .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// How many versions of a rule are known.
    pub(crate) async fn rule_versions(&self, scope: &TenantScope, rule: &RuleId) -> Result<u32, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM rules WHERE tenant_id = $1 AND id = $2")
            .bind(scope.tenant())
            .bind(rule.as_str())
            .fetch_one(&self.read)
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Snoozes that end with something else than time, each once.
    pub(crate) async fn conditional_snoozes(
        &self,
        scope: &TenantScope,
    ) -> Result<Vec<GroupSnooze>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT rule_id, service, span_name, snooze FROM signals
             WHERE tenant_id = $1 AND snooze_kind IN ('count', 'spike', 'ruleVersion') LIMIT $2",
        )
        .bind(scope.tenant())
        .bind(MAX_SNOOZES)
        .fetch_all(&self.read)
        .await?;
        rows.iter().map(read_snooze).collect()
    }

    /// Whether a signal was put aside until a time that has come. A group always has one that was.
    pub(crate) async fn has_due_snoozes(
        &self,
        scope: &TenantScope,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut sql = Sql::new("SELECT id FROM signals");
        push_due(&mut sql, scope.tenant(), now, 1);
        Ok(sql.query().fetch_optional(&self.read).await?.is_some())
    }
}

impl WriteTx<'_> {
    /// Signals that were put aside until a time that has come.
    pub(crate) async fn due_signals(
        &mut self,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals");
        push_due(&mut sql, self.scope().tenant(), now, limit);
        sql.query().fetch_all(self.connection()).await?.iter().map(read_signal).collect()
    }

    /// Signals of a group that have that snooze.
    pub(crate) async fn snoozed_signals(
        &mut self,
        GroupSnooze { group, snooze }: &GroupSnooze,
        limit: i64,
    ) -> Result<Vec<Signal>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signals WHERE tenant_id = ").text(self.scope().tenant());
        sql.push(" AND snooze_kind = ").text(snooze.until.kind());
        sql.push(" AND snooze = ").text(write_json(snooze));
        sql.push(" AND rule_id = ").text(group.rule.as_str());
        sql.push(" AND service = ").text(group.service.as_str());
        sql.push(" AND span_name = ").text(group.span_name.as_str());
        sql.push(" LIMIT ").integer(limit);
        sql.query().fetch_all(self.connection()).await?.iter().map(read_signal).collect()
    }

    /// The groups whose new signals are put aside.
    pub(crate) async fn group_snoozes(&mut self) -> Result<Vec<GroupSnooze>, StoreError> {
        let mut sql =
            Sql::new("SELECT rule_id, service, span_name, snooze FROM group_snoozes WHERE tenant_id = ");
        sql.text(self.scope().tenant()).push(" LIMIT ").integer(MAX_SNOOZES);
        sql.query().fetch_all(self.connection()).await?.iter().map(read_snooze).collect()
    }

    /// Puts a group's new signals aside, unless so many groups are put aside already.
    async fn put_group_snooze(
        &mut self,
        GroupSnooze { group, snooze }: &GroupSnooze,
    ) -> Result<(), StoreError> {
        if self.group_snoozes().await?.len() as i64 >= MAX_SNOOZES {
            return Ok(());
        }
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO group_snoozes (tenant_id, rule_id, service, span_name, snooze) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, rule_id, service, span_name) DO UPDATE SET snooze = excluded.snooze",
        )
        .bind(tenant)
        .bind(group.rule.as_str())
        .bind(group.service.as_str())
        .bind(group.span_name.as_str())
        .bind(write_json(snooze))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// New signals of a group are put aside no more, if it was by that snooze.
    pub(crate) async fn end_group_snooze(
        &mut self,
        group: &Group,
        snooze: &Snooze,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("DELETE FROM group_snoozes WHERE tenant_id = ");
        sql.text(self.scope().tenant()).push(" AND rule_id = ").text(group.rule.as_str());
        sql.push(" AND service = ").text(group.service.as_str());
        sql.push(" AND span_name = ").text(group.span_name.as_str());
        sql.push(" AND snooze = ").text(write_json(snooze));
        sql.query().execute(self.connection()).await?;
        Ok(())
    }

    /// A group's new signals are put aside, or no more, as one of its signals goes from one state to another.
    pub(crate) async fn follow_group(&mut self, before: &Signal, after: &Signal) -> Result<(), StoreError> {
        if before.snooze == after.snooze {
            return Ok(());
        }
        let group = Group::of(after);
        if let Some(snooze) = before.snooze.as_ref().filter(|snooze| snooze.group) {
            self.end_group_snooze(&group, snooze).await?;
        }
        if let Some(snooze) = after.snooze.clone().filter(|snooze| snooze.group) {
            self.put_group_snooze(&GroupSnooze { group, snooze }).await?;
        }
        Ok(())
    }

    /// Ends the snoozes of groups whose time has come.
    pub(crate) async fn end_due_group_snoozes(&mut self, now: Timestamp) -> Result<(), StoreError> {
        for GroupSnooze { group, snooze } in self.group_snoozes().await? {
            if matches!(snooze.until, SnoozeUntil::Time { at } if at <= now) {
                self.end_group_snooze(&group, &snooze).await?;
            }
        }
        Ok(())
    }
}

fn push_due(sql: &mut Sql, tenant: &str, now: Timestamp, limit: i64) {
    sql.push(" WHERE tenant_id = ").text(tenant);
    sql.push(" AND snooze_kind = 'time' AND snoozed_until <= ").integer(now.micros());
    sql.push(" ORDER BY snoozed_until LIMIT ").integer(limit);
}

fn read_snooze(row: &AnyRow) -> Result<GroupSnooze, StoreError> {
    Ok(GroupSnooze {
        group: Group {
            rule: RuleId(row.try_get("rule_id")?),
            service: row.try_get("service")?,
            span_name: row.try_get("span_name")?,
        },
        snooze: read_json("group_snoozes", row.try_get("snooze")?)?,
    })
}
