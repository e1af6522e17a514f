//! Too many requests, whoever sends them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use console_api::Timestamp;
use console_core::Clock;
use console_core::pace::Rates;

use crate::stage::{Setting, Stage};
use crate::visitor::Visitor;

const ME: &str = "/api/v1/session/me";

/// A clock that stands still until it is moved.
#[derive(Debug)]
struct Still(AtomicI64);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

async fn stage(rates: Rates) -> (Stage, Arc<Still>) {
    let clock = Arc::new(Still(AtomicI64::new(1_795_174_855_000_000)));
    let setting = Setting { rates, clock: Arc::clone(&clock) as Arc<dyn Clock>, ..Setting::default() };
    (Stage::set_with(setting).await, clock)
}

/// Asks until it is refused; answers how often it was not, and what `Retry-After` said.
async fn until_refused(visitor: &Visitor, path: &str) -> (usize, String) {
    for taken in 0..1_000 {
        let answer = visitor.get(path).await;
        if answer.status == 429 {
            assert_eq!(answer.refusal(), (429, "rate_limited".to_owned()));
            return (taken, answer.header("retry-after").to_owned());
        }
    }
    panic!("{path} is taken without end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_counted_before_anything_is_looked_up() {
    let (stage, clock) = stage(Rates { per_address: Some(30), ..Rates::default() }).await;
    let stranger = stage.anonymous();
    // Whatever is asked, known or not, counts; what the server needs to be watched and the UI's files do not.
    for path in ["/api/v1/nothing", ME] {
        assert_eq!(stranger.get(path).await.status, 401);
    }
    for _ in 0..40 {
        assert_eq!(stranger.get("/health").await.status, 200);
        assert_eq!(stranger.get("/signals").await.status, 200);
    }
    assert_eq!(until_refused(&stranger, ME).await, (8, "2".to_owned()));
    assert_eq!(stranger.with("authorization", "Bearer guess").get(ME).await.status, 429);
    assert_eq!(stranger.as_our_page().sign_in("ada@example.com", "guess").await.status, 429);
    // Others come in, and so do the operator's own programs from the same address.
    assert_eq!(stranger.at_address([127, 0, 0, 9]).get(ME).await.status, 401);
    assert_eq!(stage.program().get(ME).await.status, 200);
    clock.0.fetch_add(2_000_000, Ordering::SeqCst);
    assert_eq!(until_refused(&stranger, ME).await.0, 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_counted_wherever_it_comes_from() {
    let (stage, _) = stage(Rates { per_account: Some(30), ..Rates::default() }).await;
    for name in ["ada", "eve"] {
        stage.account(name, "member").await;
    }
    let (ada, eve) = (stage.person("ada").await, stage.person("eve").await);
    let again = stage.person("ada").await;
    assert_eq!(until_refused(&ada, ME).await, (10, "2".to_owned()));
    assert_eq!(again.at_address([127, 0, 0, 9]).get(ME).await.status, 429);
    assert_eq!(eve.get(ME).await.status, 200);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tenant_is_counted_and_its_operator_is_not() {
    let (stage, _) = stage(Rates { per_tenant: Some(30), ..Rates::default() }).await;
    for name in ["ada", "eve"] {
        stage.account(name, "member").await;
    }
    let (ada, eve) = (stage.person("ada").await, stage.person("eve").await);
    assert_eq!(until_refused(&ada, ME).await, (10, "2".to_owned()));
    assert_eq!(eve.get(ME).await.status, 429);
    assert_eq!(stage.program().get(ME).await.status, 200);
    stage.end().await;
}
