//! Examples of what people do with signals, one by one and many at once, and of saved views.

use super::{Example, RAISED_AT, SIGNAL_ID, freshness, signal};
use crate::bulk::{Bulk, BulkAction, BulkItem, BulkOutcome, BulkPreview, BulkSkip, BulkState};
use crate::handover::{Handover, HandoverCount, HandoverGroup, NoisyRule};
use crate::operations::{
    AddLink, AddNote, AssignSignal, CancelBulk, ClaimSignal, CountSignals, CreateView, DeleteNote,
    DeleteView, Doing, EditNote, GetBulk, GetHandover, GetPresence, GetTimeline, ListBulkItems, ListLinks,
    ListNoteVersions, ListNotes, ListReasons, ListRelated, ListViews, MarkView, Matching, PreviewBulk,
    RemoveLink, SnoozeSignal, StartBulk, TagSignal, UndoBulk, UndoSignal, UpdateView, WakeSignal,
};
use crate::session::{Done, User};
use crate::signal::Facet;
use crate::triage::{
    Happening, LinkSent, Note, NoteVersion, Presence, Present, REASONS, RelatedSignals, SignalLink, Snooze,
    SnoozeUntil, TimelineEntry,
};
use crate::view::View;
use crate::{Answer, Severity, Signal, SignalStatus, Timestamp};

/// The notes of the examples: one that is changed, one that is deleted.
pub const NOTE_ID: &str = "0197f2b0-11aa-7c21-8d11-0d9c2f6f7a01";
pub const OLD_NOTE_ID: &str = "0197f2b0-22bb-7c22-8d22-1e0d3a7a8b02";
/// The link of the examples.
pub const LINK_ID: &str = "0197f2b0-33cc-7c23-8d33-2f1e4b8b9c03";
/// The changes of many signals of the examples: one that goes on, one that is over.
pub const BULK_ID: &str = "0197f2b0-44dd-7c24-8d44-3a2f5c9cad04";
pub const DONE_BULK_ID: &str = "0197f2b0-55ee-7c25-8d55-4b3a6dadbe05";
/// The saved views of the examples: one that is changed, one that is deleted.
pub const VIEW_ID: &str = "0197f2b0-66ff-7c26-8d66-5c4b7ebecf06";
pub const OLD_VIEW_ID: &str = "0197f2b0-7700-7c27-8d77-6d5c8fcfd007";

pub(super) fn all() -> Vec<Example> {
    let mut all = one();
    all.extend(written());
    all.extend(around());
    all.extend(many());
    all.extend(views());
    all.push(handover());
    all
}

fn one() -> Vec<Example> {
    let owned = || Signal { owner: Some(ana()), revision: 2, ..signal() };
    let tagged = Signal { tags: vec!["checkout".to_owned()], revision: 4, ..owned() };
    let snoozed = Signal { snooze: Some(snooze()), revision: 5, ..tagged.clone() };
    let awake = Signal { revision: 6, ..tagged.clone() };
    let undone = Signal { revision: 7, ..snoozed.clone() };
    let fresh = |signal| Answer::fresh(signal, freshness());
    let wish = SnoozeSignal {
        id: SIGNAL_ID.into(),
        until: SnoozeUntil::Count { more: 100 },
        group: false,
        why: Some("the vendor works on it".to_owned()),
        revision: None,
    };
    let tag = TagSignal {
        id: SIGNAL_ID.into(),
        add: vec!["checkout".to_owned()],
        remove: Vec::new(),
        revision: None,
    };
    vec![
        Example::of(&AssignSignal { id: SIGNAL_ID.into(), to: None, revision: None }, fresh(signal())),
        Example::of(&ClaimSignal { id: SIGNAL_ID.into() }, fresh(owned())),
        Example::of(&wish, fresh(snoozed)),
        Example::of(&WakeSignal { id: SIGNAL_ID.into(), revision: None }, fresh(awake)),
        Example::of(&tag, fresh(tagged)),
        Example::of(&UndoSignal { id: SIGNAL_ID.into(), change: None }, fresh(undone)),
    ]
}

