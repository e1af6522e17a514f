//! The window by remote control: WebDriver over HTTP, as WebKit's own driver speaks it.

use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::process::Child;

use crate::stage::{Stage, eventually};

const PATIENCE: Duration = Duration::from_secs(30);
/// Where Debian puts it, and how it is found elsewhere.
const PROGRAMS: [&str; 2] = ["/usr/bin/WebKitWebDriver", "WebKitWebDriver"];

pub(crate) struct Window {
    client: Client,
    session: String,
    _driver: Child,
}

impl Window {
    /// Starts the app with these arguments and takes hold of its window.
    pub(crate) async fn open(stage: &Stage, arguments: &[String]) -> Result<Self, String> {
        let port = free_port()?;
        let base = format!("http://127.0.0.1:{port}");
        let program = PROGRAMS.into_iter().find(|path| Path::new(path).exists()).unwrap_or(PROGRAMS[1]);
        let log = std::fs::File::create(stage.results.join("app.log")).map_err(|error| error.to_string())?;
        let driver = stage
            .command(program)
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| {
                format!("{program} (Debian package webkit2gtk-driver) did not start: {error}")
            })?;
        let client = Client::builder().timeout(PATIENCE).build().map_err(|error| error.to_string())?;
        eventually(|| client.get(format!("{base}/status")).send()).await?;
        let options = json!({ "binary": env!("CARGO_BIN_EXE_console-desktop"), "args": arguments });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let answer = ask(&client, Method::POST, &format!("{base}/session"), wanted).await?;
        let id = answer["sessionId"].as_str().ok_or_else(|| format!("no session: {answer}"))?;
        Ok(Self { session: format!("{base}/session/{id}"), client, _driver: driver })
    }

    /// Runs a function body in the page and returns what it returns.
    pub(crate) async fn run(&self, script: &str) -> Result<Value, String> {
        let body = json!({ "script": script, "args": [] });
        ask(&self.client, Method::POST, &format!("{}/execute/sync", self.session), body).await
    }

    /// The same for a body that awaits.
    pub(crate) async fn run_async(&self, script: &str) -> Result<Value, String> {
        let script = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {script} }})().then(done, \
             (error) => done({{ rejected: typeof error === 'string' ? error : JSON.stringify(error) }}));"
        );
        let body = json!({ "script": script, "args": [] });
        ask(&self.client, Method::POST, &format!("{}/execute/async", self.session), body).await
    }

    /// What can be read in the page.
    pub(crate) async fn text(&self) -> Result<String, String> {
        let text = self.run("return document.body.innerText").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    pub(crate) async fn shows(&self, text: &str) -> Result<(), String> {
        eventually(|| async {
            let page = self.text().await?;
            if page.contains(text) { Ok(()) } else { Err(format!("`{text}` is not in the page: {page}")) }
        })
        .await
    }

    pub(crate) async fn address(&self) -> Result<String, String> {
        let address = ask(&self.client, Method::GET, &format!("{}/url", self.session), Value::Null).await?;
        Ok(address.as_str().unwrap_or_default().to_owned())
    }

    pub(crate) async fn screenshot(&self, file: &Path) -> Result<(), String> {
        let image =
            ask(&self.client, Method::GET, &format!("{}/screenshot", self.session), Value::Null).await?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(image.as_str().unwrap_or_default());
        std::fs::write(file, bytes.map_err(|error| error.to_string())?).map_err(|error| error.to_string())
    }
}

pub(crate) fn free_port() -> Result<u16, String> {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| error.to_string())
}

async fn ask(client: &Client, method: Method, url: &str, body: Value) -> Result<Value, String> {
    let mut request = client.request(method, url);
    if !body.is_null() {
        request = request.json(&body);
    }
    let answer = request.send().await.map_err(|error| error.to_string())?;
    let mut answer: Value = answer.json().await.map_err(|error| error.to_string())?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default())),
        None => Ok(value),
    }
}
