//! What runs behind the window: the console core, the embedded FLUO and the demo traffic, and their orderly end.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use console_core::fluo::{FluoConfig, SpansKept};
use console_core::identity::IdentityConfig;
use console_core::pace::Rates;
use console_core::store::Database;
use console_core::vault::{KeyFileError, KeySource, Vault};
use console_core::{Console, ConsoleConfig, OpenError, SystemClock, SystemEntropy};
use fluo_engine::{Engine, EngineConfig, StartError as EngineError, clock, demo, replay};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::options::{Fluo, Options};

/// Why the app did not start. One line for a person each.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error("the embedded FLUO did not start: {0}")]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Console(#[from] OpenError),
    #[error(transparent)]
    Keys(#[from] KeyFileError),
    #[error("the demo cannot begin: {0}")]
    Demo(#[from] demo::DemoError),
    #[error("the address of FLUO is wrong: {0}")]
    Address(#[from] url::ParseError),
}

/// Everything that outlives the window.
pub(crate) struct Backend {
    pub(crate) console: Console,
    engine: Option<Engine>,
    traffic: Option<Traffic>,
}

/// The replay that never ends by itself.
struct Traffic {
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Backend {
    /// Starts everything, or leaves nothing behind.
    pub(crate) async fn start(options: &Options, data: &Path) -> Result<Self, StartError> {
        let engine = match options.fluo() {
            Fluo::At(url) => {
                let fluo = FluoConfig::new(url.as_str().trim_end_matches('/'));
                let console = open_console(fluo, data).await?;
                return Ok(Self { console, engine: None, traffic: None });
            }
            Fluo::EmbeddedAt(address) => start_engine(address, data).await?,
            Fluo::EmbeddedNear(address) => start_engine_near(address, data).await?,
        };
        let fluo =
            FluoConfig { embedded: true, spans_kept: Some(spans_kept()), ..FluoConfig::new(engine.url()) };
        let console = match open_console(fluo, data).await {
            Ok(console) => console,
            Err(error) => {
                engine.shutdown().await;
                return Err(error);
            }
        };
        let mut backend = Self { console, engine: Some(engine), traffic: None };
        if options.demo
            && let Err(error) = backend.start_traffic().await
        {
            backend.close().await;
            return Err(error);
        }
        Ok(backend)
    }

    /// Puts the demo rules in place and replays the recording in a loop.
    async fn start_traffic(&mut self) -> Result<(), StartError> {
        let Some(engine) = &self.engine else { return Ok(()) };
        let client = reqwest::Client::new();
        let endpoint = Url::parse(&engine.url())?;
        demo::install_rules(&client, &endpoint).await?;
        let cancel = CancellationToken::new();
        let task = tokio::spawn({
            let cancel = cancel.clone();
            async move {
                let options = replay::Replay {
                    recording: demo::RECORDING,
                    endpoint,
                    speed: 1.0,
                    repeat: true,
                    fresh_ids: true,
                    client,
                    clock: &clock::SystemClock,
                    entropy: &clock::SystemEntropy,
                };
                if let Err(error) = replay::replay(options, &cancel, |_| {}).await {
                    tracing::error!(%error, "the demo traffic stopped");
                }
            }
        });
        self.traffic = Some(Traffic { cancel, task });
        Ok(())
    }

    /// Ends the traffic, then the console with its streams, then the engine.
    pub(crate) async fn close(self) {
        if let Some(traffic) = self.traffic {
            traffic.cancel.cancel();
            if let Err(error) = traffic.task.await {
                tracing::error!(%error, "the demo traffic ended badly");
            }
        }
        self.console.close().await;
        if let Some(engine) = self.engine {
            engine.shutdown().await;
        }
    }
}

/// What the engine keeps, as it is started here.
fn spans_kept() -> SpansKept {
    let limits = fluo_engine::Limits::default();
    SpansKept { age: limits.span_age, bytes: limits.span_bytes }
}

async fn open_console(fluo: FluoConfig, data: &Path) -> Result<Console, StartError> {
    let secrets = KeySource::File(data.join("secrets.key"));
    let config = ConsoleConfig {
        database: Database::Sqlite(data.join("console.db")),
        fluo,
        tenant_name: "This computer".to_owned(),
        audit_anchors: None,
        providers: Vec::new(),
        private_targets: Vec::new(),
        rates: Rates::default(),
        identity: IdentityConfig::new(Vault::open(&secrets, &SystemEntropy)?),
    };
    Ok(Console::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?)
}

async fn start_engine(listen: SocketAddr, data: &Path) -> Result<Engine, EngineError> {
    Engine::start(EngineConfig { listen, ..EngineConfig::new(data.join("engine")) }).await
}

async fn start_engine_near(address: SocketAddr, data: &Path) -> Result<Engine, EngineError> {
    match start_engine(address, data).await {
        Err(EngineError::AddressInUse { address: taken }) => {
            let engine = start_engine(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), data).await?;
            tracing::warn!(%taken, instead = %engine.local_addr(), "the usual OTLP port is taken");
            Ok(engine)
        }
        result => result,
    }
}
