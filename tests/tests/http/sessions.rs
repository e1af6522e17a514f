//! Sessions: how they end, and that what has ended stays so.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use console_api::Timestamp;
use console_core::call::Request;
use console_core::identity::Visit;
use console_core::{Clock, SystemClock};
use futures_util::future;
use secrecy::ExposeSecret as _;
use serde_json::json;

use crate::stage::{Setting, Stage, on_both};

const ME: &str = "/api/v1/session/me";
const SESSIONS: &str = "/api/v1/sessions";
const HOUR: i64 = 60 * 60 * 1_000_000;

/// The machine's clock and what a story adds to it.
#[derive(Default)]
pub(crate) struct AheadClock(AtomicI64);

impl AheadClock {
    pub(crate) fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for AheadClock {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::SeqCst))
    }
}

async fn people_see_and_end_their_own_sessions(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.account("ada", "viewer").await;
    stage.account("grace", "owner").await;
    let desk = stage.person("ada").await.with("user-agent", "desk");
    let desk = desk.keep_cookie(&desk.sign_in("ada@example.com", crate::stage::PASSWORD).await);
    let (phone, lost) = (stage.person("ada").await, stage.person("ada").await);
    let grace = stage.person("grace").await;

    let listed = desk.get(SESSIONS).await.data();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 3, "{listed:?}");
    let current: Vec<_> = listed.iter().filter(|session| session["current"] == true).collect();
    assert_eq!((current.len(), &current[0]["client"]), (1, &json!("desk")));
    assert!(listed.iter().all(|session| session["address"] == "127.0.0.1"), "{listed:?}");

    let lost_listed = lost.get(SESSIONS).await.data();
    let lost_id = lost_listed.as_array().unwrap().iter().find(|session| session["current"] == true).unwrap()
        ["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let lost_path = format!("{SESSIONS}/{lost_id}");
    // Somebody else's session is answered like one that does not exist.
    assert_eq!(grace.send("DELETE", &lost_path, None).await.refusal(), (404, "not_found".to_owned()));
    assert_eq!(desk.send("DELETE", &format!("{SESSIONS}/nope"), None).await.refusal().0, 404);
    desk.send("DELETE", &lost_path, None).await.data();
    assert_eq!(desk.send("DELETE", &lost_path, None).await.refusal().0, 404);
    assert_eq!(lost.get(ME).await.refusal().0, 401);

    assert_eq!(desk.post("/api/v1/sessions/revoke-others", "{}").await.data(), json!({ "revoked": 1 }));
    assert_eq!((phone.get(ME).await.status, desk.get(ME).await.status), (401, 200));
    let out = desk.post("/api/v1/session/sign-out", "{}").await;
    out.data();
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    assert_eq!(desk.get(ME).await.refusal().0, 401);
    assert_eq!(grace.get(ME).await.status, 200);
    assert_eq!(stage.program().post("/api/v1/session/sign-out", "{}").await.refusal().0, 409);
    stage.end().await;
}
on_both!(own_sessions, people_see_and_end_their_own_sessions);

async fn a_session_ends_when_it_is_idle_and_when_it_is_old(setting: Setting) {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    stage.account("ada", "viewer").await;
    let (idle, busy) = (stage.person("ada").await, stage.person("ada").await);
    for _ in 0..35 {
        clock.advance(20 * HOUR);
        assert_eq!(busy.get(ME).await.status, 200);
    }
    assert_eq!(idle.get(ME).await.refusal().0, 401);
    assert_eq!(busy.get(SESSIONS).await.data().as_array().unwrap().len(), 1);
    clock.advance(20 * HOUR);
    // 30 days are over, however busy it was.
    assert_eq!(busy.get(ME).await.refusal().0, 401);
    stage.end().await;
}
on_both!(time_outs, a_session_ends_when_it_is_idle_and_when_it_is_old);

async fn streams_end_with_what_they_were_opened_by(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let program = stage.program();
    program.put("/api/v1/roles/on-call", r#"{"name":"On call","permissions":["signals:read"]}"#).await.data();
    for (name, role) in [("ada", "viewer"), ("grace", "on-call"), ("mary", "viewer")] {
        stage.account(name, role).await;
    }
    let (ada, grace, mary) =
        (stage.person("ada").await, stage.person("grace").await, stage.person("mary").await);
    let mut streams = Vec::new();
    for person in [&ada, &grace, &mary] {
        let mut events = person.listen(None).await;
        assert_eq!(events.next().await.unwrap().kind(), "heartbeat");
        streams.push(events);
    }
    let mut ends = streams.into_iter();
    let (mut of_ada, mut of_grace, mut of_mary) =
        (ends.next().unwrap(), ends.next().unwrap(), ends.next().unwrap());
    let soon = Duration::from_secs(5);

    ada.post("/api/v1/session/sign-out", "{}").await.data();
    tokio::time::timeout(soon, async { while of_ada.next().await.is_some() {} }).await.unwrap();
    program.put("/api/v1/roles/on-call", r#"{"name":"On call","permissions":["rules:read"]}"#).await.data();
    tokio::time::timeout(soon, async { while of_grace.next().await.is_some() {} }).await.unwrap();
    // Nobody else's stream has ended.
    for _ in 0..2 {
        of_mary.next_of("access.changed").await.unwrap();
    }
    stage.raise(1).await;
    of_mary.next_of("signal.created").await.unwrap();
    stage.end().await;
}
on_both!(streams, streams_end_with_what_they_were_opened_by);

/// Requests that are under way note that the session was used, just when it is ended.
async fn a_session_that_was_ended_stays_ended(setting: Setting) {
    let clock = Arc::new(AheadClock::default());
    let stage = Stage::set_with(Setting { clock: clock.clone(), ..setting }).await;
    let console = &stage.host.console;
    let visit = Visit::new([127, 0, 0, 1].into(), "race");
    let mut resurrected = 0;
    for _ in 0..40 {
        let mut sessions = Vec::new();
        for _ in 0..25 {
            let link = console.create_sign_in_link().await.unwrap().path;
            let token = link.rsplit('=').next().unwrap();
            sessions.push(console.sign_in_with_link(token, &visit).await.unwrap().unwrap());
        }
        clock.advance(2 * 60 * 1_000_000);
        let races = sessions.iter().map(|session| async {
            let secret = session.expose_secret();
            let caller = console.authenticate(secret).await.unwrap().unwrap();
            clock.advance(2 * 60 * 1_000_000);
            let request = Request::Json(json!({}));
            let (first, ended, second) = tokio::join!(
                console.authenticate(secret),
                console.call(&caller, "session.sign_out", request),
                console.authenticate(secret),
            );
            ended.unwrap();
            first.unwrap();
            second.unwrap();
        });
        future::join_all(races).await;
        for session in &sessions {
            resurrected +=
                usize::from(console.authenticate(session.expose_secret()).await.unwrap().is_some());
        }
    }
    assert_eq!(resurrected, 0);
    stage.end().await;
}
on_both!(a_thousand_races, a_session_that_was_ended_stays_ended);
