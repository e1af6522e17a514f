//! Second factors: enrolled with an app, asked for when signing in, lost and reset, and asked for by a tenant.

use std::sync::Arc;

use console_core::{Clock as _, SystemClock};
use it::authenticator::code;
use serde_json::{Value, json};

use crate::sessions::AheadClock;
use crate::stage::{PASSWORD, Setting, Stage, on_both};
use crate::visitor::{Answer, Visitor};

const ME: &str = "/api/v1/session/me";
const FACTOR: &str = "/api/v1/account/second-factor";
const POLICY: &str = "/api/v1/sign-in-policy";
const MINUTE: i64 = 60 * 1_000_000;

/// Somebody's phone, whose clock is the story's.
pub(crate) struct Phone {
    secret: String,
    clock: Arc<AheadClock>,
}

impl Phone {
    /// A code that was not shown before.
    pub(crate) fn next(&self) -> String {
        self.clock.advance(MINUTE / 2);
        code(&self.secret, self.clock.now())
    }
}

fn shown(code: &str) -> String {
    json!({ "code": code }).to_string()
}

/// Signs in with the password and keeps what the second step takes.
pub(crate) async fn half_way(stage: &Stage, name: &str) -> Visitor {
    let page = stage.anonymous().as_our_page();
    let answer = page.sign_in(&format!("{name}@example.com"), PASSWORD).await;
    let data = answer.data();
    assert!(data["secondStepUntil"].is_string() && data["user"].is_null(), "{data}");
    page.keep_cookie(&answer)
}

pub(crate) async fn second_step(half: &Visitor, code: &str) -> Answer {
    half.post("/sign-in/second-step", &shown(code)).await
}

/// Enrols a phone; answers it with the recovery codes and the browser, whose session got another secret.
pub(crate) async fn enrol(person: &Visitor, clock: &Arc<AheadClock>) -> (Phone, Vec<String>, Visitor) {
    let told = person.post(FACTOR, "{}").await.data();
    let phone = Phone { secret: told["secret"].as_str().unwrap().to_owned(), clock: Arc::clone(clock) };
    assert!(told["uri"].as_str().unwrap().contains(&format!("secret={}", phone.secret)), "{told}");
    assert!(told["qrSvg"].as_str().unwrap().starts_with("<svg "));
    let confirmed = person.post(&format!("{FACTOR}/confirm"), &shown(&phone.next())).await;
    let codes: Vec<_> = confirmed.data()["recoveryCodes"].as_array().unwrap().clone();
    let codes = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    (phone, codes, person.keep_cookie(&confirmed))
}

async fn a_code_is_asked_for_and_taken_once(setting: Setting) {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    stage.account("ada", "member").await;
    let (here, there) = (stage.person("ada").await, stage.person("ada").await);
    assert_eq!(here.get(FACTOR).await.data()["since"], Value::Null);
    // What was begun and not confirmed asks for nothing yet.
    let wrong = here.post(&format!("{FACTOR}/confirm"), &shown("000000")).await;
    assert_eq!(wrong.refusal(), (409, "conflict".to_owned()));
    here.post(FACTOR, "{}").await.data();
    let wrong = here.post(&format!("{FACTOR}/confirm"), &shown("00000x")).await;
    assert_eq!(wrong.refusal(), (400, "invalid".to_owned()));
    let again = stage.person("ada").await;
    assert_eq!(again.get(ME).await.status, 200);

    let (phone, codes, renewed) = enrol(&here, &clock).await;
    assert_eq!(codes.len(), 10);
    for old in [&here, &there, &again] {
        assert_eq!(old.get(ME).await.refusal().0, 401);
    }
    let here = renewed;
    let now = here.get(FACTOR).await.data();
    assert!(now["since"].is_string() && now["recoveryCodesLeft"] == 10 && now["required"] == false, "{now}");
    assert_eq!(here.post(FACTOR, "{}").await.refusal(), (409, "conflict".to_owned()));

    // The password alone opens nothing: neither as a session nor as anything else.
    let half = half_way(&stage, "ada").await;
    let cookie = half.clone();
    assert_eq!(cookie.get(ME).await.refusal().0, 401);
    let secret = half.cookie_value();
    let disguised = stage.anonymous().as_our_page().with("cookie", &format!("fluo_session={secret}"));
    assert_eq!(disguised.get(ME).await.refusal().0, 401);
    let bearer = stage.anonymous().with("authorization", &format!("Bearer {secret}"));
    assert_eq!(bearer.get(ME).await.refusal().0, 401);

    let right = phone.next();
    assert_eq!(second_step(&half, "123456").await.refusal(), (401, "unauthenticated".to_owned()));
    let signed_in = second_step(&half, &format!("{} {}", &right[..3], &right[3..])).await;
    assert_eq!(signed_in.data()["user"]["name"], "ada");
    assert_eq!(half.keep_cookie(&signed_in).get(ME).await.status, 200);
    // Neither the half session nor the code goes twice.
    assert_eq!(second_step(&half, &phone.next()).await.refusal().0, 401);
    let half = half_way(&stage, "ada").await;
    assert_eq!(second_step(&half, &right).await.refusal().0, 401);
    assert_eq!(second_step(&half, &phone.next()).await.status, 200);

    // A recovery code stands in for the phone, once, however it is written.
    let half = half_way(&stage, "ada").await;
    assert_eq!(second_step(&half, &codes[3].to_uppercase().replace('-', " ")).await.status, 200);
    let half = half_way(&stage, "ada").await;
    assert_eq!(second_step(&half, &codes[3]).await.refusal().0, 401);
    assert_eq!(here.get(FACTOR).await.data()["recoveryCodesLeft"], 9);
    let renewed = here.post("/api/v1/account/recovery-codes", &shown(&codes[4])).await.data();
    assert_eq!(second_step(&half, &codes[5]).await.refusal().0, 401);
    let fresh = renewed["recoveryCodes"][0].as_str().unwrap();
    assert_eq!(second_step(&half, fresh).await.status, 200);

    // It takes both to do without.
    let give_up = async |password: &str, code: &str| {
        let body = json!({ "password": password, "code": code }).to_string();
        here.post(&format!("{FACTOR}/disable"), &body).await
    };
    assert_eq!(give_up("wrong horse battery", &phone.next()).await.refusal().0, 400);
    assert_eq!(give_up(PASSWORD, "123456").await.refusal().0, 400);
    give_up(PASSWORD, &phone.next()).await.data();
    stage.person("ada").await;
    stage.end().await;
}
on_both!(second_step_story, a_code_is_asked_for_and_taken_once);

