//! Several tenants in one installation: who acts where, who administers what, and what a tenant looks like.

use std::time::Duration;

use it::fake_fluo::{FakeFluo, signal};
use serde_json::{Value, json};

use crate::sessions::AheadClock;
use crate::stage::{PASSWORD, Setting, Stage, on_both, within};
use crate::visitor::{Answer, Visitor};

const ME: &str = "/api/v1/session/me";
const TENANTS: &str = "/api/v1/tenants";
const TENANT: &str = "/api/v1/tenant";
const PLATFORM: &str = "/api/v1/platform";
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

impl Stage {
    /// The operator makes a tenant.
    pub(crate) async fn tenant(&self, name: &str) -> String {
        let body = json!({ "name": name }).to_string();
        let made = self.program().post(&format!("{PLATFORM}/tenants"), &body).await.data();
        made["id"].as_str().unwrap().to_owned()
    }

    /// The operator makes an account that is a member of no tenant.
    pub(crate) async fn user(&self, name: &str) -> String {
        let body = json!({ "email": format!("{name}@example.com"), "name": name, "password": PASSWORD });
        let made = self.program().post(&format!("{PLATFORM}/users"), &body.to_string()).await.data();
        made["user"]["id"].as_str().unwrap().to_owned()
    }

    /// The operator makes an account a member.
    pub(crate) async fn assign(&self, tenant: &str, user: &str, role: &str) -> Answer {
        let path = format!("{PLATFORM}/tenants/{tenant}/members/{user}");
        self.program().put(&path, &json!({ "role": role }).to_string()).await
    }
}

async fn switch(person: &Visitor, tenant: &str) -> Answer {
    person.post(&format!("{TENANTS}/{tenant}/switch"), "{}").await
}

async fn id(person: &Visitor) -> String {
    person.get(ME).await.data()["user"]["id"].as_str().unwrap().to_owned()
}

