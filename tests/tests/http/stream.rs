//! The live stream under disconnects, and how it ends.

use std::time::{Duration, Instant};

use crate::stage::{Setting, Stage, within};

/// Reads a little, hangs up, comes back with the last id, until everything has been seen.
async fn nothing_is_missed_and_nothing_comes_twice(setting: Setting) {
    const SIGNALS: u64 = 300;
    let stage = Stage::set_with(setting).await;
    let program = stage.program();
    let mut events = program.listen(None).await;
    let mut last = events.next().await.unwrap().id.unwrap();
    let (mut created, mut disconnects) = (0, 0);

    let senders = async {
        for _ in 0..SIGNALS / 10 {
            stage.raise(10).await;
        }
    };
    let reader = async {
        while created < SIGNALS {
            for _ in 0..7 {
                let event = events.next_change().await.unwrap();
                assert_eq!(event.id.unwrap(), last + 1, "{}", event.data);
                assert_eq!(event.data["seq"], event.id.unwrap());
                last += 1;
                created += u64::from(event.kind() == "signal.created");
                if created == SIGNALS {
                    break;
                }
            }
            drop(events);
            disconnects += 1;
            events = program.listen(Some(last)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), async { tokio::join!(senders, reader) }).await.unwrap();
    assert!(disconnects > 20, "{disconnects}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_missed_on_sqlite() {
    nothing_is_missed_and_nothing_comes_twice(Setting::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_missed_on_postgres() {
    nothing_is_missed_and_nothing_comes_twice(Setting { postgres: true, ..Setting::default() }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_that_does_not_exist_is_answered_with_a_reset() {
    let stage = Stage::set().await;
    let mut events = stage.program().listen(Some(1_000_000)).await;
    assert_eq!(events.next().await.unwrap().kind(), "reset");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_stream_is_a_stream_to_everything_in_between() {
    let stage = Stage::set().await;
    let answer =
        stage.program().with("accept-encoding", "gzip, br").open("GET", "/api/v1/stream/events", None).await;
    let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("content-type"), Some("text/event-stream"));
    assert_eq!(header("cache-control"), Some("no-store"));
    assert_eq!(header("x-accel-buffering"), Some("no"));
    assert_eq!(header("content-encoding"), None);
    drop(answer);
    let program = stage.program();
    within(5, async || program.get("/metrics").await.body.contains("\nfluo_console_http_streams 0\n")).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_ends_streams_within_two_seconds() {
    let stage = Stage::set().await;
    let program = stage.program();
    let mut streams = Vec::new();
    for _ in 0..20 {
        let mut events = program.listen(None).await;
        events.next().await.unwrap();
        streams.push(events);
    }
    let began = Instant::now();
    stage.end().await;
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    for mut events in streams {
        while events.next().await.is_some() {}
    }
}