/// Many browsers show the same code at once, and one comes in.
async fn one_code_lets_one_in(setting: Setting) {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    stage.account("ada", "member").await;
    let (phone, _, _) = enrol(&stage.person("ada").await, &clock).await;
    let mut halves = Vec::new();
    for _ in 0..5 {
        halves.push(half_way(&stage, "ada").await);
    }
    let right = phone.next();
    let answers = futures_util::future::join_all(halves.iter().map(|half| second_step(half, &right))).await;
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    stage.end().await;
}
on_both!(one_code, one_code_lets_one_in);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_are_not_guessed() {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..Setting::default() }).await;
    stage.account("ada", "member").await;
    let (phone, _, _) = enrol(&stage.person("ada").await, &clock).await;
    // One half session tries a few codes and is over; further ones run into the count.
    let half = half_way(&stage, "ada").await;
    let mut refusals = Vec::new();
    for number in 0..8 {
        refusals.push(second_step(&half, &format!("{number:06}")).await.refusal().0);
    }
    assert_eq!(refusals[..5], [401; 5]);
    assert!(refusals.contains(&429), "{refusals:?}");
    assert_eq!(second_step(&half, &phone.next()).await.refusal().0, 401);
    let half = half_way(&stage, "ada").await;
    assert_eq!(second_step(&half, "000009").await.refusal(), (429, "rate_limited".to_owned()));
    // Somebody at another address is not kept out, and a half session does not last.
    let home = stage.anonymous().as_our_page().at_address([127, 0, 0, 2]);
    let begun = home.sign_in("ada@example.com", PASSWORD).await;
    let half = home.keep_cookie(&begun);
    assert_eq!(second_step(&half, &phone.next()).await.status, 200);
    let late = home.keep_cookie(&home.sign_in("ada@example.com", PASSWORD).await);
    clock.advance(6 * MINUTE);
    assert_eq!(second_step(&late, &phone.next()).await.refusal().0, 401);
    assert_eq!(second_step(&home, &phone.next()).await.refusal().0, 401);
    stage.end().await;
}

