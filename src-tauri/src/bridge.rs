//! Between the page and the console: calls in, envelopes and events out, on behalf of the person at this machine.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

use console_api::{Envelope, Error, ErrorCode, EventSeq};
use console_core::Console;
use console_core::call::Request;
use console_core::events::Frame;
use futures_util::{Stream, StreamExt as _};
use serde_json::Value;
use tauri::ipc::Channel;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Shared by all commands.
pub(crate) struct Bridge {
    console: Console,
    /// The open stream of each webview; dropping the guard ends it.
    streams: Mutex<HashMap<String, DropGuard>>,
}

impl Bridge {
    pub(crate) fn new(console: Console) -> Self {
        Self { console, streams: Mutex::default() }
    }

    /// The text of the operation's envelope. There is no request id: no host stood between.
    pub(crate) async fn call(&self, operation: &str, request: Value) -> String {
        let caller = self.console.local_operator();
        let result = self.console.call(&caller, operation, Request::Json(request)).await;
        serde_json::to_string(&Envelope::from_result(result, String::new())).unwrap_or_default()
    }

    /// Opens the stream of this webview in place of the one it had.
    pub(crate) async fn subscribe(
        &self,
        webview: &str,
        last_event_id: Option<&str>,
        channel: Channel<Option<String>>,
    ) -> Result<(), Error> {
        let last = last_event_id.map(event_seq).transpose()?;
        let frames = self.console.subscribe(&self.console.local_operator(), last).await?;
        let cancel = CancellationToken::new();
        self.streams().insert(webview.to_owned(), cancel.clone().drop_guard());
        tokio::spawn(forward(frames, channel, cancel));
        Ok(())
    }

    /// Ends the stream of a webview whose page is gone.
    pub(crate) fn hang_up(&self, webview: &str) {
        self.streams().remove(webview);
    }

    fn streams(&self) -> std::sync::MutexGuard<'_, HashMap<String, DropGuard>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn event_seq(text: &str) -> Result<EventSeq, Error> {
    text.parse()
        .map(EventSeq)
        .map_err(|_| Error::new(ErrorCode::Invalid, "the last event id is not a place in the stream"))
}

/// Until the page hangs up, the console ends the stream, or nobody takes it any more.
async fn forward(
    frames: impl Stream<Item = Arc<Frame>>,
    channel: Channel<Option<String>>,
    cancel: CancellationToken,
) {
    let mut frames = pin!(frames);
    loop {
        let frame = tokio::select! {
            () = cancel.cancelled() => return,
            frame = frames.next() => frame,
        };
        let last = frame.is_none();
        if channel.send(frame.map(|frame| frame.json.clone())).is_err() || last {
            return;
        }
    }
}
