//! Every tampering is found: a few hundred each time, ten thousand with `make tamper`.

use std::collections::BTreeMap;
use std::time::Instant;

use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::chain::{Chain, Engine, TENANT, four_days, sign_in};
use crate::encoding::{genesis, hash};
use crate::tamper::Tamperer;

async fn all_found(engine: Engine, seed: u64, times: usize) {
    let chain = four_days(engine).await;
    let store = chain.store().await;
    let mut tamperer = Tamperer::new(&chain, StdRng::seed_from_u64(seed)).await;
    let (mut kinds, mut missed) = (BTreeMap::<_, usize>::new(), Vec::new());
    for _ in 0..times {
        let tampering = tamperer.tamper().await;
        let report = chain.verify(&store).await;
        match report.fault {
            Some(fault) => *kinds.entry((tampering.kind, fault.kind.as_str())).or_default() += 1,
            None => {
                *kinds.entry((tampering.kind, "MISSED")).or_default() += 1;
                missed.push(tampering);
            }
        }
        tamperer.restore().await;
    }
    for ((tampering, fault), found) in &kinds {
        println!("{found:>6}  {tampering}: {fault}");
    }
    println!("{} of {times} tamperings found", times - missed.len());
    assert!(missed.is_empty(), "{} missed, such as {:?}", missed.len(), &missed[..missed.len().min(5)]);
    assert_eq!(chain.verify(&store).await.fault, None, "what was restored is whole");
    store.close().await;
    chain.end();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_tampering_is_found_on_sqlite() {
    all_found(Engine::Sqlite, 1, 300).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_tampering_is_found_on_postgres() {
    all_found(Engine::Postgres, 2, 60).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes long; `make tamper` runs it"]
async fn ten_thousand_tamperings_are_found() {
    all_found(Engine::Postgres, 10, 1_000).await;
    // A chain of its own for each thousand.
    for seed in 11..20 {
        all_found(Engine::Sqlite, seed, 1_000).await;
    }
}

/// A verifier and a writer that forget the same field agree; this one reads the description.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_chain_is_what_its_description_says() {
    let chain = Chain::begin(Engine::Sqlite);
    let console = chain.console().await;
    sign_in(&console, 5).await;
    console.close().await;
    let tamperer = Tamperer::new(&chain, StdRng::seed_from_u64(0)).await;
    let entries = tamperer.entries();
    assert_eq!(entries.len(), 10);
    let mut previous = genesis(TENANT);
    for entry in entries {
        assert_eq!(hash(TENANT, &previous, entry), entry.hash, "{entry:?}");
        previous = entry.hash.clone();
    }
    drop(tamperer);
    chain.end();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement; `make tamper` prints it"]
async fn verifying_is_fast() {
    let chain = Chain::begin(Engine::Sqlite);
    let console = chain.console().await;
    sign_in(&console, 1).await;
    console.close().await;
    let mut tamperer = Tamperer::new(&chain, StdRng::seed_from_u64(0)).await;
    tamperer.grow_to(200_000).await;
    let store = chain.store().await;
    let began = Instant::now();
    let report = chain.verify(&store).await;
    let seconds = began.elapsed().as_secs_f64();
    assert_eq!((report.fault, report.entries), (None, 200_000));
    println!("{:.0} entries/s verified", report.entries as f64 / seconds);
    store.close().await;
    chain.end();
}
