//! Tables `notes` and `note_versions`: what people wrote about signals, with the texts there were before.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::signal_rows::read_person;
use super::sql::Sql;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::session::User;
use console_api::triage::{Note, NoteVersion};
use console_api::{NoteId, SignalId, Timestamp};

const COLUMNS: &str = "id, text, by_id, by_name, at, revision, edited_at, edited_by_id, edited_by_name";

impl Store {
    /// The notes on a signal, oldest first.
    pub(crate) async fn notes(
        &self,
        scope: &TenantScope,
        signal: &SignalId,
    ) -> Result<Vec<Note>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM notes WHERE tenant_id = ").text(scope.tenant());
        sql.push(" AND signal_id = ").text(signal.as_str()).push(" ORDER BY id");
        sql.query().fetch_all(&self.read).await?.iter().map(read_note).collect()
    }

    /// The texts a note had before, newest first.
    pub(crate) async fn note_versions(
        &self,
        scope: &TenantScope,
        note: &NoteId,
    ) -> Result<Vec<NoteVersion>, StoreError> {
        let rows = sqlx::query(
            "SELECT revision, text, by_id, by_name, at FROM note_versions
             WHERE tenant_id = $1 AND note_id = $2 ORDER BY revision DESC LIMIT 500",
        )
        .bind(scope.tenant())
        .bind(note.as_str())
        .fetch_all(&self.read)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(NoteVersion {
                    revision: row.try_get("revision")?,
                    text: row.try_get("text")?,
                    by: person(row, "by_id", "by_name")?,
                    at: Timestamp(row.try_get("at")?),
                })
            })
            .collect()
    }
}

impl WriteTx<'_> {
    pub(crate) async fn note(
        &mut self,
        signal: &SignalId,
        note: &NoteId,
    ) -> Result<Option<Note>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM notes WHERE tenant_id = ").text(self.scope().tenant());
        sql.push(" AND signal_id = ").text(signal.as_str()).push(" AND id = ").text(note.as_str());
        sql.query().fetch_optional(self.connection()).await?.as_ref().map(read_note).transpose()
    }

    pub(crate) async fn insert_note(&mut self, signal: &SignalId, note: &Note) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO notes (tenant_id, id, signal_id, text, by_id, by_name, at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(tenant)
        .bind(note.id.as_str())
        .bind(signal.as_str())
        .bind(note.text.as_str())
        .bind(note.by.id.as_str())
        .bind(note.by.name.as_str())
        .bind(note.at.micros())
        .bind(note.revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Gives a note another text and keeps the one before.
    pub(crate) async fn edit_note(
        &mut self,
        before: &Note,
        text: &str,
        by: &User,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let (wrote, at) =
            (before.edited_by.as_ref().unwrap_or(&before.by), before.edited_at.unwrap_or(before.at));
        sqlx::query(
            "INSERT INTO note_versions (tenant_id, note_id, revision, text, by_id, by_name, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(tenant.as_str())
        .bind(before.id.as_str())
        .bind(before.revision)
        .bind(before.text.as_str())
        .bind(wrote.id.as_str())
        .bind(wrote.name.as_str())
        .bind(at.micros())
        .execute(self.connection())
        .await?;
        sqlx::query(
            "UPDATE notes SET text = $3, revision = revision + 1, edited_at = $4, edited_by_id = $5,
                 edited_by_name = $6
             WHERE tenant_id = $1 AND id = $2",
        )
        .bind(tenant.as_str())
        .bind(before.id.as_str())
        .bind(text)
        .bind(now.micros())
        .bind(by.id.as_str())
        .bind(by.name.as_str())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes a note away with all its texts.
    pub(crate) async fn delete_note(&mut self, note: &NoteId) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        for statement in [
            "DELETE FROM note_versions WHERE tenant_id = $1 AND note_id = $2",
            "DELETE FROM notes WHERE tenant_id = $1 AND id = $2",
        ] {
            sqlx::query(statement)
                .bind(tenant.as_str())
                .bind(note.as_str())
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }
}

fn read_note(row: &AnyRow) -> Result<Note, StoreError> {
    Ok(Note {
        id: NoteId(row.try_get("id")?),
        text: row.try_get("text")?,
        by: person(row, "by_id", "by_name")?,
        at: Timestamp(row.try_get("at")?),
        revision: row.try_get("revision")?,
        edited_at: row.try_get::<Option<i64>, _>("edited_at")?.map(Timestamp),
        edited_by: read_person(row, "edited_by_id", "edited_by_name")?,
    })
}

fn person(row: &AnyRow, id: &str, name: &str) -> Result<User, StoreError> {
    let nobody = || StoreError::Corrupt { table: "notes", what: "a text by nobody".to_owned() };
    read_person(row, id, name)?.ok_or_else(nobody)
}
