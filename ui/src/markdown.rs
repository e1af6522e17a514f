//! Markdown that people wrote, as nodes. The text is not trusted: raw HTML is shown as it was written, pictures become
//! links, a link goes only where the list of schemes allows, and size and depth are bounded.
//!
//! Nothing here makes HTML out of text; the browser is handed elements and words.

mod build;
mod links;
#[cfg(test)]
mod tests;

use yew::prelude::*;

use crate::dom::{el_of, line};

/// More is not shown, in bytes.
pub(crate) const MAX_TEXT: usize = 100 * 1_024;

/// The start of a text that is read, and whether that is all of it.
fn bounded(text: &str) -> (&str, bool) {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (&text[..end], end == text.len())
}

/// A text as Markdown. `top` is the level of its first headings, 2 to 6, so that the page keeps one `h1`.
pub(crate) fn markdown(text: &str, top: u8) -> Html {
    let (read, whole) = bounded(text);
    let (mut nodes, complete) = build::nodes(read, top);
    if !(whole && complete) {
        nodes.push(line("p", "markdown-cut", "The text goes on; only its beginning is shown here."));
    }
    el_of("div", "markdown", nodes)
}
