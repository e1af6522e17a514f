//! Signing in through a provider: who comes in, as what, and who does not.

use std::time::Duration;

use console_api::RoleId;
use console_core::identity::{ProviderConfig, RoleClaim};
use it::evil_provider::{Account, CLIENT, EvilProvider, SECRET, Says};
use serde_json::{Value, json};

use crate::stage::{Setting, Stage, on_both, within};
use crate::visitor::{Answer, Visitor};

const ME: &str = "/api/v1/session/me";
const MEMBERS: &str = "/api/v1/members";

fn config(provider: &EvilProvider, says: Says) -> ProviderConfig {
    let patience = if says == Says::Slow { Duration::from_millis(500) } else { Duration::from_secs(20) };
    ProviderConfig {
        id: says.id(),
        name: "Company".to_owned(),
        issuer: provider.issuer(says),
        client_id: CLIENT.to_owned(),
        client_secret: Some(SECRET.into()),
        scopes: vec!["profile".to_owned()],
        origins: Vec::new(),
        parameters: Vec::new(),
        role_claim: None,
        patience,
    }
}

/// The same, where the provider's groups are roles here.
fn with_roles(config: ProviderConfig) -> ProviderConfig {
    let roles = [("ops", "admin"), ("all", "viewer"), ("boss", "owner"), ("lost", "nowhere")];
    let roles = roles.map(|(value, role)| (value.to_owned(), RoleId::from(role))).to_vec();
    ProviderConfig { role_claim: Some(RoleClaim { claim: "groups".to_owned(), roles }), ..config }
}

fn ada(groups: &[&str]) -> Account {
    Account {
        subject: "248289761001".to_owned(),
        claims: json!({ "name": "Ada", "email": "ada@example.com", "groups": groups }),
        session: "session of ada".to_owned(),
    }
}

