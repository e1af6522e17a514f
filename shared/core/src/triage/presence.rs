//! Who is on which signal now. Known to this server alone, and for 30 seconds at a time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use console_api::operations::Doing;
use console_api::session::User;
use console_api::triage::{Presence, Present};
use console_api::{SignalId, Timestamp};

const LASTS: i64 = 30_000_000;
/// People told of one signal; who comes after is not.
const MAX_PEOPLE: usize = 20;
/// Signals that somebody is on.
const MAX_SIGNALS: usize = 10_000;

struct Seen {
    present: Present,
    until: Timestamp,
}

#[derive(Default)]
pub(crate) struct Presences(Mutex<HashMap<SignalId, Vec<Seen>>>);

impl Presences {
    /// Who is on a signal.
    pub(crate) fn of(&self, signal: &SignalId, now: Timestamp) -> Presence {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told(signal, all.get_mut(signal), now)
    }

    /// Somebody does something with a signal. Answers who is on it, and whether that is news.
    pub(crate) fn note(
        &self,
        signal: &SignalId,
        user: &User,
        doing: Doing,
        now: Timestamp,
    ) -> (Presence, bool) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = told(signal, all.get_mut(signal), now);
        if doing == Doing::Leave {
            if let Some(seen) = all.get_mut(signal) {
                seen.retain(|seen| seen.present.user.id != user.id);
            }
        } else if all.contains_key(signal) || all.len() < MAX_SIGNALS {
            let seen = all.entry(signal.clone()).or_default();
            let (claims, until) = (doing == Doing::Claim, Timestamp(now.0 + LASTS));
            let place = seen.iter().position(|seen| seen.present.user.id == user.id);
            if let Some(place) = place {
                (seen[place].present.claims, seen[place].until) = (claims, until);
            } else if seen.len() < MAX_PEOPLE {
                seen.push(Seen { present: Present { user: user.clone(), since: now, claims }, until });
            }
        }
        let after = told(signal, all.get_mut(signal), now);
        if after.people.is_empty() {
            all.remove(signal);
        }
        let is_news = before != after;
        (after, is_news)
    }

    /// Forgets who is gone; answers those signals as they are now.
    pub(crate) fn sweep(&self, now: Timestamp) -> Vec<Presence> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = Vec::new();
        all.retain(|signal, seen| {
            if seen.iter().any(|seen| seen.until <= now) {
                changed.push(told(signal, Some(seen), now));
            }
            !seen.is_empty()
        });
        changed
    }
}

fn told(signal: &SignalId, seen: Option<&mut Vec<Seen>>, now: Timestamp) -> Presence {
    let people = seen.map(|seen| {
        seen.retain(|seen| seen.until > now);
        seen.iter().map(|seen| seen.present.clone()).collect()
    });
    Presence { signal: signal.clone(), people: people.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_is_told_until_they_leave_or_fall_silent() {
        let presences = Presences::default();
        let signal = SignalId::from("1");
        let ana = User { id: "a".into(), name: "Ana".to_owned() };
        let note = |doing, at| presences.note(&signal, &ana, doing, Timestamp(at));
        assert!(note(Doing::Look, 0).1);
        assert!(!note(Doing::Look, 10).1, "going on looking is no news");
        let (presence, is_news) = note(Doing::Claim, 20);
        assert!(is_news && presence.people[0].claims);
        assert!(presences.of(&"2".into(), Timestamp(20)).people.is_empty());
        assert!(presences.sweep(Timestamp(LASTS)).is_empty());
        let gone = presences.sweep(Timestamp(LASTS + 20));
        assert_eq!((gone.len(), gone[0].people.len()), (1, 0));
        note(Doing::Look, LASTS * 2);
        assert!(note(Doing::Leave, LASTS * 2).0.people.is_empty());
    }
}
