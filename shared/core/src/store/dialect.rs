//! What must differ between SQLite and PostgreSQL.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::PgListener;
use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _, PgConnection};
use tokio::sync::watch;

use super::{OpenError, StoreError};

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/postgres");

/// Channel on which PostgreSQL tells the servers that events were committed; the payload is the tenant.
const CHANNEL: &str = "fluo_console_events";
/// First key of the advisory locks taken here; the second is the tenant's hash.
const MIRROR_LOCK: i32 = 0x0F10;
const OLDEST_SAFE_SQLITE: [u32; 3] = [3, 51, 3];

#[derive(Clone, Debug)]
pub enum Dialect {
    Sqlite,
    Postgres { url: SecretString },
}

impl Dialect {
    pub(super) fn migrator(&self) -> &'static sqlx::migrate::Migrator {
        match self {
            Self::Sqlite => &SQLITE,
            Self::Postgres { .. } => &POSTGRES,
        }
    }

    pub(super) fn begin(&self) -> &'static str {
        match self {
            // Takes the write lock at once: a deferred transaction can fail half-way when it upgrades.
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres { .. } => "BEGIN",
        }
    }

    /// Begins a transaction that sees one state of the database throughout.
    pub(super) fn begin_snapshot(&self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN DEFERRED",
            Self::Postgres { .. } => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    pub(super) fn notify(&self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres { .. } => Some("SELECT pg_notify('fluo_console_events', $1)"),
        }
    }
}

/// Settings of every SQLite connection. FULL, because an acknowledged decision survives a power cut.
pub(super) async fn prepare_sqlite(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    connection
        .execute(
            "PRAGMA busy_timeout = 5000;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -4096;
             PRAGMA journal_size_limit = 33554432;",
        )
        .await?;
    Ok(())
}

/// Older ones can corrupt a WAL file that two connections use.
pub(super) async fn assert_sqlite_version(pool: &AnyPool) -> Result<(), OpenError> {
    let version: String =
        sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await.map_err(OpenError::Connect)?;
    let numbers: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if numbers.as_slice() < OLDEST_SAFE_SQLITE.as_slice() {
        return Err(OpenError::SqliteTooOld(version));
    }
    Ok(())
}

/// Rings `committed` whenever another process commits events. Reconnects for ever.
pub(super) async fn hear_other_writers(dialect: &Dialect, committed: &watch::Sender<()>) {
    let Dialect::Postgres { url } = dialect else { return std::future::pending().await };
    loop {
        if let Err(error) = listen(url, committed).await {
            tracing::warn!(%error, "not hearing of other servers' changes; trying again");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn listen(url: &SecretString, committed: &watch::Sender<()>) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect(url.expose_secret()).await?;
    listener.listen(CHANNEL).await?;
    // What was committed before the listener stood.
    committed.send_replace(());
    loop {
        listener.recv().await?;
        committed.send_replace(());
    }
}

/// Held while this process mirrors a tenant. On PostgreSQL an advisory lock of a connection of its own: it
/// ends with the connection, however that ends.
pub(crate) struct MirrorLease(Option<PgConnection>);

impl MirrorLease {
    /// Still ours?
    pub(crate) async fn holds(&mut self) -> bool {
        match &mut self.0 {
            None => true,
            Some(connection) => connection.ping().await.is_ok(),
        }
    }
}

pub(super) async fn mirror_lease(dialect: &Dialect, tenant: &str) -> Result<Option<MirrorLease>, StoreError> {
    let Dialect::Postgres { url } = dialect else { return Ok(Some(MirrorLease(None))) };
    let mut connection = PgConnection::connect(url.expose_secret()).await?;
    let taken: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1, hashtext($2))")
        .bind(MIRROR_LOCK)
        .bind(tenant)
        .fetch_one(&mut connection)
        .await?;
    Ok(taken.then(|| MirrorLease(Some(connection))))
}
