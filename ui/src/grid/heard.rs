//! Listens for whatever moves, sizes or drives a grid. In the header, what has to be decided at once is decided here,
//! and the rest is left to the tools.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    DragEvent, Element, Event, EventTarget, KeyboardEvent, MouseEvent, PointerEvent, ResizeObserver,
};

use super::body::Grid;
use super::menu::Menu;
use super::tools::Wish;
use crate::browser::{self, Listener};

/// All of it ends with this.
pub(super) struct Heard {
    _listeners: Vec<Listener>,
    observer: Option<ResizeObserver>,
    _resized: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Heard {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

type Handler = fn(&Grid, Event);

pub(super) fn hear(grid: &Grid, view: &Element, rows: &Element) -> Heard {
    let mut listeners = Vec::with_capacity(20);
    let mut on = |target: &EventTarget, kinds: &[&'static str], handler: Handler| {
        for kind in kinds {
            let grid = grid.clone();
            listeners.push(Listener::new(target.clone(), kind, move |event| handler(&grid, event)));
        }
    };
    on(view, &["scroll"], |grid, _| grid.scrolled());
    on(view, &["keydown"], pressed);
    on(rows, &["pointerover"], |grid, event| {
        if let Some(element) = target_of(&event) {
            grid.hovered(&element);
        }
    });
    on(rows, &["pointerenter", "pointerleave"], |grid, event| {
        let is_mouse = event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "mouse");
        grid.point_at(is_mouse && event.type_() == "pointerenter");
    });
    if let Some(frame) = view.parent_element() {
        on(&frame, &["click"], clicked);
    }
    if let Some(head) = view.query_selector(".grid-head").ok().flatten() {
        let kinds = [
            "keydown",
            "dblclick",
            "pointerdown",
            "pointermove",
            "pointerup",
            "pointercancel",
            "dragstart",
            "dragover",
            "drop",
        ];
        on(&head, &kinds, in_head);
    }
    if let Some(window) = browser::window() {
        on(&window, &["beforeprint", "afterprint"], |grid, event| grid.print(event.type_() == "beforeprint"));
    }
    let resized: Closure<dyn FnMut(JsValue)> = Closure::new({
        let (grid, view) = (grid.clone(), view.clone());
        move |_| {
            let room = u16::try_from(view.client_width()).unwrap_or(u16::MAX);
            let before = std::mem::replace(&mut grid.0.frame.borrow_mut().room, room);
            if before != room {
                grid.redraw();
            }
            grid.measure();
        }
    });
    let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &observer {
        observer.observe(view);
        if let Ok(Some(probe)) = view.query_selector(".grid-probe") {
            observer.observe(&probe);
        }
    }
    Heard { _listeners: listeners, observer, _resized: resized }
}

fn target_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn pressed(grid: &Grid, event: Event) {
    if target_of(&event).is_some_and(|from| from.id() == grid.id())
        && let Some(key) = event.dyn_ref::<KeyboardEvent>()
        && grid.pressed(key)
    {
        event.prevent_default();
    }
}

/// Rows, the buttons of the header, and those that open menus.
fn clicked(grid: &Grid, event: Event) {
    let Some(target) = target_of(&event) else { return };
    let is_in = |what: &str| target.closest(what).ok().flatten();
    if is_in(".grid-rows").is_some() {
        if let Some(event) = event.dyn_ref::<MouseEvent>() {
            grid.clicked(&target, event);
        }
    } else if is_in(".grid-options").is_some() {
        open(grid, Menu::Table);
    } else if is_in(".grid-menu-button").is_some() {
        let column = is_in("[data-column]").and_then(|heading| heading.get_attribute("data-column"));
        if let Some(column) = column.and_then(|column| column.parse().ok()) {
            open(grid, Menu::Column(column));
        }
    } else if is_in(".grid-sort, .grid-check-all").is_some() {
        grid.ask(Wish::Head(event));
    }
}

fn open(grid: &Grid, menu: Menu) {
    grid.0.frame.borrow_mut().menu = Some(menu);
    grid.redraw();
    grid.ask(Wish::Draw);
}

fn in_head(grid: &Grid, event: Event) {
    let Some(target) = target_of(&event) else { return };
    let is = |class: &str| target.class_list().contains(class);
    let kind = event.type_();
    let is_wanted = match kind.as_str() {
        "keydown" => {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
            is("grid-menu-button") && (key == "ArrowLeft" || key == "ArrowRight")
        }
        "dragstart" => {
            // Some browsers carry nothing that has no data.
            if let Some(data) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) {
                let _ = data.set_data("text/plain", "column");
            }
            return grid.ask(Wish::Head(event));
        }
        "dragover" => return event.prevent_default(),
        "drop" => true,
        _ if !is("grid-handle") => false,
        "dblclick" => true,
        _ => event.dyn_ref::<PointerEvent>().is_some_and(|pointer| {
            if kind == "pointerdown" {
                let _ = target.set_pointer_capture(pointer.pointer_id());
            }
            kind != "pointermove" || pointer.buttons() != 0
        }),
    };
    if is_wanted {
        event.prevent_default();
        grid.ask(Wish::Head(event));
    }
}
