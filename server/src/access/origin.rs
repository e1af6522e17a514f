//! Evidence that a state change was sent by our own page.
//!
//! Asked only of requests that a browser authenticated by itself, with the cookie: someone else's page can
//! make it do that, but can neither set our header nor forge where the request comes from.

use axum::http::HeaderMap;

/// Whether the request carries our header and comes from `own_origin`.
pub(super) fn sent_by_our_page(headers: &HeaderMap, own_origin: &str) -> bool {
    let value = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if value("x-fluo-console") != Some("1") {
        return false;
    }
    let site = value("sec-fetch-site").map(|site| site == "same-origin");
    let origin = value("origin").map(|origin| origin == own_origin);
    match (site, origin) {
        // Whatever is said has to agree; silence is no evidence.
        (None, None) => false,
        (site, origin) => site.unwrap_or(true) && origin.unwrap_or(true),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn our_header_and_consistent_evidence_are_both_needed() {
        let own = "http://127.0.0.1:8080";
        for (given, fine) in [
            ("x-fluo-console:1 sec-fetch-site:same-origin", true),
            ("x-fluo-console:1 origin:http://127.0.0.1:8080", true),
            ("x-fluo-console:1 sec-fetch-site:same-origin origin:http://127.0.0.1:8080", true),
            ("x-fluo-console:1", false),
            ("x-fluo-console:0 sec-fetch-site:same-origin", false),
            ("sec-fetch-site:same-origin origin:http://127.0.0.1:8080", false),
            ("x-fluo-console:1 sec-fetch-site:same-site", false),
            ("x-fluo-console:1 sec-fetch-site:cross-site", false),
            ("x-fluo-console:1 sec-fetch-site:none", false),
            ("x-fluo-console:1 origin:http://127.0.0.1:9090", false),
            ("x-fluo-console:1 origin:null", false),
            ("x-fluo-console:1 sec-fetch-site:same-origin origin:http://evil.example", false),
            ("x-fluo-console:1 sec-fetch-site:cross-site origin:http://127.0.0.1:8080", false),
        ] {
            let mut headers = HeaderMap::new();
            for header in given.split(' ') {
                let (name, value) = header.split_once(':').unwrap();
                let name = name.parse::<HeaderName>().unwrap();
                headers.insert(name, HeaderValue::from_static(value));
            }
            assert_eq!(sent_by_our_page(&headers, own), fine, "{given}");
        }
    }
}
