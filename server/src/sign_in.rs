//! Ways in that set the session cookie.
//!
//! `GET /sign-in?token=…` is the one-time link: one that works goes to the start page, one that does not says how
//! to get another. `POST /sign-in` takes e-mail address and password, `POST /sign-in/second-step` the code that follows
//! where somebody has a second factor, `POST /invitation` an invitation's secret, all from our own page only.

use axum::Extension;
use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use console_api::member::AcceptInvitation;
use console_api::second_factor::{SecondStepSignIn, SignInAnswer};
use console_api::session::PasswordSignIn;
use console_api::{Answer, ErrorCode};
use console_core::identity::{SignInStep, SignedIn, Visit};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;

use crate::access::{Arrival, held_cookie, held_session, require_our_page};
use crate::app::App;
use crate::edge::RequestId;
use crate::json;
use crate::page;
use crate::refusal::Refusal;

/// How long a browser keeps what it goes on with; the store ends it.
const HALF_SECONDS: u32 = 300;

/// Where a request comes from.
pub(crate) struct Visiting(pub(crate) Visit);

impl FromRequestParts<App> for Visiting {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let arrival = Arrival::from_request_parts(parts, app).await?;
        let client = parts.headers.get(header::USER_AGENT).and_then(|client| client.to_str().ok());
        Ok(Self(Visit::new(arrival.address, client.unwrap_or_default())))
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
    let step = app.console.sign_in_with_password(&request.email, password, &visit, previous).await?;
    after(&app, step, &id)
}

pub(crate) async fn by_second_step(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: SecondStepSignIn = from_our_page(&app, &headers, body).await?;
    let Some(half) = held_cookie(&headers, half_cookie_name(&app)) else {
        return Err(Refusal::new(ErrorCode::Unauthenticated, "begin with your e-mail address and password"));
    };
    let (code, previous) = (SecretString::from(request.code.0), held_session(&headers, &app));
    let signed_in = app.console.sign_in_second_step(half, code, &visit, previous).await?;
    after(&app, SignInStep::SignedIn(signed_in), &id)
}

pub(crate) async fn by_invitation(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let request: AcceptInvitation = from_our_page(&app, &headers, body).await?;
    after(&app, app.console.accept_invitation(request, &visit).await?, &id)
}

/// The body of a request that our own page sent.
pub(crate) async fn from_our_page<T: DeserializeOwned>(
    app: &App,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, Refusal> {
    require_our_page(headers, app)?;
    json::read(headers, body, &app.limits).await
}

/// Tells the page how far signing in has come, and gives the browser what it goes on with.
fn after(app: &App, step: SignInStep, id: &str) -> Result<Response, Refusal> {
    let (answer, session, half, seconds) = match step {
        SignInStep::SignedIn(SignedIn { session, me }) => {
            (SignInAnswer::SignedIn(me), Some(app.access.set_cookie(&session)?), SecretString::default(), 0)
        }
        SignInStep::SecondStep(half) => {
            (SignInAnswer::SecondStep(half.step), None, half.secret, HALF_SECONDS)
        }
    };
    let half = (header::SET_COOKIE, set_half(app, &half, seconds)?);
    let cookies = session.map(|session| (header::SET_COOKIE, session)).into_iter().chain([half]);
    let cookies: Vec<_> = cookies.collect();
    Ok((AppendHeaders(cookies), json::answer(Answer::new(answer), id)).into_response())
}

/// The cookie of a browser between password and second factor.
fn half_cookie_name(app: &App) -> &'static str {
    if app.access.is_https() { "__Host-fluo_second_step" } else { "fluo_second_step" }
}

fn set_half(app: &App, half: &SecretString, seconds: u32) -> Result<HeaderValue, Refusal> {
    let (name, value) = (half_cookie_name(app), half.expose_secret());
    let secure = if app.access.is_https() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    let mut cookie = HeaderValue::from_str(&cookie).map_err(|_| Refusal::internal())?;
    cookie.set_sensitive(true);
    Ok(cookie)
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
