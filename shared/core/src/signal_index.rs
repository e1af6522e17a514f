//! Signals in memory, by columns: what filters, sorts and counts a million of them in milliseconds.
//!
//! The database keeps the signals; the index answers which of them are asked for, in which order and how many. A page's
//! rows are then read by their ids. Commits tell it of what they changed ([`SignalIndexes::note`]), so who wrote reads
//! it; a row is taken in only when its revision is newer, so the order in which it hears does not matter. It is read
//! from the database when a tenant is first asked about, and what other servers commit comes by the event log: both are
//! in [`load`].

mod count;
mod groups;
mod load;
mod overview;
mod page;
mod select;
mod storms;
mod table;
mod texts;
mod words;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use console_api::query::{Query, Reader};
use console_api::signal::SignalCounts;
use console_api::{Error, ErrorCode, Signal, Timestamp};
use tokio::sync::{OnceCell, Semaphore};

pub(crate) use groups::{GroupPlace, GroupSlice, narrowed};
pub(crate) use page::{Page, Place, Slice};
use select::Selection;
use table::Table;

/// Answers that are kept until the next change.
const KEPT: usize = 32;

/// The indexes of the tenants, made when first asked for.
#[derive(Clone, Default)]
pub(crate) struct SignalIndexes(Arc<RwLock<HashMap<String, Arc<SignalIndex>>>>);

impl SignalIndexes {
    fn get(&self, tenant: &str) -> Option<Arc<SignalIndex>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(tenant).cloned()
    }

    fn get_or_make(&self, tenant: &str) -> Arc<SignalIndex> {
        if let Some(index) = self.get(tenant) {
            return index;
        }
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(tenant.to_owned()).or_default())
    }

    /// What was committed. A tenant that nobody asked about reads it when somebody does.
    pub(crate) fn note(&self, tenant: &str, changed: &Changed) {
        let Some(index) = self.get(tenant) else { return };
        match changed {
            Changed::Put(signals) => index.take_in(signals),
            Changed::Removed(ids) => {
                if index.remove(ids) {
                    // More is gone than is there: whoever asks next reads it anew.
                    self.0.write().unwrap_or_else(PoisonError::into_inner).remove(tenant);
                }
            }
        }
    }
}

/// What became of signals.
#[derive(Clone, Debug)]
pub(crate) enum Changed {
    Put(Vec<Signal>),
    /// Their ids.
    Removed(Vec<String>),
}

/// The signals of one tenant.
pub(crate) struct SignalIndex {
    table: RwLock<Table>,
    loaded: OnceCell<()>,
    recent: Mutex<Recent>,
    /// No more run at once than there are processors: they would only make each other wait.
    turns: Arc<Semaphore>,
}

impl Default for SignalIndex {
    fn default() -> Self {
        let at_once = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            table: RwLock::default(),
            loaded: OnceCell::new(),
            recent: Mutex::default(),
            turns: Arc::new(Semaphore::new(at_once)),
        }
    }
}

impl SignalIndex {
    fn take_in(&self, signals: &[Signal]) {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        for signal in signals {
            table.put(signal);
        }
    }

    /// Answers whether the index is worth making anew.
    fn remove(&self, ids: &[String]) -> bool {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            table.remove(id);
        }
        table.is_mostly_gone()
    }

    /// Runs a question beside the tasks of the server.
    async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&Self, &Table) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let index = Arc::clone(self);
        let answer = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let table = index.table.read().unwrap_or_else(PoisonError::into_inner);
            question(&index, &table)
        });
        answer.await.map_err(|error| {
            tracing::error!(%error, "asking the index of signals");
            Error::new(ErrorCode::Internal, "something failed inside the console; the log has the cause")
        })
    }

    /// The ids of a page of what is asked for.
    pub(crate) async fn page(self: &Arc<Self>, asked: Asked, slice: Slice) -> Result<Page, Error> {
        self.ask(move |index, table| page::page(table, &index.select(table, &asked), &slice)).await
    }

    /// How many there are, and of each value.
    pub(crate) async fn counts(self: &Arc<Self>, asked: Asked) -> Result<SignalCounts, Error> {
        self.ask(move |index, table| {
            let key = asked.key(table);
            let known = key.as_ref().and_then(|key| index.recent().counts.get(key));
            if let Some(counts) = known {
                return (*counts).clone();
            }
            let counts = count::counts(table, &asked, |asked| index.select(table, asked));
            if let Some(key) = key {
                index.recent().counts.put(key, Arc::new(counts.clone()));
            }
            counts
        })
        .await
    }

    fn select(&self, table: &Table, asked: &Asked) -> Arc<Selection> {
        let key = asked.key(table);
        if let Some(known) = key.as_ref().and_then(|key| self.recent().selections.get(key)) {
            return known;
        }
        let selection = Arc::new(select::select(table, &asked.query, asked.reader()));
        if let Some(key) = key {
            self.recent().selections.put(key, Arc::clone(&selection));
        }
        selection
    }

    fn recent(&self) -> std::sync::MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is asked, by whom and when.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) query: Query,
    pub(crate) me: String,
    pub(crate) now: Timestamp,
}

impl Asked {
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader { now: self.now, me: &self.me }
    }

    fn with(&self, query: Query) -> Self {
        Self { query, ..self.clone() }
    }

    /// Under which an answer is kept; not where it changes by itself.
    fn key(&self, table: &Table) -> Option<(u64, String, Query)> {
        let stays = !self.query.is_everything() && !self.query.depends_on_time();
        stays.then(|| (table.changes(), self.me.clone(), self.query.clone()))
    }
}

/// Answers since the last change.
#[derive(Default)]
struct Recent {
    selections: Kept<Selection>,
    counts: Kept<SignalCounts>,
}

/// The last few answers.
struct Kept<T>(VecDeque<((u64, String, Query), Arc<T>)>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T> Kept<T> {
    fn get(&self, key: &(u64, String, Query)) -> Option<Arc<T>> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, answer)| Arc::clone(answer))
    }

    fn put(&mut self, key: (u64, String, Query), answer: Arc<T>) {
        self.0.retain(|((changes, ..), _)| *changes == key.0);
        self.0.truncate(KEPT - 1);
        self.0.push_front((key, answer));
    }
}

#[cfg(test)]
mod tests;
