//! The keys of menus. They work on the elements themselves: which item has the focus is the only state there is.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use crate::browser;

const ITEMS: &str = ":scope > [role^=menuitem]";
/// Letters typed within this time belong to one word.
const WORD_MS: f64 = 600.0;

thread_local! {
    /// What was typed, and when last.
    static TYPED: RefCell<(String, f64)> = RefCell::default();
}

/// On the button of a menu: Down opens it at the top, Up at the bottom; in a bar, sideways goes to the next.
pub(super) fn pressed_on_trigger(event: &KeyboardEvent, menu: &str) {
    let menu = browser::element(menu).and_then(|menu| menu.dyn_into::<HtmlElement>().ok());
    let (Some(menu), Some(trigger)) = (menu, target(event)) else { return };
    let in_bar = bar_of(&trigger).is_some();
    match event.key().as_str() {
        "ArrowDown" => open(&menu, 0),
        "ArrowUp" => open(&menu, -1),
        "ArrowRight" if in_bar => step_in_bar(&trigger, 1, false),
        "ArrowLeft" if in_bar => step_in_bar(&trigger, -1, false),
        _ => return,
    }
    claim(event);
}

/// Within a menu.
pub(super) fn pressed(event: &KeyboardEvent) {
    let Some(item) = target(event) else { return };
    let Some(menu) = menu_of(&item) else { return };
    // A submenu lies within its menu: the key is for the innermost.
    if event.default_prevented() {
        return;
    }
    let items = items_of(&menu);
    let here = items.iter().position(|other| *other == item);
    let at = |index: usize| index as isize;
    match event.key().as_str() {
        "ArrowDown" => focus_at(&items, here.map_or(0, |here| at(here) + 1)),
        "ArrowUp" => focus_at(&items, here.map_or(-1, |here| at(here) - 1)),
        "Home" | "PageUp" => focus_at(&items, 0),
        "End" | "PageDown" => focus_at(&items, -1),
        "Enter" | " " | "ArrowRight" if submenu_of(&item).is_some() => {
            if let Some(submenu) = submenu_of(&item) {
                open(&submenu, 0);
            }
        }
        "ArrowRight" => leave_sideways(&menu, 1),
        "ArrowLeft" if is_submenu(&menu) => close(&menu),
        "ArrowLeft" => leave_sideways(&menu, -1),
        "Escape" => close(&menu),
        "Tab" => {
            // On to what follows the button.
            let mut outer = menu;
            while let Some(above) = outer.parent_element().and_then(|above| menu_of(&above)) {
                outer = above;
            }
            return close(&outer);
        }
        key if key.chars().count() == 1 && key != " " && !event.ctrl_key() && !event.meta_key() => {
            type_ahead(&items, here, key, event.time_stamp());
        }
        _ => return,
    }
    claim(event);
}

fn claim(event: &KeyboardEvent) {
    event.prevent_default();
    event.stop_propagation();
}

fn target(event: &Event) -> Option<HtmlElement> {
    event.target()?.dyn_into().ok()
}

fn menu_of(element: &Element) -> Option<HtmlElement> {
    element.closest("[role=menu]").ok()??.dyn_into().ok()
}

fn bar_of(element: &Element) -> Option<Element> {
    element.closest("[role=menubar]").ok()?
}

fn is_submenu(menu: &HtmlElement) -> bool {
    menu.parent_element().is_some_and(|above| above.get_attribute("role").as_deref() == Some("menu"))
}

