//! The recording of the first look: what its rules find is known from counting the file by other means.

use std::collections::HashSet;

use fluo_engine::demo;

use crate::harness::{Fluo, client};

const COUNTS: [(&str, usize); 8] = [
    ("slow-charge", 18),
    ("declined-card", 54),
    ("charge-over-500", 95),
    ("failed-login", 147),
    ("server-error", 108),
    ("out-of-stock", 23),
    ("slow-request", 36),
    ("risky-payment", 23),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_recording_raises_exactly_the_known_signals() {
    let mut fluo = Fluo::start().await;
    assert_eq!(demo::install_rules(&client(), &fluo.base()).await.unwrap(), 8);
    assert_eq!(demo::install_rules(&client(), &fluo.base()).await.unwrap(), 0);

    let sent = fluo.replay(demo::RECORDING).await.unwrap();
    assert_eq!((sent.spans, sent.rejected, sent.passes), (40_701, 0, 1));
    assert_eq!(fluo.metric("fluo_spans_accepted_total").await, 40_701);
    assert_eq!(fluo.metric("fluo_span_store_spans").await, 40_701);
    for (rule, count) in COUNTS {
        assert_eq!(fluo.count_signals(rule).await, count, "{rule}");
        let metric = format!("fluo_rule_signals_total{{rule_id=\"{rule}\",rule_version=\"1\"}}");
        assert_eq!(fluo.metric(&metric).await, count as u64, "{rule}");
    }

    // Sent again, nothing is raised twice.
    fluo.replay(demo::RECORDING).await.unwrap();
    assert_eq!(fluo.count_signals("failed-login").await, 147);

    // Every signal has a name of its own, a message in words, and its trace is there, also after a restart.
    fluo.restart().await;
    let mut names = HashSet::new();
    for offset in [0, 300] {
        for signal in fluo.signals(&format!("limit=300&offset={offset}")).await {
            assert!(names.insert(signal["humanFriendlyId"].as_str().unwrap().to_owned()));
            assert!(signal["message"].as_str().unwrap().contains(" in "));
        }
    }
    assert_eq!(names.len(), 504);
    let declined = fluo.signals("ruleId=declined-card&limit=1").await.remove(0);
    assert_eq!(declined["severity"], "ERROR");
    assert!(declined["message"].as_str().unwrap().contains("402: declined"), "{}", declined["message"]);
    let (status, trace) = fluo.get(&format!("/api/traces/{}", declined["traceId"].as_str().unwrap())).await;
    assert_eq!(status, 200);
    let spans: Vec<_> = trace["batches"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|batch| batch["scopeSpans"].as_array().unwrap())
        .flat_map(|scope| scope["spans"].as_array().unwrap())
        .collect();
    assert!(spans.iter().any(|span| span["spanId"] == declined["spanId"]));
    assert!(spans.iter().filter(|span| span.get("parentSpanId").is_none()).count() == 1);
    let ids: HashSet<_> = spans.iter().map(|span| span["spanId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), spans.len(), "a span sent twice is shown once");
}
