//! Drawing the body of a grid: which row each node shows, where, and how it looks. Once per frame at most.
//!
//! Node `k` shows the row `i` with `k = i mod n`, so that scrolling writes only what comes into sight. The row that the
//! keyboard stands on is kept even when it is out of sight: the focus refers to it.

use super::body::{Dom, Grid, State, Summary};
use super::measure::{put_scrollbar, resize};
use super::row::{Look, RowNode, set};
use super::source::{Cell, Presence, Source};

/// Rows drawn besides those in sight. They are moved many at once and seldom: a frame that moves one row costs the
/// browser as much as one that moves ten, and one that moves none a tenth of it.
const SPARE: usize = 20;
/// Rows beyond the edge that is scrolled to, for what the browser scrolls before it says so.
const AHEAD: usize = 4;
/// Rows beyond the other edge.
const BEHIND: usize = 2;

impl Grid {
    pub(super) fn draw(&self, printed: Option<usize>) {
        let summary = {
            let mut dom = self.0.dom.borrow_mut();
            let Some(dom) = &mut *dom else { return };
            let mut state = self.0.state.borrow_mut();
            self.follow(&mut state, dom);
            let (seen, count) = state.scroll.window(state.extent);
            state.first = first_drawn(state.first, seen, count, state.forward);
            self.place(&state, dom, printed);
            self.summary(&state)
        };
        {
            let mut state = self.0.state.borrow_mut();
            if state.told.as_ref() == Some(&summary) {
                return;
            }
            state.told = Some(summary.clone());
        }
        let tell = self.0.tell.borrow().clone();
        tell.emit(summary);
        self.redraw();
    }

    /// Takes in what changed in the source: how many rows there are, and where the current one is now.
    fn follow(&self, state: &mut State, dom: &mut Dom) {
        let source = &*self.0.source;
        let total = source.total();
        state.extent.rows = total.rows();
        if source.version() != state.version {
            state.version = source.version();
            state.epoch += 1;
        }
        let came = source.above().wrapping_sub(state.above);
        state.above = source.above();
        if let Some(current) = &mut state.current {
            let expected = current.index.wrapping_add(came);
            match &current.key {
                None => current.key = source.key(current.index),
                Some(key) if source.key(expected).as_ref() == Some(key) => current.index = expected,
                // The row left the list: the next one takes its place.
                Some(key) => match source.position(key) {
                    Some(index) => current.index = index,
                    None if source.presence(current.index) == Presence::Here => {
                        current.index = current.index.min(total.rows().saturating_sub(1));
                        current.key = source.key(current.index);
                    }
                    None => {}
                },
            }
        }
        let height = state.extent.scrolled_height();
        if (dom.height - height).abs() > 0.01 {
            dom.height = height;
            resize(&dom.body, height);
            // The browser may have had to move the scrollbar of a list that became shorter.
            let top = f64::from(dom.view.scroll_top());
            let extent = state.extent;
            if state.scroll.offset() + extent.view > extent.row_height * super::scroll::as_f64(extent.rows) {
                state.scroll.put(top);
                let offset = state.scroll.offset();
                let top = state.scroll.go(offset, extent);
                put_scrollbar(&dom.view, &mut state.scroll, top);
            }
            let rows = total.known().map_or_else(|| "-1".to_owned(), |rows| (rows + 1).to_string());
            set(&dom.view, "aria-rowcount", &rows);
        }
    }

    fn place(&self, state: &State, dom: &mut Dom, printed: Option<usize>) {
        let source = &*self.0.source;
        let scene = self.scene(&dom.document, state);
        let (seen, count) = state.scroll.window(state.extent);
        let total = state.extent.rows;
        source.want(seen..(seen + count).min(total), state.forward);
        let (first, above) = if printed.is_some() { (0, 0) } else { (state.first, state.above) };
        let wanted = printed.map_or(count + SPARE, |most| most.min(total));
        while dom.rows.len() < wanted {
            let Some(row) = RowNode::new(&scene) else { return };
            dom.rows.push(row);
        }
        let n = dom.rows.len().max(1);
        let mut scratch = Cell::default();
        let mut current_shown = false;
        let current = state.current.as_ref().map(|current| current.index);
        for slot in 0..dom.rows.len() {
            let index = row_of(slot, first, n, above);
            let node = &mut dom.rows[slot];
            let unloaded = printed.is_some() && source.presence(index) != Presence::Here;
            if index >= total || index >= first + wanted || unloaded {
                if node.is_attached {
                    node.element.remove();
                    node.is_attached = false;
                }
                continue;
            }
            node.show(index, &scene, &mut scratch);
            node.put(state.scroll.place(index, state.extent));
            node.dress(look(node, index, current, state, source));
            current_shown |= current == Some(index);
            if !node.is_attached {
                let _ = dom.body.append_child(&node.element);
                node.is_attached = true;
            }
        }
        let spare = &mut dom.spare;
        match current.filter(|current| !current_shown && *current < total) {
            Some(index) => {
                spare.show(index, &scene, &mut scratch);
                let place = state.scroll.place(index, state.extent);
                spare.put(place.min((dom.height - state.extent.row_height).max(0.0)).max(0.0));
                spare.dress(Look { is_pinned: true, ..look(spare, index, current, state, source) });
                if !spare.is_attached {
                    let _ = dom.body.append_child(&spare.element);
                    spare.is_attached = true;
                }
            }
            None if spare.is_attached => {
                spare.element.remove();
                spare.is_attached = false;
            }
            None => {}
        }
        self.point(state, dom, current);
    }

