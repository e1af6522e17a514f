//! The report of a shift as a text to paste. What comes from elsewhere is text there too: nothing of it is markup.

use std::fmt::Write as _;

use console_api::handover::{Handover, HandoverCount};
use console_api::triage::SnoozeUntil;
use console_api::{Severity, Signal, SignalStatus, Timestamp};

/// Characters of a text from elsewhere.
const MAX_TEXT: usize = 120;

pub(super) fn of(report: &Handover) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "# Handover, {} to {}\n", minute(report.from), minute(report.to));
    section(&mut text, &format!("New: {}", report.new));
    for facet in &report.new_by_severity {
        let _ = writeln!(text, "- {}: {}", severity(facet.value), facet.count);
    }
    for group in &report.groups {
        let (rule, service, span) = (plain(&group.rule.0), plain(&group.service), plain(&group.span_name));
        let _ = writeln!(text, "- {} × {rule}, {service}, {span}", group.count);
    }
    section(&mut text, &format!("Decided: {}", report.decided));
    people(&mut text, &report.decided_by, "in FLUO");
    for signal in &report.decisions {
        let reason =
            signal.reason.as_deref().map(|reason| format!(" ({})", plain(reason))).unwrap_or_default();
        let _ = writeln!(text, "- {}: {}{reason}", name(signal), status(signal.status));
    }
    section(&mut text, &format!("Open: {}", report.open));
    people(&mut text, &report.open_by_owner, "nobody");
    section(&mut text, &format!("Put aside: {}", report.snoozed));
    for signal in &report.snoozes {
        let Some(snooze) = &signal.snooze else { continue };
        let why = snooze.why.as_deref().map(|why| format!(": {}", plain(why))).unwrap_or_default();
        let (until, by) = (until(&snooze.until), plain(&snooze.by.name));
        let _ = writeln!(text, "- {} until {until}, by {by}{why}", name(signal));
    }
    section(&mut text, "Noisy rules");
    for rule in &report.noisy {
        let _ = writeln!(text, "- {}: {}, before {}", plain(&rule.rule.0), rule.count, rule.before);
    }
    text
}

fn section(text: &mut String, title: &str) {
    let gap = if text.ends_with("\n\n") { "" } else { "\n" };
    let _ = writeln!(text, "{gap}## {title}\n");
}

fn people(text: &mut String, counts: &[HandoverCount], nobody: &str) {
    for HandoverCount { user, count } in counts {
        let who = user.as_ref().map_or_else(|| nobody.to_owned(), |user| plain(&user.name));
        let _ = writeln!(text, "- {who}: {count}");
    }
}

fn name(signal: &Signal) -> String {
    let name = signal.friendly_id.as_deref().unwrap_or(signal.id.as_str());
    format!("{}, {}, {}", plain(name), plain(&signal.service), plain(&signal.message))
}

fn until(until: &SnoozeUntil) -> String {
    match until {
        SnoozeUntil::Time { at } => minute(*at),
        SnoozeUntil::Count { more } => format!("{more} more"),
        SnoozeUntil::Spike { per_hour } => format!("{} an hour", per_hour.unwrap_or_default()),
        SnoozeUntil::RuleVersion { .. } => "a new version of the rule".to_owned(),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Info",
    }
}

fn status(status: SignalStatus) -> &'static str {
    match status {
        SignalStatus::Open => "open",
        SignalStatus::Investigating => "under investigation",
        SignalStatus::Resolved => "resolved",
        SignalStatus::FalsePositive => "false positive",
    }
}

/// `2026-11-20 11:40 UTC`.
fn minute(at: Timestamp) -> String {
    let text = at.to_string();
    format!("{} {} UTC", text.get(..10).unwrap_or_default(), text.get(11..16).unwrap_or_default())
}

/// Text from elsewhere on one line, with everything that Markdown could take for its own escaped.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for character in text.chars().take(MAX_TEXT) {
        match character {
            c if c.is_control() => plain.push(' '),
            c if c.is_ascii_punctuation() && !matches!(c, '-' | '.' | ',' | ':' | '/' | '\'' | '?' | '%') => {
                plain.push('\\');
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_elsewhere_is_no_markup() {
        assert_eq!(plain("<b>*a*</b> [x](y)\n# z"), "\\<b\\>\\*a\\*\\</b\\> \\[x\\]\\(y\\) \\# z");
        assert_eq!(plain("GET /api: 5.2 s"), "GET /api: 5.2 s");
    }

    #[test]
    fn a_quiet_shift_is_a_short_text() {
        let report = Handover {
            from: Timestamp(0),
            to: Timestamp(3_600_000_000),
            new: 0,
            new_by_severity: Vec::new(),
            groups: Vec::new(),
            decided: 0,
            decided_by: Vec::new(),
            decisions: Vec::new(),
            open: 1,
            open_by_owner: vec![HandoverCount { user: None, count: 1 }],
            snoozed: 0,
            snoozes: Vec::new(),
            noisy: Vec::new(),
            markdown: String::new(),
        };
        assert_eq!(
            of(&report),
            "# Handover, 1970-01-01 00:00 UTC to 1970-01-01 01:00 UTC\n\n## New: 0\n\n## Decided: 0\n\n\
             ## Open: 1\n\n- nobody: 1\n\n## Put aside: 0\n\n## Noisy rules\n\n"
        );
    }
}
