//! Where programs without a browser ask to be let in. They bring no cookie, so that nobody's page gains by asking.

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use console_api::Answer;
use console_api::device::{BeginDeviceLogin, PollDeviceLogin};
use secrecy::SecretString;

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
    let request: BeginDeviceLogin = json::read(&headers, body, &app.limits).await?;
    Ok(json::answer(Answer::new(app.console.begin_device_login(&request, &visit).await?), &id))
}

pub(crate) async fn poll(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: PollDeviceLogin = json::read(&headers, body, &app.limits).await?;
    let code = SecretString::from(request.device_code.0);
    Ok(json::answer(Answer::new(app.console.poll_device_login(&code, &visit).await?), &id))
}
