//! What a change makes of a signal. Pure: who may, and what FLUO says to it, is decided elsewhere.

use std::collections::BTreeSet;

use console_api::session::User;
use console_api::signal::PendingStatus;
use console_api::triage::{Happening, MAX_TAGS, Snooze, TriageField, WakeCause};
use console_api::{Error, ErrorCode, Signal, SignalStatus, Timestamp};

use super::parts::{Parts, StatusPart};

/// A change that somebody wants.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Status {
        to: SignalStatus,
        reason: Option<String>,
    },
    Owner(Option<User>),
    Snooze(Snooze),
    Wake(WakeCause),
    Tags {
        add: Vec<String>,
        remove: Vec<String>,
    },
    /// Puts `before` back in the place of `after`.
    Restore {
        before: Box<Parts>,
        after: Box<Parts>,
    },
}

/// What a signal becomes.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// With a pending status where it moves: FLUO has not heard of it.
    pub(crate) after: Signal,
    pub(crate) what: Happening,
    pub(crate) fields: Vec<TriageField>,
    /// What FLUO is to be told, in order.
    pub(crate) moves: Vec<SignalStatus>,
}

/// Why a signal stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unchanged {
    /// It is so already.
    Same,
    NotAllowed(String),
    /// Somebody changed the same meanwhile.
    Conflict(String),
}

impl Unchanged {
    /// One sentence.
    pub(crate) fn reason(self) -> String {
        match self {
            Self::Same => "it is so already".to_owned(),
            Self::NotAllowed(reason) | Self::Conflict(reason) => reason,
        }
    }

    pub(crate) fn into_error(self) -> Error {
        Error::new(ErrorCode::Conflict, self.reason())
    }
}

impl Change {
    /// The parts of a signal that it is about.
    pub(crate) fn fields(&self) -> Vec<TriageField> {
        match self {
            Self::Status { .. } => vec![TriageField::Status],
            Self::Owner(_) => vec![TriageField::Owner],
            Self::Snooze(_) | Self::Wake(_) => vec![TriageField::Snooze],
            Self::Tags { .. } => vec![TriageField::Tags],
            Self::Restore { after, .. } => after.fields(),
        }
    }

    /// What it makes of `before`.
    pub(crate) fn plan(&self, before: &Signal, now: Timestamp) -> Result<Plan, Unchanged> {
        let mut after = Signal { updated_at: now, revision: before.revision + 1, ..before.clone() };
        let mut moves = Vec::new();
        let what = match self {
            Self::Status { to, reason } => {
                if before.status == *to && before.reason == *reason {
                    return Err(Unchanged::Same);
                }
                if before.status != *to {
                    if !before.status.moves().contains(to) {
                        return Err(Unchanged::NotAllowed(not_allowed(before.status, *to)));
                    }
                    moves.push(*to);
                    after.pending = Some(waiting(before, now));
                    after.decided_at = to.is_decided().then_some(now);
                }
                (after.status, after.reason) = (*to, reason.clone());
                let (from, to, reason) = (before.status, *to, reason.clone());
                Happening::Status { from, to, reason, pending: !moves.is_empty() }
            }
            Self::Owner(to) => {
                after.owner = to.clone();
                Happening::Owner { from: before.owner.clone(), to: to.clone() }
            }
            Self::Snooze(snooze) => {
                after.snooze = Some(snooze.clone());
                Happening::Snoozed { snooze: snooze.clone() }
            }
            Self::Wake(because) => {
                let Some(snooze) = after.snooze.take() else { return Err(Unchanged::Same) };
                Happening::Woken { because: *because, snooze }
            }
            Self::Tags { add, remove } => {
                let tags: BTreeSet<_> =
                    before.tags.iter().filter(|tag| !remove.contains(tag)).chain(add).cloned().collect();
                if tags.len() > MAX_TAGS {
                    return Err(Unchanged::NotAllowed(format!("a signal has at most {MAX_TAGS} tags")));
                }
                after.tags = tags.into_iter().collect();
                let beyond = |these: &[String], those: &[String]| {
                    these.iter().filter(|tag| !those.contains(tag)).cloned().collect()
                };
                let added = beyond(&after.tags, &before.tags);
                Happening::Tags { added, removed: beyond(&before.tags, &after.tags) }
            }
            Self::Restore { before: earlier, after: later } => {
                let fields = later.fields();
                let is = Parts::of(before, &fields);
                if is == **earlier {
                    return Err(Unchanged::Same);
                }
                if is != **later {
                    return Err(Unchanged::Conflict(changed_again(&is, earlier)));
                }
                restore(before, &mut after, earlier, &mut moves, now);
                Happening::Undone { fields }
            }
        };
        let fields = self.fields();
        if Parts::of(before, &fields) == Parts::of(&after, &fields) {
            return Err(Unchanged::Same);
        }
        Ok(Plan { after, what, fields, moves })
    }
}

