//! A million signals: lists, counts and searches in the process; a hundred readers at once over HTTP; a change of ten
//! thousand; an export of all of them. `cargo bench --package it --bench signals -- [COUNT]`.
//!
//! The server of the parts over HTTP is a process of its own, on this machine like its readers, and its FLUO is away.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use console_core::call::Request;
use console_core::fluo::FluoConfig;
use console_core::identity::IdentityConfig;
use console_core::mail::MailConfig;
use console_core::pace::Rates;
use console_core::store::{Database, Store};
use console_core::vault::KeySource;
use console_core::vault::Vault;
use console_core::{Clock as _, Console, ConsoleConfig, SystemClock, SystemEntropy};
use console_server::{Fluo, Host, HostConfig, Limits, SIGNALS_EXPORT_PATH, UiFiles, run_folder};
use it::many::{Many, fill};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const COUNT: u64 = 1_000_000;
const READERS: u32 = 100;
const EACH: u32 = 10;
/// Nobody listens there.
const AWAY: &str = "http://127.0.0.1:9";

#[tokio::main]
async fn main() -> Outcome<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [verb, folder] = arguments.as_slice()
        && verb == "serve"
    {
        return serve(Path::new(folder)).await;
    }
    let count = arguments.first().map_or(Ok(COUNT), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let database = Database::Sqlite(folder.path().join("console.db"));
    let began = Instant::now();
    let store = Store::open(&database).await?;
    fill(&store, Many::new(1, count, SystemClock.now())).await?;
    store.close().await;
    println!("{count} signals made and written: {:.1} s", began.elapsed().as_secs_f64());
    in_process(database).await?;
    over_http(folder.path()).await
}

async fn in_process(database: Database) -> Outcome<()> {
    let config = ConsoleConfig {
        database,
        fluo: FluoConfig::new(AWAY.to_owned()),
        tenant_name: "Local".to_owned(),
        audit_anchors: None,
        providers: Vec::new(),
        private_targets: Vec::new(),
        rates: Rates::default(),
        identity: IdentityConfig::new(Vault::fleeting(&SystemEntropy)),
    };
    let console = Console::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
    let operator = console.local_operator();
    let ask = async |name: &str, fields: Value| {
        let answer = console.call(&operator, name, Request::Json(fields)).await;
        answer.map_err(|error| error.message)
    };
    let began = Instant::now();
    ask("signals.list", json!({})).await?;
    println!(
        "the first question, which reads them all into the index: {:.1} s",
        began.elapsed().as_secs_f64()
    );
    // Each question is asked once: what was found before answers none of them.
    for (what, name, fields) in QUESTIONS {
        let mut took = Vec::new();
        for turn in 0..60 {
            let fields = fields(turn);
            let began = Instant::now();
            ask(name, fields).await?;
            took.push(began.elapsed());
        }
        told(what, took, Some(50.0));
    }
    console.close().await;
    Ok(())
}

type Question = (&'static str, &'static str, fn(u32) -> Value);

/// Something that makes a question another one and its answer hardly so.
fn but(query: &str, turn: u32) -> Value {
    json!({ "q": format!("{query} -tag:none{turn}"), "limit": 100 })
}

fn sorted(query: &str, turn: u32, sort: &str) -> Value {
    let mut fields = but(query, turn);
    fields["sort"] = sort.into();
    fields
}

fn counted(query: &str, turn: u32) -> Value {
    json!({ "q": format!("{query} -tag:none{turn}") })
}

