//! Mistakes of our own that nobody caught, said while the page lives on. What ends the page is said by `app.js`.

use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::toasts::{Toast, ToastKind, use_toasts};
use crate::words as w;

/// Not a mistake: a size that was observed changed while it was being looked at, and is told in the next frame. Both
/// engines report it to the window as an error.
const LAYOUT_NOTICE: &str = "ResizeObserver loop";

/// Shows what reaches the window as an error.
#[hook]
pub(super) fn use_trouble() {
    let toasts = use_toasts();
    use_effect_with(toasts, |toasts| {
        let listen = |kind, field: &'static str| {
            let (toasts, window) = (*toasts, browser::window()?);
            Some(Listener::new(window, kind, move |event| {
                let said = words(&event, field);
                if said.starts_with(LAYOUT_NOTICE) {
                    return;
                }
                let words = w::trouble(&said);
                toasts.show(Toast { kind: ToastKind::Error, text: words.into(), action: None });
            }))
        };
        let listeners = (listen("error", "message"), listen("unhandledrejection", "reason"));
        || drop(listeners)
    });
}

/// What the event says of the mistake.
fn words(event: &Event, field: &str) -> String {
    let said = js_sys::Reflect::get(event, &field.into()).unwrap_or(JsValue::UNDEFINED);
    match said.dyn_into::<js_sys::Error>() {
        Ok(error) => error.message().into(),
        Err(other) => other.as_string().unwrap_or_else(|| w::trouble_unknown().to_owned()),
    }
}
