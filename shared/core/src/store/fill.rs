//! Filling a database that no console works on yet, as measurements and demonstrations need it.

use console_api::triage::Note;
use console_api::{Signal, TenantId};

use super::{Store, StoreError};
use crate::caller::TenantScope;

/// A signal as it is to stand, with what was written about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    pub signal: Signal,
    /// As many as [`Signal::notes`] says.
    pub notes: Vec<Note>,
}

impl Store {
    /// Puts them where they are to stand, in one transaction. Nobody changed them: there is no event, no history and no
    /// entry of the audit trail, so a console that has the database open learns nothing of it. The tenant exists.
    pub async fn fill(&self, tenant: &TenantId, with: &[Filled]) -> Result<(), StoreError> {
        let mut tx = self.write(&TenantScope::system(tenant.clone())).await?;
        let signals: Vec<_> = with.iter().map(|filled| &filled.signal).collect();
        tx.put_signals(&signals).await?;
        for Filled { signal, notes } in with {
            for note in notes {
                tx.insert_note(&signal.id, note).await?;
            }
        }
        let now = signals.iter().map(|signal| signal.updated_at).max().unwrap_or_default();
        tx.commit(now).await
    }
}
