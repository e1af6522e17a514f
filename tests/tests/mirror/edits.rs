//! Two people at the same signals: each edit is applied or refused with a conflict, and none is lost.

use std::collections::HashMap;

use console_api::operations::{
    AssignSignal, GetSignal, GetTimeline, ListSignals, SetSignalStatus, SnoozeSignal, TagSignal, WakeSignal,
};
use console_api::triage::{Happening, SnoozeUntil, TimelineEntry, TriageField};
use console_api::{Error, ErrorCode, Reach, Signal, SignalId, SignalStatus, Timestamp};
use console_core::{Clock as _, SystemClock};
use it::fake_fluo::signal;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::stage::{Engine, Stage, on_both, until};

const SIGNALS: u32 = 8;

/// An edit that was applied to what was seen at a revision, and made another.
struct Applied {
    field: TriageField,
    seen: i64,
    made: i64,
}

on_both!(none_of_a_few_hundred_is_lost, few);
async fn few(engine: Engine) {
    edits(engine, 150).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: `cargo test --test mirror -- --ignored ten_thousand`"]
async fn none_of_ten_thousand_is_lost() {
    edits(Engine::Sqlite, 5_000).await;
}

async fn edits(engine: Engine, each: usize) {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| state.signals = (0..SIGNALS).map(|id| signal(id, i64::from(id))).collect());
    })
    .await;
    stage.until_reach(Reach::Live).await;
    let (ana, ben) = tokio::join!(person(&stage, 1, each), person(&stage, 2, each));
    let (mut applied, mut refused): (HashMap<SignalId, Vec<Applied>>, usize) = (HashMap::new(), 0);
    for (id, edit) in ana.into_iter().chain(ben) {
        match edit {
            Some(edit) => applied.entry(id).or_default().push(edit),
            None => refused += 1,
        }
    }
    let in_all: usize = applied.values().map(Vec::len).sum();
    assert_eq!(in_all + refused, each * 2, "each is applied or refused");
    assert!(refused > 0, "nobody got in anybody's way: this shows nothing");
    let pending = async || {
        let rows = stage.ask(ListSignals { limit: Some(500), ..Default::default() }).await.unwrap().data;
        rows.iter().any(|row| row.pending.is_some())
    };
    until(async || !pending().await).await;
    for (id, edits) in applied {
        let history = history(&stage, &id).await;
        for Applied { field, seen, made } in &edits {
            let entry = history.iter().find(|entry| entry.revision == *made);
            let entry = entry.unwrap_or_else(|| panic!("{id} has no revision {made}"));
            assert_eq!(field_of(&entry.what), Some(*field), "{id} revision {made}");
            // Nobody changed the same between what was seen and what was made.
            let between = history.iter().find(|entry| {
                (seen + 1..*made).contains(&entry.revision) && field_of(&entry.what) == Some(*field)
            });
            assert!(between.is_none(), "{id}: {between:?} was lost by revision {made}, made upon {seen}");
        }
        // And what it is now is what was last applied.
        let now = stage.ask(GetSignal { id: id.clone() }).await.unwrap().data;
        let last = history.iter().find_map(|entry| match &entry.what {
            Happening::Status { to, .. } => Some(*to),
            _ => None,
        });
        assert_eq!(now.status, last.unwrap_or(SignalStatus::Open), "{id}");
    }
}

/// Edits signals as somebody who looks now and then: what they see may be old.
async fn person(stage: &Stage, seed: u64, count: usize) -> Vec<(SignalId, Option<Applied>)> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut screen: HashMap<u32, Signal> = HashMap::new();
    let mut done = Vec::new();
    while done.len() < count {
        let number = random.random_range(0..SIGNALS);
        let id: SignalId = format!("sig-{number:06}").into();
        let looks = random.random_bool(0.7);
        let seen = match screen.get(&number) {
            Some(seen) if !looks => seen.clone(),
            _ => stage.ask(GetSignal { id: id.clone() }).await.unwrap().data,
        };
        screen.insert(number, seen.clone());
        if let Some((field, made)) = edit(stage, &seen, &mut random).await {
            let seen = seen.revision;
            done.push((id, made.ok().map(|made| Applied { field, seen, made })));
        }
    }
    done
}

/// An edit that is one by what is seen; answers the revision that it made. Nothing where there was nothing to change.
async fn edit(
    stage: &Stage,
    seen: &Signal,
    random: &mut StdRng,
) -> Option<(TriageField, Result<i64, Error>)> {
    let (id, revision) = (seen.id.clone(), Some(seen.revision));
    let (field, answer) = match random.random_range(0..4) {
        0 => {
            let moves = seen.status.moves();
            let status = moves[random.random_range(0..moves.len())];
            let request = SetSignalStatus { id, status, reason: None, revision };
            (TriageField::Status, stage.ask(request).await)
        }
        1 => {
            let to = seen.owner.is_none().then(|| "operator".into());
            (TriageField::Owner, stage.ask(AssignSignal { id, to, revision }).await)
        }
        2 if seen.snooze.is_some() => (TriageField::Snooze, stage.ask(WakeSignal { id, revision }).await),
        2 => {
            let until = SnoozeUntil::Time { at: Timestamp(SystemClock.now().0 + 3_600_000_000) };
            let request = SnoozeSignal { id, until, group: false, why: None, revision };
            (TriageField::Snooze, stage.ask(request).await)
        }
        _ => {
            let tag = vec![format!("t{}", random.random_range(0..4))];
            let is_there = seen.tags.contains(&tag[0]);
            let (add, remove) = if is_there { (Vec::new(), tag) } else { (tag, Vec::new()) };
            (TriageField::Tags, stage.ask(TagSignal { id, add, remove, revision }).await)
        }
    };
    match answer {
        Ok(answer) if answer.data.revision == seen.revision => None,
        Ok(answer) => Some((field, Ok(answer.data.revision))),
        Err(error) => {
            assert_eq!(error.code, ErrorCode::Conflict, "{error}");
            Some((field, Err(error)))
        }
    }
}

async fn history(stage: &Stage, id: &SignalId) -> Vec<TimelineEntry> {
    let (mut entries, mut cursor) = (Vec::new(), None);
    loop {
        let request = GetTimeline { id: id.clone(), cursor, limit: Some(500) };
        let page = stage.ask(request).await.unwrap();
        entries.extend(page.data);
        cursor = page.meta.cursor;
        if cursor.is_none() {
            return entries;
        }
    }
}

fn field_of(what: &Happening) -> Option<TriageField> {
    Some(match what {
        Happening::Status { .. } | Happening::Refused { .. } => TriageField::Status,
        Happening::Owner { .. } => TriageField::Owner,
        Happening::Snoozed { .. } | Happening::Woken { .. } => TriageField::Snooze,
        Happening::Tags { .. } => TriageField::Tags,
        _ => return None,
    })
}
