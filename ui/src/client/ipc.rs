//! The desktop shell's transport: Tauri commands for calls, a Tauri channel for events. A part of its own.

use std::future::pending;

use console_api::{EventSeq, OperationInfo};
use futures_util::future::LocalBoxFuture;
use js_sys::{JSON, Object, Reflect};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;
use yew::Callback;

use super::{CallError, Ended, Heard, Reply};
use crate::json;
use crate::words as w;

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

type Replied = LocalBoxFuture<'static, Result<Reply, CallError>>;

/// What talks to the shell.
#[derive(Clone, Copy)]
pub(crate) struct Shell {
    pub(super) call: fn(&'static OperationInfo, Map<String, Value>) -> Replied,
    /// Listens for as long as it is awaited.
    pub(super) listen: fn(Option<EventSeq>, Callback<Heard>) -> LocalBoxFuture<'static, ()>,
}

/// Reached only from the part.
pub(crate) const fn shell() -> Shell {
    Shell {
        call: |info, fields| Box::pin(call(info, fields)),
        listen: |after, heard| Box::pin(listen(after, heard)),
    }
}

async fn call(info: &'static OperationInfo, fields: Map<String, Value>) -> Result<Reply, CallError> {
    let mut arguments = Map::new();
    arguments.insert("operation".to_owned(), Value::from(info.name));
    arguments.insert("request".to_owned(), Value::Object(fields));
    let arguments = json::write(&Value::Object(arguments));
    let arguments = JSON::parse(&arguments).map_err(failed)?;
    let envelope = invoke("call", &arguments).await.map_err(failed)?;
    match envelope.as_string() {
        Some(text) => Ok(text.into()),
        None => JSON::stringify(&envelope).map(|text| String::from(text).into()).map_err(failed),
    }
}

async fn listen(after: Option<EventSeq>, heard: Callback<Heard>) {
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
    match invoke("subscribe", &arguments).await {
        Ok(_) => {
            let _open = OpenChannel { channel, _on_message: on_message };
            heard.emit(Heard::Opened);
            pending::<()>().await;
        }
        Err(_) => heard.emit(Heard::Closed(Ended::Lost)),
    }
}

struct OpenChannel {
    channel: Channel,
    _on_message: Closure<dyn FnMut(JsValue)>,
}

impl Drop for OpenChannel {
    fn drop(&mut self) {
        let silent: Closure<dyn FnMut(JsValue)> = Closure::new(drop);
        self.channel.set_onmessage(&silent.into_js_value());
    }
}

/// The shell rejects with a text, or with `{code, message}`.
fn failed(reason: JsValue) -> CallError {
    let message = reason.as_string().or_else(|| Reflect::get(&reason, &"message".into()).ok()?.as_string());
    message.map_or_else(silent, CallError::Unreached)
}

pub(super) fn silent() -> CallError {
    CallError::Unreached(w::client_silent_shell().to_owned())
}
