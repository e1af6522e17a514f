//! What every part of a running engine shares.

use std::{io, ops::Deref, sync::Arc};

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::{Clock, Entropy},
    config::Limits,
    db::Db,
    feed::Feed,
    intake::Intake,
    metrics::Metrics,
    rules::Rules,
    spans::SpanStore,
};

/// Bytes of request bodies that may be in memory at once, in KiB.
pub(crate) const BODY_BUDGET_KIB: usize = 32 << 10;
/// Requests decoded and evaluated, and traces read, at the same time.
pub(crate) const DECODERS: usize = 4;

/// The engine's state; cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) tenant_id: String,
    pub(crate) limits: Limits,
    /// Bound to loopback: only requests that name a loopback host are for us.
    pub(crate) loopback_only: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) db: Db,
    pub(crate) spans: SpanStore,
    pub(crate) rules: Rules,
    pub(crate) feed: Feed,
    pub(crate) metrics: Metrics,
    pub(crate) intake: Intake,
    /// Permits of one KiB each; see [`BODY_BUDGET_KIB`].
    pub(crate) body_budget: Arc<Semaphore>,
    pub(crate) decoders: Semaphore,
    /// Cancelled when the engine stops taking requests.
    pub(crate) stopping: CancellationToken,
    /// Cancelled when no request is left.
    pub(crate) stopped: CancellationToken,
}

impl App {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Runs file work on the span store on a blocking thread.
    pub(crate) async fn in_spans<T: Send + 'static>(
        &self,
        work: impl FnOnce(&SpanStore) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let app = self.clone();
        tokio::task::spawn_blocking(move || work(&app.spans))
            .await
            .unwrap_or_else(|error| Err(io::Error::other(error)))
    }
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
