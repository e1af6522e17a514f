//! The stage of these stories: an engine, a server in front of it, and whoever comes in.

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use console_core::identity::ProviderConfig;
use console_core::mail::MailConfig;
use console_core::outbound::IpNet;
use console_core::pace::Rates;
use console_core::store::Database;
use console_core::vault::KeySource;
use console_core::{Clock, SystemClock, SystemEntropy};
use console_server::{Fluo, Host, HostConfig, Limits, UiFiles, run_folder};
use fluo_engine::{Engine, EngineConfig};
use secrecy::ExposeSecret as _;
use serde_json::json;
use tempfile::TempDir;

use crate::visitor::{Visitor, client};

/// The rule every stage has: it fires for spans of this name.
pub(crate) const RULE: &str = "declined-card";
/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery staple";
const SPAN: &str = "charge card";

pub(crate) struct Stage {
    pub(crate) host: Host,
    pub(crate) database: Database,
    engine: Option<Engine>,
    fluo: SocketAddr,
    folder: TempDir,
    raised: AtomicU64,
}

/// What differs from stage to stage.
pub(crate) struct Setting {
    pub(crate) limits: Limits,
    pub(crate) public_url: Option<&'static str>,
    pub(crate) postgres: bool,
    pub(crate) with_ui: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) providers: Vec<ProviderConfig>,
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// Where none are given, as many requests are taken as come.
    pub(crate) rates: Rates,
    pub(crate) mail: MailConfig,
}

impl Default for Setting {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            limits,
            public_url: None,
            postgres: false,
            with_ui: true,
            clock: Arc::new(SystemClock),
            providers: Vec::new(),
            trusted_proxies: Vec::new(),
            rates: Rates::default(),
            mail: MailConfig::Nowhere,
        }
    }
}

impl Stage {
    pub(crate) async fn set() -> Self {
        Self::set_with(Setting::default()).await
    }

    pub(crate) async fn set_with(setting: Setting) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = start_engine(folder.path(), any_port()).await;
        let fluo = engine.local_addr();
        create_rule(&engine.url()).await;
        let database = if setting.postgres {
            Database::Postgres(it::postgres::database().into())
        } else {
            Database::Sqlite(folder.path().join("console.db"))
        };
        let ui = if setting.with_ui {
            UiFiles::folder(&built_ui(folder.path())).unwrap()
        } else {
            UiFiles::default()
        };
        let config = HostConfig {
            listen: any_port(),
            allow_remote: false,
            public_url: setting.public_url.map(|url| url.parse().unwrap()),
            data: folder.path().join("data"),
            database: database.clone(),
            fluo: Fluo::At { url: engine.url() },
            traces_url: None,
            audit_anchors: Some(folder.path().join("audit.anchors")),
            secrets: KeySource::File(folder.path().join("secrets.key")),
            providers: setting.providers,
            trusted_proxies: setting.trusted_proxies,
            rates: setting.rates,
            private_targets: vec!["127.0.0.0/8".parse().unwrap()],
            mail: setting.mail,
            ui,
            limits: setting.limits,
        };
        let host = Host::start(config, setting.clock, Arc::new(SystemEntropy)).await.unwrap();
        let stage = Self { host, database, engine: Some(engine), fluo, folder, raised: AtomicU64::new(0) };
        // From here on the mirror follows, and the event log is not empty.
        let program = stage.program();
        within(10, async || program.get("/api/v1/rules/stacks").await.data()[0]["id"] == RULE).await;
        stage
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.host.address)
    }

    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// The file with the keys of what is sealed in the store.
    pub(crate) fn secrets_key(&self) -> std::path::PathBuf {
        self.folder.path().join("secrets.key")
    }

    pub(crate) fn anonymous(&self) -> Visitor {
        Visitor::new(self.url())
    }

    /// A program on this machine, with the operator's token.
    pub(crate) fn program(&self) -> Visitor {
        let (_, token) = run_folder::find(&self.data()).unwrap();
        self.anonymous().with("authorization", &format!("Bearer {}", token.expose_secret()))
    }

    /// The operator's browser after it opened a sign-in link.
    pub(crate) async fn browser(&self) -> Visitor {
        let link = self.host.sign_in_url().await.unwrap();
        let path = link.split_once("/sign-in").map(|(_, token)| format!("/sign-in{token}")).unwrap();
        let answer = self.anonymous().get(&path).await;
        assert_eq!(answer.status, 303);
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        self.anonymous().with("cookie", &cookie)
    }

    /// The operator makes somebody an account.
    pub(crate) async fn account(&self, name: &str, role: &str) -> serde_json::Value {
        let email = format!("{name}@example.com");
        let body = json!({ "email": email, "name": name, "password": PASSWORD, "role": role }).to_string();
        self.program().post("/api/v1/accounts", &body).await.data()
    }

    /// Somebody with an account, signed in anew at our page.
    pub(crate) async fn person(&self, name: &str) -> Visitor {
        let page = self.anonymous().as_our_page();
        let answer = page.sign_in(&format!("{name}@example.com"), PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        page.keep_cookie(&answer)
    }

    /// Sends spans that break the rule, one signal each; answers how many have been raised in all.
    pub(crate) async fn raise(&self, count: u64) -> u64 {
        let first = self.raised.fetch_add(count, Ordering::SeqCst);
        let spans: Vec<_> = (first..first + count).map(span).collect();
        let request = json!({ "resourceSpans": [{
            "resource": { "attributes": [{ "key": "service.name", "value": { "stringValue": "till" } }] },
            "scopeSpans": [{ "spans": spans }],
        }] });
        let url = format!("http://{}/v1/traces", self.fluo);
        let answer = client().post(url).json(&request).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        first + count
    }

    pub(crate) async fn stop_fluo(&mut self) {
        self.engine.take().unwrap().shutdown().await;
    }

    pub(crate) async fn start_fluo(&mut self) {
        self.engine = Some(start_engine(self.folder.path(), self.fluo).await);
    }

    pub(crate) async fn end(self) {
        self.host.stop().await;
        if let Some(engine) = self.engine {
            engine.shutdown().await;
        }
    }
}

