//! A tenant at work: its FLUO, the mirror of it, its listeners, and the tasks that keep them going.
//!
//! [`Workspaces`] holds one per tenant that is open. Which those are and what they are made of is in the store; here
//! they are begun, begun anew when what they are made of changed, and ended.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use console_api::fluo::HealthCheck;
use console_api::session::Tenant;
use console_api::{Error, ErrorCode, Freshness, Reach, TenantId, Timestamp};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::caller::TenantScope;
use crate::clock::Clock;
use crate::events::EventHub;
use crate::fluo::traces::TraceSource;
use crate::fluo::v1::FluoV1;
use crate::fluo::{FluoConfig, FluoError};
use crate::mirror::{Mirror, MirrorHandle, freshness_at};
use crate::outbound::Outbound;
use crate::store::mirror_state::MirrorState;
use crate::store::{Store, StoreError};
use crate::triage::Triage;
use crate::triage::bulk::Worker;
use crate::triage::keeper::Keeper;

/// What a tenant without a FLUO is told.
pub(crate) const NO_FLUO: &str =
    "no FLUO is connected here yet; an administrator of the tenant connects one in its settings";

/// The FLUO of a tenant, and where its traces are.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) fluo: FluoV1,
    pub(crate) traces: TraceSource,
}

impl Connection {
    /// `outbound` says where they may be.
    pub(crate) fn new(config: FluoConfig, outbound: &Outbound) -> Result<Self, FluoError> {
        let url = config.traces_url.as_deref().unwrap_or(&config.url);
        let traces = TraceSource::new(url, config.spans_kept, outbound)?;
        Ok(Self { fluo: FluoV1::new(config, outbound)?, traces })
    }
}

/// What a workspace is made of.
pub(crate) struct Settings {
    pub(crate) about: Tenant,
    /// Why there is none, where there is none, in words for a person.
    pub(crate) connection: Result<Connection, String>,
    /// Counts the changes of the connection.
    pub(crate) revision: i64,
}

pub(crate) struct Workspace {
    about: RwLock<Tenant>,
    connection: Result<Connection, String>,
    revision: i64,
    mirror: MirrorHandle,
    hub: EventHub,
    triage: Arc<Triage>,
    cancel: CancellationToken,
    tasks: tokio::sync::Mutex<JoinSet<()>>,
}

impl Workspace {
    /// Begins to mirror and to carry events. `hub` is that of the workspace it stands in for.
    async fn start(
        store: &Store,
        clock: &Arc<dyn Clock>,
        settings: Settings,
        hub: Option<EventHub>,
    ) -> Result<Self, StoreError> {
        let Settings { about, connection, revision } = settings;
        let scope = TenantScope::system(about.id.clone());
        let hub = hub.unwrap_or_else(|| EventHub::new(store.clone(), scope.clone()));
        let triage = Arc::new(Triage::default());
        let cancel = CancellationToken::new();
        let mut tasks = JoinSet::new();
        let mirror = match &connection {
            Ok(Connection { fluo, .. }) => {
                let (mirror, handle) = Mirror::new(
                    store.clone(),
                    fluo.clone(),
                    Arc::clone(clock),
                    scope.clone(),
                    Arc::clone(&triage),
                )
                .await?;
                tasks.spawn(mirror.run(cancel.clone()));
                handle
            }
            Err(problem) => unconnected(store.mirror_state(&scope).await?, problem),
        };
        tasks.spawn({
            let (hub, cancel) = (hub.clone(), cancel.clone());
            async move { hub.pump(cancel).await }
        });
        tasks.spawn({
            let (store, scope, cancel) =
                (store.clone(), TenantScope::system(about.id.clone()), cancel.clone());
            async move {
                tokio::select! {
                    () = cancel.cancelled() => {}
                    // Whoever asks first would wait for it.
                    loaded = store.signal_index(&scope) => if let Err(error) = loaded {
                        tracing::error!(%error, "reading the index of signals");
                    },
                }
            }
        });
        let keeper = Keeper {
            store: store.clone(),
            clock: Arc::clone(clock),
            scope: scope.clone(),
            hub: hub.clone(),
            triage: Arc::clone(&triage),
        };
        tasks.spawn(keeper.run(cancel.clone()));
        let worker = Worker {
            store: store.clone(),
            clock: Arc::clone(clock),
            scope,
            begun: Arc::clone(&triage.begun),
            pending: Arc::clone(&mirror.wake),
        };
        tasks.spawn(worker.run(cancel.clone()));
        let tasks = tokio::sync::Mutex::new(tasks);
        Ok(Self { about: RwLock::new(about), connection, revision, mirror, hub, triage, cancel, tasks })
    }

