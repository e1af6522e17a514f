//! `fluo-console serve`: the console.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use clap::builder::BoolishValueParser;
use console_core::pace::Rates;
use console_core::store::Database;
use console_core::vault::KeySource;
use console_core::{SystemClock, SystemEntropy};
use console_server::{Fluo, Host, HostConfig, Limits, UiFiles};
use secrecy::SecretString;
use url::Url;

use crate::demo::Demo;
use crate::logging::LogArgs;
use crate::mail::MailArgs;
use crate::networks::Networks;
use crate::{output, paths, providers_file, stop};

/// How long everything may take to end.
const STOPPING: Duration = Duration::from_millis(1_900);

/// Runs the console: a web server with an embedded FLUO, or in front of a FLUO that runs elsewhere.
///
/// It prints its address and a sign-in link that works once. Traces go to the embedded FLUO's OTLP/HTTP
/// endpoint; what its rules find appears in the console at once.
///
/// Each setting is taken from its flag, else from its environment variable, else from the configuration
/// file, else it has the default shown. The file is TOML and its keys are the long flags: `listen =
/// "127.0.0.1:9000"`, `demo = true`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  fluo-console serve --demo
  fluo-console serve --data /var/lib/fluo-console --fluo-url http://fluo:8080
  fluo-console serve --database postgres://console@db/console --listen 0.0.0.0:8080 --allow-remote \\
      --public-url https://fluo.example.com")]
pub(crate) struct ServeArgs {
    /// Address of the console
    #[arg(
        long,
        env = "FLUO_CONSOLE_LISTEN",
        hide_env_values = true,
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub(crate) listen: SocketAddr,
    /// Permit a --listen address that other machines can reach
    #[arg(long, env = "FLUO_CONSOLE_ALLOW_REMOTE", hide_env_values = true, value_parser = BoolishValueParser::new())]
    allow_remote: bool,
    /// Address browsers use when a proxy stands in front; https makes the session cookie secure
    #[arg(long, env = "FLUO_CONSOLE_PUBLIC_URL", hide_env_values = true, value_name = "URL", value_parser = web_origin)]
    public_url: Option<Url>,
    /// Networks of proxies that are believed about whom they speak for (X-Forwarded-For, -Proto, -Host):
    /// `10.0.0.0/8,…`
    #[arg(
        long,
        env = "FLUO_CONSOLE_TRUSTED_PROXIES",
        hide_env_values = true,
        value_name = "NETWORKS",
        default_value = ""
    )]
    trusted_proxies: Networks,
    /// Folder for everything that is kept
    #[arg(long, env = "FLUO_CONSOLE_DATA", hide_env_values = true, default_value_os_t = paths::default_data(), value_name = "DIR")]
    data: PathBuf,
    /// Configuration file; `console.toml` in the data folder is read if it is there
    #[arg(long, env = "FLUO_CONSOLE_CONFIG", hide_env_values = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// SQLite file or `postgres://` URL; a SQLite file in the data folder where absent
    #[arg(long, env = "FLUO_CONSOLE_DATABASE", hide_env_values = true, value_name = "DATABASE", value_parser = database)]
    database: Option<Database>,
    /// File to append the audit trail's end to after each change; best where the console may only append
    #[arg(long, env = "FLUO_CONSOLE_AUDIT_ANCHORS", hide_env_values = true, value_name = "FILE")]
    audit_anchors: Option<PathBuf>,
    /// Key file of the secrets in the database, made if it is not there; `secrets.key` in the data folder where absent
    #[arg(long, env = "FLUO_CONSOLE_SECRETS_KEY", hide_env_values = true, value_name = "FILE")]
    secrets_key: Option<PathBuf>,
    /// Environment variable that holds the keys themselves, instead of a file
    #[arg(
        long,
        env = "FLUO_CONSOLE_SECRETS_KEY_ENV",
        hide_env_values = true,
        value_name = "NAME",
        conflicts_with = "secrets_key"
    )]
    secrets_key_env: Option<String>,
    /// TOML file with the OpenID Connect providers that people may sign in through; docs/sign-in.md has one
    #[arg(long, env = "FLUO_CONSOLE_SIGN_IN_PROVIDERS", hide_env_values = true, value_name = "FILE")]
    sign_in_providers: Option<PathBuf>,
    /// Networks in which the addresses that tenants configure may be, beside the public internet: `10.0.0.0/8,…`, or
    /// `private` for the private ones. This machine is not among those, and has to be named: `127.0.0.0/8`
    #[arg(
        long,
        env = "FLUO_CONSOLE_ALLOW_PRIVATE_TARGETS",
        hide_env_values = true,
        value_name = "NETWORKS",
        default_value = ""
    )]
    allow_private_targets: Networks,
    /// Folder with the built web UI; where absent the one inside or beside the program
    #[arg(long, env = "FLUO_CONSOLE_UI", hide_env_values = true, value_name = "DIR")]
    ui: Option<PathBuf>,
    /// Recorded traffic without end, and rules that find its faults; for the embedded FLUO only
    #[arg(long, env = "FLUO_CONSOLE_DEMO", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub(crate) demo: bool,
    #[command(flatten)]
    pub(crate) fluo: FluoArgs,
    #[command(flatten)]
    mail: MailArgs,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    log: LogArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "FLUO")]
