//! One listener for all keys: finds the command that is meant, and keeps what was pressed of a sequence.
//!
//! Widgets come first: what they have handled (`preventDefault`) is theirs, and so is every key while the focus is in
//! a field, a menu, an open popover or a dialog.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::early::{in_field, innermost, key, layer_above};
use super::keys::{self, Press};
use super::{Hint, Inner, Scope, Told};
use crate::browser;
use crate::words as w;

/// How long a word about a key stays. A begun sequence stays until it is ended: nobody has to be quick.
const HINT_MS: i32 = 4_000;

impl Inner {
    /// `is_ours`: it was held, and kept from the browser, by `early`.
    pub(super) fn pressed(&'static self, event: &KeyboardEvent, is_ours: bool) {
        let Some(stroke) = press(event).stroke(self.mac.get()) else { return };
        let capture = self.capture.borrow().clone();
        if let Some(capture) = capture {
            // With these one moves on to a button and presses it; no command can have them.
            if matches!(stroke.as_str(), "Tab" | "Shift+Tab" | "Enter" | "Space") {
                return;
            }
            event.prevent_default();
            return capture.emit(stroke);
        }
        if event.default_prevented() && !is_ours || event.is_composing() {
            return;
        }
        let before = match &*self.hint.borrow() {
            Hint::Pending(keys) => Some(keys.clone()),
            Hint::Nothing | Hint::Words(_) => None,
        };
        let wanted = before.iter().map(String::as_str).chain([stroke.as_str()]).collect::<Vec<_>>().join(" ");
        let (mut meant, mut begins) = (None, false);
        let reach = Reach::of(event);
        let keymap = Rc::clone(&self.keymap.borrow());
        for (scope, command) in self.all() {
            let keys = keymap.keys(command.id, command.keys);
            let silent = keymap.silences(keys) && !matches!(scope, Scope::Within(_));
            if silent || !reach.holds(scope, command.in_fields && stroke.starts_with("Mod+")) {
                continue;
            }
            if keys == wanted {
                meant = Some(command);
                break;
            }
            begins |= keys::continues(keys, &wanted);
        }
        match (meant, begins, before) {
            (Some(command), ..) => {
                event.prevent_default();
                self.hint(Hint::Nothing);
                if command.repeats || !event.repeat() {
                    self.run(&command);
                }
            }
            (None, true, _) => {
                event.prevent_default();
                self.hint(Hint::Pending(wanted));
            }
            (None, false, Some(_)) if stroke == "Escape" => {
                event.prevent_default();
                self.hint(Hint::Nothing);
            }
            // In a field it is text, and a key such as Tab does what it always does.
            (None, false, Some(_)) if reach.in_field || !keys::is_character(&stroke) => {
                self.hint(Hint::Nothing);
            }
            (None, false, Some(before)) => {
                event.prevent_default();
                let caps = keys::caps(&[&before, " ", &stroke].concat(), self.mac.get()).concat().join(" ");
                self.hint(Hint::Words(w::keys_no_shortcut(&caps)));
            }
            (None, false, None) => {}
        }
    }

    /// Shows a hint; words are taken away in a while.
    pub(super) fn hint(&'static self, hint: Hint) {
        if hint == *self.hint.borrow() {
            return;
        }
        *self.clearing.borrow_mut() = matches!(hint, Hint::Words(_)).then(|| {
            browser::spawn(async move {
                browser::sleep(HINT_MS).await;
                self.show_hint(Hint::Nothing);
            })
        });
        self.show_hint(hint);
    }

    fn show_hint(&self, hint: Hint) {
        self.hint.borrow_mut().clone_from(&hint);
        let told = self.told.borrow().clone();
        if let Some(told) = told {
            told.emit(Told::Hint(hint));
        }
    }
}

/// Where the key was pressed, as far as it decides what holds there.
struct Reach {
    target: Option<Element>,
    in_field: bool,
    /// The dialog or popover above the page.
    layer: Option<Element>,
}

impl Reach {
    fn of(event: &KeyboardEvent) -> Self {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let in_field = innermost(event).is_some_and(|innermost| in_field(&innermost));
        Self { target, in_field, layer: layer_above() }
    }

    fn holds(&self, scope: Scope, in_fields: bool) -> bool {
        let home = if let Scope::Within(id) = scope { browser::element(id) } else { None };
        let contains = |outer: &Option<Element>, inner: &Option<Element>| match (outer, inner) {
            (Some(outer), Some(inner)) => outer.contains(Some(inner)),
            _ => false,
        };
        // The body has the focus when nothing has.
        let nowhere = self.target.as_ref().is_none_or(|target| target.tag_name() == "BODY");
        let inside = match scope {
            Scope::Within(_) => home.is_some() && (nowhere || contains(&home, &self.target)),
            Scope::Page | Scope::Global => true,
        };
        let on_top = self.layer.is_none() || contains(&self.layer, &home);
        inside && on_top && (in_fields || !self.in_field)
    }
}

fn press(event: &KeyboardEvent) -> Press {
    Press {
        key: key(event),
        ctrl: event.ctrl_key(),
        alt: event.alt_key(),
        meta: event.meta_key(),
        shift: event.shift_key(),
        alt_graph: event.get_modifier_state("AltGraph"),
    }
}
