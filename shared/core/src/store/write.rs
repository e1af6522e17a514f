//! The one way to write.
//!
//! sqlx acknowledges some writes on SQLite that a full disk then loses, and hands a connection back to its
//! pool in the middle of a transaction when a future is dropped. So a write holds its connection in a
//! [`WriteTx`]: only [`WriteTx::commit`] returns it to the pool, and only after `COMMIT` succeeded. Anything
//! else (an error, a refusal, a cancelled request) takes the connection out of the pool and closes it, which
//! rolls back.
//!
//! The tenant's row is locked first. That puts all writers of a tenant in one line on both engines, so
//! events get their numbers in the order in which they become visible: a reader that goes on from the last
//! number it saw misses nothing. Few writes reach beyond one tenant; they hold the installation's row first.

use sqlx::any::Any;
use sqlx::pool::PoolConnection;
use sqlx::{AnyConnection, Connection as _};

use super::audit_log::{self, ChainEnd};
use super::{NewEvent, Store, StoreError, event_log, idempotency};
use crate::audit::Entry;
use crate::caller::{INSTALLATION, TenantScope};
use crate::signal_index::Changed;
use console_api::{TenantId, Timestamp};

pub(crate) struct WriteTx<'a> {
    store: &'a Store,
    connection: Option<PoolConnection<Any>>,
    /// The tenants whose rows are held, and what is to become visible in each.
    parts: Vec<Part>,
    /// The one that is worked in.
    at: usize,
    /// What is to become of signals, for their index.
    signals: Vec<(TenantScope, Changed)>,
}

struct Part {
    scope: TenantScope,
    /// Number of the tenant's newest event when its row was locked.
    last_seq: i64,
    events: Vec<NewEvent>,
    entries: Vec<Entry>,
}

impl Store {
    /// Begins a write in a tenant.
    pub(crate) async fn write(&self, scope: &TenantScope) -> Result<WriteTx<'_>, StoreError> {
        let connection = self.write.acquire().await?;
        let mut tx = WriteTx {
            store: self,
            connection: Some(connection),
            parts: Vec::new(),
            at: 0,
            signals: Vec::new(),
        };
        sqlx::query(self.dialect.begin()).execute(tx.connection()).await?;
        tx.lock(scope).await?;
        if let Some(key) = scope.open_key()
            && idempotency::is_done(tx.connection(), scope, key).await?
        {
            return Err(StoreError::Repeated);
        }
        Ok(tx)
    }

    /// Begins a write in a tenant that reaches beyond it: [`WriteTx::enter`] goes to others, [`WriteTx::log_for_all`]
    /// tells all. The installation's row is locked before any tenant's, so that two such writes wait for each other
    /// instead of each for a row the other holds.
    pub(crate) async fn write_across(&self, scope: &TenantScope) -> Result<WriteTx<'_>, StoreError> {
        let mut tx = self.write(&scope.elsewhere(TenantId::from(INSTALLATION))).await?;
        tx.enter(scope).await?;
        Ok(tx)
    }
}

impl Store {
    /// Tells the file outside the database, where there is one. What is committed stays so if that fails.
    fn anchor(&self, scope: &TenantScope, end: &ChainEnd) {
        let Some(anchors) = &self.anchors else { return };
        if let Err(error) = anchors.append(scope.tenant(), end) {
            tracing::error!(%error, seq = end.seq, "the audit trail's anchor was not written");
        }
    }
}