pub(crate) struct FluoArgs {
    /// Address of a FLUO that runs elsewhere; without it one is embedded
    #[arg(long, env = "FLUO_CONSOLE_FLUO_URL", hide_env_values = true, value_name = "URL", value_parser = web_address)]
    fluo_url: Option<Url>,
    /// Address of a Tempo-compatible source of traces; FLUO itself where absent
    #[arg(long, env = "FLUO_CONSOLE_FLUO_TRACES_URL", hide_env_values = true, value_name = "URL", value_parser = web_address)]
    fluo_traces_url: Option<Url>,
    /// Address of the embedded FLUO: OTLP/HTTP at /v1/traces
    #[arg(
        long,
        env = "FLUO_CONSOLE_ENGINE_LISTEN",
        hide_env_values = true,
        default_value = "127.0.0.1:4318",
        value_name = "ADDRESS"
    )]
    pub(crate) engine_listen: SocketAddr,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// Connections at the same time; further ones wait
    #[arg(
        long,
        env = "FLUO_CONSOLE_MAX_CONNECTIONS",
        hide_env_values = true,
        default_value_t = 12_000,
        value_name = "N"
    )]
    pub(crate) max_connections: usize,
    /// Largest request body, in KiB
    #[arg(
        long,
        env = "FLUO_CONSOLE_MAX_BODY",
        hide_env_values = true,
        default_value_t = 1_024,
        value_name = "KIB"
    )]
    max_body: usize,
    /// Seconds for a request's head to arrive; also how long an idle connection is kept
    #[arg(
        long,
        env = "FLUO_CONSOLE_HEADER_TIMEOUT",
        hide_env_values = true,
        default_value_t = 10,
        value_name = "SECONDS"
    )]
    header_timeout: u64,
    /// Seconds for a request's body to arrive
    #[arg(
        long,
        env = "FLUO_CONSOLE_BODY_TIMEOUT",
        hide_env_values = true,
        default_value_t = 10,
        value_name = "SECONDS"
    )]
    body_timeout: u64,
    /// Seconds for an answer to begin
    #[arg(
        long,
        env = "FLUO_CONSOLE_REQUEST_TIMEOUT",
        hide_env_values = true,
        default_value_t = 30,
        value_name = "SECONDS"
    )]
    request_timeout: u64,
    /// Requests a minute of one address, a third of them at once; 0 is as many as come
    #[arg(
        long,
        env = "FLUO_CONSOLE_RATE_PER_ADDRESS",
        hide_env_values = true,
        default_value_t = 6_000,
        value_name = "N"
    )]
    rate_per_address: u32,
    /// Requests a minute of one account or service
    #[arg(
        long,
        env = "FLUO_CONSOLE_RATE_PER_ACCOUNT",
        hide_env_values = true,
        default_value_t = 3_000,
        value_name = "N"
    )]
    rate_per_account: u32,
    /// Requests a minute in one tenant
    #[arg(
        long,
        env = "FLUO_CONSOLE_RATE_PER_TENANT",
        hide_env_values = true,
        default_value_t = 60_000,
        value_name = "N"
    )]
    rate_per_tenant: u32,
}

