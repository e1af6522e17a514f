//! The edge between two panes, to be moved by pointer and keys; where it was left is remembered.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::browser;
use crate::words as w;

/// Pixels per press of an arrow.
const STEP: i32 = 16;

#[derive(Properties, PartialEq)]
pub(crate) struct SplitterProps {
    pub(crate) label: AttrValue,
    /// Id of the pane whose width it is; the splitter lies on its left edge.
    pub(crate) pane: &'static str,
    /// The CSS property on `<html>` that holds the width.
    pub(crate) property: &'static str,
    /// Under which key the width is remembered.
    pub(crate) store: &'static str,
    /// Narrowest, usual and widest, in pixels.
    pub(crate) range: [i32; 3],
}

#[component]
pub(crate) fn Splitter(props: &SplitterProps) -> Html {
    let SplitterProps { property, store, range: [least, usual, most], .. } = *props;
    let width = use_state_eq(move || usual);
    let drag = use_mut_ref(|| None::<(i32, i32)>);
    let set = {
        let width = width.setter();
        Callback::from(move |wanted: i32| {
            let wanted = wanted.clamp(least, most);
            put(property, wanted);
            width.set(wanted);
        })
    };
    let settle = {
        let set = set.clone();
        Callback::from(move |wanted: i32| {
            set.emit(wanted);
            browser::store_appearance(store, &wanted.clamp(least, most).to_string());
        })
    };
    use_effect_with((), {
        let set = set.clone();
        move |()| set.emit(browser::stored(store).and_then(|text| text.parse().ok()).unwrap_or(usual))
    });

    let onkeydown = {
        let (settle, width) = (settle.clone(), *width);
        Callback::from(move |event: KeyboardEvent| {
            let wanted = match event.key().as_str() {
                "ArrowLeft" => width + STEP,
                "ArrowRight" => width - STEP,
                "Home" => least,
                "End" => most,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            settle.emit(wanted);
        })
    };
    let onpointerdown = {
        let (drag, width) = (drag.clone(), *width);
        Callback::from(move |event: PointerEvent| {
            if let Some(edge) = event.target().and_then(|edge| edge.dyn_into::<Element>().ok()) {
                let _ = edge.set_pointer_capture(event.pointer_id());
            }
            *drag.borrow_mut() = Some((event.client_x(), width));
        })
    };
    let onpointermove = {
        let drag = drag.clone();
        Callback::from(move |event: PointerEvent| {
            if let Some((from, width)) = *drag.borrow() {
                set.emit(width + from - event.client_x());
            }
        })
    };
    let onpointerup = {
        let (settle, width) = (settle.clone(), *width);
        Callback::from(move |_: PointerEvent| {
            if drag.take().is_some() {
                settle.emit(width);
            }
        })
    };
    let ondblclick = Callback::from(move |_: MouseEvent| settle.emit(usual));
    html! {
        <div
            class="splitter"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label={props.label.clone()}
            aria-controls={props.pane}
            aria-valuenow={width.to_string()}
            aria-valuemin={least.to_string()}
            aria-valuemax={most.to_string()}
            aria-valuetext={w::pixels(i64::from(*width))}
            {onkeydown}
            {onpointerdown}
            {onpointermove}
            onpointercancel={onpointerup.clone()}
            {onpointerup}
            {ondblclick}
        />
    }
}

fn put(property: &str, width: i32) {
    let root = browser::document().and_then(|document| document.document_element());
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        let _ = root.style().set_property(property, &format!("{width}px"));
    }
}
