//! The stage of these stories: a fake FLUO, a console on one of the databases, the local operator.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use console_api::operations::{CountSignals, ListSignals, SetSignalStatus};
use console_api::{Answer, Error, Operation, Reach, Signal, SignalStatus};
use console_core::call::Request;
use console_core::fluo::FluoConfig;
use console_core::identity::IdentityConfig;
use console_core::pace::Rates;
use console_core::store::Database;
use console_core::vault::{KeySource, Vault};
use console_core::{Caller, Console, ConsoleConfig, SystemClock, SystemEntropy};
use it::fake_fluo::FakeFluo;
use tempfile::TempDir;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

pub(crate) struct Stage {
    pub(crate) fluo: FakeFluo,
    pub(crate) console: Console,
    pub(crate) operator: Caller,
    database: Database,
    folder: TempDir,
}

impl Stage {
    pub(crate) async fn set(engine: Engine) -> Self {
        Self::set_with(engine, |_| {}).await
    }

    /// `prepare` sees the fake before the console does.
    pub(crate) async fn set_with(engine: Engine, prepare: impl FnOnce(&FakeFluo)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match engine {
            Engine::Sqlite => Database::Sqlite(folder.path().join("console.db")),
            Engine::Postgres => Database::Postgres(it::postgres::database().into()),
        };
        let fluo = FakeFluo::start();
        prepare(&fluo);
        let console = open(&database, &fluo, folder.path()).await;
        let operator = console.local_operator();
        Self { fluo, console, operator, database, folder }
    }

    /// Another console on the same database.
    pub(crate) async fn second_console(&self) -> Console {
        open(&self.database, &self.fluo, self.folder.path()).await
    }

    pub(crate) async fn ask<O: Operation>(&self, request: O) -> Result<Answer<O::Data>, Error> {
        ask(&self.console, &self.operator, request).await
    }

    pub(crate) async fn total(&self) -> i64 {
        self.ask(CountSignals::default()).await.unwrap().data.total
    }

    pub(crate) async fn newest(&self) -> Signal {
        self.ask(ListSignals { limit: Some(1), ..Default::default() }).await.unwrap().data.remove(0)
    }

    pub(crate) async fn set_status(&self, id: &str, status: SignalStatus) -> Result<Signal, Error> {
        let request = SetSignalStatus { id: id.into(), status, reason: None, revision: None };
        self.ask(request).await.map(|answer| answer.data)
    }

    pub(crate) async fn until_reach(&self, reach: Reach) {
        until(async || self.console.freshness(&self.operator).reach == reach).await;
    }
}

async fn open(database: &Database, fluo: &FakeFluo, folder: &Path) -> Console {
    let keys = KeySource::File(folder.join("secrets.key"));
    let config = ConsoleConfig {
        database: database.clone(),
        fluo: FluoConfig::new(fluo.url()),
        tenant_name: "Local".to_owned(),
        audit_anchors: None,
        providers: Vec::new(),
        private_targets: Vec::new(),
        rates: Rates::default(),
        identity: IdentityConfig::new(Vault::open(&keys, &SystemEntropy).unwrap()),
    };
    Console::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await.unwrap()
}

pub(crate) async fn ask<O: Operation>(
    console: &Console,
    caller: &Caller,
    request: O,
) -> Result<Answer<O::Data>, Error> {
    let request = Request::Json(serde_json::to_value(request).unwrap());
    let Answer { data, meta } = console.call(caller, O::INFO.name, request).await?;
    Ok(Answer { data: serde_json::from_str(data.get()).unwrap(), meta })
}

/// Waits until the condition holds; fails after ten seconds.
pub(crate) async fn until<F: Future<Output = bool>>(mut holds: impl FnMut() -> F) {
    let mut looks = tokio::time::interval(Duration::from_millis(10));
    let waiting = async {
        while !holds().await {
            looks.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting)
        .await
        .expect("the condition holds within ten seconds");
}

/// Runs a story on both databases.
macro_rules! on_both {
    ($name:ident, $story:ident) => {
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$story(crate::stage::Engine::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$story(crate::stage::Engine::Postgres).await;
            }
        }
    };
}
pub(crate) use on_both;
