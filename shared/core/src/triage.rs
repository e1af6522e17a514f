//! What people do with signals beyond reading them: what a change makes of a signal, who is on which signal now, and
//! who wakes what was put aside.

pub(crate) mod bulk;
mod change;
mod echoes;
pub(crate) mod keeper;
mod parts;
mod presence;
pub(crate) mod snooze;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use console_api::{SignalId, SignalStatus, Timestamp};
use tokio::sync::{Mutex, MutexGuard, Notify};

pub(crate) use change::{Change, Plan, Unchanged, both_values};
pub(crate) use echoes::Echo;
pub(crate) use parts::{Parts, StatusPart};
pub(crate) use presence::Presences;

use echoes::Echoes;

/// Enough that two signals rarely wait for each other.
const TURNS: usize = 64;

/// What a server remembers of triage in a tenant.
pub(crate) struct Triage {
    turns: [Mutex<()>; TURNS],
    echoes: Echoes,
    pub(crate) presences: Presences,
    /// Rings when a change of many signals was begun.
    pub(crate) begun: Arc<Notify>,
}

impl Default for Triage {
    fn default() -> Self {
        Self {
            turns: std::array::from_fn(|_| Mutex::default()),
            echoes: Echoes::default(),
            presences: Presences::default(),
            begun: Arc::default(),
        }
    }
}

impl Triage {
    /// Waits for the signal's turn: whoever holds it is the only one here that tells FLUO of the signal.
    pub(crate) async fn turn(&self, signal: &SignalId) -> MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        signal.hash(&mut hasher);
        let place = usize::try_from(hasher.finish() % TURNS as u64).unwrap_or_default();
        self.turns[place].lock().await
    }

    /// FLUO is about to be told: what its feed says of that is no news.
    pub(crate) fn expect_echo(&self, signal: &SignalId, status: SignalStatus, now: Timestamp) -> Echo {
        self.echoes.expect(signal, status, now)
    }

    /// FLUO did not take it, so its feed will not say it.
    pub(crate) fn forget_echo(&self, echo: Echo) {
        self.echoes.forget(echo);
    }

    /// Whether FLUO's feed is still to say what it was told of a signal.
    pub(crate) fn expects_echo(&self, signal: &str, now: Timestamp) -> bool {
        self.echoes.expects(signal, now)
    }

    /// Whether FLUO's feed says what it was told by us.
    pub(crate) fn is_echo(&self, signal: &str, status: SignalStatus, now: Timestamp) -> bool {
        self.echoes.take(signal, status, now)
    }
}
