//! Two tenants full of things, each with a word in them that stands nowhere else; and people in all four roles.

use std::collections::HashSet;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use console_api::{Method, operations};
use console_core::{Clock, SystemClock};
use it::fake_fluo::{FakeFluo, signal};
use rand::Rng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::stage::{PASSWORD, Setting, Stage, within};
use crate::visitor::Visitor;

/// Roles of those who ask, the mightiest first: somebody has to be the owner before others stop being it.
pub(super) const ROLES: [&str; 4] = ["owner", "admin", "member", "viewer"];

pub(super) struct World {
    pub(super) stage: Stage,
    pub(super) sides: [Side; 2],
    _fluos: [FakeFluo; 2],
}

/// One of the tenants.
pub(super) struct Side {
    pub(super) tenant: String,
    /// Stands in everything of this tenant, and in nothing of the other's; it is part of no id.
    pub(super) canary: String,
    pub(super) people: Vec<Person>,
    /// What there is: the noun it is found under, and its id.
    pub(super) ids: Vec<(String, String)>,
    /// What there was.
    pub(super) gone: Vec<(String, String)>,
    /// Files of the tenant's looks.
    pub(super) files: Vec<String>,
}

pub(super) struct Person {
    pub(super) id: String,
    name: String,
    pub(super) role: &'static str,
    pub(super) visitor: Visitor,
}

/// A clock that stands still: nothing happens by itself.
pub(super) struct StillClock(console_api::Timestamp);

impl Clock for StillClock {
    fn now(&self) -> console_api::Timestamp {
        self.0
    }
}

impl World {
    pub(super) async fn make(setting: Setting, random: &mut StdRng) -> Self {
        let clock = Arc::new(StillClock(SystemClock.now()));
        let stage = Stage::set_with(Setting { clock, ..setting }).await;
        let (first, fluo_of_first) = make_side(&stage, random).await;
        let (second, fluo_of_second) = make_side(&stage, random).await;
        let mut world = Self { stage, sides: [first, second], _fluos: [fluo_of_first, fluo_of_second] };
        for side in 0..2 {
            world.gather(side).await;
            assert!(world.sides[side].ids.len() > 30, "{:?}", world.sides[side].ids);
        }
        world
    }

    /// Notes what there is, by asking every list there is.
    pub(super) async fn gather(&mut self, side: usize) {
        let side = &mut self.sides[side];
        let owner = &side.people[0].visitor;
        let mut found = vec![("tenants".to_owned(), side.tenant.clone())];
        for info in operations::ALL {
            if info.method == Method::Get && info.path_fields().next().is_none() {
                let answer = owner.get(info.path).await;
                let noun = info.name.split('.').next().unwrap_or_default();
                if answer.status == 200 {
                    collect(&answer.json()["data"], noun, "", &mut found);
                }
            }
        }
        let asking: HashSet<_> = side.people.iter().map(|person| person.id.as_str()).collect();
        found.retain(|(_, id)| !asking.contains(id.as_str()));
        found.sort();
        found.dedup();
        side.ids = found;
        // Their names change with what is in them.
        let looks = owner.get("/api/v1/tenant").await.json();
        let names = ["theme", "logo"].map(|file| looks["data"][file].as_str().map(str::to_owned));
        let files: Vec<_> = names.into_iter().flatten().collect();
        if !files.is_empty() {
            side.files = files;
        }
    }

    /// Makes everybody again what they are, after what was asked.
    pub(super) async fn heal(&mut self, side: usize) {
        for at in 0..ROLES.len() {
            let Side { tenant, people, .. } = &self.sides[side];
            let assigned = self.stage.assign(tenant, &people[at].id, people[at].role).await;
            assert_eq!(assigned.status, 200, "{}", assigned.body);
            self.let_in(side, at).await;
        }
    }

