//! FLUO's live feed. Two descriptions of it exist; both spellings are read.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error as WsError, Message, http};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async_tls_with_config};

use super::v1::FluoV1;
use super::{FluoError, UpstreamSignal};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const PING_EVERY: Duration = Duration::from_secs(2);
const DEAD_AFTER: Duration = Duration::from_secs(8);
const MAX_MESSAGE: usize = 4 * 1024 * 1024;

/// Something the feed said.
#[derive(Debug)]
pub(crate) enum LiveMessage {
    Signal(Box<UpstreamSignal>),
    /// A rule changed; which one is read from the rules themselves.
    RuleChanged,
    /// FLUO is there.
    Alive,
}

/// An open feed.
pub(crate) struct LiveFeed {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last_heard: Instant,
    next_ping: Instant,
}

#[derive(Deserialize)]
struct Frame {
    #[serde(rename = "type")]
    kind: String,
    #[serde(alias = "data", default)]
    payload: Value,
}

impl LiveFeed {
    pub(crate) async fn open(fluo: &FluoV1) -> Result<Self, FluoError> {
        let url = fluo.live_url()?;
        let mut request =
            url.as_str().into_client_request().map_err(|e| FluoError::Address(e.to_string()))?;
        let config = fluo.config();
        let mut header = |name: &str, value: &str| {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                request.headers_mut().insert(name, value);
            }
        };
        if let Some(bearer) = &config.bearer {
            header("authorization", &format!("Bearer {}", bearer.expose_secret()));
        }
        if let Some((name, value)) = &config.tenant_header {
            header(name, value);
        }
        let limits =
            WebSocketConfig::default().max_message_size(Some(MAX_MESSAGE)).max_frame_size(Some(MAX_MESSAGE));
        let opening = async {
            let stream = fluo.connect(&url).await?;
            client_async_tls_with_config(request, stream, Some(limits), None).await
        };
        let opened = timeout(CONNECT_TIMEOUT, opening).await;
        match opened {
            Ok(Ok((socket, _))) => {
                let now = Instant::now();
                Ok(Self { socket, last_heard: now, next_ping: now + PING_EVERY })
            }
            Ok(Err(WsError::Http(response))) => Err(feed_refusal(response.status())),
            Ok(Err(error)) => Err(unreachable(fluo, error.to_string())),
            Err(_) => Err(unreachable(fluo, "no answer in time".to_owned())),
        }
    }

    /// The next thing it says; an error ends the feed. Safe to cancel.
    pub(crate) async fn next(&mut self, fluo: &FluoV1) -> Result<LiveMessage, FluoError> {
        loop {
            tokio::select! {
                message = self.socket.next() => {
                    let message = match message {
                        Some(Ok(message)) => message,
                        Some(Err(error)) => return Err(unreachable(fluo, error.to_string())),
                        None => return Err(unreachable(fluo, "it closed the live feed".to_owned())),
                    };
                    self.last_heard = Instant::now();
                    match message {
                        Message::Text(text) => return Ok(read_message(&text)),
                        Message::Close(_) => return Err(unreachable(fluo, "it closed the live feed".to_owned())),
                        Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_) => {
                            return Ok(LiveMessage::Alive);
                        }
                    }
                }
                () = tokio::time::sleep_until(self.next_ping) => {
                    if self.last_heard.elapsed() > DEAD_AFTER {
                        return Err(unreachable(fluo, "the live feed fell silent".to_owned()));
                    }
                    self.next_ping = Instant::now() + PING_EVERY;
                    if let Err(error) = self.socket.send(Message::text("ping")).await {
                        return Err(unreachable(fluo, error.to_string()));
                    }
                }
            }
        }
    }
}

fn read_message(text: &str) -> LiveMessage {
    let Ok(frame) = serde_json::from_str::<Frame>(text) else { return LiveMessage::Alive };
    match frame.kind.as_str() {
        "signal.created" | "signal.updated" | "signal_created" | "signal_update" | "signal_updated" => {
            match UpstreamSignal::deserialize(frame.payload) {
                Ok(signal) => LiveMessage::Signal(Box::new(signal)),
                Err(error) => {
                    tracing::warn!(%error, "a signal on FLUO's live feed cannot be read; the next full read gets it");
                    LiveMessage::Alive
                }
            }
        }
        "rule.updated" | "rule_updated" => LiveMessage::RuleChanged,
        _ => LiveMessage::Alive,
    }
}

fn feed_refusal(status: http::StatusCode) -> FluoError {
    match status.as_u16() {
        401 | 403 => FluoError::Credentials { status: status.as_u16() },
        404 | 405 => FluoError::NotFound,
        400..=499 => FluoError::Refused { status: status.as_u16(), reason: None },
        _ => FluoError::Failing { status: status.as_u16() },
    }
}

fn unreachable(fluo: &FluoV1, reason: String) -> FluoError {
    FluoError::Unreachable { url: fluo.shown_url(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_descriptions_of_the_feed_are_read() {
        let signal = r#"{"signalDbId":"1","traceId":"t","spanId":"s","ruleId":"r","ruleVersion":"1",
            "severity":"ERROR","timestamp":"2026-11-20T10:00:00Z"}"#;
        for (kind, key) in
            [("signal.created", "payload"), ("signal_created", "data"), ("signal_update", "data")]
        {
            let text = format!(r#"{{"type":"{kind}","timestamp":1,"{key}":{signal}}}"#);
            assert!(matches!(read_message(&text), LiveMessage::Signal(_)), "{kind}");
        }
        assert!(matches!(read_message(r#"{"type":"rule_updated","data":{}}"#), LiveMessage::RuleChanged));
        for text in ["pong", "{}", r#"{"type":"stats.updated","payload":{}}"#, r#"{"type":"signal.created"}"#]
        {
            assert!(matches!(read_message(text), LiveMessage::Alive), "{text}");
        }
    }
}
