//! The live feed.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::harness::{Fluo, request, span};

struct Reader(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Reader {
    async fn connect(fluo: &Fluo) -> Self {
        let url = format!("{}/api/v1/ws/signals", fluo.url().replace("http", "ws"));
        Self(connect_async(url).await.unwrap().0)
    }

    /// The next text, or `None` when the feed is closed.
    async fn text(&mut self) -> Option<String> {
        let next = async {
            loop {
                match self.0.next().await? {
                    Ok(Message::Text(text)) => return Some(text.to_string()),
                    Ok(Message::Close(_)) | Err(_) => return None,
                    Ok(_) => {}
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(10), next).await.expect("the feed is silent")
    }

    /// The next event of a kind; others are passed over.
    async fn event(&mut self, kind: &str) -> Value {
        loop {
            let event: Value = serde_json::from_str(&self.text().await.expect("the feed is closed")).unwrap();
            if event["type"] == kind {
                return event;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_gets_the_newest_signals_and_then_what_happens() {
    let fluo = Fluo::start().await;
    fluo.rule("any", "true").await;
    for number in 1..=60 {
        fluo.export(&request(&[span(number, number, "GET /")])).await;
    }
    let mut reader = Reader::connect(&fluo).await;
    for number in 11..=60 {
        let event = reader.event("signal.created").await;
        assert_eq!(event["payload"]["spanId"], format!("{number:016x}"), "the last 50, oldest first");
    }

    fluo.export(&request(&[span(61, 61, "POST /")])).await;
    let created = reader.event("signal.created").await;
    assert_eq!(created["payload"]["sourceSpanName"], "POST /");
    assert_eq!(created["payload"]["statusTag"], "OPEN");
    assert_eq!(created["timestamp"], "2026-11-20T12:00:00.000Z");

    let id = created["payload"]["signalDbId"].as_str().unwrap().to_owned();
    fluo.set_status(&id, "RESOLVED").await;
    let updated = reader.event("signal.updated").await;
    assert_eq!(
        (&updated["payload"]["signalDbId"], &updated["payload"]["statusTag"]),
        (&json!(id), &json!("RESOLVED"))
    );

    fluo.put("/api/v1/rules/any/1/deactivate").await;
    let rule = reader.event("rule.updated").await;
    assert_eq!(
        (&rule["payload"]["ruleId"], &rule["payload"]["activeStatus"]),
        (&json!("any"), &json!("INACTIVE"))
    );

    let stats = loop {
        let stats = reader.event("stats.updated").await;
        if stats["payload"]["byStatus"]["RESOLVED"] == 1 {
            break stats;
        }
    };
    assert_eq!(stats["payload"]["total"], 61);
    assert_eq!(stats["payload"]["bySeverity"], json!({ "WARNING": 61 }));

    reader.0.send(Message::text("ping")).await.unwrap();
    loop {
        if reader.text().await.unwrap() == "pong" {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_ends_with_the_engine_at_once() {
    let mut fluo = Fluo::start().await;
    let mut reader = Reader::connect(&fluo).await;
    let began = std::time::Instant::now();
    fluo.stop().await;
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert_eq!(reader.text().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_does_not_read_is_dropped_and_holds_up_nobody() {
    let fluo = Fluo::start().await;
    fluo.rule("any", "true").await;
    let stalled = Reader::connect(&fluo).await;
    let mut attentive = Reader::connect(&fluo).await;
    let reading = tokio::spawn(async move {
        let mut seen = 0;
        while seen < 40_000 {
            attentive.event("signal.created").await;
            seen += 1;
        }
    });
    for request_number in 0..80 {
        let spans: Vec<Value> = (1..=500).map(|number| span(request_number, number, "GET /")).collect();
        fluo.export(&request(&spans)).await;
    }
    reading.await.unwrap();
    while fluo.metric("fluo_feed_clients_dropped_total").await == 0 {
        tokio::task::yield_now().await;
    }
    drop(stalled);
}
