//! `GET /sign-in?token=…`: the one-time link. A link that works sets the session cookie and goes to the
//! start page; one that does not says how to get another.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::page;
use crate::refusal::Refusal;

pub(crate) async fn sign_in(
    State(app): State<App>,
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
        Some((_, token)) => app.console.sign_in_with_link(&token).await?,
        None => None,
    };
    let Some(session) = session else { return Ok(no_longer_valid()) };
    let Ok(mut cookie) = HeaderValue::from_str(&app.access.session_cookie(&session)) else {
        return Err(Refusal::internal());
    };
    cookie.set_sensitive(true);
    let start = (header::LOCATION, HeaderValue::from_static("/"));
    Ok((StatusCode::SEE_OTHER, [start, (header::SET_COOKIE, cookie)]).into_response())
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
