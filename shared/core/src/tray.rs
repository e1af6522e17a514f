//! What the tray icon, its menu and a notification say, as values. A host only translates them.

use console_api::group::{STORM_MINUTES, Storm};
use console_api::{EventKind, Freshness, Reach, RuleId, Severity, Signal, SignalId};

/// Signals named in the menu.
pub const NEWEST_SHOWN: usize = 5;
const LABEL_LENGTH: usize = 60;

/// What the tray knows.
#[derive(Clone, Debug, PartialEq)]
pub struct TraySnapshot {
    pub freshness: Freshness,
    /// Signals that are OPEN.
    pub open: i64,
    /// Severity of the worst of them.
    pub worst: Option<Severity>,
    /// The newest of them, newest first.
    pub newest: Vec<Signal>,
    /// Rules that storm: each is one item, and their signals are none.
    pub storms: Vec<Storm>,
}

/// Which icon to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrayIcon {
    /// FLUO does not answer: what is shown may be old.
    Away,
    /// Nothing open.
    Calm,
    Open(Severity),
}

/// What choosing a menu item does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrayAction {
    OpenWindow,
    OpenSignal(SignalId),
    Quit,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TrayItem {
    /// Text that cannot be chosen.
    Note(String),
    Separator,
    Action {
        label: String,
        action: TrayAction,
    },
}

/// The tray as it is to look.
#[derive(Clone, Debug, PartialEq)]
pub struct TrayMenu {
    pub icon: TrayIcon,
    /// Shown on hover, and beside the icon where the desktop does so.
    pub title: String,
    pub items: Vec<TrayItem>,
}

/// A desktop notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub body: String,
    /// The signal to open.
    pub signal: SignalId,
}

/// The tray for what is known.
pub fn tray_menu(snapshot: &TraySnapshot) -> TrayMenu {
    let away = snapshot.freshness.reach == Reach::Unreachable;
    let icon = match (away, snapshot.worst) {
        (true, _) => TrayIcon::Away,
        (false, Some(worst)) if snapshot.open > 0 => TrayIcon::Open(worst),
        (false, _) => TrayIcon::Calm,
    };
    let mut title = match (snapshot.open, snapshot.worst) {
        (0, _) | (_, None) => "Fluo: no open signals".to_owned(),
        (1, Some(worst)) => format!("Fluo: 1 open signal, {}", severity_word(worst)),
        (open, Some(worst)) => format!("Fluo: {open} open signals, worst {}", severity_word(worst)),
    };
    if away {
        title.push_str(" (FLUO is away)");
    }
    let mut items = vec![TrayItem::Note(title.clone()), TrayItem::Separator];
    let is_of_storm = |rule: &RuleId| snapshot.storms.iter().any(|storm| storm.rule_id == *rule);
    let storms = snapshot.storms.iter().take(NEWEST_SHOWN);
    items.extend(storms.map(|storm| TrayItem::Action {
        label: storm_words(&storm.rule_id, storm.count),
        action: TrayAction::OpenSignal(storm.newest.clone()),
    }));
    let newest = snapshot.newest.iter().filter(|signal| !is_of_storm(&signal.rule_id));
    for signal in newest.take(NEWEST_SHOWN) {
        items.push(TrayItem::Action {
            label: signal_label(signal),
            action: TrayAction::OpenSignal(signal.id.clone()),
        });
    }
    if items.len() > 2 {
        items.push(TrayItem::Separator);
    }
    items.push(TrayItem::Action { label: "Open Fluo Console".to_owned(), action: TrayAction::OpenWindow });
    items.push(TrayItem::Action { label: "Quit".to_owned(), action: TrayAction::Quit });
    TrayMenu { icon, title, items }
}

/// That a rule raised more than anybody is told of one by one.
pub(crate) fn storm_words(rule: &RuleId, count: u32) -> String {
    let rule = one_line(rule.as_str(), LABEL_LENGTH);
    format!("{rule}: {} signals in {STORM_MINUTES} min, collapsed", in_thousands(count))
}

fn in_thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The notification an event deserves: one for a new signal that is an error or worse.
pub fn notice(kind: EventKind, signal: &Signal) -> Option<Notice> {
    let grave = matches!(signal.severity, Severity::Critical | Severity::Error);
    if kind != EventKind::SignalCreated || !grave {
        return None;
    }
    Some(Notice {
        title: format!("{}: {}", severity_word(signal.severity), signal.rule_id),
        body: one_line(&format!("{}: {}", signal.service, signal.message), 200),
        signal: signal.id.clone(),
    })
}

