//! What FLUO was told by us and its feed will say again. An echo that comes late would otherwise take back, for a
//! moment, what was decided since.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use console_api::{SignalId, SignalStatus, Timestamp};

/// An echo that takes longer is believed to be somebody else's change.
const EXPECTED_FOR: i64 = 10_000_000;
/// Of one signal.
const MAX_EXPECTED: usize = 32;

#[derive(Default)]
pub(super) struct Echoes(Mutex<HashMap<String, VecDeque<(SignalStatus, Timestamp)>>>);

/// An echo that is expected.
#[derive(Debug)]
pub(crate) struct Echo {
    signal: String,
    status: SignalStatus,
    at: Timestamp,
}

impl Echoes {
    pub(super) fn expect(&self, signal: &SignalId, status: SignalStatus, now: Timestamp) -> Echo {
        let key = signal.0.clone();
        let mut expected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if expected.len() > 1_000 {
            expected.retain(|_, echoes| echoes.back().is_some_and(|(_, at)| now.since(*at) < EXPECTED_FOR));
        }
        let echoes = expected.entry(key.clone()).or_default();
        if echoes.len() == MAX_EXPECTED {
            echoes.pop_front();
        }
        echoes.push_back((status, now));
        Echo { signal: key, status, at: now }
    }

    pub(super) fn forget(&self, Echo { signal, status, at }: Echo) {
        let mut expected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(echoes) = expected.get_mut(&signal) else { return };
        if let Some(place) = echoes.iter().position(|echo| *echo == (status, at)) {
            echoes.remove(place);
        }
        if echoes.is_empty() {
            expected.remove(&signal);
        }
    }

    /// Whether anything is expected of a signal.
    pub(super) fn expects(&self, signal: &str, now: Timestamp) -> bool {
        let expected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let echoes = expected.get(signal);
        echoes.is_some_and(|echoes| echoes.iter().any(|(_, at)| now.since(*at) < EXPECTED_FOR))
    }

    /// Whether that was expected. Echoes come in the order of what was told, so those before it come no more.
    pub(super) fn take(&self, signal: &str, status: SignalStatus, now: Timestamp) -> bool {
        let mut expected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(echoes) = expected.get_mut(signal) else { return false };
        echoes.retain(|(_, at)| now.since(*at) < EXPECTED_FOR);
        let place = echoes.iter().position(|(told, _)| *told == status);
        if let Some(place) = place {
            echoes.drain(..=place);
        }
        if echoes.is_empty() {
            expected.remove(signal);
        }
        place.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echo_is_known_once_in_order_and_not_for_ever() {
        let (echoes, id, at) = (Echoes::default(), SignalId::from("1"), Timestamp(0));
        let expect = |status| echoes.expect(&id, status, at);
        expect(SignalStatus::Investigating);
        expect(SignalStatus::Resolved);
        assert!(echoes.expects("1", at) && !echoes.expects("2", at));
        assert!(echoes.take("1", SignalStatus::Resolved, at));
        assert!(!echoes.take("1", SignalStatus::Investigating, at));
        let refused = expect(SignalStatus::Open);
        echoes.forget(refused);
        assert!(!echoes.take("1", SignalStatus::Open, at));
        expect(SignalStatus::Open);
        assert!(!echoes.take("1", SignalStatus::Open, Timestamp(EXPECTED_FOR)));
    }
}
