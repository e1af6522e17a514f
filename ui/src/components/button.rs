//! Buttons: native, always with a type, at least as large as the density asks for.

use yew::prelude::*;

use super::{Icon, Symbol};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ButtonKind {
    Primary,
    #[default]
    Outline,
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Outline => "button button-outline",
            Self::Quiet => "button button-quiet",
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ButtonProps {
    #[prop_or_default]
    pub(crate) kind: ButtonKind,
    #[prop_or_default]
    pub(crate) onclick: Callback<MouseEvent>,
    #[prop_or_default]
    pub(crate) icon: Option<Symbol>,
    #[prop_or_default]
    pub(crate) disabled: bool,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Button(props: &ButtonProps) -> Html {
    html! {
        <button type="button" class={props.kind.class()} onclick={props.onclick.clone()} disabled={props.disabled}>
            if let Some(symbol) = props.icon { <Icon {symbol} /> }
            { props.children.clone() }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct IconButtonProps {
    pub(crate) symbol: Symbol,
    /// What it does: read out, and shown on hover.
    pub(crate) label: AttrValue,
    pub(crate) onclick: Callback<MouseEvent>,
    #[prop_or_default]
    pub(crate) class: Classes,
    #[prop_or_default]
    pub(crate) expanded: Option<bool>,
}

#[component]
pub(crate) fn IconButton(props: &IconButtonProps) -> Html {
    html! {
        <button
            type="button"
            class={classes!("button", "button-quiet", "button-icon", props.class.clone())}
            aria-label={props.label.clone()}
            title={props.label.clone()}
            aria-expanded={props.expanded.map(|expanded| expanded.to_string())}
            onclick={props.onclick.clone()}
        >
            <Icon symbol={props.symbol} />
        </button>
    }
}
