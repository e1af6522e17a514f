//! What a first visit can do without, fetched when it is first asked for: cells, selections, copies, menus, and all that
//! changes columns. What is asked for meanwhile waits in order, and what comes after it too.

use wasm_bindgen_futures::spawn_local;
use web_sys::Event;
use yew::prelude::*;

use super::bar::selection_bar;
use super::body::{Grid, Said, State};
use super::columns::{Edit, Layout};
use super::copy::Form;
use super::hand::Act;
use super::menu::{Menu, menu};
use super::resize;
use super::selection::{Keys, Selection};
use crate::browser;
use crate::parts;

/// Something to be done by the tools.
pub(super) enum Wish {
    Act(Act, bool),
    /// To a row; the selection may go along.
    Go(usize, bool),
    /// Something happened in the header.
    Head(Event),
    /// What it draws, in the frame.
    Draw,
}

/// What of the frame is drawn by the tools.
pub(super) enum Extra<'a> {
    Menu {
        menu: Menu,
        layout: &'a Layout,
        room: u16,
        link: Option<&'a Callback<String, String>>,
    },
    /// What can be done with selected rows.
    Bar {
        selection: &'a Selection,
        total: Option<usize>,
        bulk: &'a Html,
    },
}

#[derive(Clone, Copy)]
pub(crate) struct Tools {
    draw: fn(&Grid, &Extra) -> Html,
    take: fn(&Grid, Wish),
}

/// Reached only from the part.
pub(crate) const fn tools() -> Tools {
    Tools { draw, take }
}

impl Grid {
    pub(super) fn is_waiting(&self) -> bool {
        !self.0.waiting.borrow().is_empty()
    }

    /// What the tools draw; nothing as long as they are not here.
    pub(super) fn draw_extra(&self, extra: &Extra) -> Option<Html> {
        Some((self.0.tools.get()?.draw)(self, extra))
    }

    /// Has it done, at once where the tools are here.
    pub(super) fn ask(&self, wish: Wish) {
        if let Some(tools) = self.0.tools.get() {
            return (tools.take)(self, wish);
        }
        let is_under_way = self.is_waiting();
        self.0.waiting.borrow_mut().push(wish);
        if is_under_way {
            return;
        }
        let grid = self.clone();
        spawn_local(async move {
            let tools = parts::grid_tools().await;
            let wishes = grid.0.waiting.take();
            let Ok(tools) = tools else { return grid.say(Said::Missing) };
            grid.0.tools.set(Some(tools));
            if grid.0.frame.borrow_mut().said.take().is_some() {
                grid.redraw();
            }
            for wish in wishes {
                match wish {
                    Wish::Act(act, extend) => _ = grid.act(act, extend),
                    Wish::Go(index, extend) => _ = grid.go(index, extend),
                    Wish::Head(_) | Wish::Draw => grid.ask(wish),
                }
            }
        });
    }
}

fn draw(grid: &Grid, extra: &Extra) -> Html {
    match *extra {
        Extra::Menu { menu: which, layout, room, link } => menu(grid, which, layout, room, link),
        Extra::Bar { selection, total, bulk } => selection_bar(grid, selection, total, bulk),
    }
}

fn take(grid: &Grid, wish: Wish) {
    match wish {
        Wish::Act(act, _) => match grid.target(act) {
            Some(index) => grid.extend_to(index),
            None => grid.do_act(act),
        },
        Wish::Go(index, _) => grid.extend_to(index),
        Wish::Head(event) => resize::heard(grid, &event),
        Wish::Draw => grid.redraw(),
    }
}

impl Grid {
    fn do_act(&self, act: Act) {
        match act {
            Act::Toggle => {
                let at = self.0.state.borrow().current.as_ref().map(|current| current.index);
                if let Some(key) = at.and_then(|at| self.0.source.key(at)) {
                    self.select(|selection| selection.toggled(&key));
                    self.0.state.borrow_mut().anchor = at;
                }
            }
            Act::ToggleAll => self.select(|selection| {
                if selection.is_all() { Selection::None } else { Selection::AllBut(Keys::default()) }
            }),
            Act::CellNext => self.walk_cells(|cell, last| cell.map_or(0, |cell| (cell + 1).min(last))),
            // In a tree the way back from the first cell leads to its row.
            Act::CellPrevious if self.0.source.is_tree() && self.0.state.borrow().cell == Some(0) => {
                self.leave()
            }
            Act::CellPrevious => self.walk_cells(|cell, _| cell.unwrap_or(0).saturating_sub(1)),
            Act::CellFirst => self.walk_cells(|_, _| 0),
            Act::CellLast => self.walk_cells(|_, last| last),
            Act::Copy => self.copy(Form::Tsv),
            Act::Leave => self.leave(),
            Act::Unfold | Act::Fold => drop(self.act(act, false)),
            Act::Open | Act::Next | Act::Previous | Act::PageDown | Act::PageUp | Act::First | Act::Last => {}
        }
    }

    fn extend_to(&self, index: usize) {
        let Some(last) = self.0.source.total().rows().checked_sub(1) else { return };
        let index = index.min(last);
        {
            let mut state = self.0.state.borrow_mut();
            let from = state.current.as_ref().map_or(index, |current| current.index);
            let anchor = *state.anchor.get_or_insert(from);
            self.extend(&mut state, anchor, from, index);
        }
        self.stand(index);
    }

    /// Selects from the anchor to `to`, and lets go of what lies beyond it and was selected on the way to `from`.
    fn extend(&self, state: &mut State, anchor: usize, from: usize, to: usize) {
        let span = |a: usize, b: usize| a.min(b)..=a.max(b);
        let mut selection = std::mem::take(&mut state.selection);
        for index in span(from, to).chain([anchor]) {
            if let Some(key) = self.0.source.key(index) {
                selection = selection.with(&key, span(anchor, to).contains(&index));
            }
        }
        state.selection = selection;
    }

    fn select(&self, change: impl FnOnce(Selection) -> Selection) {
        {
            let mut state = self.0.state.borrow_mut();
            state.selection = change(std::mem::take(&mut state.selection));
        }
        self.refresh();
    }

    pub(super) fn clear_selection(&self) {
        self.0.state.borrow_mut().anchor = None;
        self.select(|_| Selection::None);
    }

    fn walk_cells(&self, step: impl FnOnce(Option<usize>, usize) -> usize) {
        {
            let mut state = self.0.state.borrow_mut();
            let Some(last) = state.visible.len().checked_sub(1) else { return };
            state.cell = Some(step(state.cell, last));
        }
        let at = self.0.state.borrow().current.as_ref().map_or(0, |current| current.index);
        self.go(at, false);
    }

    /// Leaves the cells, then the selection.
    fn leave(&self) {
        let in_cells = self.0.state.borrow_mut().cell.take().is_some();
        if in_cells {
            self.refresh();
        } else {
            self.clear_selection();
        }
    }

    /// Changes the layout, and remembers it.
    pub(super) fn edit(&self, edit: Edit) {
        let columns = self.0.columns;
        let text = {
            let layout = &mut self.0.frame.borrow_mut().layout;
            match edit {
                Edit::Column(column, change) => layout.change(column, change),
                Edit::Density(density) => layout.density = density,
                Edit::Reset => *layout = Layout::new(columns),
            }
            layout.write(columns)
        };
        browser::store(&self.stored_as(), &text);
        self.redraw();
        let arranged = self.0.arranged.borrow().clone();
        arranged.emit(self.arrangement());
    }
}
