//! What leaves the trail by right, and the chain verifies all the same.

use console_api::{TenantId, Timestamp};
use console_core::Clock as _;
use console_core::audit;

use crate::chain::{Chain, DAY, Engine, TENANT, sign_in};

async fn removals_and_erasures_leave_a_whole_chain(engine: Engine) {
    let chain = Chain::begin(engine);
    let console = chain.console().await;
    let tenant = TenantId::from(TENANT);
    let store = chain.store().await;
    assert_eq!(chain_of(&chain).await, (0, 0, 0));

    sign_in(&console, 3).await;
    let begun = chain.clock.now();
    assert_eq!(audit::erase(&store, &tenant, "operator", chain.clock.now()).await.unwrap(), 3);
    assert_eq!(audit::erase(&store, &tenant, "operator", chain.clock.now()).await.unwrap(), 0);
    assert_eq!(chain_of(&chain).await, (7, 0, 3));

    // The entries that were erased go, the one that says so stays; then it goes too, then the removals themselves.
    for (day, removed) in [(1, 6), (2, 1), (3, 3)] {
        chain.next_day();
        let before = if day == 1 { begun } else { Timestamp(begun.micros() + (day - 1) * DAY) };
        assert_eq!(
            audit::remove(&store, &tenant, before, chain.clock.now()).await.unwrap(),
            removed,
            "{day}"
        );
        assert_eq!(chain.verify(&store).await.fault, None, "{day}");
        sign_in(&console, 1).await;
        assert_eq!(chain.verify(&store).await.fault, None, "{day}");
    }
    console.close().await;
    store.close().await;
    chain.end();
}

async fn chain_of(chain: &Chain) -> (i64, i64, i64) {
    let store = chain.store().await;
    let report = chain.verify(&store).await;
    store.close().await;
    assert_eq!(report.fault, None);
    (report.entries, report.removed, report.erased)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    removals_and_erasures_leave_a_whole_chain(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    removals_and_erasures_leave_a_whole_chain(Engine::Postgres).await;
}
