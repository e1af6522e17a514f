//! Secrets that are looked for afterwards, wherever they must not be: the log at its most talkative, answers, the
//! audit trail, the live stream, the figures, and everything that is kept on disk.
//!
//! What is secret is what the schemas call a password, so that a new operation is covered from its first day.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

use console_api::{OperationInfo, operations};
use console_server::schema::Schemas;
use serde_json::{Map, Value, json};

use crate::asking::{ask_with, example};
use crate::process::command;
use crate::stage::within;
use crate::visitor::{Answer, Visitor};

#[derive(Default)]
struct Watch {
    /// What was sent, and what was answered as a secret.
    secrets: Vec<String>,
    /// Where none of them may be, with what it is.
    looked_at: Vec<(String, Vec<u8>)>,
}

impl Watch {
    /// A secret that is to be sent somewhere.
    fn canary(&mut self) -> String {
        self.secrets.push(format!("canary-{:04}-of-the-coal-mine", self.secrets.len()));
        self.secrets[self.secrets.len() - 1].clone()
    }

    fn look_at(&mut self, what: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.looked_at.push((what.into(), bytes.into()));
    }

    /// An answer shows nothing that was ever sent; what it gives away itself is kept to be looked for from now on.
    fn take(&mut self, what: &str, answer: &Answer, secret_names: &BTreeSet<String>) -> Vec<String> {
        let headers = format!("{:?}", answer.headers);
        let mut given = Vec::new();
        if answer.status == 200 {
            find_secrets(&answer.json()["data"], secret_names, &mut given);
        }
        let shown = given.iter().fold(answer.body.clone(), |body, secret| body.replace(secret, ""));
        self.look_at(format!("the answer of {what}"), headers + &shown);
        self.secrets.extend(given.iter().cloned());
        given
    }

    fn leaks(&self) -> Vec<String> {
        let mut leaks = Vec::new();
        for (what, bytes) in &self.looked_at {
            for secret in &self.secrets {
                if bytes.windows(secret.len()).any(|window| window == secret.as_bytes()) {
                    leaks.push(format!("{secret} in {what}"));
                }
            }
        }
        leaks
    }
}

fn find_secrets(value: &Value, names: &BTreeSet<String>, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(secret) if names.contains(name) => found.push(secret.to_owned()),
                    _ => find_secrets(value, names, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| find_secrets(value, names, found)),
        _ => {}
    }
}

fn is_secret(schema: &Value) -> bool {
    schema["format"] == "password"
}

/// Names of what answers hold as a secret.
fn secret_names(schemas: &Schemas) -> BTreeSet<String> {
    let properties = schemas.named.values().filter_map(|schema| schema["properties"].as_object());
    let secret = properties.flatten().filter(|(_, schema)| is_secret(schema));
    secret.map(|(name, _)| name.clone()).collect()
}

/// The example of an operation with a canary in place of every secret; nothing where it takes none.
fn with_canaries(
    info: &OperationInfo,
    fields: &Map<String, Value>,
    watch: &mut Watch,
) -> Option<Map<String, Value>> {
    let mut request = example(info);
    let mut any = false;
    for (name, _) in fields.iter().filter(|(_, schema)| is_secret(schema)) {
        request.insert(name.clone(), watch.canary().into());
        any = true;
    }
    any.then_some(request)
}

/// Everything that is kept, except the operator's own token.
fn kept(folder: &Path, watch: &mut Watch) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            kept(&path, watch);
        } else if !path.ends_with("run/token")
            && let Ok(bytes) = std::fs::read(&path)
        {
            watch.look_at(path.display().to_string(), bytes);
        }
    }
}

