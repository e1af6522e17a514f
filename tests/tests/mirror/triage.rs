//! What people do with signals: whose they are, putting them aside, notes, links, tags; nothing is lost and everything
//! is told.

use console_api::operations::{
    AddLink, AddNote, AssignSignal, ClaimSignal, DeleteNote, EditNote, GetHandover, GetSignal, GetTimeline,
    ListLinks, ListNoteVersions, ListNotes, ListRelated, SetSignalStatus, SnoozeSignal, TagSignal,
    UndoSignal, WakeSignal,
};
use console_api::triage::{Happening, LinkSent, SnoozeUntil, WakeCause};
use console_api::{ErrorCode, Reach, Signal, SignalStatus, Timestamp};
use console_core::{Clock as _, SystemClock};
use it::fake_fluo::{signal, some_days_ago};
use serde_json::json;

use crate::stage::{Engine, Stage, ask, on_both, until};

const ID: &str = "sig-000001";

async fn with_signals(engine: Engine, count: u32) -> Stage {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| state.signals = (1..=count).map(|id| signal(id, i64::from(id))).collect());
    })
    .await;
    stage.until_reach(Reach::Live).await;
    stage
}

async fn get(stage: &Stage, id: &str) -> Signal {
    stage.ask(GetSignal { id: id.into() }).await.unwrap().data
}

async fn timeline(stage: &Stage, id: &str) -> Vec<Happening> {
    let request = GetTimeline { id: id.into(), cursor: None, limit: None };
    stage.ask(request).await.unwrap().data.into_iter().map(|entry| entry.what).collect()
}

fn soon() -> Timestamp {
    Timestamp(SystemClock.now().0 + 400_000)
}

on_both!(a_signal_is_claimed_given_away_and_back, owners);
async fn owners(engine: Engine) {
    let stage = with_signals(engine, 1).await;
    let mine = stage.ask(ClaimSignal { id: ID.into() }).await.unwrap().data;
    let me = mine.owner.clone().unwrap();
    assert_eq!(me.id.as_str(), "operator");
    // Claiming what is one's own is no change.
    assert_eq!(stage.ask(ClaimSignal { id: ID.into() }).await.unwrap().data, mine);
    let unknown = AssignSignal { id: ID.into(), to: Some("nobody".into()), revision: None };
    assert_eq!(stage.ask(unknown).await.unwrap_err().code, ErrorCode::NotFound);

    // What somebody else changed meanwhile does not stand in the way; the same does, and both values are told.
    let tag = TagSignal { id: ID.into(), add: vec!["vip".into()], remove: Vec::new(), revision: None };
    let tagged = stage.ask(tag).await.unwrap().data;
    assert!(tagged.revision > mine.revision);
    let give = |revision| AssignSignal { id: ID.into(), to: None, revision: Some(revision) };
    let free = stage.ask(give(mine.revision)).await.unwrap().data;
    assert_eq!((free.owner, free.tags), (None, vec!["vip".to_owned()]));
    let stale = AssignSignal { id: ID.into(), to: Some(me.id), revision: Some(mine.revision) };
    let refused = stage.ask(stale).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    assert!(
        refused.message.contains("nobody's") && refused.message.contains("Local operator's"),
        "{refused}"
    );
}

on_both!(what_is_put_aside_until_a_time_comes_back, until_a_time);
async fn until_a_time(engine: Engine) {
    let stage = with_signals(engine, 3).await;
    let why = Some("lunch".to_owned());
    let until_soon = SnoozeUntil::Time { at: soon() };
    let wish = SnoozeSignal { id: ID.into(), until: until_soon, group: false, why, revision: None };
    let snooze = stage.ask(wish).await.unwrap().data.snooze.unwrap();
    assert_eq!((snooze.by.id.as_str(), snooze.why.as_deref()), ("operator", Some("lunch")));
    until(async || get(&stage, ID).await.snooze.is_none()).await;
    let told = timeline(&stage, ID).await;
    assert!(matches!(&told[0], Happening::Woken { because: WakeCause::Time, .. }), "{told:?}");
    assert!(matches!(&told[1], Happening::Snoozed { .. }) && told[2] == Happening::Raised, "{told:?}");

    let past = SnoozeUntil::Time { at: Timestamp(1) };
    let wish = SnoozeSignal { id: ID.into(), until: past, group: false, why: None, revision: None };
    assert_eq!(stage.ask(wish).await.unwrap_err().code, ErrorCode::Invalid);
}

