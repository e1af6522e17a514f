//! The first keys, until the hands are here to do them (`replay`). What a key means is not known here; only whether the
//! browser would do something of its own with it that a command may be meant to take its place.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, KeyboardEvent};

use super::{Inner, Stage};
use crate::browser::{self, Listener};

/// Where keys are text, or choose by their letter.
const FIELDS: &str = "input:not([type=checkbox], [type=radio], [type=button]), select, textarea, \
    [contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox], [role=listbox], [role=menu], \
    [role=menubar], [role=tree], [role=spinbutton]";
/// What keeps keys from whatever is below it.
const LAYERS: &str = "dialog:modal, [popover=auto]:popover-open";
/// Where arrows and the like are the page's: in the rows, or with the focus nowhere.
const ROWS: &str = "[role=grid]";
/// What Enter and Space press.
const PRESSED: &str = "button, a[href], summary";
/// Held at most; whoever presses more is not waiting for each.
const KEPT: usize = 64;

pub(super) fn listen(inner: &'static Inner) -> Option<Listener> {
    Some(Listener::new(browser::document()?, "keydown", move |event| {
        if inner.stage.get() == Stage::Ready || !event.is_trusted() {
            return;
        }
        inner.want();
        if let Ok(event) = event.dyn_into::<KeyboardEvent>() {
            inner.hold(event);
        }
    }))
}

impl Inner {
    fn hold(&self, event: KeyboardEvent) {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let key = key(&event);
        let command = event.ctrl_key() || event.meta_key();
        let is_palette = command && !event.alt_key() && (key == "k" || key == "K");
        let is_sign = key.chars().nth(1).is_none();
        let is_named = matches!(
            key.as_str(),
            "ArrowDown"
                | "ArrowUp"
                | "ArrowLeft"
                | "ArrowRight"
                | "PageDown"
                | "PageUp"
                | "Home"
                | "End"
                | "Enter"
        );
        // What comes after a key that is still to be done belongs to where that one takes the focus.
        let mut held = self.held.borrow_mut();
        let follows = self.stage.get() == Stage::Replaying && !held.is_empty();
        let presses = (key == "Enter" || key == " ") && matches!(target.closest(PRESSED), Ok(Some(_)));
        if presses && !follows {
            return;
        }
        let is_free =
            !in_field(&innermost(&event).unwrap_or_else(|| target.clone())) && layer_above().is_none();
        let is_known = is_sign || is_named || key == "Escape" || key == "Backspace";
        if !(is_known && (is_palette || is_free || follows)) {
            return;
        }
        let at_rest = target.tag_name() == "BODY" || matches!(target.closest(ROWS), Ok(Some(_)));
        let is_plain = !command && !event.alt_key();
        if is_palette || is_plain && (follows || is_sign && key != " " || at_rest && key != "Escape") {
            event.prevent_default();
        }
        if held.len() < KEPT {
            held.push(event);
        }
    }
}

/// Moves the focus to what has come, unless the reader has gone on to type somewhere meanwhile.
pub(crate) fn focus_arrival(id: &str) {
    if !browser::focused().is_some_and(|focused| in_field(&focused)) {
        browser::focus(id);
    }
}

pub(super) fn in_field(target: &Element) -> bool {
    matches!(target.closest(FIELDS), Ok(Some(_)))
}

/// The element a key goes to, inside a shadow tree too, such as the editor's; of an event that is over only its host is
/// known.
pub(super) fn innermost(event: &KeyboardEvent) -> Option<Element> {
    let target = Some(event.composed_path().get(0)).filter(|target| !target.is_undefined());
    target.or_else(|| event.target().map(JsValue::from))?.dyn_into().ok()
}

/// The last opened layer; they stand in the document in no particular order, but one rarely has two.
pub(super) fn layer_above() -> Option<Element> {
    browser::document()?.query_selector(LAYERS).ok().flatten()
}

/// The key of the event. Autofill dispatches a "keydown" without one.
pub(super) fn key(event: &KeyboardEvent) -> String {
    let key = js_sys::Reflect::get(event, &JsValue::from_str("key")).ok().and_then(|key| key.as_string());
    key.unwrap_or_default()
}
