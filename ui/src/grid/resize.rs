//! What hands do in the header: sorting, walking it, widths, and carrying columns to other places.

use std::cmp::Ordering;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use super::body::Grid;
use super::columns::{Change, Column, Edit, Layout, Setting, Sort};
use super::hand::Act;
use super::scroll::whole;
use crate::browser;

/// Pixels that a key press adds to a width.
const WIDTH_STEP: u16 = 16;

/// A width that follows the pointer; the layout learns of it at the end only.
pub(super) struct Drag {
    column: usize,
    /// Where the pointer was pressed, and the width then.
    from: i32,
    start: i32,
    visible: Vec<Setting>,
}

/// Something happened in the header.
pub(super) fn heard(grid: &Grid, event: &Event) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    // Keys that waited moved the focus one after the other: each goes to where those before it led.
    let target = match browser::focused() {
        Some(button) if event.type_() == "keydown" && button.class_list().contains("grid-menu-button") => {
            button
        }
        _ => target,
    };
    let Some((heading, column)) = heading_of(&target) else {
        grid.act(Act::ToggleAll, false);
        return;
    };
    let declared = &grid.0.columns[column];
    match event.type_().as_str() {
        "click" => sort(grid, column),
        "keydown" => {
            if let (Some(key), Ok(button)) = (event.dyn_ref(), target.dyn_into()) {
                pressed(grid, column, key, button);
            }
        }
        "dblclick" => {
            if let Some(boxed) = box_of(&heading) {
                grid.edit(Edit::Column(column, fitting(grid, column, declared, visible(grid), &boxed)));
            }
        }
        "dragstart" => grid.0.carried.set(Some(column)),
        "drop" => {
            if let Some(carried) = grid.0.carried.take() {
                grid.edit(Edit::Column(carried, Change::To(column)));
            }
        }
        kind => {
            if let Some(pointer) = event.dyn_ref::<PointerEvent>() {
                drag(grid, kind, column, pointer.client_x(), box_of(&heading));
            }
        }
    }
}

fn heading_of(target: &Element) -> Option<(Element, usize)> {
    let heading = target.closest("[data-column]").ok().flatten()?;
    let column = heading.get_attribute("data-column")?.parse().ok()?;
    Some((heading, column))
}

pub(super) fn box_of(element: &Element) -> Option<HtmlElement> {
    element.closest(".grid-box").ok().flatten()?.dyn_into().ok()
}

pub(super) fn visible(grid: &Grid) -> Vec<Setting> {
    let frame = grid.0.frame.borrow();
    frame.layout.visible(grid.0.columns, frame.room)
}

fn sort(grid: &Grid, column: usize) {
    let source = grid.source();
    let is_rising = source.sort().is_some_and(|sort| sort.column == column && sort.order == Ordering::Less);
    source.sort_by(Sort { column, order: if is_rising { Ordering::Greater } else { Ordering::Less } });
}

/// Arrows on the button of a column's menu: alone they walk, with Shift they set the width, with Alt they move the
/// column.
fn pressed(grid: &Grid, column: usize, key: &KeyboardEvent, button: HtmlElement) {
    let forward = key.key() == "ArrowRight";
    if key.alt_key() {
        grid.edit(Edit::Column(column, if forward { Change::Right } else { Change::Left }));
        // An element that is moved loses the focus.
        wasm_bindgen_futures::spawn_local(async move {
            browser::sleep(0).await;
            let _ = button.focus();
        });
    } else if key.shift_key() {
        grid.edit(Edit::Column(column, wider(grid, &grid.0.columns[column], forward)));
    } else {
        walk(&button, forward);
    }
}

/// A step wider or narrower than the column is now.
pub(super) fn wider(grid: &Grid, column: &Column, wider: bool) -> Change {
    let now = u16::try_from(whole(widest(grid, column.class))).unwrap_or(u16::MAX);
    Change::Width(if wider { now.saturating_add(WIDTH_STEP) } else { now.saturating_sub(WIDTH_STEP) })
}

fn walk(button: &Element, forward: bool) {
    let Some(heading) = button.closest(".grid-heading").ok().flatten() else { return };
    let next = if forward { heading.next_element_sibling() } else { heading.previous_element_sibling() };
    let next = next.and_then(|heading| heading.query_selector(".grid-menu-button").ok().flatten());
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    }
}

fn drag(grid: &Grid, kind: &str, column: usize, x: i32, boxed: Option<HtmlElement>) {
    if kind == "pointerdown" {
        let start = i32::try_from(whole(widest(grid, grid.0.columns[column].class))).unwrap_or(0);
        *grid.0.drag.borrow_mut() = Some(Drag { column, from: x, start, visible: visible(grid) });
        return;
    }
    let Some(mut drag) = grid.0.drag.take() else { return };
    let width = u16::try_from(drag.start + x - drag.from).unwrap_or(0);
    if kind != "pointermove" {
        // A click on the handle sets nothing.
        if x != drag.from {
            grid.edit(Edit::Column(drag.column, Change::Width(width)));
        }
        return;
    }
    for setting in drag.visible.iter_mut().filter(|setting| setting.column == drag.column) {
        setting.width = Some(width.max(48));
    }
    if let Some(boxed) = boxed {
        show_tracks(grid, &boxed, &Layout::tracks(grid.0.columns, &drag.visible));
    }
    *grid.0.drag.borrow_mut() = Some(drag);
}

fn show_tracks(grid: &Grid, boxed: &HtmlElement, tracks: &str) {
    let check = if grid.0.state.borrow().has_checks { "2.25rem" } else { "" };
    let _ = boxed.style().set_property("--cols", &[check, tracks].concat());
}

/// The width at which nothing drawn in the column is cut short.
pub(super) fn fitting(
    grid: &Grid,
    index: usize,
    column: &'static Column,
    visible: Vec<Setting>,
    boxed: &HtmlElement,
) -> Change {
    let before = Layout::tracks(grid.0.columns, &visible);
    let tracks: String = visible
        .iter()
        .map(|setting| {
            if setting.column == index {
                " max-content".to_owned()
            } else {
                Layout::tracks(grid.0.columns, std::slice::from_ref(setting))
            }
        })
        .collect();
    show_tracks(grid, boxed, &tracks);
    let width = whole(widest(grid, column.class)) + 1;
    show_tracks(grid, boxed, &before);
    Change::Width(u16::try_from(width).unwrap_or(u16::MAX))
}

/// The widest cell of a column among the rows drawn, in pixels.
fn widest(grid: &Grid, class: &str) -> f64 {
    let dom = grid.0.dom.borrow();
    let Some(dom) = &*dom else { return 0.0 };
    let Ok(cells) = dom.view.query_selector_all(&[".", class].concat()) else { return 0.0 };
    (0..cells.length())
        .filter_map(|at| cells.item(at)?.dyn_into::<Element>().ok())
        .map(|cell| cell.get_bounding_client_rect().width())
        .fold(0.0, f64::max)
}
