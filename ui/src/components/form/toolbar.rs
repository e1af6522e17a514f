//! Several controls that are one stop of the Tab key: arrows, Home and End go between them.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use yew::prelude::*;

/// What can be stood on. What a popover of the bar holds is not part of the bar.
const STOPS: &str = ":is(button, a[href], input, select):not(:disabled):not([popover] *)";

/// Where a key leads among `count` stops; around the ends.
fn next(key: &str, at: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" | "ArrowDown" => Some((at + 1) % count),
        "ArrowLeft" | "ArrowUp" => Some((at + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ToolbarProps {
    pub(crate) label: AttrValue,
    /// Joined to one piece, as buttons that belong together are.
    #[prop_or_default]
    pub(crate) joined: bool,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Toolbar(props: &ToolbarProps) -> Html {
    let bar = use_node_ref();
    let current = use_mut_ref(|| 0_usize);
    // The children may have changed with each drawing.
    use_effect({
        let (bar, current) = (bar.clone(), current.clone());
        move || arrange(&bar, *current.borrow())
    });
    let onfocusin = {
        let (bar, current) = (bar.clone(), current.clone());
        Callback::from(move |event: FocusEvent| {
            let stops = stops(&bar);
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            let at = target.and_then(|target| stops.iter().position(|stop| stop.contains(Some(&target))));
            if let Some(at) = at {
                *current.borrow_mut() = at;
                arrange(&bar, at);
            }
        })
    };
    let onkeydown = {
        let bar = bar.clone();
        Callback::from(move |event: KeyboardEvent| {
            let stops = stops(&bar);
            let at = (*current.borrow()).min(stops.len().saturating_sub(1));
            let Some(stop) = stops.get(at) else { return };
            // In a text field and a select the keys are theirs.
            let keeps_keys =
                stop.matches("input:not([type=checkbox], [type=radio]), select").unwrap_or(false);
            if keeps_keys || event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            if let Some(to) = next(&event.key(), at, stops.len()) {
                event.prevent_default();
                let _ = stops[to].focus();
            }
        })
    };
    html! {
        <div
            ref={bar}
            role="toolbar"
            class={if props.joined { "toolbar toolbar-joined" } else { "toolbar" }}
            aria-label={props.label.clone()}
            {onfocusin}
            {onkeydown}
        >
            { props.children.clone() }
        </div>
    }
}

fn stops(bar: &NodeRef) -> Vec<HtmlElement> {
    let found = bar.cast::<HtmlElement>().and_then(|bar| bar.query_selector_all(STOPS).ok());
    let Some(found) = found else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// Makes one of them the stop of the Tab key.
fn arrange(bar: &NodeRef, current: usize) {
    let stops = stops(bar);
    let current = current.min(stops.len().saturating_sub(1));
    for (at, stop) in stops.iter().enumerate() {
        stop.set_tab_index(if at == current { 0 } else { -1 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_around() {
        assert_eq!((next("ArrowRight", 2, 3), next("ArrowLeft", 0, 3)), (Some(0), Some(2)));
        assert_eq!((next("Home", 2, 3), next("End", 0, 3), next("Tab", 0, 3)), (Some(0), Some(2), None));
    }
}
