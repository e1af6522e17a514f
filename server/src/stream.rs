//! The live stream: the tenant's events as server-sent events.
//!
//! What comes when (replay after `Last-Event-ID`, resets, heartbeats, the end of a session) is decided in
//! the core, which also writes each event's JSON once for all streams; here it gets its SSE lines.

use std::convert::Infallible;
use std::fmt::Write as _;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, Uri, header};
use axum::response::{IntoResponse, Response};
use console_api::EventSeq;
use console_core::events::Frame;
use futures_util::{StreamExt as _, stream};

use crate::access::SignedIn;
use crate::app::App;
use crate::refusal::Refusal;

/// How long a browser waits before it comes back.
const RETRY: &str = "retry: 1000\n\n";

pub(crate) async fn events(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Refusal> {
    let last = last_seen(&headers, uri.query().unwrap_or_default())?;
    let frames = app.console.subscribe(&caller, last).await?;
    let open = app.metrics().stream_opened();
    let text = frames.map(move |frame| {
        open.delivered();
        Ok::<_, Infallible>(lines(&frame))
    });
    let text = stream::iter([Ok(Bytes::from_static(RETRY.as_bytes()))]).chain(text);
    let body = Body::from_stream(text.take_until(app.shutdown.clone().cancelled_owned()));
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, body).into_response())
}

/// A frame as SSE lines. Without a place in the stream (a heartbeat) it leaves the reader's last id as it is.
/// There is no `event:` line: one listener gets them all, and the type stands in the data.
fn lines(frame: &Frame) -> Bytes {
    let mut text = String::with_capacity(frame.json.len() + 40);
    if frame.seq.0 > 0 {
        let _ = writeln!(text, "id: {}", frame.seq.0);
    }
    text.push_str("data: ");
    text.push_str(&frame.json);
    text.push_str("\n\n");
    text.into()
}

/// The last event the client has. The header is the browser's own and newer than what stood in the address.
fn last_seen(headers: &HeaderMap, query: &str) -> Result<Option<EventSeq>, Refusal> {
    let mut from_query = None;
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if key != "lastEventId" {
            return Err(Refusal::invalid(format!("unknown field `{key}`, expected `lastEventId`")));
        }
        if from_query.replace(value).is_some() {
            return Err(Refusal::invalid("`lastEventId` comes twice"));
        }
    }
    let from_header = headers.get("last-event-id").map(|value| value.to_str().unwrap_or("?"));
    let Some(text) = from_header.or(from_query.as_deref()) else { return Ok(None) };
    match text.parse::<i64>() {
        Ok(seq) if seq >= 0 => Ok(Some(EventSeq(seq))),
        _ => Err(Refusal::invalid("the last event id is the `id:` of an event, a whole number")),
    }
}

#[cfg(test)]
mod tests {
    use console_api::EventKind;

    use super::*;

    #[test]
    fn only_what_has_a_place_in_the_stream_has_an_id() {
        let event = |seq| Frame { seq: EventSeq(seq), kind: EventKind::Heartbeat, json: "{}".to_owned() };
        assert_eq!(lines(&event(7)), "id: 7\ndata: {}\n\n");
        assert_eq!(lines(&event(0)), "data: {}\n\n");
    }

    #[test]
    fn the_header_goes_before_the_query() {
        let mut headers = HeaderMap::new();
        assert_eq!(last_seen(&headers, "").unwrap(), None);
        assert_eq!(last_seen(&headers, "lastEventId=7").unwrap(), Some(EventSeq(7)));
        headers.insert("last-event-id", "9".parse().unwrap());
        assert_eq!(last_seen(&headers, "lastEventId=7").unwrap(), Some(EventSeq(9)));
    }

    #[test]
    fn what_is_no_event_id_is_refused() {
        for query in
            ["lastEventId=", "lastEventId=-1", "lastEventId=x", "other=1", "lastEventId=1&lastEventId=2"]
        {
            assert!(last_seen(&HeaderMap::new(), query).is_err(), "{query}");
        }
    }
}