fn written() -> Vec<Example> {
    let text = "The gateway retries twice; see the *runbook*.".to_owned();
    let edited = "The gateway retries three times; see the *runbook*.".to_owned();
    let note = Note {
        id: NOTE_ID.into(),
        text: text.clone(),
        by: ana(),
        at: RAISED_AT,
        revision: 1,
        edited_at: None,
        edited_by: None,
    };
    let changed = Note {
        text: edited.clone(),
        revision: 2,
        edited_at: Some(RAISED_AT),
        edited_by: Some(ana()),
        ..note.clone()
    };
    let version =
        |revision, text: &String| NoteVersion { revision, text: text.clone(), by: ana(), at: RAISED_AT };
    let versions = vec![version(2, &edited), version(1, &text)];
    let link = SignalLink {
        id: LINK_ID.into(),
        url: "https://incidents.example.com/4711".to_owned(),
        title: "Incident 4711".to_owned(),
        by: ana(),
        at: RAISED_AT,
        sent: LinkSent::Sent,
    };
    let add_link =
        AddLink { id: SIGNAL_ID.into(), url: link.url.clone(), title: Some("Incident 4711".to_owned()) };
    let edit = EditNote { id: SIGNAL_ID.into(), note: NOTE_ID.into(), text: edited, revision: 1 };
    let delete = DeleteNote { id: SIGNAL_ID.into(), note: OLD_NOTE_ID.into(), revision: None };
    vec![
        Example::of(&ListNotes { id: SIGNAL_ID.into() }, Answer::new(vec![note.clone()])),
        Example::of(&AddNote { id: SIGNAL_ID.into(), text }, Answer::new(note)),
        Example::of(&edit, Answer::new(changed)),
        Example::of(&delete, Answer::new(Done {})),
        Example::of(&ListNoteVersions { id: SIGNAL_ID.into(), note: NOTE_ID.into() }, Answer::new(versions)),
        Example::of(&ListLinks { id: SIGNAL_ID.into() }, Answer::new(vec![link.clone()])),
        Example::of(&add_link, Answer::new(link)),
        Example::of(&RemoveLink { id: SIGNAL_ID.into(), link: LINK_ID.into() }, Answer::new(Done {})),
    ]
}

fn around() -> Vec<Example> {
    let moved = Happening::Status {
        from: SignalStatus::Open,
        to: SignalStatus::Investigating,
        reason: None,
        pending: false,
    };
    let timeline = vec![
        TimelineEntry { at: RAISED_AT, by: Some(ana()), revision: 2, what: moved },
        TimelineEntry { at: RAISED_AT, by: None, revision: 0, what: Happening::Raised },
    ];
    let related = RelatedSignals { trace: Vec::new(), group: vec![signal()], near: Vec::new() };
    let present = Present { user: ana(), since: RAISED_AT, claims: true };
    let presence = Presence { signal: SIGNAL_ID.into(), people: vec![present] };
    let get = GetPresence { id: SIGNAL_ID.into(), doing: Some(Doing::Claim) };
    let timeline_of = GetTimeline { id: SIGNAL_ID.into(), cursor: None, limit: Some(20) };
    let reasons = REASONS.iter().map(|&reason| reason.to_owned()).collect();
    vec![
        Example::of(&timeline_of, Answer::new(timeline)),
        Example::of(&ListRelated { id: SIGNAL_ID.into() }, Answer::fresh(related, freshness())),
        Example::of(&get, Answer::new(presence)),
        Example::of(&ListReasons {}, Answer::new(reasons)),
    ]
}

