//! An engine in a temporary folder, and small telemetry to send it.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use fluo_engine::{
    Engine, EngineConfig,
    clock::{Clock, Entropy, SystemClock, SystemEntropy},
    replay::{Progress, Recording, Replay, ReplayError, replay},
};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url, header};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// Noon of a day, in microseconds.
pub(crate) const NOON: i64 = 1_795_176_000_000_000;

/// A clock that stands still until it is moved.
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_micros()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_micros(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A running engine and the person in front of it.
pub(crate) struct Fluo {
    engine: Option<Engine>,
    config: EngineConfig,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) folder: TempDir,
    pub(crate) client: Client,
}

impl Fluo {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(configure: impl FnOnce(&mut EngineConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(NOON)));
        let mut config = EngineConfig::new(folder.path());
        config.clock = clock.clone();
        config.tenant_id = "acme".to_owned();
        configure(&mut config);
        let engine = Engine::start(config.clone()).await.unwrap();
        Self { engine: Some(engine), config, clock, folder, client: client() }
    }

    pub(crate) async fn stop(&mut self) {
        self.engine.take().unwrap().shutdown().await;
    }

    pub(crate) async fn restart(&mut self) {
        if self.engine.is_some() {
            self.stop().await;
        }
        self.engine = Some(Engine::start(self.config.clone()).await.unwrap());
    }

    pub(crate) fn url(&self) -> String {
        self.engine.as_ref().unwrap().url()
    }

    pub(crate) fn base(&self) -> Url {
        self.url().parse().unwrap()
    }

    pub(crate) fn spans_folder(&self) -> std::path::PathBuf {
        self.folder.path().join("spans")
    }

    /// A request of a client that reads JSON.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.url()))
            .header(header::ACCEPT, "application/json")
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub(crate) async fn put(&self, path: &str) -> (StatusCode, Value) {
        read(self.request(Method::PUT, path).send().await.unwrap()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> (StatusCode, Value) {
        read(self.request(Method::DELETE, path).send().await.unwrap()).await
    }

    pub(crate) async fn set_status(&self, id: &str, status: &str) -> (StatusCode, Value) {
        let request = self.request(Method::PUT, &format!("/signals/{id}/status"));
        read(request.form(&[("statusTag", status)]).send().await.unwrap()).await
    }

    pub(crate) async fn add_link(&self, id: &str, link: &str) -> (StatusCode, Value) {
        let request = self.request(Method::POST, &format!("/signals/{id}/incident-links"));
        read(request.form(&[("incidentLink", link)]).send().await.unwrap()).await
    }

    pub(crate) async fn create_rule(&self, rule: Value) -> (StatusCode, Value) {
        read(self.request(Method::POST, "/api/v1/rules").json(&rule).send().await.unwrap()).await
    }

    /// A rule that must be accepted.
    pub(crate) async fn rule(&self, id: &str, condition: &str) -> Value {
        let (status, rule) = self.create_rule(json!({ "ruleId": id, "ognlCondition": condition })).await;
        assert_eq!(status, StatusCode::CREATED, "{rule}");
        rule
    }

    pub(crate) async fn export(&self, request: &Value) -> (StatusCode, Value) {
        read(self.request(Method::POST, "/v1/traces").json(request).send().await.unwrap()).await
    }

    pub(crate) async fn export_as(&self, content_type: &str, body: impl Into<Vec<u8>>) -> Response {
        let request = self.request(Method::POST, "/v1/traces").header(header::CONTENT_TYPE, content_type);
        request.body(body.into()).send().await.unwrap()
    }

    /// The signals of a list query, which must succeed.
    pub(crate) async fn signals(&self, query: &str) -> Vec<Value> {
        let (status, list) = self.get(&format!("/signals?{query}")).await;
        assert_eq!(status, StatusCode::OK, "{list}");
        list.as_array().unwrap().clone()
    }

    /// How many signals a rule has raised, by reading every page.
    pub(crate) async fn count_signals(&self, rule: &str) -> usize {
        let mut count = 0;
        loop {
            let page = self.signals(&format!("ruleId={rule}&limit=100&offset={count}")).await;
            count += page.len();
            if page.len() < 100 {
                return count;
            }
        }
    }

    /// A figure of `/metrics`.
    pub(crate) async fn metric(&self, name: &str) -> u64 {
        let text = self.request(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("{name} is missing in {text}")).parse().unwrap()
    }

    /// Replays to this engine as fast as it accepts.
    pub(crate) async fn replay(&self, recording: Recording) -> Result<Progress, ReplayError> {
        let options = replay_options(recording, self.base());
        replay(options, &CancellationToken::new(), |_| {}).await
    }
}

pub(crate) fn client() -> Client {
    // A second installation in the same process is refused, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

pub(crate) fn replay_options(recording: Recording, endpoint: Url) -> Replay<'static> {
    static CLOCK: SystemClock = SystemClock;
    static ENTROPY: SystemEntropy = SystemEntropy;
    let entropy: &dyn Entropy = &ENTROPY;
    Replay {
        recording,
        endpoint,
        speed: 0.0,
        repeat: false,
        fresh_ids: false,
        client: client(),
        clock: &CLOCK,
        entropy,
    }
}

/// Status and JSON of an answer; `null` when it has no body.
pub(crate) async fn read(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let body = response.bytes().await.unwrap();
    let value = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
    (status, value)
}

/// A span of 20 ms in trace `trace`, numbered `span`.
pub(crate) fn span(trace: u32, span: u32, name: &str) -> Value {
    json!({
        "traceId": trace_id(trace),
        "spanId": format!("{span:016x}"),
        "name": name,
        "kind": 2,
        "startTimeUnixNano": "1795176000000000000",
        "endTimeUnixNano": "1795176000020000000",
        "attributes": [{ "key": "amount", "value": { "doubleValue": 12.5 } }],
    })
}

pub(crate) fn trace_id(trace: u32) -> String {
    format!("{:032x}", 0xabc0_0000_0000_0000_0000_0000_u128 + u128::from(trace))
}

/// An export request of service `shop`.
pub(crate) fn request(spans: &[Value]) -> Value {
    json!({ "resourceSpans": [{
        "resource": { "attributes": [
            { "key": "service.name", "value": { "stringValue": "shop" } },
            { "key": "service.version", "value": { "stringValue": "2.1" } },
        ]},
        "scopeSpans": [{ "scope": { "name": "test" }, "spans": spans }],
    }]})
}

/// The newest segment file of a span store.
pub(crate) fn last_segment(folder: &Path) -> std::path::PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "spans")).max().unwrap()
}
