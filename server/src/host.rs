//! A whole server in one piece: data folder, FLUO, console, listener, and their orderly end.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use console_core::fluo::{FluoConfig, SpansKept};
use console_core::identity::{IdentityConfig, ProviderConfig};
use console_core::mail::MailConfig;
use console_core::outbound::IpNet;
use console_core::pace::Rates;
use console_core::store::Database;
use console_core::vault::{KeyFileError, KeySource, Vault};
use console_core::{Clock, Console, ConsoleConfig, Entropy, OpenError, entropy};
use fluo_engine::{Engine, EngineConfig};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::access::AccessPolicy;
use crate::app::{App, Parts};
use crate::limits::Limits;
use crate::router::router;
use crate::run_folder::{RunFolder, ServerInfo, TakeError};
use crate::serve::serve;
use crate::ui_files::UiFiles;

/// Everything a server needs to know before it starts.
#[derive(Debug)]
pub struct HostConfig {
    pub listen: SocketAddr,
    /// Permits an address that other machines reach.
    pub allow_remote: bool,
    /// Where browsers reach the server when a proxy stands in front.
    pub public_url: Option<Url>,
    pub data: PathBuf,
    pub database: Database,
    pub fluo: Fluo,
    /// Base URL of a Tempo-compatible source of traces; FLUO itself where absent.
    pub traces_url: Option<String>,
    /// File outside the database to which the ends of the audit chains are appended.
    pub audit_anchors: Option<PathBuf>,
    /// Keys that seal secrets in the store.
    pub secrets: KeySource,
    /// Who else may say who somebody is.
    pub providers: Vec<ProviderConfig>,
    /// Networks beside the public internet in which what a tenant's people configure may be.
    pub private_targets: Vec<IpNet>,
    /// Where proxies stand that are believed about whom they speak for.
    pub trusted_proxies: Vec<IpNet>,
    pub rates: Rates,
    /// How messages to people leave.
    pub mail: MailConfig,
    pub ui: UiFiles,
    pub limits: Limits,
}

/// Which FLUO the console works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fluo {
    /// One of our own, in this process.
    Embedded { listen: SocketAddr },
    /// One that runs elsewhere.
    At { url: String },
}

/// Why a server did not start. One line for a person each.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{0} can be reached from other machines; add --allow-remote if that is meant")]
    Remote(SocketAddr),
    #[error(transparent)]
    Data(#[from] TakeError),
    #[error("{address} is in use by another program; choose another --listen, or stop that program")]
    AddressInUse { address: SocketAddr },
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error(
        "{address}, meant for the embedded FLUO, is in use by another program; choose another --engine-listen"
    )]
    EngineAddressInUse { address: SocketAddr },
    #[error("the embedded FLUO did not start: {0}")]
    Engine(fluo_engine::StartError),
    #[error(transparent)]
    Keys(#[from] KeyFileError),
    #[error(transparent)]
    Console(#[from] OpenError),
}

impl From<fluo_engine::StartError> for StartError {
    fn from(error: fluo_engine::StartError) -> Self {
        match error {
            fluo_engine::StartError::AddressInUse { address } => Self::EngineAddressInUse { address },
            other => Self::Engine(other),
        }
    }
}

/// A server that runs. [`Host::stop`] ends it.
pub struct Host {
    pub console: Console,
    pub info: ServerInfo,
    pub address: SocketAddr,
    engine: Option<Engine>,
    serving: JoinHandle<()>,
    shutdown: CancellationToken,
    run_folder: RunFolder,
}

impl Host {
    /// Starts everything, or leaves nothing behind.
    pub async fn start(
        config: HostConfig,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StartError> {
        if !config.listen.ip().is_loopback() && !config.allow_remote {
            return Err(StartError::Remote(config.listen));
        }
        let run_folder = RunFolder::take(&config.data)?;
        let vault = Vault::open(&config.secrets, entropy.as_ref())?;
        let listener = listen(config.listen).await?;
        let address =
            listener.local_addr().map_err(|source| StartError::Listen { address: config.listen, source })?;
        let token = entropy::new_token(entropy.as_ref());
        let access = AccessPolicy::new(address, config.public_url, &token).trusting(config.trusted_proxies);

        let engine = match &config.fluo {
            Fluo::Embedded { listen } => {
                let engine =
                    EngineConfig { listen: *listen, ..EngineConfig::new(config.data.join("engine")) };
                Some(Engine::start(engine).await?)
            }
            Fluo::At { .. } => None,
        };
        let fluo_url = match (&engine, &config.fluo) {
            (Some(engine), _) => engine.url(),
            (None, Fluo::At { url }) => url.clone(),
            (None, Fluo::Embedded { listen }) => format!("http://{listen}"),
        };
        // The engine above has its usual limits.
        let spans_kept = engine.as_ref().map(|_| {
            let limits = fluo_engine::Limits::default();
            SpansKept { age: limits.span_age, bytes: limits.span_bytes }
        });
        let console_config = ConsoleConfig {
            database: config.database,
            fluo: FluoConfig {
                embedded: engine.is_some(),
                spans_kept: spans_kept.filter(|_| config.traces_url.is_none()),
                traces_url: config.traces_url,
                ..FluoConfig::new(&fluo_url)
            },
            tenant_name: "Local".to_owned(),
            audit_anchors: config.audit_anchors,
            providers: config.providers,
            private_targets: config.private_targets,
            rates: config.rates,
            identity: IdentityConfig { vault, public_url: access.public_url(), mail: config.mail },
        };
        let console = match Console::open(console_config, clock, Arc::clone(&entropy)).await {
            Ok(console) => console,
            Err(error) => {
                if let Some(engine) = engine {
                    engine.shutdown().await;
                }
                return Err(error.into());
            }
        };

        let info = ServerInfo {
            pid: std::process::id(),
            console_url: access.local_url(),
            public_url: access.public_url(),
            engine_url: fluo_url,
        };
        run_folder.announce(&info, &token)?;

        let shutdown = CancellationToken::new();
        let app = App::new(Parts {
            console: console.clone(),
            access,
            ui: config.ui,
            limits: config.limits,
            entropy,
            data_folder: std::path::absolute(&config.data).unwrap_or(config.data),
            shutdown: shutdown.clone(),
        });
        let serving = tokio::spawn(serve(listener, router(app), config.limits, shutdown.clone()));
        tracing::info!(%address, fluo = info.engine_url, "the console is listening");
        Ok(Self { console, info, address, engine, serving, shutdown, run_folder })
    }

    pub fn is_fluo_embedded(&self) -> bool {
        self.engine.is_some()
    }

    pub fn data_folder(&self) -> &Path {
        self.run_folder.data()
    }

    /// A fresh one-time sign-in link, as a whole address.
    pub async fn sign_in_url(&self) -> Result<String, console_api::Error> {
        Ok(format!("{}{}", self.info.public_url, self.console.create_sign_in_link().await?.path))
    }

    /// Ends streams and requests, then the console, then the engine.
    pub async fn stop(self) {
        self.shutdown.cancel();
        if let Err(error) = self.serving.await {
            tracing::error!(%error, "serving ended badly");
        }
        self.console.close().await;
        if let Some(engine) = self.engine {
            engine.shutdown().await;
        }
        drop(self.run_folder);
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::AddressInUse { address },
        _ => StartError::Listen { address, source },
    })
}
