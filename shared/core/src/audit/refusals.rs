//! Refusals in the audit trail, bounded: the first of an actor's refusals of one action within a minute is an
//! entry of its own, the others are counted and become one entry once the minute is over. So a flood costs two
//! entries a minute for each actor and action, and most of it no write at all.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use console_api::{ActorKind, AuditOutcome, TenantId, Timestamp};
use serde_json::json;

use super::{Actor, Entry};
use crate::caller::TenantScope;

const MINUTE_MICROS: i64 = 60 * 1_000_000;
/// Actors and actions that are counted apart at the same time; those beyond share one count per action.
const MAX_KEYS: usize = 4_096;

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    tenant: String,
    actor: Actor,
    action: &'static str,
    outcome: AuditOutcome,
    /// What else sets them apart, such as a network.
    from: String,
}

struct Counted {
    scope: TenantScope,
    minute: i64,
    /// Refusals after the first.
    more: u64,
}

/// The refusals of the running minute.
#[derive(Default)]
pub(crate) struct Refusals(Mutex<HashMap<Key, Counted>>);

impl Refusals {
    /// Counts a refusal. True for the first of its minute, which is to be an entry of its own.
    pub(crate) fn is_first(&self, scope: &TenantScope, from: &str, entry: &Entry, now: Timestamp) -> bool {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.micros().div_euclid(MINUTE_MICROS);
        let mut key = Key {
            tenant: scope.tenant().to_owned(),
            actor: entry.actor.clone().unwrap_or_else(|| scope.audit_actor()),
            action: entry.action,
            outcome: entry.outcome,
            from: from.to_owned(),
        };
        if counted.len() >= MAX_KEYS && !counted.contains_key(&key) {
            key.actor = Actor::new(ActorKind::Anonymous, "others");
            key.from.clear();
        }
        match counted.get_mut(&key) {
            Some(known) => {
                // Of an older minute: what was counted is told by the next sweep, together with this one.
                known.more += 1;
                false
            }
            None => {
                // Of no request: the count is of many.
                let scope = TenantScope::system(TenantId::from(scope.tenant()));
                counted.insert(key, Counted { scope, minute, more: 0 });
                true
            }
        }
    }

    /// Takes what was counted in minutes that are over, or all of it.
    pub(crate) fn sweep(&self, over_at: Option<Timestamp>) -> Vec<(TenantScope, Entry)> {
        let minute = over_at.map_or(i64::MAX, |now| now.micros().div_euclid(MINUTE_MICROS));
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let over = counted.extract_if(|_, counted| counted.minute < minute);
        over.filter(|(_, counted)| counted.more > 0)
            .map(|(key, counted)| {
                let since = Timestamp(counted.minute * MINUTE_MICROS);
                let entry = Entry::event(key.action)
                    .by(key.actor)
                    .outcome(key.outcome)
                    .detail(json!({ "repeated": counted.more, "since": since }));
                (counted.scope, entry)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(minutes: i64) -> Timestamp {
        Timestamp(minutes * MINUTE_MICROS)
    }

    #[test]
    fn a_flood_is_one_entry_and_a_count() {
        let refusals = Refusals::default();
        let scope = TenantScope::system(TenantId::from("t"));
        let refuse = |action, now| refusals.is_first(&scope, "", &Entry::event(action), now);
        let first = (0..10_000).filter(|_| refuse("a.b", minutes(7))).count();
        assert_eq!((first, refuse("a.c", minutes(7))), (1, true));

        assert!(refusals.sweep(Some(minutes(7))).is_empty());
        let swept = refusals.sweep(Some(minutes(8)));
        let [(_, entry)] = swept.as_slice() else { panic!("{swept:?}") };
        let detail = r#"{"repeated":9999,"since":"1970-01-01T00:07:00.000000Z"}"#;
        assert_eq!((entry.action, entry.detail.as_str()), ("a.b", detail));
        assert!(refuse("a.b", minutes(8)));
    }

    #[test]
    fn memory_is_bounded_whoever_comes() {
        let refusals = Refusals::default();
        let scope = TenantScope::system(TenantId::from("t"));
        let entries = (0..10_000).filter(|number| {
            refusals.is_first(&scope, &number.to_string(), &Entry::event("a.b"), minutes(1))
        });
        assert_eq!(entries.count(), MAX_KEYS + 1);
        let swept = refusals.sweep(None);
        assert!(swept.len() == 1 && swept[0].1.detail.contains("5903"), "{swept:?}");
    }
}
