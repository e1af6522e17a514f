//! Starting and stopping an engine.

use std::{
    fs::{self, File, TryLockError},
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use thiserror::Error;
use tokio::{net::TcpListener, sync::Semaphore, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    config::EngineConfig,
    db::{self, Db},
    feed::Feed,
    http, intake,
    metrics::Metrics,
    rules::Rules,
    serve, spans,
    spans::SpanStore,
    state::{App, BODY_BUDGET_KIB, DECODERS, Inner},
    upkeep,
};

/// How long requests under way may take to finish once the engine stops.
const GRACE: Duration = Duration::from_millis(500);

/// Why an engine did not start. Each message is one line for the person who started it.
#[derive(Debug, Error)]
pub enum StartError {
    /// Another process listens on this address.
    #[error("{address} is already in use")]
    AddressInUse { address: SocketAddr },
    /// The address cannot be listened on for another reason.
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: io::Error },
    /// The address can be reached from elsewhere, which was not permitted.
    #[error(
        "{address} is not a loopback address; the engine has no accounts, so this must be permitted explicitly"
    )]
    NotLoopback { address: SocketAddr },
    /// The data folder cannot be created or written.
    #[error("cannot write the data folder {path}: {source}", path = path.display())]
    DataFolder { path: PathBuf, source: io::Error },
    /// Another engine uses the data folder.
    #[error("another engine is using the data folder {path}", path = path.display())]
    DataFolderInUse { path: PathBuf },
    /// What is in the data folder cannot be read as the engine's data.
    #[error("the data in {path} is damaged or from another version: {reason}", path = path.display())]
    DamagedData { path: PathBuf, reason: String },
    /// The database cannot be opened for another reason.
    #[error("cannot open the database {path}: {reason}", path = path.display())]
    Database { path: PathBuf, reason: String },
}

/// A running engine. Dropping it stops it without waiting; [`Engine::shutdown`] waits.
pub struct Engine {
    app: App,
    address: SocketAddr,
    serving: Option<JoinHandle<()>>,
    writing: Option<JoinHandle<()>>,
    /// Held as long as the engine runs; the lock goes with the file.
    _lock: File,
}

impl Engine {
    /// Opens the data, binds the address and serves.
    ///
    /// # Errors
    ///
    /// See [`StartError`]; nothing keeps running after one.
    pub async fn start(config: EngineConfig) -> Result<Self, StartError> {
        if !config.allow_remote && !config.listen.ip().is_loopback() {
            return Err(StartError::NotLoopback { address: config.listen });
        }
        let listener = bind(config.listen).await?;
        let listen_error = |source| StartError::Listen { address: config.listen, source };
        let address = listener.local_addr().map_err(listen_error)?;
        let lock = lock_folder(&config.data_dir)?;

        let db_path = config.data_dir.join("engine.db");
        let db =
            Db::open(&db_path, &*config.entropy).await.map_err(|error| database_error(&db_path, &error))?;
        let rules = Rules::default();
        rules.reload(&db).await.map_err(|error| database_error(&db_path, &error.into()))?;
        let spans = open_spans(&config).await?;

        let (intake, queue) = intake::channel();
        let app = App::new(Inner {
            tenant_id: config.tenant_id,
            limits: config.limits,
            loopback_only: address.ip().is_loopback(),
            clock: config.clock,
            entropy: config.entropy,
            db,
            spans,
            rules,
            feed: Feed::new(),
            metrics: Metrics::default(),
            intake,
            body_budget: Arc::new(Semaphore::new(BODY_BUDGET_KIB)),
            decoders: Semaphore::new(DECODERS),
            stopping: CancellationToken::new(),
            stopped: CancellationToken::new(),
        });
        let writing = tokio::spawn(intake::run(app.clone(), queue));
        tokio::spawn(upkeep::run(app.clone()));
        let serving =
            tokio::spawn(serve::serve(listener, http::router(app.clone()), app.stopping.clone(), GRACE));
        tracing::info!(%address, data = %config.data_dir.display(), "the engine is listening");
        Ok(Self { app, address, serving: Some(serving), writing: Some(writing), _lock: lock })
    }

    /// The address it listens on, with the port that was chosen.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Its base URL, such as `http://127.0.0.1:4318`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends streams, lets requests under way finish for half a second, and closes the data.
    pub async fn shutdown(mut self) {
        self.app.stopping.cancel();
        if let Some(serving) = self.serving.take() {
            finished(serving, "serving").await;
        }
        self.app.stopped.cancel();
        if let Some(writing) = self.writing.take() {
            finished(writing, "writing").await;
        }
        if tokio::time::timeout(GRACE, self.app.db.close()).await.is_err() {
            tracing::warn!("the database was still busy when the engine stopped");
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.app.stopping.cancel();
        self.app.stopped.cancel();
    }
}

async fn finished(task: JoinHandle<()>, name: &str) {
    if let Err(error) = task.await {
        tracing::error!(error = &error as &dyn std::error::Error, "{name} ended badly");
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::AddressInUse { address },
        _ => StartError::Listen { address, source },
    })
}

/// Creates the folder and takes its lock, which ends with the process however that ends.
fn lock_folder(folder: &Path) -> Result<File, StartError> {
    let unusable = |source| StartError::DataFolder { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(unusable)?;
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("engine.lock"))
        .map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StartError::DataFolderInUse { path: folder.to_owned() }),
        Err(TryLockError::Error(source)) => Err(unusable(source)),
    }
}

fn database_error(path: &Path, error: &db::OpenError) -> StartError {
    let (path, reason) = (path.to_owned(), error.to_string());
    if error.is_damage() {
        StartError::DamagedData { path, reason }
    } else {
        StartError::Database { path, reason }
    }
}

async fn open_spans(config: &EngineConfig) -> Result<SpanStore, StartError> {
    let folder = config.data_dir.join("spans");
    let (limits, now) = (config.limits, config.clock.now_micros());
    let opening = {
        let folder = folder.clone();
        tokio::task::spawn_blocking(move || SpanStore::open(&folder, limits.span_age, limits.span_bytes, now))
    };
    match opening.await {
        Ok(Ok(store)) => Ok(store),
        Ok(Err(spans::OpenError::Io { path, source })) => Err(StartError::DataFolder { path, source }),
        Ok(Err(error @ spans::OpenError::Foreign { .. })) => {
            Err(StartError::DamagedData { path: folder, reason: error.to_string() })
        }
        Err(error) => Err(StartError::DamagedData { path: folder, reason: error.to_string() }),
    }
}
