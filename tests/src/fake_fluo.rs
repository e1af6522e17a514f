//! A FLUO as state: what it holds is set by the test, what it was told is read by the test.
//!
//! It serves the part of the v1 contract that the console reads, badly on demand: random order, failing,
//! HTML only, without a live feed, with a cap on pages.

use std::sync::{Arc, Mutex, OnceLock};

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Json, Response};
use axum::routing::{get, post, put};
use console_core::{Clock as _, SystemClock};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::broadcast;

/// What the fake holds and how it behaves.
#[derive(Default)]
pub struct FluoState {
    pub signals: Vec<Value>,
    pub stacks: Value,
    /// Answer signals in an order that changes with every request.
    pub shuffle: bool,
    /// Rows of a page at most, whatever was asked for.
    pub page_cap: Option<usize>,
    pub live_feed: bool,
    pub html_only: bool,
    /// Every status change is answered so instead of being done.
    pub refuse_changes: Option<u16>,
    /// Status changes that were done, in order.
    pub changes: Vec<(String, String)>,
    /// Incident links that were added, each with its signal.
    pub links: Vec<(String, String)>,
    pub requests: usize,
    /// What stood in the heads of those that asked for signals, a line for each header.
    pub headers: String,
}

/// A running fake. Stopping keeps its state and its port.
pub struct FakeFluo {
    pub state: Arc<Mutex<FluoState>>,
    port: u16,
    feed: broadcast::Sender<String>,
    /// Its own, so that ending it breaks every connection: a FLUO that dies does not say goodbye.
    runtime: Option<Runtime>,
}

#[derive(Clone)]
struct Shared {
    state: Arc<Mutex<FluoState>>,
    feed: broadcast::Sender<String>,
}

/// A moment some days ago: what is much older is kept no longer.
pub fn some_days_ago() -> console_api::Timestamp {
    static MOMENT: OnceLock<i64> = OnceLock::new();
    const DAY: i64 = 24 * 60 * 60 * 1_000_000;
    let moment = MOMENT.get_or_init(|| (SystemClock.now().micros() / DAY - 9) * DAY);
    console_api::Timestamp(*moment)
}

/// A signal as FLUO writes it, raised so many seconds after [`some_days_ago`].
pub fn signal(id: u32, seconds: i64) -> Value {
    let raised = some_days_ago().micros() + seconds * 1_000_000;
    let severity = ["ERROR", "WARNING", "INFO"][(id % 3) as usize];
    json!({
        "signalDbId": format!("sig-{id:06}"), "humanFriendlyId": format!("calm-otter-{id}"),
        "traceId": format!("{:032x}", id + 1), "spanId": format!("{:016x}", id + 1),
        "ruleId": if id.is_multiple_of(2) { "slow-charge" } else { "failed-login" }, "ruleVersion": "1",
        "severity": severity,
        "message": format!("charge {id} took too long"), "sourceServiceName": "payments",
        "sourceSpanName": "payment.charge_card", "timestamp": console_api::Timestamp(raised).to_string(),
        "statusTag": "OPEN"
    })
}

impl FakeFluo {
    pub fn start() -> Self {
        let state = FluoState { stacks: json!({}), live_feed: true, ..FluoState::default() };
        let mut fake = Self {
            state: Arc::new(Mutex::new(state)),
            port: 0,
            feed: broadcast::Sender::new(1_024),
            runtime: None,
        };
        fake.resume();
        fake
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn with<T>(&self, change: impl FnOnce(&mut FluoState) -> T) -> T {
        change(&mut self.state.lock().expect("the fake's state"))
    }

    /// Holds one more signal and tells it on the feed.
    pub fn raise(&self, signal: Value) {
        self.with(|state| state.signals.push(signal.clone()));
        self.say("signal.created", &signal);
    }

    /// Says something on the live feed.
    pub fn say(&self, kind: &str, payload: &Value) {
        let _ = self.feed.send(json!({"type": kind, "timestamp": 0, "payload": payload}).to_string());
    }

    /// Goes away; connections break.
    pub fn stop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }

    /// Comes back on the same port with the same state.
    pub fn resume(&mut self) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime for the fake");
        let listener = std::net::TcpListener::bind(("127.0.0.1", self.port)).expect("the fake's port");
        listener.set_nonblocking(true).expect("a non-blocking listener");
        self.port = listener.local_addr().expect("its address").port();
        let router = router(Shared { state: Arc::clone(&self.state), feed: self.feed.clone() });
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, router).await.expect("serving");
        });
        self.runtime = Some(runtime);
    }
}

impl Drop for FakeFluo {
    fn drop(&mut self) {
        self.stop();
    }
}

fn router(shared: Shared) -> Router {
    Router::new()
        .route(
            "/q/health",
            get(|| async { Json(json!({"status": "UP", "checks": [{"name": "rules", "status": "UP"}]})) }),
        )
        .route("/signals", get(list))
        .route("/signals/{id}/status", put(set_status))
        .route("/signals/{id}/incident-links", post(add_link))
        .route("/api/v1/rules/stacks", get(stacks))
        .route("/api/v1/ws/signals", get(live))
        .with_state(shared)
}

#[derive(Deserialize)]
struct Page {
    limit: usize,
    offset: usize,
}

async fn list(State(shared): State<Shared>, Query(page): Query<Page>, headers: HeaderMap) -> Response {
    let mut state = shared.state.lock().expect("the fake's state");
    state.requests += 1;
    for (name, value) in &headers {
        state.headers += &format!("{name}: {}\n", value.to_str().unwrap_or_default());
    }
    if state.html_only {
        return Html("<p>signals</p>").into_response();
    }
    let mut signals = state.signals.clone();
    signals.reverse();
    if state.shuffle && !signals.is_empty() {
        let places = signals.len();
        signals.rotate_left(state.requests * 7 % places);
    }
    let limit = page.limit.min(state.page_cap.unwrap_or(usize::MAX));
    Json(signals.into_iter().skip(page.offset).take(limit).collect::<Vec<_>>()).into_response()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StatusForm {
    status_tag: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LinkForm {
    incident_link: String,
}

async fn add_link(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Form(form): Form<LinkForm>,
) -> Response {
    let mut state = shared.state.lock().expect("the fake's state");
    state.links.push((id, form.incident_link));
    Html("<p>done</p>").into_response()
}

async fn set_status(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Form(form): Form<StatusForm>,
) -> Response {
    let mut state = shared.state.lock().expect("the fake's state");
    if let Some(status) = state.refuse_changes {
        let status = StatusCode::from_u16(status).expect("a status");
        return (status, Json(json!({"error": "no", "message": "not today"}))).into_response();
    }
    let Some(signal) = state.signals.iter_mut().find(|signal| signal["signalDbId"] == id.as_str()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    signal["statusTag"] = json!(form.status_tag);
    state.changes.push((id, form.status_tag));
    Html("<p>done</p>").into_response()
}

async fn stacks(State(shared): State<Shared>) -> Json<Value> {
    let stacks = shared.state.lock().expect("the fake's state").stacks.clone();
    Json(json!({"stacks": stacks, "totalStacks": 0, "totalRules": 0, "filters": {}}))
}

async fn live(State(shared): State<Shared>, upgrade: WebSocketUpgrade) -> Response {
    if !shared.state.lock().expect("the fake's state").live_feed {
        return StatusCode::NOT_FOUND.into_response();
    }
    let feed = shared.feed.subscribe();
    upgrade.on_upgrade(|socket| follow(socket, feed))
}

async fn follow(mut socket: WebSocket, mut feed: broadcast::Receiver<String>) {
    loop {
        tokio::select! {
            said = feed.recv() => {
                let Ok(said) = said else { return };
                if socket.send(Message::text(said)).await.is_err() {
                    return;
                }
            }
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) if text.as_str() == "ping" => {
                    if socket.send(Message::text("pong")).await.is_err() {
                        return;
                    }
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
        }
    }
}
