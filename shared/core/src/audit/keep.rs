//! What leaves the audit trail: removed by age, or erased for a person. The chain verifies before and after.

use console_api::{TenantId, Timestamp};

use crate::caller::TenantScope;
use crate::store::{Store, StoreError};

/// Entries that are removed in one transaction, so that others can write in between.
const AT_ONCE: i64 = 5_000;

/// Removes a tenant's entries from before `before`; of each removed segment first and last place, hashes and number
/// are left, and an entry tells of it. Answers how many entries went.
pub async fn remove(
    store: &Store,
    tenant: &TenantId,
    before: Timestamp,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let scope = TenantScope::system(tenant.clone());
    let mut removed = 0;
    loop {
        let gone = store.remove_audit_entries(&scope, before, AT_ONCE, now).await?;
        removed += gone;
        if gone < AT_ONCE {
            return Ok(removed);
        }
    }
}

/// Erases what a tenant's audit trail knows of a person beyond the id. Answers how many entries named them.
pub async fn erase(
    store: &Store,
    tenant: &TenantId,
    person: &str,
    now: Timestamp,
) -> Result<i64, StoreError> {
    store.erase_audit_personal(&TenantScope::system(tenant.clone()), person, now).await
}
