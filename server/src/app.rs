//! What every handler can reach: one cloneable handle.

use std::path::PathBuf;
use std::sync::Arc;

use console_core::{Console, Entropy};
use tokio_util::sync::CancellationToken;

use crate::access::AccessPolicy;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::openapi::Document;
use crate::ui_files::UiFiles;

/// What an [`App`] is made of.
pub struct Parts {
    pub console: Console,
    pub access: AccessPolicy,
    pub ui: UiFiles,
    pub limits: Limits,
    pub entropy: Arc<dyn Entropy>,
    /// The data folder; the examples in the documentation name it.
    pub data_folder: PathBuf,
    /// Ends every live stream when it is cancelled.
    pub shutdown: CancellationToken,
}

/// The state of the HTTP surface.
#[derive(Clone)]
pub struct App(Arc<State>);

struct State {
    parts: Parts,
    document: Document,
    metrics: Metrics,
}

impl App {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(State { parts, document: Document::new(), metrics: Metrics::default() }))
    }

    pub(crate) fn document(&self) -> &Document {
        &self.0.document
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}
