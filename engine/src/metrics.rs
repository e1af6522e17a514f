//! What the engine counts since it started, and its Prometheus text.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

use crate::{rules::RuleSet, spans::Usage};

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, amount: u64) {
        self.0.fetch_add(amount, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// Export requests committed.
    pub(crate) requests_accepted: Counter,
    /// Export requests refused as a whole.
    pub(crate) requests_refused: Counter,
    pub(crate) spans_accepted: Counter,
    /// Spans taken out of otherwise accepted requests.
    pub(crate) spans_rejected: Counter,
    pub(crate) signals_created: Counter,
    /// Violations beyond what one request may raise.
    pub(crate) signals_suppressed: Counter,
    /// Changes of status and links.
    pub(crate) signals_changed: Counter,
    pub(crate) feed_clients_dropped: Counter,
    pub(crate) panics: Counter,
    /// Whether the latest write to disk failed.
    pub(crate) write_failing: AtomicBool,
}

/// The figures at one moment as Prometheus text (exposition format 0.0.4).
pub(crate) fn render(metrics: &Metrics, usage: Usage, rules: &RuleSet, feed_clients: usize) -> String {
    let mut text = String::new();
    let counters = [
        ("fluo_otlp_requests_accepted_total", "Export requests committed.", metrics.requests_accepted.get()),
        (
            "fluo_otlp_requests_refused_total",
            "Export requests refused as a whole.",
            metrics.requests_refused.get(),
        ),
        ("fluo_spans_accepted_total", "Spans committed.", metrics.spans_accepted.get()),
        ("fluo_spans_rejected_total", "Invalid spans left out.", metrics.spans_rejected.get()),
        ("fluo_signals_created_total", "Signals raised.", metrics.signals_created.get()),
        (
            "fluo_signals_suppressed_total",
            "Violations beyond the signals one request may raise.",
            metrics.signals_suppressed.get(),
        ),
        ("fluo_signals_changed_total", "Changes of signals by people.", metrics.signals_changed.get()),
        (
            "fluo_feed_clients_dropped_total",
            "Feed readers cut for being slow.",
            metrics.feed_clients_dropped.get(),
        ),
        ("fluo_panics_total", "Requests that ended in a panic.", metrics.panics.get()),
    ];
    for (name, help, value) in counters {
        family(&mut text, name, "counter", help);
        sample(&mut text, name, "", value);
    }
    let gauges = [
        ("fluo_span_store_bytes", "Bytes of stored spans, indexes included.", usage.bytes),
        ("fluo_span_store_spans", "Stored spans.", usage.spans),
        ("fluo_span_store_segments", "Segment files.", usage.segments),
        ("fluo_rules_active", "Rules that are evaluated.", rules.live.len() as u64),
        ("fluo_rules_unusable", "Active rules that do not compile.", rules.unusable.len() as u64),
        ("fluo_feed_clients", "Open feeds.", feed_clients as u64),
    ];
    for (name, help, value) in gauges {
        family(&mut text, name, "gauge", help);
        sample(&mut text, name, "", value);
    }
    family(&mut text, "fluo_rule_signals_total", "counter", "Signals raised by an active rule.");
    for live in &rules.live {
        sample(&mut text, "fluo_rule_signals_total", &labels(live), live.tally.signals());
    }
    family(
        &mut text,
        "fluo_rule_errors_total",
        "counter",
        "Evaluations of an active rule that ended in an error.",
    );
    for live in &rules.live {
        sample(&mut text, "fluo_rule_errors_total", &labels(live), live.tally.errors());
    }
    text
}

fn family(text: &mut String, name: &str, kind: &str, help: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn sample(text: &mut String, name: &str, labels: &str, value: u64) {
    let _ = writeln!(text, "{name}{labels} {value}");
}

/// Rule ids and versions are checked when a rule is created: nothing in them needs escaping.
fn labels(live: &crate::rules::LiveRule) -> String {
    format!("{{rule_id=\"{}\",rule_version=\"{}\"}}", live.rule.rule_id, live.rule.version)
}
