//! What becomes of a mirrored signal when FLUO tells of it (again).

use console_api::signal::PendingStatus;
use console_api::{Signal, SignalStatus, Timestamp};

use crate::fluo::UpstreamSignal;

/// The signal as the mirror is to hold it, or `None` when nothing changes.
pub(super) fn merge(known: Option<&Signal>, upstream: UpstreamSignal, now: Timestamp) -> Option<Signal> {
    let (severity, severity_text) = upstream.ranked_severity();
    let (status, pending) = merge_status(known, upstream.status_tag);
    let merged = Signal {
        id: upstream.signal_db_id.into(),
        friendly_id: upstream.human_friendly_id,
        severity,
        severity_text,
        status,
        pending,
        rule_id: upstream.rule_id.into(),
        rule_version: upstream.rule_version.into(),
        message: upstream.message.unwrap_or_default(),
        service: upstream.source_service_name.unwrap_or_default(),
        span_name: upstream.source_span_name.unwrap_or_default(),
        trace_id: upstream.trace_id.into(),
        span_id: upstream.span_id.into(),
        raised_at: upstream.timestamp,
        updated_at: known.map_or(now, |known| known.updated_at),
        revision: known.map_or(1, |known| known.revision),
        owner: known.and_then(|known| known.owner.clone()),
        snooze: known.and_then(|known| known.snooze.clone()),
        // Why it was one thing is no reason why it is another.
        reason: known.filter(|known| known.status == status).and_then(|known| known.reason.clone()),
        decided_at: decided_at(known, status, now),
        tags: known.map(|known| known.tags.clone()).unwrap_or_default(),
        notes: known.map_or(0, |known| known.notes),
        links: known.map_or(0, |known| known.links),
    };
    match known {
        Some(known) if *known == merged => None,
        Some(known) => Some(Signal { updated_at: now, revision: known.revision + 1, ..merged }),
        None => Some(merged),
    }
}

/// When a signal that is, or becomes at `now`, of `status` was decided. What came decided was decided nobody knows when.
pub(crate) fn decided_at(known: Option<&Signal>, status: SignalStatus, now: Timestamp) -> Option<Timestamp> {
    let known = known.filter(|_| status.is_decided())?;
    if known.status == status { known.decided_at } else { Some(now) }
}

/// What waits to be sent stays on the screen; a refusal is forgotten once FLUO's status moves.
fn merge_status(known: Option<&Signal>, told: Option<SignalStatus>) -> (SignalStatus, Option<PendingStatus>) {
    let Some(known) = known else { return (told.unwrap_or(SignalStatus::Open), None) };
    let Some(told) = told else { return (known.status, known.pending.clone()) };
    match &known.pending {
        None => (told, None),
        Some(pending) if is_refused(known.status, pending) => {
            if told == pending.confirmed {
                (told, Some(pending.clone()))
            } else {
                (told, None)
            }
        }
        Some(pending) => (known.status, Some(PendingStatus { confirmed: told, ..pending.clone() })),
    }
}

fn is_refused(status: SignalStatus, pending: &PendingStatus) -> bool {
    pending.problem.is_some() && status == pending.confirmed
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fluo::UpstreamSignal;

    const LATER: Timestamp = Timestamp(2_000_000);

    fn told(status: Option<&str>) -> UpstreamSignal {
        serde_json::from_value(json!({
            "signalDbId": "1", "traceId": "t", "spanId": "s", "ruleId": "r", "ruleVersion": "1",
            "severity": "ERROR", "timestamp": "1970-01-01T00:00:01Z", "statusTag": status
        }))
        .unwrap()
    }

    fn known(status: SignalStatus, pending: Option<PendingStatus>) -> Signal {
        Signal { status, pending, ..merge(None, told(None), Timestamp(1)).unwrap() }
    }

    fn waiting(confirmed: SignalStatus, problem: Option<&str>) -> Option<PendingStatus> {
        Some(PendingStatus { confirmed, since: Timestamp(1), problem: problem.map(str::to_owned) })
    }

    #[test]
    fn hearing_the_same_again_changes_nothing() {
        let signal = known(SignalStatus::Open, None);
        assert_eq!(merge(Some(&signal), told(Some("OPEN")), LATER), None);
        assert_eq!(merge(Some(&signal), told(None), LATER), None);
    }

    #[test]
    fn a_move_made_elsewhere_arrives_with_a_new_revision() {
        let signal = known(SignalStatus::Open, None);
        let merged = merge(Some(&signal), told(Some("RESOLVED")), LATER).unwrap();
        assert_eq!((merged.status, merged.revision, merged.updated_at), (SignalStatus::Resolved, 2, LATER));
    }

    #[test]
    fn a_waiting_decision_is_not_overwritten() {
        let signal = known(SignalStatus::Resolved, waiting(SignalStatus::Open, None));
        assert_eq!(merge(Some(&signal), told(Some("OPEN")), LATER), None);
        let merged = merge(Some(&signal), told(Some("INVESTIGATING")), LATER).unwrap();
        assert_eq!(merged.status, SignalStatus::Resolved);
        assert_eq!(merged.pending, waiting(SignalStatus::Investigating, None));
    }

    #[test]
    fn a_refusal_stays_until_the_status_moves() {
        let signal = known(SignalStatus::Open, waiting(SignalStatus::Open, Some("refused")));
        assert_eq!(merge(Some(&signal), told(Some("OPEN")), LATER), None);
        assert_eq!(merge(Some(&signal), told(Some("RESOLVED")), LATER).unwrap().pending, None);
    }
}
