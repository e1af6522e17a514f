//! Examples about signals taken together.

use super::{Example, RAISED_AT, SIGNAL_ID, freshness};
use crate::group::{
    AttributeOf, CommonAttribute, DifferentAttribute, GROUP_BUCKETS, GroupDetail, SignalGroup, SignalGroups,
};
use crate::operations::{GetOverview, GetSignalGroup, ListSignalGroups};
use crate::overview::{Arrivals, Decisions, Figure, NamedFigure, OpenSignals, SignalOverview};
use crate::signal::Facet;
use crate::{Answer, Cursor, Severity, SignalStatus, Timestamp};

const HOUR: i64 = 3_600_000_000;

pub(super) fn list() -> Example {
    let request =
        ListSignalGroups { q: Some("status:open".to_owned()), limit: Some(5), ..ListSignalGroups::default() };
    let mut answer = Answer::fresh(groups(), freshness());
    answer.meta.cursor = Some(Cursor::from("MTc5NTE3NDg1NTE1NzU3Nw"));
    Example::of(&request, answer)
}

pub(super) fn detail() -> Example {
    let request = GetSignalGroup {
        q: None,
        rule: "declined-card".into(),
        service: "till".to_owned(),
        span_name: "charge card".to_owned(),
    };
    let SignalGroups { mut groups, from, to, .. } = groups();
    let group = SignalGroup {
        rule_id: request.rule.clone(),
        service: request.service.clone(),
        span_name: request.span_name.clone(),
        q: Some("rule:declined-card service:till span:\"charge card\"".to_owned()),
        ..groups.remove(0)
    };
    let value = |value: &str, count| Facet { value: serde_json::Value::from(value), count };
    let detail = GroupDetail {
        group,
        from,
        to,
        looked_at: 17,
        gone: 1,
        not_read: 0,
        problem: None,
        common: vec![CommonAttribute {
            of: AttributeOf::Resource,
            key: "service.version".to_owned(),
            value: "2.4.1".into(),
        }],
        different: vec![DifferentAttribute {
            of: AttributeOf::Span,
            key: "card.network".to_owned(),
            present: 17,
            distinct: 2,
            values: vec![value("visa", 16), value("amex", 1)],
        }],
    };
    Example::of(&request, Answer::fresh(detail, freshness()))
}

pub(super) fn overview() -> Example {
    let figure = |count, q: &str| Figure { count, q: q.to_owned() };
    let open = |severity: Option<Severity>, q: &str| OpenSignals {
        severity,
        hour: figure(2, &format!("{q} from:2026-11-20T10:40Z")),
        day: figure(5, &format!("{q} from:2026-11-19T11:40Z to:2026-11-20T10:40Z")),
        older: figure(1, &format!("{q} to:2026-11-19T11:40Z")),
        all: figure(8, q),
    };
    let undecided = "status:open,investigating snoozed:no";
    let day = "from:2026-11-19T11:40Z snoozed:yes,no";
    let named = |name: &str, key: &str| NamedFigure {
        name: name.to_owned(),
        raised: figure(9, &format!("{key}:{name} {day}")),
    };
    let at = Timestamp(RAISED_AT.0.div_euclid(60_000_000) * 60_000_000);
    let current = Timestamp(at.0.div_euclid(2 * HOUR) * 2 * HOUR);
    let decided = |count, q: &str, median_ms| Decisions {
        decided: figure(count, q),
        mean_ms: Some(5_400_000),
        median_ms: Some(median_ms),
    };
    let overview = SignalOverview {
        at,
        total: 418,
        open: vec![
            open(Some(Severity::Error), &format!("{undecided} severity:error")),
            open(None, undecided),
        ],
        day: figure(9, day),
        arrivals: vec![Arrivals {
            from: current,
            to: Timestamp(current.0 + 2 * HOUR),
            raised: figure(3, "from:2026-11-20T10:00Z to:2026-11-20T12:00Z snoozed:yes,no"),
        }],
        rules: vec![named("slow-charge", "rule")],
        services: vec![named("payments", "service")],
        decisions: [
            decided(31, "decided:>=2026-11-13T11:40Z snoozed:yes,no", 1_260_000),
            decided(24, "decided:>=2026-11-06T11:40Z decided:<2026-11-13T11:40Z snoozed:yes,no", 2_040_000),
        ],
        storms: Vec::new(),
    };
    Example::of(&GetOverview {}, Answer::fresh(overview, freshness()))
}

fn groups() -> SignalGroups {
    let from = Timestamp(RAISED_AT.0 - 24 * HOUR);
    let mut buckets = vec![0; GROUP_BUCKETS];
    (buckets[3], buckets[GROUP_BUCKETS - 1]) = (5, 13);
    let group = SignalGroup {
        rule_id: "slow-charge".into(),
        service: "payments".to_owned(),
        span_name: "payment.charge_card".to_owned(),
        q: Some("status:open rule:slow-charge service:payments span:payment.charge_card".to_owned()),
        count: 18,
        first_seen: Timestamp(from.0 + 3 * HOUR),
        last_seen: RAISED_AT,
        severity: vec![Facet { value: Severity::Error, count: 18 }],
        status: vec![Facet { value: SignalStatus::Open, count: 18 }],
        buckets,
        newest: SIGNAL_ID.into(),
        storming_since: None,
    };
    SignalGroups { groups: vec![group], total: 9, signals: 41, from, to: RAISED_AT, storms: Vec::new() }
}
