//! Copying: a button that says it did, and a text with one.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{Symbol, icon};
use crate::browser::{self, Task};
use crate::words as w;

const CONFIRM_MS: i32 = 1_600;

/// The button that was pressed last says what became of it, for a moment.
struct Said {
    button: Element,
    _task: Task,
}

thread_local! {
    static SAID: RefCell<Option<Said>> = const { RefCell::new(None) };
}

impl Drop for Said {
    fn drop(&mut self) {
        say(&self.button, Symbol::Copy, "");
    }
}

/// A button that copies; `noun` is what, in words: "trace id". Without state in the virtual DOM: wherever there is an id
/// there is one.
pub(crate) fn copy_button(text: impl Into<AttrValue>, noun: &str) -> Html {
    let text = text.into();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(Ok(Some(button))) = pressed.map(|pressed| pressed.closest("button")) {
            copy_and_say(button, text.clone());
        }
    });
    let label = AttrValue::from(w::copy_what(noun));
    html! {
        <>
            <button type="button" class="button button-quiet button-small" aria-label={label.clone()} title={label} {onclick}>
                { icon(Symbol::Copy) }
            </button>
            <span class="sr-only" role="status"></span>
        </>
    }
}

fn copy_and_say(button: Element, text: AttrValue) {
    let task = browser::spawn({
        let button = button.clone();
        async move {
            if browser::copy(&text).await {
                say(&button, Symbol::Check, w::copied());
            } else {
                say(&button, Symbol::Close, w::copy_refused());
            }
            browser::sleep(CONFIRM_MS).await;
            SAID.take();
        }
    });
    SAID.set(Some(Said { button, _task: task }));
}

/// Puts it beside the button, where it is read out, and shows it on the button.
fn say(button: &Element, symbol: Symbol, words: &str) {
    if let Ok(Some(drawing)) = button.query_selector("path") {
        let _ = drawing.set_attribute("d", symbol.path());
    }
    if let Some(said) = button.next_element_sibling() {
        said.set_text_content(Some(words));
    }
}

/// An id in mono with its copy button.
pub(crate) fn copyable(text: impl Into<AttrValue>, noun: &'static str) -> Html {
    let text = text.into();
    html! {
        <span class="inline-flex min-w-0 max-w-full items-center gap-1">
            <span class="truncate font-mono text-small" title={text.clone()}>{ text.clone() }</span>
            { copy_button(text, noun) }
        </span>
    }
}

/// A command to run in a terminal, ready to copy.
pub(crate) fn command(text: &'static str) -> Html {
    html! {
        <div class="flex w-full items-center gap-2 rounded-control border border-line bg-sunken py-1 pr-1 pl-3 text-left">
            <code
                class="min-w-0 flex-1 overflow-x-auto py-1 font-mono text-small whitespace-nowrap text-ink"
                tabindex="0" role="region" aria-label={w::command()}
            >
                { text }
            </code>
            { copy_button(text, w::copy_command()) }
        </div>
    }
}
