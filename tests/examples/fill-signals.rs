//! Fills a data folder with signals, to work and to measure with: `cargo run --release --package it --example
//! fill-signals -- FOLDER [COUNT] [SEED]`. No console has it open meanwhile. Then `fluo-console serve --data FOLDER`.

use std::path::PathBuf;
use std::time::Instant;

use console_core::store::{Database, Store};
use console_core::{Clock as _, SystemClock};
use it::many::{Many, fill};

const COUNT: u64 = 1_000_000;
const SEED: u64 = 1;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("say which folder: fill-signals FOLDER [COUNT] [SEED]")?;
    let mut number = |usual| arguments.next().map_or(Ok(usual), |text| text.parse::<u64>());
    let (count, seed) = (number(COUNT)?, number(SEED)?);
    let database = PathBuf::from(folder).join("console.db");
    let store = Store::open(&Database::Sqlite(database.clone())).await?;
    let began = Instant::now();
    fill(&store, Many::new(seed, count, SystemClock.now())).await?;
    store.close().await;
    println!("{count} signals in {} after {:.1} s", database.display(), began.elapsed().as_secs_f64());
    Ok(())
}
