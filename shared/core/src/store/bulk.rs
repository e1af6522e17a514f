//! Tables `bulk_jobs` and `bulk_items`: changes of many signals, and what became of each.

use std::collections::HashMap;

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::signal_rows::{read_json, read_person, write_json};
use super::sql::Sql;
use super::{Recorded, Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::bulk::{Bulk, BulkItem, BulkOutcome, BulkState};
use console_api::session::User;
use console_api::triage::TriageField;
use console_api::{BulkId, SignalId, Timestamp};

const COLUMNS: &str = "id, action, owner, state, by_id, by_name, at, as_of, ended_at, total, applied, pending, \
    skipped, conflicts, undone_by";
/// Rows of one statement.
const AT_ONCE: usize = 100;

/// A job as it is worked on.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub bulk: Bulk,
    pub owner: Option<User>,
    pub as_of: Timestamp,
}

/// A signal of a job.
#[derive(Clone, Debug)]
pub(crate) struct JobItem {
    pub position: i64,
    pub item: BulkItem,
    /// The revision that the job made of it.
    pub revision: Option<i64>,
}

impl Store {
    pub(crate) async fn bulk_job(&self, scope: &TenantScope, id: &BulkId) -> Result<Option<Job>, StoreError> {
        let query = job(scope, id).query();
        query.fetch_optional(&self.read).await?.as_ref().map(read_job).transpose()
    }

    /// Jobs that are not at their end.
    pub(crate) async fn running_jobs(&self, scope: &TenantScope) -> Result<Vec<BulkId>, StoreError> {
        let rows =
            sqlx::query("SELECT id FROM bulk_jobs WHERE tenant_id = $1 AND state = 'running' LIMIT 100")
                .bind(scope.tenant())
                .fetch_all(&self.read)
                .await?;
        rows.iter().map(|row| Ok(BulkId(row.try_get("id")?))).collect()
    }

    /// What became of the signals of a job, after a place, in order.
    pub(crate) async fn bulk_items(
        &self,
        scope: &TenantScope,
        id: &BulkId,
        outcome: Option<BulkOutcome>,
        after: i64,
        limit: i64,
    ) -> Result<Vec<JobItem>, StoreError> {
        let query = items(scope, id, outcome, after, limit).query();
        query.fetch_all(&self.read).await?.iter().map(read_item).collect()
    }
}

