//! Someone else's page, and someone else's name for our address.

use crate::stage::{Setting, Stage};

const STATUS: &str = "/api/v1/signals/1/status";
const BODY: &str = r#"{"status":"RESOLVED"}"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_changes_something_only_from_our_own_page() {
    let stage = Stage::set().await;
    let browser = stage.browser().await;
    let own = stage.url();
    let (ours, cross_site) = ((404, "not_found".to_owned()), (403, "cross_site".to_owned()));
    for (headers, expected) in [
        (vec![("x-fluo-console", "1"), ("sec-fetch-site", "same-origin")], &ours),
        (vec![("x-fluo-console", "1"), ("origin", own.as_str())], &ours),
        (vec![("x-fluo-console", "1"), ("sec-fetch-site", "same-origin"), ("origin", own.as_str())], &ours),
        (vec![], &cross_site),
        (vec![("x-fluo-console", "1")], &cross_site),
        (vec![("sec-fetch-site", "same-origin"), ("origin", own.as_str())], &cross_site),
        (vec![("x-fluo-console", "yes"), ("sec-fetch-site", "same-origin")], &cross_site),
        (vec![("x-fluo-console", "1"), ("sec-fetch-site", "cross-site")], &cross_site),
        (vec![("x-fluo-console", "1"), ("sec-fetch-site", "same-site")], &cross_site),
        (vec![("x-fluo-console", "1"), ("sec-fetch-site", "none")], &cross_site),
        (vec![("x-fluo-console", "1"), ("origin", "http://evil.example")], &cross_site),
        (vec![("x-fluo-console", "1"), ("origin", "null")], &cross_site),
        (
            vec![
                ("x-fluo-console", "1"),
                ("sec-fetch-site", "same-origin"),
                ("origin", "http://evil.example"),
            ],
            &cross_site,
        ),
    ] {
        let visitor =
            headers.iter().fold(browser.clone(), |visitor, (name, value)| visitor.with(name, value));
        assert_eq!(visitor.put(STATUS, BODY).await.refusal(), *expected, "{headers:?}");
    }
    // Reading needs no evidence, and a token is evidence enough.
    assert_eq!(browser.with("sec-fetch-site", "none").get("/api/v1/session/me").await.status, 200);
    assert_eq!(stage.program().put(STATUS, BODY).await.refusal(), ours);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_our_own_names_are_answered() {
    let stage =
        Stage::set_with(Setting { public_url: Some("https://fluo.example"), ..Setting::default() }).await;
    let port = stage.host.address.port();
    for (host, fine) in [
        (format!("127.0.0.1:{port}"), true),
        (format!("localhost:{port}"), true),
        ("fluo.example".to_owned(), true),
        ("evil.example".to_owned(), false),
        (format!("evil.example:{port}"), false),
        ("192.0.2.7".to_owned(), false),
        ("fluo.example.evil.example".to_owned(), false),
    ] {
        for path in ["/", "/sign-in?token=x", "/docs", "/api/v1/session/me", "/metrics"] {
            let answer = stage.program().with("host", &host).get(path).await;
            assert_eq!(answer.status != 403, fine, "{host}{path}");
        }
        assert_eq!(stage.anonymous().with("host", &host).get("/health").await.status, 200);
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_for_this_machine_and_for_who_is_signed_in() {
    let stage = Stage::set().await;
    assert_eq!(stage.anonymous().get("/metrics").await.status, 200);
    let forwarded = stage.anonymous().with("x-forwarded-for", "192.0.2.7");
    assert_eq!(forwarded.get("/metrics").await.refusal().0, 401);
    let signed_in = stage.program().with("x-forwarded-for", "192.0.2.7").get("/metrics").await;
    for name in [
        "fluo_console_http_requests_seconds_bucket{method=\"GET\",route=\"/metrics\",status=\"200\"",
        "fluo_console_http_streams 0",
        "process_resident_memory_bytes ",
        "fluo_console_mirrored_signals 0",
    ] {
        assert!(signed_in.body.contains(name), "{name}");
    }
    stage.end().await;
}
