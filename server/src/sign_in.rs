//! Ways in that set the session cookie.
//!
//! `GET /sign-in?token=…` is the one-time link: one that works goes to the start page, one that does not says how
//! to get another. `POST /sign-in` takes e-mail address and password, `POST /invitation` an invitation's secret,
//! both from our own page only.

use axum::Extension;
use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use console_api::member::AcceptInvitation;
use console_api::session::PasswordSignIn;
use console_api::{Answer, Envelope};
use console_core::identity::{SignedIn, Visit};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::access::{held_session, require_our_page};
use crate::app::App;
use crate::edge::RequestId;
use crate::json;
use crate::page;
use crate::refusal::Refusal;
use crate::serve::Peer;

/// Where a request comes from.
pub(crate) struct Visiting(pub(crate) Visit);

impl FromRequestParts<App> for Visiting {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        let Some(Peer(peer)) = parts.extensions.get::<Peer>() else { return Err(Refusal::internal()) };
        let client = parts.headers.get(header::USER_AGENT).and_then(|client| client.to_str().ok());
        Ok(Self(Visit::new(peer.ip(), client.unwrap_or_default())))
    }
}

pub(crate) async fn by_link(
    State(app): State<App>,
    Visiting(visit): Visiting,
    method: Method,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Refusal> {
    // A chat that previews the link or a browser that fetches it ahead must not use it up.
    if method == Method::HEAD || headers.contains_key("sec-purpose") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let query = uri.query().unwrap_or_default();
    let token = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "token");
    let session = match token {
        Some((_, token)) => app.console.sign_in_with_link(&token, &visit).await?,
        None => None,
    };
    let Some(session) = session else { return Ok(no_longer_valid()) };
    let start = (header::LOCATION, HeaderValue::from_static("/"));
    let cookie = (header::SET_COOKIE, app.access.set_cookie(&session)?);
    Ok((StatusCode::SEE_OTHER, [start, cookie]).into_response())
}

pub(crate) async fn by_password(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: PasswordSignIn = from_our_page(&app, &headers, body).await?;
    let (password, previous) = (SecretString::from(request.password.0), held_session(&headers, &app));
    let signed_in = app.console.sign_in_with_password(&request.email, password, &visit, previous).await?;
    welcome(&app, signed_in, &id)
}

pub(crate) async fn by_invitation(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: AcceptInvitation = from_our_page(&app, &headers, body).await?;
    welcome(&app, app.console.accept_invitation(request, &visit).await?, &id)
}

/// The body of a request that our own page sent.
async fn from_our_page<T: DeserializeOwned>(
    app: &App,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, Refusal> {
    require_our_page(headers, app)?;
    let fields = json::read_object(headers, body, &app.limits).await?;
    serde_json::from_value(Value::Object(fields)).map_err(|error| Refusal::invalid(error.to_string()))
}

fn welcome(app: &App, SignedIn { session, me }: SignedIn, id: &str) -> Result<Response, Refusal> {
    let envelope = Envelope::from_result(Ok(Answer::new(me)), id.to_string());
    let cookie = [(header::SET_COOKIE, app.access.set_cookie(&session)?)];
    Ok((cookie, json::response(StatusCode::OK, &envelope)).into_response())
}

fn no_longer_valid() -> Response {
    page::message(
        StatusCode::UNAUTHORIZED,
        "This sign-in link is no longer valid",
        "<p>A link signs one browser in, once, within an hour of being made.</p>\n\
         <p>For a new one, run this on the machine where the console runs, then open what it prints:</p>\n\
         <pre><code>fluo-console link</code></pre>",
    )
}
