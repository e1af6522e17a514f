//! The user interface of Fluo Console, in Yew.
//!
//! `client` asks, `live` listens, `cache` keeps; `pages` fetch and `components` show. Only `client` knows whether a
//! server stands behind the page or the desktop shell around it.

mod app;
mod browser;
mod cache;
mod client;
mod clock;
mod components;
mod dom;
mod json;
mod live;
mod pages;
mod query_string;
#[cfg(test)]
mod rendering;
mod route;
mod session;
mod shell;
mod text;

/// Mounts the application into `#app`.
pub fn start() {
    let Some(root) = browser::element("app") else { return };
    root.set_text_content(None);
    yew::Renderer::<app::App>::with_root(root).render();
}
