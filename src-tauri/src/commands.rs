//! What the page may ask of the shell. `build.rs` lists the same names and `capabilities/main.json` grants them.

use console_api::Error;
use serde_json::Value;
use tauri::{State, Webview, ipc::Channel};

use crate::bridge::Bridge;

/// Runs an operation; answers the text of its envelope, which carries a refusal too.
#[tauri::command]
pub(crate) async fn call(
    bridge: State<'_, Bridge>,
    operation: String,
    request: Value,
) -> Result<String, Error> {
    Ok(bridge.call(&operation, request).await)
}

/// Sends the events after `last_event_id`, or from now on, as JSON texts, and `null` when no more will come.
/// A webview has one such stream: a new one ends the one before.
#[tauri::command]
pub(crate) async fn subscribe(
    bridge: State<'_, Bridge>,
    webview: Webview,
    last_event_id: Option<String>,
    channel: Channel<Option<String>>,
) -> Result<(), Error> {
    bridge.subscribe(webview.label(), last_event_id.as_deref(), channel).await
}