#[test]
fn a_leak_is_found() {
    let mut watch = Watch::default();
    let secret = watch.canary();
    watch.look_at("a log", format!("POST /sign-in password={secret}"));
    watch.look_at("another", "nothing");
    assert_eq!(watch.leaks(), [format!("{secret} in a log")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_anywhere_it_was_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    let stderr = std::fs::File::create(&log).unwrap();
    let any = "127.0.0.1:0";
    let arguments = ["serve", "--data", data.to_str().unwrap(), "--listen", any, "--engine-listen", any];
    let mut server =
        command(&arguments).args(["--log", "debug"]).stdout(Stdio::null()).stderr(stderr).spawn().unwrap();
    within(20, async || data.join("run/token").exists()).await;
    let info: Value =
        serde_json::from_str(&std::fs::read_to_string(data.join("run/server.json")).unwrap()).unwrap();
    let url = info["consoleUrl"].as_str().unwrap().to_owned();
    let mut watch = Watch::default();
    let token = std::fs::read_to_string(data.join("run/token")).unwrap();
    watch.secrets.push(token.trim().to_owned());
    let anonymous = Visitor::new(url);
    let program = anonymous.with("authorization", &format!("Bearer {token}"));

    drive(&anonymous, &program, &mut watch).await;

    for (what, path) in [
        ("the audit trail", "/api/v1/audit/export"),
        ("the figures", "/metrics"),
        ("the list of tokens", "/api/v1/service-tokens"),
        ("the list of invitations", "/api/v1/invitations"),
    ] {
        let answer = program.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        watch.look_at(what, answer.body);
    }
    let mut events = program.listen(Some(0)).await;
    watch.look_at("the live stream", events.next_of("access.changed").await.unwrap().data.to_string());
    let pid = server.id().unwrap().to_string();
    assert!(interrupt(&pid).await);
    server.wait().await.unwrap();
    let log = std::fs::read(&log).unwrap();
    let text = String::from_utf8_lossy(&log);
    assert!(text.contains("DEBUG") && text.contains("/sign-in") && text.lines().count() > 100, "{text}");
    watch.look_at("the log", log);
    kept(&data, &mut watch);
    assert!(watch.secrets.len() > 30 && watch.looked_at.len() > 50, "{}", watch.secrets.len());
    assert_eq!(watch.leaks(), Vec::<String>::new());
}

async fn interrupt(pid: &str) -> bool {
    tokio::process::Command::new("kill").args(["-INT", pid]).status().await.unwrap().success()
}

/// Sends secrets by every way there is.
async fn drive(anonymous: &Visitor, program: &Visitor, watch: &mut Watch) {
    let schemas = Schemas::new();
    let names = secret_names(&schemas);
    let page = anonymous.as_our_page();

    // Somebody with an account, in by a link and by password, with a token and an invitation.
    let link = program.post("/api/v1/session/links", "{}").await.data();
    let path = link["path"].as_str().unwrap();
    watch.secrets.push(path.split_once('=').unwrap().1.to_owned());
    let by_link = anonymous.get(path).await;
    let password = watch.canary();
    let body = json!({ "email": "mary@example.com", "name": "mary", "password": password, "role": "owner" });
    let answer = program.post("/api/v1/accounts", &body.to_string()).await;
    watch.take("accounts.create", &answer, &names);
    let by_password = page.sign_in("mary@example.com", &password).await;
    for answer in [&by_link, &by_password] {
        let cookie = answer.header("set-cookie").split(';').next().unwrap();
        watch.secrets.push(cookie.split_once('=').unwrap().1.to_owned());
    }
    let mary = page.keep_cookie(&by_password);

    // Every operation that takes a secret, whoever asks and however wrongly, and every secret that is answered.
    let mut given = Vec::new();
    for operation in &schemas.operations {
        let info = operation.info;
        for (who, visitor) in [("the operator", program), ("mary", &mary), ("anybody", anonymous)] {
            let what = format!("{} by {who}", info.name);
            let Some(request) = with_canaries(info, &operation.fields, watch) else { continue };
            let answer = ask_with(visitor, info, request.clone()).await;
            given.extend(watch.take(&what, &answer, &names));
            for (name, _) in operation.fields.iter().filter(|(_, schema)| is_secret(schema)) {
                for wrong in [json!([watch.canary()]), json!({ "value": watch.canary() })] {
                    let request = request.clone().into_iter().chain([(name.clone(), wrong)]).collect();
                    watch.take(&what, &ask_with(visitor, info, request).await, &names);
                }
            }
            let request = request.into_iter().chain([("noSuchField".to_owned(), json!(1))]).collect();
            watch.take(&what, &ask_with(visitor, info, request).await, &names);
        }
    }
    for info in operations::ALL.iter().filter(|info| info.name.ends_with(".create")) {
        let answer = ask_with(&mary, info, example(info)).await;
        given.extend(watch.take(info.name, &answer, &names));
    }
    assert!(given.len() >= 3, "tokens and an invitation are answered with their secrets: {}", given.len());

    // What was answered is used, rightly and wrongly; and secrets stand where they have no business.
    for secret in given {
        let bearer = anonymous.with("authorization", &format!("Bearer {secret}"));
        watch.take("a request by token", &bearer.get("/api/v1/session/me").await, &names);
        let accepted = json!({ "secret": secret, "name": "Eve", "password": watch.canary() }).to_string();
        watch.take("an invitation", &page.post("/invitation", &accepted).await, &names);
    }
    for scheme in ["Bearer", "Bearer fluo_", "Basic"] {
        let credentials = format!("{scheme} {}", watch.canary());
        let visitor = anonymous.with("authorization", &credentials);
        watch.take("wrong credentials", &visitor.get("/api/v1/session/me").await, &names);
    }
    let cookie = format!("fluo_session={}", watch.canary());
    watch.take("a wrong cookie", &anonymous.with("cookie", &cookie).get("/api/v1/session/me").await, &names);
    for email in ["mary@example.com", "nobody@example.com", ""] {
        let answer = page.sign_in(email, &watch.canary()).await;
        watch.take("a wrong password", &answer, &names);
    }
    // A password in the wrong field is one still.
    let answer = page.sign_in(&watch.canary(), "mary@example.com").await;
    watch.take("a password for an address", &answer, &names);
    for path in ["/sign-in?token=", "/api/v1/signals?password=", "/api/v1/nothing?secret="] {
        let path = format!("{path}{}", watch.canary());
        watch.take("a secret in an address", &program.get(&path).await, &names);
    }
    let form = format!("logout_token={}", watch.canary());
    let form_page = anonymous.with("content-type", "application/x-www-form-urlencoded");
    let answer = form_page.send("POST", "/sign-in/with/any/back-channel-logout", Some(&form)).await;
    watch.take("a logout token", &answer, &names);
    let malformed = format!("{{\"email\": \"mary@example.com\", \"password\": \"{}\", ", watch.canary());
    watch.take("malformed JSON", &page.post("/sign-in", &malformed).await, &names);
}
