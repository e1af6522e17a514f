//! What can be done with the value of a cell: only such signals, none of them, copying it. By right click, the menu key,
//! and with Alt and a click at once.

use std::rc::Rc;

use console_api::Signal;
use console_api::query::{Key, Query, quoted};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::Go;
use super::columns;
use super::view::View;
use crate::browser;
use crate::components::overlays::menu::{MenuAction, MenuItem, menu_list};
use crate::words as w;

/// Id of the menu.
const MENU: &str = "signal-cell";

/// A cell, and where on the screen somebody asked what can be done with it.
#[derive(Clone, PartialEq)]
pub(crate) struct Pointed {
    pub(crate) signal: Rc<Signal>,
    pub(crate) column: usize,
    pub(crate) place: (i32, i32),
    /// When, by the browser's clock: tells one time from the next.
    pub(crate) time: f64,
}

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct CellMenuProps {
    pub(crate) at: Pointed,
    pub(super) view: Rc<View>,
    pub(super) go: Go,
    pub(crate) open: Callback<Option<console_api::SignalId>>,
}

#[component]
pub(crate) fn CellMenu(props: &CellMenuProps) -> Html {
    let Pointed { signal, column, place, .. } = &props.at;
    let value = columns::full(signal, *column);
    let mut items = Vec::new();
    if let Some((key, value)) = columns::condition(signal, *column) {
        for (label, excluded) in [(w::cell_only(&value), false), (w::cell_without(&value), true)] {
            let (view, go, value) = (Rc::clone(&props.view), props.go.clone(), value.clone());
            let run = Callback::from(move |()| {
                go.emit((Rc::new(narrowed(&view, key, &value, excluded)), true));
            });
            items.push(action(label, run));
        }
        items.push(MenuItem::Separator);
    }
    if !value.is_empty() {
        let run = Callback::from(move |()| {
            let value = value.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let _ = browser::copy(&value).await;
            });
        });
        items.push(action(w::cell_copy().to_owned(), run));
    }
    let (open, id) = (props.open.clone(), signal.id.clone());
    items.push(action(
        w::key_signals_open().to_owned(),
        Callback::from(move |()| open.emit(Some(id.clone()))),
    ));
    use_effect_with(props.at.clone(), |_| {
        if let Some(menu) = browser::element(MENU).and_then(|menu| menu.dyn_into::<HtmlElement>().ok()) {
            let _ = menu.show_popover();
        }
    });
    let style = format!("left: {}px; top: {}px; anchor-name: --{MENU}", place.0, place.1);
    html! {
        <>
            <span id={[MENU, "-button"].concat()} class="context-anchor" tabindex="-1" {style}
                onfocus={Callback::from(|_: FocusEvent| browser::focus(super::list::GRID))} />
            { menu_list(MENU, &w::cell_menu().into(), MENU, "menu popover", &items) }
        </>
    }
}

fn action(label: String, run: Callback<()>) -> MenuItem {
    MenuItem::Action(MenuAction { label: label.into(), run, ..MenuAction::default() })
}

/// The view with only such signals, or without them.
pub(super) fn narrowed(view: &View, key: Key, value: &str, excluded: bool) -> View {
    let read = Query::parse(&view.q).unwrap_or_default();
    let written = [if excluded { "!" } else { "" }, key.as_str(), ":", &quoted(value)].concat();
    let narrowed = match Query::parse(&written) {
        Ok(_) if !excluded && read.has_value(key, value) => read,
        Ok(condition) if excluded || read.values(key).is_empty() => read.and(&condition),
        Ok(condition) => read.without_key(key).and(&condition),
        Err(_) => read,
    };
    View { q: narrowed.to_string(), ..view.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_narrows_the_list_to_it_or_leaves_it_out() {
        let view = |q: &str| View { q: q.to_owned(), ..View::default() };
        let only = |q: &str, value| narrowed(&view(q), Key::Service, value, false).q;
        assert_eq!(only("took", "a b"), "took service:\"a b\"");
        assert_eq!(only("service:cart,pay took", "pay"), "service:cart,pay took", "it is among them");
        assert_eq!(only("service:cart took", "pay"), "took service:pay");
        let without = |q: &str| narrowed(&view(q), Key::Service, "pay", true).q;
        assert_eq!(without("service:pay* took"), "service:pay* took !service:pay");
    }
}
