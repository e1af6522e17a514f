//! The columns. A row never moves; what changes is written over it, and what is removed is marked as gone.

use std::collections::HashMap;
use std::sync::Arc;

use console_api::query::fold;
use console_api::{Severity, Signal, SignalStatus};

use super::groups::Groups;
use super::texts::Texts;
use super::words::Words;

pub(super) const HAS_NOTE: u8 = 1;
pub(super) const HAS_LINK: u8 = 1 << 1;
pub(super) const HAS_OWNER: u8 = 1 << 2;
pub(super) const HAS_TAG: u8 = 1 << 3;
pub(super) const IS_SNOOZED: u8 = 1 << 4;
pub(super) const HAS_REASON: u8 = 1 << 5;
pub(super) const IS_PENDING: u8 = 1 << 6;
pub(super) const HAS_PROBLEM: u8 = 1 << 7;

#[derive(Default)]
pub(super) struct Table {
    by_id: HashMap<Arc<str>, u32>,
    pub(super) ids: Vec<Arc<str>>,
    revisions: Vec<i64>,
    pub(super) severity: Vec<u8>,
    pub(super) status: Vec<u8>,
    pub(super) flags: Vec<u8>,
    pub(super) raised: Vec<i64>,
    pub(super) updated: Vec<i64>,
    /// 0 where nothing is decided.
    pub(super) decided: Vec<i64>,
    pub(super) service: Words,
    pub(super) rule: Words,
    pub(super) span: Words,
    /// Rule, service and operation together.
    pub(super) groups: Groups,
    /// Ids and names of owners, empty where there is none.
    pub(super) owner: Words,
    pub(super) owner_name: Words,
    /// All tags of a row in one text, each between line breaks.
    pub(super) tags: Words,
    pub(super) message: Texts,
    pub(super) friendly: Texts,
    pub(super) id: Texts,
    pub(super) trace: Texts,
    /// The rows by time and id, oldest first.
    pub(super) order: Vec<u32>,
    /// Whether the row counts no more.
    gone: Vec<bool>,
    gone_count: usize,
    changes: u64,
}

/// Rows that are gone are no burden up to here.
const GONE_AT_LEAST: usize = 10_000;

impl Table {
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Counts the changes.
    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    /// The ids of the rows that count.
    pub(super) fn known(&self) -> Vec<Arc<str>> {
        self.by_id.keys().cloned().collect()
    }

    /// Of each row, whether it counts no more; nothing where all do.
    pub(super) fn gone(&self) -> Option<&[bool]> {
        (self.gone_count > 0).then_some(&self.gone)
    }

    pub(super) fn is_snoozed(&self, row: usize) -> bool {
        self.flags[row] & IS_SNOOZED != 0
    }

    pub(super) fn is_mostly_gone(&self) -> bool {
        self.gone_count > GONE_AT_LEAST && self.gone_count * 2 > self.len()
    }

    pub(super) fn remove(&mut self, id: &str) {
        let Some(row) = self.by_id.get(id).copied() else { return };
        let at = self.place(row);
        self.order.remove(at);
        self.by_id.remove(id);
        self.gone[row as usize] = true;
        self.gone_count += 1;
        self.changes += 1;
    }

    pub(super) fn revision(&self, id: &str) -> Option<i64> {
        self.by_id.get(id).map(|row| self.revisions[*row as usize])
    }

    /// Takes a signal in, unless it is known as it is or newer.
    pub(super) fn put(&mut self, signal: &Signal) {
        let known = self.by_id.get(signal.id.as_str()).copied();
        let row = known.map_or(self.len(), |row| row as usize);
        if known.is_some() && self.revisions[row] >= signal.revision {
            return;
        }
        self.changes += 1;
        let moved = known.is_some_and(|_| self.raised[row] != signal.raised_at.micros());
        if let Some(known) = known.filter(|_| moved) {
            let at = self.place(known);
            self.order.remove(at);
        }
        if known.is_none() {
            let id: Arc<str> = signal.id.as_str().into();
            self.by_id.insert(Arc::clone(&id), row as u32);
            self.ids.push(id);
            self.gone.push(false);
            self.id.put(row, &fold(signal.id.as_str()));
        }
        set(&mut self.revisions, row, signal.revision);
        set(&mut self.severity, row, severity_code(signal.severity));
        set(&mut self.status, row, status_code(signal.status));
        set(&mut self.flags, row, flags(signal));
        set(&mut self.raised, row, signal.raised_at.micros());
        set(&mut self.updated, row, signal.updated_at.micros());
        set(&mut self.decided, row, signal.decided_at.map_or(0, |at| at.micros()));
        self.service.put(row, &signal.service);
        self.rule.put(row, signal.rule_id.as_str());
        self.span.put(row, &signal.span_name);
        let words = [&self.rule, &self.service, &self.span].map(|words| words.alike(row));
        self.groups.put(row, words);
        let owner = signal.owner.as_ref();
        self.owner.put(row, owner.map_or("", |owner| owner.id.as_str()));
        self.owner_name.put(row, owner.map_or("", |owner| &owner.name));
        self.tags.put(row, &signal.tags.iter().flat_map(|tag| [tag.as_str(), "\n"]).collect::<String>());
        self.message.put(row, &fold(&signal.message));
        self.friendly.put(row, &fold(signal.friendly_id.as_deref().unwrap_or_default()));
        self.trace.put(row, &fold(signal.trace_id.as_str()));
        if known.is_none() || moved {
            let at = self.place(row as u32);
            self.order.insert(at, row as u32);
        }
    }

    /// Where the row stands, or belongs, in [`Table::order`].
    fn place(&self, row: u32) -> usize {
        let (raised, id) = (self.raised[row as usize], &self.ids[row as usize]);
        self.before(raised, id)
    }

    /// How many rows come before that time and id.
    pub(super) fn before(&self, raised: i64, id: &str) -> usize {
        self.order.partition_point(|other| {
            let other = *other as usize;
            (self.raised[other], &*self.ids[other]) < (raised, id)
        })
    }
}

fn set<T>(column: &mut Vec<T>, row: usize, value: T) {
    if row == column.len() {
        column.push(value);
    } else {
        column[row] = value;
    }
}

pub(super) fn severity_code(severity: Severity) -> u8 {
    Severity::ALL.iter().position(|other| *other == severity).unwrap_or_default() as u8
}

pub(super) fn status_code(status: SignalStatus) -> u8 {
    SignalStatus::ALL.iter().position(|other| *other == status).unwrap_or_default() as u8
}

fn flags(signal: &Signal) -> u8 {
    let refused = signal.pending.as_ref().map(|pending| pending.problem.is_some());
    [
        (signal.notes > 0, HAS_NOTE),
        (signal.links > 0, HAS_LINK),
        (signal.owner.is_some(), HAS_OWNER),
        (!signal.tags.is_empty(), HAS_TAG),
        (signal.snooze.is_some(), IS_SNOOZED),
        (signal.reason.is_some(), HAS_REASON),
        (refused == Some(false), IS_PENDING),
        (refused == Some(true), HAS_PROBLEM),
    ]
    .into_iter()
    .filter(|(has, _)| *has)
    .fold(0, |flags, (_, flag)| flags | flag)
}
