//! Keeps web pages away from an engine that has no accounts.
//!
//! On loopback the only other party is the person's browser: a page could send it forms, open its feed, or
//! rebind a host name to 127.0.0.1. So the host a request names must be a loopback one, and so must the
//! origin of a page that sends it.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use url::Url;

use super::errors::ApiError;
use crate::state::App;

pub(super) async fn local_requests_only(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.loopback_only && !is_local(request.headers()) {
        return ApiError::Forbidden("this engine answers local programs only").into_response();
    }
    next.run(request).await
}

fn is_local(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST).is_none_or(|host| is_loopback_url(&format!("http://{host}")));
    let origin = text(header::ORIGIN).is_none_or(is_loopback_url);
    host && origin
}

fn is_loopback_url(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(url::Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_hosts_and_origins_are_local() {
        for url in ["http://127.0.0.1:4318", "http://localhost", "http://[::1]:80", "http://x.localhost:1"] {
            assert!(is_loopback_url(url), "{url}");
        }
        for url in ["http://example.com", "http://127.0.0.1.example.com", "null", "http://10.0.0.1", ""] {
            assert!(!is_loopback_url(url), "{url}");
        }
    }
}
