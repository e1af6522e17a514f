//! The active rules, compiled, and how often each fired or failed.
//!
//! Requests evaluate against a snapshot; a change swaps in a new one. Counts belong to a rule's version and
//! outlive the snapshots.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use console_rules::{Diagnostic, ognl::Program};

use crate::db::{Db, rules::StoredRule};

/// A rule's id and version.
pub(crate) type RuleKey = (String, String);

/// What one version of a rule did since the engine started.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    signals: AtomicU64,
    errors: AtomicU64,
}

impl Tally {
    pub(crate) fn count_error(&self) {
        self.errors.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn signals(&self) -> u64 {
        self.signals.load(Ordering::Relaxed)
    }

    pub(crate) fn errors(&self) -> u64 {
        self.errors.load(Ordering::Relaxed)
    }
}

/// An active rule, ready to evaluate.
pub(crate) struct LiveRule {
    pub(crate) rule: StoredRule,
    pub(crate) program: Program,
    pub(crate) tally: Arc<Tally>,
}

/// The rules in force at one moment.
#[derive(Default)]
pub(crate) struct RuleSet {
    pub(crate) live: Vec<LiveRule>,
    /// Active rules whose stored text does not compile (it did when it was created, in an older version).
    pub(crate) unusable: Vec<StoredRule>,
}

/// The current [`RuleSet`] and the tallies.
#[derive(Default)]
pub(crate) struct Rules {
    current: RwLock<Arc<RuleSet>>,
    tallies: Mutex<HashMap<RuleKey, Arc<Tally>>>,
    reloading: tokio::sync::Mutex<()>,
}

impl Rules {
    pub(crate) fn snapshot(&self) -> Arc<RuleSet> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads and compiles the active rules; one reload at a time, so that the last one has seen every change.
    pub(crate) async fn reload(&self, db: &Db) -> Result<(), sqlx::Error> {
        let _one_at_a_time = self.reloading.lock().await;
        let mut next = RuleSet::default();
        for rule in db.active_rules().await? {
            match Program::compile(&rule.expression) {
                Ok(program) => {
                    let tally = self.tally((rule.rule_id.clone(), rule.version.clone()));
                    next.live.push(LiveRule { rule, program, tally });
                }
                Err(diagnostics) => {
                    tracing::warn!(
                        rule = rule.rule_id,
                        version = rule.version,
                        reason = in_words(&diagnostics),
                        "an active rule is not evaluated"
                    );
                    next.unusable.push(rule);
                }
            }
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(())
    }

    /// Adds raised signals to the tallies of their rules.
    pub(crate) fn count_signals(&self, by_rule: &BTreeMap<RuleKey, u64>) {
        for (rule, count) in by_rule {
            self.tally(rule.clone()).signals.fetch_add(*count, Ordering::Relaxed);
        }
    }

    fn tally(&self, rule: RuleKey) -> Arc<Tally> {
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(tallies.entry(rule).or_default())
    }
}

/// What is wrong with an expression, on one line.
pub(crate) fn in_words(diagnostics: &[Diagnostic]) -> String {
    let reasons: Vec<String> = diagnostics
        .iter()
        .take(5)
        .map(|diagnostic| format!("{} (at byte {})", diagnostic.message, diagnostic.span.start))
        .collect();
    reasons.join("; ")
}