    /// Says which row, or which cell of it, the keyboard stands on.
    fn point(&self, state: &State, dom: &mut Dom, current: Option<usize>) {
        if let Some(cell) = dom.marked_cell.take() {
            let _ = cell.class_list().remove_1("grid-cell-current");
            let _ = cell.remove_attribute("id");
        }
        let node = current.and_then(|current| {
            dom.rows.iter().chain([&dom.spare]).find(|row| row.is_attached && row.index() == Some(current))
        });
        let Some((node, current)) = node.zip(current) else {
            let _ = dom.view.remove_attribute("aria-activedescendant");
            return;
        };
        let row_id = [self.0.id, "-row-", &current.to_string()].concat();
        if node.element.id() != row_id {
            node.element.set_id(&row_id);
        }
        let mut active = row_id;
        if let Some((at, cell)) = state.cell.and_then(|at| Some((at, node.cell(at)?))) {
            active.push('-');
            active.push_str(&at.to_string());
            cell.set_id(&active);
            let _ = cell.class_list().add_1("grid-cell-current");
            dom.marked_cell = Some(cell.clone());
        }
        if dom.view.get_attribute("aria-activedescendant").as_ref() != Some(&active) {
            set(&dom.view, "aria-activedescendant", &active);
        }
    }

    fn summary(&self, state: &State) -> Summary {
        let source = &*self.0.source;
        let (seen, count) = state.scroll.window(state.extent);
        let end = (seen + count).min(state.extent.rows);
        Summary {
            selection: state.selection.clone(),
            current: state.current.as_ref().map(|current| current.key.clone().unwrap_or_default()),
            is_scrolled: seen > 0,
            is_pointed_at: state.is_pointed_at,
            total: source.total().known(),
            sort: source.sort(),
            failed: (seen..end).find(|index| source.presence(*index) == Presence::Failed),
        }
    }
}

/// Where drawing begins: where it did, as long as the `count` rows in sight from `seen` on are drawn, and some ahead.
fn first_drawn(first: usize, seen: usize, count: usize, forward: bool) -> usize {
    let (above, below) = if forward { (0, AHEAD) } else { (AHEAD.min(seen), 0) };
    if first + above <= seen && seen + count + below <= first + count + SPARE {
        first
    } else if forward {
        seen.saturating_sub(BEHIND)
    } else {
        (seen + BEHIND).saturating_sub(SPARE)
    }
}

fn look(node: &RowNode, index: usize, current: Option<usize>, state: &State, source: &dyn Source) -> Look {
    let key = node.key();
    Look {
        is_current: current == Some(index),
        is_checked: key.is_some_and(|key| state.selection.has(key)),
        is_open: key.is_some() && key == state.open.as_deref(),
        is_fresh: source.is_fresh(index, state.clock().now),
        ..Look::default()
    }
}

/// The row a slot shows. Counted from the rows that were put above since: a row keeps its slot when others come above.
fn row_of(slot: usize, first: usize, slots: usize, above: usize) -> usize {
    let shift = (slot + above) % slots;
    first + (shift + slots - first % slots) % slots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slots_show_each_row_in_sight_once() {
        for (first, slots, above) in [(0, 7, 0), (5, 7, 0), (5, 7, 3), (13, 8, 21)] {
            let mut rows: Vec<_> = (0..slots).map(|slot| row_of(slot, first, slots, above)).collect();
            rows.sort_unstable();
            assert_eq!(rows, (first..first + slots).collect::<Vec<_>>());
        }
    }

    #[test]
    fn rows_are_moved_seldom_and_those_in_sight_are_always_drawn() {
        let (count, mut first, mut moves) = (24, 0, 0);
        let down = (0..5_000).map(|step| (step * 3 / 2, true));
        let up = (0..5_000).rev().map(|step| (step * 3 / 2, false));
        for (seen, forward) in down.chain(up).chain([(90_000, true), (3, false)]) {
            let now = first_drawn(first, seen, count, forward);
            assert!(now <= seen && seen + count <= now + count + SPARE, "{seen} of {now}");
            moves += usize::from(now != first);
            first = now;
        }
        assert!(moves <= 15_000 / (SPARE - AHEAD - BEHIND) + 3, "{moves}");
    }

    #[test]
    fn a_row_keeps_its_slot_when_one_comes_above_it() {
        let slot_of = |row: usize, above: usize| (0..9).find(|&slot| row_of(slot, 0, 9, above) == row);
        assert_eq!(slot_of(3, 4), slot_of(4, 5));
    }
}
