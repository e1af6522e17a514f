//! The program itself, as a process: what it prints, how it fails, and what survives its death.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::stage::within;
use crate::visitor::{Visitor, client};

/// The built program. Building it here makes sure that it is the one of these sources.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let output = std::process::Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--offline", "--package", "console-server", "--message-format=json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let messages = String::from_utf8(output.stdout).unwrap();
        let built = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        built.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back().unwrap()
    })
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments).env_clear().env("HOME", "/nonexistent").stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// Runs it to its end: exit code, stdout, stderr.
async fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = command(arguments).output().await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A server that runs, on ports of its own.
struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    data: PathBuf,
}

impl Server {
    async fn start(data: &Path) -> Self {
        let data_text = data.to_str().unwrap();
        let arguments =
            ["serve", "--data", data_text, "--listen", "127.0.0.1:0", "--engine-listen", "127.0.0.1:0"];
        let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while let Some(line) = lines.next_line().await.unwrap() {
            if line.starts_with("Ctrl-C") {
                return Self { child, lines, data: data.to_owned() };
            }
        }
        panic!("the server ended before it had started");
    }

    fn info(&self, name: &str) -> String {
        let text = std::fs::read_to_string(self.data.join("run/server.json")).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()[name].as_str().unwrap().to_owned()
    }

    fn visitor(&self) -> Visitor {
        let token = std::fs::read_to_string(self.data.join("run/token")).unwrap();
        Visitor::new(self.info("consoleUrl")).with("authorization", &format!("Bearer {token}"))
    }

    /// SIGINT, as Ctrl-C sends it; answers how long the end took.
    async fn interrupt(mut self) -> (Option<i32>, Duration) {
        let began = Instant::now();
        let pid = self.child.id().unwrap().to_string();
        let sent = Command::new("kill").args(["-INT", &pid]).status().await.unwrap();
        assert!(sent.success());
        let status = self.child.wait().await.unwrap();
        while self.lines.next_line().await.unwrap().is_some() {}
        (status.code(), began.elapsed())
    }
}

#[tokio::test]
async fn what_keeps_a_server_from_starting_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let busy = taken.local_addr().unwrap().to_string();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let below_a_file = file.join("data").to_str().unwrap().to_owned();
    let data = folder.path().join("data").to_str().unwrap().to_owned();
    let config = folder.path().join("console.toml");
    std::fs::write(&config, "lisen = \"127.0.0.1:0\"").unwrap();
    let config = config.to_str().unwrap();
    let any = "127.0.0.1:0";
    for (arguments, said) in [
        (vec!["--data", &data, "--listen", &busy, "--engine-listen", any], vec![busy.as_str(), "in use"]),
        (
            vec!["--data", &data, "--listen", any, "--engine-listen", &busy],
            vec![busy.as_str(), "--engine-listen"],
        ),
        (vec!["--data", &below_a_file, "--listen", any, "--engine-listen", any], vec!["cannot be written"]),
        (vec!["--data", &data, "--listen", "0.0.0.0:0", "--engine-listen", any], vec!["--allow-remote"]),
        (vec!["--data", &data, "--demo", "--fluo-url", "http://127.0.0.1:1"], vec!["--demo", "--fluo-url"]),
        (vec!["--data", &data, "--config", config], vec!["unknown key `lisen`", "did you mean `listen`?"]),
        (vec!["--data", &data, "--config", "/nonexistent.toml"], vec!["/nonexistent.toml"]),
        (vec!["--data", &data, "--ui", &data, "--listen", any], vec!["holds no built web UI"]),
        (
            vec![
                "--data",
                &data,
                "--database",
                "postgres://127.0.0.1:1/x",
                "--listen",
                any,
                "--engine-listen",
                any,
            ],
            vec!["database"],
        ),
    ] {
        let arguments: Vec<_> = std::iter::once("serve").chain(arguments).collect();
        let (code, stdout, stderr) = run(&[&arguments[..], &["--log", "error"]].concat()).await;
        assert_eq!((code, stdout.as_str()), (1, ""), "{arguments:?}: {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{arguments:?}: {stderr}");
        for part in said {
            assert!(stderr.contains(part), "{arguments:?}: {stderr}");
        }
    }
}

