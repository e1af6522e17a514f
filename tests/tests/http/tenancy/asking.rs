//! One generated request: what is asked, by which ids, and what its answer must not be.

use std::fmt;
use std::time::Duration;

use console_api::{OperationInfo, operations, wire};
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use reqwest::Response;
use serde_json::{Map, Value};

use super::Leak;
use super::world::{ROLES, World};
use crate::asking::example;
use crate::visitor::Visitor;

/// A stream has said what it has to say when nothing came for so long.
const SILENCE: Duration = Duration::from_millis(60);
const TOO_OFTEN: u16 = 429;
const MAX_READ: usize = 4 << 20;
/// What is declared beside the operations.
const BESIDE: [&str; 4] = ["/api/v1/stream/events", "/api/v1/audit/export", "/api/v1/signals/export", "/t"];

/// Whose the ids in a request are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Own,
    Foreign,
    Gone,
    Nobodys,
}

const KINDS: [Kind; 4] = [Kind::Own, Kind::Foreign, Kind::Gone, Kind::Nobodys];

pub(super) struct Question {
    pub(super) role: &'static str,
    pub(super) kind: Kind,
    /// The operation, or the path of what is declared beside them.
    pub(super) of: &'static str,
    person: usize,
    method: &'static str,
    target: String,
    body: Option<String>,
    last_event: Option<String>,
    /// The foreign id that stands in it, and the one of nobody's that is asked in its stead.
    twin: Option<(String, String)>,
    changes: bool,
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { role, kind, method, target, body, .. } = self;
        write!(f, "{role} {kind:?} {method} {target} {}", body.as_deref().unwrap_or_default())
    }
}

impl Question {
    pub(super) fn random(world: &World, side: usize, random: &mut StdRng) -> Self {
        let person = random.random_range(0..ROLES.len());
        let kind = *KINDS.choose(random).unwrap();
        let beside = random.random_range(0..operations::ALL.len() + BESIDE.len() * 2);
        let (role, twin) = (ROLES[person], None);
        let asked = Self {
            role,
            kind,
            of: "",
            person,
            method: "GET",
            target: String::new(),
            body: None,
            last_event: None,
            twin,
            changes: false,
        };
        match operations::ALL.get(beside) {
            Some(info) => asked.operation(info, world, side, random),
            None => asked.beside(BESIDE[beside % BESIDE.len()], world, side, random),
        }
    }

    fn operation(self, info: &OperationInfo, world: &World, side: usize, random: &mut StdRng) -> Self {
        let mut fields = example(info);
        if info.name == "tenant.close" {
            // In a tenant that is closed nobody asks any more.
            fields.insert("name".to_owned(), "of no tenant".into());
        }
        let noun = info.name.split('.').next().unwrap_or_default();
        let in_path: Vec<_> = info.path_fields().collect();
        let mut ids = Vec::new();
        replace(&mut fields, &in_path, noun, &mut |noun| {
            let id = pick(world, side, self.kind, noun, random);
            ids.push(id.clone());
            id
        });
        let encoded = wire::encode_fields(info, fields);
        // Several foreign ids would each need a twin; where the first is not known, the others are not looked at.
        let twin = ids.first().filter(|_| self.kind == Kind::Foreign && ids.len() == 1);
        let twin = twin.map(|id| (id.clone(), alike(id, random)));
        let other_verb = random.random_range(0..8) == 0;
        let method = if other_verb {
            *["GET", "POST", "PUT", "DELETE"].choose(random).unwrap()
        } else {
            encoded.method
        };
        let changes = method != "GET";
        let of = info.name;
        Self { of, method, target: encoded.target, body: encoded.body, twin, changes, ..self }
    }

    fn beside(self, of: &'static str, world: &World, side: usize, random: &mut StdRng) -> Self {
        let whose = if self.kind == Kind::Foreign { 1 - side } else { side };
        if of == "/t" {
            let target = world.sides[whose].files.choose(random).unwrap().clone();
            let twin = (self.kind == Kind::Foreign).then(|| {
                let id = target.split('/').nth(2).unwrap_or_default().to_owned();
                let other = alike(&id, random);
                (id, other)
            });
            return Self { of, target, twin, ..self };
        }
        let last = ["0", "1", "2", "5", "30", "100000"].choose(random).map(|last| (*last).to_owned());
        let target = match of {
            "/api/v1/audit/export" => {
                let id = pick(world, side, self.kind, "users", random);
                let query = ["format=jsonl".to_owned(), "format=csv".to_owned(), format!("actor={id}")];
                format!("{of}?{}", query.choose(random).unwrap())
            }
            "/api/v1/signals/export" => {
                format!("{of}?format={}", ["jsonl", "csv"].choose(random).unwrap())
            }
            _ => of.to_owned(),
        };
        Self { of, target, last_event: last, ..self }
    }

