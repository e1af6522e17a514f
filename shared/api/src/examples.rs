//! One example request and answer for every operation, built from the real types: the documentation shows
//! them, and what no longer compiles is no longer shown.

mod access;
mod groups;
mod own;
mod reviews;
mod tenants;
mod triage;

use serde_json::{Map, Value, json};

use crate::audit::{AuditActor, AuditEntry, AuditSubject, ListAudit};
use crate::fluo::{Capability, Dialect, FluoHealth, HealthCheck};
use crate::operations::{
    CountSignals, CreateSignInLink, GetFluoHealth, GetMe, GetSignal, GetTrace, GetTraceColumns,
    ListRuleStacks, ListSignals, SetSignalStatus,
};
use crate::role::BuiltInRole;
use crate::session::{Me, SignInLink, Tenant, User};
use crate::signal::{Facet, PendingStatus, SignalCounts};
use crate::trace::{Attribute, EventOf, Origin, Span, SpanEvent, SpanKind, SpanStatus, Trace, TraceColumns};
use crate::{
    ActorKind, Answer, AuditOutcome, Cursor, Event, EventKind, EventSeq, Freshness, Meta, Operation,
    Permission, Reach, Rule, RuleStack, RuleStatus, Severity, Signal, SignalStatus, Timestamp,
};

pub use access::{
    INVITATION_ID, MEMBER_ID, SERVICE_TOKEN_ID, SESSION_ID, TOKEN_ID, accept_invitation, password_sign_in,
};
pub use own::{
    CODE, USER_CODE, begin_device_login, confirm_email, forgot_password, poll_device_login, reset_forgotten,
    second_step_sign_in,
};
pub use reviews::ACCESS_DIGEST;
pub use tenants::{PLATFORM_ADMIN_ID, PLATFORM_USER_ID, TENANT_ID};
pub use triage::{BULK_ID, DONE_BULK_ID, LINK_ID, NOTE_ID, OLD_NOTE_ID, OLD_VIEW_ID, VIEW_ID};

/// The signal of the examples.
pub const SIGNAL_ID: &str = "0197f2a4-6c1e-7b3a-9d52-4e1f0c8a7b61";
/// The trace it was found in.
pub const TRACE_ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
/// 2026-11-20T11:40:55.157577Z
const RAISED_AT: Timestamp = Timestamp(1_795_174_855_157_577);

/// A request with its answer.
#[derive(Clone, Debug)]
pub struct Example {
    /// Name of the operation.
    pub operation: &'static str,
    /// Every field, those of the path included.
    pub request: Map<String, Value>,
    pub data: Value,
    pub meta: Meta,
}

impl Example {
    fn of<O: Operation>(request: &O, answer: Answer<O::Data>) -> Self {
        let request = match serde_json::to_value(request) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let data = serde_json::to_value(answer.data).unwrap_or_default();
        let meta = Meta { request_id: "9f86d081884c7d65".to_owned(), ..answer.meta };
        Self { operation: O::INFO.name, request, data, meta }
    }
}

/// An example of each operation.
pub fn all() -> Vec<Example> {
    let page = Answer {
        data: vec![signal()],
        meta: Meta {
            cursor: Some(Cursor::from("MTc5NTE3NDg1NTE1NzU3Nw")),
            freshness: Some(freshness()),
            ..Meta::default()
        },
    };
    let list = ListSignals { severity: vec![Severity::Error], limit: Some(5), ..ListSignals::default() };
    let count = CountSignals { status: vec![SignalStatus::Open], ..CountSignals::default() };
    let get = GetSignal { id: SIGNAL_ID.into() };
    let set_status = SetSignalStatus {
        id: SIGNAL_ID.into(),
        status: SignalStatus::Investigating,
        reason: None,
        revision: None,
    };
    let stacks = ListRuleStacks { status: Some(RuleStatus::Active), ..ListRuleStacks::default() };
    let mut all = vec![
        Example::of(&list, page),
        Example::of(&count, Answer::fresh(counts(), freshness())),
        groups::list(),
        groups::detail(),
        groups::overview(),
        Example::of(&get, Answer::fresh(signal(), freshness())),
        Example::of(&set_status, Answer::fresh(pending_signal(), freshness())),
    ];
    all.extend(triage::all());
    all.extend([
        Example::of(&stacks, Answer::fresh(vec![rule_stack()], freshness())),
        Example::of(&GetTrace { id: TRACE_ID.into() }, Answer::new(trace())),
        Example::of(&GetTraceColumns { id: TRACE_ID.into() }, Answer::new(trace_columns())),
        Example::of(&GetFluoHealth {}, Answer::fresh(fluo_health(), freshness())),
        Example::of(&GetMe {}, Answer::new(me())),
        Example::of(&CreateSignInLink {}, Answer::new(sign_in_link())),
    ]);
    all.extend(access::all());
    all.extend(reviews::all());
    all.push(audit());
    all.extend(tenants::all());
    all
}