impl WriteTx<'_> {
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        self.connection.as_mut().expect("held until commit consumes the transaction")
    }

    pub(crate) fn scope(&self) -> &TenantScope {
        &self.parts[self.at].scope
    }

    /// Works in that tenant from here on. Only in a write that began with [`Store::write_across`].
    pub(crate) async fn enter(&mut self, scope: &TenantScope) -> Result<(), StoreError> {
        let held = self.parts.iter().position(|part| part.scope.tenant() == scope.tenant());
        match held {
            Some(held) => self.at = held,
            None => self.lock(scope).await?,
        }
        Ok(())
    }

    async fn lock(&mut self, scope: &TenantScope) -> Result<(), StoreError> {
        let lock = "UPDATE tenants SET event_seq = event_seq WHERE id = $1 RETURNING event_seq";
        let tenant = scope.tenant().to_owned();
        let last_seq = sqlx::query_scalar(lock).bind(tenant).fetch_one(self.connection()).await?;
        self.at = self.parts.len();
        self.parts.push(Part { scope: scope.clone(), last_seq, events: Vec::new(), entries: Vec::new() });
        Ok(())
    }

    /// Logs a change; it becomes visible with the commit.
    pub(crate) fn log(&mut self, event: NewEvent) {
        self.parts[self.at].events.push(event);
    }

    /// Logs a change that open streams of every tenant are to hear of. Only in a write that began with
    /// [`Store::write_across`].
    pub(crate) fn log_for_all(&mut self, event: NewEvent) {
        self.parts[0].events.push(event);
    }

    /// What the index is to hold once it is committed.
    pub(super) fn note_signals(&mut self, changed: Changed) {
        self.signals.push((self.scope().clone(), changed));
    }

    /// Tells the audit trail; the entry is chained and becomes durable with the commit, together with the change.
    pub(crate) fn audit(&mut self, entry: Entry) {
        self.parts[self.at].entries.push(entry);
    }

    /// Tells the installation's own audit trail. Only in a write that began with [`Store::write_across`].
    pub(crate) fn audit_for_all(&mut self, entry: Entry) {
        self.parts[0].entries.push(entry);
    }

    /// Makes everything durable and visible, or nothing.
    pub(crate) async fn commit(mut self, now: Timestamp) -> Result<(), StoreError> {
        self.record_change();
        if let Some(key) = self.scope().open_key().cloned() {
            let scope = self.scope().clone();
            idempotency::insert(self.connection(), &scope, &key, now).await?;
        }
        let parts = std::mem::take(&mut self.parts);
        let (mut chained, mut logged) = (Vec::new(), false);
        for Part { scope, last_seq, events, entries } in parts {
            if !entries.is_empty() {
                let end = audit_log::append(self.connection(), &scope, entries, now).await?;
                chained.push((scope.clone(), end));
            }
            if !events.is_empty() {
                logged = true;
                event_log::append(self.connection(), &scope, last_seq, &events, now).await?;
                if let Some(notify) = self.store.dialect.notify() {
                    let tenant = scope.tenant().to_owned();
                    sqlx::query(notify).bind(tenant).execute(self.connection()).await?;
                }
            }
        }
        sqlx::query("COMMIT").execute(self.connection()).await?;
        // Dropping it returns it to the pool, which is right only now.
        self.connection = None;
        for (scope, changed) in self.signals.drain(..) {
            self.store.indexes.note(scope.tenant(), &changed);
        }
        for (scope, end) in chained {
            scope.note_recorded();
            self.store.anchor(&scope, &end);
        }
        if logged {
            self.store.committed.send_replace(());
        }
        Ok(())
    }

    /// The place that the next entry will have.
    pub(crate) async fn next_audit_seq(&mut self) -> Result<i64, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        Ok(audit_log::read_end(self.connection(), &tenant).await?.seq + 1)
    }

    /// An operation that changes something leaves an entry even where its code names none.
    fn record_change(&mut self) {
        if self.parts.iter().any(|part| !part.entries.is_empty()) {
            return;
        }
        if let Some(entry) = self.scope().unrecorded_change() {
            self.audit(entry);
        }
    }
}

impl Drop for WriteTx<'_> {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let connection = connection.detach();
        let (store, doubtful) = (self.store.clone(), std::mem::take(&mut self.signals));
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = connection.close_hard().await {
                    tracing::debug!(%error, "closing an abandoned connection");
                }
                // A commit that nobody waited for may have been done.
                for (scope, changed) in doubtful {
                    store.take_in_again(&scope, &changed).await;
                }
            });
        }
    }
}