#[tokio::test]
async fn a_wrong_command_line_is_explained_with_exit_code_2() {
    for (arguments, said) in [
        (vec!["serv"], "'serve'"),
        (vec!["serve", "--lisen", "x"], "'--listen'"),
        (vec!["serve", "--listen", "x"], "invalid socket address"),
        (vec!["serve", "--public-url", "https://fluo.example/console"], "only scheme, host and port"),
        (vec!["call", "signals.lst"], "'signals.list'"),
        (vec!["call", "signals.set_status", "--id", "1"], "--status"),
        (vec!["call", "signals.list", "--severity", "BAD"], "CRITICAL"),
    ] {
        let (code, _, stderr) = run(&arguments).await;
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_find_the_server_that_runs_and_no_second_one_starts() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let nobody = run(&["link", "--data", data]).await;
    assert_eq!(nobody.0, 1);
    assert!(nobody.2.contains("no server runs"), "{}", nobody.2);

    let server = Server::start(folder.path()).await;
    let pid = server.child.id().unwrap();
    let second = run(&["serve", "--data", data, "--listen", "127.0.0.1:0"]).await;
    assert_eq!(second.0, 1);
    assert!(second.2.contains(&format!("(process {pid})")), "{}", second.2);

    let link = run(&["link", "--data", data]).await.1;
    let path = link.trim().strip_prefix(&server.info("consoleUrl")).unwrap().to_owned();
    assert_eq!(Visitor::new(server.info("consoleUrl")).get(&path).await.status, 303);

    let (code, me, _) = run(&["call", "--data", data, "session.me"]).await;
    assert_eq!(
        (code, serde_json::from_str::<Value>(&me).unwrap()["user"]["id"].as_str()),
        (0, Some("operator"))
    );
    let (code, _, said) = run(&["call", "--data", data, "signals.get", "--id", "nope"]).await;
    assert_eq!(code, 1);
    assert!(said.starts_with("error: not_found: there is no such signal (request "), "{said}");
    let exported = run(&["export", "--data", data, "--format", "csv", "--query", "status:open"]).await;
    assert_eq!((exported.0, exported.1.lines().last()), (0, Some("rows,0")), "{}", exported.2);
    let (code, _, said) = run(&["export", "--data", data, "--query", "sevrity:error"]).await;
    assert_eq!(code, 1);
    assert!(said.starts_with("error: invalid: `q`, character 1: "), "{said}");
    let (code, listed, _) = run(&["call"]).await;
    assert!(code == 0 && listed.contains("signals.set_status"));

    let (code, took) = server.interrupt().await;
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(!folder.path().join("run/token").exists() && !folder.path().join("run/server.json").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recording_is_replayed_into_the_server_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let recording = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("demo/shop.otlp.jsonl.gz");
    let (recording, data) = (recording.to_str().unwrap(), folder.path().to_str().unwrap());
    let (code, said, error) = run(&["replay", recording, "--speed", "0", "--data", data]).await;
    assert_eq!(code, 0, "{error}");
    assert!(said.starts_with("40701 spans ") && said.contains(" 0 rejected"), "{said}");
    server.interrupt().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_is_printed_without_a_server() {
    let (code, document, _) = run(&["openapi"]).await;
    assert_eq!(
        (code, serde_json::from_str::<Value>(&document).unwrap()["openapi"].as_str()),
        (0, Some("3.1.0"))
    );
}

/// What was answered before the process was killed is there after it was started again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_it_is_killed() {
    const CYCLES: u64 = 8;
    let folder = tempfile::tempdir().unwrap();
    let (mut traces, mut last_seq) = (0, 0);
    let mut decided = Vec::<(String, &str)>::new();
    for cycle in 0..CYCLES {
        let mut server = Server::start(folder.path()).await;
        let visitor = server.visitor();
        if cycle == 0 {
            create_rule(&server.info("engineUrl")).await;
        }
        for (id, status) in &decided {
            let signal = visitor.get(&format!("/api/v1/signals/{id}")).await.data();
            assert_eq!(signal["status"], *status, "{signal}");
        }
        // Everything the engine accepted before it died arrives, and the stream goes on where it was.
        within(10, async || count(&visitor).await == traces).await;
        let mut events = visitor.listen(Some(last_seq)).await;
        assert_ne!(events.next().await.unwrap().kind(), "reset");

        traces += accept_traces(&server.info("engineUrl"), cycle).await;
        within(10, async || count(&visitor).await == traces).await;
        let status = ["INVESTIGATING", "RESOLVED"][usize::from(cycle % 2 == 1)];
        let open = visitor.get("/api/v1/signals?status=OPEN&limit=1").await.data();
        let id = open[0]["id"].as_str().unwrap().to_owned();
        let body = json!({ "status": status }).to_string();
        visitor.put(&format!("/api/v1/signals/{id}/status"), &body).await.data();
        decided.push((id, status));
        while let Some(event) = events.next_change().await {
            last_seq = event.id.unwrap();
            if event.data["patch"]["status"] == status {
                break;
            }
        }
        // The next ones are under way when it dies; whatever was accepted has to be there.
        let engine = server.info("engineUrl");
        let killer = async {
            server.child.kill().await.unwrap();
        };
        let (accepted, ()) = tokio::join!(accept_until_dead(&engine, cycle), killer);
        traces = at_least(&folder, traces + accepted).await;
    }
}

/// Starts it once more and answers how many signals there are: all that were accepted, perhaps one request
/// more whose acknowledgement died on the way.
async fn at_least(folder: &tempfile::TempDir, accepted: u64) -> u64 {
    let mut server = Server::start(folder.path()).await;
    let visitor = server.visitor();
    within(10, async || count(&visitor).await >= accepted).await;
    within(10, async || visitor.get("/api/v1/fluo/health").await.data()["freshness"]["reach"] == "LIVE")
        .await;
    let total = count(&visitor).await;
    server.child.kill().await.unwrap();
    total
}

async fn count(visitor: &Visitor) -> u64 {
    visitor.get("/api/v1/signals/count").await.data()["total"].as_u64().unwrap()
}

async fn create_rule(engine: &str) {
    let rule = json!({ "ruleId": "killed", "ognlCondition": "operationName == \"killed\"" });
    let answer = client().post(format!("{engine}/api/v1/rules")).json(&rule).send().await.unwrap();
    assert_eq!(answer.status(), 201);
}

async fn accept_traces(engine: &str, cycle: u64) -> u64 {
    for number in 0..5 {
        assert!(send_trace(engine, cycle * 10_000 + number).await);
    }
    5
}

async fn accept_until_dead(engine: &str, cycle: u64) -> u64 {
    let mut accepted = 0;
    while send_trace(engine, cycle * 10_000 + 1_000 + accepted).await {
        accepted += 1;
    }
    accepted
}

/// Sends one span; whether it was acknowledged.
async fn send_trace(engine: &str, number: u64) -> bool {
    let span = json!({
        "traceId": format!("{:032x}", number + 1),
        "spanId": format!("{:016x}", number + 1),
        "name": "killed",
        "startTimeUnixNano": "1795000000000000000",
        "endTimeUnixNano": "1795000000001000000",
    });
    let request = json!({ "resourceSpans": [{ "scopeSpans": [{ "spans": [span] }] }] });
    let sending = client().post(format!("{engine}/v1/traces")).json(&request).send().await;
    sending.is_ok_and(|answer| answer.status() == 200)
}

#[tokio::test]
async fn the_operator_makes_an_account_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let data = folder.path().to_str().unwrap();
    let add =
        ["account", "add", "--data", data, "--email", "ada@example.com", "--name", "Ada", "--role", "owner"];
    let (code, said, problem) = run(&add).await;
    assert_eq!((code, problem.as_str()), (0, ""));
    let password = said.lines().find_map(|line| line.strip_prefix("password  ")).unwrap();
    let page = Visitor::new(server.info("consoleUrl")).as_our_page();
    let signed_in = page.sign_in("ada@example.com", password).await;
    assert_eq!(signed_in.data()["role"]["id"], "owner");
    let (code, _, problem) = run(&add).await;
    assert_eq!(code, 1);
    assert!(problem.contains("conflict: there is an account with this e-mail address"), "{problem}");

    let reset = ["account", "reset-password", "--data", data, "--email", "ada@example.com"];
    let (code, said, _) = run(&reset).await;
    let fresh = said.lines().find_map(|line| line.strip_prefix("password  ")).unwrap();
    assert_eq!(code, 0);
    assert_eq!(page.keep_cookie(&signed_in).get("/api/v1/session/me").await.status, 401);
    assert_eq!(page.sign_in("ada@example.com", password).await.status, 401);
    assert_eq!(page.sign_in("ada@example.com", fresh).await.status, 200);
    // Nothing to read, so nothing to set.
    let (code, _, problem) = run(&[&reset[..], &["--password-stdin"]].concat()).await;
    assert!(code == 1 && problem.contains("stdin is empty"), "{problem}");
    server.interrupt().await;
}
