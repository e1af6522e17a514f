//! The span store over restarts, damage and time.

use std::{fs, io::Write as _, time::Duration};

use reqwest::StatusCode;
use serde_json::Value;

use crate::harness::{Fluo, last_segment, request, span, trace_id};

async fn has_trace(fluo: &Fluo, trace: u32) -> bool {
    fluo.get(&format!("/api/traces/{}", trace_id(trace))).await.0 == StatusCode::OK
}

/// Sends `count` requests of about 10 KB, each one trace, numbered from `first`.
async fn send_large(fluo: &Fluo, first: u32, count: u32) {
    for trace in first..first + count {
        let mut large = span(trace, 1, "GET /");
        large["attributes"][0]["value"] = serde_json::json!({ "stringValue": "x".repeat(10_000) });
        assert_eq!(fluo.export(&request(&[large])).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn spans_survive_restarts_in_every_segment() {
    let mut fluo = Fluo::start_with(|config| config.limits.span_bytes = 1 << 20).await;
    send_large(&fluo, 1, 20).await;
    fluo.restart().await;
    send_large(&fluo, 21, 20).await;
    assert!(fluo.metric("fluo_span_store_segments").await > 5);
    fluo.restart().await;
    // An index that is lost is built again.
    for entry in fs::read_dir(fluo.spans_folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "index") {
            fs::remove_file(path).unwrap();
        }
    }
    fluo.restart().await;
    for trace in 1..=40 {
        assert!(has_trace(&fluo, trace).await, "trace {trace}");
    }
    assert_eq!(fluo.metric("fluo_span_store_spans").await, 40);
}

#[tokio::test]
async fn the_oldest_spans_go_when_the_store_is_full() {
    let limit = 512 << 10;
    let fluo = Fluo::start_with(|config| config.limits.span_bytes = limit).await;
    send_large(&fluo, 1, 200).await;
    assert!(fluo.metric("fluo_span_store_bytes").await <= limit);
    let on_disk: u64 = fs::read_dir(fluo.spans_folder())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    assert!(on_disk <= limit, "{on_disk}");
    assert!(!has_trace(&fluo, 1).await);
    assert!(has_trace(&fluo, 200).await);
    assert!(has_trace(&fluo, 170).await);
}

#[tokio::test]
async fn spans_older_than_the_limit_are_gone() {
    let mut fluo = Fluo::start().await;
    fluo.export(&request(&[span(1, 1, "GET /")])).await;
    fluo.clock.advance(Duration::from_hours(20));
    fluo.export(&request(&[span(2, 2, "GET /")])).await;
    fluo.clock.advance(Duration::from_hours(5));
    fluo.restart().await;
    assert!(!has_trace(&fluo, 1).await);
    assert!(has_trace(&fluo, 2).await);
    fluo.clock.advance(Duration::from_hours(20));
    fluo.restart().await;
    assert_eq!(fluo.metric("fluo_span_store_spans").await, 0);
}

#[tokio::test]
async fn a_torn_last_write_is_cut_off_and_nothing_else() {
    let mut fluo = Fluo::start().await;
    for trace in 1..=3 {
        fluo.export(&request(&[span(trace, 1, "GET /")])).await;
    }
    fluo.stop().await;
    let segment = last_segment(&fluo.spans_folder());
    let whole = fs::read(&segment).unwrap();

    // Every possible tear of the last frame, some garbage after it, and a flipped bit inside it.
    let frame = (whole.len() - 8) / 3;
    let mut damaged: Vec<(Vec<u8>, bool)> =
        (1..frame).step_by(7).map(|missing| (whole[..whole.len() - missing].to_vec(), false)).collect();
    damaged.push(([&whole[..], &[0xab; 33]].concat(), true));
    let mut flipped = whole.clone();
    flipped[whole.len() - 5] ^= 1;
    damaged.push((flipped, false));

    for (content, third) in damaged {
        fs::write(&segment, content).unwrap();
        fluo.restart().await;
        assert!(has_trace(&fluo, 1).await && has_trace(&fluo, 2).await);
        assert_eq!(has_trace(&fluo, 3).await, third);
        // And writing goes on behind the cut.
        fluo.export(&request(&[span(4, 1, "GET /")])).await;
        fluo.restart().await;
        assert!(has_trace(&fluo, 4).await && has_trace(&fluo, 2).await);
        fluo.stop().await;
    }
}

#[tokio::test]
async fn a_write_that_fails_is_not_acknowledged_and_the_next_one_is() {
    let fluo = Fluo::start_with(|config| config.limits.span_bytes = 1 << 20).await;
    fluo.rule("any", "true").await;
    send_large(&fluo, 1, 4).await;
    // The next segment cannot be created: a file is in its place.
    let obstacle = fluo.spans_folder().join("0000000002.spans");
    fs::File::create(&obstacle).unwrap().write_all(b"in the way").unwrap();
    let (status, error) = fluo.export(&request(&[span(9, 1, "GET /")])).await;
    assert_eq!((status, &error["code"]), (StatusCode::SERVICE_UNAVAILABLE, &Value::from(14)));
    assert_eq!(fluo.get("/q/health").await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!has_trace(&fluo, 9).await);
    assert_eq!(fluo.count_signals("any").await, 4);

    fs::remove_file(obstacle).unwrap();
    assert_eq!(fluo.export(&request(&[span(9, 1, "GET /")])).await.0, StatusCode::OK);
    assert_eq!(fluo.get("/q/health").await.0, StatusCode::OK);
    assert_eq!(fluo.count_signals("any").await, 5);
}
