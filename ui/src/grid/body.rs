//! The body of a grid: owns its rows in the document, outside the virtual DOM, knows its sizes and follows scrolling.
//! What is drawn is in `draw`, what a hand does in `hand`.

use std::cell::{Cell as Flag, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element};
use yew::Callback;
use yew::functional::UseForceUpdateHandle;

use super::columns::{Column, Density, Layout, Setting, Sort};
use super::heard::{Heard, hear};
use super::measure::{put_scrollbar, resize};
use super::menu::Menu;
use super::resize::Drag;
use super::row::{RowNode, Scene};
use super::scroll::{Extent, Scroll};
use super::selection::Selection;
use super::source::Source;
use super::tools::{Tools, Wish};
use crate::browser::{self, Task};
use crate::clock::Clock;

/// After so long without movement the scrollbar is put where the offset would have it.
const SETTLE_MS: i32 = 150;
/// Rows that are printed at most.
const PRINTED: usize = 1_000;

/// What the frame around the body needs to know; told when it changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Summary {
    pub(crate) selection: Selection,
    pub(crate) current: Option<String>,
    /// Whether the first row is out of sight.
    pub(crate) is_scrolled: bool,
    /// Whether a mouse rests on the rows.
    pub(crate) is_pointed_at: bool,
    pub(crate) total: Option<usize>,
    pub(crate) sort: Option<Sort>,
    /// A row in sight whose page could not be read.
    pub(crate) failed: Option<usize>,
}

/// What a reader made of the columns that is worth passing on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Arrangement {
    /// In their order; the usual ones where empty.
    pub(crate) columns: Vec<String>,
    pub(crate) density: Option<Density>,
}

/// What came of something that is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Copied(usize),
    Refused,
    /// The part that does it could not be fetched.
    Missing,
}

/// What the frame shows besides the summary.
pub(super) struct Frame {
    pub(super) layout: Layout,
    /// Width of the table in pixels.
    pub(super) room: u16,
    pub(super) menu: Option<Menu>,
    pub(super) said: Option<Said>,
}

#[derive(Clone, Debug)]
pub(super) struct Current {
    pub(super) index: usize,
    /// Unknown until the row is loaded.
    pub(super) key: Option<String>,
}

pub(super) struct State {
    pub(super) scroll: Scroll,
    pub(super) extent: Extent,
    pub(super) visible: Vec<Setting>,
    pub(super) has_checks: bool,
    pub(super) current: Option<Current>,
    /// The visible column the keyboard stands on, where it walks cells.
    pub(super) cell: Option<usize>,
    pub(super) selection: Selection,
    /// Where a selection by Shift began.
    pub(super) anchor: Option<usize>,
    pub(super) open: Option<String>,
    pub(super) is_pointed_at: bool,
    clock: Clock,
    pub(super) forward: bool,
    /// The first row that is drawn, in sight or above it.
    pub(super) first: usize,
    /// Changes whenever what a cell shows may.
    pub(super) epoch: u64,
    pub(super) version: u64,
    pub(super) above: usize,
    pub(super) told: Option<Summary>,
}

impl State {
    pub(super) fn clock(&self) -> Clock {
        self.clock
    }
}

/// The elements; there once the frame is in the document.
pub(super) struct Dom {
    pub(super) document: Document,
    pub(super) view: Element,
    pub(super) body: Element,
    pub(super) rows: Vec<RowNode>,
    /// Shows the current row while it is out of sight.
    pub(super) spare: RowNode,
    pub(super) height: f64,
    pub(super) marked_cell: Option<Element>,
    _heard: Heard,
}

pub(super) struct Inner {
    pub(super) id: &'static str,
    pub(super) source: Rc<dyn Source>,
    pub(super) columns: &'static [Column],
    pub(super) state: RefCell<State>,
    pub(super) dom: RefCell<Option<Dom>>,
    pub(super) tell: RefCell<Callback<Summary>>,
    /// Told which row is to be opened.
    pub(super) opened: RefCell<Callback<String>>,
    /// Told where the keyboard went.
    pub(super) moved: RefCell<Callback<String>>,
    /// Told which columns were chosen, and how dense the rows.
    pub(super) arranged: RefCell<Callback<Arrangement>>,
    pub(super) frame: RefCell<Frame>,
    /// Draws the frame again.
    redraw: RefCell<Option<UseForceUpdateHandle>>,
    pub(super) tools: Flag<Option<Tools>>,
    /// What is to be done once the tools are here, in order.
    pub(super) waiting: RefCell<Vec<Wish>>,
    /// The column whose width follows the pointer.
    pub(super) drag: RefCell<Option<Drag>>,
    /// The column that is carried to another place.
    pub(super) carried: Flag<Option<usize>>,
    next_frame: RefCell<Option<Closure<dyn FnMut()>>>,
    /// The frame that was asked for, by the browser's number.
    due: Flag<Option<i32>>,
    settling: RefCell<Option<Task>>,
    last_scroll: Flag<f64>,
}

