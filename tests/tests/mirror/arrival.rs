//! What FLUO raised is in the lists: once, whole, whatever the order it was told in.

use std::collections::HashSet;

use console_api::operations::{CountSignals, ListRuleStacks, ListSignals};
use console_api::{ErrorCode, Permission, Reach, RuleStatus, Severity, SignalStatus};
use it::fake_fluo::signal;
use serde_json::json;

use crate::stage::{Engine, Stage, ask, on_both, until};

on_both!(pages_in_any_order_are_read_once, read_once);
async fn read_once(engine: Engine) {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| {
            state.signals = (0..1_234).map(|id| signal(id, i64::from(id))).collect();
            state.page_cap = Some(100);
        });
    })
    .await;
    stage.until_reach(Reach::Live).await;
    assert_eq!(stage.total().await, 1_234);

    let mut seen = HashSet::new();
    let mut cursor = None;
    loop {
        let page = stage.ask(ListSignals { cursor, limit: Some(100), ..Default::default() }).await.unwrap();
        assert!(page.data.is_sorted_by(|a, b| (a.raised_at, &a.id) > (b.raised_at, &b.id)));
        for signal in page.data {
            assert!(seen.insert(signal.id.clone()), "{} came twice", signal.id);
        }
        cursor = page.meta.cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 1_234);
}

on_both!(any_place_of_the_list_can_be_read_at_once, skipped);
async fn skipped(engine: Engine) {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| state.signals = (0..300).map(|id| signal(id, i64::from(id / 3))).collect());
    })
    .await;
    stage.until_reach(Reach::Live).await;
    let all = stage.ask(ListSignals { limit: Some(500), ..Default::default() }).await.unwrap().data;
    let head = stage.ask(ListSignals { limit: Some(50), ..Default::default() }).await.unwrap();

    // From the first row, and from where a page ended, for the pages between as for the last.
    let skip = |cursor, skip| ListSignals { cursor, skip: Some(skip), limit: Some(20), ..Default::default() };
    let middle = stage.ask(skip(None, 130)).await.unwrap();
    assert_eq!(middle.data, all[130..150]);
    let below = stage.ask(skip(head.meta.cursor.clone(), 130)).await.unwrap();
    assert_eq!(below.data, all[180..200]);
    let next = stage.ask(ListSignals { cursor: below.meta.cursor, limit: Some(5), ..Default::default() });
    assert_eq!(next.await.unwrap().data, all[200..205]);
    let last = stage.ask(skip(head.meta.cursor.clone(), 240)).await.unwrap();
    assert_eq!((last.data.as_slice(), last.meta.cursor), (&all[290..], None));
    assert!(stage.ask(skip(head.meta.cursor.clone(), 250)).await.unwrap().data.is_empty());

    // What arrives on top moves nothing that is counted from a cursor.
    stage.fluo.raise(signal(900, 1_000));
    until(async || stage.total().await == 301).await;
    let below = stage.ask(skip(head.meta.cursor, 130)).await.unwrap();
    assert_eq!(below.data, all[180..200]);
}

on_both!(an_order_that_changes_with_every_page_loses_nothing, shuffled);
async fn shuffled(engine: Engine) {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| {
            state.signals = (0..400).map(|id| signal(id, i64::from(id))).collect();
            state.shuffle = true;
            state.live_feed = false;
        });
    })
    .await;
    stage.until_reach(Reach::Polling).await;
    until(async || stage.total().await == 400).await;
}

on_both!(what_the_feed_tells_is_listed_and_counted, live);
async fn live(engine: Engine) {
    let stage = Stage::set(engine).await;
    stage.until_reach(Reach::Live).await;
    stage.fluo.raise(signal(1, 10));
    stage.fluo.raise(signal(2, 20));
    // Told twice, as feeds do when they greet a reader with the last fifty.
    stage.fluo.say("signal.created", &signal(2, 20));
    until(async || stage.total().await == 2).await;
    assert_eq!(stage.newest().await.id.as_str(), "sig-000002");

    let mut resolved = signal(1, 10);
    resolved["statusTag"] = json!("RESOLVED");
    stage.fluo.say("signal_update", &resolved);
    let wanted = || CountSignals { status: vec![SignalStatus::Resolved], ..Default::default() };
    until(async || stage.ask(wanted()).await.unwrap().data.total == 1).await;
}