    /// Whether it was answered: what is refused for coming too often says nothing of what it would have been told.
    pub(super) async fn ask(self, world: &mut World, side: usize) -> Result<bool, Leak> {
        let visitor = world.sides[side].people[self.person].visitor.clone();
        let told = self.to_string();
        let (status, text) = self.send(&visitor, &self.target, self.body.as_deref()).await;
        let leak = |what, seen: &str| Leak {
            what,
            question: told.clone(),
            seen: seen.chars().take(2_000).collect(),
        };
        if text.contains(&world.sides[1 - side].canary) {
            return Err(leak("an answer holds another tenant's words", &text));
        }
        let mut answered = status != TOO_OFTEN;
        if let Some((foreign, nobodys)) = self.twin.as_ref().filter(|_| answered) {
            let instead = |text: &str| text.replace(foreign, nobodys);
            let body = self.body.as_deref().map(instead);
            let (twin_status, twin) = self.send(&visitor, &instead(&self.target), body.as_deref()).await;
            answered = twin_status != TOO_OFTEN;
            let (seen, twin) = (comparable(&text, foreign), comparable(&twin, nobodys));
            if answered && (status, &seen) != (twin_status, &twin) {
                let both = format!("{status} {seen}\nto nobody's: {twin_status} {twin}");
                return Err(leak("another tenant's id is not as nobody's", &both));
            }
            if status == 200 && self.changes {
                // Made under that name here: from now on it is both tenants'.
                let made = [foreign, nobodys].map(|id| (String::new(), id.clone()));
                world.sides[side].gone.extend(made);
            }
        }
        // Some end the session they come by.
        if self.changes && status == 200 {
            world.let_in(side, self.person).await;
        }
        Ok(answered)
    }

    async fn send(&self, visitor: &Visitor, target: &str, body: Option<&str>) -> (u16, String) {
        let mut visitor = visitor.with("content-type", "application/json");
        if let Some(last) = &self.last_event {
            visitor = visitor.with("last-event-id", last);
        }
        let response = visitor.open(self.method, target, body).await;
        let status = response.status().as_u16();
        let head = format!("{:?}", response.headers());
        (status, read(response).await + "\n" + &head)
    }
}

/// All of an answer, or what a stream says until it falls silent.
async fn read(mut response: Response) -> String {
    let streams = response.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
    let patience = if streams { SILENCE } else { Duration::from_secs(30) };
    let mut bytes = Vec::new();
    while let Ok(Ok(Some(chunk))) = tokio::time::timeout(patience, response.chunk()).await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_READ {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What an answer says, without what differs from request to request and without the id that was asked.
fn comparable(text: &str, id: &str) -> String {
    let body = text.split('\n').next().unwrap_or_default();
    let Ok(mut envelope) = serde_json::from_str::<Value>(body) else { return body.replace(id, "ID") };
    let Some(fields) = envelope.as_object_mut() else { return body.replace(id, "ID") };
    fields.remove("meta");
    blank(&mut envelope);
    envelope.to_string().replace(id, "ID")
}

/// What is made anew with every request is not compared: secrets, ids of ours, times and how long something took.
fn blank(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let varies = ["secret", "answeredInMs", "id", "seq", "hash"].contains(&key.as_str());
                if varies || key.ends_with("At") || key.ends_with("Id") {
                    *value = Value::Null;
                } else {
                    blank(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(blank),
        _ => {}
    }
}

/// Puts ids where a request has some: in its path, and in fields named for one.
fn replace(
    fields: &mut Map<String, Value>,
    in_path: &[&str],
    noun: &str,
    pick: &mut dyn FnMut(&str) -> String,
) {
    for (key, value) in fields {
        let stem = key.strip_suffix("Ids").or_else(|| key.strip_suffix("Id"));
        let of = match (key.as_str(), stem) {
            ("user" | "to" | "owner" | "actor" | "assignee", _) => "members".to_owned(),
            ("tenant", _) => "tenants".to_owned(),
            ("rule", _) => "rules".to_owned(),
            ("id" | "ids", _) => noun.to_owned(),
            (_, Some(stem)) => format!("{stem}s"),
            (key, None) if in_path.contains(&key) && key != "permission" => noun.to_owned(),
            _ => {
                if let Value::Object(inner) = value {
                    replace(inner, &[], noun, pick);
                }
                continue;
            }
        };
        match value {
            Value::String(text) => *text = pick(&of),
            Value::Array(items) => {
                for item in items.iter_mut().filter(|item| item.is_string()) {
                    *item = Value::from(pick(&of));
                }
            }
            _ => {}
        }
    }
}

/// An id of that kind, most often of that noun.
fn pick(world: &World, side: usize, kind: Kind, noun: &str, random: &mut StdRng) -> String {
    let (own, other) = (&world.sides[side], &world.sides[1 - side]);
    let of_noun = |ids: &[(String, String)], random: &mut StdRng| {
        let fitting: Vec<_> = ids.iter().filter(|(of, _)| of == noun).collect();
        let any = ids.choose(random).map(|(_, id)| id.clone());
        fitting.choose(random).map(|(_, id)| id.clone()).filter(|_| random.random_range(0..10) > 0).or(any)
    };
    let found = match kind {
        Kind::Own => of_noun(&own.ids, random),
        Kind::Gone => of_noun(&own.gone, random),
        Kind::Foreign => {
            let people = other.people.iter().map(|person| ("members".to_owned(), person.id.clone()));
            let theirs: Vec<_> = other
                .ids
                .iter()
                .cloned()
                .chain(people)
                .filter(|(_, id)| !own.ids.iter().chain(&own.gone).any(|(_, held)| held == id))
                .collect();
            of_noun(&theirs, random)
        }
        Kind::Nobodys => other.ids.choose(random).map(|(_, id)| alike(id, random)),
    };
    found.unwrap_or_else(|| alike("0197f2a4-6c1e-7b3a-9d52-4e1f0c8a7b61", random))
}

/// An id that looks the same and is nobody's.
fn alike(id: &str, random: &mut StdRng) -> String {
    let like = |character: char, random: &mut StdRng| match character {
        '0'..='9' => char::from(b'0' + random.random_range(0..10_u8)),
        'a'..='f' => char::from(b'a' + random.random_range(0..6_u8)),
        other => other,
    };
    id.chars().map(|character| like(character, random)).collect()
}
