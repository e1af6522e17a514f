//! No request of one tenant reads or changes anything of another's, whatever it asks, as whom and by whichever id.
//!
//! Requests are generated over every operation, its other verbs, the streams, exports and files, in every role, with
//! ids that are the caller's own, another tenant's, of what is gone, or nobody's. Two tenants are full of words that
//! stand nowhere else. Of every answer is asked that it holds none of the other tenant's words, and that an id of the
//! other tenant's is answered as one of nobody's; of the other tenant, that not a row of it moved.

mod asking;
mod planted;
mod rows;
mod world;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::stage::Setting;
use asking::{Kind, Question};
use rows::Rows;
use world::World;

/// Requests of one side, one after the other, between two looks at the rows of the other.
const AT_ONCE: usize = 100;
/// A tenant is still when nothing moved for so long.
const STILL: Duration = Duration::from_millis(150);

/// What went from one tenant to another, and by which request.
pub(super) struct Leak {
    what: &'static str,
    question: String,
    seen: String,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n{}", self.what, self.seen, self.question)
    }
}

struct Checker {
    world: World,
    rows: Rows,
    random: StdRng,
    asked: BTreeMap<(&'static str, Kind), usize>,
    /// By operation, how often it was asked, and how often that was answered and not refused as too often.
    of: BTreeMap<&'static str, (usize, usize)>,
}

impl Checker {
    async fn begin(setting: Setting, seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let world = World::make(setting, &mut random).await;
        let rows = Rows::open(&world.stage.database).await;
        Self { world, rows, random, asked: BTreeMap::new(), of: BTreeMap::new() }
    }

    /// Asks so many requests in turn as people of either side; stops at the first leak.
    async fn run(&mut self, requests: usize) -> Result<(), Leak> {
        for round in 0..requests.div_ceil(AT_ONCE) {
            let side = round % 2;
            self.world.gather(side).await;
            let other = self.world.sides[1 - side].tenant.clone();
            let before = self.once_still(&other).await;
            let mut asked = Vec::new();
            for _ in 0..AT_ONCE {
                let question = Question::random(&self.world, side, &mut self.random);
                *self.asked.entry((question.role, question.kind)).or_default() += 1;
                let told = question.to_string();
                let of = self.of.entry(question.of).or_default();
                of.0 += 1;
                if question.ask(&mut self.world, side).await? {
                    of.1 += 1;
                }
                asked.push(told);
            }
            let after = self.rows.of(&other).await;
            if let Some((table, _)) = after.iter().find(|(table, rows)| before[*table] != **rows) {
                let what = "rows of another tenant moved";
                return Err(Leak { what, question: asked.join("\n"), seen: table.clone() });
            }
            self.world.heal(side).await;
        }
        Ok(())
    }

    /// The tenant's rows once nothing that its people began goes on by itself: a mirror that begins anew, a job.
    async fn once_still(&self, tenant: &str) -> BTreeMap<String, String> {
        let mut looks = tokio::time::interval(STILL);
        looks.tick().await;
        let mut seen = self.rows.of(tenant).await;
        loop {
            looks.tick().await;
            let now = self.rows.of(tenant).await;
            if now == seen {
                return now;
            }
            seen = now;
        }
    }

    async fn end(self) {
        self.world.stage.end().await;
    }
}

async fn nothing_goes_across(setting: Setting, requests: usize, seed: u64) {
    let mut checker = Checker::begin(setting, seed).await;
    if let Err(leak) = checker.run(requests).await {
        panic!("{leak}");
    }
    // A server that forgets nobody's attempts answers some no more. It must have answered most of each.
    let hidden: Vec<_> = checker.of.iter().filter(|(_, (asked, answered))| answered * 2 < *asked).collect();
    assert!(hidden.is_empty(), "asked, answered: {hidden:?}");
    let unanswered: usize = checker.of.values().map(|(asked, answered)| asked - answered).sum();
    let all: usize = checker.asked.values().sum();
    assert!(all >= requests && checker.asked.len() == 16, "{:?}", checker.asked);
    assert!(unanswered * 50 <= all, "{unanswered} of {all} requests were too many to be answered");
    println!(
        "{all} requests ({unanswered} too many to be answered), 0 across; by role and kind of id: {:?}",
        checker.asked
    );
    checker.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_goes_across_on_sqlite() {
    nothing_goes_across(Setting::default(), 5_000, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_goes_across_on_postgres() {
    nothing_goes_across(Setting { postgres: true, ..Setting::default() }, 2_000, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes: `make tenancy`"]
async fn nothing_goes_across_in_a_hundred_thousand() {
    // Each part by a server of its own, which knows of nobody's attempts yet.
    for part in 0..20 {
        nothing_goes_across(Setting::default(), 5_000, 3 + part).await;
    }
}
