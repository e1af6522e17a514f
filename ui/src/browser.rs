//! The few things taken from the browser directly. Called from effects and handlers only, never while rendering:
//! rendering also happens natively, in tests.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use console_api::Timestamp;
use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, EventTarget, HtmlElement, Storage, VisibilityState, Window};

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// Path and query of the page.
pub(crate) fn address() -> (String, String) {
    let location = window().map(|window| window.location());
    let part = |read: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location.as_ref().and_then(|location| read(location).ok()).unwrap_or_default()
    };
    (part(web_sys::Location::pathname), part(web_sys::Location::search))
}

/// What stands behind the `#` of the address: no server is told.
pub(crate) fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Loads the page anew, with nothing kept of what it knew.
pub(crate) fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Leaves for another address, ours or not, with nothing kept of what the page knew.
pub(crate) fn leave_for(address: &str) {
    if let Some(window) = window() {
        let _ = window.location().assign(address);
    }
}

/// `https://console.example`.
pub(crate) fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

pub(crate) fn push_address(target: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(target));
    }
}

pub(crate) fn replace_address(target: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(target));
    }
}

pub(crate) fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Moves the keyboard focus without scrolling.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE);
        let focus = js_sys::Reflect::get(&element, &"focus".into()).ok();
        if let Some(focus) = focus.and_then(|focus| focus.dyn_into::<js_sys::Function>().ok()) {
            let _ = focus.call1(&element, &options);
        }
    }
}

/// What has the keyboard focus, if anything on the page has.
pub(crate) fn focused() -> Option<Element> {
    document()?.active_element().filter(|active| active.tag_name() != "BODY")
}

/// Scrolls no further than it takes to see the element.
pub(crate) fn scroll_to_nearest(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit in 53 bits")]
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// A number in [0, 1).
pub(crate) fn random() -> f64 {
    js_sys::Math::random()
}

/// A text that nobody else has made: 104 random bits.
pub(crate) fn unique_key() -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 2^52")]
    let part = || (random() * 4_503_599_627_370_496.0) as u64;
    format!("{:013x}{:013x}", part(), part())
}

/// Whether the page is in view; a hidden page need not tick.
pub(crate) fn is_visible() -> bool {
    document().is_none_or(|document| document.visibility_state() == VisibilityState::Visible)
}

pub(crate) fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Whether keys are labelled as on a Mac.
pub(crate) fn is_mac() -> bool {
    let platform = window().and_then(|window| window.navigator().platform().ok()).unwrap_or_default();
    ["Mac", "iPhone", "iPad"].iter().any(|name| platform.starts_with(name))
}

/// Waits without blocking. Dropping the future is enough to forget it.
pub(crate) async fn sleep(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// A running future that ends with its owner.
#[derive(Debug)]
pub(crate) struct Task(AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) -> Task {
    spawn_boxed(Box::pin(future))
}

/// The running of all futures.
fn spawn_boxed(future: LocalBoxFuture<'static, ()>) -> Task {
    let (future, handle) = abortable(future);
    wasm_bindgen_futures::spawn_local(async move {
        let _ = future.await;
    });
    Task(handle)
}

/// An event listener that is removed with its owner.
pub(crate) struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    pub(crate) fn new(
        target: impl Into<EventTarget>,
        kind: &'static str,
        handler: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let (target, closure) = (target.into(), Closure::new(handler));
        let _ = target.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
        Self { target, kind, closure }
    }

    /// For one event.
    pub(crate) fn once(
        target: impl Into<EventTarget>,
        kind: &'static str,
        handler: impl FnOnce() + 'static,
    ) -> Self {
        let mut handler = Some(handler);
        Self::new(target, kind, move |_| {
            if let Some(handler) = handler.take() {
                handler();
            }
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.kind, callback);
    }
}

/// Whether the reader has marked text on the page.
pub(crate) fn has_marked_text() -> bool {
    let selection = window().and_then(|window| window.get_selection().ok().flatten());
    selection.is_some_and(|selection| !selection.is_collapsed())
}

pub(crate) fn close_popover(id: &str) {
    if let Some(popover) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = popover.hide_popover();
    }
}

/// The content of a file; nothing when it cannot be read.
pub(crate) async fn base64(file: &web_sys::File) -> Option<String> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    let letters: String = bytes.into_iter().map(char::from).collect();
    window()?.btoa(&letters).ok()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// What was stored under this key; nothing where storage is refused.
pub(crate) fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores for the next visit. Where storage is refused the choice does not last.
pub(crate) fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Forgets what was stored.
pub(crate) fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Stores, and lets `boot.js` put the choice on the page. Where storage is refused the choice does not last.
pub(crate) fn store_appearance(key: &str, value: &str) {
    store(key, value);
    announce("fluo:appearance");
}

/// Sends an event of ours to the window.
pub(crate) fn announce(kind: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(kind)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Calls when a choice of appearance, language or zone was stored, here or in another tab.
pub(crate) fn on_appearance(changed: impl FnMut() + 'static) -> Option<[Listener; 2]> {
    let changed = Rc::new(RefCell::new(changed));
    let listen = |kind| {
        let changed = Rc::clone(&changed);
        Some(Listener::new(window()?, kind, move |_| (changed.borrow_mut())()))
    };
    Some([listen("fluo:appearance")?, listen("storage")?])
}

/// Puts text on the clipboard; false where the browser refuses.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let navigator: JsValue = window.navigator().into();
    let has_clipboard =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|value| !value.is_undefined());
    has_clipboard && JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}
