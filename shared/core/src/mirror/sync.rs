//! Reading FLUO into the mirror: signals by pages or from the feed, rules whole.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use console_api::triage::{Happening, TriageField};
use console_api::{EventKind, Rule, RuleId, RuleStack, Signal, Timestamp};

use super::merge::merge;
use super::{BATCH, Mirror, MirrorError};
use crate::fluo::{UpstreamRule, UpstreamSignal};
use crate::store::groups::{Group, GroupSnooze};
use crate::store::{Changed, NewEvent, StoreError, Told, WriteTx};

const PAGE: i64 = 500;
const HOUR_MICROS: i64 = 3_600_000_000;
/// How far back the first read goes.
const FIRST_READ_HOURS: i64 = 24 * 30;
/// Clocks differ and transactions commit late: what is this much older than the mirror is read again.
const MARGIN_MICROS: i64 = 5 * 60 * 1_000_000;
/// Pages of one read at most, against a FLUO that never runs out.
const MAX_PAGES: usize = 20_000;

/// Where signals come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Feed,
    Pages,
}

impl Mirror {
    /// Reads every signal raised since the mirror was complete.
    ///
    /// The order of FLUO's pages is undefined and rows move between them, so pages overlap by a tenth and
    /// reading ends at a page without news. Where the pages do come newest first, it ends as soon as they
    /// reach what the mirror has.
    pub(super) async fn read_missed(&self) -> Result<(), MirrorError> {
        let complete_until = self.state.borrow().as_of;
        let hours = match complete_until {
            None => FIRST_READ_HOURS,
            Some(as_of) => (self.clock.now().since(as_of) + MARGIN_MICROS) / HOUR_MICROS + 1,
        };
        // What the tenant keeps no longer is not taken in again.
        let keep = self.store.retention(&self.scope).await?;
        let oldest_kept = self.clock.now().micros() - i64::from(keep.signal_days) * 24 * HOUR_MICROS;
        let mut seen = HashSet::new();
        let mut offset = 0;
        let mut newest_first = true;
        let mut oldest = Timestamp(i64::MAX);
        for _ in 0..MAX_PAGES {
            let page = self.fluo.signals(hours, PAGE, offset).await?;
            let length = page.len() as i64;
            let news = page.iter().filter(|signal| seen.insert(fingerprint(&signal.signal_db_id))).count();
            newest_first &= page.is_sorted_by(|a, b| a.timestamp >= b.timestamp)
                && page.first().is_none_or(|first| {
                    offset == 0 || first.timestamp.micros() <= oldest.micros() + MARGIN_MICROS
                });
            if let Some(last) = page.last() {
                oldest = last.timestamp;
            }
            let kept = page.into_iter().filter(|signal| signal.timestamp.micros() >= oldest_kept).collect();
            self.apply(kept, Source::Pages).await?;
            let reached_known =
                newest_first && complete_until.is_some_and(|until| until.since(oldest) > MARGIN_MICROS);
            if news == 0 || reached_known {
                return Ok(());
            }
            offset += length - length / 10;
        }
        tracing::warn!("FLUO's list of signals did not end; the rest waits for the next read");
        Ok(())
    }

    /// Takes signals in. Each is a new row, a change, or nothing.
    pub(super) async fn apply(&self, signals: Vec<UpstreamSignal>, from: Source) -> Result<(), StoreError> {
        let mut signals = signals.into_iter().peekable();
        while signals.peek().is_some() {
            let now = self.clock.now();
            let mut batch: Vec<_> = signals.by_ref().take(BATCH).collect();
            for signal in &mut batch {
                self.take_no_echo(signal, from, now);
            }
            let mut tx = self.store.write(&self.scope).await?;
            take_batch(&mut tx, batch, now).await?;
            tx.commit(now).await?;
        }
        Ok(())
    }

    /// What FLUO was told from here it says again, and pages may have been written before it was told: neither is
    /// news of a status.
    fn take_no_echo(&self, signal: &mut UpstreamSignal, from: Source, now: Timestamp) {
        let Some(status) = signal.status_tag else { return };
        let is_ours = match from {
            // The feed is in order: what comes before the echo is older than what FLUO was told.
            Source::Feed => {
                self.triage.is_echo(&signal.signal_db_id, status, now)
                    || self.triage.expects_echo(&signal.signal_db_id, now)
            }
            Source::Pages => self.triage.expects_echo(&signal.signal_db_id, now),
        };
        if is_ours {
            signal.status_tag = None;
        }
    }

