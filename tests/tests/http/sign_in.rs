//! The one-time link and what it leads to.

use crate::stage::{Setting, Stage};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_signs_one_browser_in_once() {
    let stage = Stage::set().await;
    let link = stage.host.sign_in_url().await.unwrap();
    let path = link.strip_prefix(&stage.url()).unwrap();

    let first = stage.anonymous().get(path).await;
    assert_eq!((first.status, first.header("location")), (303, "/"));
    let cookie = first.header("set-cookie");
    for part in ["fluo_session=", "; Path=/", "; HttpOnly", "; SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap();
    let me = stage.anonymous().with("cookie", cookie).get("/api/v1/session/me").await.data();
    assert_eq!(me["user"]["id"], "operator");

    let second = stage.anonymous().get(path).await;
    assert_eq!(second.status, 401);
    assert!(second.headers.get("set-cookie").is_none());
    assert!(second.body.contains("fluo-console link"), "{}", second.body);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_ahead_does_not_use_a_link_up() {
    let stage = Stage::set().await;
    let link = stage.host.sign_in_url().await.unwrap();
    let path = link.strip_prefix(&stage.url()).unwrap();
    stage.anonymous().send("HEAD", path, None).await;
    stage.anonymous().with("sec-purpose", "prefetch").get(path).await;
    assert_eq!(stage.anonymous().get(path).await.status, 303);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_browsers_race_for_a_link_and_one_wins() {
    let stage = Stage::set().await;
    let link = stage.host.sign_in_url().await.unwrap();
    let path = link.strip_prefix(&stage.url()).unwrap();
    let visitors: Vec<_> = (0..20).map(|_| stage.anonymous()).collect();
    let answers = futures_util::future::join_all(visitors.iter().map(|visitor| visitor.get(path))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_https_the_cookie_is_bound_to_the_host() {
    let stage =
        Stage::set_with(Setting { public_url: Some("https://fluo.example"), ..Setting::default() }).await;
    let link = stage.host.sign_in_url().await.unwrap();
    let path = link.strip_prefix("https://fluo.example").unwrap();
    let answer = stage.anonymous().with("host", "fluo.example").get(path).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-fluo_session=") && cookie.ends_with("; Secure"), "{cookie}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_credentials_are_no_credentials() {
    let stage = Stage::set().await;
    for (name, value) in [
        ("authorization", "Bearer wrong"),
        ("authorization", "Basic b3BlcmF0b3I6"),
        ("cookie", "fluo_session=wrong"),
        ("cookie", "fluo_session="),
    ] {
        let answer = stage.anonymous().with(name, value).get("/api/v1/session/me").await;
        assert_eq!(answer.refusal(), (401, "unauthenticated".to_owned()), "{name}: {value}");
    }
    stage.end().await;
}
