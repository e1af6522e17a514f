//! Finding a console server and speaking to it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use console_api::{Answer, Envelope, OperationInfo, wire};
use console_server::run_folder;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value};

use crate::credentials::Credentials;
use crate::paths;

/// A download may take its time.
const LONGEST_DOWNLOAD: Duration = Duration::from_secs(6 * 60 * 60);

/// Which server.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Server")]
pub(crate) struct ServerArgs {
    /// Data folder of the server that runs on this machine
    #[arg(
        long = "data", id = "server-data", env = "FLUO_CONSOLE_DATA", hide_env_values = true, global = true,
        default_value_os_t = paths::default_data(), value_name = "DIR"
    )]
    data: PathBuf,
    /// Address of the server, instead of looking in the data folder
    #[arg(
        long = "url",
        id = "server-url",
        env = "FLUO_CONSOLE_URL",
        hide_env_values = true,
        global = true,
        value_name = "URL"
    )]
    url: Option<String>,
    /// Bearer token for --url
    #[arg(
        long = "token",
        id = "server-token",
        env = "FLUO_CONSOLE_TOKEN",
        hide_env_values = true,
        global = true,
        value_name = "TOKEN"
    )]
    token: Option<SecretString>,
}

/// A server that can be asked.
pub(crate) struct Server {
    url: String,
    token: SecretString,
    client: reqwest::Client,
    /// What browsers are sent to.
    pub(crate) public_url: String,
}

impl ServerArgs {
    pub(crate) fn connect(&self) -> anyhow::Result<Server> {
        let (url, token, public_url) = match (&self.url, &self.token) {
            (Some(url), Some(token)) => (url.clone(), token.clone(), url.clone()),
            (Some(url), None) => match Credentials::own()?.token(url) {
                Some(token) => (url.clone(), token, url.clone()),
                None => {
                    bail!(
                        "--url needs --token (or FLUO_CONSOLE_TOKEN), or `fluo-console login --url {url}` before"
                    )
                }
            },
            (None, _) => {
                let (info, token) = run_folder::find(&self.data)?;
                (info.console_url, token, info.public_url)
            }
        };
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(60))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("the HTTP client cannot be made")?;
        let cut = |url: String| url.trim_end_matches('/').to_owned();
        Ok(Server { url: cut(url), token, client, public_url: cut(public_url) })
    }
}

impl Server {
    /// Runs an operation; an error says `code: message (request id)`.
    pub(crate) async fn call(
        &self,
        info: &OperationInfo,
        fields: Map<String, Value>,
    ) -> anyhow::Result<Answer<Value>> {
        let wire = wire::encode_fields(info, fields);
        let url = format!("{}{}", self.url, wire.target);
        let method = reqwest::Method::from_bytes(wire.method.as_bytes()).context("an unknown method")?;
        let mut request = self.client.request(method, &url).bearer_auth(self.token.expose_secret());
        if let Some(body) = wire.body {
            request = request.header("content-type", "application/json").body(body);
        }
        self.read(self.send(request).await?).await
    }

    /// A file, to be read piece by piece.
    pub(crate) async fn download(&self, path: &str, asked: &Value) -> anyhow::Result<reqwest::Response> {
        let request = self.client.get(format!("{}{path}", self.url)).query(asked).timeout(LONGEST_DOWNLOAD);
        let answer = self.send(request.bearer_auth(self.token.expose_secret())).await?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let status = answer.status();
        self.read(answer).await?;
        bail!("{} answered {status}", self.url)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> anyhow::Result<reqwest::Response> {
        match request.send().await {
            Ok(answer) => Ok(answer),
            Err(error) => bail!("{} does not answer: {}", self.url, innermost(&error)),
        }
    }

    async fn read(&self, answer: reqwest::Response) -> anyhow::Result<Answer<Value>> {
        let status = answer.status();
        let text = answer.text().await.with_context(|| format!("{} ended its answer early", self.url))?;
        let envelope: Envelope<Value> = serde_json::from_str(&text)
            .map_err(|_| anyhow::anyhow!("{} is no console server: it answered {status}", self.url))?;
        envelope.into_result().map_err(|(error, request_id)| {
            let code = serde_json::to_value(error.code).unwrap_or_default();
            let code = code.as_str().unwrap_or_default();
            anyhow::anyhow!("{code}: {} (request {})", error.message, request_id)
        })
    }
}

/// The cause at the bottom, which is the one a person can do something about.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
