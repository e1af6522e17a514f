//! Signing in and out through a provider of identities, as a browser and the provider come by.
//!
//! `GET /sign-in/with/{provider}` sends the browser there with a short-lived cookie, which is all that can finish what
//! it began; the provider sends it back to `…/callback`. Both are navigations, so a refusal is a page. The provider
//! itself posts logout tokens to `…/back-channel-logout`; their signature is what is asked of them.

use axum::Extension;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use console_api::Answer;
use console_api::session::SignInProvider;
use console_core::identity::CameBack;
use secrecy::{ExposeSecret as _, SecretString};

use crate::access::{SignedIn, held_cookie, held_session};
use crate::app::App;
use crate::edge::RequestId;
use crate::json;
use crate::page;
use crate::refusal::Refusal;
use crate::sign_in::Visiting;

/// As long as the core waits for the browser.
const AWAY_SECONDS: u32 = 600;

/// The provider that an address names.
pub(crate) struct Named(String);

impl FromRequestParts<App> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let path = Path::<String>::from_request_parts(parts, app).await;
        let Ok(Path(id)) = path else { return Err(Refusal::invalid("the path is not UTF-8 text")) };
        Ok(Self(id))
    }
}

pub(crate) async fn providers(
    State(app): State<App>,
    Extension(RequestId(id)): Extension<RequestId>,
) -> Response {
    let providers = app.console.sign_in_providers().map(|(id, name)| SignInProvider {
        id: id.to_owned(),
        name: name.to_owned(),
        path: format!("/sign-in/with/{id}"),
    });
    let answer = Answer::new(providers.collect::<Vec<_>>());
    json::answer(answer, &id)
}

pub(crate) async fn leave(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Named(provider): Named,
    method: Method,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    // Looking ahead begins nothing.
    if method == Method::HEAD || headers.contains_key("sec-purpose") {
        return StatusCode::NO_CONTENT.into_response();
    }
    let (invitation, login_hint) = (field(&uri, "invitation"), field(&uri, "login_hint"));
    let origin = app.access.public_url();
    let (invitation, login_hint) = (invitation.as_deref(), login_hint.as_deref());
    let left = app.console.leave_for_provider(&provider, invitation, login_hint, &origin, &visit).await;
    let response = left.map_err(Refusal::from).and_then(|departure| {
        let away = HeaderValue::from_str(&departure.url).map_err(|_| Refusal::internal())?;
        let cookie = set_departure(&app, &departure.browser, AWAY_SECONDS)?;
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, away), (header::SET_COOKIE, cookie)]).into_response())
    });
    response.unwrap_or_else(no_sign_in)
}

pub(crate) async fn come_back(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Named(provider): Named,
    method: Method,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    if method == Method::HEAD || headers.contains_key("sec-purpose") {
        return StatusCode::NO_CONTENT.into_response();
    }
    let (state, code, issuer) = (field(&uri, "state"), field(&uri, "code"), field(&uri, "iss"));
    let back = CameBack {
        state: state.as_deref().unwrap_or_default(),
        code: code.as_deref(),
        issuer: issuer.as_deref(),
        browser: held_cookie(&headers, cookie_name(&app)).unwrap_or_default(),
    };
    let (origin, previous) = (app.access.public_url(), held_session(&headers, &app));
    let signed_in = app.console.return_from_provider(&provider, back, &origin, &visit, previous).await;
    let response = signed_in.map_err(Refusal::from).and_then(|signed_in| {
        let session = app.access.set_cookie(&signed_in.session)?;
        let done = set_departure(&app, &SecretString::default(), 0)?;
        let cookies = AppendHeaders([(header::SET_COOKIE, session), (header::SET_COOKIE, done)]);
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/")], cookies).into_response())
    });
    response.unwrap_or_else(no_sign_in)
}

pub(crate) async fn logged_out(
    State(app): State<App>,
    Visiting(visit): Visiting,
    Named(provider): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let form = json::read_form(&headers, body, &app.limits).await?;
    let mut tokens = url::form_urlencoded::parse(&form).filter(|(key, _)| key == "logout_token");
    let (Some((_, token)), None) = (tokens.next(), tokens.next()) else {
        return Err(Refusal::invalid("send one `logout_token`"));
    };
    app.console.provider_logged_out(&provider, &token, &visit).await?;
    Ok(StatusCode::OK)
}

pub(crate) async fn sign_out(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Extension(RequestId(id)): Extension<RequestId>,
) -> Result<Response, Refusal> {
    let back = format!("{}/", app.access.public_url());
    let signed_out = app.console.sign_out(&caller, &back).await?;
    let cookie = [(header::SET_COOKIE, app.access.forget_cookie()?)];
    Ok((cookie, json::answer(Answer::new(signed_out), &id)).into_response())
}

/// A query's field; nothing when it comes twice.
fn field(uri: &Uri, name: &str) -> Option<String> {
    let query = uri.query().unwrap_or_default();
    let mut found = url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Some(value.into_owned()),
        _ => None,
    }
}

/// The cookie of a browser on its way.
fn cookie_name(app: &App) -> &'static str {
    if app.access.is_https() { "__Host-fluo_departure" } else { "fluo_departure" }
}

/// `Lax`, because the provider's page is what sends the browser back.
fn set_departure(app: &App, browser: &SecretString, seconds: u32) -> Result<HeaderValue, Refusal> {
    let (name, value) = (cookie_name(app), browser.expose_secret());
    let secure = if app.access.is_https() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    let mut cookie = HeaderValue::from_str(&cookie).map_err(|_| Refusal::internal())?;
    cookie.set_sensitive(true);
    Ok(cookie)
}

fn no_sign_in(refusal: Refusal) -> Response {
    let text = page::escape(&refusal.0.message);
    let text = format!("<p>{text}.</p>\n<p><a href=\"/\">To the console</a></p>");
    let response = page::message(refusal.status(), "You are not signed in", &text);
    match refusal.0.retry_after {
        Some(seconds) => (retry_after(seconds), response).into_response(),
        None => response,
    }
}

fn retry_after(seconds: u32) -> [(HeaderName, HeaderValue); 1] {
    [(header::RETRY_AFTER, HeaderValue::from(seconds))]
}
