//! What it costs to decide whether a caller may: every operation's access in turn, allowed and refused.
//!
//! Prints nanoseconds for one decision. Ends with code 1 when the promise is not kept: 2 microseconds.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot start has nothing to measure")]

use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use console_api::{Permission, operations};
use console_core::fluo::FluoConfig;
use console_core::identity::IdentityConfig;
use console_core::pace::Rates;
use console_core::store::Database;
use console_core::vault::Vault;
use console_core::{Caller, Console, ConsoleConfig, SystemClock, SystemEntropy};

const ROUNDS: usize = 5_000;
const PROMISED_NANOS: f64 = 2_000.0;

#[tokio::main]
async fn main() -> ExitCode {
    let folder = tempfile::tempdir().unwrap();
    let config = ConsoleConfig {
        database: Database::Sqlite(folder.path().join("console.db")),
        // Nobody answers there, and nobody is asked.
        fluo: FluoConfig::new("http://127.0.0.1:9"),
        tenant_name: "Local".to_owned(),
        audit_anchors: None,
        providers: Vec::new(),
        private_targets: Vec::new(),
        rates: Rates::default(),
        identity: IdentityConfig::new(Vault::fleeting(&SystemEntropy)),
    };
    let console = Console::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await.unwrap();
    let operator = console.local_operator();
    let reader = operator.restricted_to(&[Permission::SignalsRead]);
    let worst = [("who may all", &operator), ("who may little", &reader)]
        .map(|(who, caller)| {
            let nanos = nanos_of_one(caller);
            println!("a permission check of {who}: {nanos:.0} ns (promised: {PROMISED_NANOS:.0} ns)");
            nanos
        })
        .into_iter()
        .fold(0.0, f64::max);
    console.close().await;
    if worst <= PROMISED_NANOS { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The median of rounds over all operations.
fn nanos_of_one(caller: &Caller) -> f64 {
    let mut rounds: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            for info in operations::ALL {
                let _ = black_box(black_box(caller).authorise(black_box(info.access)));
            }
            began.elapsed()
        })
        .collect();
    let (_, median, _) = rounds.select_nth_unstable(ROUNDS / 2);
    median.as_secs_f64() * 1e9 / operations::ALL.len() as f64
}
