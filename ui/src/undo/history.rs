//! What was done in this session, newest first, each with the way back.

use yew::prelude::*;

use super::{Deed, Entry, State, Undo};
use crate::commands::use_commands_context;
use crate::components::{Shape, glyph};
use crate::dom::{el, line, none, tell};
use crate::words as w;

#[component]
pub(crate) fn ChangeHistory() -> Html {
    let Some(commands) = use_commands_context() else { return none() };
    let undo = commands.undo();
    html! {
        <div class="changes">
            { line("h2", "px-2 pb-1 font-medium text-ink", w::changes()) }
            <ol>{ for undo.entries().iter().map(|entry| row(entry, undo)) }</ol>
            { line("p", "px-2 pt-1 text-small text-ink-2", w::changes_kept()) }
        </div>
    }
}

fn row(entry: &Entry<Deed>, undo: &Undo) -> Html {
    let (undo, id) = (undo.clone(), entry.id);
    let toggle = Callback::from(move |_: MouseEvent| {
        let undo = undo.clone();
        wasm_bindgen_futures::spawn_local(async move { undo.toggle(id).await });
    });
    let (word, offer) = match entry.state {
        State::Done => ("", Some((w::undo(), w::undo_of(&entry.label)))),
        State::Undone(_) => (w::undone(), Some((w::redo(), w::redo_of(&entry.label)))),
        State::Past => (w::undone(), None),
    };
    let problem = entry.problem.as_ref().map_or_else(none, |problem| {
        el(
            "span",
            "flex items-start gap-1.5 text-small text-critical-text",
            [glyph(Shape::Octagon), tell(problem)],
        )
    });
    html! {
        <li key={id} class="change">
            { el("span", "flex min-w-0 flex-1 flex-col wrap-anywhere", [
                tell(&entry.label),
                if word.is_empty() { none() } else { line("span", "text-small text-ink-2", word) },
                problem,
            ]) }
            if let Some((offer, label)) = offer {
                <button type="button" class="button-link" aria-label={label} onclick={toggle}>
                    { offer }
                </button>
            }
        </li>
    }
}