on_both!(a_group_is_put_aside_with_its_new_signals_until_so_many, until_a_count);
async fn until_a_count(engine: Engine) {
    let stage = with_signals(engine, 1).await;
    let now = SystemClock.now();
    // Of the same group as the first, raised from now on.
    let raise = |id: u32| {
        let mut raised = signal(id, 0);
        raised["timestamp"] = json!(Timestamp(now.0 + 60_000_000 + i64::from(id)).to_string());
        stage.fluo.raise(raised);
    };
    let until_two = SnoozeUntil::Count { more: 2 };
    let wish = SnoozeSignal { id: ID.into(), until: until_two, group: true, why: None, revision: None };
    stage.ask(wish).await.unwrap();
    raise(3);
    until(async || stage.total().await == 2).await;
    let born = get(&stage, "sig-000003").await;
    assert_eq!(born.snooze, get(&stage, ID).await.snooze);
    // One of another group is not put aside.
    raise(4);
    until(async || stage.total().await == 3).await;
    assert_eq!(get(&stage, "sig-000004").await.snooze, None);

    // What is raised in the future counts when its time has come: so the count is told by those that are here.
    let mut late = signal(5, 0);
    late["timestamp"] = json!(Timestamp(SystemClock.now().0 + 100_000).to_string());
    stage.fluo.raise(late);
    let mut later = signal(7, 0);
    later["timestamp"] = json!(Timestamp(SystemClock.now().0 + 200_000).to_string());
    stage.fluo.raise(later);
    until(async || stage.total().await == 5).await;
    let nudge = std::cell::Cell::new(100);
    until(async || {
        // Something happens, so the keeper looks again.
        nudge.set(nudge.get() + 2);
        stage.fluo.raise(signal(nudge.get(), 0));
        get(&stage, ID).await.snooze.is_none() && get(&stage, "sig-000003").await.snooze.is_none()
    })
    .await;
    let told = timeline(&stage, "sig-000003").await;
    assert!(matches!(&told[0], Happening::Woken { because: WakeCause::Count, .. }), "{told:?}");
    // And the group is over with it.
    stage.fluo.raise(signal(9, 0));
    until(async || stage.ask(GetSignal { id: "sig-000009".into() }).await.is_ok()).await;
    assert_eq!(get(&stage, "sig-000009").await.snooze, None);
}

on_both!(a_new_version_of_the_rule_wakes, until_a_version);
async fn until_a_version(engine: Engine) {
    let version = |number: &str| {
        json!({"ruleId": "failed-login", "ruleVersion": number, "activeStatus": "ACTIVE",
            "ognlExpression": "isError", "createdDate": "2026-11-20T09:00:00Z"})
    };
    let stack = |versions: serde_json::Value| json!({"failed-login": {"allVersions": versions}});
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| {
            state.signals = vec![signal(1, 0)];
            state.stacks = stack(json!([version("1")]));
        });
    })
    .await;
    stage.until_reach(Reach::Live).await;
    let until_new = SnoozeUntil::RuleVersion { known: None };
    let wish = SnoozeSignal { id: ID.into(), until: until_new, group: false, why: None, revision: None };
    let snooze = stage.ask(wish).await.unwrap().data.snooze.unwrap();
    assert_eq!(snooze.until, SnoozeUntil::RuleVersion { known: Some(1) });
    stage.fluo.with(|state| state.stacks = stack(json!([version("2"), version("1")])));
    stage.fluo.say("rule.updated", &json!({}));
    until(async || get(&stage, ID).await.snooze.is_none()).await;
}

