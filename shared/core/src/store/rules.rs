//! Table `rules`: the mirror of FLUO's rules, every version.

use std::collections::BTreeMap;

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::signals::read_severity;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::{Rule, RuleId, RuleStack, RuleStatus, RuleVersion, Timestamp};

const SELECT: &str = "SELECT id, version, expression, description, status, severity, created_at, modified_at
    FROM rules WHERE tenant_id = $1 ORDER BY id, position";

impl Store {
    /// Every rule with its versions in FLUO's order, by id.
    pub(crate) async fn rule_stacks(&self, scope: &TenantScope) -> Result<Vec<RuleStack>, StoreError> {
        let rows = sqlx::query(SELECT).bind(scope.tenant()).fetch_all(&self.read).await?;
        let mut stacks = stack(rows.iter().map(read_rule))?;
        let counts = sqlx::query(
            "SELECT rule_id, COUNT(*) AS total, MAX(raised_at) AS last FROM signals
             WHERE tenant_id = $1 GROUP BY rule_id",
        )
        .bind(scope.tenant())
        .fetch_all(&self.read)
        .await?;
        for row in &counts {
            if let Some(stack) = stacks.get_mut(row.try_get::<&str, _>("rule_id")?) {
                stack.signals = row.try_get("total")?;
                stack.last_signal_at = row.try_get::<Option<i64>, _>("last")?.map(Timestamp);
            }
        }
        Ok(stacks.into_values().collect())
    }

    pub(crate) async fn rule_total(&self, scope: &TenantScope) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM rules WHERE tenant_id = $1")
            .bind(scope.tenant())
            .fetch_one(&self.read)
            .await?)
    }
}

impl WriteTx<'_> {
    /// The mirrored stacks as they are in this transaction, without signal counts, by id.
    pub(crate) async fn rule_stacks(&mut self) -> Result<BTreeMap<String, RuleStack>, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let rows = sqlx::query(SELECT).bind(tenant).fetch_all(self.connection()).await?;
        stack(rows.iter().map(read_rule))
    }

    /// Replaces all versions of a rule.
    pub(crate) async fn put_rule_stack(&mut self, id: &RuleId, versions: &[Rule]) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM rules WHERE tenant_id = $1 AND id = $2")
            .bind(tenant.as_str())
            .bind(id.as_str())
            .execute(self.connection())
            .await?;
        for (position, rule) in versions.iter().enumerate() {
            sqlx::query(
                "INSERT INTO rules (tenant_id, id, version, expression, description, status, severity,
                     created_at, modified_at, position)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(tenant.as_str())
            .bind(id.as_str())
            .bind(rule.version.as_str())
            .bind(rule.expression.as_str())
            .bind(rule.description.as_deref())
            .bind(rule.status.as_str())
            .bind(rule.severity.map(|severity| severity.as_str()))
            .bind(rule.created_at.map(Timestamp::micros))
            .bind(rule.modified_at.map(Timestamp::micros))
            .bind(i64::try_from(position).unwrap_or(i64::MAX))
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }
}

fn stack(
    rules: impl Iterator<Item = Result<Rule, StoreError>>,
) -> Result<BTreeMap<String, RuleStack>, StoreError> {
    let mut stacks: BTreeMap<String, RuleStack> = BTreeMap::new();
    for rule in rules {
        let rule = rule?;
        stacks
            .entry(rule.id.0.clone())
            .or_insert_with(|| RuleStack {
                id: rule.id.clone(),
                versions: Vec::new(),
                signals: 0,
                last_signal_at: None,
            })
            .versions
            .push(rule);
    }
    Ok(stacks)
}

fn read_rule(row: &AnyRow) -> Result<Rule, StoreError> {
    let status: String = row.try_get("status")?;
    let severity: Option<String> = row.try_get("severity")?;
    Ok(Rule {
        id: RuleId(row.try_get("id")?),
        version: RuleVersion(row.try_get("version")?),
        expression: row.try_get("expression")?,
        description: row.try_get("description")?,
        status: RuleStatus::parse(&status)
            .ok_or_else(|| StoreError::Corrupt { table: "rules", what: format!("status {status}") })?,
        severity: severity.map(|word| read_severity("rules", &word)).transpose()?,
        created_at: row.try_get::<Option<i64>, _>("created_at")?.map(Timestamp),
        modified_at: row.try_get::<Option<i64>, _>("modified_at")?.map(Timestamp),
    })
}
