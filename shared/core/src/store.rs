//! The store: SQLite or PostgreSQL behind one set of SQL texts.
//!
//! Each table has a file of functions named for what they answer. Reads take a [`TenantScope`]; writes go
//! through [`WriteTx`], the only way to a connection that may write. What must differ between the engines is
//! in [`dialect`].

mod access;
pub(crate) mod accounts;
mod audit_keep;
mod audit_list;
pub(crate) mod audit_log;
pub(crate) mod audit_read;
pub(crate) mod bulk;
pub(crate) mod connections;
pub(crate) mod device_logins;
mod dialect;
pub(crate) mod email_changes;
mod event_log;
mod external_identities;
mod fill;
pub(crate) mod groups;
mod handover;
mod idempotency;
pub(crate) mod invitations;
mod links;
pub(crate) mod mirror_state;
mod notes;
pub(crate) mod outgoing_mails;
mod password_resets;
pub(crate) mod pending;
mod platform;
pub(crate) mod provider_departures;
pub(crate) mod provider_grants;
pub(crate) mod retention;
pub(crate) mod roles;
pub(crate) mod rules;
pub(crate) mod second_factors;
mod secrets;
pub(crate) mod sessions;
pub(crate) mod sign_in_policies;
mod signal_changes;
mod signal_rows;
pub(crate) mod signals;
mod sql;
pub(crate) mod tenants;
pub(crate) mod tokens;
mod views;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, ConnectOptions as _};
use tokio::sync::watch;

pub use dialect::Dialect;
pub(crate) use dialect::MirrorLease;
pub(crate) use event_log::{LoggedEvent, NewEvent};
pub use fill::Filled;
pub(crate) use signal_changes::{Changed, Recorded, Told};
pub(crate) use write::WriteTx;

use crate::audit::anchor_file::AnchorFile;
use crate::caller::TenantScope;
use crate::signal_index::SignalIndexes;
use crate::vault::VaultError;
use console_api::EventSeq;

/// Readers at once. SQLite readers cost a connection with its page cache each.
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 10;

/// Where the store is.
#[derive(Clone, Debug)]
pub enum Database {
    /// One file, made when absent.
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(SecretString),
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    read: AnyPool,
    write: AnyPool,
    dialect: Dialect,
    /// Rings after each commit that logged events.
    committed: watch::Sender<()>,
    /// Where the ends of the audit chains are written outside the database.
    anchors: Option<Arc<AnchorFile>>,
    indexes: SignalIndexes,
}

/// Why the store could not be opened. One line for a person each.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the data folder {path} cannot be written: {source}")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("the anchor file {path} cannot be written: {source}")]
    Anchors { path: PathBuf, source: std::io::Error },
    #[error("the database cannot be opened: {0}")]
    Connect(#[source] sqlx::Error),
    #[error("the database cannot be brought to this version's shape: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("SQLite {0} is too old: 3.51.3 or newer is needed to keep data safe")]
    SqliteTooOld(String),
}

/// A failed statement. The message is for the log.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database refused a statement: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("{table} holds what cannot be read: {what}")]
    Corrupt { table: &'static str, what: String },
    #[error("what is stored sealed cannot be sealed: {0}")]
    Sealing(#[from] VaultError),
    /// Another request was done under the same idempotency key meanwhile.
    #[error("the request was done already")]
    Repeated,
}

impl Store {
    /// Opens and migrates.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let store = match database {
            Database::Sqlite(path) => Self::open_sqlite(path).await?,
            Database::Postgres(url) => Self::open_postgres(url).await?,
        };
        store.dialect.migrator().run(&store.write).await?;
        Ok(store)
    }

    /// The same store, which appends the end of a tenant's audit chain to that file after each commit that moved it.
    pub(crate) fn with_anchor_file(self, path: &Path) -> Result<Self, OpenError> {
        let file =
            AnchorFile::open(path).map_err(|source| OpenError::Anchors { path: path.to_owned(), source })?;
        Ok(Self { anchors: Some(Arc::new(file)), ..self })
    }

    async fn open_sqlite(path: &Path) -> Result<Self, OpenError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|source| OpenError::Folder { path: folder.to_owned(), source })?;
        }
        let mut url = url::Url::parse("sqlite:///")
            .map_err(|e| OpenError::Connect(sqlx::Error::Configuration(e.into())))?;
        let absolute = std::path::absolute(path)
            .map_err(|source| OpenError::Folder { path: path.to_owned(), source })?;
        url.set_path(&absolute.to_string_lossy());
        url.set_query(Some("mode=rwc"));
        let pool = |connections: u32| {
            AnyPoolOptions::new()
                .max_connections(connections)
                .idle_timeout(Duration::from_secs(60))
                .max_lifetime(None)
                .test_before_acquire(false)
                .after_connect(|connection, _| Box::pin(dialect::prepare_sqlite(connection)))
        };
        let options: AnyConnectOptions = url.as_str().parse().map_err(OpenError::Connect)?;
        let options = options.disable_statement_logging();
        // One writer: SQLite has one anyway, and waiting here is fairer than its busy loop.
        let write = pool(1).connect_with(options.clone()).await.map_err(OpenError::Connect)?;
        dialect::assert_sqlite_version(&write).await?;
        let read = pool(READERS).connect_with(options).await.map_err(OpenError::Connect)?;
        Ok(Self {
            read,
            write,
            dialect: Dialect::Sqlite,
            committed: watch::Sender::default(),
            anchors: None,
            indexes: SignalIndexes::default(),
        })
    }

    async fn open_postgres(url: &SecretString) -> Result<Self, OpenError> {
        let options: AnyConnectOptions = url.expose_secret().parse().map_err(OpenError::Connect)?;
        let pool = AnyPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .connect_with(options.disable_statement_logging())
            .await
            .map_err(OpenError::Connect)?;
        let dialect = Dialect::Postgres { url: url.clone() };
        Ok(Self {
            read: pool.clone(),
            write: pool,
            dialect,
            committed: watch::Sender::default(),
            anchors: None,
            indexes: SignalIndexes::default(),
        })
    }

    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    /// Whether the store answers at all.
    pub async fn answers(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.read).await.is_ok()
    }

    /// Rings when events may have been committed, by this process or (on PostgreSQL) another.
    pub(crate) fn commits(&self) -> watch::Receiver<()> {
        self.committed.subscribe()
    }

    /// The signals of each tenant, as they are searched.
    pub(crate) fn indexes(&self) -> &SignalIndexes {
        &self.indexes
    }

    /// Whether other processes commit to the same database.
    pub(crate) fn has_other_writers(&self) -> bool {
        matches!(self.dialect, Dialect::Postgres { .. })
    }

    /// Tasks that a store with other writers needs: hears of their commits. Ends with its future.
    pub(crate) async fn hear_other_writers(&self) {
        dialect::hear_other_writers(&self.dialect, &self.committed).await;
    }

    /// The right to be the one that mirrors this tenant, or `None` while another server has it.
    pub(crate) async fn mirror_lease(&self, scope: &TenantScope) -> Result<Option<MirrorLease>, StoreError> {
        dialect::mirror_lease(&self.dialect, scope.tenant()).await
    }

    /// The newest event's place, 0 before the first.
    pub(crate) async fn last_event(&self, scope: &TenantScope) -> Result<EventSeq, StoreError> {
        let seq = sqlx::query_scalar("SELECT event_seq FROM tenants WHERE id = $1")
            .bind(scope.tenant())
            .fetch_one(&self.read)
            .await?;
        Ok(EventSeq(seq))
    }
}