on_both!(each_part_of_the_filter_narrows, filters);
async fn filters(engine: Engine) {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| state.signals = (0..60).map(|id| signal(id, i64::from(id))).collect());
    })
    .await;
    stage.until_reach(Reach::Live).await;
    let total = async |request: CountSignals| stage.ask(request).await.unwrap().data.total;
    assert_eq!(total(CountSignals { severity: vec![Severity::Error], ..Default::default() }).await, 20);
    assert_eq!(total(CountSignals { rule: vec!["slow-charge".into()], ..Default::default() }).await, 30);
    assert_eq!(total(CountSignals { service: vec!["fraud".into()], ..Default::default() }).await, 0);
    assert_eq!(total(CountSignals { text: Some("CHARGE 7 ".into()), ..Default::default() }).await, 1);
    assert_eq!(total(CountSignals { text: Some("%".into()), ..Default::default() }).await, 0);
    let from = Some(console_api::Timestamp(it::fake_fluo::some_days_ago().micros() + 50_000_000));
    assert_eq!(total(CountSignals { from, ..Default::default() }).await, 10);
    assert_eq!(total(CountSignals { to: from, ..Default::default() }).await, 50);

    let counts =
        stage.ask(CountSignals { severity: vec![Severity::Error], ..Default::default() }).await.unwrap();
    let severities: Vec<_> = counts.data.severity.iter().map(|facet| (facet.value, facet.count)).collect();
    assert_eq!(severities, [(Severity::Error, 20), (Severity::Info, 20), (Severity::Warning, 20)]);
    let rules: Vec<_> = counts.data.rule.iter().map(|facet| facet.count).collect();
    assert_eq!(rules, [10, 10]);
}

on_both!(rules_come_with_every_version, rules);
async fn rules(engine: Engine) {
    let version = |number: &str, status: &str| {
        json!({"ruleId": "slow-charge", "ruleVersion": number, "activeStatus": status,
            "ognlExpression": format!("durationMillis > {number}00"), "createdDate": "2026-11-20T09:00:00Z"})
    };
    let stack = |versions: serde_json::Value| {
        json!({"slow-charge": {"ruleId": "slow-charge", "topRule": versions[0], "allVersions": versions,
            "totalVersions": 1, "isExpanded": true}})
    };
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| state.stacks = stack(json!([version("1", "ACTIVE")])));
    })
    .await;
    stage.until_reach(Reach::Live).await;
    let stacks = stage.ask(ListRuleStacks::default()).await.unwrap().data;
    assert_eq!((stacks.len(), stacks[0].versions.len()), (1, 1));

    stage.fluo.with(|state| state.stacks = stack(json!([version("3", "ACTIVE"), version("1", "INACTIVE")])));
    stage.fluo.say("rule.updated", &json!({}));
    until(async || stage.ask(ListRuleStacks::default()).await.unwrap().data[0].versions.len() == 2).await;
    let stacks = stage.ask(ListRuleStacks::default()).await.unwrap().data;
    assert_eq!(stacks[0].versions[0].expression, "durationMillis > 300");
    assert_eq!(stacks[0].versions[1].status, RuleStatus::Inactive);

    stage.fluo.with(|state| state.stacks = json!({}));
    stage.fluo.say("rule.updated", &json!({}));
    let deleted = || ListRuleStacks { status: Some(RuleStatus::Deleted), ..Default::default() };
    until(async || stage.ask(deleted()).await.unwrap().data.len() == 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fluo_that_answers_html_only_is_said_so_plainly() {
    let stage = Stage::set_with(Engine::Sqlite, |fluo| fluo.with(|state| state.html_only = true)).await;
    stage.until_reach(Reach::Unreachable).await;
    let health = stage.ask(console_api::operations::GetFluoHealth {}).await.unwrap().data;
    assert!(health.problem.unwrap().contains("HTML only"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_permission_nothing_is_told_but_its_name() {
    let stage = Stage::set(Engine::Sqlite).await;
    let reader = stage.operator.restricted_to(&[Permission::RulesRead]);
    let refused = ask(&stage.console, &reader, ListSignals::default()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Forbidden);
    assert!(refused.message.contains("signals:read"));
    assert!(stage.console.subscribe(&reader, None).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_meant_is_refused() {
    let stage = Stage::set(Engine::Sqlite).await;
    for request in [
        ListSignals { limit: Some(0), ..Default::default() },
        ListSignals { limit: Some(501), ..Default::default() },
        ListSignals { cursor: Some("!".into()), ..Default::default() },
        ListSignals { cursor: Some("bm90LWEtY3Vyc29y".into()), ..Default::default() },
        ListSignals { text: Some("nul\0".into()), ..Default::default() },
        ListSignals {
            from: Some(console_api::Timestamp(2)),
            to: Some(console_api::Timestamp(1)),
            ..Default::default()
        },
    ] {
        assert_eq!(stage.ask(request).await.unwrap_err().code, ErrorCode::Invalid);
    }
}
