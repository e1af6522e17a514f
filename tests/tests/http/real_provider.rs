//! Signing in and out through a provider that others wrote.

use std::sync::Arc;
use std::time::Duration;

use console_api::RoleId;
use console_core::identity::{ProviderConfig, RoleClaim};
use futures_util::future;
use it::real_provider::{Browser, RealProvider};
use serde_json::json;

use crate::sessions::AheadClock;
use crate::stage::{Setting, Stage, on_both, within};
use crate::visitor::Visitor;

const ME: &str = "/api/v1/session/me";
const CLIENT: &str = "console";
const SECRET: &str = "a secret & more: 100%";

fn config(provider: &RealProvider) -> ProviderConfig {
    let roles = vec![("ops".to_owned(), RoleId::from("admin"))];
    ProviderConfig {
        id: "real".to_owned(),
        name: "Real".to_owned(),
        issuer: provider.issuer.clone(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(SECRET.into()),
        scopes: ["profile", "email", "groups"].map(str::to_owned).to_vec(),
        origins: Vec::new(),
        parameters: Vec::new(),
        role_claim: Some(RoleClaim { claim: "groups".to_owned(), roles }),
        patience: Duration::from_secs(20),
    }
}

/// From our page to the provider's and back, with that browser.
async fn sign_in(stage: &Stage, provider: &RealProvider, browser: &mut Browser) -> Visitor {
    let left = stage.anonymous().get("/sign-in/with/real").await;
    assert_eq!(left.status, 303, "{}", left.body);
    let back = browser.follow(provider, left.header("location")).await;
    let path = back.strip_prefix(&stage.url()).unwrap_or_else(|| panic!("{back}"));
    let answer = stage.anonymous().keep_cookie(&left).get(path).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    stage.anonymous().as_our_page().keep_cookie(&answer)
}

async fn come_and_go(setting: Setting, algorithm: &str) {
    let mut provider = RealProvider::start().await;
    let clock = Arc::new(AheadClock::default());
    let providers = vec![config(&provider)];
    let stage = Stage::set_with(Setting { providers, clock: clock.clone(), ..setting }).await;
    let ada = json!({ "sub": "ada", "name": "Ada", "email": "ada@example.com", "groups": ["ops"] });
    provider
        .know(&json!({
            "console": stage.url(), "clientId": CLIENT, "clientSecret": SECRET, "account": ada,
            "algorithm": algorithm,
        }))
        .await;
    let (mut laptop, mut phone) = (Browser::default(), Browser::default());
    let at_laptop = sign_in(&stage, &provider, &mut laptop).await;
    let at_phone = sign_in(&stage, &provider, &mut phone).await;
    let me = at_laptop.get(ME).await.data();
    assert_eq!((&me["user"]["name"], &me["role"]["id"]), (&json!("Ada"), &json!("admin")));
    assert_eq!(at_phone.get(ME).await.data()["user"]["id"], me["user"]["id"]);

    // Signing out here leads to the provider's page, and that one back to us.
    let at_laptop_again = sign_in(&stage, &provider, &mut laptop).await;
    let out = at_laptop.post("/sign-out", "{}").await.data();
    assert_eq!(at_laptop.get(ME).await.status, 401);
    assert_eq!(at_laptop_again.get(ME).await.status, 200);
    let home = laptop.end_session(out["url"].as_str().unwrap()).await;
    assert_eq!(home, format!("{}/", stage.url()));
    // It tells us of what else was signed in with its session, and of that alone.
    within(10, async || at_laptop_again.get(ME).await.status == 401).await;
    assert_eq!(at_phone.get(ME).await.status, 200);

    // While the session goes on it is asked again, each time with the refresh token it gave last.
    for _ in 0..2 {
        clock.advance(15 * 60 * 1_000_000);
        let answers = future::join_all((0..20).map(|_| at_phone.get(ME))).await;
        assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
        tokio::time::timeout(Duration::from_secs(10), provider.renewed()).await.unwrap();
    }
    stage.end().await;
}

async fn with_rsa(setting: Setting) {
    come_and_go(setting, "RS256").await;
}
on_both!(rsa, with_rsa);

async fn with_an_elliptic_curve(setting: Setting) {
    come_and_go(setting, "ES256").await;
}
on_both!(elliptic_curve, with_an_elliptic_curve);