const QUESTIONS: [Question; 12] = [
    ("list: everything, newest", "signals.list", |_| json!({ "limit": 100 })),
    (
        "list: everything, row 500,000 on",
        "signals.list",
        |turn| json!({ "limit": 100, "skip": 500_000 + turn }),
    ),
    ("list: open or worse than a warning", "signals.list", |turn| {
        but("(status:open OR severity:>warning)", turn)
    }),
    ("list: a service and a rule, tagged", "signals.list", |turn| {
        but("service:ledger rule:double-* tag:deploy", turn)
    }),
    ("list: by severity", "signals.list", |turn| sorted("status:open", turn, "severity")),
    ("list: by service", "signals.list", |turn| sorted("-status:resolved", turn, "service")),
    ("list: by last change", "signals.list", |turn| sorted("status:resolved", turn, "updated")),
    ("count and facets: everything", "signals.count", |turn| counted("", turn)),
    ("count and facets: four conditions", "signals.count", |turn| {
        counted("severity:>=warning status:open service:payments assigned:none", turn)
    }),
    ("search: a rare text", "signals.list", |turn| but(&format!("\"attempt {}\"", 40 + turn), turn)),
    ("search: a common text", "signals.list", |turn| but(&format!("\"took {}\"", 1 + turn), turn)),
    ("search: a text nobody wrote", "signals.list", |turn| but(&format!("\"zebra {turn}\""), turn)),
];

