//! A panic ends the module: in wasm nothing can be caught. What is known of it goes to `app.js`, which needs no wasm
//! to show it.

use std::panic::PanicHookInfo;

use web_sys::{CustomEvent, CustomEventInit};

use crate::browser;

pub(crate) fn install() {
    if let Some(root) = browser::document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("data-version", env!("CARGO_PKG_VERSION"));
    }
    yew::set_custom_panic_hook(Box::new(tell));
}

fn tell(info: &PanicHookInfo<'_>) {
    let options = CustomEventInit::new();
    options.set_detail(&info.to_string().into());
    if let (Some(window), Ok(event)) =
        (browser::window(), CustomEvent::new_with_event_init_dict("fluo:panic", &options))
    {
        let _ = window.dispatch_event(&event);
    }
}