fn many() -> Vec<Example> {
    let action = BulkAction::Tag { add: vec!["release-42".to_owned()], remove: Vec::new() };
    let matching = Matching { filter: CountSignals::default(), except: Vec::new() };
    let bulk = Bulk {
        id: BULK_ID.into(),
        action: action.clone(),
        state: BulkState::Done,
        by: ana(),
        at: RAISED_AT,
        ended_at: Some(RAISED_AT),
        total: 2,
        applied: 1,
        pending: 0,
        skipped: 1,
        conflicts: 0,
        undone_by: None,
    };
    let reason = "it is so already".to_owned();
    let skip = BulkSkip { reason: reason.clone(), count: 1 };
    let preview = BulkPreview { total: 2, changes: 1, skipped: vec![skip] };
    let item = BulkItem { signal: SIGNAL_ID.into(), outcome: BulkOutcome::Skipped, reason: Some(reason) };
    let undo = BulkAction::Undo { bulk: DONE_BULK_ID.into() };
    let undone = Bulk { action: undo, total: 1, skipped: 0, ..bulk.clone() };
    let asked =
        PreviewBulk { action: action.clone(), ids: Vec::new(), matching: Some(matching), as_of: None };
    let start = StartBulk { action, ids: vec![SIGNAL_ID.into()], matching: None, as_of: None };
    let items = ListBulkItems { id: BULK_ID.into(), outcome: None, cursor: None, limit: Some(20) };
    vec![
        Example::of(&asked, Answer::fresh(preview, freshness())),
        Example::of(&start, Answer::fresh(bulk.clone(), freshness())),
        Example::of(&GetBulk { id: BULK_ID.into() }, Answer::new(bulk.clone())),
        Example::of(&items, Answer::new(vec![item])),
        Example::of(&CancelBulk { id: BULK_ID.into() }, Answer::new(bulk)),
        Example::of(&UndoBulk { id: DONE_BULK_ID.into() }, Answer::fresh(undone, freshness())),
    ]
}

fn views() -> Vec<Example> {
    let view = View {
        id: VIEW_ID.into(),
        name: "Payments, open".to_owned(),
        query: "service:payments status:open".to_owned(),
        columns: vec!["severity".to_owned(), "message".to_owned()],
        sort: Some("-raised".to_owned()),
        team: true,
        owner: ana(),
        pinned: false,
        default: false,
        at: RAISED_AT,
        updated_at: RAISED_AT,
        revision: 1,
    };
    let View { name, query, columns, sort, team, .. } = view.clone();
    let create = CreateView {
        name: name.clone(),
        query: query.clone(),
        columns: columns.clone(),
        sort: sort.clone(),
        team,
    };
    let update = UpdateView { id: VIEW_ID.into(), name, query, columns, sort, team, revision: None };
    let mark = MarkView { id: VIEW_ID.into(), pinned: true, default: true };
    let marked = View { pinned: true, default: true, ..view.clone() };
    vec![
        Example::of(&ListViews {}, Answer::new(vec![view.clone()])),
        Example::of(&create, Answer::new(view.clone())),
        Example::of(&update, Answer::new(View { revision: 2, ..view })),
        Example::of(&mark, Answer::new(marked)),
        Example::of(&DeleteView { id: OLD_VIEW_ID.into() }, Answer::new(Done {})),
    ]
}

fn handover() -> Example {
    let Signal { rule_id, service, span_name, .. } = signal();
    let report = Handover {
        from: RAISED_AT,
        to: Timestamp(RAISED_AT.0 + 8 * 3_600_000_000),
        new: 18,
        new_by_severity: vec![Facet { value: Severity::Error, count: 18 }],
        groups: vec![HandoverGroup { rule: rule_id.clone(), service, span_name, count: 18 }],
        decided: 3,
        decided_by: vec![HandoverCount { user: Some(ana()), count: 3 }],
        decisions: Vec::new(),
        open: 15,
        open_by_owner: vec![HandoverCount { user: None, count: 15 }],
        snoozed: 1,
        snoozes: vec![Signal { snooze: Some(snooze()), ..signal() }],
        noisy: vec![NoisyRule { rule: rule_id, count: 18, before: 2 }],
        markdown: "# Handover, 2026-11-20 11:40 UTC to 2026-11-20 19:40 UTC\n".to_owned(),
    };
    let asked = GetHandover { from: RAISED_AT, to: Some(report.to) };
    Example::of(&asked, Answer::fresh(report, freshness()))
}

fn snooze() -> Snooze {
    Snooze {
        until: SnoozeUntil::Count { more: 100 },
        group: false,
        by: ana(),
        at: Timestamp(RAISED_AT.0 + 60_000_000),
        why: Some("the vendor works on it".to_owned()),
        would_have_hidden: 42,
    }
}

fn ana() -> User {
    User { id: "0197f2a0-0000-7000-8000-000000000001".into(), name: "Ana".to_owned() }
}
