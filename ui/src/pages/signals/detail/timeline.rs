//! What happened to a signal, newest first, in sentences.

use console_api::triage::{Happening, SnoozeUntil, TimelineEntry, TriageField, WakeCause};
use yew::prelude::*;

use crate::clock::Clock;
use crate::components::{relative_time, status_name};
use crate::dom::{el, el_of, line, tell};
use crate::text;
use crate::words as w;

pub(super) fn timeline(entries: &[TimelineEntry], clock: Clock) -> Html {
    if entries.is_empty() {
        return line("p", "text-ink-2", w::timeline_none());
    }
    let row = |entry: &TimelineEntry| {
        el(
            "li",
            "timeline-row",
            [
                el("span", "min-w-0 flex-1 wrap-anywhere", [tell(&sentence(entry, clock))]),
                el("span", "flex-none text-small text-ink-2", [relative_time(entry.at, clock)]),
            ],
        )
    };
    el_of("ol", "timeline", entries.iter().map(row).collect())
}

/// Until when or what something is put aside: "until 14:00 UTC".
pub(in crate::pages::signals) fn until_words(until: &SnoozeUntil, clock: Clock) -> String {
    match until {
        SnoozeUntil::Time { at } => w::until_time(&text::wall_minutes(*at, clock)),
        SnoozeUntil::Count { more } => w::until_count(i64::from(*more)),
        SnoozeUntil::Spike { per_hour: Some(per_hour) } => w::until_rate(i64::from(*per_hour)),
        SnoozeUntil::Spike { per_hour: None } => w::until_spike().to_owned(),
        SnoozeUntil::RuleVersion { .. } => w::until_version().to_owned(),
    }
}

fn sentence(entry: &TimelineEntry, clock: Clock) -> String {
    let who = entry.by.as_ref().map_or_else(|| w::timeline_nobody(), |user| user.name.as_str());
    match &entry.what {
        Happening::Raised => w::timeline_raised().to_owned(),
        Happening::Status { from, to, reason, pending } => {
            let (from, to) = (status_name(*from), status_name(*to));
            let said = match reason {
                Some(reason) => w::timeline_status_because(who, from, to, reason),
                None => w::timeline_status(who, from, to),
            };
            if *pending { [&said, " ", w::timeline_pending()].concat() } else { said }
        }
        Happening::Confirmed { status } => w::timeline_confirmed(status_name(*status)),
        Happening::Refused { from, to, problem } => {
            w::timeline_refused(status_name(*to), status_name(*from), problem)
        }
        Happening::Owner { to: Some(to), .. } if entry.by.as_ref().is_some_and(|by| by.id == to.id) => {
            w::timeline_took(who)
        }
        Happening::Owner { to: Some(to), .. } => w::timeline_assigned(who, &to.name),
        Happening::Owner { to: None, .. } => w::timeline_released(who),
        Happening::Snoozed { snooze } => w::timeline_snoozed(who, &until_words(&snooze.until, clock)),
        Happening::Woken { because, .. } => match because {
            WakeCause::Person => w::timeline_woke(who),
            WakeCause::Time => w::timeline_woke_time().to_owned(),
            WakeCause::Count => w::timeline_woke_count().to_owned(),
            WakeCause::Spike => w::timeline_woke_spike().to_owned(),
            WakeCause::RuleVersion => w::timeline_woke_version().to_owned(),
        },
        Happening::Tags { added, removed } if removed.is_empty() => {
            w::timeline_tagged(who, &added.join(", "))
        }
        Happening::Tags { added, removed } if added.is_empty() => {
            w::timeline_untagged(who, &removed.join(", "))
        }
        Happening::Tags { added, removed } => {
            w::timeline_retagged(who, &added.join(", "), &removed.join(", "))
        }
        Happening::NoteAdded { .. } => w::timeline_note(who),
        Happening::NoteEdited { .. } => w::timeline_note_edited(who),
        Happening::NoteDeleted { .. } => w::timeline_note_deleted(who),
        Happening::LinkAdded { title, .. } => w::timeline_link(who, title),
        Happening::LinkRemoved { title, .. } => w::timeline_link_removed(who, title),
        Happening::Undone { fields } => {
            let fields: Vec<_> = fields.iter().map(|field| field_name(*field)).collect();
            w::timeline_undone(who, &fields.join(", "))
        }
    }
}

fn field_name(field: TriageField) -> &'static str {
    match field {
        TriageField::Status => w::signal_status(),
        TriageField::Owner => w::column_owner(),
        TriageField::Snooze => w::signal_snoozed(),
        TriageField::Tags => w::column_tags(),
    }
}

#[cfg(test)]
mod tests {
    use console_api::session::User;
    use console_api::{SignalStatus, Timestamp};

    use super::*;
    use crate::rendering::clock;

    #[test]
    fn what_happened_is_said_with_who_and_why() {
        let ana = User { id: "u1".into(), name: "Ana".to_owned() };
        let said = |by: Option<&User>, what| {
            let entry = TimelineEntry { at: Timestamp(0), by: by.cloned(), revision: 1, what };
            sentence(&entry, clock())
        };
        let moved = Happening::Status {
            from: SignalStatus::Open,
            to: SignalStatus::FalsePositive,
            reason: Some("Test traffic".to_owned()),
            pending: true,
        };
        assert_eq!(
            said(Some(&ana), moved),
            "Ana moved it from Open to False positive: Test traffic (waits for FLUO)"
        );
        let took = Happening::Owner { from: None, to: Some(ana.clone()) };
        assert_eq!(said(Some(&ana), took.clone()), "Ana took it");
        assert_eq!(said(None, took), "The console gave it to Ana");
        let tags = Happening::Tags { added: vec!["a".to_owned(), "b".to_owned()], removed: Vec::new() };
        assert_eq!(said(Some(&ana), tags), "Ana tagged it a, b");
    }

    #[test]
    fn ends_of_being_put_aside_are_words() {
        let words = |until| until_words(&until, clock());
        let at = Timestamp::parse("2026-11-23T09:00:00Z").unwrap();
        assert_eq!(words(SnoozeUntil::Time { at }), "until 2026-11-23 09:00 UTC");
        assert_eq!(words(SnoozeUntil::Count { more: 100 }), "until 100 more of its kind");
        assert_eq!(words(SnoozeUntil::Spike { per_hour: Some(50) }), "until 50 of its kind in an hour");
    }
}
