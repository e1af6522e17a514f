//! The console: what a host opens, asks and closes.

use std::sync::Arc;

use console_api::session::Tenant;
use console_api::{Access, Error, EventSeq, Freshness, Permission, TenantId};
use futures_util::stream::Stream;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::call::{Handlers, RawAnswer, Request};
use crate::caller::Caller;
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::events::{EventHub, Frame};
use crate::fluo::FluoConfig;
use crate::fluo::traces::TraceSource;
use crate::fluo::v1::FluoV1;
use crate::mirror::{Mirror, MirrorHandle, freshness_at};
use crate::operations;
use crate::store::mirror_state::MirrorState;
use crate::store::{self, Database, Store, StoreError};

/// The one tenant of an installation without accounts.
const LOCAL_TENANT: &str = "local";

/// What a console works on.
#[derive(Clone, Debug)]
pub struct ConsoleConfig {
    pub database: Database,
    pub fluo: FluoConfig,
    /// Shown name of the local tenant.
    pub tenant_name: String,
}

/// Why a console could not be opened. One line for a person each.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Store(#[from] store::OpenError),
    #[error("the store cannot be used: {0}")]
    Use(#[from] StoreError),
    #[error("{0}")]
    Fluo(String),
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct Console(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    tenant: Tenant,
    fluo: FluoV1,
    traces: TraceSource,
    mirror: MirrorHandle,
    hub: EventHub,
    handlers: Handlers,
    cancel: CancellationToken,
    tasks: tokio::sync::Mutex<JoinSet<()>>,
}

impl Console {
    /// Opens the store, brings it to shape and begins to mirror. FLUO need not be there yet.
    pub async fn open(
        config: ConsoleConfig,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        // Of no consequence when the process has one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let traces_url = config.fluo.traces_url.clone().unwrap_or_else(|| config.fluo.url.clone());
        let traces = TraceSource::new(&traces_url).map_err(|error| OpenError::Fluo(error.to_string()))?;
        let fluo = FluoV1::new(config.fluo).map_err(|error| OpenError::Fluo(error.to_string()))?;
        let store = Store::open(&config.database).await?;
        let tenant = Tenant { id: TenantId::from(LOCAL_TENANT), name: config.tenant_name };
        store.ensure_tenant(&tenant.id, &tenant.name, clock.now()).await?;

        let scope = crate::caller::TenantScope::system(tenant.id.clone());
        let hub = EventHub::new(store.clone(), scope.clone());
        let (mirror, handle) = Mirror::new(store.clone(), fluo.clone(), Arc::clone(&clock), scope).await?;
        let cancel = CancellationToken::new();
        let mut tasks = JoinSet::new();
        tasks.spawn(mirror.run(cancel.clone()));
        tasks.spawn({
            let (hub, cancel) = (hub.clone(), cancel.clone());
            async move { hub.pump(cancel).await }
        });
        tasks.spawn({
            let (store, cancel) = (store.clone(), cancel.clone());
            async move {
                tokio::select! {
                    () = cancel.cancelled() => {}
                    () = store.hear_other_writers() => {}
                }
            }
        });
        Ok(Self(Arc::new(Inner {
            store,
            clock,
            entropy,
            tenant,
            fluo,
            traces,
            mirror: handle,
            hub,
            handlers: operations::handlers(),
            cancel,
            tasks: tokio::sync::Mutex::new(tasks),
        })))
    }

    /// Ends mirroring and all streams and closes the store.
    pub async fn close(&self) {
        self.0.cancel.cancel();
        let mut tasks = self.0.tasks.lock().await;
        while tasks.join_next().await.is_some() {}
        self.0.store.close().await;
    }

    /// Runs the operation of that name for the caller.
    pub async fn call(&self, caller: &Caller, name: &str, request: Request) -> Result<RawAnswer, Error> {
        self.0.handlers.call(self, caller, name, request).await
    }

    /// The tenant's events after `last`, or from now on; with heartbeats, and a reset when `last` is no
    /// longer kept. Ends when the reader falls too far behind or the console closes.
    pub async fn subscribe(
        &self,
        caller: &Caller,
        last: Option<EventSeq>,
    ) -> Result<impl Stream<Item = Arc<Frame>> + Send + use<>, Error> {
        caller.authorise(Access::Needs(Permission::SignalsRead))?;
        let (mirror, clock) = (self.0.mirror.state.clone(), Arc::clone(&self.0.clock));
        let freshness = Box::new(move || {
            let now = clock.now();
            (freshness_at(&mirror.borrow(), now), now.millis())
        });
        self.0.hub.subscribe(last, self.0.cancel.child_token(), freshness).await
    }

    /// Whether the store answers.
    pub async fn ready(&self) -> bool {
        self.0.store.answers().await
    }

    /// The core's own metrics, in Prometheus' text format.
    pub async fn metrics(&self) -> String {
        let scope = self.system_scope();
        let signals = self.0.store.signal_total(&scope).await.unwrap_or_default();
        let pending = self.0.store.pending_total(&scope).await.unwrap_or_default();
        let events = self.0.store.last_event(&scope).await.unwrap_or_default().0;
        let behind = self.freshness().behind_ms.unwrap_or_default() as f64 / 1_000.0;
        let lines = [
            ("fluo_console_mirrored_signals", "gauge", "Signals in the mirror.", signals as f64),
            ("fluo_console_pending_changes", "gauge", "Changes waiting for FLUO.", pending as f64),
            ("fluo_console_events_total", "counter", "Events committed.", events as f64),
            ("fluo_console_stream_readers", "gauge", "Open live streams.", self.0.hub.listeners() as f64),
            ("fluo_console_mirror_behind_seconds", "gauge", "Age of the mirror.", behind),
        ];
        let mut text = String::new();
        for (name, kind, help, value) in lines {
            text.push_str(&format!("# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n"));
        }
        text
    }

    /// How fresh the mirror is now.
    pub fn freshness(&self) -> Freshness {
        freshness_at(&self.0.mirror.state.borrow(), self.0.clock.now())
    }

    pub(crate) fn mirror_state(&self) -> MirrorState {
        self.0.mirror.state.borrow().clone()
    }

    pub(crate) fn fluo_checks(&self) -> Vec<console_api::fluo::HealthCheck> {
        self.0.mirror.checks.borrow().clone()
    }

    pub(crate) fn wake_mirror(&self) {
        self.0.mirror.wake.notify_one();
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn fluo(&self) -> &FluoV1 {
        &self.0.fluo
    }

    pub(crate) fn traces(&self) -> &TraceSource {
        &self.0.traces
    }

    pub(crate) fn tenant(&self) -> &Tenant {
        &self.0.tenant
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.0.entropy.as_ref()
    }
}
