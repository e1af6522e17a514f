//! Signals by the million, as a busy installation has them: few rules and services that make most of them, incidents
//! that come in bursts, a long tail. The same seed makes the same signals.

use console_api::session::User;
use console_api::triage::{Note, Snooze, SnoozeUntil};
use console_api::{Severity, Signal, SignalStatus, Timestamp};
use console_core::store::{Filled, Store, StoreError};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;
/// How far back the oldest lies.
pub const DAYS: i64 = 30;
/// Signals of one transaction.
const AT_ONCE: u64 = 5_000;

const RULES: [(&str, Severity, &str); 12] = [
    ("slow-checkout", Severity::Warning, "Checkout took {} ms, more than 1,500 ms"),
    ("declined-card", Severity::Error, "Card declined by the issuer after {} ms"),
    ("retry-storm", Severity::Error, "{} retries of one call within a second"),
    ("n-plus-one", Severity::Warning, "{} queries of one shape in a single request"),
    ("pii-in-log", Severity::Critical, "An e-mail address reached the log sink, attempt {}"),
    ("missing-auth", Severity::Critical, "Order {} was read without a preceding authorisation"),
    ("cache-miss", Severity::Info, "Cold read of shard {}"),
    ("queue-lag", Severity::Warning, "Message waited {} ms in the queue"),
    ("timeout", Severity::Error, "Upstream gave no answer within {} ms"),
    ("double-charge", Severity::Critical, "Payment {} was captured twice"),
    ("stale-price", Severity::Warning, "Price list was {} s old"),
    ("slow-query", Severity::Info, "Query took {} ms on the replica"),
];
const SERVICES: [&str; 16] = [
    "checkout",
    "payments",
    "cart",
    "catalog",
    "search",
    "identity",
    "mail",
    "ledger",
    "shipping",
    "pricing",
    "gateway",
    "inventory",
    "reviews",
    "recommend",
    "fraud",
    "reports",
];
const SPANS: [&str; 8] = [
    "POST /checkout",
    "charge card",
    "GET /cart",
    "SELECT orders",
    "publish order.created",
    "verify token",
    "GET /prices",
    "reserve stock",
];
const TAGS: [&str; 8] =
    ["deploy", "eu-west", "us-east", "known", "customer", "regression", "flaky", "canary"];
const PEOPLE: [(&str, &str); 6] = [
    ("u-ada", "Ada Lovelace"),
    ("u-grace", "Grace Hopper"),
    ("u-edsger", "Edsger Dijkstra"),
    ("u-barbara", "Barbara Liskov"),
    ("u-tony", "Tony Hoare"),
    ("u-radia", "Radia Perlman"),
];
const NOTES: [&str; 4] = [
    "Same as yesterday; the **replica** lags.",
    "Rolled back, watching.",
    "Customer was told.",
    "See the runbook, second section.",
];

/// Makes signals, oldest first.
pub struct Many {
    dice: StdRng,
    made: u64,
    count: u64,
    until: Timestamp,
}

impl Many {
    /// So many, spread over [`DAYS`] days before `until`.
    pub fn new(seed: u64, count: u64, until: Timestamp) -> Self {
        Self { dice: StdRng::seed_from_u64(seed), made: 0, count, until }
    }