on_both!(a_change_is_put_back_exactly_once_and_only_while_it_stands, put_back);
async fn put_back(engine: Engine) {
    let stage = with_signals(engine, 1).await;
    let reason = Some("Test traffic".to_owned());
    let set = SetSignalStatus { id: ID.into(), status: SignalStatus::FalsePositive, reason, revision: None };
    let decided = stage.ask(set).await.unwrap().data;
    assert_eq!(decided.reason.as_deref(), Some("Test traffic"));
    assert!(decided.decided_at.is_some());
    let hour = SnoozeUntil::Time { at: Timestamp(SystemClock.now().0 + 3_600_000_000) };
    let wish = SnoozeSignal { id: ID.into(), until: hour, group: false, why: None, revision: None };
    let snoozed = stage.ask(wish).await.unwrap().data;
    stage.ask(WakeSignal { id: ID.into(), revision: None }).await.unwrap();
    let back = stage.ask(UndoSignal { id: ID.into(), change: None }).await.unwrap().data;
    assert_eq!(back.snooze, snoozed.snooze);

    let open = stage.ask(UndoSignal { id: ID.into(), change: Some(decided.revision) }).await.unwrap().data;
    assert_eq!((open.status, open.reason, open.decided_at), (SignalStatus::Open, None, None));
    until(async || get(&stage, ID).await.pending.is_none()).await;
    assert_eq!(stage.fluo.with(|state| state.changes.last().unwrap().1.clone()), "OPEN");
    // Again: it is so already.
    let again = stage.ask(UndoSignal { id: ID.into(), change: Some(decided.revision) }).await.unwrap().data;
    assert_eq!(again.status, SignalStatus::Open);
    // Changed since: refused, both told.
    stage.set_status(ID, SignalStatus::Investigating).await.unwrap();
    let refused = stage.ask(UndoSignal { id: ID.into(), change: Some(decided.revision) }).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    assert!(refused.message.contains("INVESTIGATING") && refused.message.contains("OPEN"), "{refused}");
    let unknown = stage.ask(UndoSignal { id: ID.into(), change: Some(9_999) }).await.unwrap_err();
    assert_eq!(unknown.code, ErrorCode::NotFound);
}

on_both!(notes_keep_every_text, notes);
async fn notes(engine: Engine) {
    let stage = with_signals(engine, 1).await;
    let note = stage.ask(AddNote { id: ID.into(), text: " one ".into() }).await.unwrap().data;
    assert_eq!((note.text.as_str(), get(&stage, ID).await.notes), ("one", 1));
    let edit =
        |text: &str, revision| EditNote { id: ID.into(), note: note.id.clone(), text: text.into(), revision };
    let second = stage.ask(edit("two", 1)).await.unwrap().data;
    assert_eq!((second.revision, second.edited_by.unwrap().id.as_str()), (2, "operator"));
    let refused = stage.ask(edit("three", 1)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    assert!(refused.message.contains("“two”") && refused.message.contains("“three”"), "{refused}");
    let versions = ListNoteVersions { id: ID.into(), note: note.id.clone() };
    let texts: Vec<_> =
        stage.ask(versions).await.unwrap().data.into_iter().map(|version| version.text).collect();
    assert_eq!(texts, ["two", "one"]);
    stage.ask(DeleteNote { id: ID.into(), note: note.id.clone(), revision: Some(2) }).await.unwrap();
    assert!(stage.ask(ListNotes { id: ID.into() }).await.unwrap().data.is_empty());
    assert_eq!(get(&stage, ID).await.notes, 0);
    for text in ["", " \n ", "a\u{7}"] {
        let refused = stage.ask(AddNote { id: ID.into(), text: text.into() }).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Invalid);
    }
}

on_both!(links_are_told_to_fluo_and_wait_while_it_is_away, links);
async fn links(engine: Engine) {
    let mut stage = with_signals(engine, 1).await;
    let add = |url: &str| AddLink { id: ID.into(), url: url.into(), title: None };
    let link = stage.ask(add("https://example.com/1")).await.unwrap().data;
    assert_eq!((link.sent, link.title.as_str()), (LinkSent::Sent, "https://example.com/1"));
    assert_eq!(stage.ask(add("https://example.com/1")).await.unwrap_err().code, ErrorCode::Conflict);
    assert_eq!(stage.ask(add("javascript:alert(1)")).await.unwrap_err().code, ErrorCode::Invalid);
    stage.fluo.stop();
    assert_eq!(stage.ask(add("https://example.com/2")).await.unwrap().data.sent, LinkSent::Waits);
    stage.fluo.resume();
    let links = async || stage.ask(ListLinks { id: ID.into() }).await.unwrap().data;
    until(async || links().await.iter().all(|link| link.sent == LinkSent::Sent)).await;
    let told = stage.fluo.with(|state| state.links.len());
    assert_eq!((told, get(&stage, ID).await.links), (2, 2));
}

on_both!(an_echo_of_ours_takes_nothing_back, echoes);
async fn echoes(engine: Engine) {
    let stage = with_signals(engine, 1).await;
    stage.set_status(ID, SignalStatus::Investigating).await.unwrap();
    stage.set_status(ID, SignalStatus::Resolved).await.unwrap();
    let say = |status: &str| {
        let mut told = signal(1, 1);
        told["statusTag"] = json!(status);
        stage.fluo.say("signal.updated", &told);
    };
    // What the feed had under way before it heard of ours is older than ours.
    say("OPEN");
    say("INVESTIGATING");
    say("RESOLVED");
    stage.fluo.raise(signal(2, 2));
    until(async || stage.total().await == 2).await;
    assert_eq!(get(&stage, ID).await.revision, 3);
    // What somebody does in FLUO is news.
    say("OPEN");
    until(async || get(&stage, ID).await.status == SignalStatus::Open).await;
    assert!(matches!(
        timeline(&stage, ID).await[0],
        Happening::Status { from: SignalStatus::Resolved, to: SignalStatus::Open, .. }
    ));
}

