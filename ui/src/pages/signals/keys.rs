//! The keys of the list, as commands: letters hold on the whole page, keys that other elements need for themselves
//! only in the grid.

use console_api::SignalStatus;
use yew::prelude::*;

use super::asked::Verb;
use super::list::GRID;
use crate::commands::{Declared, Rows, Scope, Section, Table, use_declared};
use crate::grid::Act;
use crate::words::{self as w, Said};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Act(Act),
    /// Steps, and the selection goes along.
    Extend(Act),
    Search,
    /// One layer: the open signal, the selection, the row the keyboard stands on.
    Close,
    /// Of the open signal, of what is selected, or of the row the keyboard stands on.
    Triage(Verb),
    /// Into the details of the signal.
    Write(Write),
    Explain,
}

/// What is written in the details of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Write {
    Note,
    Link,
}

/// Why something cannot be done: no signal is open, or the reader may not.
const OPEN: usize = 0;
const MAY: usize = 1;

const KEYS: [(Declared, Wanted); 28] = [
    page("signals.search", w::key_signals_search, "/", Wanted::Search),
    again(page("signals.next", w::key_signals_next, "j", Wanted::Act(Act::Next))),
    again(page("signals.previous", w::key_signals_previous, "k", Wanted::Act(Act::Previous))),
    page("signals.select", w::key_signals_select, "x", Wanted::Act(Act::Toggle)),
    page("signals.select_all", w::key_signals_select_all, "*", Wanted::Act(Act::ToggleAll)),
    again(page("signals.extend_down", w::key_signals_extend_down, "Shift+j", Wanted::Extend(Act::Next))),
    again(page("signals.extend_up", w::key_signals_extend_up, "Shift+k", Wanted::Extend(Act::Previous))),
    open(page("signals.detail_next", w::key_signals_detail_next, "]", Wanted::Act(Act::Next))),
    open(page("signals.detail_previous", w::key_signals_detail_previous, "[", Wanted::Act(Act::Previous))),
    page("signals.close", w::key_signals_close, "Escape", Wanted::Close),
    again(grid("signals.row_down", w::key_signals_row_down, "ArrowDown", Act::Next)),
    again(grid("signals.row_up", w::key_signals_row_up, "ArrowUp", Act::Previous)),
    again(grid("signals.page_down", w::key_signals_page_down, "PageDown", Act::PageDown)),
    again(grid("signals.page_up", w::key_signals_page_up, "PageUp", Act::PageUp)),
    grid("signals.first", w::key_signals_first, "Home", Act::First),
    grid("signals.last", w::key_signals_last, "End", Act::Last),
    grid("signals.open", w::key_signals_open, "Enter", Act::Open),
    triage("signal.investigate", w::signal_investigate, "i", Verb::Set(SignalStatus::Investigating)),
    triage("signal.resolve", w::signal_resolve, "r", Verb::Set(SignalStatus::Resolved)),
    triage("signal.false_positive", w::signal_false_positive, "f", Verb::FalsePositive),
    triage("signal.reopen", w::signal_reopen, "o", Verb::Set(SignalStatus::Open)),
    triage("signal.snooze", w::signal_snooze, "s", Verb::Snooze),
    triage("signal.wake", w::signal_wake, "w", Verb::Wake),
    triage("signal.assign", w::signal_assign, "a", Verb::Assign),
    triage("signal.tag", w::signal_tag, "t", Verb::Tag),
    writes("signal.note", w::signal_note, "n", Write::Note),
    writes("signal.link", w::signal_link, "l", Write::Link),
    on_selection(page("signal.explain", w::signal_explain, "e", Wanted::Explain)),
];

const TABLE: [Declared; KEYS.len()] = {
    let mut table = [KEYS[0].0; KEYS.len()];
    let mut at = 0;
    while at < KEYS.len() {
        table[at] = KEYS[at].0;
        at += 1;
    }
    table
};

const fn page(id: &'static str, title: Said, keys: &'static str, wanted: Wanted) -> (Declared, Wanted) {
    (Declared::new(id, title, Scope::Page, keys), wanted)
}

const fn grid(id: &'static str, title: Said, keys: &'static str, act: Act) -> (Declared, Wanted) {
    (Declared::new(id, title, Scope::Within(GRID), keys), Wanted::Act(act))
}

const fn again((row, wanted): (Declared, Wanted)) -> (Declared, Wanted) {
    (row.repeating(), wanted)
}

/// While a signal is open.
const fn open((row, wanted): (Declared, Wanted)) -> (Declared, Wanted) {
    (row.repeating().needing(OPEN), wanted)
}

const fn on_selection((row, wanted): (Declared, Wanted)) -> (Declared, Wanted) {
    (row.under(Section::Selection), wanted)
}

const fn triage(id: &'static str, title: Said, keys: &'static str, verb: Verb) -> (Declared, Wanted) {
    let (row, wanted) = on_selection(page(id, title, keys, Wanted::Triage(verb)));
    (row.needing(MAY), wanted)
}

const fn writes(id: &'static str, title: Said, keys: &'static str, what: Write) -> (Declared, Wanted) {
    let (row, wanted) = on_selection(page(id, title, keys, Wanted::Write(what)));
    (row.needing(MAY), wanted)
}

#[hook]
pub(super) fn use_keys(wanted: Callback<Wanted>, is_open: bool, may_triage: bool) {
    static ROWS: &[Declared] = &TABLE;
    let run = wanted.reform(|at: usize| KEYS[at].1);
    let refusals =
        [(!is_open).then(w::key_signals_none_open), (!may_triage).then(w::key_signals_may_not_triage)];
    use_declared(Rows { table: Table(ROWS), refusals, run });
}
