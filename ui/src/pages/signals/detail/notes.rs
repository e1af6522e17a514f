//! Notes: what people wrote about a signal, in Markdown, with a preview while writing and the texts before each edit.

use std::rc::Rc;

use console_api::operations::{AddNote, DeleteNote, EditNote, ListNoteVersions, ListNotes};
use console_api::triage::{MAX_NOTE, Note};
use console_api::{ErrorCode, Permission, SignalId};
use yew::prelude::*;

use super::NOTE_FIELD;
use crate::browser;
use crate::cache::{use_cache, use_query};
use crate::client::CallError;
use crate::clock::use_clock;
use crate::components::form::{Field, TextArea};
use crate::components::{LoadedView, relative_time};
use crate::dom::{el, line, tell};
use crate::markdown::markdown;
use crate::session::use_session;
use crate::words as w;

/// Headings of a note are below those of the panel.
const TOP: u8 = 4;

#[derive(Properties, PartialEq)]
pub(super) struct NotesProps {
    pub(super) id: SignalId,
    /// How many there are, as the signal says.
    pub(super) count: u32,
}

#[component]
pub(super) fn Notes(props: &NotesProps) -> Html {
    let asked = use_query(ListNotes { id: props.id.clone() });
    let clock = use_clock();
    let may = use_session().may(Permission::SignalsTriage);
    let retry = asked.retry();
    // Somebody wrote, here or elsewhere: the signal counts its notes.
    use_effect_with(props.count, {
        let (retry, known) = (retry.clone(), asked.data().map(|notes| notes.len()));
        move |count| {
            if known.is_some_and(|known| known != *count as usize) {
                retry.emit(());
            }
        }
    });
    let content = asked.data().map(|notes| {
        let items = notes.iter().map(|note| html! {
            <NoteItem key={note.id.0.clone()} id={props.id.clone()} note={note.clone()} {may} changed={retry.clone()} />
        });
        html! {
            if notes.is_empty() { { line("p", "text-ink-2", w::notes_none()) } }
            else { <ul class="flex flex-col gap-3">{ for items }</ul> }
        }
    });
    html! {
        <section class="detail-section" aria-label={w::notes()}>
            { line("h3", "detail-title", w::notes()) }
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at().or(Some(clock.now))}
                retry={retry.clone()}
                noun={w::noun_notes()}
            />
            if may { <Composer id={props.id.clone()} saved={retry} /> }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct NoteItemProps {
    id: SignalId,
    note: Note,
    may: bool,
    changed: Callback<()>,
}

#[component]
fn NoteItem(props: &NoteItemProps) -> Html {
    let NoteItemProps { id, note, may, changed } = props;
    let clock = use_clock();
    let cache = use_cache();
    let editing = use_state_eq(|| false);
    let history = use_state_eq(|| false);
    let trouble = use_state_eq(|| None::<String>);
    let delete = {
        let (request, changed, trouble) = (
            DeleteNote { id: id.clone(), note: note.id.clone(), revision: Some(note.revision) },
            changed.clone(),
            trouble.setter(),
        );
        Callback::from(move |_: MouseEvent| {
            let (cache, request, changed, trouble) =
                (cache.clone(), request.clone(), changed.clone(), trouble.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match cache.client().change(&request).await {
                    Ok(_) => changed.emit(()),
                    Err(error) => trouble.set(Some(error.message().to_owned())),
                }
            });
        })
    };
    let edit = {
        let editing = editing.clone();
        Callback::from(move |_: MouseEvent| editing.set(!*editing))
    };
    let show_history = {
        let history = history.clone();
        Callback::from(move |_: MouseEvent| history.set(!*history))
    };
    html! {
        <li class="note">
            <p class="flex flex-wrap items-center gap-x-2 text-small text-ink-2">
                <span class="font-medium text-ink">{ note.by.name.clone() }</span>
                { relative_time(note.at, clock) }
                if note.revision > 1 {
                    <button type="button" class="button-link text-small" aria-expanded={history.to_string()} onclick={show_history}>
                        { w::note_edited() }
                    </button>
                }
                if *may {
                    <span class="ml-auto flex gap-2">
                        <button type="button" class="button-link text-small" onclick={edit}>{ w::note_edit() }</button>
                        <button type="button" class="button-link text-small" onclick={delete}>{ w::note_delete() }</button>
                    </span>
                }
            </p>
            if *editing {
                <Editing id={id.clone()} note={note.clone()} done={
                    let (editing, changed) = (editing.setter(), changed.clone());
                    Callback::from(move |is_saved: bool| {
                        editing.set(false);
                        if is_saved {
                            changed.emit(());
                        }
                    })
                } />
            } else {
                { markdown(&note.text, TOP) }
            }
            if *history { <Versions id={id.clone()} note={note.id.clone()} /> }
            if let Some(why) = &*trouble { <p role="alert" class="text-small text-critical-text">{ w::signal_not_changed(why) }</p> }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct VersionsProps {
    id: SignalId,
    note: console_api::NoteId,
}

/// The texts that a note had.
#[component]
fn Versions(props: &VersionsProps) -> Html {
    let asked = use_query(ListNoteVersions { id: props.id.clone(), note: props.note.clone() });
    let clock = use_clock();
    let content = asked.data().map(|versions| {
        let item = |version: &console_api::triage::NoteVersion| {
            el("li", "border-l-2 border-line pl-3", [
                el("p", "text-small text-ink-2", [tell(&version.by.name), tell(" "), relative_time(version.at, clock)]),
                markdown(&version.text, TOP),
            ])
        };
        html! { <ol class="flex flex-col gap-2" aria-label={w::note_versions()}>{ for versions.iter().map(item) }</ol> }
    });
    html! {
        <LoadedView
            {content}
            error={asked.error()}
            fetched_at={asked.fetched_at()}
            retry={asked.retry()}
            noun={w::noun_notes()}
        />
    }
}

#[derive(Properties, PartialEq)]
struct EditingProps {
    id: SignalId,
    note: Note,
    /// Whether it was saved.
    done: Callback<bool>,
}

#[component]
fn Editing(props: &EditingProps) -> Html {
    let EditingProps { id, note, done } = props;
    let text = use_state_eq(|| note.text.clone());
    let trouble = use_state_eq(|| None::<CallError>);
    let cache = use_cache();
    let save = {
        let (id, note, done) = (id.clone(), note.clone(), done.clone());
        let (text, trouble) = ((*text).clone(), trouble.setter());
        Callback::from(move |()| {
            let request = EditNote {
                id: id.clone(),
                note: note.id.clone(),
                text: text.clone(),
                revision: note.revision,
            };
            let (cache, done, trouble) = (cache.clone(), done.clone(), trouble.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match cache.client().change(&request).await {
                    Ok(_) => done.emit(true),
                    Err(error) => trouble.set(Some(error)),
                }
            });
        })
    };
    let field = ["note-edit-", note.id.as_str()].concat();
    let onchange = {
        let text = text.clone();
        Callback::from(move |to: String| text.set(to))
    };
    html! {
        <div class="flex flex-col gap-2">
            { writing(&field, w::note_text(), &text, trouble.as_ref(), onchange, save) }
            // Somebody changed it meanwhile: both texts are there, this one above, theirs to copy from.
            if trouble.as_ref().is_some_and(|error| error.is(ErrorCode::Conflict)) {
                <Versions id={id.clone()} note={note.id.clone()} />
            }
            <button type="button" class="button-link self-start text-small" onclick={done.reform(|_: MouseEvent| false)}>{ w::cancel() }</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ComposerProps {
    id: SignalId,
    saved: Callback<()>,
}

/// Where a new note is written. What was begun is kept in this browser until it is saved.
#[component]
fn Composer(props: &ComposerProps) -> Html {
    let key = Rc::<str>::from(["fluo.draft.note.", props.id.as_str()].concat());
    let text = use_state_eq(String::new);
    let trouble = use_state_eq(|| None::<CallError>);
    let cache = use_cache();
    use_effect_with(key.clone(), {
        let (text, trouble) = (text.setter(), trouble.setter());
        move |key| {
            text.set(browser::stored(key).unwrap_or_default());
            trouble.set(None);
        }
    });
    let onchange = {
        let (text, key) = (text.setter(), key.clone());
        Callback::from(move |to: String| {
            if to.trim().is_empty() {
                browser::forget(&key);
            } else {
                browser::store(&key, &to);
            }
            text.set(to);
        })
    };
    let save = {
        let (request, saved) = (AddNote { id: props.id.clone(), text: (*text).clone() }, props.saved.clone());
        let (text, trouble) = (text.setter(), trouble.setter());
        Callback::from(move |()| {
            let (cache, request, saved) = (cache.clone(), request.clone(), saved.clone());
            let (text, trouble, key) = (text.clone(), trouble.clone(), key.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match cache.client().change(&request).await {
                    Ok(_) => {
                        browser::forget(&key);
                        text.set(String::new());
                        trouble.set(None);
                        saved.emit(());
                    }
                    Err(error) => trouble.set(Some(error)),
                }
            });
        })
    };
    writing(NOTE_FIELD, w::note_new(), &text, trouble.as_ref(), onchange, save)
}

/// A field with its preview below; Ctrl and Enter save.
fn writing(
    id: &str,
    label: &'static str,
    text: &str,
    trouble: Option<&CallError>,
    onchange: Callback<String>,
    save: Callback<()>,
) -> Html {
    let field = Field {
        error: trouble.map(|error| w::signal_not_changed(error.message()).into()),
        limit: (text.len() > MAX_NOTE / 2).then_some(MAX_NOTE),
        ..Field::new(id.to_owned(), label)
    };
    let is_empty = text.trim().is_empty();
    let onkeydown = {
        let save = save.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                if !is_empty {
                    save.emit(());
                }
            }
            // Out of the field first, and only then out of the panel.
            "Escape" => {
                event.stop_propagation();
                browser::focus("signal-title");
            }
            _ => {}
        })
    };
    html! {
        <div class="flex flex-col gap-2" {onkeydown}>
            <TextArea {field} value={text.to_owned()} {onchange} rows={2} />
            if !is_empty {
                <details class="note-preview" open=true>
                    <summary class="button-link text-small">{ w::note_preview() }</summary>
                    { markdown(text, TOP) }
                </details>
                <button type="button" class="button button-primary self-start" onclick={save.reform(|_: MouseEvent| ())}>
                    { w::note_save() }
                </button>
            }
        </div>
    }
}
