//! The desktop shell's transport: Tauri commands for calls, a Tauri channel for events.

use console_api::{EventSeq, OperationInfo};
use js_sys::{JSON, Object, Reflect};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;
use yew::Callback;

use super::{CallError, Ended, Heard, Line, Transport};
use crate::{browser, json};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI__", "core"], js_name = invoke)]
    async fn invoke(command: &str, arguments: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "core"])]
    type Channel;

    #[wasm_bindgen(constructor, js_namespace = ["window", "__TAURI__", "core"])]
    fn new() -> Channel;

    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &Channel, handler: &JsValue);
}

pub(crate) struct Ipc;

impl Ipc {
    /// Whether the page is shown by the desktop shell.
    pub(crate) fn is_present() -> bool {
        browser::window()
            .and_then(|window| Reflect::get(&window, &"__TAURI_INTERNALS__".into()).ok())
            .is_some_and(|internals| !internals.is_undefined())
    }
}

impl Transport for Ipc {
    fn needs_network(&self) -> bool {
        false
    }

    async fn call(
        &self,
        info: &'static OperationInfo,
        fields: Map<String, Value>,
    ) -> Result<String, CallError> {
        let arguments = json::write(&Value::from_iter([
            ("operation", Value::from(info.name)),
            ("request", Value::Object(fields)),
        ]));
        let arguments = JSON::parse(&arguments).map_err(failed)?;
        let envelope = invoke("call", &arguments).await.map_err(failed)?;
        match envelope.as_string() {
            Some(text) => Ok(text),
            None => JSON::stringify(&envelope).map(String::from).map_err(failed),
        }
    }

    fn listen(&self, after: Option<EventSeq>, heard: Callback<Heard>) -> Line {
        let channel = Channel::new();
        let on_message: Closure<dyn FnMut(JsValue)> = Closure::new({
            let heard = heard.clone();
            move |message: JsValue| match message.as_string() {
                // The shell's last word.
                None => heard.emit(Heard::Closed(Ended::Lost)),
                Some(text) => {
                    if let Some(event) = super::read_event(&text) {
                        heard.emit(Heard::Said(event));
                    }
                }
            }
        });
        channel.set_onmessage(on_message.as_ref());
        let arguments = Object::new();
        let last = after.map_or(JsValue::NULL, |EventSeq(seq)| JsValue::from_str(&seq.to_string()));
        let _ = Reflect::set(&arguments, &"lastEventId".into(), &last);
        let _ = Reflect::set(&arguments, &"channel".into(), &channel);
        let task = browser::spawn(async move {
            match invoke("subscribe", &arguments).await {
                Ok(_) => heard.emit(Heard::Opened),
                Err(_) => heard.emit(Heard::Closed(Ended::Lost)),
            }
        });
        Line::new(OpenChannel { channel, _on_message: on_message, _task: task })
    }
}

struct OpenChannel {
    channel: Channel,
    _on_message: Closure<dyn FnMut(JsValue)>,
    _task: browser::Task,
}

impl Drop for OpenChannel {
    fn drop(&mut self) {
        let silent: Closure<dyn FnMut(JsValue)> = Closure::new(drop);
        self.channel.set_onmessage(&silent.into_js_value());
    }
}

/// The shell rejects with a text, or with `{code, message}`.
fn failed(reason: JsValue) -> CallError {
    let message = reason
        .as_string()
        .or_else(|| Reflect::get(&reason, &"message".into()).ok()?.as_string())
        .unwrap_or_else(|| "The desktop shell does not answer.".to_owned());
    CallError::Unreached(message)
}
