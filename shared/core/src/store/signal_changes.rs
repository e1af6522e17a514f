//! Changes of signals: the row, its event and table `signal_history`, always together.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::signal_rows::{read_json, read_person, write_json};
use super::sql::Sql;
use super::{NewEvent, Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use crate::triage::{Parts, StatusPart};
use console_api::session::User;
use console_api::triage::{Happening, TimelineEntry, TriageField};
use console_api::{EventKind, Signal, SignalId, SignalStatus, Timestamp};
use serde_json::{Map, Value};

/// Rows of one statement.
const AT_ONCE: usize = 50;

/// A signal that becomes another.
#[derive(Clone, Debug)]
pub(crate) struct Changed {
    pub before: Option<Signal>,
    pub after: Signal,
    /// What the signal's history says of it; nothing where only FLUO's side of it moved.
    pub told: Option<Told>,
}

/// What a signal's history says of a change.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Absent where FLUO or the console did it.
    pub by: Option<User>,
    pub what: Happening,
    /// The parts of the signal that it changed: those can be put back.
    pub fields: Vec<TriageField>,
}

/// A change that can be put back.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub before: Parts,
    pub after: Parts,
}

impl WriteTx<'_> {
    /// Makes changes of signals: rows, events, history.
    pub(crate) async fn change_signals(&mut self, changes: &[Changed]) -> Result<(), StoreError> {
        let rows: Vec<&Signal> = changes.iter().map(|change| &change.after).collect();
        self.put_signals(&rows).await?;
        for change in changes {
            self.log(event(change.before.as_ref(), &change.after));
        }
        let tenant = self.scope().tenant().to_owned();
        let told: Vec<_> =
            changes.iter().filter_map(|change| Some((change, change.told.as_ref()?))).collect();
        for some in told.chunks(AT_ONCE) {
            let mut sql = Sql::new(
                "INSERT INTO signal_history (tenant_id, signal_id, revision, at, kind, fields, actor_id, actor_name,
                     what, before, after)
                 VALUES ",
            );
            sql.rows(some, |row, (change, told)| {
                let fields: Vec<_> = told.fields.iter().map(|field| field_word(*field)).collect();
                let parts = |signal| write_json(&Parts::of(signal, &told.fields));
                let before = change.before.as_ref().filter(|_| !fields.is_empty());
                row.text(tenant.as_str())
                    .text(change.after.id.as_str())
                    .integer(change.after.revision)
                    .integer(change.after.updated_at.micros())
                    .text(kind_of(&told.what))
                    .text(fields.join(","))
                    .optional_text(told.by.as_ref().map(|by| by.id.as_str()))
                    .optional_text(told.by.as_ref().map(|by| by.name.as_str()))
                    .text(write_json(&told.what))
                    .optional_text(before.map(parts))
                    .optional_text(before.map(|_| parts(&change.after)));
            });
            sql.query().execute(self.connection()).await?;
        }
        Ok(())
    }

    /// Whether that part of a signal changed after that revision of it.
    pub(crate) async fn changed_since(
        &mut self,
        signal: &SignalId,
        revision: i64,
        field: TriageField,
    ) -> Result<bool, StoreError> {
        let query = changed_since(self.scope(), signal, revision, field);
        Ok(query.query().fetch_optional(self.connection()).await?.is_some())
    }

    /// The change that made that revision of a signal; nothing where it cannot be put back.
    pub(crate) async fn recorded(
        &mut self,
        signal: &SignalId,
        revision: i64,
    ) -> Result<Option<Recorded>, StoreError> {
        let mut sql = Sql::new("SELECT before, after FROM signal_history WHERE tenant_id = ");
        sql.text(self.scope().tenant()).push(" AND signal_id = ").text(signal.as_str());
        sql.push(" AND revision = ").integer(revision).push(" AND before IS NOT NULL");
        let row = sql.query().fetch_optional(self.connection()).await?;
        row.map(|row| {
            Ok(Recorded {
                before: read_json("signal_history", row.try_get("before")?)?,
                after: read_json("signal_history", row.try_get("after")?)?,
            })
        })
        .transpose()
    }

    /// The revision that the actor's own last change of a signal made, of those that can be put back.
    pub(crate) async fn own_last_change(&mut self, signal: &SignalId) -> Result<Option<i64>, StoreError> {
        let scope = self.scope().clone();
        Ok(sqlx::query_scalar(
            "SELECT MAX(revision) FROM signal_history
             WHERE tenant_id = $1 AND signal_id = $2 AND actor_id = $3 AND before IS NOT NULL",
        )
        .bind(scope.tenant())
        .bind(signal.as_str())
        .bind(scope.actor())
        .fetch_one(self.connection())
        .await?)
    }

    /// How the status stood when it last was that one; nothing where it never was changed from it.
    pub(crate) async fn status_part(
        &mut self,
        signal: &SignalId,
        status: SignalStatus,
    ) -> Result<Option<StatusPart>, StoreError> {
        let mut sql = Sql::new("SELECT before FROM signal_history WHERE tenant_id = ");
        sql.text(self.scope().tenant()).push(" AND signal_id = ").text(signal.as_str());
        sql.push(" AND before IS NOT NULL AND ',' || fields || ',' LIKE ");
        sql.text(field_pattern(TriageField::Status)).push(" ORDER BY revision DESC LIMIT 20");
        for row in sql.query().fetch_all(self.connection()).await? {
            let parts: Parts = read_json("signal_history", row.try_get("before")?)?;
            if let Some(part) = parts.status.filter(|part| part.status == status) {
                return Ok(Some(part));
            }
        }
        Ok(None)
    }
}

