//! From the credentials of a request to the [`Caller`] behind them.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use console_api::ErrorCode;
use console_core::Caller;

use super::{Arrival, host, origin};
use crate::app::App;
use crate::edge::{CallerSlot, RequestId};
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
            Credentials::Bearer(token) if app.access.is_operator_token(token) => app.console.local_operator(),
            Credentials::Bearer(token) => {
                app.console.authenticate_token(token).await?.ok_or_else(unauthenticated)?
            }
            Credentials::Session(session) => {
                let caller = app.console.authenticate(session).await?.ok_or_else(unauthenticated)?;
                let safe = matches!(parts.method, Method::GET | Method::HEAD);
                if !safe {
                    require_our_page(&parts.headers, app)?;
                }
                caller
            }
        };
        if let Some(slot) = parts.extensions.get::<CallerSlot>() {
            slot.fill(caller.user_id());
        }
        app.console.admit(&caller)?;
        Ok(Self(match parts.extensions.get::<RequestId>() {
            Some(RequestId(id)) => caller.in_request(id.clone()),
            None => caller,
        }))
    }
}

/// Whether the operator's own token comes along.
pub(super) fn is_operator(headers: &HeaderMap, app: &App) -> bool {
    match credentials(headers, app.access.cookie_name()) {
        Some(Credentials::Bearer(token)) => app.access.is_operator_token(token),
        Some(Credentials::Session(_)) | None => false,
    }
}

fn unauthenticated() -> Refusal {
    Refusal::new(ErrorCode::Unauthenticated, "sign in first: `fluo-console link` prints a sign-in link")
}

/// Refuses what somebody else's page may have made the browser send.
pub(crate) fn require_our_page(headers: &HeaderMap, app: &App) -> Result<(), Refusal> {
    let own = host(headers).map(|host| app.access.own_origin(host, Arrival::said_https(headers)));
    if own.is_some_and(|own| origin::sent_by_our_page(headers, &own)) {
        return Ok(());
    }
    Err(Refusal::new(ErrorCode::CrossSite, "a change has to be sent by the console's own page"))
}

/// The secret of the session the browser has, live or not.
pub(crate) fn held_session<'a>(headers: &'a HeaderMap, app: &App) -> Option<&'a str> {
    held_cookie(headers, app.access.cookie_name())
}

/// The bearer token if there is one, else the session cookie. Two of a kind are no credentials.
fn credentials<'a>(headers: &'a HeaderMap, cookie_name: &str) -> Option<Credentials<'a>> {
    let mut authorizations = headers.get_all(header::AUTHORIZATION).iter();
    if let Some(authorization) = authorizations.next() {
        let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
        let only = authorizations.next().is_none() && scheme.eq_ignore_ascii_case("bearer");
        return only.then_some(Credentials::Bearer(token.trim()));
    }
    held_cookie(headers, cookie_name).map(Credentials::Session)
}

/// The value of the one cookie of that name.
pub(crate) fn held_cookie<'a>(headers: &'a HeaderMap, cookie_name: &str) -> Option<&'a str> {
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(name, _)| *name == cookie_name)
        .map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value),
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