fn audit() -> Example {
    let list = ListAudit { action: vec!["signals.set_status".to_owned()], ..ListAudit::default() };
    Example::of(&list, Answer::new(vec![audit_entry()]))
}

/// An example of an entry of the audit trail.
pub fn audit_entry() -> AuditEntry {
    let detail = [("from", "OPEN"), ("to", "INVESTIGATING")].map(|(key, word)| (key.to_owned(), word.into()));
    AuditEntry {
        seq: 1_204,
        at: RAISED_AT,
        actor: AuditActor { kind: ActorKind::User, id: "operator".to_owned() },
        action: "signals.set_status".to_owned(),
        subject: Some(AuditSubject { kind: "signal".to_owned(), id: SIGNAL_ID.to_owned() }),
        outcome: AuditOutcome::Done,
        request_id: Some("9f86d081884c7d65".to_owned()),
        detail: Map::from_iter(detail),
        personal: None,
        hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
    }
}

/// An example of what the live stream carries.
pub fn event() -> Event {
    Event {
        kind: EventKind::SignalUpdated,
        id: SIGNAL_ID.to_owned(),
        patch: json!({ "status": "INVESTIGATING", "revision": 2 }),
        ts: RAISED_AT.millis(),
        seq: EventSeq(1_042),
    }
}

pub fn signal() -> Signal {
    Signal {
        id: SIGNAL_ID.into(),
        friendly_id: Some("brave-otter-42".to_owned()),
        severity: Severity::Error,
        severity_text: None,
        status: SignalStatus::Open,
        pending: None,
        rule_id: "slow-charge".into(),
        rule_version: "1".into(),
        message: "payment.charge_card took 412 ms".to_owned(),
        service: "payments".to_owned(),
        span_name: "payment.charge_card".to_owned(),
        trace_id: TRACE_ID.into(),
        span_id: "00f067aa0ba902b7".into(),
        raised_at: RAISED_AT,
        updated_at: RAISED_AT,
        revision: 1,
        owner: None,
        snooze: None,
        reason: None,
        decided_at: None,
        tags: Vec::new(),
        notes: 0,
        links: 0,
    }
}

fn pending_signal() -> Signal {
    let pending = PendingStatus { confirmed: SignalStatus::Open, since: RAISED_AT, problem: None };
    Signal { status: SignalStatus::Investigating, pending: Some(pending), revision: 2, ..signal() }
}

fn counts() -> SignalCounts {
    SignalCounts {
        total: 18,
        severity: vec![Facet { value: Severity::Error, count: 18 }],
        status: vec![
            Facet { value: SignalStatus::Open, count: 18 },
            Facet { value: SignalStatus::Resolved, count: 3 },
        ],
        service: vec![Facet { value: "payments".to_owned(), count: 18 }],
        rule: vec![Facet { value: "slow-charge".into(), count: 18 }],
    }
}

fn rule_stack() -> RuleStack {
    let version = Rule {
        id: "slow-charge".into(),
        version: "1".into(),
        expression: "operationName == \"payment.charge_card\" && durationMillis > 300".to_owned(),
        description: Some("A charge took longer than 300 ms".to_owned()),
        status: RuleStatus::Active,
        severity: Some(Severity::Error),
        created_at: Some(RAISED_AT),
        modified_at: Some(RAISED_AT),
    };
    RuleStack {
        id: version.id.clone(),
        versions: vec![version],
        signals: 18,
        last_signal_at: Some(RAISED_AT),
    }
}

