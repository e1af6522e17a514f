//! How a request came: from which address, under which name and by which scheme.
//!
//! What the connection says counts, unless it comes from a proxy that is trusted: then what that one says of whom it
//! speaks for. `X-Forwarded-*` of anybody else is thrown away, so that nothing behind this ever believes it.

use std::net::IpAddr;

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use console_core::outbound::IpNet;

use crate::app::App;
use crate::refusal::Refusal;
use crate::serve::Peer;

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const HTTPS: &str = "https";
/// What else proxies say, and nobody here listens to.
const OTHERS: [HeaderName; 5] = [
    HeaderName::from_static("x-forwarded-port"),
    HeaderName::from_static("x-forwarded-prefix"),
    HeaderName::from_static("x-real-ip"),
    header::FORWARDED,
    header::VIA,
];
/// Proxies behind each other that are looked through at most.
const MAX_HOPS: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// Of whoever asks.
    pub(crate) address: IpAddr,
    /// The browser speaks TLS, to a proxy that is trusted.
    pub(crate) https: bool,
    /// Some proxy had it in hand, trusted or not.
    pub(crate) forwarded: bool,
}

impl Arrival {
    /// Reads how the request came and leaves one truth in its headers: `Host` is the name the browser asked for, and
    /// `X-Forwarded-Proto` is there when a trusted proxy says `https`.
    pub(crate) fn take(request: &mut Request, trusted: &[IpNet]) -> Option<Self> {
        let Peer(peer) = *request.extensions().get::<Peer>()?;
        let arrival = Self::read(request.headers_mut(), peer.ip().to_canonical(), trusted);
        request.extensions_mut().insert(arrival);
        Some(arrival)
    }

    /// Of headers that were [taken](Self::take).
    pub(super) fn said_https(headers: &HeaderMap) -> bool {
        headers.get(PROTO).is_some_and(|proto| proto == HTTPS)
    }

    fn read(headers: &mut HeaderMap, peer: IpAddr, trusted: &[IpNet]) -> Self {
        let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
        let mut forwarded = false;
        for name in &OTHERS {
            forwarded |= headers.remove(name).is_some();
        }
        let proto = last_word(headers, &PROTO);
        let host = last_word(headers, &HOST);
        let hops = words(headers, &FOR);
        for name in [&FOR, &PROTO, &HOST] {
            forwarded |= headers.remove(name).is_some();
        }
        if !is_trusted(&peer) {
            return Self { address: peer, https: false, forwarded };
        }
        if let Some(host) = host.and_then(|host| HeaderValue::try_from(host).ok()) {
            headers.insert(header::HOST, host);
        }
        let https = proto.is_some_and(|proto| proto.eq_ignore_ascii_case("https"));
        if https {
            headers.insert(PROTO, HeaderValue::from_static(HTTPS));
        }
        Self { address: client(&hops, peer, is_trusted), https, forwarded }
    }
}

/// From the nearest hop outwards: the first that is no trusted proxy is who asks. What cannot be read was written by
/// the one before it, who is then the last that is known.
fn client(hops: &[String], peer: IpAddr, is_trusted: impl Fn(&IpAddr) -> bool) -> IpAddr {
    let mut nearest = peer;
    for hop in hops.iter().rev().take(MAX_HOPS) {
        let Some(address) = hop_address(hop) else { return nearest };
        nearest = address;
        if !is_trusted(&address) {
            break;
        }
    }
    nearest
}

/// `203.0.113.7`, `203.0.113.7:50000`, `2001:db8::7`, `[2001:db8::7]`, `[2001:db8::7]:50000`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    if let Ok(address) = hop.parse::<IpAddr>() {
        return Some(address.to_canonical());
    }
    let (address, port) = match hop.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => hop.split_once(':')?,
    };
    let port = port.trim_start_matches(':');
    let fine = port.is_empty() || port.parse::<u16>().is_ok();
    address.parse::<IpAddr>().ok().filter(|_| fine).map(|address| address.to_canonical())
}

/// The members of a header that lists, whichever of its lines they stand in.
fn words(headers: &HeaderMap, name: &HeaderName) -> Vec<String> {
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?"));
    lines.flat_map(|line| line.split(',')).map(|word| word.trim().to_owned()).collect()
}

/// What the nearest proxy says.
fn last_word(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    words(headers, name).pop().filter(|word| !word.is_empty())
}

impl FromRequestParts<App> for Arrival {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().copied().ok_or_else(Refusal::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn read(peer: &str, lines: &[(&'static str, &'static str)]) -> (Arrival, HeaderMap) {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("inside:8080"));
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "2001:db8:1::/48".parse().unwrap()];
        let arrival = Arrival::read(&mut headers, peer.parse().unwrap(), &trusted);
        (arrival, headers)
    }

    fn address(peer: &str, hops: &'static str) -> String {
        read(peer, &[("x-forwarded-for", hops)]).0.address.to_string()
    }

    #[test]
    fn the_nearest_that_is_no_trusted_proxy_is_who_asks() {
        for (peer, hops, asks) in [
            (PROXY, "203.0.113.7", "203.0.113.7"),
            (PROXY, "203.0.113.7, 10.0.0.2", "203.0.113.7"),
            // What was sent along from outside stands further left and is not believed.
            (PROXY, "127.0.0.1, 203.0.113.7", "203.0.113.7"),
            (PROXY, "10.9.9.9, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
            (PROXY, "10.0.0.3, 10.0.0.2", "10.0.0.3"),
            (PROXY, "", PROXY),
            (PROXY, "unknown", PROXY),
            (PROXY, "203.0.113.7, unknown, 10.0.0.2", "10.0.0.2"),
            (PROXY, "203.0.113.7:50000", "203.0.113.7"),
            (PROXY, "203.0.113.7:port", PROXY),
            (PROXY, "[2001:db8:2::7]:443", "2001:db8:2::7"),
            (PROXY, "2001:db8:2::7, 2001:db8:1::1", "2001:db8:2::7"),
            (PROXY, "::ffff:203.0.113.7", "203.0.113.7"),
            // Whoever is not trusted speaks for themselves alone.
            ("203.0.113.9", "127.0.0.1", "203.0.113.9"),
            ("203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ] {
            assert_eq!(address(peer, hops), asks, "{peer} {hops}");
        }
        let lines = [("x-forwarded-for", "203.0.113.7"), ("x-forwarded-for", "10.0.0.2")];
        assert_eq!(read(PROXY, &lines).0.address.to_string(), "203.0.113.7");
    }

    #[test]
    fn scheme_and_name_are_believed_of_a_trusted_proxy_only() {
        let lines = [("x-forwarded-proto", "https"), ("x-forwarded-host", "fluo.example")];
        let (arrival, headers) = read(PROXY, &lines);
        assert!(arrival.https && arrival.forwarded);
        assert_eq!(headers[header::HOST], "fluo.example");

        let (arrival, headers) = read("203.0.113.9", &lines);
        assert!(!arrival.https && arrival.forwarded);
        assert_eq!(headers[header::HOST], "inside:8080");
        assert_eq!(headers.len(), 1, "nothing behind this sees what was claimed");

        // The nearest proxy's word counts, not what came along from outside.
        let claims =
            [("x-forwarded-proto", "https, http"), ("x-forwarded-host", "evil.example, fluo.example")];
        let (arrival, headers) = read(PROXY, &claims);
        assert!(!arrival.https);
        assert_eq!(headers[header::HOST], "fluo.example");
        assert!(!read(PROXY, &[]).0.forwarded);
    }
}