/// Sets off, and answers the address at the provider and the browser as it waits.
async fn leave(stage: &Stage, says: Says, query: &str) -> Result<(String, Visitor), Answer> {
    let answer = stage.anonymous().get(&format!("/sign-in/with/{}{query}", says.id())).await;
    if answer.status != 303 {
        return Err(answer);
    }
    let cookie = answer.header("set-cookie");
    for part in ["fluo_departure=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=600"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    Ok((answer.header("location").to_owned(), stage.anonymous().keep_cookie(&answer)))
}

fn asked(url: &str, name: &str) -> String {
    let url: reqwest::Url = url.parse().unwrap();
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

/// Where the provider's page sends the browser.
fn back(provider: &EvilProvider, says: Says, url: &str) -> String {
    let query =
        [("code", provider.agree(url)), ("state", asked(url, "state")), ("iss", provider.issuer(says))];
    let callback = format!("http://127.0.0.1/sign-in/with/{}/callback", says.id());
    let callback = reqwest::Url::parse_with_params(&callback, query).unwrap();
    format!("{}?{}", callback.path(), callback.query().unwrap())
}

/// All the way there and back.
async fn sign_in(stage: &Stage, provider: &EvilProvider, says: Says, query: &str) -> Answer {
    match leave(stage, says, query).await {
        Ok((url, browser)) => browser.get(&back(provider, says, &url)).await,
        Err(refused) => refused,
    }
}

/// The session that an answer gave.
fn session(answer: &Answer) -> Option<String> {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    cookies.filter(|cookie| cookie.starts_with("fluo_session=")).map(str::to_owned).next()
}

/// Somebody who came in.
async fn person(stage: &Stage, answer: &Answer) -> (Visitor, Value) {
    assert_eq!((answer.status, answer.header("location")), (303, "/"), "{}", answer.body);
    let session = session(answer).unwrap();
    assert!(session.contains("; HttpOnly; SameSite=Strict"), "{session}");
    let person = stage.anonymous().as_our_page().with("cookie", session.split(';').next().unwrap());
    let me = person.get(ME).await.data();
    (person, me)
}

async fn invite(stage: &Stage, role: &str) -> String {
    let body = json!({ "email": "ada@example.com", "role": role }).to_string();
    let made = stage.program().post("/api/v1/invitations", &body).await.data();
    format!("?invitation={}", made["secret"].as_str().unwrap())
}

/// Rows of a table of a stage on SQLite.
async fn rows(stage: &Stage, table: &str) -> i64 {
    sqlx::any::install_default_drivers();
    let path = stage.data().with_file_name("console.db");
    let pool = sqlx::AnyPool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let count = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&pool).await.unwrap();
    pool.close().await;
    count
}

/// The newest sign-in in the audit trail.
async fn noted(stage: &Stage) -> Value {
    let path = "/api/v1/audit?action=session.signed_in&limit=1";
    stage.program().get(path).await.data()[0].clone()
}

async fn the_invited_comes_in_and_is_known_again(setting: Setting) {
    let provider = EvilProvider::start().await;
    let says = Says::Truth;
    let stage = Stage::set_with(Setting { providers: vec![config(&provider, says)], ..setting }).await;
    // Somebody else has that e-mail address here, and it opens nothing.
    stage.account("ada", "owner").await;
    provider.sits_down(ada(&[]));
    let listed = stage.anonymous().get("/sign-in/providers").await.data();
    assert_eq!(listed, json!([{ "id": "truth", "name": "Company", "path": "/sign-in/with/truth" }]));

    let stranger = sign_in(&stage, &provider, says, "").await;
    assert_eq!((stranger.status, session(&stranger)), (403, None));
    assert!(stranger.body.contains("nobody has invited you here"), "{}", stranger.body);
    assert_eq!(stage.program().get(MEMBERS).await.data().as_array().unwrap().len(), 1);

    let invitation = invite(&stage, "member").await;
    let (_, first) = person(&stage, &sign_in(&stage, &provider, says, &invitation).await).await;
    assert_eq!((&first["user"]["name"], &first["role"]["id"]), (&json!("Ada"), &json!("member")));
    let (desk, again) = person(&stage, &sign_in(&stage, &provider, says, "").await).await;
    assert_eq!(again["user"]["id"], first["user"]["id"]);
    assert_eq!(stage.program().get(MEMBERS).await.data().as_array().unwrap().len(), 2);

    // An invitation that was used lets nobody else in.
    provider.sits_down(Account { subject: "somebody else".to_owned(), ..ada(&[]) });
    assert_eq!(sign_in(&stage, &provider, says, &invitation).await.status, 403);
    // No password opens the account, and none can be given to it.
    for password in ["", "external", crate::stage::PASSWORD] {
        let email = format!("external {}", first["user"]["id"].as_str().unwrap());
        assert_eq!(stage.anonymous().as_our_page().sign_in(&email, password).await.refusal().0, 401);
    }
    let noted = noted(&stage).await;
    assert!(noted.to_string().contains("provider"), "{noted}");

    // Who is no member any more does not come in again.
    desk.post("/api/v1/members/leave", "{}").await.data();
    provider.sits_down(ada(&[]));
    assert_eq!(sign_in(&stage, &provider, says, "").await.status, 403);
    stage.end().await;
}
on_both!(invited, the_invited_comes_in_and_is_known_again);

async fn the_claim_gives_the_role(setting: Setting) {
    let provider = EvilProvider::start().await;
    let says = Says::Truth;
    let providers = vec![with_roles(config(&provider, says))];
    let stage = Stage::set_with(Setting { providers, ..setting }).await;
    provider.sits_down(ada(&["nobody knows this"]));
    let refused = sign_in(&stage, &provider, says, "").await;
    assert_eq!((refused.status, session(&refused)), (403, None));
    provider.sits_down(ada(&["lost"]));
    assert_eq!(sign_in(&stage, &provider, says, "").await.status, 409);
    assert_eq!(stage.program().get(MEMBERS).await.data(), json!([]));

    for (groups, role) in [(["all", "ops"], "admin"), (["all", ""], "viewer"), (["boss", ""], "owner")] {
        provider.sits_down(ada(&groups));
        let (_, me) = person(&stage, &sign_in(&stage, &provider, says, "").await).await;
        assert_eq!(me["role"]["id"], role);
    }
    // The last owner stays one.
    provider.sits_down(ada(&["all"]));
    let (_, me) = person(&stage, &sign_in(&stage, &provider, says, "").await).await;
    assert_eq!(me["role"]["id"], "owner");
    stage.end().await;
}
on_both!(roles_by_claim, the_claim_gives_the_role);

/// One answer that is good in everything but one thing lets nobody in; the good one does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_lie_is_believed() {
    let provider = EvilProvider::start().await;
    let all = Says::LIES.iter().copied().chain([Says::Truth]);
    let providers = all.map(|says| with_roles(config(&provider, says))).collect();
    let stage = Stage::set_with(Setting { providers, ..Setting::default() }).await;
    provider.sits_down(ada(&["all"]));
    let mut believed = Vec::new();
    let mut kept = 0;
    for says in Says::LIES {
        let answer = sign_in(&stage, &provider, *says, "").await;
        let refused = matches!(answer.status, 401 | 503) && answer.body.contains("You are not signed in");
        let before = kept;
        kept = rows(&stage, "sessions").await + rows(&stage, "external_identities").await;
        if !refused || session(&answer).is_some() || kept > before {
            believed.push((*says, answer.status, answer.body));
        }
    }
    assert!(believed.is_empty(), "{believed:#?}");
    let noted = noted(&stage).await;
    assert_eq!(noted["outcome"], "denied", "{noted}");
    assert_eq!(stage.program().get(MEMBERS).await.data(), json!([]));
    let (_, me) = person(&stage, &sign_in(&stage, &provider, Says::Truth, "").await).await;
    assert_eq!(me["user"]["name"], "Ada");
    assert_eq!(rows(&stage, "sessions").await, 1);
    stage.end().await;
}

