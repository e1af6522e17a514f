//! Modal layers on `<dialog>`: in the middle, or from an edge. The browser makes the rest inert, closes on Escape and
//! gives the focus back; who shows it says whether it is open.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::components::{Symbol, icon_button};
use crate::words as w;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Side {
    #[default]
    Middle,
    /// For editing with the page beside it.
    End,
    /// For few choices on a small screen.
    Bottom,
}

impl Side {
    const fn class(self) -> &'static str {
        match self {
            Self::Middle => "dialog",
            Self::End => "dialog dialog-end",
            Self::Bottom => "dialog dialog-bottom",
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct DialogProps {
    /// Unique on the page.
    pub(crate) id: &'static str,
    pub(crate) title: AttrValue,
    pub(crate) open: bool,
    /// The reader wants it closed; whoever holds unsaved work may keep it open.
    pub(crate) onclose: Callback<()>,
    /// What it is about, read out with the title.
    #[prop_or_default]
    pub(crate) about: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) side: Side,
    /// Whether a click beside it closes it.
    #[prop_or(true)]
    pub(crate) light: bool,
    /// Whether it interrupts with something to decide.
    #[prop_or_default]
    pub(crate) alert: bool,
    pub(crate) children: Html,
    /// The buttons at its foot, the one that acts last.
    #[prop_or_default]
    pub(crate) foot: Html,
}

/// Focus starts on the element with `autofocus`, else on the first one that takes it.
#[component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    let dialog = use_node_ref();
    let update = use_force_update();
    use_effect({
        let (dialog, open) = (dialog.clone(), props.open);
        move || {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                match (open, dialog.open()) {
                    (true, false) => drop(dialog.show_modal()),
                    (false, true) => dialog.close(),
                    _ => {}
                }
            }
        }
    });
    let oncancel = {
        let onclose = props.onclose.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            onclose.emit(());
        })
    };
    // The browser closes it on a second Escape whatever is said; then it is for the page to agree or to reopen.
    let onclose = {
        let (onclose, open) = (props.onclose.clone(), props.open);
        Callback::from(move |_: Event| {
            if open {
                onclose.emit(());
                update.force_update();
            }
        })
    };
    // A press that began inside, to select text, and ended beside it is no wish to close.
    let began_beside = use_mut_ref(|| false);
    let onpointerdown = {
        let (began_beside, dialog) = (began_beside.clone(), dialog.clone());
        Callback::from(move |event: PointerEvent| *began_beside.borrow_mut() = is_beside(&event, &dialog))
    };
    let onclick = {
        let (asked, dialog, light) = (props.onclose.clone(), dialog.clone(), props.light);
        Callback::from(move |event: MouseEvent| {
            if light && *began_beside.borrow() && is_beside(&event, &dialog) {
                asked.emit(());
            }
        })
    };
    let part = |name: &str| [props.id, "-", name].concat();
    html! {
        <dialog
            ref={dialog}
            id={props.id}
            class={props.side.class()}
            role={props.alert.then_some("alertdialog")}
            aria-labelledby={part("title")}
            aria-describedby={props.about.is_some().then(|| part("about"))}
            {oncancel}
            {onclose}
            {onpointerdown}
            {onclick}
        >
            if props.open {
                <div class="dialog-frame">
                    <header class="dialog-head">
                        <h2 id={part("title")} class="dialog-title">{ props.title.clone() }</h2>
                        if let Some(about) = &props.about {
                            <p id={part("about")} class="text-ink-2">{ about.clone() }</p>
                        }
                    </header>
                    <div class="dialog-body">{ props.children.clone() }</div>
                    <footer class="dialog-foot">{ props.foot.clone() }</footer>
                    if !props.alert {
                        <span class="dialog-close">
                            { icon_button(Symbol::Close, w::close(), props.onclose.reform(|_| ())) }
                        </span>
                    }
                </div>
            }
        </dialog>
    }
}

/// Whether the event is on the backdrop: that belongs to the dialog element itself, all else to its frame.
fn is_beside(event: &Event, dialog: &NodeRef) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    target.is_some() && target == dialog.get()
}
