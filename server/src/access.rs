//! Who may come in: the names this server answers to, where a state change may come from, and the cookie
//! or bearer token that says who asks.
//!
//! What a caller may do is not decided here but in the core.

mod arrival;
mod caller;
mod origin;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use console_api::ErrorCode;
use console_core::entropy::token_hash;
use console_core::outbound::IpNet;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::app::App;
use crate::refusal::Refusal;
pub(crate) use arrival::Arrival;
pub(crate) use caller::{SignedIn, held_cookie, held_session, require_our_page};

/// Names and secrets that decide whether a request comes in.
#[derive(Clone, Debug)]
pub struct AccessPolicy {
    listen: SocketAddr,
    /// Where browsers reach this server when that is not `listen`: a proxy's address.
    public_url: Option<Url>,
    /// Where proxies stand that are believed.
    trusted_proxies: Vec<IpNet>,
    /// Hash of the operator's bearer token. Hashes are compared, so the time a comparison takes says nothing.
    token_hash: String,
}

impl AccessPolicy {
    pub fn new(listen: SocketAddr, public_url: Option<Url>, token: &SecretString) -> Self {
        let token_hash = token_hash(token.expose_secret());
        Self { listen, public_url, trusted_proxies: Vec::new(), token_hash }
    }

    /// Believes what proxies in these networks say of whom they speak for.
    pub fn trusting(self, proxies: Vec<IpNet>) -> Self {
        Self { trusted_proxies: proxies, ..self }
    }

    /// How a request came; its headers say the same afterwards.
    pub(crate) fn arrival(&self, request: &mut Request) -> Option<Arrival> {
        Arrival::take(request, &self.trusted_proxies)
    }

    /// Whether this is the token of the operator's own programs.
    fn is_operator_token(&self, token: &str) -> bool {
        token_hash(token) == self.token_hash
    }

    /// Where browsers reach this server, without a slash at the end.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => self.local_url(),
        }
    }

    /// Where programs on this machine reach it.
    pub fn local_url(&self) -> String {
        let address = match self.listen.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => {
                SocketAddr::from((Ipv4Addr::LOCALHOST, self.listen.port()))
            }
            IpAddr::V6(ip) if ip.is_unspecified() => {
                SocketAddr::from((Ipv6Addr::LOCALHOST, self.listen.port()))
            }
            _ => self.listen,
        };
        format!("http://{address}")
    }

    pub(crate) fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// The session cookie's name: with the `__Host-` promise wherever the browser can keep it.
    pub(crate) fn cookie_name(&self) -> &'static str {
        if self.is_https() { "__Host-fluo_session" } else { "fluo_session" }
    }

    /// The `Set-Cookie` value of a new session. Ends with the browser; the store holds the real time-outs.
    fn session_cookie(&self, session: &SecretString) -> String {
        let secure = if self.is_https() { "; Secure" } else { "" };
        let (name, value) = (self.cookie_name(), session.expose_secret());
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}")
    }

    /// The header that gives a browser its session.
    pub(crate) fn set_cookie(&self, session: &SecretString) -> Result<HeaderValue, Refusal> {
        let mut cookie =
            HeaderValue::from_str(&self.session_cookie(session)).map_err(|_| Refusal::internal())?;
        cookie.set_sensitive(true);
        Ok(cookie)
    }

    /// The header that tells a browser to forget its session.
    pub(crate) fn forget_cookie(&self) -> Result<HeaderValue, Refusal> {
        let cookie = format!("{}; Max-Age=0", self.session_cookie(&SecretString::default()));
        HeaderValue::from_str(&cookie).map_err(|_| Refusal::internal())
    }

    /// Whether `host` (a `Host` header) is one of our names. A name of someone else that resolves to our
    /// address (DNS rebinding) is not. The port is not looked at: a forwarded one is as good.
    fn answers_to(&self, host: &str) -> bool {
        let Some(name) = host_name(host) else { return false };
        if self.public_url.as_ref().and_then(Url::host_str).is_some_and(|own| own.eq_ignore_ascii_case(name))
        {
            return true;
        }
        if name.eq_ignore_ascii_case("localhost") {
            return self.listen.ip().is_loopback() || self.listen.ip().is_unspecified();
        }
        match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            Ok(address) if self.listen.ip().is_unspecified() => !address.is_unspecified(),
            Ok(address) if self.listen.ip().is_loopback() => address.is_loopback(),
            Ok(address) => address == self.listen.ip(),
            Err(_) => false,
        }
    }

    /// The origin our own pages have for a browser that asked this `Host`, `https` where a proxy said so.
    fn own_origin(&self, host: &str, https: bool) -> String {
        match &self.public_url {
            Some(url) if url.host_str().is_some_and(|own| host_name(host) == Some(own)) => {
                url.origin().ascii_serialization()
            }
            _ if https => format!("https://{host}"),
            _ => format!("http://{host}"),
        }
    }
}

