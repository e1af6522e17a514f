//! One handler for every operation: an HTTP request becomes a core request, an answer becomes an envelope.

use axum::Extension;
use axum::body::Body;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use console_api::{Answer, Envelope, OperationInfo, wire};
use console_core::call::Request;
use serde_json::{Map, Value};

use crate::access::SignedIn;
use crate::app::App;
use crate::edge::RequestId;
use crate::json;
use crate::refusal::Refusal;

/// What an operation's handler takes from the request.
pub(crate) type Extracted = (SignedIn, RawPathParams, Uri, HeaderMap, Extension<RequestId>);

pub(crate) async fn handle(
    info: &'static OperationInfo,
    State(app): State<App>,
    (SignedIn(caller), path, uri, headers, Extension(RequestId(id))): Extracted,
    body: Body,
) -> Result<Response, Refusal> {
    let query = uri.query().unwrap_or_default();
    let request = if info.method.has_body() {
        if !query.is_empty() {
            return Err(Refusal::invalid("this operation takes no query; send the fields as a JSON body"));
        }
        body_request(&path, json::read_object(&headers, body, &app.limits).await?)?
    } else {
        query_request(&path, query)?
    };
    let Answer { data, meta } = app.console.call(&caller, info.name, request).await?;
    let envelope = Envelope::from_result(Ok(Answer { data, meta }), id.to_string());
    Ok(json::response(StatusCode::OK, &envelope))
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

/// Path fields join the query's pairs; a field cannot be in both.
fn query_request(path: &RawPathParams, query: &str) -> Result<Request, Refusal> {
    let mut pairs = query.to_owned();
    for (name, value) in path {
        let repeated = url::form_urlencoded::parse(query.as_bytes()).any(|(key, _)| key == name);
        if repeated {
            return Err(given_in_path(name));
        }
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
