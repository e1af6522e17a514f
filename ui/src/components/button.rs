//! Buttons: native, always with a type, at least as large as the density asks for.

use yew::prelude::*;

use super::{Symbol, icon};

/// A button with an icon and a word.
pub(crate) fn button(symbol: Symbol, text: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="button button-outline" {onclick}>{ icon(symbol) }{ text }</button> }
}

/// A quiet button of one icon; `label` is what it does, read out and shown on hover.
pub(crate) fn icon_button(
    symbol: Symbol,
    label: impl Into<AttrValue>,
    onclick: Callback<MouseEvent>,
) -> Html {
    let label = label.into();
    html! {
        <button type="button" class="button button-quiet button-icon" aria-label={label.clone()} title={label} {onclick}>
            { icon(symbol) }
        </button>
    }
}