impl Store {
    /// The same, outside of a transaction.
    pub(crate) async fn changed_since(
        &self,
        scope: &TenantScope,
        signal: &SignalId,
        revision: i64,
        field: TriageField,
    ) -> Result<bool, StoreError> {
        let query = changed_since(scope, signal, revision, field);
        Ok(query.query().fetch_optional(&self.read).await?.is_some())
    }

    /// What happened to a signal before that revision, newest first, at most `limit`.
    pub(crate) async fn timeline(
        &self,
        scope: &TenantScope,
        signal: &SignalId,
        before: i64,
        limit: i64,
    ) -> Result<Vec<TimelineEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT revision, at, actor_id, actor_name, what FROM signal_history
             WHERE tenant_id = $1 AND signal_id = $2 AND revision < $3 ORDER BY revision DESC LIMIT $4",
        )
        .bind(scope.tenant())
        .bind(signal.as_str())
        .bind(before)
        .bind(limit)
        .fetch_all(&self.read)
        .await?;
        rows.iter().map(read_entry).collect()
    }
}

/// What the list of fields of a row is like that changed a field.
pub(super) fn field_pattern(field: TriageField) -> String {
    format!("%,{},%", field_word(field))
}

fn changed_since(scope: &TenantScope, signal: &SignalId, revision: i64, field: TriageField) -> Sql {
    let mut sql = Sql::new("SELECT revision FROM signal_history WHERE tenant_id = ");
    sql.text(scope.tenant()).push(" AND signal_id = ").text(signal.as_str());
    sql.push(" AND revision > ").integer(revision);
    sql.push(" AND ',' || fields || ',' LIKE ").text(field_pattern(field));
    sql.push(" LIMIT 1");
    sql
}

fn read_entry(row: &AnyRow) -> Result<TimelineEntry, StoreError> {
    Ok(TimelineEntry {
        at: Timestamp(row.try_get("at")?),
        by: read_person(row, "actor_id", "actor_name")?,
        revision: row.try_get("revision")?,
        what: read_json("signal_history", row.try_get("what")?)?,
    })
}

fn field_word(field: TriageField) -> &'static str {
    match field {
        TriageField::Status => "status",
        TriageField::Owner => "owner",
        TriageField::Snooze => "snooze",
        TriageField::Tags => "tags",
    }
}

/// The word that a happening has on the wire.
fn kind_of(what: &Happening) -> &'static str {
    match what {
        Happening::Raised => "raised",
        Happening::Status { .. } => "status",
        Happening::Confirmed { .. } => "confirmed",
        Happening::Refused { .. } => "refused",
        Happening::Owner { .. } => "owner",
        Happening::Snoozed { .. } => "snoozed",
        Happening::Woken { .. } => "woken",
        Happening::Tags { .. } => "tags",
        Happening::NoteAdded { .. } => "noteAdded",
        Happening::NoteEdited { .. } => "noteEdited",
        Happening::NoteDeleted { .. } => "noteDeleted",
        Happening::LinkAdded { .. } => "linkAdded",
        Happening::LinkRemoved { .. } => "linkRemoved",
        Happening::Undone { .. } => "undone",
    }
}

/// The event that tells of a signal's change from `before` to `after`.
fn event(before: Option<&Signal>, after: &Signal) -> NewEvent {
    let (kind, patch) = match before {
        None => (EventKind::SignalCreated, write_json(after)),
        Some(before) => (EventKind::SignalUpdated, patch(before, after)),
    };
    NewEvent { kind, entity_id: after.id.to_string(), patch }
}

/// The fields in which `after` differs from `before`: what an update event carries.
fn patch(before: &Signal, after: &Signal) -> String {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return "{}".to_owned();
    };
    let changed: Map<String, Value> = after
        .into_iter()
        .filter(|(key, value)| key == "revision" || before.get(key) != Some(value))
        .collect();
    Value::Object(changed).to_string()
}