on_both!(what_comes_twice_under_a_key_is_done_once, keys);
async fn keys(engine: Engine) {
    let stage = with_signals(engine, 1).await;
    let keyed = stage.operator.clone().with_idempotency_key("k1").unwrap();
    let add = |text: &str| AddNote { id: ID.into(), text: text.into() };
    let first = ask(&stage.console, &keyed, add("once")).await.unwrap().data;
    assert_eq!(ask(&stage.console, &keyed, add("once")).await.unwrap().data, first);
    assert_eq!(stage.ask(ListNotes { id: ID.into() }).await.unwrap().data.len(), 1);
    let other = ask(&stage.console, &keyed, add("twice")).await.unwrap_err();
    assert_eq!(other.code, ErrorCode::Conflict);
    // Several at once: one is done, the others get its answer or are told that it was made.
    let keyed = stage.operator.clone().with_idempotency_key("k2").unwrap();
    let many = futures_util::future::join_all((0..8).map(|_| ask(&stage.console, &keyed, add("many"))));
    assert!(many.await.iter().any(Result::is_ok));
    assert_eq!(stage.ask(ListNotes { id: ID.into() }).await.unwrap().data.len(), 2);
    assert!(stage.operator.clone().with_idempotency_key("with space").is_err());
}

on_both!(what_has_to_do_with_a_signal_is_found, related);
async fn related(engine: Engine) {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| {
            state.signals = (1..=4).map(|id| signal(id, i64::from(id))).collect();
            state.signals[1]["traceId"] = state.signals[0]["traceId"].clone();
        });
    })
    .await;
    stage.until_reach(Reach::Live).await;
    let found = stage.ask(ListRelated { id: ID.into() }).await.unwrap().data;
    let ids = |signals: &[Signal]| signals.iter().map(|signal| signal.id.0.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&found.trace), ["sig-000002"]);
    assert_eq!(ids(&found.group), ["sig-000003"]);
    assert_eq!(ids(&found.near), ["sig-000004"]);
}

on_both!(a_shift_is_handed_over, handover);
async fn handover(engine: Engine) {
    let stage = with_signals(engine, 6).await;
    let from = some_days_ago();
    stage.ask(ClaimSignal { id: ID.into() }).await.unwrap();
    stage.set_status("sig-000002", SignalStatus::Resolved).await.unwrap();
    let hour = SnoozeUntil::Time { at: Timestamp(SystemClock.now().0 + 3_600_000_000) };
    let why = Some("*later*".to_owned());
    let wish = SnoozeSignal { id: "sig-000003".into(), until: hour, group: false, why, revision: None };
    stage.ask(wish).await.unwrap();
    let to = Some(Timestamp(from.0 + 3_600_000_000));
    let shift = stage.ask(GetHandover { from, to }).await.unwrap().data;
    assert_eq!((shift.new, shift.groups.len(), shift.noisy.len()), (6, 2, 2));
    assert_eq!((shift.open, shift.snoozed), (5, 1));
    let owners: Vec<_> =
        shift.open_by_owner.iter().map(|count| (count.user.is_some(), count.count)).collect();
    assert_eq!(owners, [(false, 4), (true, 1)]);
    assert!(
        shift.markdown.contains("\\*later\\*") && shift.markdown.contains("## New: 6"),
        "{}",
        shift.markdown
    );

    // What was decided now is in the report of now.
    let (from, to) = (Timestamp(SystemClock.now().0 - 60_000_000), Some(Timestamp(SystemClock.now().0 + 1)));
    let shift = stage.ask(GetHandover { from, to }).await.unwrap().data;
    assert_eq!((shift.new, shift.decided, shift.decisions.len()), (0, 1, 1));
    assert_eq!(shift.decided_by[0].user.as_ref().unwrap().id.as_str(), "operator");
    let backwards = GetHandover { from, to: Some(from) };
    assert_eq!(stage.ask(backwards).await.unwrap_err().code, ErrorCode::Invalid);
}
