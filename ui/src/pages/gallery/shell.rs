//! What the shell does when something goes wrong in a page.

use yew::prelude::*;

use super::{Section, specimen};

pub(super) const SECTIONS: &[Section] =
    &[Section { id: "panic", title: "Panic", draw: || html! { <Panics /> } }];

#[component]
fn Panics() -> Html {
    let drawn = use_state_eq(|| false);
    assert!(!*drawn, "planted in the gallery, while drawing");
    let in_handler = Callback::from(|_: MouseEvent| panic!("planted in the gallery, in a handler"));
    let in_drawing = Callback::from(move |_: MouseEvent| drawn.set(true));
    let later = Callback::from(|_: MouseEvent| {
        wasm_bindgen_futures::spawn_local(async { panic!("planted in the gallery, in a future") });
    });
    let rejected = Callback::from(|_: MouseEvent| {
        // Nobody waits for it.
        let _ = js_sys::Promise::reject(&js_sys::Error::new("planted in the gallery, as a promise").into());
    });
    let buttons = [
        ("panic", in_handler),
        ("panic while drawing", in_drawing),
        ("panic in a future", later),
        ("promise that is refused", rejected),
    ];
    let buttons = buttons.into_iter().map(|(word, onclick)| {
        html! { <button type="button" class="button button-outline" {onclick}>{ word }</button> }
    });
    specimen("Ends the page, or only says so", buttons.collect())
}
