//! What hands do with a grid: keys and clicks become [`Act`]s; a page may send some itself, where the focus is
//! elsewhere. Walking and opening rows is done here, all else by the tools.

use web_sys::{Element, KeyboardEvent, MouseEvent};

use super::body::{Current, Grid};
use super::columns::Setting;
use super::selection::Selection;
use super::source::Presence;
use super::tools::Wish;
use crate::browser;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Next,
    Previous,
    PageDown,
    PageUp,
    First,
    Last,
    Open,
    /// Selects the current row, or no longer.
    Toggle,
    /// Selects all rows that match, loaded or not; or none.
    ToggleAll,
    CellNext,
    CellPrevious,
    CellFirst,
    CellLast,
    Copy,
    /// Back from cells to rows, or from a selection to none.
    Leave,
    /// Shows what is below the current row; where it is shown or there is none, on into the cells.
    Unfold,
    /// Hides what is below the current row; where it is hidden or there is none, up to the row above it.
    Fold,
}

/// What a key means while the grid has the focus.
fn meaning(key: &str, with_control: bool, in_cells: bool, is_tree: bool) -> Option<Act> {
    Some(match (key, with_control) {
        ("ArrowRight", false) if is_tree && !in_cells => Act::Unfold,
        ("ArrowLeft", false) if is_tree && !in_cells => Act::Fold,
        ("ArrowDown", _) | ("j", false) => Act::Next,
        ("ArrowUp", _) | ("k", false) => Act::Previous,
        ("PageDown", _) => Act::PageDown,
        ("PageUp", _) => Act::PageUp,
        ("Home", false) if in_cells => Act::CellFirst,
        ("End", false) if in_cells => Act::CellLast,
        ("Home", _) => Act::First,
        ("End", _) => Act::Last,
        ("Enter", _) => Act::Open,
        ("x" | " ", false) => Act::Toggle,
        ("*", false) | ("a", true) => Act::ToggleAll,
        ("F2", false) => {
            if in_cells {
                Act::Leave
            } else {
                Act::CellNext
            }
        }
        ("ArrowRight", false) => Act::CellNext,
        ("ArrowLeft", false) if in_cells => Act::CellPrevious,
        ("c", true) => Act::Copy,
        ("Escape", _) => Act::Leave,
        _ => return None,
    })
}

impl Grid {
    /// A key was pressed while the grid had the focus. True when it meant something here.
    pub(super) fn pressed(&self, event: &KeyboardEvent) -> bool {
        if event.alt_key() {
            return false;
        }
        let in_cells = self.0.state.borrow().cell.is_some();
        let (with_control, is_tree) = (event.ctrl_key() || event.meta_key(), self.0.source.is_tree());
        let Some(act) = meaning(&event.key(), with_control, in_cells, is_tree) else { return false };
        self.act(act, event.shift_key())
    }

    /// Does it, or has it done as soon as the tools are here. `extend`: the selection goes along. False when there
    /// was nothing to do.
    pub(crate) fn act(&self, act: Act, extend: bool) -> bool {
        if act == Act::Copy && browser::has_marked_text() {
            return false;
        }
        if !self.is_waiting() {
            if let Some(index) = self.target(act)
                && !extend
            {
                return self.go(index, false);
            }
            if act == Act::Open {
                return self.open();
            }
            if let Act::Unfold | Act::Fold = act {
                return self.fold(act);
            }
            if act == Act::Leave && self.has_nothing_to_leave() {
                return false;
            }
        }
        self.ask(Wish::Act(act, extend));
        true
    }

    /// Where a step leads from the current row.
    pub(super) fn target(&self, act: Act) -> Option<usize> {
        let at = self.0.state.borrow().current.as_ref().map(|current| current.index);
        let page = self.rows_in_sight().saturating_sub(1).max(1);
        Some(match act {
            Act::Next => at.map_or(0, |at| at + 1),
            Act::Previous => at.unwrap_or(0).saturating_sub(1),
            Act::PageDown => at.map_or(0, |at| at + page),
            Act::PageUp => at.unwrap_or(0).saturating_sub(page),
            Act::First => 0,
            Act::Last => usize::MAX,
            _ => return None,
        })
    }

    fn open(&self) -> bool {
        let at = self.0.state.borrow().current.as_ref().map(|current| current.index);
        let Some(key) = at.and_then(|at| self.0.source.key(at)) else { return false };
        let opened = self.0.opened.borrow().clone();
        opened.emit(key);
        true
    }

    fn fold(&self, act: Act) -> bool {
        let source = &self.0.source;
        let at = self.0.state.borrow().current.as_ref().map(|current| current.index);
        let Some((at, branch)) = at.and_then(|at| Some((at, source.branch(at)?))) else { return false };
        match (act, branch.is_open) {
            (Act::Unfold, Some(false)) => source.set_open(at, true),
            (Act::Unfold, _) => return self.act(Act::CellNext, false),
            (_, Some(true)) => source.set_open(at, false),
            _ => return source.parent(at).is_some_and(|parent| self.go(parent, false)),
        }
        true
    }

    fn has_nothing_to_leave(&self) -> bool {
        let state = self.0.state.borrow();
        state.cell.is_none() && state.selection == Selection::None
    }

    fn rows_in_sight(&self) -> usize {
        let state = self.0.state.borrow();
        super::scroll::whole(state.extent.view / state.extent.row_height.max(1.0))
    }

