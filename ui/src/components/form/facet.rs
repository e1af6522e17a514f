//! What a key of a filter can be, as a button with a list of check boxes below it.

use yew::prelude::*;

use crate::components::{Shape, glyph};
use crate::components::{Symbol, small_icon};
use crate::text;
use crate::words as w;

/// A value that can be chosen.
pub(super) struct FacetOption {
    pub(super) label: AttrValue,
    pub(super) shape: Option<Shape>,
    pub(super) count: Option<i64>,
    pub(super) checked: bool,
    pub(super) onchange: Callback<Event>,
}

/// The button says how many values are chosen. `bar` and `key` make its id.
pub(super) fn facet_menu(
    bar: &str,
    key: &str,
    name: &AttrValue,
    chosen: usize,
    options: impl ExactSizeIterator<Item = FacetOption>,
) -> Html {
    let id = [bar, "-", key].concat();
    html! {
        <>
            <button
                type="button"
                class="button button-outline"
                popovertarget={id.clone()}
                style={["anchor-name: --", &id].concat()}
            >
                { name.clone() }
                if chosen > 0 { <span class="count count-active">{ chosen }<span class="sr-only">{ " " }{ w::filter_chosen() }</span></span> }
                { small_icon(Symbol::ChevronDown) }
            </button>
            <div
                id={id.clone()}
                popover="auto"
                role="group"
                aria-label={name.clone()}
                class="popover"
                style={["position-anchor: --", &id].concat()}
            >
                <div class="flex min-w-56 flex-col p-1">
                    if options.len() == 0 { <p class="px-2 py-1.5 text-ink-2">{ w::filter_no_values() }</p> }
                    { for options.map(facet_option) }
                </div>
            </div>
        </>
    }
}

fn facet_option(FacetOption { label, shape, count, checked, onchange }: FacetOption) -> Html {
    html! {
        <label class="option">
            <input type="checkbox" class="check" {checked} {onchange} />
            if let Some(shape) = shape { { glyph(shape) } }
            <span class="min-w-0 flex-1 truncate">{ label }</span>
            if let Some(count) = count { <span class="tabular text-small text-ink-2">{ text::number(count) }</span> }
        </label>
    }
}
