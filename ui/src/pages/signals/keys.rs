//! The keyboard of the list: works wherever on the page the focus is, never while typing.

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::filters::SEARCH;
use super::grid::GRID;
use super::list::is_typing;
use crate::browser::{self, Listener};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Next,
    Previous,
    PageDown,
    PageUp,
    First,
    Last,
    Open,
    Close,
}

#[hook]
pub(super) fn use_keys(step: Callback<Step>) {
    let latest = use_mut_ref(|| step.clone());
    *latest.borrow_mut() = step;
    use_effect_with((), move |()| {
        let listener = browser::document().map(|document| {
            Listener::new(document, "keydown", move |event| {
                let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
                let step = latest.borrow().clone();
                pressed(&event, &step);
            })
        });
        || drop(listener)
    });
}

fn pressed(event: &KeyboardEvent, step: &Callback<Step>) {
    if event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || event.default_prevented()
        || is_typing(event)
    {
        return;
    }
    let key = event.key();
    if key == "/" {
        event.prevent_default();
        return browser::focus(SEARCH);
    }
    let in_grid = browser::document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| active.id() == GRID || active.tag_name() == "BODY");
    let Some(wanted) = meaning(&key, in_grid) else { return };
    event.prevent_default();
    step.emit(wanted);
}

/// Letters work everywhere; keys that other elements need for themselves only in the grid.
fn meaning(key: &str, in_grid: bool) -> Option<Step> {
    match key {
        "j" => Some(Step::Next),
        "k" => Some(Step::Previous),
        "Escape" => Some(Step::Close),
        "ArrowDown" if in_grid => Some(Step::Next),
        "ArrowUp" if in_grid => Some(Step::Previous),
        "PageDown" if in_grid => Some(Step::PageDown),
        "PageUp" if in_grid => Some(Step::PageUp),
        "Home" if in_grid => Some(Step::First),
        "End" if in_grid => Some(Step::Last),
        "Enter" if in_grid => Some(Step::Open),
        _ => None,
    }
}
