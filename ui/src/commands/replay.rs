//! Doing the keys that were pressed before the hands were here, one after the other, as if they had waited for each.
//!
//! Where one of them took the focus somewhere (`/`, the palette), what follows goes there too: as an event for whatever
//! listens, and into a field as its text.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, InputEvent, InputEventInit, KeyboardEvent, KeyboardEventInit};

use super::early::{in_field, key};
use super::{Inner, Stage};
use crate::browser;

/// Nobody is still waiting for what a key pressed so long ago would do.
const STALE_MS: f64 = 10_000.0;

pub(super) async fn replay(inner: &'static Inner) {
    inner.stage.set(Stage::Replaying);
    let mut before = browser::focused();
    let mut moved = None::<Element>;
    loop {
        let held = {
            let mut held = inner.held.borrow_mut();
            if held.is_empty() { None } else { Some(held.remove(0)) }
        };
        let Some(event) = held else { break };
        if age(&event) > STALE_MS {
            continue;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let field = match moved.clone() {
            Some(moved) if browser::focused().as_ref() == Some(&moved) => Some(moved),
            // Kept from the field it was pressed in, because others were still to be done.
            _ => target.filter(in_field),
        };
        match &field {
            Some(field) => press_in(inner, field, &event),
            None => inner.pressed(&event, true),
        }
        // What was done is drawn, and the focus moved, before the next.
        browser::sleep(0).await;
        let now = browser::focused();
        if now != before {
            moved.clone_from(&now);
            before = now;
        }
    }
    inner.stage.set(Stage::Ready);
}

/// Milliseconds since the press.
fn age(event: &KeyboardEvent) -> f64 {
    web_sys::Event::new("now").map_or(0.0, |now| now.time_stamp() - event.time_stamp())
}

/// As if the key had been pressed where the focus is by now.
fn press_in(inner: &'static Inner, field: &Element, event: &KeyboardEvent) {
    let key = key(event);
    let init = KeyboardEventInit::new();
    init.set_key(&key);
    init.set_code(&event.code());
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_ctrl_key(event.ctrl_key());
    init.set_alt_key(event.alt_key());
    init.set_meta_key(event.meta_key());
    init.set_shift_key(event.shift_key());
    let Ok(copy) = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init) else { return };
    let _ = field.dispatch_event(&copy);
    inner.pressed(&copy, false);
    let is_plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
    let Some(input) = field.dyn_ref::<HtmlInputElement>().filter(|_| is_plain && !copy.default_prevented())
    else {
        return;
    };
    let mut text = input.value();
    if key.chars().nth(1).is_none() {
        text.push_str(&key);
    } else if key == "Backspace" {
        text.pop();
    } else {
        return;
    }
    input.set_value(&text);
    let init = InputEventInit::new();
    init.set_bubbles(true);
    if let Ok(typed) = InputEvent::new_with_event_init_dict("input", &init) {
        let _ = field.dispatch_event(&typed);
    }
}
