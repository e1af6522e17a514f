//! Time and randomness as inputs: the two traits, their system versions, and the one text form of time.
//!
//! Everything in the engine that needs "now" or an unpredictable number asks these, so that a test can set
//! the hour. Timers (how long to wait) are tokio's and not part of this.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rand::RngCore as _;

/// Where the engine reads the time of day.
pub trait Clock: Send + Sync + 'static {
    /// Microseconds since the Unix epoch, UTC.
    fn now_micros(&self) -> i64;
}

/// Where the engine gets unpredictable bytes.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes` with random data.
    fn fill(&self, bytes: &mut [u8]);
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the engine reads the machine's clock")]
    fn now_micros(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
    }
}

/// The operating system's random numbers, through a generator seeded by it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// A time-ordered identifier (UUID version 7) for the given moment.
pub(crate) fn new_id(micros: i64, entropy: &dyn Entropy) -> String {
    let mut random = [0; 10];
    entropy.fill(&mut random);
    let millis = u64::try_from(micros / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string()
}

/// RFC 3339 in UTC with milliseconds, the form every date in the contract has.
///
/// The calendar is Howard Hinnant's `civil_from_days` (proleptic Gregorian).
pub(crate) fn rfc3339(micros: i64) -> String {
    let millis = micros.div_euclid(1_000);
    let days = millis.div_euclid(86_400_000);
    let of_day = millis.rem_euclid(86_400_000);

    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);

    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
        of_day / 3_600_000,
        of_day / 60_000 % 60,
        of_day / 1_000 % 60,
        of_day % 1_000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_rfc3339_in_utc() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(951_782_400_000_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(rfc3339(1_795_171_255_157_577), "2026-11-20T10:40:55.157Z");
        assert_eq!(rfc3339(-1), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn ids_sort_by_time() {
        let earlier = new_id(1_000_000, &SystemEntropy);
        let later = new_id(2_000_000, &SystemEntropy);
        assert!(earlier < later);
        assert_eq!(earlier.len(), 36);
    }
}