fn trace() -> Trace {
    let attribute = |key: &str, value: Value| Attribute { key: key.to_owned(), value };
    let span = Span {
        id: "00f067aa0ba902b7".into(),
        parent_id: None,
        name: "payment.charge_card".to_owned(),
        service: "payments".to_owned(),
        origin: 0,
        kind: SpanKind::Internal,
        status: SpanStatus::Ok,
        status_message: None,
        start: RAISED_AT,
        duration_ns: 412_000_000,
        attributes: vec![
            attribute("amount", json!(129.5)),
            attribute("currency", json!("EUR")),
            attribute("card.network", json!("visa")),
        ],
        events: vec![SpanEvent { name: "charge.sent".to_owned(), at: RAISED_AT, attributes: Vec::new() }],
        links: Vec::new(),
    };
    Trace { id: TRACE_ID.into(), origins: vec![origin()], spans: vec![span], truncated: false }
}

fn origin() -> Origin {
    let service = Attribute { key: "service.name".to_owned(), value: json!("payments") };
    Origin { service: "payments".to_owned(), scope: None, attributes: vec![service] }
}

/// The same trace in columns.
fn trace_columns() -> TraceColumns {
    let texts = ["payment.charge_card", "amount", "currency", "card.network", "charge.sent"];
    TraceColumns {
        id: TRACE_ID.into(),
        truncated: false,
        start: RAISED_AT,
        texts: texts.map(str::to_owned).into(),
        values: vec![json!(129.5), json!("EUR"), json!("visa")],
        origins: vec![origin()],
        ids: vec!["00f067aa0ba902b7".into()],
        parents: vec![-1],
        starts: vec![0],
        durations: vec![412_000_000],
        names: vec![0],
        origin_of: vec![0],
        kinds: vec![1],
        statuses: vec![1],
        attribute_counts: vec![3],
        attributes: vec![1, 0, 2, 1, 3, 2],
        messages: Vec::new(),
        missing_parents: Vec::new(),
        events: vec![EventOf { span: 0, name: 4, at: 0, attributes: Vec::new() }],
        links: Vec::new(),
    }
}

fn fluo_health() -> FluoHealth {
    FluoHealth {
        url: "http://127.0.0.1:4318".to_owned(),
        embedded: true,
        dialect: Dialect::FluoV1,
        capabilities: vec![Capability::JsonSignals, Capability::LiveFeed, Capability::Traces],
        freshness: freshness(),
        problem: None,
        last_contact: Some(RAISED_AT),
        checks: vec![HealthCheck { name: "database".to_owned(), up: true }],
        pending: 0,
        mirrored_signals: 418,
        mirrored_rules: 8,
    }
}

fn me() -> Me {
    Me {
        user: User { id: "operator".into(), name: "Local operator".to_owned() },
        tenant: Tenant { id: "default".into(), name: "Default".to_owned() },
        role: Some(BuiltInRole::Owner.into()),
        permissions: Permission::ALL.to_vec(),
        platform_admin: true,
        second_factor_required: false,
    }
}

fn sign_in_link() -> SignInLink {
    let token = "pYxq0n5vJm7cZ2b1uWfT4sR8eKgLhAiDoN6CwXyQzHk";
    SignInLink { path: format!("/sign-in?token={token}"), expires_at: Timestamp(RAISED_AT.0 + 3_600_000_000) }
}

fn freshness() -> Freshness {
    Freshness { reach: Reach::Live, as_of: Some(RAISED_AT), behind_ms: Some(40) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations;

    #[test]
    fn every_operation_has_one_example() {
        let named: Vec<_> = all().iter().map(|example| example.operation).collect();
        let listed: Vec<_> = operations::ALL.iter().map(|info| info.name).collect();
        assert_eq!(named, listed);
    }
}
