//! The keys of the list, as commands: letters hold on the whole page, keys that other elements need for themselves
//! only in the grid.

use yew::prelude::*;

use super::list::GRID;
use crate::commands::{Declared, Rows, Scope, Table, use_declared};
use crate::grid::Act;
use crate::words::{self as w, Said};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Act(Act),
    Search,
    /// One layer: the open signal, the selection, the row the keyboard stands on.
    Close,
}

const KEYS: [(Declared, Wanted); 15] = [
    page("signals.search", w::key_signals_search, "/", Wanted::Search),
    again(page("signals.next", w::key_signals_next, "j", Wanted::Act(Act::Next))),
    again(page("signals.previous", w::key_signals_previous, "k", Wanted::Act(Act::Previous))),
    page("signals.select", w::key_signals_select, "x", Wanted::Act(Act::Toggle)),
    page("signals.select_all", w::key_signals_select_all, "*", Wanted::Act(Act::ToggleAll)),
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
    (row.repeating().needing(), wanted)
}

#[hook]
pub(super) fn use_keys(wanted: Callback<Wanted>, is_open: bool) {
    static ROWS: &[Declared] = &TABLE;
    let run = wanted.reform(|at: usize| KEYS[at].1);
    let refusal = (!is_open).then(w::key_signals_none_open);
    use_declared(Rows { table: Table(ROWS), refusal, run });
}
