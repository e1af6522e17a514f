//! Asking: typed calls over a [`Transport`]. Two transports exist, the browser's and the desktop shell's; [`Host`]
//! picks one, and nothing else in the interface knows which.

mod host;
mod http;
mod ipc;
mod sse;
mod wire;

use std::any::Any;
use std::rc::Rc;

use console_api::{Answer, Error, ErrorCode, Event, EventSeq, Meta, Operation, OperationInfo};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use yew::Callback;

use crate::words as w;
use crate::{browser, json};

pub(crate) use host::Host;
pub(crate) use ipc::{Shell, shell};

/// How requests and events travel.
pub(crate) trait Transport {
    /// Whether requests cross a network, so that without one there is no point in trying.
    fn needs_network(&self) -> bool;

    /// Sends the fields of a request; the answer holds the JSON text of an [`Envelope`](console_api::Envelope).
    /// Dropping the future cancels. A change carries a `key` that tells it from any other.
    fn call(
        &self,
        info: &'static OperationInfo,
        fields: Map<String, Value>,
        key: Option<String>,
    ) -> impl Future<Output = Result<Reply, CallError>>;

    /// Opens the stream of events after that one, or from now on. Dropping the line closes it.
    fn listen(&self, after: Option<EventSeq>, heard: Callback<Heard>) -> Line;
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) text: String,
    /// Milliseconds to leave the server alone for, where it says so.
    pub(crate) retry_after: Option<i64>,
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        Self { text, retry_after: None }
    }
}

/// What comes over an open line.
#[derive(Debug)]
pub(crate) enum Heard {
    Opened,
    Said(Box<Event>),
    /// Nothing more will come.
    Closed(Ended),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Network, server or shell: worth another try.
    Lost,
    /// Nobody is signed in.
    SignedOut,
    /// Signed in, but may not listen.
    Forbidden,
}

/// An open stream; closed when dropped.
pub(crate) struct Line {
    _guard: Box<dyn Any>,
}

impl Line {
    fn new(guard: impl Any) -> Self {
        Self { _guard: Box::new(guard) }
    }
}

/// Why a call brought no data.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CallError {
    /// The console answered, and said no.
    Refused { error: Error, request_id: String },
    /// No answer of ours came back: network, server down, something in between.
    Unreached(String),
}

impl CallError {
    /// The code a person can quote.
    pub(crate) fn code(&self) -> String {
        match self {
            Self::Refused { error, .. } => json::value(&error.code).as_str().unwrap_or_default().to_owned(),
            Self::Unreached(_) => "unreached".to_owned(),
        }
    }

    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Refused { error, .. } => &error.message,
            Self::Unreached(message) => message,
        }
    }

    pub(crate) fn request_id(&self) -> &str {
        match self {
            Self::Refused { request_id, .. } => request_id,
            Self::Unreached(_) => "",
        }
    }

    pub(crate) fn is(&self, code: ErrorCode) -> bool {
        matches!(self, Self::Refused { error, .. } if error.code == code)
    }
}

/// Typed calls over a transport; cheap to clone.
pub(crate) struct Client<T = Host> {
    transport: Rc<T>,
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self { transport: Rc::clone(&self.transport) }
    }
}

impl<T> PartialEq for Client<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.transport, &other.transport)
    }
}

impl<T: Transport> Client<T> {
    pub(crate) fn new(transport: T) -> Self {
        Self { transport: Rc::new(transport) }
    }

    pub(crate) async fn call<O: Operation>(&self, request: &O) -> Result<Answer<O::Data>, CallError> {
        read_envelope(&self.ask(&O::INFO, fields(request)).await?.text)
    }

    /// A call that changes something. Its key lets a server that gets it twice see that.
    pub(crate) async fn change<O: Operation>(&self, request: &O) -> Result<Answer<O::Data>, CallError> {
        let reply = self.transport.call(&O::INFO, fields(request), Some(browser::unique_key())).await?;
        read_envelope(&reply.text)
    }

    /// Sends the fields of a request; the answer is for [`read_envelope`]. Knows no types, so that it exists once.
    pub(crate) async fn ask(
        &self,
        info: &'static OperationInfo,
        fields: Map<String, Value>,
    ) -> Result<Reply, CallError> {
        self.transport.call(info, fields, None).await
    }

    pub(crate) fn needs_network(&self) -> bool {
        self.transport.needs_network()
    }

    pub(crate) fn listen(&self, after: Option<EventSeq>, heard: Callback<Heard>) -> Line {
        self.transport.listen(after, heard)
    }
}

/// The fields of a request.
pub(crate) fn fields<O: Operation>(request: &O) -> Map<String, Value> {
    match json::value(request) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn read_event(text: &str) -> Option<Box<Event>> {
    json::read(text).ok().map(Box::new)
}

/// The data in an envelope, or what it says went wrong.
pub(crate) fn read_envelope<D: DeserializeOwned>(text: &str) -> Result<Answer<D>, CallError> {
    let (data, meta) = open_envelope(text)?;
    Ok(Answer { data: json::read(data).map_err(unreadable)?, meta })
}

/// The data of an [`Envelope`](console_api::Envelope) as text: what comes with it is read here, once for all types.
fn open_envelope(text: &str) -> Result<(&str, Meta), CallError> {
    let (mut data, mut meta, mut error) = ("null", Meta::default(), None::<Error>);
    for (name, value) in json::members(text).map_err(unreadable)? {
        match name.as_str() {
            "data" => data = value,
            "meta" => meta = json::read(value).map_err(unreadable)?,
            "error" => error = json::read(value).map_err(unreadable)?,
            _ => {}
        }
    }
    match error {
        None => Ok((data, meta)),
        Some(error) => Err(CallError::Refused { error, request_id: meta.request_id }),
    }
}

fn unreadable(_: json::Unreadable) -> CallError {
    CallError::Unreached(w::client_unreadable().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_data_a_refusal_or_not_ours() {
        let answer = read_envelope::<u8>(r#"{"data":7,"meta":{"requestId":"r1"},"error":null}"#).unwrap();
        assert_eq!((answer.data, answer.meta.request_id.as_str()), (7, "r1"));

        let refused = read_envelope::<u8>(
            r#"{"data":null,"meta":{"requestId":"r2"},"error":{"code":"forbidden","message":"no"}}"#,
        )
        .unwrap_err();
        assert!(refused.is(ErrorCode::Forbidden));
        assert_eq!(
            (refused.code().as_str(), refused.message(), refused.request_id()),
            ("forbidden", "no", "r2")
        );

        let garbled = read_envelope::<u8>("<html>").unwrap_err();
        assert_eq!((garbled.code().as_str(), garbled.request_id()), ("unreached", ""));
    }
}
