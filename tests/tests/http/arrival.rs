//! Coming by way of a proxy, one that is trusted and one that is not.

use crate::stage::{PASSWORD, Setting, Stage};
use crate::visitor::Visitor;

const ME: &str = "/api/v1/session/me";

async fn behind(proxy: &str, public_url: Option<&'static str>) -> Stage {
    let trusted_proxies = vec![proxy.parse().unwrap()];
    Stage::set_with(Setting { trusted_proxies, public_url, ..Setting::default() }).await
}

/// What the audit trail says of where the last sign-in came from.
async fn last_address(program: &Visitor) -> String {
    let entry = program.get("/api/v1/audit?limit=1").await.data()[0].clone();
    entry["personal"]["address"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_says_who_asks() {
    let stage = behind("127.0.0.1/32", None).await;
    stage.account("ada", "member").await;
    let page = stage.anonymous().as_our_page();
    let from = |hops: &str| page.with("x-forwarded-for", hops);
    assert_eq!(from("203.0.113.7").sign_in("ada@example.com", PASSWORD).await.status, 200);
    assert_eq!(last_address(&stage.program()).await, "203.0.113.7");
    // What came along from outside is further left, and nobody's word.
    assert_eq!(from("127.0.0.1, 203.0.113.8").sign_in("ada@example.com", PASSWORD).await.status, 200);
    assert_eq!(last_address(&stage.program()).await, "203.0.113.8");

    // Guesses are counted for who makes them, not for the proxy.
    for _ in 0..10 {
        assert_eq!(from("203.0.113.9").sign_in("ada@example.com", "wrong").await.status, 401);
    }
    assert_eq!(from("203.0.113.9").sign_in("ada@example.com", "wrong").await.status, 429);
    assert_eq!(from("10.0.0.1, 203.0.113.9").sign_in("ada@example.com", "wrong").await.status, 429);
    assert_eq!(from("203.0.113.10").sign_in("ada@example.com", PASSWORD).await.status, 200);
    // Figures are for this machine, and whoever is behind the proxy is elsewhere.
    assert_eq!(stage.anonymous().with("x-forwarded-for", "127.0.0.1").get("/metrics").await.status, 401);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_not_trusted_speaks_for_themselves_alone() {
    let stage = behind("10.0.0.0/8", None).await;
    stage.account("ada", "member").await;
    let page = stage.anonymous().as_our_page();
    for guess in 0..10 {
        let hops = format!("203.0.113.{guess}");
        let answer = page.with("x-forwarded-for", &hops).sign_in("ada@example.com", "wrong").await;
        assert_eq!(answer.status, 401);
    }
    let answer = page.with("x-forwarded-for", "203.0.113.99").sign_in("ada@example.com", PASSWORD).await;
    assert_eq!(answer.status, 429);
    let claimed =
        stage.anonymous().with("x-forwarded-host", "fluo.example").with("x-forwarded-proto", "https");
    let answer = claimed.get(ME).await;
    assert_eq!((answer.status, answer.header("strict-transport-security")), (401, ""));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_says_under_which_name_and_scheme() {
    let stage = behind("127.0.0.1/32", Some("https://fluo.example")).await;
    stage.account("ada", "member").await;
    let by_proxy = stage
        .anonymous()
        .with("x-forwarded-for", "203.0.113.7")
        .with("x-forwarded-host", "fluo.example")
        .with("x-forwarded-proto", "https")
        .with("x-fluo-console", "1");
    let own = by_proxy.with("origin", "https://fluo.example");
    let signed_in = own.sign_in("ada@example.com", PASSWORD).await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.body);
    assert!(signed_in.header("set-cookie").starts_with("__Host-fluo_session="));
    assert_eq!(signed_in.header("strict-transport-security"), "max-age=31536000");
    // The name that the proxy asked by is not the page's.
    let inner = by_proxy.with("origin", &stage.url());
    assert_eq!(inner.sign_in("ada@example.com", PASSWORD).await.refusal().1, "cross_site");
    let foreign = stage.anonymous().with("x-forwarded-host", "evil.example");
    assert_eq!(foreign.get("/").await.refusal(), (403, "cross_site".to_owned()));
    stage.end().await;
}
