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
//! number it saw misses nothing.

use sqlx::any::Any;
use sqlx::pool::PoolConnection;
use sqlx::{AnyConnection, Connection as _};

use super::audit_log::{self, ChainEnd};
use super::{NewEvent, Store, StoreError, event_log};
use crate::audit::Entry;
use crate::caller::TenantScope;
use console_api::Timestamp;

pub(crate) struct WriteTx<'a> {
    store: &'a Store,
    connection: Option<PoolConnection<Any>>,
    scope: TenantScope,
    /// Number of the tenant's newest event when the transaction began.
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
            scope: scope.clone(),
            last_seq: 0,
            events: Vec::new(),
            entries: Vec::new(),
        };
        sqlx::query(self.dialect.begin()).execute(tx.connection()).await?;
        let lock = "UPDATE tenants SET event_seq = event_seq WHERE id = $1 RETURNING event_seq";
        let tenant = scope.tenant().to_owned();
        tx.last_seq = sqlx::query_scalar(lock).bind(tenant).fetch_one(tx.connection()).await?;
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
        &self.scope
    }

    /// Logs a change; it becomes visible with the commit.
    pub(crate) fn log(&mut self, event: NewEvent) {
        self.events.push(event);
    }

    /// Tells the audit trail; the entry is chained and becomes durable with the commit, together with the change.
    pub(crate) fn audit(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Makes everything durable and visible, or nothing.
    pub(crate) async fn commit(mut self, now: Timestamp) -> Result<(), StoreError> {
        let events = std::mem::take(&mut self.events);
        let entries = self.take_entries();
        let mut chained = None;
        if !entries.is_empty() {
            let scope = self.scope.clone();
            chained = Some(audit_log::append(self.connection(), &scope, entries, now).await?);
        }
        let logged = !events.is_empty();
        if logged {
            let (scope, last_seq) = (self.scope.clone(), self.last_seq);
            event_log::append(self.connection(), &scope, last_seq, &events, now).await?;
            if let Some(notify) = self.store.dialect.notify() {
                sqlx::query(notify).bind(scope.tenant().to_owned()).execute(self.connection()).await?;
            }
        }
        sqlx::query("COMMIT").execute(self.connection()).await?;
        // Dropping it returns it to the pool, which is right only now.
        self.connection = None;
        if let Some(end) = chained {
            self.scope.note_recorded();
            self.store.anchor(&self.scope, &end);
        }
        if logged {
            self.store.committed.send_replace(());
        }
        Ok(())
    }

    /// The place that the next entry will have.
    pub(crate) async fn next_audit_seq(&mut self) -> Result<i64, StoreError> {
        let tenant = self.scope.tenant().to_owned();
        Ok(audit_log::read_end(self.connection(), &tenant).await?.seq + 1)
    }

    /// What is to be chained. An operation that changes something leaves an entry even where its code names none.
    fn take_entries(&mut self) -> Vec<Entry> {
        let mut entries = std::mem::take(&mut self.entries);
        if entries.is_empty() {
            entries.extend(self.scope.unrecorded_change());
        }
        entries
    }
}

impl Drop for WriteTx<'_> {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let connection = connection.detach();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = connection.close_hard().await {
                    tracing::debug!(%error, "closing an abandoned connection");
                }
            });
        }
    }
}
