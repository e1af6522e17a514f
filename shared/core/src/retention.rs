//! Removing what a tenant keeps no longer: signals, events, sessions. In small transactions, so that others get in
//! between, and told in the audit trail, which has a time of keeping of its own.

use console_api::{EventKind, TenantId, Timestamp};
use serde_json::json;

use crate::audit::Entry;
use crate::caller::TenantScope;
use crate::console::Console;
use crate::identity::DAY;
use crate::store::retention::Removed;
use crate::store::{NewEvent, StoreError};

/// Rows of one kind that go in one transaction.
const AT_ONCE: i64 = 1_000;
/// Transactions for one tenant in one go; what is left goes with the next.
const ROUNDS: usize = 200;

impl Console {
    /// Removes from every tenant what it keeps no longer. This happens by itself every hour.
    pub async fn remove_what_is_over(&self) -> Result<(), StoreError> {
        for (tenant, _) in self.store().open_tenants().await? {
            self.remove_in(tenant).await?;
        }
        Ok(())
    }

    async fn remove_in(&self, tenant: TenantId) -> Result<(), StoreError> {
        let scope = TenantScope::system(tenant);
        let keep = self.store().retention(&scope).await?;
        let days_ago = |days: u16| Timestamp(self.clock().now().0 - i64::from(days) * DAY);
        let too_many = self.store().raised_beyond(&scope, keep.signals).await?;
        let signals_before = days_ago(keep.signal_days).max(too_many.unwrap_or(Timestamp(i64::MIN)));
        let mut removed = Removed::default();
        for _ in 0..ROUNDS {
            let mut tx = self.store().write(&scope).await?;
            let round = Removed {
                signals: tx.remove_signals(signals_before, AT_ONCE).await?,
                events: tx.remove_events(days_ago(keep.event_days), AT_ONCE).await?,
                sessions: tx.remove_sessions(days_ago(keep.session_days)).await?,
            };
            removed.signals += round.signals;
            removed.events += round.events;
            removed.sessions += round.sessions;
            let is_last = round.signals < AT_ONCE as u64 && round.events < AT_ONCE as u64;
            if is_last && removed != Removed::default() {
                let Removed { signals, events, sessions } = removed;
                let detail = json!({ "signals": signals, "events": events, "sessions": sessions });
                tx.audit(Entry::event("retention.removed").detail(detail));
                if signals > 0 {
                    // Too many to name: whoever shows signals reads them anew.
                    let (kind, patch) = (EventKind::Reset, "null".to_owned());
                    tx.log(NewEvent { kind, entity_id: String::new(), patch });
                }
            }
            tx.commit(self.clock().now()).await?;
            if is_last {
                break;
            }
        }
        if removed.signals > 0 {
            tracing::info!(tenant = scope.tenant(), ?removed, "what was kept long enough is gone");
        }
        Ok(())
    }
}