async fn people_act_in_one_of_their_tenants_at_a_time(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let (payments, other) = (stage.tenant("Payments").await, stage.tenant("Other").await);
    stage.account("ada", "member").await;
    let ada = stage.person("ada").await;
    let ada_id = id(&ada).await;
    stage.assign(&payments, &ada_id, "viewer").await.data();
    let listed = ada.get(TENANTS).await.data();
    let seen: Vec<_> = listed.as_array().unwrap().iter().map(|tenant| &tenant["tenant"]["name"]).collect();
    assert_eq!(seen, ["Local", "Payments"]);
    assert_eq!((&listed[0]["current"], &listed[1]["role"]["id"]), (&json!(true), &json!("viewer")));

    let wanted = r#"{"name":"report","permissions":["signals:read"],"days":9}"#;
    let token = ada.post("/api/v1/tokens", wanted).await.data()["secret"].as_str().unwrap().to_owned();
    let program = stage.anonymous().with("authorization", &format!("Bearer {token}"));
    let mut events = ada.listen(None).await;
    events.next().await.unwrap();

    // A tenant one is not in is as one that is not there.
    let (foreign, unknown) = (switch(&ada, &other).await, switch(&ada, "nothing").await);
    assert_eq!(
        (foreign.refusal(), foreign.json()["error"].clone()),
        (unknown.refusal(), unknown.json()["error"].clone())
    );
    let switched = switch(&ada, &payments).await;
    let me = switched.data();
    assert_eq!((&me["tenant"]["name"], &me["role"]["id"]), (&json!("Payments"), &json!("viewer")));
    assert_eq!(ada.get(ME).await.refusal().0, 401, "the old secret is worth nothing");
    let ended = async { while events.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap();
    let ada = ada.keep_cookie(&switched);
    assert_eq!(ada.get(ME).await.data()["tenant"]["id"], payments.as_str());
    assert_eq!(ada.put("/api/v1/signals/1/status", r#"{"status":"RESOLVED"}"#).await.refusal().0, 403);
    // What nobody connected to a FLUO says so.
    let health = ada.get("/api/v1/fluo/health").await.data();
    assert!(health["problem"].as_str().unwrap().contains("no FLUO is connected"), "{health}");
    assert_eq!(program.get(ME).await.data()["tenant"]["name"], "Local", "a token is of one tenant");
    // Whoever comes back begins where they were.
    assert_eq!(stage.person("ada").await.get(ME).await.data()["tenant"]["id"], payments.as_str());

    let path = format!("{PLATFORM}/tenants/{payments}/members/{ada_id}");
    stage.program().send("DELETE", &path, None).await.data();
    assert_eq!(ada.get(ME).await.refusal().0, 401);
    assert_eq!(stage.person("ada").await.get(ME).await.data()["tenant"]["name"], "Local");
    stage.end().await;
}
on_both!(acting, people_act_in_one_of_their_tenants_at_a_time);

async fn the_installation_is_administered_apart_from_its_tenants(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let (operator, payments) = (stage.program(), stage.tenant("Payments").await);
    let (ada_id, grace_id) = (stage.user("ada").await, stage.user("grace").await);
    stage.assign(&payments, &grace_id, "owner").await.data();
    assert_eq!(stage.assign(&payments, &grace_id, "viewer").await.refusal().0, 409, "the last owner stays");
    assert_eq!(stage.assign(&payments, &grace_id, "pilot").await.refusal().0, 404);
    let grace = stage.person("grace").await;
    assert_eq!(grace.get(ME).await.data()["tenant"]["name"], "Payments");
    let users = format!("{PLATFORM}/users");
    assert_eq!(grace.get(&users).await.refusal(), (403, "forbidden".to_owned()));

    // Somebody who is in no tenant comes in only to administer the installation.
    let page = stage.anonymous().as_our_page();
    assert_eq!(page.sign_in("ada@example.com", PASSWORD).await.refusal().0, 401);
    let admin = format!("{PLATFORM}/admins/{ada_id}");
    operator.put(&admin, "{}").await.data();
    let ada = stage.person("ada").await;
    let me = ada.get(ME).await.data();
    assert_eq!((&me["platformAdmin"], &me["permissions"]), (&json!(true), &json!([])));
    assert_eq!(ada.get("/api/v1/signals").await.refusal().0, 403, "and sees nothing of what is inside");
    assert_eq!(ada.get("/api/v1/stream/events").await.refusal().0, 403);
    let found = ada.get(&format!("{users}?text=GRACE")).await.data();
    assert_eq!(
        (found.as_array().unwrap().len(), &found[0]["memberships"][0]["role"]["id"]),
        (1, &json!("owner"))
    );
    let first = ada.get(&format!("{users}?limit=1")).await.json();
    let next = format!("{users}?limit=1&cursor={}", first["meta"]["cursor"].as_str().unwrap());
    assert_ne!(ada.get(&next).await.data()[0]["user"]["id"], first["data"][0]["user"]["id"]);
    assert_eq!(ada.send("DELETE", &admin, None).await.refusal().0, 409, "the last administrator stays");

    // A tenant that is suspended lets nobody in, until it is resumed.
    let mut events = grace.listen(None).await;
    events.next().await.unwrap();
    let tenant = format!("{PLATFORM}/tenants/{payments}");
    assert_eq!(ada.post(&format!("{tenant}/suspend"), "{}").await.data()["status"], "suspended");
    let ended = async { while events.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap();
    assert_eq!(grace.get(ME).await.refusal().0, 401);
    assert_eq!(page.sign_in("grace@example.com", PASSWORD).await.refusal().0, 401);
    ada.post(&format!("{tenant}/resume"), "{}").await.data();
    assert_eq!(grace.get(ME).await.status, 200);
    for path in [format!("{PLATFORM}/tenants/nothing"), format!("{PLATFORM}/tenants/installation")] {
        assert_eq!(ada.post(&format!("{path}/suspend"), "{}").await.refusal().0, 404);
    }
    assert_eq!(ada.post(&format!("{PLATFORM}/tenants/local/suspend"), "{}").await.refusal().0, 409);

    // An account that is disabled is let in nowhere.
    let mut events = grace.listen(None).await;
    events.next().await.unwrap();
    let account = format!("{users}/{grace_id}");
    assert_eq!(ada.post(&format!("{account}/disable"), "{}").await.data()["disabled"], true);
    let ended = async { while events.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap();
    assert_eq!(grace.get(ME).await.refusal().0, 401);
    assert_eq!(page.sign_in("grace@example.com", PASSWORD).await.refusal().0, 401);
    ada.post(&format!("{account}/enable"), "{}").await.data();
    let grace = stage.person("grace").await;

    // What was done is in the installation's own trail, and in the tenant's where it concerns one.
    let trail = ada.get(&format!("{PLATFORM}/audit")).await.data();
    assert_eq!(
        (&trail[0]["action"], &trail[0]["actor"]["id"]),
        (&json!("platform_users.enable"), &json!(ada_id))
    );
    let told = grace.get("/api/v1/audit?action=platform_tenants.suspend").await.data();
    assert_eq!(told[0]["actor"]["id"], ada_id.as_str());
    stage.end().await;
}
on_both!(administering, the_installation_is_administered_apart_from_its_tenants);

async fn a_tenant_is_named_coloured_handed_over_and_closed(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let payments = stage.tenant("Payments").await;
    let (ada_id, grace_id) = (stage.user("ada").await, stage.user("grace").await);
    stage.assign(&payments, &ada_id, "owner").await.data();
    stage.assign(&payments, &grace_id, "viewer").await.data();
    let (ada, grace) = (stage.person("ada").await, stage.person("grace").await);
    let update = json!({ "name": "Card payments", "description": "From cart to bank" }).to_string();
    assert_eq!(grace.put(TENANT, &update).await.refusal().0, 403);
    assert_eq!(ada.put(TENANT, &update).await.data()["name"], "Card payments");
    assert_eq!(grace.get(ME).await.data()["tenant"]["name"], "Card payments");

    let branded = ada.put(&format!("{TENANT}/brand"), r#"{"hue":510,"chroma":9}"#).await.data();
    assert_eq!(branded["brand"], json!({ "hue": 150.0, "chroma": 0.19 }));
    let theme = branded["theme"].as_str().unwrap().to_owned();
    let sheet = grace.get(&theme).await;
    assert_eq!(sheet.body, ":root{--brand-h:150.00;--brand-c:0.1900}\n");
    assert!(sheet.header("cache-control").contains("immutable"), "{sheet:?}");
    for body in [r#"{"hue":1}"#, r#"{"hue":1,"chroma":-1}"#] {
        assert_eq!(ada.put(&format!("{TENANT}/brand"), body).await.refusal().0, 400);
    }
    let svg =
        |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'>{inside}</svg>");
    let logo = |text: &str| {
        use base64::Engine as _;
        let data = base64::engine::general_purpose::STANDARD.encode(text);
        json!({ "mediaType": "image/svg+xml", "data": data }).to_string()
    };
    let path = format!("{TENANT}/logo");
    assert_eq!(ada.put(&path, &logo(&svg("<script/>"))).await.refusal().0, 400);
    let drawn = svg("<rect width='8' height='8'/>");
    let file = ada.put(&path, &logo(&drawn)).await.data()["logo"].as_str().unwrap().to_owned();
    let shown = grace.get(&file).await;
    assert_eq!((shown.body.as_str(), shown.header("content-type")), (drawn.as_str(), "image/svg+xml"));
    assert!(shown.header("content-security-policy").contains("sandbox"), "{shown:?}");
    // Nobody else has them: not another tenant's people, not a stranger.
    for file in [&theme, &file] {
        assert_eq!(stage.program().get(file).await.refusal(), stage.program().get("/t/x/y").await.refusal());
        assert_eq!(stage.anonymous().get(file).await.status, 401);
    }
    assert_eq!(ada.send("DELETE", &path, None).await.data()["logo"], Value::Null);
    assert_eq!(grace.get(&file).await.status, 404);

    let handed = json!({ "to": grace_id }).to_string();
    assert_eq!(grace.post(&format!("{TENANT}/transfer"), &handed).await.refusal().0, 403);
    ada.post(&format!("{TENANT}/transfer"), &handed).await.data();
    assert_eq!(grace.get(ME).await.data()["role"]["id"], "owner");
    assert_eq!(ada.get(ME).await.data()["role"]["id"], "admin");

    let close = format!("{TENANT}/close");
    assert_eq!(ada.post(&close, r#"{"name":"Card payments"}"#).await.refusal().0, 403);
    assert_eq!(grace.post(&close, r#"{"name":"payments"}"#).await.refusal().0, 400);
    assert!(
        grace.post(&close, r#"{"name":"Card payments"}"#).await.header("set-cookie").contains("Max-Age=0")
    );
    assert_eq!((grace.get(ME).await.status, ada.get(ME).await.status), (401, 401));
    let listed = stage.program().get(&format!("{PLATFORM}/tenants")).await.data();
    let closed = listed.as_array().unwrap().iter().find(|tenant| tenant["id"] == payments.as_str()).unwrap();
    assert_eq!(closed["status"], "closed");
    assert_eq!(stage.program().post(&close, r#"{"name":"Local"}"#).await.refusal().0, 409);
    stage.end().await;
}
on_both!(looks, a_tenant_is_named_coloured_handed_over_and_closed);

async fn each_tenant_follows_a_fluo_of_its_own(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let fluo = FakeFluo::start();
    fluo.with(|state| state.signals = vec![signal(1, 1), signal(2, 2)]);
    let payments = stage.tenant("Payments").await;
    let (ada_id, grace_id) = (stage.user("ada").await, stage.user("grace").await);
    stage.assign(&payments, &ada_id, "admin").await.data();
    stage.assign(&payments, &grace_id, "viewer").await.data();
    let (ada, grace) = (stage.person("ada").await, stage.person("grace").await);
    const CONNECTION: &str = "/api/v1/connection";
    let wanted = |url: &str| {
        json!({ "dialect": "fluo-v1", "url": url, "bearer": "canary-of-fluo",
            "tenantHeader": { "name": "X-Tenant-ID", "value": "payments" },
            "links": [{ "name": "Tempo", "url": "https://tempo.example/{traceId}" }] })
    };
    assert_eq!(grace.get(CONNECTION).await.refusal().0, 403);
    assert_eq!(ada.get(CONNECTION).await.refusal().0, 404);
    let test = format!("{CONNECTION}/test");
    let nobody = ada.post(&test, &wanted("http://127.0.0.1:9").to_string()).await.data();
    assert_eq!(nobody["works"], false);
    assert!(nobody["problem"].as_str().unwrap().contains("does not answer"), "{nobody}");
    let report = ada.post(&test, &wanted(&fluo.url()).to_string()).await.data();
    assert_eq!((&report["works"], &report["problem"]), (&json!(true), &Value::Null), "{report}");
    for (field, bad) in [
        ("url", json!("ftp://x")),
        ("url", json!("http://x/?a=b")),
        ("livePath", json!("x")),
        ("tenantHeader", json!({ "name": "Host", "value": "x" })),
        ("links", json!([{ "name": "x", "url": "javascript:alert(1)" }])),
        ("bearer", json!("a b")),
    ] {
        let mut body = wanted(&fluo.url());
        body[field] = bad;
        assert_eq!(ada.put(CONNECTION, &body.to_string()).await.refusal().0, 400, "{body}");
    }
    let set = ada.put(CONNECTION, &wanted(&fluo.url()).to_string()).await;
    assert_eq!(set.data()["hasBearer"], true);
    within(10, async || grace.get("/api/v1/signals").await.data().as_array().unwrap().len() == 2).await;
    assert_eq!(grace.get(TENANT).await.data()["links"][0]["name"], "Tempo");
    let local = stage.program().get("/api/v1/signals").await.data();
    assert_eq!(local, json!([]));

    // The token goes to FLUO and nowhere else; for another host it has to be given anew.
    let heard = fluo.with(|state| state.headers.clone());
    assert!(
        heard.contains("authorization: Bearer canary-of-fluo") && heard.contains("x-tenant-id: payments")
    );
    for answer in [&set, &ada.get(CONNECTION).await, &ada.get("/api/v1/audit").await] {
        assert!(!answer.body.contains("canary-of-fluo"), "{}", answer.body);
    }
    let mut same = wanted(&format!("{}/", fluo.url()));
    same.as_object_mut().unwrap().remove("bearer");
    assert_eq!(ada.put(CONNECTION, &same.to_string()).await.data()["hasBearer"], true);
    let other = FakeFluo::start();
    other.with(|state| state.signals = vec![signal(3, 3)]);
    same["url"] = json!(other.url());
    assert_eq!(ada.put(CONNECTION, &same.to_string()).await.data()["hasBearer"], false);
    within(10, async || grace.get("/api/v1/signals").await.data().as_array().unwrap().len() == 3).await;
    assert!(!other.with(|state| state.headers.clone()).contains("canary-of-fluo"));
    ada.send("DELETE", CONNECTION, None).await.data();
    assert_eq!(ada.get(CONNECTION).await.refusal().0, 404);
    stage.end().await;
}
on_both!(connecting, each_tenant_follows_a_fluo_of_its_own);

async fn what_is_kept_long_enough_goes_and_is_counted(setting: Setting) {
    let clock = std::sync::Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    let program = stage.program();
    stage.raise(5).await;
    let count = async || program.get("/api/v1/signals/count").await.data()["total"].clone();
    within(5, async || count().await == 5).await;
    const RETENTION: &str = "/api/v1/retention";
    let keep =
        |days: u32| json!({ "signalDays": days, "signals": 1_000_000, "eventDays": 30, "sessionDays": 90 });
    assert_eq!(program.get(RETENTION).await.data(), keep(90));
    for bad in [0, 3_651] {
        assert_eq!(program.put(RETENTION, &keep(bad).to_string()).await.refusal().0, 400);
    }
    stage.host.console.remove_what_is_over().await.unwrap();
    assert_eq!(count().await, 5);
    program.put(RETENTION, &keep(60).to_string()).await.data();
    clock.advance(61 * DAY);
    stage.host.console.remove_what_is_over().await.unwrap();
    assert_eq!(count().await, 0);
    let told = program.get("/api/v1/audit?action=retention.removed").await.data();
    assert_eq!((&told[0]["detail"]["signals"], &told[0]["actor"]["kind"]), (&json!(5), &json!("system")));
    assert!(told[0]["detail"]["events"].as_i64().unwrap() > 5, "{told}");
    // Whoever comes back for what is gone is told to read anew.
    let mut events = program.listen(Some(2)).await;
    assert_eq!(events.next().await.unwrap().kind(), "reset");
    stage.end().await;
}
on_both!(keeping, what_is_kept_long_enough_goes_and_is_counted);