/// A grid's rows; cheap to clone. The page keeps it to move, select and read rows.
#[derive(Clone)]
pub(crate) struct Grid(pub(super) Rc<Inner>);

impl PartialEq for Grid {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Grid {
    /// `id` is that of the scroll region, unique on the page.
    pub(crate) fn new(
        id: &'static str,
        source: Rc<dyn Source>,
        columns: &'static [Column],
        clock: Clock,
    ) -> Self {
        let state = State {
            scroll: Scroll::default(),
            extent: Extent { rows: 0, row_height: 32.0, view: 0.0 },
            visible: Vec::new(),
            has_checks: false,
            current: None,
            cell: None,
            selection: Selection::None,
            anchor: None,
            open: None,
            is_pointed_at: false,
            clock,
            forward: true,
            first: 0,
            epoch: 1,
            version: 0,
            above: 0,
            told: None,
        };
        let grid = Self(Rc::new(Inner {
            id,
            source,
            columns,
            state: RefCell::new(state),
            dom: RefCell::default(),
            tell: RefCell::default(),
            opened: RefCell::default(),
            moved: RefCell::default(),
            arranged: RefCell::default(),
            frame: RefCell::new(Frame { layout: Layout::new(columns), room: 1_200, menu: None, said: None }),
            redraw: RefCell::default(),
            tools: Flag::new(None),
            waiting: RefCell::default(),
            drag: RefCell::default(),
            carried: Flag::new(None),
            next_frame: RefCell::default(),
            due: Flag::default(),
            settling: RefCell::default(),
            last_scroll: Flag::new(0.0),
        }));
        let weak = Rc::downgrade(&grid.0);
        grid.0.source.listen(Callback::from(move |()| {
            if let Some(inner) = weak.upgrade() {
                Self(inner).refresh();
            }
        }));
        grid
    }

    pub(crate) fn id(&self) -> &'static str {
        self.0.id
    }

    pub(crate) fn source(&self) -> &Rc<dyn Source> {
        &self.0.source
    }

