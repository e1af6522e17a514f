//! The one window.

use console_api::SignalId;
use console_api::wire::push_encoded;
use tauri::webview::WebviewWindowBuilder;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindow};

/// Its label; `capabilities/main.json` names it too.
pub(crate) const MAIN: &str = "main";

/// Makes the window. The page's title bar text follows its document.
pub(crate) fn create<M: Manager<tauri::Wry>>(app: &M, visible: bool) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("signals".into()))
        .title("Fluo Console")
        .inner_size(1280.0, 820.0)
        .min_inner_size(480.0, 400.0)
        .visible(visible)
        .on_document_title_changed(|window, title| {
            if let Err(error) = window.set_title(&title) {
                tracing::warn!(%error, "the window's title cannot be set");
            }
        })
        // Links elsewhere have no business in the window that may call the core.
        .on_navigation(is_own_page)
        .build()
}

/// Brings the window before the person's eyes.
pub(crate) fn show(app: &AppHandle) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(MAIN) else { return Ok(()) };
    window.show()?;
    window.unminimize()?;
    window.set_focus()
}

/// The same, at a signal.
pub(crate) fn show_signal(app: &AppHandle, signal: &SignalId) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(MAIN) else { return Ok(()) };
    window.navigate(signal_page(&window.url()?, signal))?;
    show(app)
}

pub(crate) fn hide(app: &AppHandle) -> tauri::Result<()> {
    app.get_webview_window(MAIN).map_or(Ok(()), |window| window.hide())
}

fn is_own_page(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// The list of signals with this one open, below the origin of `page`.
fn signal_page(page: &Url, signal: &SignalId) -> Url {
    let mut query = "sel=".to_owned();
    push_encoded(&mut query, signal.as_str());
    let mut url = page.clone();
    url.set_path("/signals");
    url.set_query(Some(&query));
    url.set_fragment(None);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_has_a_page() {
        let page: Url = "tauri://localhost/rules?text=x#top".parse().unwrap();
        let url = signal_page(&page, &"a&b/c".into());
        assert_eq!(url.as_str(), "tauri://localhost/signals?sel=a%26b%2Fc");
    }

    #[test]
    fn the_window_stays_at_home() {
        let own = |url: &str| is_own_page(&url.parse().unwrap());
        assert!(own("tauri://localhost/signals") && own("http://tauri.localhost/"));
        assert!(!own("https://example.com/") && !own("file:///etc/passwd"));
    }
}
