//! The notices on the screen: bottom right, newest last.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{Shape, Symbol, glyph, icon_button};
use crate::dom::{el, none};
use crate::parts;
use crate::toasts::{HOST, Notice, ToastKind, Toasts, use_notices};
use crate::words as w;

/// Once on the page, and always there: what is added to it is announced, what comes with it is not.
pub(crate) fn toast_region(toasts: Toasts) -> Html {
    let shown = if toasts.has_any() { parts::toasts() } else { none() };
    html! {
        <section id={HOST} class="toasts" aria-label={w::notifications()}>
            <ol class="toast-list" aria-live="polite" aria-relevant="additions">{ shown }</ol>
        </section>
    }
}

/// The notices in it.
#[component]
pub(crate) fn ToastList() -> Html {
    let toasts = use_notices();
    use_effect(move || toasts.take_in());
    let came_from = use_mut_ref(|| None::<HtmlElement>);
    let onfocusin = {
        let came_from = came_from.clone();
        Callback::from(move |event: FocusEvent| {
            let from = event.related_target().and_then(|from| from.dyn_into::<HtmlElement>().ok());
            if let Some(from) = from.filter(|from| !is_in_host(from)) {
                *came_from.borrow_mut() = Some(from);
            }
        })
    };
    // The focus goes back to where it came from: the notice it is in goes away.
    let give_back = Callback::from(move |()| {
        if let Some(from) = came_from.borrow_mut().take() {
            let _ = from.focus();
        }
    });
    let notices = toasts.notices();
    let shown = notices.iter().filter(|notice| notice.is_shown());
    html! { for notice in shown { { toast(notice, toasts, &onfocusin, &give_back) } } }
}

fn is_in_host(element: &HtmlElement) -> bool {
    element.closest(["#", HOST].concat().as_str()).is_ok_and(|host| host.is_some())
}

fn toast(
    notice: &Notice,
    toasts: Toasts,
    onfocusin: &Callback<FocusEvent>,
    give_back: &Callback<()>,
) -> Html {
    let id = notice.id;
    let leave = |act: fn(&Toasts, u32)| {
        let give_back = give_back.clone();
        Callback::from(move |()| {
            give_back.emit(());
            act(&toasts, id);
        })
    };
    let dismiss = leave(Toasts::dismiss);
    let onkeydown = {
        let dismiss = dismiss.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                dismiss.emit(());
            }
        })
    };
    let (shape, role) = toast_look(notice.toast.kind);
    html! {
        <li key={id} class="toast" {onkeydown} onfocusin={onfocusin.clone()}>
            { el("span", "toast-mark", [glyph(shape)]) }
            <p class="toast-text" {role}>{ notice.toast.text.clone() }</p>
            if let Some((label, _)) = &notice.toast.action {
                <button type="button" class="button-link" onclick={leave(Toasts::act).reform(|_| ())}>
                    { label.clone() }
                </button>
            }
            { icon_button(Symbol::Close, w::notice_dismiss(), dismiss.reform(|_| ())) }
        </li>
    }
}

/// Shape, and how urgently it is read out.
pub(crate) const fn toast_look(kind: ToastKind) -> (Shape, &'static str) {
    match kind {
        ToastKind::Done => (Shape::CircleTick, "status"),
        ToastKind::Info => (Shape::CircleInfo, "status"),
        ToastKind::Warning => (Shape::Triangle, "status"),
        ToastKind::Error => (Shape::Octagon, "alert"),
    }
}