    /// Takes over the elements of the frame, which are in the document now.
    pub(super) fn attach(&self, tell: Callback<Summary>, redraw: UseForceUpdateHandle) {
        let Some(view) = browser::element(self.0.id) else { return };
        let Some(body) = view.query_selector(".grid-rows").ok().flatten() else { return };
        let Some(document) = browser::document() else { return };
        *self.0.tell.borrow_mut() = tell;
        *self.0.redraw.borrow_mut() = Some(redraw);
        self.call_off_frame();
        let weak = Rc::downgrade(&self.0);
        *self.0.next_frame.borrow_mut() = Some(Closure::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.due.set(None);
                Self(inner).draw(None);
            }
        }));
        if let Some(text) = browser::stored(&self.stored_as()) {
            self.0.frame.borrow_mut().layout = Layout::read(self.0.columns, &text);
            self.redraw();
        }
        {
            let mut state = self.0.state.borrow_mut();
            state.scroll = Scroll::default();
            state.told = None;
            let spare = RowNode::new(&self.scene(&document, &state));
            let heard = hear(self, &view, &body);
            *self.0.dom.borrow_mut() = spare.map(|spare| Dom {
                document: document.clone(),
                view,
                body,
                rows: Vec::new(),
                spare,
                height: -1.0,
                marked_cell: None,
                _heard: heard,
            });
        }
        self.measure();
    }

    /// The browser must not call what goes with the grid, or is about to be made anew: rows that come while the grid is
    /// off the page ask for a frame too.
    fn call_off_frame(&self) {
        if let (Some(window), Some(due)) = (browser::window(), self.0.due.take()) {
            let _ = window.cancel_animation_frame(due);
        }
    }

    pub(super) fn detach(&self) {
        self.call_off_frame();
        self.0.dom.borrow_mut().take();
        *self.0.tell.borrow_mut() = Callback::noop();
        self.0.redraw.borrow_mut().take();
        self.0.settling.borrow_mut().take();
    }

    /// Tells who is asked from now on what the reader made of the columns.
    pub(crate) fn tell_arrangement(&self, arranged: Callback<Arrangement>) {
        *self.0.arranged.borrow_mut() = arranged;
    }

    pub(crate) fn arrangement(&self) -> Arrangement {
        let frame = self.0.frame.borrow();
        let columns = frame.layout.chosen(self.0.columns).into_iter().map(str::to_owned).collect();
        Arrangement { columns, density: frame.layout.density }
    }

    /// Takes on what somebody else made of the columns.
    pub(crate) fn arrange(&self, arrangement: &Arrangement) {
        if self.arrangement() != *arrangement {
            {
                let layout = &mut self.0.frame.borrow_mut().layout;
                layout.choose(self.0.columns, &arrangement.columns);
                layout.density = arrangement.density;
            }
            self.redraw();
        }
    }

    /// Where the reader's layout is remembered.
    pub(super) fn stored_as(&self) -> String {
        ["fluo.grid.", self.0.id].concat()
    }

    /// Draws the frame again.
    pub(super) fn redraw(&self) {
        let redraw = self.0.redraw.borrow().clone();
        if let Some(redraw) = redraw {
            redraw.force_update();
        }
    }

    pub(super) fn say(&self, said: Said) {
        self.0.frame.borrow_mut().said = Some(said);
        self.redraw();
    }

    pub(super) fn scene<'a>(&'a self, document: &'a Document, state: &'a State) -> Scene<'a> {
        Scene {
            document,
            source: &*self.0.source,
            columns: self.0.columns,
            visible: &state.visible,
            has_checks: state.has_checks,
            clock: state.clock,
            epoch: state.epoch,
        }
    }

    /// Other columns, another time, another open row.
    pub(super) fn set_scene(
        &self,
        visible: Vec<Setting>,
        has_checks: bool,
        clock: Clock,
        open: Option<String>,
    ) {
        {
            let mut state = self.0.state.borrow_mut();
            let other_columns = state.visible != visible || state.has_checks != has_checks;
            if state.clock != clock || other_columns {
                state.epoch += 1;
            }
            state.clock = clock;
            state.open = open;
            if other_columns {
                state.visible = visible;
                state.has_checks = has_checks;
                state.cell = state.cell.map(|cell| cell.min(state.visible.len().saturating_sub(1)));
                if let Some(dom) = &mut *self.0.dom.borrow_mut() {
                    let scene = self.scene(&dom.document, &state);
                    for row in dom.rows.iter_mut().chain([&mut dom.spare]) {
                        row.furnish(&scene);
                    }
                }
            }
        }
        self.refresh();
    }

    /// Draws with the next frame.
    pub(crate) fn refresh(&self) {
        if self.0.due.get().is_some() {
            return;
        }
        let frame = self.0.next_frame.borrow();
        let asked = browser::window()
            .zip(frame.as_ref())
            .and_then(|(window, frame)| window.request_animation_frame(frame.as_ref().unchecked_ref()).ok());
        self.0.due.set(asked);
    }

    pub(super) fn scrolled(&self) {
        let settle = {
            let dom = self.0.dom.borrow();
            let Some(dom) = &*dom else { return };
            let mut state = self.0.state.borrow_mut();
            let before = state.scroll.offset();
            let extent = state.extent;
            if let Some(top) = state.scroll.moved(f64::from(dom.view.scroll_top()), extent) {
                put_scrollbar(&dom.view, &mut state.scroll, top);
            }
            let step = state.scroll.offset() - before;
            if step.abs() > 0.5 {
                state.forward = step > 0.0;
            }
            (state.scroll.fair_top(extent) - f64::from(dom.view.scroll_top())).abs() > 1.0
        };
        if settle {
            self.settle();
        }
        self.refresh();
    }

    /// Puts the scrollbar right once the hand rests.
    fn settle(&self) {
        self.0.last_scroll.set(js_sys::Date::now());
        let mut settling = self.0.settling.borrow_mut();
        if settling.is_some() {
            return;
        }
        let grid = self.clone();
        *settling = Some(browser::spawn(async move {
            loop {
                browser::sleep(SETTLE_MS).await;
                if js_sys::Date::now() - grid.0.last_scroll.get() >= f64::from(SETTLE_MS) {
                    break;
                }
            }
            if let Some(dom) = &*grid.0.dom.borrow() {
                let mut state = grid.0.state.borrow_mut();
                let top = state.scroll.fair_top(state.extent);
                put_scrollbar(&dom.view, &mut state.scroll, top);
            }
            grid.refresh();
            grid.0.settling.borrow_mut().take();
        }));
    }

    /// Scrolls as little as shows the row.
    pub(super) fn bring_into_view(&self, row: usize) {
        {
            let dom = self.0.dom.borrow();
            let Some(dom) = &*dom else { return };
            let mut state = self.0.state.borrow_mut();
            // Rows may have come since the last frame.
            state.extent.rows = self.0.source.total().rows();
            let extent = state.extent;
            if let Some(offset) = state.scroll.showing(row, extent) {
                state.forward = offset > state.scroll.offset();
                resize(&dom.body, extent.scrolled_height());
                let top = state.scroll.go(offset, extent);
                put_scrollbar(&dom.view, &mut state.scroll, top);
            }
        }
        self.refresh();
    }

    pub(crate) fn scroll_to_top(&self) {
        self.bring_into_view(0);
    }

    /// Draws all rows that are loaded for the printer, or again those in sight.
    pub(super) fn print(&self, printing: bool) {
        self.draw(printing.then_some(PRINTED));
    }

    /// The row drawn by an element, or around it.
    pub(super) fn row_at(&self, element: &Element) -> Option<usize> {
        let row = element.closest(".grid-row").ok().flatten()?;
        let dom = self.0.dom.borrow();
        let dom = dom.as_ref()?;
        dom.rows.iter().chain([&dom.spare]).find(|node| node.element == row)?.index()
    }
}
