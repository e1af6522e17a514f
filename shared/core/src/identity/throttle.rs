//! How often may be tried: a bound per key on attempts that end badly.
//!
//! The generic cell rate algorithm (ITU-T I.371): per key only the time is kept at which its allowance would be
//! whole again. Counted in this process: a restart forgets, and each of several servers counts for itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use console_api::{Error, Timestamp};

/// Keys kept at most. Beyond that those go that would be forgotten first.
const MAX_KEYS: usize = 50_000;

/// So many at once, and one more each `every_micros`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    pub(crate) burst: i64,
    pub(crate) every_micros: i64,
}

/// The attempts under way and gone by.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    /// When the key's allowance is whole again.
    whole_at: Mutex<HashMap<String, i64>>,
}

impl Throttle {
    /// Counts one attempt under every key, or refuses it under all of them and says how long to wait.
    pub(crate) fn attempt(&self, keys: &[(&str, Allowance)], now: Timestamp) -> Result<(), Error> {
        let now = now.micros();
        let mut kept = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = keys.iter().map(|(key, allowance)| {
            let whole_at = kept.get(*key).copied().unwrap_or(now).max(now);
            whole_at + allowance.every_micros - now - allowance.burst * allowance.every_micros
        });
        let wait = wait.max().unwrap_or_default();
        if wait > 0 {
            return Err(Error::slow_down(wait));
        }
        for (key, allowance) in keys {
            let whole_at = kept.entry((*key).to_owned()).or_insert(now);
            *whole_at = (*whole_at).max(now) + allowance.every_micros;
        }
        if kept.len() > MAX_KEYS {
            forget_some(&mut kept, now);
        }
        Ok(())
    }

    /// The attempt ended well and is not counted.
    pub(crate) fn give_back(&self, keys: &[(&str, Allowance)]) {
        let mut kept = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, allowance) in keys {
            if let Some(whole_at) = kept.get_mut(*key) {
                *whole_at -= allowance.every_micros;
            }
        }
    }
}

/// Keys with a whole allowance first, then the half that would have one soonest.
fn forget_some(kept: &mut HashMap<String, i64>, now: i64) {
    kept.retain(|_, whole_at| *whole_at > now);
    if kept.len() > MAX_KEYS {
        let mut times: Vec<_> = kept.values().copied().collect();
        let middle = times.len() / 2;
        let (_, middle, _) = times.select_nth_unstable(middle);
        let middle = *middle;
        kept.retain(|_, whole_at| *whole_at > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: Allowance = Allowance { burst: 3, every_micros: 60_000_000 };

    #[test]
    fn a_burst_is_allowed_and_then_one_a_minute() {
        let throttle = Throttle::default();
        let attempt = |seconds: i64| throttle.attempt(&[("a", THREE)], Timestamp(seconds * 1_000_000));
        for _ in 0..3 {
            attempt(0).unwrap();
        }
        assert_eq!(attempt(0).unwrap_err().retry_after, Some(60));
        assert_eq!(attempt(59).unwrap_err().retry_after, Some(1));
        attempt(60).unwrap();
        attempt(60).unwrap_err();
        attempt(1_000).unwrap();
    }

    #[test]
    fn what_one_key_refuses_is_not_counted_under_the_others() {
        let throttle = Throttle::default();
        let at = Timestamp(0);
        for _ in 0..3 {
            throttle.attempt(&[("pair", THREE), ("account", THREE)], at).unwrap();
        }
        throttle.attempt(&[("pair", THREE), ("address", THREE)], at).unwrap_err();
        for _ in 0..3 {
            throttle.attempt(&[("address", THREE)], at).unwrap();
        }
        throttle.give_back(&[("pair", THREE), ("unknown", THREE)]);
        throttle.attempt(&[("pair", THREE)], at).unwrap();
        throttle.attempt(&[("account", THREE)], at).unwrap_err();
    }

    #[test]
    fn what_is_kept_is_bounded_and_the_worst_are_kept() {
        let throttle = Throttle::default();
        let at = Timestamp(0);
        for _ in 0..3 {
            throttle.attempt(&[("guesser", THREE)], at).unwrap();
        }
        for number in 0..=MAX_KEYS {
            throttle.attempt(&[(&number.to_string(), THREE)], at).unwrap();
        }
        assert!(throttle.whole_at.lock().unwrap().len() <= MAX_KEYS);
        throttle.attempt(&[("guesser", THREE)], at).unwrap_err();
    }
}
