//! Plain things: people, keys, lines, cards, lists of facts, static tables, alerts.

use yew::prelude::*;

use crate::components::{Shape, glyph};
use crate::dom::{el, el_of, line};

/// A person by initials; the name stands beside it or is its label.
pub(crate) fn avatar(name: &str) -> Html {
    html! { <span class="avatar" role="img" aria-label={name.to_owned()}>{ initials(name) }</span> }
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next().into_iter();
    first.chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// Keys to press together or one after the other.
pub(crate) fn keys(keys: &[&'static str]) -> Html {
    html! { <kbd class="inline-flex gap-1">for key in keys { <kbd class="kbd">{ *key }</kbd> }</kbd> }
}

pub(crate) fn separator() -> Html {
    html! { <hr class="separator" /> }
}

/// A panel with a title, and what acts on it beside that.
pub(crate) fn card(title: &'static str, beside: Html, content: Html) -> Html {
    let head = el(
        "header",
        "flex items-start justify-between gap-2",
        [line("h3", "card-title", title), el("span", "-mt-1.5 -mr-2", [beside])],
    );
    el("section", "card", [head, content])
}

/// One thing of a list: what it is, more about it, and what to do with it.
pub(crate) fn item(mark: Html, title: Html, about: Html, beside: Html) -> Html {
    let words =
        [el("div", "truncate font-medium text-ink", [title]), el("div", "text-ink-2 wrap-anywhere", [about])];
    el(
        "div",
        "item",
        [
            el("span", "flex h-5 flex-none items-center", [mark]),
            el("div", "min-w-0 flex-1", words),
            el("div", "flex flex-none items-center gap-1", [beside]),
        ],
    )
}

/// Facts with their names.
pub(crate) fn description_list(facts: Vec<(&'static str, Html)>) -> Html {
    let facts = facts.into_iter().flat_map(|(name, value)| [line("dt", "", name), el("dd", "", [value])]);
    el_of("dl", "facts", facts.collect())
}

/// A few rows that are all there; many rows are the grid's business. Scrolls by itself where it is too wide.
pub(crate) fn table(caption: &'static str, heads: &[&'static str], rows: Vec<Vec<Html>>) -> Html {
    html! {
        <div class="overflow-x-auto" role="region" aria-label={caption} tabindex="0">
            <table class="table">
                <caption class="sr-only">{ caption }</caption>
                <thead><tr>for head in heads { <th scope="col">{ *head }</th> }</tr></thead>
                <tbody>
                    for row in rows { <tr>for cell in row { <td>{ cell }</td> }</tr> }
                </tbody>
            </table>
        </div>
    }
}

/// Something to know before going on, where it matters; `is_urgent` interrupts whoever listens.
pub(crate) fn alert(shape: Shape, title: &'static str, more: Html, is_urgent: bool) -> Html {
    let words = [line("p", "font-medium text-ink", title), el("div", "text-ink-2", [more])];
    html! {
        <div class="alert" role={if is_urgent { "alert" } else { "status" }}>
            { el("span", "flex h-5 items-center", [glyph(shape)]) }
            { el("div", "min-w-0 flex-1 wrap-anywhere", words) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn a_person_is_known_by_the_first_and_the_last_name() {
        assert_eq!(["Ada Lovelace", "ada", "Grace Brewster Hopper", ""].map(initials), ["AL", "A", "GH", ""]);
    }
}
