//! The database: rules, signals and what people decided about them.
//!
//! One file of functions per table; here are only the connections and the one way to write. SQLite in WAL mode
//! with `synchronous = NORMAL`: what was committed survives the death of the process.

pub(crate) mod rules;
pub(crate) mod signals;

use std::{path::Path, time::Duration};

use sqlx::{
    Connection as _, SqliteConnection, SqlitePool,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
    pool::PoolConnection,
    sqlite::{Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use thiserror::Error;

use crate::clock::Entropy;

/// SQLite before this version can corrupt a WAL file that two connections use.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

#[derive(Debug, Error)]
pub(crate) enum OpenError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error("SQLite {0} is too old: 3.51.3 is needed")]
    TooOld(String),
}

impl OpenError {
    /// Whether the file exists but is not a healthy database of ours.
    pub(crate) fn is_damage(&self) -> bool {
        let database = match self {
            Self::Database(error) | Self::Migrate(MigrateError::Execute(error)) => error.as_database_error(),
            Self::Migrate(_) => return true,
            Self::TooOld(_) => None,
        };
        // SQLITE_CORRUPT and SQLITE_NOTADB, with or without an extended code.
        let code = database.and_then(|error| error.code()).and_then(|code| code.parse::<u32>().ok());
        matches!(code.map(|code| code & 0xff), Some(11 | 26))
    }
}

#[derive(Clone)]
pub(crate) struct Db {
    readers: SqlitePool,
    /// One connection: SQLite has one writer, and waiting here is cheaper than in its lock.
    writer: SqlitePool,
    /// What the names of this database's signals are permuted with.
    salt: u64,
}

impl Db {
    pub(crate) async fn open(path: &Path, entropy: &dyn Entropy) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .synchronous(SqliteSynchronous::Normal)
            .pragma("cache_size", "-2000")
            .pragma("journal_size_limit", "16777216");
        let writing = options.clone().create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(writing).await?;
        let readers = SqlitePoolOptions::new().max_connections(3).connect_lazy_with(options.read_only(true));

        let mut db = Self { readers, writer, salt: 0 };
        db.require_recent_sqlite().await?;
        migrator().run(&db.writer).await?;
        db.salt = db.load_salt(entropy).await?;
        Ok(db)
    }

    /// Runs `work` in one immediate transaction: committed as a whole, or gone.
    ///
    /// sqlx can hand back a connection whose transaction failed half-way (a full disk, a cancelled request) as
    /// if nothing had happened, and acknowledge writes on it that never reach the file. So a connection that
    /// did not commit is closed, never reused.
    pub(crate) async fn write_tx<T>(
        &self,
        work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, sqlx::Error> {
        let mut guarded = Uncommitted(Some(self.writer.acquire().await?));
        let result = {
            let connection = guarded.connection()?;
            run_in_transaction(connection, work).await
        };
        match result {
            Ok(value) => {
                guarded.release();
                Ok(value)
            }
            Err(error) => {
                guarded.close().await;
                Err(error)
            }
        }
    }

    /// Waits for the connections to close; the last one folds the WAL into the file.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<(), sqlx::Error> {
        sqlx::query("SELECT 1").execute(&self.readers).await.map(drop)
    }

    async fn require_recent_sqlite(&self) -> Result<(), OpenError> {
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&self.writer).await?;
        let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        if (next(), next(), next()) < OLDEST_SQLITE { Err(OpenError::TooOld(version)) } else { Ok(()) }
    }

    async fn load_salt(&self, entropy: &dyn Entropy) -> Result<u64, sqlx::Error> {
        let mut random = [0; 4];
        entropy.fill(&mut random);
        let fresh = i64::from(u32::from_le_bytes(random));
        let salt = self
            .write_tx(async |tx| {
                sqlx::query(
                    "INSERT INTO settings (name, value) VALUES ('name_salt', $1) ON CONFLICT DO NOTHING",
                )
                .bind(fresh)
                .execute(&mut *tx)
                .await?;
                sqlx::query_scalar::<_, i64>("SELECT value FROM settings WHERE name = 'name_salt'")
                    .fetch_one(&mut *tx)
                    .await
            })
            .await?;
        Ok(salt.unsigned_abs())
    }
}

async fn run_in_transaction<T>(
    connection: &mut SqliteConnection,
    work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, sqlx::Error>,
) -> Result<T, sqlx::Error> {
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    let value = work(&mut *connection).await?;
    sqlx::query("COMMIT").execute(&mut *connection).await?;
    Ok(value)
}

/// A connection that goes back to the pool only after a commit, also when the future holding it is dropped.
struct Uncommitted(Option<PoolConnection<Sqlite>>);

impl Uncommitted {
    fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.0.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    fn release(mut self) {
        drop(self.0.take());
    }

    async fn close(mut self) {
        if let Some(connection) = self.0.take()
            && let Err(error) = connection.detach().close_hard().await
        {
            tracing::warn!(%error, "closing a failed database connection");
        }
    }
}

impl Drop for Uncommitted {
    fn drop(&mut self) {
        // Closing rolls back; a detached connection closes when it is dropped.
        if let Some(connection) = self.0.take() {
            drop(connection.detach());
        }
    }
}

fn migrator() -> Migrator {
    let migration = |version, name: &'static str, sql: &'static str| {
        Migration::new(
            version,
            name.into(),
            MigrationType::Simple,
            sqlx::SqlSafeStr::into_sql_str(sql),
            false,
        )
    };
    Migrator::with_migrations(vec![migration(
        1,
        "rules and signals",
        include_str!("../migrations/0001_rules_and_signals.sql"),
    )])
}