impl WriteTx<'_> {
    pub(crate) async fn bulk_job(&mut self, id: &BulkId) -> Result<Option<Job>, StoreError> {
        let query = job(self.scope(), id).query();
        query.fetch_optional(self.connection()).await?.as_ref().map(read_job).transpose()
    }

    /// Inserts or replaces the job's row.
    pub(crate) async fn put_bulk_job(&mut self, Job { bulk, owner, as_of }: &Job) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let mut sql = Sql::new(
            "INSERT INTO bulk_jobs (tenant_id, id, action, owner, state, by_id, by_name, at, as_of, ended_at, total,
                 applied, pending, skipped, conflicts, undone_by)
             VALUES ",
        );
        sql.rows([bulk], |row, bulk| {
            row.text(tenant.as_str())
                .text(bulk.id.as_str())
                .text(write_json(&bulk.action))
                .optional_text(owner.as_ref().map(write_json))
                .text(state_word(bulk.state))
                .text(bulk.by.id.as_str())
                .text(bulk.by.name.as_str())
                .integer(bulk.at.micros())
                .integer(as_of.micros())
                .optional_integer(bulk.ended_at.map(Timestamp::micros))
                .integer(bulk.total.into())
                .integer(bulk.applied.into())
                .integer(bulk.pending.into())
                .integer(bulk.skipped.into())
                .integer(bulk.conflicts.into())
                .optional_text(bulk.undone_by.as_ref().map(BulkId::as_str));
        });
        sql.push(
            " ON CONFLICT (tenant_id, id) DO UPDATE SET
                 state = excluded.state,
                 ended_at = excluded.ended_at,
                 applied = excluded.applied,
                 pending = excluded.pending,
                 skipped = excluded.skipped,
                 conflicts = excluded.conflicts,
                 undone_by = excluded.undone_by",
        );
        sql.query().execute(self.connection()).await?;
        Ok(())
    }

    /// Inserts or replaces rows of signals of a job.
    pub(crate) async fn put_bulk_items(&mut self, id: &BulkId, items: &[JobItem]) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        for some in items.chunks(AT_ONCE) {
            let mut sql = Sql::new(
                "INSERT INTO bulk_items (tenant_id, job_id, position, signal_id, outcome, reason, revision) VALUES ",
            );
            sql.rows(some, |row, JobItem { position, item, revision }| {
                row.text(tenant.as_str())
                    .text(id.as_str())
                    .integer(*position)
                    .text(item.signal.as_str())
                    .text(outcome_word(item.outcome))
                    .optional_text(item.reason.as_deref())
                    .optional_integer(*revision);
            });
            sql.push(
                " ON CONFLICT (tenant_id, job_id, position) DO UPDATE SET
                     outcome = excluded.outcome,
                     reason = excluded.reason,
                     revision = excluded.revision",
            );
            sql.query().execute(self.connection()).await?;
        }
        Ok(())
    }

    /// The next signals of a job whose turn has not come.
    pub(crate) async fn waiting_items(
        &mut self,
        id: &BulkId,
        limit: i64,
    ) -> Result<Vec<JobItem>, StoreError> {
        let query = items(self.scope(), id, Some(BulkOutcome::Waits), -1, limit).query();
        query.fetch_all(self.connection()).await?.iter().map(read_item).collect()
    }

    /// Those of the signals of which that part changed after that time.
    pub(crate) async fn changed_after(
        &mut self,
        signals: &[SignalId],
        at: Timestamp,
        field: TriageField,
    ) -> Result<Vec<SignalId>, StoreError> {
        let mut sql = Sql::new("SELECT DISTINCT signal_id FROM signal_history WHERE tenant_id = ");
        sql.text(self.scope().tenant()).push(" AND at > ").integer(at.micros());
        sql.push(" AND ',' || fields || ',' LIKE ").text(super::signal_changes::field_pattern(field));
        sql.any_of("signal_id", signals.iter().map(SignalId::as_str));
        let rows = sql.query().fetch_all(self.connection()).await?;
        rows.iter().map(|row| Ok(SignalId(row.try_get("signal_id")?))).collect()
    }

    /// What a job recorded of those signals.
    pub(crate) async fn recorded_by(
        &mut self,
        id: &BulkId,
        signals: &[SignalId],
    ) -> Result<HashMap<SignalId, Recorded>, StoreError> {
        let mut sql = Sql::new(
            "SELECT h.signal_id AS signal_id, h.before AS before, h.after AS after
             FROM bulk_items i
             JOIN signal_history h
                 ON h.tenant_id = i.tenant_id AND h.signal_id = i.signal_id AND h.revision = i.revision
             WHERE h.before IS NOT NULL AND i.tenant_id = ",
        );
        sql.text(self.scope().tenant()).push(" AND i.job_id = ").text(id.as_str());
        sql.any_of("i.signal_id", signals.iter().map(SignalId::as_str));
        let rows = sql.query().fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let before = read_json("signal_history", row.try_get("before")?)?;
                let after = read_json("signal_history", row.try_get("after")?)?;
                Ok((SignalId(row.try_get("signal_id")?), Recorded { before, after }))
            })
            .collect()
    }

    /// Gives a new job the signals that another one changed, the last first.
    pub(crate) async fn copy_changed_items(&mut self, from: &BulkId, to: &BulkId) -> Result<u64, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let done = sqlx::query(
            "INSERT INTO bulk_items (tenant_id, job_id, position, signal_id)
             SELECT tenant_id, $3, $4 - position, signal_id FROM bulk_items
             WHERE tenant_id = $1 AND job_id = $2 AND revision IS NOT NULL",
        )
        .bind(tenant)
        .bind(from.as_str())
        .bind(to.as_str())
        .bind(i64::from(u32::MAX))
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected())
    }
}