/// A provider whose keys are elsewhere is believed where the installation says that they are; people are sent there
/// with what it says beside the usual, and with who they say they are.
async fn the_installation_says_where_keys_are_and_what_is_sent_along(setting: Setting) {
    let provider = EvilProvider::start().await;
    let at_two = ProviderConfig {
        origins: vec![provider.other_origin()],
        parameters: vec![("hd".to_owned(), "example.com".to_owned())],
        ..with_roles(config(&provider, Says::KeysElsewhere))
    };
    let strict = with_roles(config(&provider, Says::TokensElsewhere));
    let stage = Stage::set_with(Setting { providers: vec![at_two, strict], ..setting }).await;
    provider.sits_down(ada(&["all"]));
    let (_, me) = person(&stage, &sign_in(&stage, &provider, Says::KeysElsewhere, "").await).await;
    assert_eq!(me["user"]["name"], "Ada");
    assert_eq!(sign_in(&stage, &provider, Says::TokensElsewhere, "").await.status, 503);

    let hint = "?login_hint=ada%40example.com";
    let (url, _) = leave(&stage, Says::KeysElsewhere, hint).await.unwrap();
    assert_eq!(
        (asked(&url, "hd"), asked(&url, "login_hint")),
        ("example.com".into(), "ada@example.com".into())
    );
    let long = format!("?login_hint={}", "a".repeat(1_000));
    let (url, _) = leave(&stage, Says::KeysElsewhere, &long).await.unwrap();
    assert!(!url.contains("login_hint"), "{url}");
    stage.end().await;
}
on_both!(elsewhere, the_installation_says_where_keys_are_and_what_is_sent_along);

