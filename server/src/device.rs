//! Where programs without a browser ask to be let in. They bring no cookie, so that nobody's page gains by asking.

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use console_api::device::{BeginDeviceLogin, PollDeviceLogin};
use console_api::{Answer, Envelope};
use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::app::App;
use crate::edge::RequestId;
use crate::json;
use crate::refusal::Refusal;
use crate::sign_in::Visiting;

pub(crate) async fn begin(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: BeginDeviceLogin = read(&app, &headers, body).await?;
    Ok(answered(app.console.begin_device_login(&request, &visit).await?, &id))
}

pub(crate) async fn poll(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: PollDeviceLogin = read(&app, &headers, body).await?;
    let code = SecretString::from(request.device_code.0);
    Ok(answered(app.console.poll_device_login(&code, &visit).await?, &id))
}

async fn read<T: DeserializeOwned>(app: &App, headers: &HeaderMap, body: Body) -> Result<T, Refusal> {
    let fields = json::read_object(headers, body, &app.limits).await?;
    serde_json::from_value(Value::Object(fields)).map_err(|error| Refusal::invalid(error.to_string()))
}

fn answered<T: Serialize>(data: T, id: &str) -> Response {
    json::response(StatusCode::OK, &Envelope::from_result(Ok(Answer::new(data)), id.to_owned()))
}