fn select(within: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

fn items_of(menu: &HtmlElement) -> Vec<HtmlElement> {
    select(menu, ITEMS)
}

/// Focuses the item at this place, around the ends; letters typed from there on begin a new word.
fn focus_at(items: &[HtmlElement], index: isize) {
    TYPED.with_borrow_mut(|(typed, _)| typed.clear());
    let count = items.len().cast_signed();
    if count > 0 {
        let _ = items[index.rem_euclid(count).cast_unsigned()].focus();
    }
}

pub(super) fn focus_first(menu: &HtmlElement) {
    focus_at(&items_of(menu), 0);
}

pub(super) fn open(menu: &HtmlElement, index: isize) {
    let _ = menu.show_popover();
    focus_at(&items_of(menu), index);
}

/// The menu that this item opens.
fn submenu_of(item: &HtmlElement) -> Option<HtmlElement> {
    browser::element(&item.get_attribute("popovertarget")?)?.dyn_into().ok()
}

fn trigger_of(menu: &HtmlElement) -> Option<HtmlElement> {
    browser::element(&[&menu.id(), "-button"].concat())?.dyn_into().ok()
}

fn close(menu: &HtmlElement) {
    let _ = menu.hide_popover();
    if let Some(trigger) = trigger_of(menu) {
        let _ = trigger.focus();
    }
}

/// Tells those who do not see it whether the menu is open.
pub(super) fn set_expanded(menu: &HtmlElement, is_open: bool) {
    if let Some(trigger) = trigger_of(menu) {
        let _ = trigger.set_attribute("aria-expanded", if is_open { "true" } else { "false" });
    }
}

/// Closes the menu of this item and all above; the focus goes back to the button before anything else happens.
pub(super) fn close_all(event: &Event) {
    let mut next = target(event).and_then(|item| menu_of(&item));
    while let Some(menu) = next {
        close(&menu);
        next = menu.parent_element().and_then(|above| menu_of(&above));
    }
}

/// In a bar: to the menu beside this one, which opens.
fn leave_sideways(menu: &HtmlElement, by: isize) {
    let mut outer = menu.clone();
    while let Some(above) = outer.parent_element().and_then(|above| menu_of(&above)) {
        outer = above;
    }
    if let Some(trigger) = trigger_of(&outer).filter(|trigger| bar_of(trigger).is_some()) {
        close(&outer);
        step_in_bar(&trigger, by, true);
    }
}

fn step_in_bar(trigger: &HtmlElement, by: isize, opens: bool) {
    let Some(bar) = bar_of(trigger) else { return };
    let triggers = select(&bar, ":scope > [role=none] > [role=menuitem]");
    let Some(here) = triggers.iter().position(|other| other == trigger) else { return };
    let count = triggers.len().cast_signed();
    let next = &triggers[(here.cast_signed() + by).rem_euclid(count).cast_unsigned()];
    for other in &triggers {
        let _ = other.set_attribute("tabindex", if other == next { "0" } else { "-1" });
    }
    let _ = next.focus();
    if opens && let Some(menu) = submenu_of(next) {
        open(&menu, 0);
    }
}

/// The pointer is on an item: the focus goes there; its submenu opens, that of another closes.
pub(super) fn point_at(item: &HtmlElement) {
    if item.matches(":focus").unwrap_or(false) {
        return;
    }
    let _ = item.focus();
    let Some(menu) = menu_of(item) else { return };
    for open in select(&menu, ":scope > [role=menu]:popover-open") {
        let _ = open.hide_popover();
    }
    let _ = item.focus();
    if let Some(submenu) = submenu_of(item) {
        let _ = submenu.show_popover();
    }
}

/// To the next item that begins with what was typed; one letter again and again goes around.
fn type_ahead(items: &[HtmlElement], here: Option<usize>, key: &str, at: f64) {
    let words: Vec<_> =
        items.iter().map(|item| item.text_content().unwrap_or_default().trim().to_lowercase()).collect();
    let typed = TYPED.with_borrow_mut(|(typed, last)| {
        if at - *last > WORD_MS {
            typed.clear();
        }
        *last = at;
        typed.push_str(&key.to_lowercase());
        typed.clone()
    });
    if let Some(found) = find(&words, here, &typed) {
        let _ = items[found].focus();
    }
}

fn find(words: &[String], here: Option<usize>, typed: &str) -> Option<usize> {
    let first = typed.chars().next()?;
    let is_one_letter = typed.chars().all(|letter| letter == first);
    let (wanted, start) = match (is_one_letter, here) {
        (true, here) => (first.to_string(), here.map_or(0, |here| here + 1)),
        (false, here) => (typed.to_owned(), here.unwrap_or(0)),
    };
    (0..words.len()).map(|step| (start + step) % words.len()).find(|index| words[*index].starts_with(&wanted))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn letters_go_to_the_next_word_that_begins_with_them() {
        let words = ["copy", "cut", "paste", "copy link"].map(str::to_owned);
        assert_eq!(find(&words, Some(0), "c"), Some(1));
        assert_eq!(find(&words, Some(1), "cc"), Some(3));
        assert_eq!(find(&words, Some(3), "c"), Some(0));
        assert_eq!(find(&words, Some(0), "cu"), Some(1));
        assert_eq!(find(&words, None, "p"), Some(2));
        assert_eq!(find(&words, Some(0), "x"), None);
        assert_eq!(find(&[], None, "x"), None);
    }
}