    fn one(&mut self) -> Filled {
        let (number, dice) = (self.made, &mut self.dice);
        self.made += 1;
        let span = DAYS * 24 * HOUR;
        let even = i128::from(span) * i128::from(number) / i128::from(self.count.max(1));
        let raised_at = self.until.0 - span + even as i64 + dice.random_range(0..SECOND);
        let raised_at = Timestamp(raised_at.min(self.until.0));
        // Small numbers are far likelier: a few rules make most of the noise.
        let skewed = |dice: &mut StdRng, of: usize| (dice.random::<f64>().powi(3) * of as f64) as usize;
        // Every day one service is in trouble for two hours.
        let (day, hour) = (raised_at.0 / (24 * HOUR), raised_at.0 / HOUR % 24);
        let in_trouble = (14..16).contains(&hour) && dice.random_bool(0.7);
        let service = if in_trouble { day as usize % SERVICES.len() } else { skewed(dice, SERVICES.len()) };
        let (rule, severity, message) = RULES[skewed(dice, RULES.len())];
        let age = self.until.0 - raised_at.0;
        let is_old = age > 3 * 24 * HOUR;
        let status = match dice.random_range(0..100) {
            0..60 if is_old => SignalStatus::Resolved,
            60..75 if is_old => SignalStatus::FalsePositive,
            75..80 => SignalStatus::Investigating,
            _ => SignalStatus::Open,
        };
        let decided = matches!(status, SignalStatus::Resolved | SignalStatus::FalsePositive);
        let touched = decided || dice.random_bool(0.1);
        let updated_at =
            Timestamp(raised_at.0 + if touched { dice.random_range(0..=age.min(8 * HOUR)) } else { 0 });
        let person = |dice: &mut StdRng| {
            let (id, name) = PEOPLE[skewed(dice, PEOPLE.len())];
            User { id: id.into(), name: name.to_owned() }
        };
        let owner = (touched && dice.random_bool(0.6)).then(|| person(dice));
        let snoozed = !decided && dice.random_bool(0.02);
        let snooze = snoozed.then(|| Snooze {
            until: SnoozeUntil::Time { at: Timestamp(self.until.0 + dice.random_range(HOUR..48 * HOUR)) },
            group: false,
            by: person(dice),
            at: updated_at,
            why: None,
            would_have_hidden: 0,
        });
        let mut tags: Vec<String> = Vec::new();
        if dice.random_bool(0.15) {
            let how_many = dice.random_range(1..=3);
            tags = TAGS.choose_multiple(dice, how_many).map(|tag| (*tag).to_owned()).collect();
            tags.sort();
        }
        let noted = if touched && dice.random_bool(0.05) { dice.random_range(1..=2) } else { 0 };
        let notes: Vec<_> = (0..noted)
            .map(|place| Note {
                id: format!("{number:012x}-{place}").into(),
                text: (*NOTES.choose(dice).unwrap_or(&NOTES[0])).to_owned(),
                by: person(dice),
                at: updated_at,
                revision: 1,
                edited_at: None,
                edited_by: None,
            })
            .collect();
        let signal = Signal {
            id: format!("{:016x}-{number:08x}", dice.random::<u64>()).into(),
            friendly_id: Some(format!("brave-otter-{number}")),
            severity,
            severity_text: None,
            status,
            pending: None,
            rule_id: rule.into(),
            rule_version: if raised_at.0 % 7 == 0 { "1" } else { "2" }.into(),
            message: message.replace("{}", &dice.random_range(2..9_000_u32).to_string()),
            service: SERVICES[service].to_owned(),
            span_name: SPANS[skewed(dice, SPANS.len())].to_owned(),
            // Some traces break several rules.
            trace_id: format!("{:032x}", number / 3 * 0x9e37_79b9).into(),
            span_id: format!("{number:016x}").into(),
            raised_at,
            updated_at,
            revision: if touched { 2 } else { 1 },
            owner,
            snooze,
            reason: (status == SignalStatus::FalsePositive).then(|| "A load test".to_owned()),
            decided_at: decided.then_some(updated_at),
            tags,
            notes: noted,
            links: 0,
        };
        Filled { signal, notes }
    }
}

impl Iterator for Many {
    type Item = Filled;

    fn next(&mut self) -> Option<Filled> {
        (self.made < self.count).then(|| self.one())
    }
}

/// Puts them into the local tenant of that store, which is made where it is absent.
pub async fn fill(store: &Store, mut many: Many) -> Result<(), StoreError> {
    let tenant = "local".into();
    store.ensure_tenant(&tenant, "Local", many.until).await?;
    loop {
        let some: Vec<_> = many.by_ref().take(AT_ONCE as usize).collect();
        if some.is_empty() {
            return Ok(());
        }
        store.fill(&tenant, &some).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_signals_in_their_time() {
        let until = Timestamp(1_795_000_000 * SECOND);
        let made = |seed| Many::new(seed, 3_000, until).collect::<Vec<_>>();
        assert_eq!(made(1), made(1));
        assert_ne!(made(1), made(2));
        let oldest = until.0 - DAYS * 24 * HOUR;
        for Filled { signal, notes } in made(1) {
            assert!(signal.raised_at.0 >= oldest && signal.updated_at <= until, "{signal:?}");
            assert_eq!(signal.notes as usize, notes.len());
        }
        let some = |of: fn(&Signal) -> bool| made(1).iter().any(|filled| of(&filled.signal));
        assert!(some(|s| s.owner.is_some()) && some(|s| s.notes > 0) && some(|s| !s.tags.is_empty()));
        assert!(some(|s| s.snooze.is_some()) && some(|s| s.status == SignalStatus::FalsePositive));
    }
}