async fn a_tenant_asks_for_a_second_factor(setting: Setting) {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    for (name, role) in [("ada", "admin"), ("grace", "viewer"), ("mary", "owner")] {
        stage.account(name, role).await;
    }
    let (ada, grace, mary) =
        (stage.person("ada").await, stage.person("grace").await, stage.person("mary").await);
    let wanted = r#"{"name":"report","permissions":["signals:read"],"days":1}"#;
    let token = ada.post("/api/v1/tokens", wanted).await.data()["secret"].as_str().unwrap().to_owned();
    let program = stage.anonymous().with("authorization", &format!("Bearer {token}"));
    assert_eq!(program.get("/api/v1/signals").await.status, 200);
    let policy = |asked: &str| {
        json!({ "secondFactor": asked, "idleMinutes": 1_440, "lifetimeHours": 720 }).to_string()
    };
    assert_eq!(grace.put(POLICY, &policy("all")).await.refusal(), (403, "forbidden".to_owned()));
    mary.put(POLICY, &policy("admins")).await.data();

    // Who lacks it is led to it, and gets nothing else; who is not asked goes on, and so does the operator.
    let first = (403, "second_factor_required".to_owned());
    for path in ["/api/v1/signals", "/api/v1/members", "/api/v1/roles", "/api/v1/tokens", POLICY] {
        assert_eq!(ada.get(path).await.refusal(), first, "{path}");
    }
    assert_eq!(ada.get("/api/v1/stream/events").await.refusal(), first);
    assert_eq!(program.get("/api/v1/signals").await.refusal(), first);
    assert_eq!(grace.get("/api/v1/signals").await.status, 200);
    assert_eq!(stage.program().get("/api/v1/signals").await.status, 200);
    let me = ada.get(ME).await.data();
    assert_eq!((&me["secondFactorRequired"], &me["permissions"]), (&json!(true), &json!([])));
    assert_eq!(ada.get(FACTOR).await.data()["required"], true);

    let (phone, _, ada) = enrol(&ada, &clock).await;
    assert_eq!(ada.get("/api/v1/signals").await.status, 200);
    assert_eq!(program.get("/api/v1/signals").await.status, 200);
    assert_eq!(ada.get(ME).await.data()["secondFactorRequired"], false);
    let half = half_way(&stage, "ada").await;
    let signed_in = second_step(&half, &phone.next()).await;
    assert_eq!(signed_in.data()["secondFactorRequired"], false);

    // A lost phone is the operator's to mend: everything is asked again.
    let lost = json!({ "email": "ada@example.com" }).to_string();
    let reset = "/api/v1/accounts/reset-second-factor";
    assert_eq!(mary.post(reset, &lost).await.refusal().0, 403);
    stage.program().post(reset, &lost).await.data();
    assert_eq!(ada.get(ME).await.refusal().0, 401);
    assert_eq!(stage.person("ada").await.get(ME).await.data()["secondFactorRequired"], true);
    stage.end().await;
}
on_both!(asked_by_a_tenant, a_tenant_asks_for_a_second_factor);

async fn what_is_dangerous_asks_who_it_is(setting: Setting) {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    stage.account("mary", "owner").await;
    let mary = stage.person("mary").await;
    let policy = |idle: u32, hours: u32| {
        json!({ "secondFactor": "off", "idleMinutes": idle, "lifetimeHours": hours }).to_string()
    };
    clock.advance(11 * MINUTE);
    let stale = (403, "proof_required".to_owned());
    assert_eq!(mary.post(FACTOR, "{}").await.refusal(), stale);
    assert_eq!(mary.put(POLICY, &policy(60, 24)).await.refusal(), stale);
    let prove = async |password: &str| {
        let body = json!({ "password": password }).to_string();
        mary.post("/api/v1/session/prove", &body).await
    };
    assert_eq!(prove("wrong horse battery").await.refusal(), (400, "invalid".to_owned()));
    assert_eq!(mary.post(FACTOR, "{}").await.refusal(), stale);
    prove(PASSWORD).await.data();
    mary.post(FACTOR, "{}").await.data();

    // Sessions end as the tenant says, those that run as well.
    for refused in [policy(4, 24), policy(10_081, 24), policy(60, 0), policy(60, 2_161)] {
        assert_eq!(mary.put(POLICY, &refused).await.refusal(), (400, "invalid".to_owned()));
    }
    mary.put(POLICY, &policy(60, 24)).await.data();
    assert_eq!(
        mary.get(POLICY).await.data(),
        json!({ "secondFactor": "off", "idleMinutes": 60, "lifetimeHours": 24 })
    );
    let idle = stage.person("mary").await;
    for _ in 0..28 {
        clock.advance(50 * MINUTE);
        assert_eq!(mary.get(ME).await.status, 200);
    }
    assert_eq!(idle.get(ME).await.refusal().0, 401);
    clock.advance(50 * MINUTE);
    assert_eq!(mary.get(ME).await.refusal().0, 401);
    stage.end().await;
}
on_both!(proof, what_is_dangerous_asks_who_it_is);

/// The phone's clock may differ a little from the server's.
#[test]
fn the_app_of_these_stories_shows_codes_of_the_standard() {
    let at = console_api::Timestamp(1_111_111_111 * 1_000_000);
    assert_eq!(code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at), "050471");
    assert_eq!(code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", SystemClock.now()).len(), 6);
}
