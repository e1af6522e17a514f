//! The sizes a grid has in the document, and what it puts there in pixels.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::body::{Grid, State};
use super::row::{px, set};
use super::scroll::{Extent, Scroll, whole};

impl Grid {
    /// Reads the sizes of view, header and row.
    pub(super) fn measure(&self) {
        {
            let dom = self.0.dom.borrow();
            let Some(dom) = &*dom else { return };
            let mut state = self.0.state.borrow_mut();
            let height = |selector| {
                let element = dom.view.query_selector(selector).ok().flatten();
                element.map_or(0.0, |element| element.get_bounding_client_rect().height())
            };
            let row_height = height(".grid-probe").max(1.0);
            let view = f64::from(dom.view.client_height()) - height(".grid-head");
            if (state.extent.row_height - row_height).abs() > 0.01 {
                // Another density: the first row in sight stays the first.
                let offset = state.scroll.offset() / state.extent.row_height * row_height;
                state.extent = Extent { row_height, view, ..state.extent };
                let extent = state.extent;
                let top = state.scroll.go(offset, extent);
                put_scrollbar(&dom.view, &mut state.scroll, top);
            }
            state.extent.view = view;
            measure_pins(&dom.view, &state);
        }
        self.refresh();
    }
}

/// Pinned columns stand at the sum of the widths before them.
fn measure_pins(view: &Element, state: &State) {
    let Ok(cells) = view.query_selector_all(".grid-head [role=columnheader]") else { return };
    let Some(view) = view.dyn_ref::<HtmlElement>() else { return };
    let checks = u32::from(state.has_checks);
    let mut left = 0.0;
    for at in 0..cells.length() {
        let Some(cell) = cells.item(at).and_then(|cell| cell.dyn_into::<Element>().ok()) else { continue };
        if at >= checks {
            let name = ["--pin-", &(at - checks).to_string()].concat();
            let _ = view.style().set_property(&name, &px(left));
        }
        left += cell.get_bounding_client_rect().width();
    }
}

/// Puts the scrollbar there, and tells where the browser has put it.
pub(super) fn put_scrollbar(view: &Element, scroll: &mut Scroll, top: f64) {
    view.set_scroll_top(pixel(top));
    scroll.put(f64::from(view.scroll_top()));
}

pub(super) fn resize(body: &Element, height: f64) {
    set(body, "style", &["height:", &px(height)].concat());
}

fn pixel(value: f64) -> i32 {
    i32::try_from(whole(value + 0.5)).unwrap_or(i32::MAX)
}
