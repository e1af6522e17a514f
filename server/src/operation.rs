//! One handler for every operation: an HTTP request becomes a core request, an answer becomes an envelope.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use console_api::{Answer, Envelope, OperationInfo, wire};
use console_core::call::Request;
use console_core::caller::SessionChange;
use serde_json::{Map, Value};

use crate::access::SignedIn;
use crate::app::App;
use crate::edge::RequestId;
use crate::json;
use crate::refusal::Refusal;
use crate::schema::OperationSchema;

/// A change that comes twice under one key is done once.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// An operation as it is reached over HTTP.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) info: &'static OperationInfo,
    /// Fields that may come more than once in a query.
    lists: Arc<[String]>,
}

impl Endpoint {
    pub(crate) fn new(schema: &OperationSchema) -> Self {
        let fields = schema.fields.iter();
        let lists = fields.filter(|(_, field)| field["type"] == "array").map(|(name, _)| name.clone());
        Self { info: schema.info, lists: lists.collect() }
    }
}

/// What an operation's handler takes from the request.
pub(crate) type Extracted =
    (SignedIn, Result<RawPathParams, RawPathParamsRejection>, Uri, HeaderMap, Extension<RequestId>);

pub(crate) async fn handle(
    Endpoint { info, lists }: Endpoint,
    State(app): State<App>,
    (SignedIn(caller), path, uri, headers, Extension(RequestId(id))): Extracted,
    body: Body,
) -> Result<Response, Refusal> {
    let path = path.map_err(|_| Refusal::invalid("the path is not UTF-8 text, percent-encoded"))?;
    let query = uri.query().unwrap_or_default();
    let request = if info.method.has_body() {
        if !query.is_empty() {
            return Err(Refusal::invalid("this operation takes no query; send the fields as a JSON body"));
        }
        body_request(&path, json::read_object(&headers, body, &app.limits).await?)?
    } else {
        query_request(&path, query, &lists)?
    };
    let caller = match headers.get(IDEMPOTENCY_KEY).filter(|_| !info.method.is_safe()) {
        // What is no text is no key either, and is refused as one.
        Some(key) => caller.with_idempotency_key(key.to_str().unwrap_or_default())?,
        None => caller,
    };
    let Answer { data, meta } = app.console.call(&caller, info.name, request).await?;
    let envelope = Envelope::from_result(Ok(Answer { data, meta }), id.to_string());
    let mut response = json::response(StatusCode::OK, &envelope);
    let cookie = match caller.session_change() {
        None => return Ok(response),
        Some(SessionChange::Renewed(session)) => app.access.set_cookie(session)?,
        Some(SessionChange::Ended) => app.access.forget_cookie()?,
    };
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Path fields join the body's; a field cannot be in both.
fn body_request(path: &RawPathParams, mut fields: Map<String, Value>) -> Result<Request, Refusal> {
    for (name, value) in path {
        if fields.insert(name.to_owned(), Value::from(value)).is_some() {
            return Err(given_in_path(name));
        }
    }
    Ok(Request::Json(Value::Object(fields)))
}

/// Path fields join the query's pairs. A field cannot be in both, and only lists repeat theirs.
fn query_request(path: &RawPathParams, query: &str, lists: &[String]) -> Result<Request, Refusal> {
    let mut seen = HashSet::new();
    for (key, _) in url::form_urlencoded::parse(query.as_bytes()) {
        if path.iter().any(|(name, _)| name == key) {
            return Err(given_in_path(&key));
        }
        let may_repeat = lists.iter().any(|name| *name == key);
        if !may_repeat && !seen.insert(key.clone().into_owned()) {
            return Err(Refusal::invalid(format!("`{key}` comes twice")));
        }
    }
    let mut pairs = query.to_owned();
    for (name, value) in path {
        if !pairs.is_empty() {
            pairs.push('&');
        }
        wire::push_encoded(&mut pairs, name);
        pairs.push('=');
        wire::push_encoded(&mut pairs, value);
    }
    Ok(Request::Form(pairs))
}

fn given_in_path(name: &str) -> Refusal {
    Refusal::invalid(format!("`{name}` is given in the path already"))
}