fn span(number: u64) -> serde_json::Value {
    let now = std::time::UNIX_EPOCH + Duration::from_secs(1_795_000_000 + number);
    let nanos = now.duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    json!({
        "traceId": format!("{:032x}", number + 1),
        "spanId": format!("{:016x}", number + 1),
        "name": SPAN,
        "kind": 1,
        "startTimeUnixNano": nanos.to_string(),
        "endTimeUnixNano": (nanos + 1_000_000).to_string(),
    })
}

async fn start_engine(folder: &Path, listen: SocketAddr) -> Engine {
    Engine::start(EngineConfig { listen, ..EngineConfig::new(folder.join("engine")) }).await.unwrap()
}

async fn create_rule(fluo: &str) {
    let rule = json!({ "ruleId": RULE, "ognlCondition": format!("operationName == \"{SPAN}\"") });
    let answer = client().post(format!("{fluo}/api/v1/rules")).json(&rule).send().await.unwrap();
    assert_eq!(answer.status(), 201);
}

/// A UI as the build leaves it: a page, a hashed asset, compressed twins.
fn built_ui(folder: &Path) -> std::path::PathBuf {
    let ui = folder.join("ui");
    std::fs::create_dir_all(ui.join("assets")).unwrap();
    for (name, content) in [
        ("index.html", "<!doctype html><title>page</title>"),
        ("assets/app-0123456789abcdef.js", "plain"),
        ("assets/app-0123456789abcdef.js.br", "brotli"),
        ("assets/app-0123456789abcdef.js.gz", "gzip"),
    ] {
        std::fs::write(ui.join(name), content).unwrap();
    }
    ui
}

pub(crate) fn any_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// Waits until the condition holds; fails after `seconds`.
pub(crate) async fn within<F: Future<Output = bool>>(seconds: u64, mut holds: impl FnMut() -> F) {
    let mut looks = tokio::time::interval(Duration::from_millis(10));
    let waiting = async {
        while !holds().await {
            looks.tick().await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(seconds), waiting).await;
    assert!(waited.is_ok(), "the condition did not hold within {seconds} s");
}

/// Runs a story on both databases.
macro_rules! on_both {
    ($name:ident, $story:ident) => {
        mod $name {
            use crate::stage::Setting;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$story(Setting::default()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$story(Setting { postgres: true, ..Setting::default() }).await;
            }
        }
    };
}
pub(crate) use on_both;
