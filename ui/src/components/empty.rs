//! Nothing to show: says why, and what to do next.

use yew::prelude::*;

use super::{Symbol, icon};
use crate::dom::{el, line};

/// In the place of the data; `next` holds the explanation and the next steps.
pub(crate) fn empty(symbol: Symbol, title: &'static str, next: Html) -> Html {
    el(
        "div",
        "mx-auto flex w-full max-w-136 flex-col items-center gap-3 px-6 py-16 text-center",
        [
            el(
                "div",
                "flex size-10 items-center justify-center rounded-card border border-line text-ink-2",
                [icon(symbol)],
            ),
            line("h2", "text-section font-semibold text-ink", title),
            el("div", "flex w-full flex-col items-center gap-4 text-body text-ink-2", [next]),
        ],
    )
}