    /// Reads all rules and tells of those that changed.
    pub(super) async fn sync_rules(&self) -> Result<(), MirrorError> {
        let upstream = self.fluo.rule_stacks().await?;
        let now = self.clock.now();
        let mut tx = self.store.write(&self.scope).await?;
        let mut known = tx.rule_stacks().await?;
        for (id, versions) in upstream {
            let versions: Vec<Rule> = versions.into_iter().map(read_rule).collect();
            let unchanged = known.remove(&id).is_some_and(|stack| stack.versions == versions);
            if unchanged || versions.is_empty() {
                continue;
            }
            put_stack(&mut tx, RuleId(id), versions).await?;
        }
        // What FLUO no longer lists it has forgotten; the mirror has not, but does not call it active.
        for (_, mut stack) in known {
            if stack.versions.iter().all(|rule| rule.status == console_api::RuleStatus::Deleted) {
                continue;
            }
            for rule in &mut stack.versions {
                rule.status = console_api::RuleStatus::Deleted;
            }
            put_stack(&mut tx, stack.id, stack.versions).await?;
        }
        tx.commit(now).await?;
        Ok(())
    }
}

async fn put_stack(tx: &mut WriteTx<'_>, id: RuleId, versions: Vec<Rule>) -> Result<(), StoreError> {
    tx.put_rule_stack(&id, &versions).await?;
    let entity_id = id.to_string();
    let stack = RuleStack { id, versions, signals: 0, last_signal_at: None };
    let mut patch = serde_json::to_value(&stack).unwrap_or_default();
    if let Some(fields) = patch.as_object_mut() {
        // How many signals it raised is counted by those who ask, not known here.
        fields.remove("signals");
        fields.remove("lastSignalAt");
    }
    tx.log(NewEvent { kind: EventKind::RuleUpdated, entity_id, patch: patch.to_string() });
    Ok(())
}

async fn take_batch(
    tx: &mut WriteTx<'_>,
    batch: Vec<UpstreamSignal>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if batch.is_empty() {
        return Ok(());
    }
    let known = tx.signals(batch.iter().map(|signal| signal.signal_db_id.as_str())).await?;
    let mut known: HashMap<String, Signal> =
        known.into_iter().map(|signal| (signal.id.0.clone(), signal)).collect();
    // Read when the first new signal comes.
    let mut snoozes: Option<Vec<GroupSnooze>> = None;
    let mut changes = Vec::new();
    for upstream in batch {
        let before = known.get(&upstream.signal_db_id);
        let Some(mut after) = merge(before, upstream, now) else { continue };
        if before.is_none() {
            let snoozes = match &mut snoozes {
                Some(snoozes) => snoozes,
                none => none.insert(tx.group_snoozes().await?),
            };
            let group = Group::of(&after);
            let snooze = snoozes.iter().find(|snooze| snooze.group == group);
            after.snooze = snooze.map(|snooze| snooze.snooze.clone());
        }
        changes.push(Changed { before: before.cloned(), told: told(before, &after), after: after.clone() });
        known.insert(after.id.0.clone(), after);
    }
    tx.change_signals(&changes).await
}

/// What a signal's history says of what FLUO told.
fn told(before: Option<&Signal>, after: &Signal) -> Option<Told> {
    match before {
        None => after.snooze.clone().map(|snooze| Told {
            by: Some(snooze.by.clone()),
            what: Happening::Snoozed { snooze },
            fields: vec![TriageField::Snooze],
        }),
        Some(before) if before.status != after.status => Some(Told {
            by: None,
            what: Happening::Status { from: before.status, to: after.status, reason: None, pending: false },
            fields: vec![TriageField::Status],
        }),
        Some(_) => None,
    }
}

fn read_rule(rule: UpstreamRule) -> Rule {
    Rule {
        id: RuleId(rule.rule_id),
        version: rule.rule_version.into(),
        expression: rule.ognl_expression,
        description: rule.description.filter(|text| !text.is_empty()),
        status: rule.active_status,
        severity: rule.severity,
        created_at: rule.created_date,
        modified_at: rule.modified_date,
    }
}

fn fingerprint(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