fn signal_label(signal: &Signal) -> String {
    one_line(
        &format!("{} {} ({})", severity_word(signal.severity), signal.rule_id, signal.service),
        LABEL_LENGTH,
    )
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Info",
    }
}

/// Upstream text as one line of at most so many characters.
fn one_line(text: &str, most: usize) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() <= most {
        return text;
    }
    let mut cut: String = text.chars().take(most - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use console_api::{SignalStatus, Timestamp};

    use super::*;

    fn signal(id: &str, severity: Severity) -> Signal {
        Signal {
            id: id.into(),
            friendly_id: None,
            severity,
            severity_text: None,
            status: SignalStatus::Open,
            pending: None,
            rule_id: "slow-charge".into(),
            rule_version: "1".into(),
            message: "charge took 812 ms\nthat is too long".into(),
            service: "payments".into(),
            span_name: "payment.charge_card".into(),
            trace_id: "t".into(),
            span_id: "s".into(),
            raised_at: Timestamp(0),
            updated_at: Timestamp(0),
            revision: 1,
            owner: None,
            snooze: None,
            reason: None,
            decided_at: None,
            tags: Vec::new(),
            notes: 0,
            links: 0,
        }
    }

    fn snapshot(reach: Reach, open: i64, newest: Vec<Signal>) -> TraySnapshot {
        let worst = newest.iter().map(|signal| signal.severity).min();
        let freshness = Freshness { reach, as_of: None, behind_ms: None };
        TraySnapshot { freshness, open, worst, newest, storms: Vec::new() }
    }

    #[test]
    fn the_menu_names_the_newest_and_ends_with_open_and_quit() {
        let newest = vec![signal("1", Severity::Error), signal("2", Severity::Warning)];
        let menu = tray_menu(&snapshot(Reach::Live, 7, newest));
        assert_eq!(menu.icon, TrayIcon::Open(Severity::Error));
        assert_eq!(menu.title, "Fluo: 7 open signals, worst Error");
        let labels: Vec<_> = menu
            .items
            .iter()
            .map(|item| match item {
                TrayItem::Note(text) => text.as_str(),
                TrayItem::Separator => "-",
                TrayItem::Action { label, .. } => label.as_str(),
            })
            .collect();
        assert_eq!(
            labels,
            [
                "Fluo: 7 open signals, worst Error",
                "-",
                "Error slow-charge (payments)",
                "Warning slow-charge (payments)",
                "-",
                "Open Fluo Console",
                "Quit"
            ]
        );
    }

    #[test]
    fn a_storm_is_one_item_in_the_place_of_its_signals() {
        let other = Signal { rule_id: "failed-login".into(), ..signal("2", Severity::Warning) };
        let mut snapshot = snapshot(Reach::Live, 1_300, vec![signal("1", Severity::Error), other]);
        snapshot.storms = vec![Storm {
            rule_id: "slow-charge".into(),
            since: Timestamp(0),
            count: 1_204,
            newest: "1".into(),
        }];
        let items = tray_menu(&snapshot).items;
        let labels: Vec<_> = items
            .iter()
            .filter_map(|item| match item {
                TrayItem::Action { label, action: TrayAction::OpenSignal(signal) } => {
                    Some((label.as_str(), signal.as_str()))
                }
                TrayItem::Action { .. } | TrayItem::Note(_) | TrayItem::Separator => None,
            })
            .collect();
        assert_eq!(
            labels,
            [
                ("slow-charge: 1,204 signals in 5 min, collapsed", "1"),
                ("Warning failed-login (payments)", "2"),
            ]
        );
        let numbers = [(7, "7"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")];
        assert!(numbers.into_iter().all(|(number, text)| in_thousands(number) == text));
    }

    #[test]
    fn an_absent_fluo_is_not_calm() {
        let menu = tray_menu(&snapshot(Reach::Unreachable, 0, Vec::new()));
        assert_eq!(
            (menu.icon, menu.title.as_str()),
            (TrayIcon::Away, "Fluo: no open signals (FLUO is away)")
        );
        assert_eq!(tray_menu(&snapshot(Reach::Live, 0, Vec::new())).icon, TrayIcon::Calm);
    }

    #[test]
    fn only_a_new_error_is_worth_a_notice() {
        let error = signal("1", Severity::Error);
        let told = notice(EventKind::SignalCreated, &error).unwrap();
        assert_eq!(told.title, "Error: slow-charge");
        assert_eq!(told.body, "payments: charge took 812 ms that is too long");
        assert_eq!(notice(EventKind::SignalUpdated, &error), None);
        assert_eq!(notice(EventKind::SignalCreated, &signal("2", Severity::Warning)), None);
    }
}
