//! From the credentials of a request to the [`Caller`] behind them.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use console_api::ErrorCode;
use console_core::Caller;
use console_core::entropy::token_hash;

use super::{host, origin};
use crate::app::App;
use crate::edge::CallerSlot;
use crate::refusal::Refusal;

/// Extracts who asks; refuses the anonymous, and state changes that someone else's page may have sent.
pub(crate) struct SignedIn(pub(crate) Caller);

enum Credentials<'a> {
    Bearer(&'a str),
    Session(&'a str),
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let Some(credentials) = credentials(&parts.headers, app.access.cookie_name()) else {
            return Err(unauthenticated());
        };
        let caller = match credentials {
            Credentials::Bearer(token) if token_hash(token) == app.access.token_hash => {
                app.console.local_operator()
            }
            Credentials::Bearer(_) => return Err(unauthenticated()),
            Credentials::Session(session) => {
                let caller = app.console.authenticate(session).await?.ok_or_else(unauthenticated)?;
                let safe = matches!(parts.method, Method::GET | Method::HEAD);
                if !safe && !sent_by_our_page(&parts.headers, app) {
                    return Err(Refusal::new(
                        ErrorCode::CrossSite,
                        "a change has to be sent by the console's own page",
                    ));
                }
                caller
            }
        };
        if let Some(slot) = parts.extensions.get::<CallerSlot>() {
            slot.fill(caller.user_id());
        }
        Ok(Self(caller))
    }
}

fn unauthenticated() -> Refusal {
    Refusal::new(ErrorCode::Unauthenticated, "sign in first: `fluo-console link` prints a sign-in link")
}

fn sent_by_our_page(headers: &HeaderMap, app: &App) -> bool {
    host(headers).is_some_and(|host| origin::sent_by_our_page(headers, &app.access.own_origin(host)))
}

/// The bearer token if there is one, else the session cookie. Two of a kind are no credentials.
fn credentials<'a>(headers: &'a HeaderMap, cookie_name: &str) -> Option<Credentials<'a>> {
    let mut authorizations = headers.get_all(header::AUTHORIZATION).iter();
    if let Some(authorization) = authorizations.next() {
        let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
        let only = authorizations.next().is_none() && scheme.eq_ignore_ascii_case("bearer");
        return only.then_some(Credentials::Bearer(token.trim()));
    }
    let mut sessions = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(name, _)| *name == cookie_name)
        .map(|(_, value)| value);
    match (sessions.next(), sessions.next()) {
        (Some(session), None) => Some(Credentials::Session(session)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn found(headers: &[(header::HeaderName, &'static str)]) -> Option<String> {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        credentials(&headers, "fluo_session").map(|found| match found {
            Credentials::Bearer(token) => format!("bearer {token}"),
            Credentials::Session(session) => format!("session {session}"),
        })
    }

    #[test]
    fn credentials_are_unambiguous_or_none() {
        use header::{AUTHORIZATION, COOKIE};
        assert_eq!(found(&[]), None);
        assert_eq!(found(&[(AUTHORIZATION, "bearer t")]).as_deref(), Some("bearer t"));
        assert_eq!(found(&[(AUTHORIZATION, "Basic t"), (COOKIE, "fluo_session=s")]), None);
        assert_eq!(found(&[(COOKIE, "a=b; fluo_session=s")]).as_deref(), Some("session s"));
        assert_eq!(found(&[(COOKIE, "fluo_session=s; fluo_session=x")]), None);
    }
}
