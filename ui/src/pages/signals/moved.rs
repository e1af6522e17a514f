//! Taking back a change of a signal's status, and making it again.
//!
//! FLUO does not allow every move: from Resolved back to Investigating leads through Open. What somebody else changed
//! meanwhile is left alone.

use std::cell::Cell;
use std::rc::Rc;

use console_api::operations::{GetSignal, SetSignalStatus};
use console_api::{Signal, SignalId, SignalStatus};
use futures_util::future::LocalBoxFuture;

use crate::cache::Cache;
use crate::client::CallError;
use crate::components::status_name;
use crate::undo::{Attempt, Deed, answer};
use crate::words as w;

/// The deed of moving `before` to this status.
pub(super) fn moved(before: &Signal, to: SignalStatus, cache: &Cache) -> Deed {
    let name = before.friendly_id.as_deref().unwrap_or(before.id.as_str());
    let label = w::signal_set(name, status_name(to));
    // Where we left it last.
    let left_at = Rc::new(Cell::new(to));
    let attempt = |target: SignalStatus| -> Attempt {
        let (cache, id, left_at) = (cache.clone(), before.id.clone(), Rc::clone(&left_at));
        Rc::new(move || Box::pin(go(cache.clone(), id.clone(), Rc::clone(&left_at), target)))
    };
    Deed { label, revert: attempt(before.status), again: attempt(to) }
}

async fn go(
    cache: Cache,
    id: SignalId,
    left_at: Rc<Cell<SignalStatus>>,
    target: SignalStatus,
) -> Result<(), String> {
    let words = |error: CallError| error.message().to_owned();
    let mut signal = cache.client().call(&GetSignal { id: id.clone() }).await.map_err(words)?.data;
    if signal.status != left_at.get() {
        return Err(w::signal_is_by_now(status_name(signal.status)));
    }
    // All at once: each waits for the one before, and the screens show the last.
    let mut answers: Vec<LocalBoxFuture<Result<Signal, CallError>>> = Vec::new();
    for status in way(signal.status, target) {
        let request = SetSignalStatus { id: id.clone(), status, revision: Some(signal.revision) };
        let (done, said) = answer();
        cache.change(request, &signal, done);
        answers.push(Box::pin(said));
        signal.status = status;
    }
    for answer in answers {
        left_at.set(answer.await.map_err(words)?.status);
    }
    Ok(())
}

/// The moves that lead there, of those FLUO allows.
fn way(from: SignalStatus, to: SignalStatus) -> Vec<SignalStatus> {
    if from == to {
        Vec::new()
    } else if from.moves().contains(&to) {
        vec![to]
    } else {
        vec![SignalStatus::Open, to]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_can_be_put_back_by_allowed_moves() {
        for from in SignalStatus::ALL {
            for to in SignalStatus::ALL {
                let mut at = from;
                for next in way(from, to) {
                    assert!(at.moves().contains(&next), "{at:?} to {next:?}");
                    at = next;
                }
                assert_eq!(at, to);
            }
        }
    }
}
