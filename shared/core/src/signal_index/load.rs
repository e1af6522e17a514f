//! How an index comes to hold what the database holds: read once, then told of each commit.
//!
//! It hears of commits before it begins to read, and takes in only what is newer: whatever happens meanwhile is in it.
//! What other servers commit on PostgreSQL is read from the event log.

use std::sync::{Arc, PoisonError};

use console_api::{EventKind, EventSeq, Signal};

use super::{Changed, SignalIndex};
use crate::caller::TenantScope;
use crate::store::{LoggedEvent, Store, StoreError};

/// Rows read at once.
const AT_ONCE: i64 = 5_000;
/// Events and rows read at once.
const EVENTS_AT_ONCE: i64 = 500;

impl Store {
    /// The tenant's index; waits until it holds everything.
    pub(crate) async fn signal_index(&self, scope: &TenantScope) -> Result<Arc<SignalIndex>, StoreError> {
        let index = self.indexes().get_or_make(scope.tenant());
        index.loaded.get_or_try_init(|| self.load_index(scope, &index)).await?;
        Ok(index)
    }

    async fn load_index(&self, scope: &TenantScope, index: &Arc<SignalIndex>) -> Result<(), StoreError> {
        let heard = self.last_event(scope).await?;
        self.read_all(scope, index).await?;
        if self.has_other_writers() {
            tokio::spawn(self.clone().follow_others(scope.clone(), Arc::downgrade(index), heard));
        }
        Ok(())
    }

    async fn read_all(&self, scope: &TenantScope, index: &SignalIndex) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let rows = self.signals_by_time(scope, after.as_ref(), AT_ONCE).await?;
            index.take_in(&rows);
            let Some(last) = rows.last().filter(|_| rows.len() as i64 == AT_ONCE) else { return Ok(()) };
            after = Some((last.raised_at, last.id.clone()));
        }
    }

    /// Takes in what is committed elsewhere, as long as the index is there.
    async fn follow_others(
        self,
        scope: TenantScope,
        index: std::sync::Weak<SignalIndex>,
        mut heard: EventSeq,
    ) {
        let mut commits = self.commits();
        loop {
            let Some(index) = index.upgrade() else { return };
            if let Err(error) = self.take_in_events(&scope, &index, &mut heard).await {
                tracing::error!(%error, "taking other servers' changes into the index of signals");
            }
            drop(index);
            if commits.changed().await.is_err() {
                return;
            }
        }
    }

    async fn take_in_events(
        &self,
        scope: &TenantScope,
        index: &SignalIndex,
        heard: &mut EventSeq,
    ) -> Result<(), StoreError> {
        if self.oldest_event(scope).await?.is_some_and(|oldest| oldest.0 > heard.0 + 1) {
            // What was missed is no longer kept.
            let newest = self.last_event(scope).await?;
            self.read_all(scope, index).await?;
            self.forget_removed(scope, index).await?;
            *heard = newest;
        }
        loop {
            let events = self.events_after(scope, *heard, EVENTS_AT_ONCE).await?;
            if events.iter().any(|event| event.kind == EventKind::Reset) {
                self.forget_removed(scope, index).await?;
            }
            let news: Vec<&str> =
                events.iter().filter(|event| index.is_news(event)).map(|e| &*e.entity_id).collect();
            if !news.is_empty() {
                index.take_in(&self.signals_of(scope, &news).await?);
            }
            let Some(last) = events.last() else { return Ok(()) };
            *heard = last.seq;
        }
    }

    /// Signals were removed elsewhere, too many to name.
    async fn forget_removed(&self, scope: &TenantScope, index: &SignalIndex) -> Result<(), StoreError> {
        // What comes in while it is read is none of those.
        let known = index.table.read().unwrap_or_else(PoisonError::into_inner).known();
        for some in known.chunks(EVENTS_AT_ONCE as usize) {
            let ids: Vec<&str> = some.iter().map(|id| &**id).collect();
            let there: std::collections::HashSet<_> =
                self.signals_of(scope, &ids).await?.into_iter().map(|signal| signal.id.0).collect();
            let gone = ids.into_iter().filter(|id| !there.contains(*id)).map(str::to_owned);
            index.remove(&gone.collect::<Vec<_>>());
        }
        Ok(())
    }

    /// Reads signals of which it is not known whether their change was committed.
    pub(crate) async fn take_in_again(&self, scope: &TenantScope, changed: &Changed) {
        let Some(index) = self.indexes().get(scope.tenant()) else { return };
        let ids: Vec<&str> = match changed {
            Changed::Put(signals) => signals.iter().map(|signal| signal.id.as_str()).collect(),
            Changed::Removed(ids) => ids.iter().map(String::as_str).collect(),
        };
        for some in ids.chunks(EVENTS_AT_ONCE as usize) {
            match self.signals_of(scope, some).await {
                Ok(signals) => {
                    index.take_in(&signals);
                    if let Changed::Removed(_) = changed {
                        let is_there = |id: &str| signals.iter().any(|signal| signal.id.as_str() == id);
                        let gone = some.iter().filter(|id| !is_there(id)).map(|id| (*id).to_owned());
                        index.remove(&gone.collect::<Vec<_>>());
                    }
                }
                Err(error) => tracing::error!(%error, "reading signals for their index"),
            }
        }
    }

    /// The signals of a page, in the order of their ids.
    pub(crate) async fn signals_in_order(
        &self,
        scope: &TenantScope,
        ids: &[String],
    ) -> Result<Vec<Signal>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<&str> = ids.iter().map(String::as_str).collect();
        let rows = self.signals_of(scope, &keys).await?;
        let mut rows: std::collections::HashMap<_, _> =
            rows.into_iter().map(|signal| (signal.id.0.clone(), signal)).collect();
        Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
    }
}

impl SignalIndex {
    /// Whether an event tells of a signal as it is not known yet.
    fn is_news(&self, event: &LoggedEvent) -> bool {
        #[derive(serde::Deserialize)]
        struct Patch {
            revision: i64,
        }
        if !matches!(event.kind, EventKind::SignalCreated | EventKind::SignalUpdated) {
            return false;
        }
        let told = serde_json::from_str::<Patch>(&event.patch).map_or(i64::MAX, |patch| patch.revision);
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.revision(&event.entity_id).is_none_or(|known| known < told)
    }
}
