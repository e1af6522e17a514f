//! Before what was typed is lost: a question when a link leads away, the browser's own when the page is closed.

use wasm_bindgen::JsCast;
use web_sys::{BeforeUnloadEvent, Element, HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct UnsavedGuardProps {
    /// Something was typed that is not saved.
    pub(super) dirty: bool,
}

#[component]
pub(super) fn UnsavedGuard(props: &UnsavedGuardProps) -> Html {
    let dialog = use_node_ref();
    // The link that leads away, until it is decided.
    let link = use_mut_ref(|| None::<HtmlElement>);
    let leaving = use_mut_ref(|| false);
    use_effect_with(props.dirty, {
        let (dialog, link, leaving) = (dialog.clone(), link.clone(), leaving.clone());
        move |dirty| {
            let listeners = dirty.then(|| {
                let closing = browser::window().map(|window| {
                    Listener::new(window, "beforeunload", |event| {
                        event.prevent_default();
                        if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                            event.set_return_value("unsaved");
                        }
                    })
                });
                // Heard before the page follows the link: that listens one step further out.
                let body = browser::document().and_then(|document| document.body());
                let going = body.map(|body| {
                    Listener::new(body, "click", move |event| {
                        let Some(target) = way_out(&event).filter(|_| !*leaving.borrow()) else { return };
                        event.prevent_default();
                        *link.borrow_mut() = Some(target);
                        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                            let _ = dialog.show_modal();
                        }
                    })
                });
                (closing, going)
            });
            move || drop(listeners)
        }
    });
    let close = {
        let dialog = dialog.clone();
        move || {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    let stay = {
        let close = close.clone();
        Callback::from(move |_: MouseEvent| close())
    };
    let leave = Callback::from(move |_: MouseEvent| {
        close();
        if let Some(link) = link.borrow_mut().take() {
            *leaving.borrow_mut() = true;
            link.click();
            *leaving.borrow_mut() = false;
        }
    });
    // Another form of the page may have one, too.
    if !props.dirty {
        return Html::default();
    }
    html! {
        <dialog ref={dialog} role="alertdialog" class="form-guard" aria-labelledby="unsaved-title" aria-describedby="unsaved-words">
            <h2 id="unsaved-title" class="text-section font-semibold">{ w::leave_title() }</h2>
            <p id="unsaved-words" class="text-ink-2">{ w::leave_help() }</p>
            <div class="flex flex-wrap justify-end gap-2">
                <button type="button" class="button button-outline" autofocus=true onclick={stay}>{ w::leave_stay() }</button>
                <button type="button" class="button button-danger" onclick={leave}>{ w::leave_discard() }</button>
            </div>
        </dialog>
    }
}

/// The link of a plain click that goes to another page of the console.
fn way_out(event: &Event) -> Option<HtmlElement> {
    let click = event.dyn_ref::<MouseEvent>()?;
    let is_plain = click.button() == 0
        && !click.ctrl_key()
        && !click.meta_key()
        && !click.shift_key()
        && !click.alt_key();
    if !is_plain || event.default_prevented() {
        return None;
    }
    let link = click.target()?.dyn_into::<Element>().ok()?.closest("a[href^='/']:not([target])").ok()??;
    link.dyn_into().ok()
}
