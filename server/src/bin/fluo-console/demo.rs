//! The traffic of `--demo`: rules that find faults, and the recording that has them, over and over.

use anyhow::Context as _;
use fluo_engine::clock::{SystemClock, SystemEntropy};
use fluo_engine::demo;
use fluo_engine::replay::{Replay, replay};
use tokio_util::sync::CancellationToken;
use url::Url;

/// The traffic while it runs.
pub(crate) struct Demo {
    cancel: CancellationToken,
}

impl Demo {
    /// Installs the rules, then sends the recording to `fluo_url` as if it happened now, without end.
    pub(crate) async fn start(fluo_url: &str) -> anyhow::Result<Self> {
        let endpoint: Url = fluo_url.parse().context("the address of FLUO is wrong")?;
        let client = reqwest::Client::new();
        let installed = demo::install_rules(&client, &endpoint).await?;
        tracing::info!(installed, "the demo rules are in place");
        let cancel = CancellationToken::new();
        let cancelled = cancel.clone();
        tokio::spawn(async move {
            let options = Replay {
                recording: demo::RECORDING,
                endpoint,
                speed: 1.0,
                repeat: true,
                fresh_ids: true,
                client,
                clock: &SystemClock,
                entropy: &SystemEntropy,
            };
            if let Err(error) = replay(options, &cancelled, |_| {}).await {
                tracing::error!(%error, "the demo traffic stopped");
            }
        });
        Ok(Self { cancel })
    }

    pub(crate) fn stop(&self) {
        self.cancel.cancel();
    }
}
