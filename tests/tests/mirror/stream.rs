//! The live stream: every event once, in order, however often the reader comes and goes.

use std::time::Duration;

use console_api::{Event, EventKind, EventSeq, Reach, SignalStatus};
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use it::fake_fluo::signal;
use std::pin::pin;
use std::sync::Arc;

use console_core::events::Frame;

use crate::stage::{Engine, Stage, on_both, until};

async fn next_event(stream: &mut (impl Stream<Item = Arc<Frame>> + Unpin)) -> Event {
    loop {
        let frame = tokio::time::timeout(Duration::from_secs(10), stream.next()).await;
        let frame = frame.expect("an event within ten seconds").expect("the stream goes on");
        if frame.kind != EventKind::Heartbeat {
            return serde_json::from_str(&frame.json).unwrap();
        }
    }
}

/// The next event about a signal: news of FLUO itself may come between, at any time.
async fn next_of_a_signal(stream: &mut (impl Stream<Item = Arc<Frame>> + Unpin)) -> Event {
    loop {
        let event = next_event(stream).await;
        if event.kind != EventKind::FluoChanged {
            return event;
        }
    }
}

on_both!(a_reader_that_keeps_leaving_misses_nothing, leaving);
async fn leaving(engine: Engine) {
    let stage = Stage::set(engine).await;
    stage.until_reach(Reach::Live).await;
    let mut first = Box::pin(stage.console.subscribe(&stage.operator, None).await.unwrap());
    let hello = first.next().await.unwrap();
    assert_eq!(hello.kind, EventKind::Heartbeat);
    let mut last = hello.seq;
    assert!(last.0 > 0, "a reader without a place learns it from the greeting");
    drop(first);

    let raising = async {
        for id in 0..300 {
            stage.fluo.raise(signal(id, i64::from(id)));
            tokio::task::yield_now().await;
        }
    };
    let reading = async {
        let mut seen = 0;
        while seen < 300 {
            let stream = stage.console.subscribe(&stage.operator, Some(last)).await.unwrap();
            let mut stream = pin!(stream);
            // Leaves after a few events, some of them never looked at.
            for _ in 0..7 {
                let event = next_event(&mut stream).await;
                assert_eq!(event.seq.0, last.0 + 1, "no gap, no double, no disorder");
                last = event.seq;
                seen += usize::from(event.kind == EventKind::SignalCreated);
                if seen == 300 {
                    break;
                }
            }
            let _ = stream.next().now_or_never();
        }
    };
    tokio::join!(raising, reading);
}

on_both!(an_event_carries_what_changed, patches);
async fn patches(engine: Engine) {
    let stage = Stage::set(engine).await;
    stage.until_reach(Reach::Live).await;
    let mut stream = Box::pin(stage.console.subscribe(&stage.operator, None).await.unwrap());
    stage.fluo.raise(signal(5, 5));
    let created = next_of_a_signal(&mut stream).await;
    assert_eq!((created.kind, created.id.as_str()), (EventKind::SignalCreated, "sig-000005"));
    assert_eq!(created.patch["message"], "charge 5 took too long");
    stage.set_status("sig-000005", SignalStatus::Investigating).await.unwrap();
    let updated = next_of_a_signal(&mut stream).await;
    assert_eq!(
        (updated.kind, updated.patch["status"].as_str()),
        (EventKind::SignalUpdated, Some("INVESTIGATING"))
    );
    assert_eq!(updated.patch.get("message"), None);
}

on_both!(a_place_that_is_not_kept_is_reset, reset);
async fn reset(engine: Engine) {
    let stage = Stage::set(engine).await;
    stage.until_reach(Reach::Live).await;
    for unknown in [EventSeq(999_999), EventSeq(-7)] {
        let mut stream = Box::pin(stage.console.subscribe(&stage.operator, Some(unknown)).await.unwrap());
        let frame = stream.next().await.unwrap();
        assert_eq!(frame.kind, EventKind::Reset);
        stage.fluo.raise(signal(u32::try_from(unknown.0.rem_euclid(1_000)).unwrap(), 1));
        assert_eq!(next_event(&mut stream).await.seq.0, frame.seq.0 + 1);
    }
}

on_both!(many_writers_at_once_are_seen_in_one_order, writers);
async fn writers(engine: Engine) {
    let stage = Stage::set_with(engine, |fluo| {
        fluo.with(|state| state.signals = (0..40).map(|id| signal(id, i64::from(id))).collect());
    })
    .await;
    stage.until_reach(Reach::Live).await;
    let mut stream = Box::pin(stage.console.subscribe(&stage.operator, None).await.unwrap());
    let mut last = stream.next().await.unwrap().seq;
    let decisions = (0..40).map(|id| {
        let stage = &stage;
        async move { stage.set_status(&format!("sig-{id:06}"), SignalStatus::Resolved).await.unwrap() }
    });
    let all = futures_util::future::join_all(decisions);
    let reading = async {
        for _ in 0..40 {
            let event = next_event(&mut stream).await;
            assert_eq!(event.seq.0, last.0 + 1);
            last = event.seq;
        }
    };
    tokio::join!(all, reading);
}

/// Two servers on one PostgreSQL: one mirrors, both serve, and each hears of the other's commits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_server_serves_the_same_stream() {
    let stage = Stage::set(Engine::Postgres).await;
    stage.until_reach(Reach::Live).await;
    let second = stage.second_console().await;
    until(async || second.freshness(&second.local_operator()).reach == Reach::Live).await;
    let mut stream = Box::pin(second.subscribe(&second.local_operator(), None).await.unwrap());
    stream.next().await.unwrap();
    stage.fluo.raise(signal(1, 1));
    let event = next_event(&mut stream).await;
    assert_eq!(event.kind, EventKind::SignalCreated);

    // The first goes; the second takes the mirror over.
    stage.console.close().await;
    stage.fluo.raise(signal(2, 2));
    loop {
        if next_event(&mut stream).await.kind == EventKind::SignalCreated {
            break;
        }
    }
}
