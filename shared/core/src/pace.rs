//! How many requests are taken of whom: of one address, of one account, in one tenant.
//!
//! Signing in is counted more strictly, in [`crate::identity`]. What the operator's own programs on this machine ask
//! is not counted.

use std::net::IpAddr;

use console_api::Error;

use crate::caller::{Caller, Credential};
use crate::console::Console;
use crate::identity::network;
use crate::identity::throttle::{Allowance, Throttle};

/// Requests a minute that are taken, a third of them at once; as many as come where there is no number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    pub per_address: Option<u32>,
    pub per_account: Option<u32>,
    pub per_tenant: Option<u32>,
}

#[derive(Debug)]
pub(crate) struct Pace {
    address: Option<Allowance>,
    account: Option<Allowance>,
    tenant: Option<Allowance>,
    taken: Throttle,
}

impl Pace {
    pub(crate) fn new(rates: Rates) -> Self {
        let [address, account, tenant] =
            [rates.per_address, rates.per_account, rates.per_tenant].map(|rate| rate.map(a_minute));
        Self { address, account, tenant, taken: Throttle::default() }
    }
}

fn a_minute(rate: u32) -> Allowance {
    let rate = i64::from(rate.max(1));
    Allowance { burst: (rate / 3).max(1), every_micros: 60_000_000 / rate }
}

impl Console {
    /// Counts a request from that address, or refuses it. Before it is known who asks.
    pub fn admit_address(&self, address: IpAddr) -> Result<(), Error> {
        let Some(allowance) = self.pace().address else { return Ok(()) };
        let key = format!("address {}", network(address));
        self.pace().taken.attempt(&[(&key, allowance)], self.clock().now())
    }

    /// Counts a request of that caller, or refuses it.
    pub fn admit(&self, caller: &Caller) -> Result<(), Error> {
        let pace = self.pace();
        if *caller.credential() == Credential::Machine || (pace.account.is_none() && pace.tenant.is_none()) {
            return Ok(());
        }
        let account = format!("account {}", caller.user_id());
        let tenant = format!("tenant {}", caller.tenant().id.as_str());
        let keys = [(&*account, pace.account), (&*tenant, pace.tenant)];
        let keys: Vec<_> = keys.into_iter().filter_map(|(key, allowance)| Some((key, allowance?))).collect();
        pace.taken.attempt(&keys, self.clock().now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_kept_over_time_and_a_third_of_it_comes_at_once() {
        let allowance = a_minute(600);
        assert_eq!((allowance.burst, allowance.every_micros), (200, 100_000));
        assert_eq!((a_minute(1).burst, a_minute(1).every_micros), (1, 60_000_000));
        assert_eq!(a_minute(0).burst, 1);
    }
}
