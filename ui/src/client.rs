//! Asking: typed calls over a [`Transport`]. Two transports exist, the browser's and the desktop shell's; [`Host`]
//! picks one, and nothing else in the interface knows which.

mod host;
mod http;
mod ipc;
mod obstacle;
mod sse;
mod wire;

use std::any::Any;
use std::rc::Rc;

use console_api::{Answer, Error, ErrorCode, Event, EventSeq, Meta, Operation, OperationInfo};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use yew::Callback;

use crate::words as w;
use crate::{browser, json};

pub(crate) use host::Host;
pub(crate) use ipc::{Shell, shell};
use obstacle::Obstacle;

/// How often a change is sent again after it had to wait.
const MOST_WAITS: u32 = 3;

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

    /// Asks an address that is no operation: the ways in and out. `body` is JSON.
    fn visit(
        &self,
        method: &'static str,
        target: &str,
        body: Option<String>,
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

/// Why a visit came to nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refused {
    pub(crate) error: CallError,
    /// Seconds to wait before the next try, where the server says so.
    pub(crate) retry_after: Option<i64>,
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
    expiry: Rc<Obstacle>,
    proof: Rc<Obstacle>,
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            transport: Rc::clone(&self.transport),
            expiry: Rc::clone(&self.expiry),
            proof: Rc::clone(&self.proof),
        }
    }
}

impl<T> PartialEq for Client<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.transport, &other.transport)
    }
}

impl<T: Transport> Client<T> {
    pub(crate) fn new(transport: T) -> Self {
        Self { transport: Rc::new(transport), expiry: Rc::default(), proof: Rc::default() }
    }

    /// The end of the session, to changes: gone once somebody is signed in again.
    pub(crate) fn expiry(&self) -> &Obstacle {
        &self.expiry
    }

    /// That signing in was too long ago for what is dangerous: gone once somebody shows again who they are.
    pub(crate) fn proof(&self) -> &Obstacle {
        &self.proof
    }

    pub(crate) async fn call<O: Operation>(&self, request: &O) -> Result<Answer<O::Data>, CallError> {
        read_envelope(&self.ask(&O::INFO, fields(request)).await?.text)
    }

    /// A call that changes something. Its key lets a server that gets it twice see that. When nobody is signed in any
    /// more, or who is has to show it again, it waits for that and is sent again.
    pub(crate) async fn change<O: Operation>(&self, request: &O) -> Result<Answer<O::Data>, CallError> {
        read_envelope(&self.send(&O::INFO, fields(request)).await?.text)
    }

    async fn send(
        &self,
        info: &'static OperationInfo,
        fields: Map<String, Value>,
    ) -> Result<Reply, CallError> {
        let key = browser::unique_key();
        let mut waits = 0;
        loop {
            let result = self.transport.call(info, fields.clone(), Some(key.clone())).await;
            let refusal = match &result {
                Ok(reply) => open_envelope(&reply.text).err(),
                Err(error) => Some(error.clone()),
            };
            let obstacle = match &refusal {
                Some(error) if error.is(ErrorCode::Unauthenticated) => &self.expiry,
                Some(error) if error.is(ErrorCode::ProofRequired) => &self.proof,
                _ => return result,
            };
            if waits == MOST_WAITS || !obstacle.wait().await {
                return result;
            }
            waits += 1;
        }
    }

    /// Asks an address that is no operation.
    pub(crate) async fn visit<D: DeserializeOwned>(
        &self,
        method: &'static str,
        target: &str,
        body: Option<&impl Serialize>,
    ) -> Result<D, Refused> {
        let body = body.map(|body| json::write(&json::value(body)));
        let visited = self.transport.visit(method, target, body).await;
        let reply = visited.map_err(|error| Refused { error, retry_after: None })?;
        let Answer { data, .. } = read_envelope(&reply.text).map_err(|error| Refused {
            error,
            retry_after: reply.retry_after.map(|millis| millis / 1_000),
        })?;
        Ok(data)
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