    /// Stands on a row, or on the last one. `extend`: the selection goes along.
    pub(super) fn go(&self, index: usize, extend: bool) -> bool {
        let Some(last) = self.0.source.total().rows().checked_sub(1) else { return false };
        if extend || self.is_waiting() {
            self.ask(Wish::Go(index, extend));
            return true;
        }
        self.0.state.borrow_mut().anchor = None;
        self.stand(index.min(last));
        true
    }

    pub(super) fn stand(&self, index: usize) {
        let key = self.0.source.key(index);
        self.0.state.borrow_mut().current = Some(Current { index, key: key.clone() });
        self.bring_into_view(index);
        if let Some(key) = key {
            let moved = self.0.moved.borrow().clone();
            moved.emit(key);
        }
    }

    /// Key of the row the keyboard stands on, once it is loaded.
    pub(crate) fn current(&self) -> Option<String> {
        self.0.state.borrow().current.as_ref()?.key.clone()
    }

    /// Which rows are selected now; what is told of it may be a frame behind.
    pub(crate) fn selection(&self) -> Selection {
        self.0.state.borrow().selection.clone()
    }

    /// Stands on no row.
    pub(crate) fn forget_current(&self) {
        self.0.state.borrow_mut().current = None;
        self.refresh();
    }

    /// Stands on the row of that key where it is loaded.
    pub(crate) fn stand_on(&self, key: &str) {
        if let Some(index) = self.0.source.position(key) {
            self.0.state.borrow_mut().current = Some(Current { index, key: Some(key.to_owned()) });
            self.bring_into_view(index);
        }
    }

    /// The row's key and the column of the cell that an element is in, or of the one the keyboard stands on.
    pub(crate) fn cell_at(&self, element: &Element) -> Option<(String, usize)> {
        let state = self.0.state.borrow();
        if let Some(cell) = element.closest("[role=gridcell]").ok().flatten() {
            let index = self.row_at(&cell)?;
            let has_class =
                |setting: &&Setting| cell.class_list().contains(self.0.columns[setting.column].class);
            let setting = state.visible.iter().find(has_class)?;
            return Some((self.0.source.key(index)?, setting.column));
        }
        let setting = state.visible.get(state.cell?)?;
        Some((state.current.as_ref()?.key.clone()?, setting.column))
    }

    pub(super) fn clicked(&self, element: &Element, event: &MouseEvent) {
        // With Alt it is the page's to say what a click means.
        if event.alt_key() {
            return;
        }
        let Some(index) = self.row_at(element) else { return };
        if self.0.source.presence(index) == Presence::Failed {
            return self.0.source.retry();
        }
        let has_checks = self.0.state.borrow().has_checks;
        let on_check = element.closest(".col-check").ok().flatten().is_some();
        let adds = has_checks && (on_check || event.ctrl_key() || event.meta_key());
        if element.closest(".grid-twist").ok().flatten().is_some()
            && let Some(open) = self.0.source.branch(index).and_then(|branch| branch.is_open)
        {
            self.go(index, false);
            self.0.source.set_open(index, !open);
        } else if has_checks && event.shift_key() {
            self.go(index, true);
        } else {
            self.go(index, false);
            self.act(if adds { Act::Toggle } else { Act::Open }, false);
        }
    }

    /// The tip over a cell: what it stands for, where that says more than the cell.
    pub(super) fn hovered(&self, element: &Element) {
        let Some(cell) = element.closest("[role=gridcell]").ok().flatten() else { return };
        let Some(index) = self.row_at(&cell) else { return };
        let state = self.0.state.borrow();
        let column = state
            .visible
            .iter()
            .find(|setting| cell.class_list().contains(self.0.columns[setting.column].class));
        let Some(setting) = column else { return };
        if self.0.source.presence(index) == Presence::Here {
            let full = self.0.source.tip(index, setting.column, state.clock());
            if cell.text_content().as_ref() == Some(&full) && cell.scroll_width() <= cell.client_width() {
                let _ = cell.remove_attribute("title");
            } else {
                let _ = cell.set_attribute("title", &full);
            }
        }
    }

    pub(super) fn point_at(&self, is_pointed_at: bool) {
        self.0.state.borrow_mut().is_pointed_at = is_pointed_at;
        self.refresh();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_rows_or_cells() {
        assert_eq!(meaning("Home", false, false, false), Some(Act::First));
        assert_eq!(meaning("Home", false, true, false), Some(Act::CellFirst));
        assert_eq!(meaning("Home", true, true, false), Some(Act::First));
        assert_eq!(meaning("F2", false, true, false), Some(Act::Leave));
        assert_eq!(meaning("ArrowLeft", false, false, false), None);
        assert_eq!(meaning("a", false, false, false), None);
        assert_eq!(meaning("a", true, false, false), Some(Act::ToggleAll));
        assert_eq!(meaning("c", true, false, false), Some(Act::Copy));
        assert_eq!(meaning("c", false, false, false), None);
    }

    #[test]
    fn in_a_tree_the_arrows_open_and_close_rows_until_cells_are_walked() {
        assert_eq!(meaning("ArrowRight", false, false, true), Some(Act::Unfold));
        assert_eq!(meaning("ArrowLeft", false, false, true), Some(Act::Fold));
        assert_eq!(meaning("ArrowRight", false, true, true), Some(Act::CellNext));
        assert_eq!(meaning("ArrowLeft", false, true, true), Some(Act::CellPrevious));
    }
}
