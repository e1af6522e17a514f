//! `/api/v1/ws/signals`: the live feed as a WebSocket.
//!
//! A reader gets the newest 50 signals, oldest first, and then every event. Text `ping` is answered `pong`. One
//! that falls behind, takes nothing, or is silent for too long (not even a protocol pong) is cut.

use std::time::Duration;

use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, Utf8Bytes, WebSocket},
    },
    response::Response,
};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, MissedTickBehavior, interval, timeout},
};

use crate::{
    db::signals::SignalFilter,
    feed::{Event, signal_created},
    state::App,
};

/// Signals a new reader gets.
const BACKLOG: i64 = 50;
const PING: Duration = Duration::from_secs(30);
/// Silence after which a reader is taken for gone.
const SILENCE: Duration = Duration::from_secs(90);
/// How long one message may take to be taken.
const SEND: Duration = Duration::from_secs(5);
/// Readers say no more than `ping`.
const MAX_MESSAGE: usize = 1 << 10;

/// WebSocket close codes (RFC 6455 and its registry).
const GOING_AWAY: u16 = 1001;
const TRY_AGAIN_LATER: u16 = 1013;

pub(super) async fn connect(State(app): State<App>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE).on_upgrade(async move |mut socket| {
        let ending = follow(&app, &mut socket).await;
        let close = match ending {
            Ending::Left => return,
            Ending::Stopping => CloseFrame { code: GOING_AWAY, reason: "the engine is stopping".into() },
            Ending::Behind => {
                app.metrics.feed_clients_dropped.add(1);
                CloseFrame { code: TRY_AGAIN_LATER, reason: "too far behind; connect again".into() }
            }
        };
        // The reader may be gone or stuck; closing is a courtesy.
        let _ = timeout(Duration::from_secs(1), socket.send(Message::Close(Some(close)))).await;
    })
}

/// Why a feed ended.
enum Ending {
    Left,
    Behind,
    Stopping,
}

async fn follow(app: &App, socket: &mut WebSocket) -> Ending {
    // Subscribed before the backlog is read: nothing falls between the two.
    let mut events = app.feed.subscribe();
    let known = match send_backlog(app, socket).await {
        Ok(known) => known,
        Err(ending) => return ending,
    };
    let mut pings = interval(PING);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut heard = Instant::now();
    loop {
        let sent = tokio::select! {
            () = app.stopping.cancelled() => return Ending::Stopping,
            event = next(&mut events, known) => match event {
                Ok(text) => send(socket, Message::Text(text)).await,
                Err(ending) => return ending,
            },
            message = socket.recv() => {
                heard = Instant::now();
                match message {
                    Some(Ok(Message::Text(text))) if text.as_str() == "ping" => {
                        send(socket, Message::Text("pong".into())).await
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ending::Left,
                    Some(Ok(_)) => Ok(()),
                }
            }
            _ = pings.tick() => {
                if heard.elapsed() > SILENCE {
                    return Ending::Left;
                }
                send(socket, Message::Ping(Vec::new().into())).await
            }
        };
        if let Err(ending) = sent {
            return ending;
        }
    }
}

/// Sends the newest signals and returns the number of the last one.
async fn send_backlog(app: &App, socket: &mut WebSocket) -> Result<i64, Ending> {
    let filter = SignalFilter { limit: BACKLOG, ..SignalFilter::default() };
    let signals = app.db.signals(&filter).await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "the newest signals could not be read");
        Ending::Behind
    })?;
    let now = app.clock.now_micros();
    for signal in signals.iter().rev() {
        send(socket, Message::Text(signal_created(signal, now))).await?;
    }
    Ok(signals.first().map_or(0, |signal| signal.seq))
}

/// The next event the reader has not had in its backlog.
async fn next(events: &mut Receiver<Event>, known: i64) -> Result<Utf8Bytes, Ending> {
    loop {
        match events.recv().await {
            Ok(Event::Created(number, _)) if number <= known => {}
            Ok(Event::Created(_, text) | Event::Other(text)) => return Ok(text),
            Ok(Event::Overflow) | Err(RecvError::Lagged(_)) => return Err(Ending::Behind),
            Err(RecvError::Closed) => return Err(Ending::Stopping),
        }
    }
}

async fn send(socket: &mut WebSocket, message: Message) -> Result<(), Ending> {
    match timeout(SEND, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Ending::Left),
        Err(_) => Err(Ending::Behind),
    }
}