fn restore(
    before: &Signal,
    after: &mut Signal,
    earlier: &Parts,
    moves: &mut Vec<SignalStatus>,
    now: Timestamp,
) {
    if let Some(StatusPart { status, reason, decided_at }) = &earlier.status {
        *moves = way(before.status, *status);
        if !moves.is_empty() {
            after.pending = Some(waiting(before, now));
        }
        (after.status, after.reason, after.decided_at) = (*status, reason.clone(), *decided_at);
    }
    if let Some(part) = &earlier.owner {
        after.owner = part.owner.clone();
    }
    if let Some(part) = &earlier.snooze {
        after.snooze = part.snooze.clone();
    }
    if let Some(tags) = &earlier.tags {
        after.tags.clone_from(tags);
    }
}

/// The moves that lead from one status to another. What FLUO does not allow directly goes by OPEN.
fn way(from: SignalStatus, to: SignalStatus) -> Vec<SignalStatus> {
    if from == to {
        Vec::new()
    } else if from.moves().contains(&to) {
        vec![to]
    } else {
        vec![SignalStatus::Open, to]
    }
}

/// What FLUO holds while a move from `before` waits.
fn waiting(before: &Signal, now: Timestamp) -> PendingStatus {
    let pending = before.pending.as_ref();
    PendingStatus {
        confirmed: pending.map_or(before.status, |pending| pending.confirmed),
        since: pending.filter(|pending| pending.problem.is_none()).map_or(now, |pending| pending.since),
        problem: None,
    }
}

pub(crate) fn not_allowed(from: SignalStatus, to: SignalStatus) -> String {
    format!("a signal that is {} cannot become {}", from.as_str(), to.as_str())
}

/// Both values of a part that changed meanwhile: what it is, and what was wanted.
pub(crate) fn both_values(signal: &Signal, wanted: &Change) -> String {
    let is = Parts::of(signal, &wanted.fields());
    let yours = match wanted {
        Change::Status { to, .. } => to.as_str().to_owned(),
        Change::Owner(to) => owner_word(to.as_ref()),
        Change::Snooze(_) => "put aside".to_owned(),
        Change::Wake(_) => "awake".to_owned(),
        Change::Tags { add, remove } => {
            let signed = |sign: char, tags: &[String]| -> Vec<String> {
                tags.iter().map(|tag| format!("{sign}{tag}")).collect()
            };
            let words = [signed('+', add), signed('-', remove)].concat();
            words.join(" ")
        }
        Change::Restore { before, .. } => words(before),
    };
    format!(
        "the signal changed since it was read: it is {} now (revision {}); yours would have been {yours}",
        words(&is),
        signal.revision
    )
}

fn changed_again(is: &Parts, wanted: &Parts) -> String {
    format!("it was changed again since: it is {} now; before it was {}", words(is), words(wanted))
}

fn words(parts: &Parts) -> String {
    let mut words = Vec::new();
    if let Some(part) = &parts.status {
        words.push(part.status.as_str().to_owned());
    }
    if let Some(part) = &parts.owner {
        words.push(owner_word(part.owner.as_ref()));
    }
    if let Some(part) = &parts.snooze {
        words.push(if part.snooze.is_some() { "put aside" } else { "awake" }.to_owned());
    }
    if let Some(tags) = &parts.tags {
        words.push(if tags.is_empty() { "without tags".to_owned() } else { tags.join(" ") });
    }
    words.join(", ")
}

fn owner_word(owner: Option<&User>) -> String {
    owner.map_or_else(|| "nobody's".to_owned(), |owner| format!("{}'s", owner.name))
}
