//! The hands, a part of their own: what comes with the first key. Listens to the keys, shows what opens above the page,
//! and tells what was done. What stands in the palette and in the sheet is fetched when it is first wanted; the
//! palette's field is here, so that typing works at once.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::global::PALETTE;
use super::{
    Hint, InTopBar, Inner, Keymap, Open, Scope, Stage, Told, What, global, hints, kbd, keymap, keys, replay,
    use_commands_context,
};
use crate::browser::{self, Listener};
use crate::components::{Align, Symbol, icon, popover, popover_button};
use crate::dom::none;
use crate::palette::PaletteProps;
use crate::parts;
use crate::route::use_place;
use crate::toasts::{Toast, ToastKind};
use crate::undo::{News, Undo};
use crate::words as w;

/// Ids of the field of the palette and of what it found.
pub(crate) const PALETTE_FIELD: &str = "palette-field";
pub(crate) const PALETTE_LIST: &str = "palette-list";
/// Id of the dialog that holds either.
const LAYER: &str = "command-layer";
/// Id of the popover of what was done.
const HISTORY: &str = "changes";
/// The group of what can be done on every page; the others count up from nought.
const GLOBAL: u32 = u32::MAX;

#[component]
pub(crate) fn Hands() -> Html {
    let commands = use_commands_context().expect("rendered below App");
    let inner = commands.inner;
    let open = use_state_eq(|| Open::Nothing);
    let text = use_state_eq(|| AttrValue::Static(""));
    let hint = use_state_eq(|| Hint::Nothing);
    let place = use_place();
    use_effect(move || inner.replace(GLOBAL, What::Made(Scope::Global, global::commands(inner, &place))));
    use_effect_with((), {
        let (open, text, hint) = (open.setter(), text.setter(), hint.setter());
        move |()| {
            *inner.told.borrow_mut() = Some(Callback::from(move |told| match told {
                Told::Hint(to) => hint.set(to),
                Told::Open(to) => {
                    // Closing gives the focus back to where it was, which taking the dialog away would not.
                    close_layer();
                    if let Open::Palette(begin) = to {
                        text.set(AttrValue::Static(begin));
                    }
                    open.set(to);
                }
            }));
            inner.undo.on_news(Callback::from(|news| {
                inner.toasts.show(toast(&inner.undo, news));
                inner.touch();
            }));
            inner.set_keymap(stored_keymap());
            let listeners = listen(inner);
            if let Some(asked) = inner.asked.take() {
                inner.open(asked);
            }
            wasm_bindgen_futures::spawn_local(replay::replay(inner));
            // Who has called for the hands opens the palette sooner or later.
            parts::fetch_palette();
            move || drop(listeners)
        }
    });
    let keymap = commands.keymap();
    let something_done = inner.undo.is_used();
    use_effect_with((keymap, something_done), move |_| {
        let keys = hints::keys_of(&commands, PALETTE.0, PALETTE.1);
        *inner.in_top_bar.borrow_mut() = Some(InTopBar {
            keys: kbd(&keys, inner.mac.get()),
            aria: keys::aria(&keys, inner.mac.get()),
            history: if something_done { changes_button() } else { none() },
        });
        inner.touch();
    });
    use_effect_with((*open).clone(), |open| {
        if let (true, Some(layer)) = (*open != Open::Nothing, layer()) {
            let _ = layer.show_modal();
            browser::focus(PALETTE_FIELD);
        }
    });
    let layer = match &*open {
        Open::Nothing => none(),
        Open::Palette(_) => dialog("palette", w::command_palette(), inner, palette(&text, inner)),
        Open::Sheet => dialog("key-sheet", w::command_keys(), inner, parts::key_sheet()),
    };
    html! {
        <>
            { hints::hint(&hint, &commands) }
            { layer }
        </>
    }
}

fn listen(inner: &'static Inner) -> [Option<Listener>; 3] {
    let document = browser::document();
    [
        document.clone().map(|document| {
            Listener::new(document, "keydown", move |event| {
                if let (Stage::Ready, Ok(event)) = (inner.stage.get(), event.dyn_into::<KeyboardEvent>()) {
                    inner.pressed(&event, false);
                }
            })
        }),
        // A sequence is over once the hand is elsewhere.
        document.map(|document| Listener::new(document, "pointerdown", move |_| inner.hint(Hint::Nothing))),
        // Keys were chosen in another tab.
        browser::window()
            .map(|window| Listener::new(window, "storage", move |_| inner.set_keymap(stored_keymap()))),
    ]
}

fn stored_keymap() -> Keymap {
    Keymap::parse(&browser::stored(keymap::STORED_AS).unwrap_or_default())
}

/// The way to what was done.
fn changes_button() -> Html {
    let button =
        popover_button(HISTORY, "button-quiet button-icon", Some(w::changes().into()), icon(Symbol::Undo));
    let history = popover(HISTORY, w::changes(), Align::End, parts::change_history(HISTORY));
    html! { <>{ button }{ history }</> }
}

/// What was done or undone, with the way back.
fn toast(undo: &'static Undo, news: News) -> Toast {
    let (kind, text, (word, id)) = match news {
        News::Did { id, label } => (ToastKind::Done, label, (w::undo(), id)),
        News::Undid { id, label } => (ToastKind::Info, w::undone_of(&label), (w::redo(), id)),
        News::Redid { id, label } => (ToastKind::Done, w::done_again_of(&label), (w::undo(), id)),
        News::Failed { id, words } => (ToastKind::Error, words, (w::try_again(), id)),
    };
    let toggle = Callback::from(move |()| {
        wasm_bindgen_futures::spawn_local(undo.toggle(id));
    });
    Toast { kind, text: text.into(), action: Some((AttrValue::Static(word), toggle)) }
}

fn layer() -> Option<HtmlDialogElement> {
    browser::element(LAYER)?.dyn_into().ok()
}

fn close_layer() {
    if let Some(layer) = layer().filter(HtmlDialogElement::open) {
        layer.close();
        // What had the focus may be gone by now.
        if browser::focused().is_none() {
            browser::focus("main");
        }
    }
}

fn dialog(class: &'static str, label: &'static str, inner: &'static Inner, content: Html) -> Html {
    let shut = move || inner.open(Open::Nothing);
    let oncancel = Callback::from(move |event: Event| {
        event.prevent_default();
        shut();
    });
    // A click beside it: on the dialog's backdrop, which counts as the dialog.
    let onclick = Callback::from(move |event: MouseEvent| {
        let beside = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if beside.is_some_and(|target| target.id() == LAYER) {
            shut();
        }
    });
    html! {
        <dialog key={class} id={LAYER} class={classes!("layer", class)} aria-label={label} {oncancel} {onclick}>
            { content }
        </dialog>
    }
}

fn palette(text: &UseStateHandle<AttrValue>, inner: &'static Inner) -> Html {
    let set = {
        let text = text.setter();
        Callback::from(move |to: AttrValue| text.set(to))
    };
    let oninput =
        set.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value().into());
    let close = Callback::from(move |()| inner.open(Open::Nothing));
    html! {
        <>
            <label class="palette-head">
                <span class="sr-only">{ w::palette_search() }</span>
                { icon(Symbol::Search) }
                <input
                    id={PALETTE_FIELD}
                    class="palette-field"
                    type="text"
                    role="combobox"
                    aria-autocomplete="list"
                    aria-expanded="true"
                    aria-controls={PALETTE_LIST}
                    placeholder={w::palette_hint()}
                    value={(**text).clone()}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    {oninput}
                />
            </label>
            { parts::palette(PaletteProps { text: (**text).clone(), set, close }) }
        </>
    }
}
