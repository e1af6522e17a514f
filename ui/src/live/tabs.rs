//! The browser's means for pages of one origin: a channel between them, and the lock that the leader holds.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};
use yew::Callback;

use super::hub::CHANNEL;
use crate::browser::Listener;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, held: &JsValue) -> Result<Promise, JsValue>;
}

/// The channel between pages.
pub(super) struct Tabs {
    channel: BroadcastChannel,
    _listener: Listener,
    /// Lets the lock go.
    release: Rc<RefCell<Option<Function>>>,
}

impl Tabs {
    /// Nothing where the browser has no channel.
    pub(super) fn open(said: Callback<String>) -> Option<Self> {
        let channel = BroadcastChannel::new(CHANNEL).ok()?;
        let listener = Listener::new(channel.clone(), "message", move |event| {
            if let Some(text) =
                event.dyn_into::<MessageEvent>().ok().and_then(|event| event.data().as_string())
            {
                said.emit(text);
            }
        });
        Some(Self { channel, _listener: listener, release: Rc::default() })
    }

    pub(super) fn post(&self, text: &str) {
        let _ = self.channel.post_message(&JsValue::from_str(text));
    }

    /// Stands in line for the lead. `elected` is told true when this page leads, false when there is no way to lead.
    pub(super) fn stand(&self, elected: Callback<bool>) {
        let release = Rc::clone(&self.release);
        let held = Closure::once_into_js({
            let elected = elected.clone();
            move |_: JsValue| {
                // The lock is held until this promise is kept.
                let promise = Promise::new(&mut |resolve, _| *release.borrow_mut() = Some(resolve));
                elected.emit(true);
                promise
            }
        });
        let request = request_lock(CHANNEL, &held);
        wasm_bindgen_futures::spawn_local(async move {
            let is_possible = match request {
                Ok(request) => JsFuture::from(request).await.is_ok(),
                Err(_) => false,
            };
            if !is_possible {
                elected.emit(false);
            }
        });
    }

    pub(super) fn step_down(&self) {
        if let Some(release) = self.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}