fn job(scope: &TenantScope, id: &BulkId) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM bulk_jobs WHERE tenant_id = ").text(scope.tenant());
    sql.push(" AND id = ").text(id.as_str());
    sql
}

fn items(scope: &TenantScope, id: &BulkId, outcome: Option<BulkOutcome>, after: i64, limit: i64) -> Sql {
    let mut sql =
        Sql::new("SELECT position, signal_id, outcome, reason, revision FROM bulk_items WHERE tenant_id = ");
    sql.text(scope.tenant()).push(" AND job_id = ").text(id.as_str());
    if let Some(outcome) = outcome {
        sql.push(" AND outcome = ").text(outcome_word(outcome));
    }
    sql.push(" AND position > ").integer(after).push(" ORDER BY position LIMIT ").integer(limit);
    sql
}

fn read_job(row: &AnyRow) -> Result<Job, StoreError> {
    let corrupt = |what: &str| StoreError::Corrupt { table: "bulk_jobs", what: what.to_owned() };
    let count = |column| u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| corrupt(column));
    let state = match row.try_get::<&str, _>("state")? {
        "running" => BulkState::Running,
        "done" => BulkState::Done,
        "cancelled" => BulkState::Cancelled,
        other => return Err(corrupt(other)),
    };
    let owner: Option<&str> = row.try_get("owner")?;
    Ok(Job {
        bulk: Bulk {
            id: BulkId(row.try_get("id")?),
            action: read_json("bulk_jobs", row.try_get("action")?)?,
            state,
            by: read_person(row, "by_id", "by_name")?.ok_or_else(|| corrupt("a job by nobody"))?,
            at: Timestamp(row.try_get("at")?),
            ended_at: row.try_get::<Option<i64>, _>("ended_at")?.map(Timestamp),
            total: count("total")?,
            applied: count("applied")?,
            pending: count("pending")?,
            skipped: count("skipped")?,
            conflicts: count("conflicts")?,
            undone_by: row.try_get::<Option<String>, _>("undone_by")?.map(BulkId),
        },
        owner: owner.map(|json| read_json("bulk_jobs", json)).transpose()?,
        as_of: Timestamp(row.try_get("as_of")?),
    })
}

fn read_item(row: &AnyRow) -> Result<JobItem, StoreError> {
    let outcome = match row.try_get::<&str, _>("outcome")? {
        "waits" => BulkOutcome::Waits,
        "applied" => BulkOutcome::Applied,
        "pending" => BulkOutcome::Pending,
        "skipped" => BulkOutcome::Skipped,
        "conflict" => BulkOutcome::Conflict,
        other => return Err(StoreError::Corrupt { table: "bulk_items", what: format!("outcome {other}") }),
    };
    let (signal, reason) = (SignalId(row.try_get("signal_id")?), row.try_get("reason")?);
    let item = BulkItem { signal, outcome, reason };
    Ok(JobItem { position: row.try_get("position")?, item, revision: row.try_get("revision")? })
}

fn state_word(state: BulkState) -> &'static str {
    match state {
        BulkState::Running => "running",
        BulkState::Done => "done",
        BulkState::Cancelled => "cancelled",
    }
}

fn outcome_word(outcome: BulkOutcome) -> &'static str {
    match outcome {
        BulkOutcome::Waits => "waits",
        BulkOutcome::Applied => "applied",
        BulkOutcome::Pending => "pending",
        BulkOutcome::Skipped => "skipped",
        BulkOutcome::Conflict => "conflict",
    }
}
