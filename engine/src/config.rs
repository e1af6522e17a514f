//! What a host decides about an engine before it starts.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use crate::clock::{Clock, Entropy, SystemClock, SystemEntropy};

/// Everything [`Engine::start`](crate::Engine::start) needs to know.
#[derive(Clone)]
pub struct EngineConfig {
    /// Folder that holds the database and the spans. Created when missing; one engine at a time uses it.
    pub data_dir: PathBuf,
    /// Address to listen on. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// Permits an address other than loopback. The engine knows no accounts, so this is a decision.
    pub allow_remote: bool,
    /// What rules see as `tenantId`.
    pub tenant_id: String,
    /// How much is kept.
    pub limits: Limits,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Random numbers.
    pub entropy: Arc<dyn Entropy>,
}

impl EngineConfig {
    /// Any free loopback port, default limits, the machine's clock and randomness.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            allow_remote: false,
            tenant_id: "default".to_owned(),
            limits: Limits::default(),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
        }
    }
}

/// How much the engine keeps before the oldest goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Spans older than this (by arrival) are dropped.
    pub span_age: Duration,
    /// Bytes of spans on disk, indexes included.
    pub span_bytes: u64,
    /// Number of signals; the oldest go first.
    pub signals: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { span_age: Duration::from_hours(24), span_bytes: 256 << 20, signals: 1_000_000 }
    }
}
