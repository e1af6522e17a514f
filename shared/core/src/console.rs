//! The console: what a host opens, asks and closes.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use console_api::platform::TenantStatus;
use console_api::session::Tenant;
use console_api::{
    Access, AuditOutcome, Error, ErrorCode, EventSeq, Freshness, Permission, Reach, TenantId, Timestamp,
};
use futures_util::stream::Stream;
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::audit::Entry;
use crate::audit::refusals::Refusals;
use crate::call::{Handlers, RawAnswer, Request};
use crate::caller::{Caller, INSTALLATION, TenantScope};
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::events::Frame;
use crate::fluo::FluoConfig;
use crate::identity::passwords::Passwords;
use crate::identity::providers::Provider;
use crate::identity::throttle::Throttle;
use crate::identity::{IdentityConfig, ProviderConfig, ProviderConfigError};
use crate::mail::{MailRoom, SmtpConfigError, deliver_until};
use crate::operations::{self, internal};
use crate::outbound::{IpNet, Outbound};
use crate::pace::{Pace, Rates};
use crate::store::{self, Database, Store, StoreError};
use crate::vault::Vault;
use crate::workspace::{Connection, Settings, Workspace, Workspaces};

/// The live stream, to the audit trail.
const STREAM: &str = "stream.events";
const SWEEP_EVERY: Duration = Duration::from_secs(10);
const REMOVE_EVERY: Duration = Duration::from_secs(60 * 60);
/// How soon a server hears of a tenant that another one made, changed or closed.
const SETTLE_EVERY: Duration = Duration::from_secs(5);

/// The tenant of whoever is at the machine; in an installation without accounts there is no other.
const LOCAL_TENANT: &str = "local";

