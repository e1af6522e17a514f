//! Other people's pages, with a signed-in visitor's cookie, at every address that changes something.

use console_api::{Method, operations, wire};

use crate::asking::example;
use crate::stage::{PASSWORD, Stage};
use crate::visitor::Visitor;

/// What the page of somebody else makes a browser send: kind of body, and headers.
const HOSTILE: [(&str, &[(&str, &str)]); 16] = [
    // Forms, as any page may send them.
    ("application/x-www-form-urlencoded", &[]),
    (
        "application/x-www-form-urlencoded",
        &[("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")],
    ),
    (
        "multipart/form-data; boundary=x",
        &[("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")],
    ),
    ("text/plain", &[("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")]),
    ("text/plain", &[("origin", "null")]),
    // A browser of old that says nothing of where a page is from.
    ("application/json", &[]),
    ("application/json", &[("x-fluo-console", "1")]),
    // What a mistaken answer to a preflight would let through.
    ("application/json", &[("x-fluo-console", "1"), ("origin", "http://evil.example")]),
    (
        "application/json",
        &[("x-fluo-console", "1"), ("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")],
    ),
    ("application/json", &[("x-fluo-console", "1"), ("origin", "null"), ("sec-fetch-site", "cross-site")]),
    // Another program on this machine, another page of the same site, an address that was typed.
    (
        "application/json",
        &[("x-fluo-console", "1"), ("origin", "http://127.0.0.1:1"), ("sec-fetch-site", "same-site")],
    ),
    ("application/json", &[("x-fluo-console", "1"), ("sec-fetch-site", "same-site")]),
    ("application/json", &[("x-fluo-console", "1"), ("sec-fetch-site", "none")]),
    // Names that begin or end like ours; words that contradict each other.
    ("application/json", &[("x-fluo-console", "1"), ("origin", "{own}.evil.example")]),
    ("application/json", &[("x-fluo-console", "1"), ("origin", "http://evil.example#{own}")]),
    ("application/json", &[("x-fluo-console", "1"), ("origin", "{own}"), ("sec-fetch-site", "cross-site")]),
];

struct Target {
    method: &'static str,
    path: String,
    body: Option<String>,
}

/// Every operation that is no GET, with what its example sends.
fn operations_that_change() -> Vec<Target> {
    let changing = operations::ALL.iter().filter(|info| info.method != Method::Get);
    let targets = changing.map(|info| {
        let wire = wire::encode_fields(info, example(info));
        Target { method: wire.method, path: wire.target, body: wire.body }
    });
    targets.collect()
}

/// Every other address that takes a POST, by the list of addresses itself: a new one is covered from its first day.
fn routes_that_change() -> Vec<Target> {
    let list = include_str!("../../../server/src/router.rs");
    let routes = list.lines().filter(|line| line.contains(".route(") && line.contains("post("));
    let targets = routes.filter_map(|line| {
        let path = line.split('"').nth(1)?;
        let body = serde_json::json!({ "email": "ada@example.com", "password": PASSWORD }).to_string();
        // A provider comes without a cookie and with a signature; `providers` is about that.
        let by_provider = path.ends_with("/back-channel-logout");
        // Programs without a browser bring no cookie that a page could use; `device` is about them.
        let by_program = path.starts_with("/device/");
        (!by_provider && !by_program).then(|| Target {
            method: "POST",
            path: path.to_owned(),
            body: Some(body),
        })
    });
    targets.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_elses_page_changes_anything_anywhere() {
    let stage = Stage::set().await;
    // Who may do everything, in the tenant and in the installation, has the most to lose.
    let ada = stage.account("ada", "owner").await["user"]["id"].clone();
    let admin = format!("/api/v1/platform/admins/{}", ada.as_str().unwrap());
    stage.program().put(&admin, "{}").await.data();
    let victim = stage.person("ada").await;
    let cookie_only = stage.anonymous().with("cookie", victim.header("cookie").unwrap());
    let targets: Vec<_> = operations_that_change().into_iter().chain(routes_that_change()).collect();
    assert!(targets.iter().any(|target| target.path == "/sign-in") && targets.len() > 15);

    let before = traces_left(&stage.program()).await;
    for target in &targets {
        for (kind, headers) in HOSTILE {
            let visitor =
                headers.iter().fold(cookie_only.with("content-type", kind), |visitor, (name, value)| {
                    visitor.with(name, &value.replace("{own}", &stage.url()))
                });
            let answer = visitor.send(target.method, &target.path, target.body.as_deref()).await;
            let at = format!("{} {} {kind} {headers:?}", target.method, target.path);
            assert_eq!(answer.refusal(), (403, "cross_site".to_owned()), "{at}");
            assert_eq!(answer.header("set-cookie"), "", "{at}");
            assert_eq!(answer.header("access-control-allow-origin"), "", "{at}");
        }
        // A GET stays one, whatever it calls itself, and nobody else's preflight is told yes.
        let masked = cookie_only.with("x-http-method-override", target.method).get(&target.path).await;
        assert!(matches!(masked.status, 200 | 400 | 401 | 404 | 405), "{} {}", target.path, masked.status);
        let preflight = cookie_only
            .with("origin", "http://evil.example")
            .with("access-control-request-method", target.method)
            .with("access-control-request-headers", "x-fluo-console")
            .send("OPTIONS", &target.path, None)
            .await;
        assert_eq!(preflight.status, 405, "{}", target.path);
        assert_eq!(preflight.header("access-control-allow-origin"), "", "{}", target.path);
    }
    assert_eq!(traces_left(&stage.program()).await, before);
    assert_eq!(victim.get("/api/v1/session/me").await.status, 200);
    stage.end().await;
}

/// What any change would have moved: the last event, and the last entry of the audit trail.
async fn traces_left(program: &Visitor) -> (String, serde_json::Value) {
    let figures = program.get("/metrics").await.body;
    let events = figures.lines().find(|line| line.starts_with("fluo_console_events_total ")).unwrap();
    (events.to_owned(), program.get("/api/v1/audit?limit=1").await.data()[0]["seq"].clone())
}