    /// Ends the mirror and the carrying of events.
    async fn stop(&self) {
        self.cancel.cancel();
        let mut tasks = self.tasks.lock().await;
        while tasks.join_next().await.is_some() {}
    }

    /// The tenant as people know it.
    pub(crate) fn about(&self) -> Tenant {
        self.about.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn revision(&self) -> i64 {
        self.revision
    }

    pub(crate) fn fluo(&self) -> Result<&FluoV1, Error> {
        self.connection.as_ref().map(|connection| &connection.fluo).map_err(|problem| no_fluo(problem))
    }

    pub(crate) fn traces(&self) -> Result<&TraceSource, Error> {
        self.connection.as_ref().map(|connection| &connection.traces).map_err(|problem| no_fluo(problem))
    }

    pub(crate) fn hub(&self) -> &EventHub {
        &self.hub
    }

    pub(crate) fn triage(&self) -> &Triage {
        &self.triage
    }

    /// How fresh the mirror is.
    pub(crate) fn freshness(&self, now: Timestamp) -> Freshness {
        freshness_at(&self.mirror.state.borrow(), now)
    }

    pub(crate) fn mirror_state(&self) -> MirrorState {
        self.mirror.state.borrow().clone()
    }

    pub(crate) fn fluo_checks(&self) -> Vec<HealthCheck> {
        self.mirror.checks.borrow().clone()
    }

    /// Changes wait for FLUO.
    pub(crate) fn wake_mirror(&self) {
        self.mirror.wake.notify_one();
    }
}

fn no_fluo(problem: &str) -> Error {
    Error::new(ErrorCode::Unavailable, problem)
}

/// What is seen of a mirror that does not run.
fn unconnected(known: MirrorState, problem: &str) -> MirrorHandle {
    let problem = Some(problem.to_owned());
    let state = watch::Sender::new(MirrorState { reach: Reach::Unreachable, problem, ..known });
    MirrorHandle {
        state: state.subscribe(),
        checks: watch::Sender::default().subscribe(),
        wake: Arc::new(Notify::new()),
    }
}

/// The workspaces that are open.
#[derive(Default)]
pub(crate) struct Workspaces {
    open: RwLock<HashMap<TenantId, Arc<Workspace>>>,
    /// Held while one is begun or ended, so that a tenant never has two.
    changing: tokio::sync::Mutex<Changing>,
}

#[derive(Default)]
struct Changing {
    /// None is begun any more.
    closed: bool,
}

impl Workspaces {
    pub(crate) fn get(&self, tenant: &TenantId) -> Option<Arc<Workspace>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).get(tenant).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Arc<Workspace>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Makes the tenant's workspace what `settings` says, as read while nobody else changes one: begun, begun anew
    /// when its connection is another one, or ended where there are none. Answers it.
    pub(crate) async fn settle<F>(
        &self,
        store: &Store,
        clock: &Arc<dyn Clock>,
        tenant: &TenantId,
        settings: impl FnOnce() -> F,
    ) -> Result<Option<Arc<Workspace>>, StoreError>
    where
        F: Future<Output = Result<Option<Settings>, StoreError>>,
    {
        let changing = self.changing.lock().await;
        let (settings, running) = (settings().await?, self.get(tenant));
        let Some(settings) = settings.filter(|_| !changing.closed) else {
            if let Some(running) = running {
                self.open.write().unwrap_or_else(PoisonError::into_inner).remove(tenant);
                running.stop().await;
            }
            return Ok(None);
        };
        if let Some(running) = &running {
            if running.revision == settings.revision {
                *running.about.write().unwrap_or_else(PoisonError::into_inner) = settings.about;
                return Ok(Some(Arc::clone(running)));
            }
            running.stop().await;
            // Another FLUO may have raised signals in times that this one was mirrored for.
            store.forget_mirror_state(&TenantScope::system(tenant.clone())).await?;
        }
        let hub = running.map(|running| running.hub.clone());
        let workspace = Arc::new(Workspace::start(store, clock, settings, hub).await?);
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        open.insert(tenant.clone(), Arc::clone(&workspace));
        Ok(Some(workspace))
    }

    /// Ends all, for good.
    pub(crate) async fn close(&self) {
        self.changing.lock().await.closed = true;
        let open = std::mem::take(&mut *self.open.write().unwrap_or_else(PoisonError::into_inner));
        for workspace in open.values() {
            workspace.cancel.cancel();
        }
        for workspace in open.values() {
            workspace.stop().await;
        }
    }
}
