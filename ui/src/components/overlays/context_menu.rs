//! The menu of a thing on the page: by right click, by Shift+F10 and by the menu key. Whatever it offers is also to
//! be had without it.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::menu::{MenuItems, menu_list};
use super::menu_keys;
use crate::browser::{self, Listener};

#[derive(Properties, PartialEq)]
pub(crate) struct ContextMenuProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    pub(crate) items: MenuItems,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn ContextMenu(props: &ContextMenuProps) -> Html {
    let at = use_state_eq(|| (0, 0));
    let release = use_mut_ref(|| None::<Listener>);
    let focus_before = use_mut_ref(|| None::<HtmlElement>);
    let show = {
        let (at, id, focus_before) = (at.setter(), props.id.clone(), focus_before.clone());
        Callback::from(move |place: (i32, i32)| {
            at.set(place);
            let active = browser::document().and_then(|document| document.active_element());
            *focus_before.borrow_mut() = active.and_then(|active| active.dyn_into().ok());
            let id = id.clone();
            // After the place is drawn, and after the release of the button, which would close it again.
            wasm_bindgen_futures::spawn_local(async move {
                browser::sleep(0).await;
                if let Some(menu) = browser::element(&id).and_then(|menu| menu.dyn_into::<HtmlElement>().ok())
                {
                    menu_keys::open(&menu, 0);
                }
            });
        })
    };
    let oncontextmenu = {
        let show = show.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            let place = (event.client_x(), event.client_y());
            if event.buttons() == 0 {
                return show.emit(place);
            }
            let show = show.clone();
            *release.borrow_mut() = browser::document()
                .map(|document| Listener::once(document, "pointerup", move || show.emit(place)));
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let is_wanted = event.key() == "ContextMenu" || (event.shift_key() && event.key() == "F10");
        let thing = event.target().and_then(|thing| thing.dyn_into::<HtmlElement>().ok());
        let Some(thing) = thing.filter(|_| is_wanted) else { return };
        event.prevent_default();
        let place = thing.get_bounding_client_rect();
        show.emit((whole(place.left()), whole(place.bottom())));
    });
    let (left, top) = *at;
    let anchor = [&*props.id, "-button"].concat();
    // The menu gives the focus to its anchor, which hands it on to where it was.
    let onfocus = Callback::from(move |_: FocusEvent| {
        if let Some(before) = focus_before.borrow().as_ref() {
            let _ = before.focus();
        }
    });
    html! {
        <>
            <div {oncontextmenu} {onkeydown}>{ props.children.clone() }</div>
            <span
                id={anchor}
                class="context-anchor"
                tabindex="-1"
                {onfocus}
                style={format!("left: {left}px; top: {top}px; anchor-name: --{}", props.id)}
            />
            { menu_list(&props.id, &props.label, &props.id, "menu popover", &props.items) }
        </>
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
fn whole(place: f64) -> i32 {
    place as i32
}
