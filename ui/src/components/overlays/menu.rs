//! Menus after the APG: a button that opens one, submenus, items to tick, and a bar of menus. A menu is a native
//! popover, so the browser closes it on Escape and on a click elsewhere; the keys within are in `menu_keys`.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::menu_keys;
use crate::components::{Symbol, small_icon};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum MenuItem {
    Action(MenuAction),
    /// Something to tick; the menu stays open.
    Check {
        label: AttrValue,
        checked: bool,
        run: Callback<()>,
    },
    /// One of several, of which one is chosen.
    Choice {
        label: AttrValue,
        chosen: bool,
        run: Callback<()>,
    },
    Submenu {
        label: AttrValue,
        items: Vec<MenuItem>,
    },
    Separator,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct MenuAction {
    pub(crate) label: AttrValue,
    /// The key that does the same.
    pub(crate) key: Option<AttrValue>,
    /// Cannot be undone.
    pub(crate) danger: bool,
    /// Why it cannot be done now.
    pub(crate) refused: Option<AttrValue>,
    pub(crate) run: Callback<()>,
}

pub(crate) type MenuItems = Rc<Vec<MenuItem>>;

#[derive(Properties, PartialEq)]
pub(crate) struct MenuButtonProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    /// What the button shows; its label where absent.
    #[prop_or_default]
    pub(crate) content: Option<Html>,
    #[prop_or("button button-outline")]
    pub(crate) class: &'static str,
    pub(crate) items: MenuItems,
}

#[component]
pub(crate) fn MenuButton(props: &MenuButtonProps) -> Html {
    let content = props.content.clone().unwrap_or_else(|| {
        html! { <>{ props.label.clone() }{ small_icon(Symbol::ChevronDown) }</> }
    });
    let trigger = Trigger { class: props.class, role: None, tab_index: "0" };
    menu_trigger(&props.id, &props.label, content, trigger, &props.items)
}

#[derive(Properties, PartialEq)]
pub(crate) struct MenubarProps {
    pub(crate) id: &'static str,
    pub(crate) label: AttrValue,
    pub(crate) menus: Rc<Vec<(AttrValue, MenuItems)>>,
}

/// A bar of menus: one stop for Tab, arrows within.
#[component]
pub(crate) fn Menubar(props: &MenubarProps) -> Html {
    html! {
        <div role="menubar" class="menubar" aria-label={props.label.clone()}>
            for (at, (label, items)) in props.menus.iter().enumerate() {
                <div role="none">
                    { menu_trigger(
                        &[props.id, "-", &at.to_string()].concat(),
                        label,
                        html! { label.clone() },
                        Trigger {
                            class: "button button-quiet",
                            role: Some("menuitem"),
                            tab_index: if at == 0 { "0" } else { "-1" },
                        },
                        items,
                    ) }
                </div>
            }
        </div>
    }
}

#[derive(Clone, Copy)]
struct Trigger {
    class: &'static str,
    role: Option<&'static str>,
    tab_index: &'static str,
}

fn menu_trigger(id: &str, label: &AttrValue, content: Html, trigger: Trigger, items: &[MenuItem]) -> Html {
    let onkeydown = {
        let id = id.to_owned();
        Callback::from(move |event: KeyboardEvent| menu_keys::pressed_on_trigger(&event, &id))
    };
    html! {
        <>
            <button
                type="button"
                id={[id, "-button"].concat()}
                class={trigger.class}
                role={trigger.role}
                tabindex={trigger.tab_index}
                popovertarget={id.to_owned()}
                aria-haspopup="menu"
                aria-label={label.clone()}
                style={["anchor-name: --", id].concat()}
                {onkeydown}
            >
                { content }
            </button>
            { menu_list(id, label, id, "menu popover", items) }
        </>
    }
}