async fn only_the_browser_that_left_comes_back_and_once(setting: Setting) {
    let provider = EvilProvider::start().await;
    let says = Says::Truth;
    let clock = std::sync::Arc::new(crate::sessions::AheadClock::default());
    let providers = vec![with_roles(config(&provider, says))];
    let stage = Stage::set_with(Setting { providers, clock: clock.clone(), ..setting }).await;
    provider.sits_down(ada(&["all"]));
    let refused = |answer: &Answer| (answer.status, session(answer)) == (401, None);

    let (url, browser) = leave(&stage, says, "").await.unwrap();
    let (_, other) = leave(&stage, says, "").await.unwrap();
    let target = back(&provider, says, &url);
    assert!(refused(&stage.anonymous().get(&target).await), "without the cookie");
    assert!(refused(&other.get(&target).await), "in another browser");
    let forged = target.replace(&asked(&url, "state"), "of-somebody-else");
    assert!(refused(&browser.get(&forged).await), "with another state");
    assert_eq!(browser.send("HEAD", &target, None).await.status, 204);
    person(&stage, &browser.get(&target).await).await;
    assert!(refused(&browser.get(&back(&provider, says, &url)).await), "a second time");

    let (url, browser) = leave(&stage, says, "").await.unwrap();
    let elsewhere = back(&provider, Says::Signature, &url).replace("/signature/callback", "/truth/callback");
    assert!(refused(&browser.get(&elsewhere).await), "an answer of another provider");
    let (url, browser) = leave(&stage, says, "").await.unwrap();
    let silent = back(&provider, says, &url).split("&iss=").next().unwrap().to_owned();
    assert!(refused(&browser.get(&silent).await), "an answer that does not say whose it is");
    let (url, browser) = leave(&stage, says, "").await.unwrap();
    let iss = back(&provider, says, &url).split("&iss=").nth(1).unwrap().to_owned();
    let declined =
        format!("/sign-in/with/truth/callback?error=access_denied&state={}&iss={iss}", asked(&url, "state"));
    assert!(refused(&browser.get(&declined).await), "who said no at the provider");

    let (url, browser) = leave(&stage, says, "").await.unwrap();
    clock.advance(10 * 60 * 1_000_000);
    assert!(refused(&browser.get(&back(&provider, says, &url)).await), "too late");
    assert_eq!(stage.anonymous().get("/sign-in/with/nobody").await.status, 404);
    stage.end().await;
}
on_both!(the_way_back, only_the_browser_that_left_comes_back_and_once);

