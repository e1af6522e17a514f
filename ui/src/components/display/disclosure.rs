//! Things that fold, on `<details>`: the browser does the keys, and finds what is folded.

use yew::prelude::*;

use crate::components::{Symbol, small_icon};

/// One that folds by itself.
pub(crate) fn collapsible(title: Html, is_open: bool, content: Html) -> Html {
    fold(title, is_open, None, content)
}

/// Several of which one is open; `name` is unique on the page.
pub(crate) fn accordion(name: &'static str, open: Option<usize>, folds: Vec<(Html, Html)>) -> Html {
    html! {
        <div class="accordion">
            for (at, (title, content)) in folds.into_iter().enumerate() {
                { fold(title, open == Some(at), Some(name), content) }
            }
        </div>
    }
}

fn fold(title: Html, is_open: bool, name: Option<&'static str>, content: Html) -> Html {
    html! {
        <details class="fold" {name} open={is_open}>
            <summary class="fold-title">
                <span class="fold-mark">{ small_icon(Symbol::ChevronDown) }</span>
                <span class="min-w-0 wrap-anywhere">{ title }</span>
            </summary>
            <div class="fold-body">{ content }</div>
        </details>
    }
}
