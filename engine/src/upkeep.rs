//! What happens by the clock: old spans go, and readers of the feed learn the figures.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::state::App;

/// How often the figures are looked at while somebody reads the feed.
const STATS: Duration = Duration::from_secs(1);
/// How often old spans are looked for.
const EXPIRY: Duration = Duration::from_secs(60);

/// Runs until the engine stops.
pub(crate) async fn run(app: App) {
    let mut ticks = interval(STATS);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut expired = Instant::now();
    let mut told = None;
    loop {
        tokio::select! {
            () = app.stopping.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if expired.elapsed() >= EXPIRY {
            expired = Instant::now();
            drop_expired(&app).await;
        }
        tell_stats(&app, &mut told).await;
    }
}

async fn drop_expired(app: &App) {
    let now = app.clock.now_micros();
    if let Err(error) = app.in_spans(move |spans| spans.drop_expired(now)).await {
        tracing::error!(error = &error as &dyn std::error::Error, "old spans could not be dropped");
    }
}

/// Sends the figures when they changed since they were last sent.
async fn tell_stats(app: &App, told: &mut Option<(u64, u64, u64)>) {
    if app.feed.readers() == 0 {
        return;
    }
    let metrics = &app.metrics;
    let figures =
        (metrics.spans_accepted.get(), metrics.signals_created.get(), metrics.signals_changed.get());
    if *told == Some(figures) {
        return;
    }
    match app.db.signal_counts().await {
        Ok(counts) => {
            *told = Some(figures);
            app.feed.stats_updated(&counts, figures.0, app.clock.now_micros());
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the figures could not be read")
        }
    }
}
