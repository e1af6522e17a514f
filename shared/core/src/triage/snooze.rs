//! Putting signals aside: what a wish becomes when it is known how noisy the group was, and what ends it.

use console_api::triage::{MAX_REMARK, Snooze, SnoozeUntil, WakeCause};
use console_api::{Error, Signal, Timestamp};

use crate::caller::TenantScope;
use crate::operations::person_text;
use crate::store::groups::{Group, GroupSnooze};
use crate::store::{Store, StoreError};

const HOUR: i64 = 3_600_000_000;
const WEEK: i64 = 7 * 24 * HOUR;
/// How far ahead something can be put aside.
const LONGEST: i64 = 366 * 24 * HOUR;
/// A spike is so many times what was usual, and at least so many an hour.
const SPIKE_TIMES: u32 = 3;
const SPIKE_LEAST: u32 = 5;
const MOST: u32 = 1_000_000;

/// A condition that can come true, or why it cannot.
pub(crate) fn checked(until: SnoozeUntil, now: Timestamp) -> Result<SnoozeUntil, Error> {
    match &until {
        SnoozeUntil::Time { at } if *at <= now => Err(Error::invalid("the time to wake it is over already")),
        SnoozeUntil::Time { at } if at.since(now) > LONGEST => {
            Err(Error::invalid("a signal is put aside for a year at most"))
        }
        SnoozeUntil::Count { more: count } | SnoozeUntil::Spike { per_hour: Some(count) }
            if !(1..=MOST).contains(count) =>
        {
            Err(Error::invalid(format!("the number of signals is from 1 to {MOST}")))
        }
        SnoozeUntil::Time { .. } | SnoozeUntil::Count { .. } | SnoozeUntil::Spike { .. } => Ok(until),
        SnoozeUntil::RuleVersion { .. } => Ok(SnoozeUntil::RuleVersion { known: None }),
    }
}

/// Why it is put aside: one line, or nothing.
pub(crate) fn checked_why(why: Option<&str>) -> Result<Option<String>, Error> {
    why.filter(|why| !why.trim().is_empty())
        .map(|why| person_text("why it is put aside", why, MAX_REMARK))
        .transpose()
}

/// The snooze with what is known of the signal's group.
pub(crate) async fn measured(
    store: &Store,
    scope: &TenantScope,
    signal: &Signal,
    wish: &Snooze,
) -> Result<Snooze, StoreError> {
    let group = Group::of(signal);
    let last_week = store.group_count(scope, &group, Timestamp(wish.at.0 - WEEK), wish.at).await?;
    let until = match &wish.until {
        SnoozeUntil::Spike { per_hour: None } => {
            let usual = last_week.div_ceil(7 * 24);
            SnoozeUntil::Spike { per_hour: Some((usual * SPIKE_TIMES).max(SPIKE_LEAST)) }
        }
        SnoozeUntil::RuleVersion { .. } => {
            SnoozeUntil::RuleVersion { known: Some(store.rule_versions(scope, &signal.rule_id).await?) }
        }
        other => other.clone(),
    };
    Ok(Snooze { until, would_have_hidden: last_week, ..wish.clone() })
}

/// Why it is over, where it is.
pub(crate) async fn is_over(
    store: &Store,
    scope: &TenantScope,
    GroupSnooze { group, snooze }: &GroupSnooze,
    now: Timestamp,
) -> Result<Option<WakeCause>, StoreError> {
    let after_now = Timestamp(now.0 + 1);
    Ok(match &snooze.until {
        SnoozeUntil::Time { at } => (*at <= now).then_some(WakeCause::Time),
        SnoozeUntil::Count { more } => {
            let came = store.group_count(scope, group, Timestamp(snooze.at.0 + 1), after_now).await?;
            (came >= *more).then_some(WakeCause::Count)
        }
        SnoozeUntil::Spike { per_hour } => {
            let from = (snooze.at.0 + 1).max(now.0 - HOUR);
            let came = store.group_count(scope, group, Timestamp(from), after_now).await?;
            (came >= per_hour.unwrap_or(SPIKE_LEAST)).then_some(WakeCause::Spike)
        }
        SnoozeUntil::RuleVersion { known } => {
            let is_new = store.rule_versions(scope, &group.rule).await? > known.unwrap_or(u32::MAX);
            is_new.then_some(WakeCause::RuleVersion)
        }
    })
}