/// A server until its standard input ends.
async fn serve(folder: &Path) -> Outcome<()> {
    let config = HostConfig {
        listen: ([127, 0, 0, 1], 0).into(),
        allow_remote: false,
        public_url: None,
        data: folder.to_owned(),
        database: Database::Sqlite(folder.join("console.db")),
        fluo: Fluo::At { url: AWAY.to_owned() },
        traces_url: None,
        secrets: KeySource::File(folder.join("secrets.key")),
        audit_anchors: None,
        providers: Vec::new(),
        private_targets: Vec::new(),
        trusted_proxies: Vec::new(),
        rates: Rates::default(),
        mail: MailConfig::Nowhere,
        ui: UiFiles::default(),
        limits: Limits::default(),
    };
    let host = Host::start(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
    println!("ready");
    tokio::task::spawn_blocking(|| std::io::stdin().lines().for_each(drop)).await?;
    host.stop().await;
    Ok(())
}

struct Server {
    child: Child,
    url: String,
    token: String,
    client: reqwest::Client,
}

impl Server {
    fn start(folder: &Path) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line)?;
        let (info, token) = run_folder::find(folder)?;
        let client = reqwest::Client::builder().build()?;
        Ok(Self { child, url: info.console_url, token: token.expose_secret().to_owned(), client })
    }

    fn request(&self, method: reqwest::Method, target: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{target}", self.url)).bearer_auth(&self.token)
    }

    async fn get(&self, target: &str) -> Outcome<Value> {
        let answer = self.request(reqwest::Method::GET, target).send().await?.error_for_status()?;
        Ok(answer.json::<Value>().await?)
    }

    /// `VmRSS`, or `VmHWM` for the most there was, in MB.
    fn memory(&self, what: &str) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(what)).ok_or("no such figure")?;
        let kilobytes: u64 = line.trim_matches([':', '\t', ' ', 'k', 'B']).parse()?;
        Ok(kilobytes / 1_024)
    }

    fn forget_peak(&self) -> Outcome<()> {
        Ok(std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

const TARGETS: [&str; 8] = [
    "/api/v1/signals?limit=50&q=status:open",
    "/api/v1/signals?limit=50&sort=severity&q=-status:resolved",
    "/api/v1/signals?limit=50&q=service:payments%20rule:timeout",
    "/api/v1/signals/count?q=status:open",
    "/api/v1/signals/count?q=severity:%3E=error%20assigned:none",
    "/api/v1/signals?limit=50&q=%22took%207%22",
    "/api/v1/rules/stacks",
    "/api/v1/session/me",
];

async fn over_http(folder: &Path) -> Outcome<()> {
    let server = Arc::new(Server::start(folder)?);
    server.get("/api/v1/signals?limit=1").await?;
    println!("the server with its index: {} MB", server.memory("VmRSS")?);

    let mut readers = tokio::task::JoinSet::new();
    for reader in 0..READERS {
        let server = Arc::clone(&server);
        readers.spawn(async move {
            let mut took = Vec::new();
            for turn in 0..EACH {
                // What differs from turn to turn keeps most answers from being those of before.
                let target = TARGETS[(reader + turn) as usize % TARGETS.len()];
                let other = if target.contains("q=") { format!("%20-tag:none{turn}") } else { String::new() };
                let began = Instant::now();
                server.get(&format!("{target}{other}")).await?;
                took.push(began.elapsed());
            }
            Outcome::Ok(took)
        });
    }
    let mut took = Vec::new();
    while let Some(of_one) = readers.join_next().await {
        took.extend(of_one??);
    }
    told(&format!("HTTP: {READERS} readers at once, {} requests", took.len()), took, Some(200.0));

    bulk(&server).await?;
    for format in ["csv", "jsonl"] {
        export(&server, format).await?;
    }
    Ok(())
}

async fn bulk(server: &Server) -> Outcome<()> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    while ids.len() < 10_000 {
        let page = server.get(&format!("/api/v1/signals?limit=500&q=status:open{cursor}")).await?;
        ids.extend(page["data"].as_array().into_iter().flatten().map(|signal| signal["id"].clone()));
        let Some(next) = page["meta"]["cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let body = json!({ "action": { "kind": "tag", "add": ["measured"] }, "ids": ids });
    let began = Instant::now();
    let answer = server.request(reqwest::Method::POST, "/api/v1/bulk").json(&body).send().await?;
    let answer: Value = answer.error_for_status()?.json().await?;
    let acknowledged = began.elapsed().as_secs_f64();
    let id = answer["data"]["id"].as_str().ok_or("no job")?.to_owned();
    let mut looks = tokio::time::interval(Duration::from_millis(20));
    loop {
        let job = server.get(&format!("/api/v1/bulk/{id}")).await?;
        if job["data"]["state"] == "done" {
            break;
        }
        looks.tick().await;
    }
    let done = began.elapsed().as_secs_f64();
    println!(
        "a change of {}: acknowledged after {acknowledged:.2} s (goal: 1 s), done after {done:.1} s",
        ids.len()
    );
    Ok(())
}

async fn export(server: &Server, format: &str) -> Outcome<()> {
    let before = server.memory("VmRSS")?;
    server.forget_peak()?;
    let began = Instant::now();
    let target = format!("{SIGNALS_EXPORT_PATH}?format={format}");
    let mut answer = server.request(reqwest::Method::GET, &target).send().await?.error_for_status()?;
    let (mut bytes, mut lines, mut tail) = (0, 0, Vec::new());
    while let Some(chunk) = answer.chunk().await? {
        bytes += chunk.len();
        lines += chunk.iter().filter(|byte| **byte == b'\n').count();
        tail.extend_from_slice(&chunk[chunk.len().saturating_sub(64)..]);
        tail.drain(..tail.len().saturating_sub(64));
    }
    let took = began.elapsed().as_secs_f64();
    let last = String::from_utf8_lossy(&tail).lines().last().unwrap_or_default().to_owned();
    println!(
        "export as {format}: {lines} lines, {} MB, {took:.1} s, ends with {last:?}; server {before} MB before, at most {} MB",
        bytes >> 20,
        server.memory("VmHWM")?
    );
    Ok(())
}

fn told(what: &str, mut took: Vec<Duration>, goal: Option<f64>) {
    took.sort_unstable();
    let at = |share: f64| {
        let place = (share * took.len() as f64).ceil() as usize;
        took.get(place.saturating_sub(1)).map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
    };
    let goal = goal.map(|goal| format!(" (goal: p95 {goal:.0} ms)")).unwrap_or_default();
    println!("{what:<40} p50 {:>7.1} ms, p95 {:>7.1} ms{goal}", at(0.5), at(0.95));
}
