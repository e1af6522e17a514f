//! The one place that knows where the page runs.

use console_api::{EventSeq, OperationInfo};
use serde_json::{Map, Value};
use yew::Callback;

use super::http::Http;
use super::ipc::Ipc;
use super::{CallError, Heard, Line, Transport};

/// What stands behind the page.
pub(crate) enum Host {
    /// A console server.
    Server(Http),
    /// The desktop shell this page is shown in.
    Desktop(Ipc),
    /// Nobody: rendering in tests.
    #[cfg(test)]
    Nobody,
}

impl Host {
    pub(crate) fn detect() -> Self {
        if Ipc::is_present() { Self::Desktop(Ipc) } else { Self::Server(Http) }
    }
}

impl Transport for Host {
    fn needs_network(&self) -> bool {
        match self {
            Self::Server(http) => http.needs_network(),
            Self::Desktop(ipc) => ipc.needs_network(),
            #[cfg(test)]
            Self::Nobody => false,
        }
    }

    async fn call(
        &self,
        info: &'static OperationInfo,
        fields: Map<String, Value>,
    ) -> Result<String, CallError> {
        match self {
            Self::Server(http) => http.call(info, fields).await,
            Self::Desktop(ipc) => ipc.call(info, fields).await,
            #[cfg(test)]
            Self::Nobody => Err(CallError::Unreached("Nobody is there.".to_owned())),
        }
    }

    fn listen(&self, after: Option<EventSeq>, heard: Callback<Heard>) -> Line {
        match self {
            Self::Server(http) => http.listen(after, heard),
            Self::Desktop(ipc) => ipc.listen(after, heard),
            #[cfg(test)]
            Self::Nobody => Line::new(()),
        }
    }
}
