//! The browser's transport: fetch for calls, and fetch again for the event stream, because `EventSource` can neither
//! send `Last-Event-ID` on a fresh connection nor tell "signed out" from "server away".

use console_api::{Error, ErrorCode, EventSeq, OperationInfo};
use js_sys::{Reflect, Uint8Array};
use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, ReadableStreamDefaultReader, RequestInit, Response};
use yew::Callback;

use super::sse::Decoder;
use super::wire::encode;
use super::{CallError, Ended, Heard, Line, Reply, Transport};
use crate::browser;
use crate::words as w;

const STREAM: &str = "/api/v1/stream/events";
/// Says that our own page sent the request: other sites cannot set it.
const OWN_PAGE: &str = "x-fluo-console";

pub(crate) struct Http;

impl Transport for Http {
    fn needs_network(&self) -> bool {
        true
    }

    async fn call(
        &self,
        info: &'static OperationInfo,
        fields: Map<String, Value>,
        key: Option<String>,
    ) -> Result<Reply, CallError> {
        let wire = encode(info, fields);
        exchange(wire.method, &wire.target, key, wire.body).await
    }

    async fn visit(
        &self,
        method: &'static str,
        target: &str,
        body: Option<String>,
    ) -> Result<Reply, CallError> {
        exchange(method, target, None, body).await
    }

    fn listen(&self, after: Option<EventSeq>, heard: Callback<Heard>) -> Line {
        Line::new(browser::spawn(async move {
            let ended = follow(after, &heard).await;
            heard.emit(Heard::Closed(ended));
        }))
    }
}

/// Asks, and takes the answer if it is JSON.
async fn exchange(
    method: &str,
    target: &str,
    key: Option<String>,
    body: Option<String>,
) -> Result<Reply, CallError> {
    let mut headers = vec![("accept", "application/json".to_owned())];
    if method != "GET" {
        headers.push((OWN_PAGE, "1".to_owned()));
    }
    if let Some(key) = key {
        headers.push(("idempotency-key", key));
    }
    if body.is_some() {
        headers.push(("content-type", "application/json".to_owned()));
    }
    let flight = Flight::new();
    let response = flight.send(method, target, &headers, body.as_deref()).await?;
    let retry_after = response.headers().get("retry-after").ok().flatten();
    let is_json = response.headers().get("content-type").ok().flatten();
    if !is_json.is_some_and(|kind| kind.starts_with("application/json")) {
        return Err(not_ours(response.status()));
    }
    let text = JsFuture::from(response.text().map_err(unreached)?).await.map_err(unreached)?;
    let text = text.as_string().ok_or_else(|| CallError::Unreached(w::client_not_text().to_owned()))?;
    // The other form, a date, is not one our server uses.
    let retry_after = retry_after.and_then(|seconds| seconds.parse::<i64>().ok()).map(|s| s * 1_000);
    Ok(Reply { text, retry_after })
}

/// Reads the stream until it ends.
async fn follow(after: Option<EventSeq>, heard: &Callback<Heard>) -> Ended {
    let mut headers = vec![("accept", "text/event-stream".to_owned())];
    if let Some(EventSeq(seq)) = after {
        headers.push(("last-event-id", seq.to_string()));
    }
    let flight = Flight::new();
    let Ok(response) = flight.send("GET", STREAM, &headers, None).await else { return Ended::Lost };
    match response.status() {
        200 => {}
        401 => return Ended::SignedOut,
        403 => return Ended::Forbidden,
        _ => return Ended::Lost,
    }
    let Some(reader) = response.body().and_then(|body| body.get_reader().dyn_into().ok()) else {
        return Ended::Lost;
    };
    heard.emit(Heard::Opened);
    let mut decoder = Decoder::default();
    while let Some(chunk) = next_chunk(&reader).await {
        for data in decoder.push(&chunk) {
            // A kind of event that this build does not know is a newer server's business.
            if let Some(event) = super::read_event(&data) {
                heard.emit(Heard::Said(event));
            }
        }
    }
    Ended::Lost
}

async fn next_chunk(reader: &ReadableStreamDefaultReader) -> Option<Vec<u8>> {
    let result = JsFuture::from(reader.read()).await.ok()?;
    let value = Reflect::get(&result, &"value".into()).ok()?;
    Some(value.dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// A request under way; dropping it aborts it.
struct Flight {
    controller: Option<AbortController>,
}

impl Flight {
    fn new() -> Self {
        Self { controller: AbortController::new().ok() }
    }

    async fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, String)],
        body: Option<&str>,
    ) -> Result<Response, CallError> {
        let init = RequestInit::new();
        init.set_method(method);
        let sent = Headers::new().map_err(unreached)?;
        for (name, value) in headers {
            sent.set(name, value).map_err(unreached)?;
        }
        init.set_headers(&sent);
        if let Some(body) = body {
            init.set_body(&JsValue::from_str(body));
        }
        init.set_signal(self.controller.as_ref().map(AbortController::signal).as_ref());
        let window = browser::window().ok_or_else(|| unreached(()))?;
        let response =
            JsFuture::from(window.fetch_with_str_and_init(target, &init)).await.map_err(unreached)?;
        response.dyn_into().map_err(unreached)
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}

/// Something between page and console answered. What it says about the request stands.
fn not_ours(status: u16) -> CallError {
    let message = w::client_status(&status.to_string());
    let code = match status {
        401 => ErrorCode::Unauthenticated,
        403 => ErrorCode::Forbidden,
        404 => ErrorCode::NotFound,
        429 => ErrorCode::RateLimited,
        400..500 => ErrorCode::Invalid,
        _ => return CallError::Unreached(message),
    };
    CallError::Refused { error: Error::new(code, message), request_id: String::new() }
}

fn unreached<E>(_: E) -> CallError {
    CallError::Unreached(w::client_silent().to_owned())
}