pub(crate) async fn run(args: ServeArgs) -> anyhow::Result<()> {
    args.log.start()?;
    raise_file_limit();
    let demo = args.demo;
    if demo && args.fluo.fluo_url.is_some() {
        bail!("--demo fills the embedded FLUO with rules and traffic; it does not go with --fluo-url");
    }
    let host = Host::start(args.host_config()?, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
    let demo = if demo { Some(Demo::start(&host.info.engine_url).await?) } else { None };
    announce(&host).await?;

    stop::requested().await;
    output::line("stopping")?;
    if let Some(demo) = demo {
        demo.stop();
    }
    if tokio::time::timeout(STOPPING, host.stop()).await.is_err() {
        tracing::warn!("some work was still under way and was cut off");
    }
    Ok(())
}

async fn announce(host: &Host) -> anyhow::Result<()> {
    let link = host.sign_in_url().await.context("no sign-in link could be made")?;
    // As it was called here, so that the line works when it is pasted.
    let program = std::env::args().next().unwrap_or_else(|| "fluo-console".to_owned());
    let mut text = format!(
        "Fluo Console {}\n\n  open      {link}\n            It signs one browser in, once. For another: {program} link --data {}\n",
        env!("CARGO_PKG_VERSION"),
        host.data_folder().display()
    );
    let info = &host.info;
    text += &format!("  console   {}\n  FLUO      {}\n", info.public_url, info.engine_url);
    if host.is_fluo_embedded() {
        text += &format!("  traces    {}/v1/traces (OTLP/HTTP)\n", info.engine_url);
    }
    text += &format!("  data      {}\n\nCtrl-C stops it.", host.data_folder().display());
    output::line(&text)
}

impl ServeArgs {
    fn host_config(self) -> anyhow::Result<HostConfig> {
        let ui = self.ui_files()?;
        let providers = match &self.sign_in_providers {
            Some(file) => providers_file::read(file)?,
            None => Vec::new(),
        };
        let secrets = self.key_source()?;
        let fluo = match self.fluo.fluo_url {
            Some(url) => Fluo::At { url: without_slash(&url) },
            None => Fluo::Embedded { listen: self.fluo.engine_listen },
        };
        Ok(HostConfig {
            listen: self.listen,
            allow_remote: self.allow_remote,
            public_url: self.public_url,
            database: self.database.unwrap_or_else(|| Database::Sqlite(self.data.join("console.db"))),
            data: self.data,
            fluo,
            traces_url: self.fluo.fluo_traces_url.as_ref().map(without_slash),
            audit_anchors: self.audit_anchors,
            secrets,
            providers,
            private_targets: self.allow_private_targets.0,
            trusted_proxies: self.trusted_proxies.0,
            rates: self.limits.rates(),
            mail: self.mail.config()?,
            ui,
            limits: self.limits.limits(),
        })
    }

    #[expect(clippy::disallowed_methods, reason = "the host's configuration names the variable")]
    fn key_source(&self) -> anyhow::Result<KeySource> {
        let Some(name) = &self.secrets_key_env else {
            let file = self.secrets_key.clone().unwrap_or_else(|| paths::secrets_key(&self.data));
            return Ok(KeySource::File(file));
        };
        let ring = std::env::var(name).with_context(|| format!("the variable {name} holds no key ring"))?;
        Ok(KeySource::Ring(ring.into()))
    }

    fn ui_files(&self) -> anyhow::Result<UiFiles> {
        if let Some(folder) = &self.ui {
            return UiFiles::folder(folder).with_context(|| {
                format!("{} holds no built web UI (`cargo xtask ui --release` makes one)", folder.display())
            });
        }
        #[cfg(feature = "embed-ui")]
        if let Some(embedded) = UiFiles::embedded() {
            return Ok(embedded);
        }
        match paths::ui_beside_program() {
            Some(folder) => UiFiles::folder(&folder)
                .with_context(|| format!("the web UI in {} cannot be read", folder.display())),
            None => Ok(UiFiles::default()),
        }
    }
}

impl LimitArgs {
    fn limits(&self) -> Limits {
        Limits {
            head: Duration::from_secs(self.header_timeout),
            body: Duration::from_secs(self.body_timeout),
            request: Duration::from_secs(self.request_timeout),
            body_bytes: self.max_body << 10,
            connections: self.max_connections,
            ..Limits::default()
        }
    }

    fn rates(&self) -> Rates {
        let rate = |number: u32| (number > 0).then_some(number);
        Rates {
            per_address: rate(self.rate_per_address),
            per_account: rate(self.rate_per_account),
            per_tenant: rate(self.rate_per_tenant),
        }
    }
}

pub(crate) fn database(text: &str) -> Result<Database, String> {
    match text.split_once("://") {
        Some(("postgres" | "postgresql", _)) => Ok(Database::Postgres(SecretString::from(text.to_owned()))),
        Some(("sqlite", path)) => Ok(Database::Sqlite(path.into())),
        Some((scheme, _)) => Err(format!("`{scheme}` is no database this console speaks to")),
        None => Ok(Database::Sqlite(text.into())),
    }
}

/// An http or https URL without credentials, query or fragment.
pub(crate) fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("the address starts with http:// or https://".to_owned());
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
    {
        return Err("only scheme, host, port and path belong here".to_owned());
    }
    Ok(url)
}

/// An http or https URL of a host alone: the console is served at its root.
fn web_origin(text: &str) -> Result<Url, String> {
    let url = web_address(text)?;
    if url.path() == "/" { Ok(url) } else { Err("only scheme, host and port belong here".to_owned()) }
}

fn without_slash(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

/// Each stream is an open file, and many systems begin with 1,024 of them.
#[cfg(unix)]
fn raise_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: maximum, maximum };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::debug!(%error, "the limit of open files stays as it is");
    }
}

#[cfg(not(unix))]
fn raise_file_limit() {}
