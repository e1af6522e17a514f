//! The `rules` table.

use std::cmp::Ordering;

use sqlx::{FromRow, SqliteConnection};

use super::Db;

/// One version of a rule as it is stored.
#[derive(Debug, Clone, FromRow, PartialEq, Eq)]
pub(crate) struct StoredRule {
    pub(crate) seq: i64,
    pub(crate) rule_id: String,
    pub(crate) version: String,
    pub(crate) expression: String,
    pub(crate) description: String,
    /// Empty when it follows from the span.
    pub(crate) severity: String,
    pub(crate) status: String,
    pub(crate) created_at: i64,
    pub(crate) modified_at: i64,
}

/// What a create request brings.
#[derive(Debug, Clone)]
pub(crate) struct NewRule {
    pub(crate) rule_id: String,
    /// `None` for the next free number.
    pub(crate) version: Option<String>,
    pub(crate) expression: String,
    pub(crate) description: String,
    pub(crate) severity: String,
}

const COLUMNS: &str =
    "seq, rule_id, version, expression, description, severity, status, created_at, modified_at";

impl Db {
    /// Every version of every rule, in the order of creation.
    pub(crate) async fn all_rules(&self) -> Result<Vec<StoredRule>, sqlx::Error> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM rules ORDER BY seq")))
            .fetch_all(&self.readers)
            .await
    }

    /// The versions that are evaluated.
    pub(crate) async fn active_rules(&self) -> Result<Vec<StoredRule>, sqlx::Error> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM rules WHERE status = 'ACTIVE' ORDER BY rule_id, seq"
        )))
        .fetch_all(&self.readers)
        .await
    }

    /// Every version of one rule, in the order of creation.
    pub(crate) async fn rule_versions(&self, rule_id: &str) -> Result<Vec<StoredRule>, sqlx::Error> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM rules WHERE rule_id = $1 ORDER BY seq"
        )))
        .bind(rule_id)
        .fetch_all(&self.readers)
        .await
    }

    /// Adds a version, makes it the active one and its predecessors inactive. `None` when it exists.
    pub(crate) async fn create_rule(
        &self,
        new: NewRule,
        now: i64,
    ) -> Result<Option<StoredRule>, sqlx::Error> {
        self.write_tx(async |tx| {
            let version = match &new.version {
                Some(version) => version.clone(),
                None => next_version(tx, &new.rule_id).await?,
            };
            let created: Option<StoredRule> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                "INSERT INTO rules (rule_id, version, expression, description, severity, status, created_at, modified_at)
                 VALUES ($1, $2, $3, $4, $5, 'ACTIVE', $6, $6)
                 ON CONFLICT (rule_id, version) DO NOTHING
                 RETURNING {COLUMNS}"
            )))
            .bind(&new.rule_id)
            .bind(version)
            .bind(&new.expression)
            .bind(&new.description)
            .bind(&new.severity)
            .bind(now)
            .fetch_optional(&mut *tx)
            .await?;
            if let Some(created) = &created {
                deactivate_others(tx, created, now).await?;
            }
            Ok(created)
        })
        .await
    }

    /// Sets the status of a version that is not deleted. Activating one deactivates the others of its rule.
    /// `None` when there is no such version.
    pub(crate) async fn set_rule_status(
        &self,
        rule_id: &str,
        version: &str,
        status: &str,
        now: i64,
    ) -> Result<Option<StoredRule>, sqlx::Error> {
        self.write_tx(async |tx| {
            let changed: Option<StoredRule> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                "UPDATE rules
                 SET status = $3, modified_at = CASE WHEN status = $3 THEN modified_at ELSE $4 END
                 WHERE rule_id = $1 AND version = $2 AND status <> 'DELETED'
                 RETURNING {COLUMNS}"
            )))
            .bind(rule_id)
            .bind(version)
            .bind(status)
            .bind(now)
            .fetch_optional(&mut *tx)
            .await?;
            if let Some(changed) = &changed
                && changed.status == "ACTIVE"
            {
                deactivate_others(tx, changed, now).await?;
            }
            Ok(changed)
        })
        .await
    }
}

/// One more than the highest number among the versions of a rule, deleted ones included.
async fn next_version(tx: &mut SqliteConnection, rule_id: &str) -> Result<String, sqlx::Error> {
    let versions: Vec<String> = sqlx::query_scalar("SELECT version FROM rules WHERE rule_id = $1")
        .bind(rule_id)
        .fetch_all(tx)
        .await?;
    let highest = versions.iter().filter_map(|version| version.parse::<u64>().ok()).max().unwrap_or(0);
    Ok(highest.saturating_add(1).to_string())
}

async fn deactivate_others(
    tx: &mut SqliteConnection,
    kept: &StoredRule,
    now: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE rules SET status = 'INACTIVE', modified_at = $3
         WHERE rule_id = $1 AND seq <> $2 AND status = 'ACTIVE'",
    )
    .bind(&kept.rule_id)
    .bind(kept.seq)
    .bind(now)
    .execute(tx)
    .await
    .map(drop)
}

/// Orders versions as the contract wants them: active first, then by version number from the highest.
pub(crate) fn by_rank(left: &StoredRule, right: &StoredRule) -> Ordering {
    let is_active = |rule: &StoredRule| rule.status == "ACTIVE";
    is_active(right)
        .cmp(&is_active(left))
        .then_with(|| by_number(&right.version, &left.version))
        .then(right.seq.cmp(&left.seq))
}

/// Compares dotted versions number by number; parts that are not numbers compare as text, below numbers.
fn by_number(left: &str, right: &str) -> Ordering {
    let part =
        |text: &str| text.parse::<u64>().map_or_else(|_| (0, 0, text.to_owned()), |n| (1, n, String::new()));
    let split = |version: &str| version.split('.').map(part).collect::<Vec<_>>();
    split(left).cmp(&split(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert_eq!(by_number("10", "9"), Ordering::Greater);
        assert_eq!(by_number("1.10.0", "1.9.3"), Ordering::Greater);
        assert_eq!(by_number("draft", "1"), Ordering::Less);
    }
}
