//! A disclosure on the native popover: the browser closes it on Escape and on a click elsewhere, returns the focus,
//! and keeps it above everything. Anchored to its button by CSS.

use yew::prelude::*;

use super::{Icon, Symbol};

#[derive(Properties, PartialEq)]
pub(crate) struct PopoverButtonProps {
    /// Id of the popover it opens; unique on the page.
    pub(crate) target: AttrValue,
    #[prop_or_default]
    pub(crate) class: Classes,
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    pub(crate) children: Html,
    /// Shows the arrow that says "opens".
    #[prop_or(true)]
    pub(crate) arrow: bool,
}

#[component]
pub(crate) fn PopoverButton(props: &PopoverButtonProps) -> Html {
    html! {
        <button
            type="button"
            class={classes!("button", props.class.clone())}
            popovertarget={props.target.clone()}
            aria-label={props.label.clone()}
            title={props.label.clone()}
            style={format!("anchor-name: --{}", props.target)}
        >
            { props.children.clone() }
            if props.arrow { <Icon symbol={Symbol::ChevronDown} class="icon-small" /> }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PopoverProps {
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    /// Lined up with the button's end instead of its start.
    #[prop_or_default]
    pub(crate) at_end: bool,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Popover(props: &PopoverProps) -> Html {
    html! {
        <div
            id={props.id.clone()}
            popover="auto"
            role="group"
            aria-label={props.label.clone()}
            class={if props.at_end { "popover popover-end" } else { "popover" }}
            style={format!("position-anchor: --{}", props.id)}
        >
            { props.children.clone() }
        </div>
    }
}