async fn signing_out_ends_the_session_at_the_provider_too(setting: Setting) {
    let provider = EvilProvider::start().await;
    let says = Says::Truth;
    let providers = vec![with_roles(config(&provider, says))];
    let stage = Stage::set_with(Setting { providers, ..setting }).await;
    provider.sits_down(ada(&["all"]));
    let (ada, _) = person(&stage, &sign_in(&stage, &provider, says, "").await).await;
    assert_eq!(ada.with_only("x-fluo-console", "0").post("/sign-out", "{}").await.refusal().0, 403);
    assert_eq!(provider.grants(), 1);
    let out = ada.post("/sign-out", "{}").await;
    let url = out.data()["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with(&format!("{}/end?", provider.issuer(says))), "{url}");
    assert_eq!(asked(&url, "client_id"), CLIENT);
    assert_eq!(asked(&url, "post_logout_redirect_uri"), format!("{}/", stage.url()));
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    assert_eq!(ada.get(ME).await.refusal().0, 401);

    // What the provider could have been asked again with is given back.
    within(10, async || provider.grants() == 0).await;

    // Who came with a password goes nowhere else.
    stage.account("grace", "viewer").await;
    let grace = stage.person("grace").await;
    assert_eq!(grace.post("/sign-out", "{}").await.data(), json!({ "url": null }));
    assert_eq!(grace.get(ME).await.refusal().0, 401);
    stage.end().await;
}
on_both!(signing_out, signing_out_ends_the_session_at_the_provider_too);

async fn log_out(stage: &Stage, token: &str) -> Answer {
    let body = format!("logout_token={token}");
    let provider = stage.anonymous().with("content-type", "application/x-www-form-urlencoded");
    provider.send("POST", "/sign-in/with/truth/back-channel-logout", Some(&body)).await
}

async fn a_logout_token_ends_the_sessions_it_names(setting: Setting) {
    let provider = EvilProvider::start().await;
    let says = Says::Truth;
    let providers = vec![with_roles(config(&provider, says))];
    let stage = Stage::set_with(Setting { providers, ..setting }).await;
    stage.account("grace", "viewer").await;
    let grace = stage.person("grace").await;
    provider.sits_down(ada(&["all"]));
    let (desk, _) = person(&stage, &sign_in(&stage, &provider, says, "").await).await;
    provider.sits_down(Account { session: "another".to_owned(), ..ada(&["all"]) });
    let (phone, _) = person(&stage, &sign_in(&stage, &provider, says, "").await).await;
    let alive = async |person: &Visitor| person.get(ME).await.status == 200;

    for (what, claims) in [
        ("it has a nonce", json!({ "nonce": "n" })),
        ("it is about nothing", json!({ "events": null })),
        ("it is about something else", json!({ "events": { "urn:other": {} } })),
        ("it cannot be told from a second one", json!({ "jti": null })),
        ("it is for somebody else", json!({ "aud": "somebody-else" })),
        ("another issued it", json!({ "iss": "http://127.0.0.1/other" })),
        ("it is over", json!({ "iat": 1_700_000_000, "exp": 1_700_000_100 })),
        ("it is too old", json!({ "iat": 1_700_000_000 })),
        ("it names nobody", json!({ "sub": null, "sid": null })),
    ] {
        let answer = log_out(&stage, &provider.logout_token(says, &claims)).await;
        assert_eq!(answer.refusal(), (400, "invalid".to_owned()), "{what}");
    }
    assert_eq!(log_out(&stage, &provider.forged_logout_token(says)).await.refusal().0, 400);
    assert_eq!(log_out(&stage, "nonsense").await.refusal().0, 400);
    assert!(alive(&desk).await && alive(&phone).await && alive(&grace).await);

    // The session it names, and that one alone; the token works once.
    let token = provider.logout_token(says, &json!({}));
    assert_eq!(log_out(&stage, &token).await.status, 200);
    assert!(alive(&desk).await && !alive(&phone).await && alive(&grace).await);
    assert_eq!(log_out(&stage, &token).await.refusal().0, 400);
    // All of them where it names none.
    let everywhere = provider.logout_token(says, &json!({ "sid": null }));
    assert_eq!(log_out(&stage, &everywhere).await.status, 200);
    assert!(!alive(&desk).await && alive(&grace).await);
    stage.end().await;
}
on_both!(back_channel_logout, a_logout_token_ends_the_sessions_it_names);

const QUARTER: i64 = 15 * 60 * 1_000_000;

async fn the_provider_is_asked_again_once(setting: Setting) {
    let provider = EvilProvider::start().await;
    let says = Says::Truth;
    let clock = std::sync::Arc::new(crate::sessions::AheadClock::default());
    let providers = [says, Says::ChangesSubject].map(|says| with_roles(config(&provider, says))).to_vec();
    let stage = Stage::set_with(Setting { providers, clock: clock.clone(), ..setting }).await;
    provider.sits_down(ada(&["all"]));
    let (grace, _) = person(&stage, &sign_in(&stage, &provider, Says::ChangesSubject, "").await).await;
    let (desk, _) = person(&stage, &sign_in(&stage, &provider, says, "").await).await;
    assert_eq!((desk.get(ME).await.status, grace.get(ME).await.status, provider.renewals()), (200, 200, 0));

    // Of 500 at the same time one asks; had two, the second would have ended the grant.
    for round in 1..=2 {
        clock.advance(QUARTER);
        let answers = futures_util::future::join_all((0..500).map(|_| desk.get(ME))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        assert_eq!(provider.renewals(), round);
    }

    // One that does not answer says nothing about anybody, and is asked again soon.
    provider.be_silent(true);
    clock.advance(QUARTER);
    assert_eq!((desk.get(ME).await.status, provider.renewals()), (200, 2));
    provider.be_silent(false);
    clock.advance(60 * 1_000_000);
    assert_eq!((desk.get(ME).await.status, provider.renewals()), (200, 3));

    // One that now speaks of somebody else ends the session, and so does one that vouches no more.
    assert_eq!(grace.get(ME).await.refusal().0, 401);
    assert_eq!((grace.get(ME).await.status, provider.renewals()), (401, 4));
    provider.end_grants();
    clock.advance(QUARTER);
    assert_eq!((desk.get(ME).await.status, provider.renewals()), (401, 5));
    assert_eq!((desk.get(ME).await.status, provider.renewals()), (401, 5));
    stage.end().await;
}
on_both!(renewal, the_provider_is_asked_again_once);