/// The menu itself, at the element that carries this anchor.
pub(crate) fn menu_list(
    id: &str,
    label: &AttrValue,
    anchor: &str,
    class: &'static str,
    items: &[MenuItem],
) -> Html {
    // Opened by pointer or by the button's own Enter: the focus goes in, unless a key has put it there already.
    let ontoggle = Callback::from(|event: Event| {
        let Some(menu) = event.target().and_then(|menu| menu.dyn_into::<HtmlElement>().ok()) else { return };
        let is_open = menu.matches(":popover-open").unwrap_or(false);
        menu_keys::set_expanded(&menu, is_open);
        let is_root =
            menu.parent_element().is_none_or(|above| above.get_attribute("role").as_deref() != Some("menu"));
        if is_open && is_root && !menu.matches(":focus-within").unwrap_or(false) {
            menu_keys::focus_first(&menu);
        }
    });
    html! {
        <div
            id={id.to_owned()}
            {class}
            role="menu"
            popover="auto"
            tabindex="-1"
            aria-label={label.clone()}
            style={["position-anchor: --", anchor].concat()}
            onkeydown={Callback::from(|event: KeyboardEvent| menu_keys::pressed(&event))}
            {ontoggle}
        >
            for (at, item) in items.iter().enumerate() { { menu_item(id, at, item) } }
        </div>
    }
}

fn menu_item(menu: &str, at: usize, item: &MenuItem) -> Html {
    match item {
        MenuItem::Separator => html! { <div role="separator" class="menu-line" /> },
        MenuItem::Action(action) => {
            let run = action.refused.is_none().then(|| action.run.clone());
            let onclick = Callback::from(move |event: MouseEvent| {
                if let Some(run) = &run {
                    menu_keys::close_all(&event);
                    run.emit(());
                }
            });
            let class = if action.danger { "menu-item menu-item-danger" } else { "menu-item" };
            html! {
                <button
                    type="button" role="menuitem" tabindex="-1" {class} {onclick}
                    aria-disabled={action.refused.is_some().then_some("true")}
                    aria-keyshortcuts={action.key.clone()}
                    onpointermove={hovered()}
                >
                    <span class="menu-mark" />
                    <span class="menu-word">
                        { action.label.clone() }
                        if let Some(why) = &action.refused { <span class="menu-why">{ why.clone() }</span> }
                    </span>
                    if let Some(key) = &action.key { <kbd class="kbd" aria-hidden="true">{ key.clone() }</kbd> }
                </button>
            }
        }
        MenuItem::Check { label, checked, run } => {
            ticked("menuitemcheckbox", label, *checked, run.reform(|_: MouseEvent| ()))
        }
        MenuItem::Choice { label, chosen, run } => {
            let run = run.clone();
            let onclick = Callback::from(move |event: MouseEvent| {
                menu_keys::close_all(&event);
                run.emit(());
            });
            ticked("menuitemradio", label, *chosen, onclick)
        }
        MenuItem::Submenu { label, items } => {
            let id = format!("{menu}-{at}");
            html! {
                <>
                    <button
                        type="button" role="menuitem" tabindex="-1" class="menu-item"
                        id={[&id, "-button"].concat()}
                        popovertarget={id.clone()}
                        popovertargetaction="show"
                        aria-haspopup="menu"
                        style={["anchor-name: --", &id].concat()}
                        onpointermove={hovered()}
                    >
                        <span class="menu-mark" />
                        <span class="menu-word">{ label.clone() }</span>
                        <span class="menu-more">{ small_icon(Symbol::ChevronDown) }</span>
                    </button>
                    { menu_list(&id, label, &id, "menu popover menu-sub", items) }
                </>
            }
        }
    }
}

fn ticked(role: &'static str, label: &AttrValue, is_on: bool, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button
            type="button" {role} tabindex="-1" class="menu-item" {onclick}
            aria-checked={if is_on { "true" } else { "false" }}
            onpointermove={hovered()}
        >
            <span class="menu-mark">if is_on { { small_icon(Symbol::Check) } }</span>
            <span class="menu-word">{ label.clone() }</span>
        </button>
    }
}

/// The focus follows the pointer, and a submenu opens under it.
fn hovered() -> Callback<PointerEvent> {
    Callback::from(|event: PointerEvent| {
        let item = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let item = item.and_then(|target| target.closest("[role^=menuitem]").ok().flatten());
        if let Some(item) = item.and_then(|item| item.dyn_into::<HtmlElement>().ok())
            && event.pointer_type() == "mouse"
        {
            menu_keys::point_at(&item);
        }
    })
}
