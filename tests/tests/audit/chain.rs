//! A chain as a console writes it over some days, and the database it is in.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use console_api::{TenantId, Timestamp};
use console_core::audit::{self, Report};
use console_core::fluo::FluoConfig;
use console_core::identity::IdentityConfig;
use console_core::identity::Visit;
use console_core::pace::Rates;
use console_core::store::{Database, Store};
use console_core::vault::Vault;
use console_core::{Clock, Console, ConsoleConfig, SystemEntropy};
use secrecy::ExposeSecret as _;
use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;
use tempfile::TempDir;

pub(crate) const TENANT: &str = "local";
pub(crate) const DAY: i64 = 24 * 60 * 60 * 1_000_000;
/// 2026-11-20T22:00:00Z
const BEGIN: i64 = 1_795_212_000_000_000;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A clock that stands until it is set.
#[derive(Debug)]
pub(crate) struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        // A microsecond each time, so that no two entries are of the same time.
        Timestamp(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

pub(crate) struct Chain {
    pub(crate) database: Database,
    pub(crate) anchors: PathBuf,
    pub(crate) clock: Arc<SetClock>,
    folder: TempDir,
}

impl Chain {
    pub(crate) fn begin(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match engine {
            Engine::Sqlite => Database::Sqlite(folder.path().join("console.db")),
            Engine::Postgres => Database::Postgres(it::postgres::database().into()),
        };
        let anchors = folder.path().join("audit.anchors");
        Self { database, anchors, clock: Arc::new(SetClock(AtomicI64::new(BEGIN))), folder }
    }

    pub(crate) fn next_day(&self) {
        self.clock.0.fetch_add(DAY, Ordering::Relaxed);
    }

    pub(crate) async fn console(&self) -> Console {
        let config = ConsoleConfig {
            database: self.database.clone(),
            // Nobody answers there, and no story here needs it.
            fluo: FluoConfig::new("http://127.0.0.1:9"),
            tenant_name: "Local".to_owned(),
            audit_anchors: Some(self.anchors.clone()),
            providers: Vec::new(),
            private_targets: Vec::new(),
            rates: Rates::default(),
            identity: IdentityConfig::new(Vault::fleeting(&SystemEntropy)),
        };
        Console::open(config, Arc::<SetClock>::clone(&self.clock), Arc::new(SystemEntropy)).await.unwrap()
    }

    pub(crate) async fn store(&self) -> Store {
        Store::open(&self.database).await.unwrap()
    }

    pub(crate) async fn verify(&self, store: &Store) -> Report {
        audit::verify(store, &TenantId::from(TENANT), Some(&self.anchors)).await.unwrap()
    }

    /// Straight into the database, as nobody should.
    pub(crate) async fn behind_its_back(&self) -> AnyPool {
        sqlx::any::install_default_drivers();
        let url = match &self.database {
            Database::Sqlite(path) => format!("sqlite://{}", path.display()),
            Database::Postgres(url) => url.expose_secret().to_owned(),
        };
        let pool = AnyPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
        if matches!(self.database, Database::Sqlite(_)) {
            sqlx::query("PRAGMA synchronous = OFF").execute(&pool).await.unwrap();
        }
        pool
    }

    /// Keeps the folder until here.
    pub(crate) fn end(self) {
        self.folder.close().unwrap();
    }
}

/// So many sign-ins, two entries each.
pub(crate) async fn sign_in(console: &Console, times: usize) {
    let visit = Visit::new([192, 0, 2, 7].into(), "a browser");
    for _ in 0..times {
        let link = console.create_sign_in_link().await.unwrap();
        let token = link.path.rsplit('=').next().unwrap().to_owned();
        assert!(console.sign_in_with_link(&token, &visit).await.unwrap().is_some());
    }
}

/// Four days: a removal, an erasure and anchors of both kinds are in it.
pub(crate) async fn four_days(engine: Engine) -> Chain {
    let chain = Chain::begin(engine);
    let console = chain.console().await;
    sign_in(&console, 12).await;
    chain.next_day();
    sign_in(&console, 20).await;
    let tenant = TenantId::from(TENANT);
    let store = chain.store().await;
    let removed = audit::remove(&store, &tenant, Timestamp(BEGIN + DAY), chain.clock.now()).await.unwrap();
    assert_eq!(removed, 24);
    let erased = audit::erase(&store, &tenant, "operator", chain.clock.now()).await.unwrap();
    assert_eq!(erased, 20);
    chain.next_day();
    sign_in(&console, 55).await;
    chain.next_day();
    sign_in(&console, 20).await;
    console.close().await;
    let report = chain.verify(&store).await;
    assert_eq!(report.fault, None);
    // Of removed entries and by number: 100 and 200; by day: the ends of the second and third day.
    assert_eq!((report.entries, report.removed, report.erased, report.anchors), (192, 24, 20, 4));
    assert_eq!((report.range, report.anchors_outside), (Some((25, 216)), 191));
    store.close().await;
    chain
}