    /// Lets somebody in again who asked for something that put them out.
    pub(super) async fn let_in(&mut self, side: usize, at: usize) {
        let Side { tenant, people, .. } = &self.sides[side];
        let person = &people[at];
        if person.visitor.get("/api/v1/session/me").await.status == 200 {
            return;
        }
        let email = format!("{}@example.com", person.name);
        // Nothing is tried that could be refused: on a clock that stands still what went wrong is never forgotten.
        let assigned = self.stage.assign(tenant, &person.id, person.role).await;
        assert_eq!(assigned.status, 200, "{}", assigned.body);
        let reset = json!({ "email": email, "password": PASSWORD }).to_string();
        self.stage.program().post("/api/v1/accounts/reset-password", &reset).await.data();
        let page = self.stage.anonymous().as_our_page();
        let answer = page.sign_in(&email, PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.sides[side].people[at].visitor = page.keep_cookie(&answer);
    }
}

async fn make_side(stage: &Stage, random: &mut StdRng) -> (Side, FakeFluo) {
    let canary = format!("canary{:016x}", random.random::<u64>());
    let tenant = stage.tenant(&canary).await;
    let mut people = Vec::new();
    for role in ROLES {
        let name = format!("{canary}-{role}");
        let id = stage.user(&name).await;
        stage.assign(&tenant, &id, role).await.data();
        let visitor = stage.person(&name).await;
        people.push(Person { id, name, role, visitor });
    }
    for name in ["one", "two", "three"] {
        let id = stage.user(&format!("{canary}-{name}")).await;
        stage.assign(&tenant, &id, "viewer").await.data();
    }
    let owner = people[0].visitor.clone();
    let fluo = furnish(&owner, &canary, random).await;
    let (mut gone, id) =
        (Vec::new(), |answer: &Value, of: &str| answer[of]["id"].as_str().unwrap().to_owned());
    for person in &people {
        let wanted = token(&canary);
        person.visitor.post("/api/v1/tokens", &wanted).await.data();
    }
    for (noun, path, body, of) in [
        ("service_tokens", "/api/v1/service-tokens", token(&canary), "token"),
        ("invitations", "/api/v1/invitations", invitation(&canary, 1), "invitation"),
        ("tokens", "/api/v1/tokens", token(&canary), "token"),
    ] {
        owner.post(path, &body.replace("-1@", "-0@")).await.data();
        let made = id(&owner.post(path, &body).await.data(), of);
        owner.send("DELETE", &format!("{path}/{made}"), None).await.data();
        gone.push((noun.to_owned(), made));
    }
    for _ in 0..3 {
        let role = format!("role-{:012x}", random.random::<u64>() >> 16);
        let body = json!({ "name": canary, "permissions": ["signals:read"] }).to_string();
        owner.put(&format!("/api/v1/roles/{role}"), &body).await.data();
        gone.push(("roles".to_owned(), role));
    }
    let role = gone.last().unwrap().1.clone();
    owner.send("DELETE", &format!("/api/v1/roles/{role}"), None).await.data();
    gone.retain(|(noun, id)| noun != "roles" || *id == role);
    let looks = owner.get("/api/v1/tenant").await.data();
    let files = ["theme", "logo"].map(|file| looks[file].as_str().unwrap().to_owned()).to_vec();
    (Side { tenant, canary, people, ids: Vec::new(), gone, files }, fluo)
}

fn token(canary: &str) -> String {
    json!({ "name": canary, "permissions": ["signals:read"], "days": 9 }).to_string()
}

fn invitation(canary: &str, number: u8) -> String {
    json!({ "email": format!("{canary}-{number}@example.com"), "role": "viewer" }).to_string()
}

/// A FLUO with signals and rules, and what the tenant looks like.
async fn furnish(owner: &Visitor, canary: &str, random: &mut StdRng) -> FakeFluo {
    let fluo = FakeFluo::start();
    let rule = format!("rule-{:012x}", random.random::<u64>() >> 16);
    let first = random.random_range(1..400_000) * 2;
    fluo.with(|state| {
        for number in 0..20_u32 {
            let mut raised = signal(first + number, i64::from(number));
            for field in ["message", "sourceServiceName", "sourceSpanName", "humanFriendlyId"] {
                raised[field] = json!(format!("{canary} {field}"));
            }
            raised["ruleId"] = json!(rule);
            state.signals.push(raised);
        }
        let version = json!({ "ruleId": rule, "ruleVersion": "1", "activeStatus": "ACTIVE",
            "ognlExpression": format!("operationName == \"{canary}\""), "description": canary });
        state.stacks = json!({ &rule: { "ruleId": rule, "allVersions": [version] } });
    });
    let connection = json!({ "dialect": "fluo-v1", "url": fluo.url(), "bearer": canary,
        "tenantHeader": { "name": "X-Tenant-ID", "value": canary },
        "links": [{ "name": canary, "url": "https://tempo.example/{traceId}" }] });
    owner.put("/api/v1/connection", &connection.to_string()).await.data();
    let about = json!({ "name": canary, "description": canary }).to_string();
    owner.put("/api/v1/tenant", &about).await.data();
    let hue: f64 = random.random_range(0.0..360.0);
    owner.put("/api/v1/tenant/brand", &json!({ "hue": hue, "chroma": 0.1 }).to_string()).await.data();
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'><title>{canary}</title></svg>");
    let logo = json!({ "mediaType": "image/svg+xml", "data": STANDARD.encode(svg) }).to_string();
    owner.put("/api/v1/tenant/logo", &logo).await.data();
    let signals = async || owner.get("/api/v1/signals").await.data().as_array().unwrap().len();
    within(20, async || signals().await == 20).await;
    within(20, async || !owner.get("/api/v1/rules/stacks").await.data()[0].is_null()).await;
    fluo
}

/// The ids in an answer: what stands under `id` is of the operation's noun, what stands under `traceId` a trace's.
fn collect(value: &Value, noun: &str, key: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| collect(value, noun, key, found)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, noun, key, found)),
        Value::String(text) if key == "id" && is_id(text) => found.push((noun.to_owned(), text.clone())),
        Value::String(text) if is_id(text) => {
            if let Some(noun) = key.strip_suffix("Id") {
                found.push((format!("{noun}s"), text.clone()));
            }
        }
        _ => {}
    }
}

/// Built-in roles, permissions and the like are everybody's.
fn is_id(text: &str) -> bool {
    text.len() >= 8 && text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains(':')
}
