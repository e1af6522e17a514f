//! The user interface of Fluo Console, in Yew.
//!
//! `client` asks, `live` listens, `cache` keeps; `pages` fetch and `components` show. Only `client` knows whether a
//! server stands behind the page or the desktop shell around it.

mod app;
mod brand;
mod browser;
mod cache;
#[cfg_attr(
    not(feature = "gallery"),
    expect(dead_code, unused_imports, reason = "the pages that draw charts are to come")
)]
mod charts;
mod client;
mod clock;
mod commands;
mod components;
mod desk;
mod dom;
#[cfg(feature = "gallery")]
mod editor;
mod grid;
mod json;
mod key_sheet;
mod lazy;
mod live;
mod markdown;
mod moment;
mod pages;
mod palette;
mod panic;
mod parts;
mod permission_words;
mod query_string;
#[cfg(test)]
mod rendering;
mod route;
mod sending;
mod session;
mod shell;
mod text;
mod time_range;
mod toasts;
mod undo;
mod words;

/// Mounts the application into `#app`.
pub fn start() {
    panic::install();
    let Some(root) = browser::element("app") else { return };
    words::take_language();
    root.set_text_content(None);
    yew::Renderer::<app::App>::with_root(root).render();
}