/// The host without its port; nothing when the header is malformed.
fn host_name(host: &str) -> Option<&str> {
    let end = if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, port) = host.split_at(end);
    let port_is_fine = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    (!name.is_empty() && port_is_fine).then_some(name)
}

/// The one `Host` header.
fn host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok(),
        _ => None,
    }
}

/// Refuses requests that were not meant for a name of ours. Health is open to whoever can reach it.
pub(crate) async fn require_own_host(State(app): State<App>, request: Request, next: Next) -> Response {
    let known = host(request.headers()).is_some_and(|host| app.access.answers_to(host));
    if known || request.uri().path() == "/health" {
        return next.run(request).await;
    }
    Refusal::new(
        ErrorCode::CrossSite,
        "this server does not answer to that host name; start it with --public-url to give it one",
    )
    .into_response()
}

/// Refuses whoever asks too often, by address: before anything is looked up for them. Health is asked often and the
/// UI's files cost nothing; what the operator's own programs ask is theirs to decide.
pub(crate) async fn keep_pace(
    State(app): State<App>,
    arrival: Arrival,
    request: Request,
    next: Next,
) -> Response {
    let counted = request.uri().path() != "/health" && request.extensions().get::<MatchedPath>().is_some();
    if counted
        && !caller::is_operator(request.headers(), &app)
        && let Err(error) = app.console.admit_address(arrival.address)
    {
        return Refusal::from(error).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(listen: &str, public_url: Option<&str>) -> AccessPolicy {
        let public_url = public_url.map(|url| url.parse().unwrap());
        AccessPolicy::new(listen.parse().unwrap(), public_url, &SecretString::from("t"))
    }

    #[test]
    fn only_our_own_names_are_answered() {
        let loopback = policy("127.0.0.1:8080", None);
        for (host, fine) in [
            ("127.0.0.1:8080", true),
            ("localhost:8080", true),
            ("LOCALHOST", true),
            ("[::1]:9000", true),
            ("evil.example", false),
            ("localhost.evil.example", false),
            ("127.0.0.1.nip.example:8080", false),
            ("10.0.0.7:8080", false),
            ("localhost:80x", false),
            ("", false),
            ("[::1", false),
        ] {
            assert_eq!(loopback.answers_to(host), fine, "{host}");
        }
        let everywhere = policy("0.0.0.0:8080", Some("https://fluo.example"));
        assert!(everywhere.answers_to("10.0.0.7:8080") && everywhere.answers_to("fluo.example"));
        assert!(!everywhere.answers_to("other.example"));
    }

    #[test]
    fn the_cookie_promises_what_the_scheme_allows() {
        let session = SecretString::from("s");
        assert_eq!(
            policy("127.0.0.1:1", None).session_cookie(&session),
            "fluo_session=s; Path=/; HttpOnly; SameSite=Strict"
        );
        assert_eq!(
            policy("127.0.0.1:1", Some("https://fluo.example")).session_cookie(&session),
            "__Host-fluo_session=s; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
    }
}
