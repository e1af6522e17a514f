//! What a browser loads: the web UI's files, the documentation, and the headers around them.

use crate::stage::{Setting, Stage};
use crate::visitor::Answer;

const ASSET: &str = "/assets/app-0123456789abcdef.js";

fn assert_page_is_confined(answer: &Answer) {
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src-elem 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value);
    }
    assert!(!answer.header("permissions-policy").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_is_the_page_and_is_asked_for_anew() {
    let stage = Stage::set().await;
    for path in ["/", "/signals", "/signals/01a1?sel=2", "/index.html"] {
        let answer = stage.anonymous().get(path).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-cache"), "{path}");
        assert!(answer.body.contains("<title>page</title>"));
        assert_page_is_confined(&answer);
        let tag = answer.header("etag").to_owned();
        let again = stage.anonymous().with("if-none-match", &tag).get(path).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""));
    }
    let head = stage.anonymous().send("HEAD", "/", None).await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn assets_are_kept_for_ever_and_sent_small() {
    let stage = Stage::set().await;
    for (accepted, encoding, body) in
        [("gzip, deflate, br, zstd", "br", "brotli"), ("gzip", "gzip", "gzip"), ("identity", "", "plain")]
    {
        let answer = stage.anonymous().with("accept-encoding", accepted).get(ASSET).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, body), "{accepted}");
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_outside_the_ui_is_served() {
    let stage = Stage::set().await;
    for path in [
        "/assets/missing.js",
        "/../data/run/token.txt",
        "/%2e%2e/data/console.db",
        "/assets/..%2f..%2fconsole.db",
        "/assets/app-0123456789abcdef.js.br",
        "/favicon.ico",
    ] {
        assert_eq!(stage.anonymous().get(path).await.status, 404, "{path}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_ui_the_page_says_how_to_build_it() {
    let stage = Stage::set_with(Setting { with_ui: false, ..Setting::default() }).await;
    let answer = stage.anonymous().get("/").await;
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains("cargo xtask ui"));
    assert_page_is_confined(&answer);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_documentation_is_a_page_without_scripts() {
    let stage = Stage::set().await;
    let stranger = stage.anonymous().get("/docs").await;
    assert_eq!(stranger.status, 401);
    assert_page_is_confined(&stranger);
    let page = stage.browser().await.get("/docs").await;
    assert_eq!(page.status, 200);
    assert_page_is_confined(&page);
    assert!(page.body.contains("signals.set_status") && page.body.contains("curl -sS"));
    assert!(!page.body.contains("<script"));
    let style = stage.anonymous().get("/docs/style.css").await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_is_open_and_says_little() {
    let stage = Stage::set().await;
    let answer = stage.anonymous().get("/health").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"status":"UP"}"#));
    stage.end().await;
}
