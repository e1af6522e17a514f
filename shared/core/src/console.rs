//! The console: what a host opens, asks and closes.

use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use console_api::session::Tenant;
use console_api::{
    Access, AuditOutcome, Error, ErrorCode, EventSeq, Freshness, Permission, TenantId, Timestamp,
};
use futures_util::stream::Stream;
use serde_json::json;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::audit::Entry;
use crate::audit::refusals::Refusals;
use crate::call::{Handlers, RawAnswer, Request};
use crate::caller::{Caller, TenantScope};
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::events::{EventHub, Frame};
use crate::fluo::FluoConfig;
use crate::fluo::traces::TraceSource;
use crate::fluo::v1::FluoV1;
use crate::identity::passwords::Passwords;
use crate::identity::providers::Provider;
use crate::identity::throttle::Throttle;
use crate::identity::{ProviderConfig, ProviderConfigError};
use crate::mirror::{Mirror, MirrorHandle, freshness_at};
use crate::operations;
use crate::store::mirror_state::MirrorState;
use crate::store::{self, Database, Store, StoreError};

/// The live stream, to the audit trail.
const STREAM: &str = "stream.events";
const SWEEP_EVERY: Duration = Duration::from_secs(10);

/// The one tenant of an installation without accounts.
const LOCAL_TENANT: &str = "local";

/// What a console works on.
#[derive(Clone, Debug)]
pub struct ConsoleConfig {
    pub database: Database,
    pub fluo: FluoConfig,
    /// Shown name of the local tenant.
    pub tenant_name: String,
    /// File outside the database to which the ends of the audit chains are appended.
    pub audit_anchors: Option<PathBuf>,
    /// Who else may say who somebody is.
    pub providers: Vec<ProviderConfig>,
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
    #[error(transparent)]
    Provider(#[from] ProviderConfigError),
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
    passwords: Passwords,
    throttle: Throttle,
    providers: Vec<Provider>,
    refusals: Refusals,
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
        let providers = config.providers.into_iter().map(Provider::new).collect::<Result<_, _>>()?;
        let mut store = Store::open(&config.database).await?;
        if let Some(path) = &config.audit_anchors {
            store = store.with_anchor_file(path)?;
        }
        let tenant = Tenant { id: TenantId::from(LOCAL_TENANT), name: config.tenant_name };
        store.ensure_tenant(&tenant.id, &tenant.name, clock.now()).await?;

        let scope = TenantScope::system(tenant.id.clone());
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
        let console = Self(Arc::new(Inner {
            passwords: Passwords::new(entropy.as_ref()),
            throttle: Throttle::default(),
            providers,
            store,
            clock,
            entropy,
            tenant,
            fluo,
            traces,
            mirror: handle,
            hub,
            handlers: operations::handlers(),
            refusals: Refusals::default(),
            cancel,
            tasks: tokio::sync::Mutex::new(tasks),
        }));
        let sweep = Self::sweep_refusals(Arc::downgrade(&console.0), console.0.cancel.clone());
        console.0.tasks.lock().await.spawn(sweep);
        Ok(console)
    }

    /// Ends mirroring and all streams and closes the store.
    pub async fn close(&self) {
        self.0.cancel.cancel();
        let mut tasks = self.0.tasks.lock().await;
        while tasks.join_next().await.is_some() {}
        self.tell_refusals(None).await;
        self.0.store.close().await;
    }

    /// Runs the operation of that name for the caller.
    pub async fn call(&self, caller: &Caller, name: &str, request: Request) -> Result<RawAnswer, Error> {
        self.0.handlers.call(self, caller, name, request).await
    }

    /// The tenant's events after `last`, or from now on; with heartbeats, and a reset when `last` is no
    /// longer kept. Ends when the reader falls too far behind, the caller may not have it any more, or the console
    /// closes.
    pub async fn subscribe(
        &self,
        caller: &Caller,
        last: Option<EventSeq>,
    ) -> Result<impl Stream<Item = Arc<Frame>> + Send + use<>, Error> {
        self.authorise(caller, STREAM, Access::Needs(Permission::SignalsRead)).await?;
        let (mirror, clock) = (self.0.mirror.state.clone(), Arc::clone(&self.0.clock));
        let freshness = Box::new(move || {
            let now = clock.now();
            (freshness_at(&mirror.borrow(), now), now.millis())
        });
        let frames = self.0.hub.subscribe(last, self.0.cancel.child_token(), freshness).await?;
        Ok(self.while_permitted(caller.clone(), frames))
    }

    /// Proves that the caller may, or refuses and tells the audit trail.
    pub(crate) async fn authorise(
        &self,
        caller: &Caller,
        action: &'static str,
        access: Access,
    ) -> Result<TenantScope, Error> {
        let refused = match caller.authorise(access) {
            Ok(scope) => return Ok(scope),
            Err(error) => error,
        };
        self.note_failure(&caller.refused_scope(), Entry::event(action), &refused).await;
        Err(refused)
    }

    /// Tells the audit trail of what was refused or did not work. Malformed requests tell nothing: they never
    /// came near what they named.
    pub(crate) async fn note_failure(&self, scope: &TenantScope, entry: Entry, error: &Error) {
        let outcome = match error.code {
            ErrorCode::Invalid | ErrorCode::TooLarge | ErrorCode::UnsupportedMedia => return,
            ErrorCode::Forbidden | ErrorCode::Unauthenticated => AuditOutcome::Denied,
            _ => AuditOutcome::Failed,
        };
        self.note_refusal(scope, "", entry.outcome(outcome).detail(json!({ "code": error.code }))).await;
    }

    /// Tells the audit trail of the first of an actor's refusals of an action within a minute, and counts the
    /// others. Those of different `from` are counted apart; it is not kept.
    pub(crate) async fn note_refusal(&self, scope: &TenantScope, from: &str, entry: Entry) {
        let now = self.0.clock.now();
        if self.0.refusals.is_first(scope, from, &entry, now) {
            self.tell(scope, entry, now).await;
        }
    }

    /// Tells of the refusals that were only counted, whenever a minute is over, as long as the console is there.
    async fn sweep_refusals(console: Weak<Inner>, cancel: CancellationToken) {
        let mut ticks = tokio::time::interval(SWEEP_EVERY);
        loop {
            tokio::select! {
                () = cancel.cancelled() => return,
                _ = ticks.tick() => {}
            }
            let Some(console) = console.upgrade().map(Self) else { return };
            console.tell_refusals(Some(console.0.clock.now())).await;
        }
    }

    async fn tell_refusals(&self, over_at: Option<Timestamp>) {
        for (scope, entry) in self.0.refusals.sweep(over_at) {
            self.tell(&scope, entry, self.0.clock.now()).await;
        }
    }

    /// An entry in a transaction of its own, where there is no change to be made with it.
    async fn tell(&self, scope: &TenantScope, entry: Entry, now: Timestamp) {
        let told = async {
            let mut tx = self.0.store.write(scope).await?;
            tx.audit(entry);
            tx.commit(now).await
        };
        if let Err(error) = told.await {
            tracing::error!(%error, "the audit trail was not told of a refusal");
        }
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

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    pub(crate) fn providers(&self) -> &[Provider] {
        &self.0.providers
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.0.entropy.as_ref()
    }
}
