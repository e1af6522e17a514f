//! The one place that knows where the page runs.

use console_api::{EventSeq, OperationInfo};
use js_sys::Reflect;
use serde_json::{Map, Value};
use yew::Callback;

use super::http::Http;
use super::ipc::silent;
use super::{CallError, Ended, Heard, Line, Reply, Transport};
use crate::lazy::Missing;
#[cfg(test)]
use crate::words as w;
use crate::{browser, parts};

/// What stands behind the page.
pub(crate) enum Host {
    /// A console server.
    Server(Http),
    /// The desktop shell this page is shown in; what talks to it is a part of its own, which a browser never fetches.
    Desktop,
    /// Nobody: rendering in tests.
    #[cfg(test)]
    Nobody,
}

impl Host {
    pub(crate) fn detect() -> Self {
        if is_desktop() { Self::Desktop } else { Self::Server(Http) }
    }
}

/// Whether the page is shown by the desktop shell.
fn is_desktop() -> bool {
    browser::window()
        .and_then(|window| Reflect::get(&window, &"__TAURI_INTERNALS__".into()).ok())
        .is_some_and(|internals| !internals.is_undefined())
}

impl Transport for Host {
    fn needs_network(&self) -> bool {
        match self {
            Self::Server(http) => http.needs_network(),
            Self::Desktop => false,
            #[cfg(test)]
            Self::Nobody => false,
        }
    }

    async fn call(
        &self,
        info: &'static OperationInfo,
        fields: Map<String, Value>,
        key: Option<String>,
    ) -> Result<Reply, CallError> {
        match self {
            Self::Server(http) => http.call(info, fields, key).await,
            // Nothing between page and shell loses an answer, so nothing is sent twice, and the key is not needed.
            Self::Desktop => match parts::desktop().await {
                Ok(shell) => (shell.call)(info, fields).await,
                Err(Missing) => Err(silent()),
            },
            #[cfg(test)]
            Self::Nobody => Err(CallError::Unreached(w::client_silent().to_owned())),
        }
    }

    async fn visit(
        &self,
        method: &'static str,
        target: &str,
        body: Option<String>,
    ) -> Result<Reply, CallError> {
        match self {
            Self::Server(http) => http.visit(method, target, body).await,
            // Whoever sits before the desktop program is its operator: there is no way in or out.
            Self::Desktop => Err(silent()),
            #[cfg(test)]
            Self::Nobody => Err(CallError::Unreached(w::client_silent().to_owned())),
        }
    }

    fn listen(&self, after: Option<EventSeq>, heard: Callback<Heard>) -> Line {
        match self {
            Self::Server(http) => http.listen(after, heard),
            Self::Desktop => Line::new(browser::spawn(async move {
                match parts::desktop().await {
                    Ok(shell) => (shell.listen)(after, heard).await,
                    Err(Missing) => heard.emit(Heard::Closed(Ended::Lost)),
                }
            })),
            #[cfg(test)]
            Self::Nobody => Line::new(()),
        }
    }
}