/// What a console works on.
#[derive(Clone, Debug)]
pub struct ConsoleConfig {
    pub database: Database,
    pub fluo: FluoConfig,
    /// Shown name of the local tenant when it is made.
    pub tenant_name: String,
    /// File outside the database to which the ends of the audit chains are appended.
    pub audit_anchors: Option<PathBuf>,
    /// Who else may say who somebody is.
    pub providers: Vec<ProviderConfig>,
    /// Networks beside the public internet in which what a tenant's people configure may be.
    pub private_targets: Vec<IpNet>,
    pub rates: Rates,
    pub identity: IdentityConfig,
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
    #[error(transparent)]
    Mail(#[from] SmtpConfigError),
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct Console(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    local: TenantId,
    /// The FLUO that the local tenant has unless it is given another.
    connection: Connection,
    workspaces: Workspaces,
    handlers: Handlers,
    passwords: Passwords,
    throttle: Throttle,
    providers: Vec<Provider>,
    outbound_for_tenants: Outbound,
    pace: Pace,
    identity: IdentityConfig,
    mail_room: Arc<MailRoom>,
    refusals: Refusals,
    /// Rings when what somebody may do changed in no tenant in particular.
    access_changed: watch::Sender<()>,
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
        let connection = Connection::new(config.fluo, &Outbound::anywhere())
            .map_err(|error| OpenError::Fluo(error.to_string()))?;
        let providers = config.providers.into_iter().map(Provider::new).collect::<Result<_, _>>()?;
        let (mail_room, errands) = MailRoom::new(&config.identity.mail)?;
        let mut store = Store::open(&config.database).await?;
        if let Some(path) = &config.audit_anchors {
            store = store.with_anchor_file(path)?;
        }
        let local = TenantId::from(LOCAL_TENANT);
        store.ensure_tenant(&local, &config.tenant_name, clock.now()).await?;
        store.ensure_installation(clock.now()).await?;
        let cancel = CancellationToken::new();
        let mut tasks = JoinSet::new();
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
            outbound_for_tenants: Outbound::public_and(config.private_targets),
            pace: Pace::new(config.rates),
            identity: config.identity,
            mail_room: Arc::clone(&mail_room),
            store,
            clock,
            entropy,
            local,
            connection,
            workspaces: Workspaces::default(),
            handlers: operations::handlers(),
            refusals: Refusals::default(),
            access_changed: watch::Sender::default(),
            cancel,
            tasks: tokio::sync::Mutex::new(tasks),
        }));
        let (weak, cancel) = (Arc::downgrade(&console.0), console.0.cancel.clone());
        let mut tasks = console.0.tasks.lock().await;
        tasks.spawn(Self::sweep_refusals(weak.clone(), cancel.clone()));
        tasks.spawn(Self::hear_of_access(weak.clone(), cancel.clone()));
        for (tenant, _) in console.0.store.open_tenants().await? {
            console.settle_workspace(&tenant).await?;
        }
        tasks.spawn(Self::keep_workspaces(weak.clone(), cancel.clone()));
        tasks.spawn(Self::keep_what_is_kept(weak.clone(), cancel.clone()));
        tasks.spawn(deliver_until(cancel, mail_room, errands, move || weak.upgrade().map(Self)));
        drop(tasks);
        Ok(console)
    }

    /// Ends mirroring and all streams and closes the store.
    pub async fn close(&self) {
        self.0.cancel.cancel();
        self.0.workspaces.close().await;
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
        let workspace = self.workspace(&caller.tenant().id).await?;
        let (console, tenant) = (self.clone(), caller.tenant().id.clone());
        let freshness = Box::new(move || {
            let now = console.clock().now();
            (console.freshness_in(&tenant), now.millis())
        });
        let frames = workspace.hub().subscribe(last, self.0.cancel.child_token(), freshness).await?;
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

    /// Rings for open streams when the installation's own log has something new.
    async fn hear_of_access(console: Weak<Inner>, cancel: CancellationToken) {
        let scope = TenantScope::system(TenantId::from(INSTALLATION));
        let Some(mut commits) = console.upgrade().map(|console| console.store.commits()) else { return };
        let mut known = None;
        loop {
            let Some(console) = console.upgrade() else { return };
            match console.store.last_event(&scope).await {
                Ok(newest) if known.replace(newest).is_some_and(|known| known != newest) => {
                    console.access_changed.send_replace(());
                }
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "hearing of changes of access"),
            }
            drop(console);
            tokio::select! {
                () = cancel.cancelled() => return,
                changed = commits.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Follows what other servers, and the command line, change of the tenants.
    async fn keep_workspaces(console: Weak<Inner>, cancel: CancellationToken) {
        let mut ticks = tokio::time::interval(SETTLE_EVERY);
        loop {
            tokio::select! {
                () = cancel.cancelled() => return,
                _ = ticks.tick() => {}
            }
            let Some(console) = console.upgrade().map(Self) else { return };
            if let Err(error) = console.settle_workspaces().await {
                tracing::error!(%error, "the tenants cannot be read");
            }
        }
    }

    /// Removes what is kept no longer, every hour.
    async fn keep_what_is_kept(console: Weak<Inner>, cancel: CancellationToken) {
        let mut ticks = tokio::time::interval(REMOVE_EVERY);
        loop {
            tokio::select! {
                () = cancel.cancelled() => return,
                _ = ticks.tick() => {}
            }
            let Some(console) = console.upgrade().map(Self) else { return };
            if let Err(error) = console.remove_what_is_over().await {
                tracing::error!(%error, "what was kept long enough was not removed");
            }
        }
    }

    async fn settle_workspaces(&self) -> Result<(), StoreError> {
        let open: HashMap<_, _> = self.0.store.open_tenants().await?.into_iter().collect();
        let running: HashMap<_, _> = self
            .0
            .workspaces
            .all()
            .iter()
            .map(|workspace| (workspace.about().id, workspace.revision()))
            .collect();
        for tenant in open.keys().chain(running.keys()).collect::<HashSet<_>>() {
            if open.get(tenant) != running.get(tenant) {
                self.settle_workspace(tenant).await?;
            }
        }
        Ok(())
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
        let (mut signals, mut pending, mut events, mut readers, mut behind) = (0, 0, 0, 0, 0);
        for workspace in self.0.workspaces.all() {
            let scope = TenantScope::system(workspace.about().id);
            signals += self.0.store.signal_total(&scope).await.unwrap_or_default();
            pending += self.0.store.pending_total(&scope).await.unwrap_or_default();
            events += self.0.store.last_event(&scope).await.unwrap_or_default().0;
            readers += workspace.hub().listeners();
            behind = behind.max(workspace.freshness(self.clock().now()).behind_ms.unwrap_or_default());
        }
        let behind = behind as f64 / 1_000.0;
        let lines = [
            (
                "fluo_console_mirrored_signals",
                "gauge",
                "Signals in the mirrors of all tenants.",
                signals as f64,
            ),
            ("fluo_console_pending_changes", "gauge", "Changes waiting for FLUO.", pending as f64),
            ("fluo_console_events_total", "counter", "Events committed.", events as f64),
            ("fluo_console_stream_readers", "gauge", "Open live streams.", readers as f64),
            ("fluo_console_mirror_behind_seconds", "gauge", "Age of the oldest mirror.", behind),
        ];
        let mut text = String::new();
        for (name, kind, help, value) in lines {
            text.push_str(&format!("# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n"));
        }
        text
    }

    /// How fresh what the caller reads from the mirror is now.
    pub fn freshness(&self, caller: &Caller) -> Freshness {
        self.freshness_in(&caller.tenant().id)
    }

    pub(crate) fn freshness_in(&self, tenant: &TenantId) -> Freshness {
        match self.0.workspaces.get(tenant) {
            Some(workspace) => workspace.freshness(self.clock().now()),
            None => Freshness { reach: Reach::Connecting, as_of: None, behind_ms: None },
        }
    }

    /// What the tenant works with.
    pub(crate) async fn workspace(&self, tenant: &TenantId) -> Result<Arc<Workspace>, Error> {
        if let Some(workspace) = self.0.workspaces.get(tenant) {
            return Ok(workspace);
        }
        let begun = self.settle_workspace(tenant).await.map_err(internal)?;
        begun.ok_or_else(|| Error::new(ErrorCode::Unavailable, "this tenant is closed"))
    }

    /// Makes the tenant's workspace what the store says of it.
    pub(crate) async fn settle_workspace(
        &self,
        tenant: &TenantId,
    ) -> Result<Option<Arc<Workspace>>, StoreError> {
        let settings = async || {
            let Some(row) = self.0.store.tenant(tenant).await? else { return Ok(None) };
            if !matches!(row.status, Some(TenantStatus::Active) | None) {
                return Ok(None);
            }
            let connection = self.connection_of(tenant).await?;
            Ok(Some(Settings { about: row.about, connection, revision: row.connection_revision }))
        };
        self.0.workspaces.settle(&self.0.store, &self.0.clock, tenant, settings).await
    }

    /// The connection that the installation was started with; it is the local tenant's.
    pub(crate) fn local_connection(&self, tenant: &str) -> Option<&Connection> {
        (tenant == self.0.local.as_str()).then_some(&self.0.connection)
    }

    pub(crate) fn access_changes(&self) -> watch::Receiver<()> {
        self.0.access_changed.subscribe()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    /// The local tenant as people know it.
    pub(crate) fn local_tenant(&self) -> Tenant {
        let local = &self.0.local;
        let named = self.0.workspaces.get(local).map(|workspace| workspace.about());
        named.unwrap_or_else(|| Tenant { id: local.clone(), name: String::new() })
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    /// Seals what the store keeps but must not show.
    pub(crate) fn vault(&self) -> &Vault {
        &self.0.identity.vault
    }

    /// Where browsers reach the console, without a slash at the end.
    pub(crate) fn public_url(&self) -> &str {
        &self.0.identity.public_url
    }

    pub(crate) fn mail_room(&self) -> &MailRoom {
        &self.0.mail_room
    }

    pub(crate) fn providers(&self) -> &[Provider] {
        &self.0.providers
    }

    /// How addresses that a tenant's people gave are asked.
    pub fn outbound_for_tenants(&self) -> &Outbound {
        &self.0.outbound_for_tenants
    }

    pub(crate) fn pace(&self) -> &Pace {
        &self.0.pace
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.0.entropy.as_ref()
    }
}
