//! Ways back into an account for who is not signed in: a forgotten password, and an address that is to be confirmed.
//! All from our own page only.

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use console_api::Answer;
use console_api::profile::{ConfirmEmail, ForgotPassword, ResetForgotten};
use secrecy::SecretString;

use crate::app::App;
use crate::edge::RequestId;
use crate::json;
use crate::refusal::Refusal;
use crate::sign_in::{Visiting, from_our_page};

pub(crate) async fn forgot(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: ForgotPassword = from_our_page(&app, &headers, body).await?;
    let done = app.console.forgot_password(&request.email, &visit).await?;
    Ok(json::answer(Answer::new(done), &id))
}

pub(crate) async fn reset(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: ResetForgotten = from_our_page(&app, &headers, body).await?;
    let (secret, password) = (SecretString::from(request.secret.0), SecretString::from(request.password.0));
    Ok(json::answer(app.console.reset_password_by_link(&secret, password, &visit).await?, &id))
}

pub(crate) async fn confirm_email(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: ConfirmEmail = from_our_page(&app, &headers, body).await?;
    let secret = SecretString::from(request.secret.0);
    Ok(json::answer(app.console.confirm_email(&secret, &visit).await?, &id))
}
