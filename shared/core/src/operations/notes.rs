//! Notes on signals: Markdown, with every text they had.

use console_api::operations::{AddNote, DeleteNote, EditNote, ListNoteVersions, ListNotes};
use console_api::session::Done;
use console_api::triage::{Happening, MAX_NOTE, MAX_NOTES, Note, NoteVersion};
use console_api::{Answer, Error, ErrorCode, NoteId, Signal, SignalId, Timestamp};
use serde_json::json;

use super::internal;
use super::triage::begin;
use crate::audit::Entry;
use crate::call::Context;
use crate::entropy::new_id;
use crate::store::{Changed, Told, WriteTx};

pub(super) async fn list(context: Context, request: ListNotes) -> Result<Answer<Vec<Note>>, Error> {
    known(&context, &request.id).await?;
    let notes = context.console.store().notes(&context.scope, &request.id).await;
    notes.map(Answer::new).map_err(internal)
}

pub(super) async fn versions(
    context: Context,
    request: ListNoteVersions,
) -> Result<Answer<Vec<NoteVersion>>, Error> {
    let store = context.console.store();
    let notes = store.notes(&context.scope, &request.id).await.map_err(internal)?;
    let note = notes.into_iter().find(|note| note.id == request.note);
    let Note { text, by, at, revision, edited_at, edited_by, .. } = note.ok_or_else(unknown)?;
    let newest = NoteVersion { revision, text, by: edited_by.unwrap_or(by), at: edited_at.unwrap_or(at) };
    let before = store.note_versions(&context.scope, &request.note).await.map_err(internal)?;
    Ok(Answer::new(std::iter::once(newest).chain(before).collect()))
}

pub(super) async fn add(context: Context, request: AddNote) -> Result<Answer<Note>, Error> {
    let text = checked(&request.text)?;
    let (mut tx, signal, now) = begin(&context, &request.id).await?;
    if signal.notes >= MAX_NOTES {
        return Err(Error::new(ErrorCode::Conflict, format!("a signal has at most {MAX_NOTES} notes")));
    }
    let id = NoteId(new_id(context.console.entropy(), now));
    let by = context.caller.user().clone();
    let note = Note { id, text, by, at: now, revision: 1, edited_at: None, edited_by: None };
    tx.insert_note(&signal.id, &note).await.map_err(internal)?;
    tell(&context, &mut tx, &signal, 1, Happening::NoteAdded { note: note.id.clone() }, now).await?;
    let detail = json!({ "note": note.id });
    tx.audit(Entry::of::<AddNote>().on("signal", request.id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(note))
}

pub(super) async fn edit(context: Context, request: EditNote) -> Result<Answer<Note>, Error> {
    let text = checked(&request.text)?;
    let (mut tx, signal, now) = begin(&context, &request.id).await?;
    let note = tx.note(&signal.id, &request.note).await.map_err(internal)?.ok_or_else(unknown)?;
    not_stale(&note, Some(request.revision), &text)?;
    if note.text == text {
        tx.commit(now).await.map_err(internal)?;
        return Ok(Answer::new(note));
    }
    let by = context.caller.user();
    tx.edit_note(&note, &text, by, now).await.map_err(internal)?;
    tell(&context, &mut tx, &signal, 0, Happening::NoteEdited { note: note.id.clone() }, now).await?;
    let detail = json!({ "note": note.id, "revision": note.revision + 1 });
    tx.audit(Entry::of::<EditNote>().on("signal", request.id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    let (edited_at, edited_by) = (Some(now), Some(by.clone()));
    Ok(Answer::new(Note { text, revision: note.revision + 1, edited_at, edited_by, ..note }))
}

pub(super) async fn delete(context: Context, request: DeleteNote) -> Result<Answer<Done>, Error> {
    let (mut tx, signal, now) = begin(&context, &request.id).await?;
    let note = tx.note(&signal.id, &request.note).await.map_err(internal)?.ok_or_else(unknown)?;
    not_stale(&note, request.revision, "deleted")?;
    tx.delete_note(&note.id).await.map_err(internal)?;
    tell(&context, &mut tx, &signal, -1, Happening::NoteDeleted { note: note.id.clone() }, now).await?;
    let detail = json!({ "note": note.id });
    tx.audit(Entry::of::<DeleteNote>().on("signal", request.id.as_str()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}

/// Refuses where the tenant has no such signal.
pub(super) async fn known(context: &Context, id: &SignalId) -> Result<Signal, Error> {
    let signal = context.console.store().signal(&context.scope, id).await.map_err(internal)?;
    signal.ok_or_else(|| Error::not_found("signal"))
}

/// The signal's row, its event and its history tell of a note.
async fn tell(
    context: &Context,
    tx: &mut WriteTx<'_>,
    before: &Signal,
    more: i32,
    what: Happening,
    now: Timestamp,
) -> Result<(), Error> {
    let notes = before.notes.saturating_add_signed(more);
    let after = Signal { notes, updated_at: now, revision: before.revision + 1, ..before.clone() };
    let told = Told { by: Some(context.caller.user().clone()), what, fields: Vec::new() };
    let change = Changed { before: Some(before.clone()), after, told: Some(told) };
    tx.change_signals(&[change]).await.map_err(internal)
}

fn checked(text: &str) -> Result<String, Error> {
    let text = text.trim();
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.is_empty() || text.chars().any(is_control) {
        return Err(Error::invalid("a note is text, with nothing in it but text"));
    }
    if text.chars().count() > MAX_NOTE {
        return Err(Error::new(ErrorCode::TooLarge, format!("a note has at most {MAX_NOTE} characters")));
    }
    Ok(text.to_owned())
}

fn not_stale(note: &Note, seen: Option<i64>, yours: &str) -> Result<(), Error> {
    if seen.is_none_or(|seen| seen == note.revision) {
        return Ok(());
    }
    let who = &note.edited_by.as_ref().unwrap_or(&note.by).name;
    let (theirs, yours) = (opening(&note.text), opening(yours));
    let revision = note.revision;
    Err(Error::new(
        ErrorCode::Conflict,
        format!(
            "{who} changed the note since it was read: it is “{theirs}” now (revision {revision}); yours would have been “{yours}”"
        ),
    ))
}

/// The first words of a text.
fn opening(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(80).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

fn unknown() -> Error {
    Error::not_found("note")
}
