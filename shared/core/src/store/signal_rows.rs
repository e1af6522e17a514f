//! How a signal stands in a row of the table `signals`, and the one way into it.

use std::collections::HashSet;

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::signals::{read_severity, read_status};
use super::sql::Sql;
use super::{StoreError, WriteTx};
use crate::signal_index::Changed;
use console_api::session::User;
use console_api::signal::PendingStatus;
use console_api::triage::{Snooze, SnoozeUntil};
use console_api::{RuleId, RuleVersion, Signal, SignalId, SpanId, Timestamp, TraceId, UserId};

pub(super) const COLUMNS: &str = "id, friendly_id, severity, severity_text, status, confirmed_status, \
    pending_since, pending_problem, rule_id, rule_version, message, service, span_name, trace_id, span_id, \
    raised_at, updated_at, revision, owner_id, owner_name, snooze, reason, decided_at, tags, notes, links";

/// Rows of one statement. More would be parsed longer than they save.
const AT_ONCE: usize = 40;

impl WriteTx<'_> {
    /// Inserts or replaces the rows; of several for one signal the last counts. Every change of a signal's row goes
    /// through here.
    pub(super) async fn put_signals(&mut self, signals: &[&Signal]) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        // One statement cannot write a row twice.
        let mut seen = HashSet::new();
        let mut signals: Vec<_> =
            signals.iter().rev().filter(|signal| seen.insert(signal.id.as_str())).collect();
        signals.reverse();
        for some in signals.chunks(AT_ONCE) {
            let mut sql = Sql::new(
                "INSERT INTO signals (tenant_id, id, friendly_id, severity, severity_text, status, confirmed_status,
                     pending_since, pending_problem, rule_id, rule_version, message, service, span_name, trace_id,
                     span_id, raised_at, updated_at, revision, owner_id, owner_name, snooze, snooze_kind,
                     snoozed_until, reason, decided_at, tags, notes, links)
                 VALUES ",
            );
            sql.rows(some, |row, signal| {
                let pending = signal.pending.as_ref();
                let owner = signal.owner.as_ref();
                let until = signal.snooze.as_ref().map(|snooze| &snooze.until);
                row.text(tenant.as_str())
                    .text(signal.id.as_str())
                    .optional_text(signal.friendly_id.as_deref())
                    .text(signal.severity.as_str())
                    .optional_text(signal.severity_text.as_deref())
                    .text(signal.status.as_str())
                    .text(pending.map_or(signal.status, |pending| pending.confirmed).as_str())
                    .optional_integer(pending.map(|pending| pending.since.micros()))
                    .optional_text(pending.and_then(|pending| pending.problem.as_deref()))
                    .text(signal.rule_id.as_str())
                    .text(signal.rule_version.as_str())
                    .text(signal.message.as_str())
                    .text(signal.service.as_str())
                    .text(signal.span_name.as_str())
                    .text(signal.trace_id.as_str())
                    .text(signal.span_id.as_str())
                    .integer(signal.raised_at.micros())
                    .integer(signal.updated_at.micros())
                    .integer(signal.revision)
                    .optional_text(owner.map(|owner| owner.id.as_str()))
                    .optional_text(owner.map(|owner| owner.name.as_str()))
                    .optional_text(signal.snooze.as_ref().map(write_json))
                    .optional_text(until.map(SnoozeUntil::kind))
                    .optional_integer(until.and_then(|until| match until {
                        SnoozeUntil::Time { at } => Some(at.micros()),
                        SnoozeUntil::Count { .. }
                        | SnoozeUntil::Spike { .. }
                        | SnoozeUntil::RuleVersion { .. } => None,
                    }))
                    .optional_text(signal.reason.as_deref())
                    .optional_integer(signal.decided_at.map(Timestamp::micros))
                    .text(write_json(&signal.tags))
                    .integer(signal.notes.into())
                    .integer(signal.links.into());
            });
            sql.push(
                " ON CONFLICT (tenant_id, id) DO UPDATE SET
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
                     revision = excluded.revision,
                     owner_id = excluded.owner_id,
                     owner_name = excluded.owner_name,
                     snooze = excluded.snooze,
                     snooze_kind = excluded.snooze_kind,
                     snoozed_until = excluded.snoozed_until,
                     reason = excluded.reason,
                     decided_at = excluded.decided_at,
                     tags = excluded.tags,
                     notes = excluded.notes,
                     links = excluded.links",
            );
            sql.query().execute(self.connection()).await?;
        }
        self.note_signals(Changed::Put(signals.into_iter().map(|signal| (*signal).clone()).collect()));
        Ok(())
    }
}

pub(super) fn read_signal(row: &AnyRow) -> Result<Signal, StoreError> {
    let pending = match row.try_get::<Option<i64>, _>("pending_since")? {
        None => None,
        Some(since) => Some(PendingStatus {
            confirmed: read_status(row.try_get("confirmed_status")?)?,
            since: Timestamp(since),
            problem: row.try_get("pending_problem")?,
        }),
    };
    let snooze: Option<&str> = row.try_get("snooze")?;
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
        owner: read_person(row, "owner_id", "owner_name")?,
        snooze: snooze.map(|json| read_json::<Snooze>("signals", json)).transpose()?,
        reason: row.try_get("reason")?,
        decided_at: row.try_get::<Option<i64>, _>("decided_at")?.map(Timestamp),
        tags: read_json("signals", row.try_get("tags")?)?,
        notes: read_count("signals", row.try_get("notes")?)?,
        links: read_count("signals", row.try_get("links")?)?,
    })
}

/// Somebody in two columns, or nobody.
pub(super) fn read_person(row: &AnyRow, id: &str, name: &str) -> Result<Option<User>, StoreError> {
    let Some(id) = row.try_get::<Option<String>, _>(id)? else { return Ok(None) };
    Ok(Some(User { id: UserId(id), name: row.try_get::<Option<String>, _>(name)?.unwrap_or_default() }))
}

/// What a column of JSON text holds.
pub(super) fn read_json<T: serde::de::DeserializeOwned>(
    table: &'static str,
    json: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Corrupt { table, what: error.to_string() })
}

/// Wire types always have a JSON form.
pub(super) fn write_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn read_count(table: &'static str, count: i64) -> Result<u32, StoreError> {
    u32::try_from(count).map_err(|_| StoreError::Corrupt { table, what: format!("count {count}") })
}
