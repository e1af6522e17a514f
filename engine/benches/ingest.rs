//! How many spans per second the engine takes over HTTP with ten rules, client and engine on the same cores.
//!
//! Replays the demo recording three times with fresh ids (122,103 spans) at full speed and prints the rate, the
//! spans that were lost and the peak memory of the process. Ends with code 1 when the promise is not kept:
//! 20,000 spans/s, none lost, every violation a signal.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot start has nothing to measure")]

use std::{process::ExitCode, time::Instant};

use fluo_engine::{
    Engine, EngineConfig,
    clock::{SystemClock, SystemEntropy},
    demo,
    replay::{Replay, replay},
};
use reqwest::{Client, Url};
use serde_json::json;
use tokio_util::sync::CancellationToken;

const PASSES: u64 = 3;
/// What the demo rules raise in one pass.
const SIGNALS_PER_PASS: u64 = 504;
const PROMISE: f64 = 20_000.0;

#[tokio::main]
async fn main() -> ExitCode {
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::start(EngineConfig::new(folder.path())).await.unwrap();
    let base: Url = engine.url().parse().unwrap();
    let client = Client::new();
    demo::install_rules(&client, &base).await.unwrap();
    // Two more that look at every span and never fire.
    for (id, condition) in [
        ("no-such-host", "[\"http.host\"] == \"nowhere\" || [\"net.peer.ip\"] == \"10.9.8.7\""),
        (
            "no-such-kind",
            "spanKind == \"PRODUCER\" && [\"resource.service.name\"] == \"none\" && durationMillis > 5",
        ),
    ] {
        let rule = json!({ "ruleId": id, "ognlCondition": condition });
        client.post(base.join("/api/v1/rules").unwrap()).json(&rule).send().await.unwrap();
    }
    let idle = memory_kib("VmRSS");

    let began = Instant::now();
    let mut sent = 0;
    for _ in 0..PASSES {
        let options = Replay {
            recording: demo::RECORDING,
            endpoint: base.clone(),
            speed: 0.0,
            repeat: false,
            fresh_ids: true,
            client: client.clone(),
            clock: &SystemClock,
            entropy: &SystemEntropy,
        };
        sent += replay(options, &CancellationToken::new(), |_| {}).await.unwrap().spans;
    }
    let seconds = began.elapsed().as_secs_f64();

    let metrics = client.get(base.join("/metrics").unwrap()).send().await.unwrap().text().await.unwrap();
    let metric = |name: &str| -> u64 {
        let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap().parse().unwrap()
    };
    let stored = metric("fluo_span_store_spans");
    let signals = metric("fluo_signals_created_total");
    let rate = sent as f64 / seconds;
    engine.shutdown().await;

    println!("spans sent          {sent}");
    println!("spans stored        {stored} (lost {})", sent.abs_diff(stored));
    println!("signals             {signals} of {}", PASSES * SIGNALS_PER_PASS);
    println!("seconds             {seconds:.2}");
    println!("spans per second    {rate:.0} (promise {PROMISE})");
    println!("memory idle, peak   {} MiB, {} MiB (client and engine)", idle >> 10, memory_kib("VmHWM") >> 10);
    let kept = rate >= PROMISE && stored == sent && signals == PASSES * SIGNALS_PER_PASS;
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A figure of `/proc/self/status`; 0 where there is none.
fn memory_kib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
