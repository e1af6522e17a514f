//! Puts a tenant's accent and logo on the page. Which accents there are is decided by `console_api::brand`; what they
//! colour, by the style sheet.

use console_api::brand::Brand;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::browser;

#[cfg(test)]
mod sheet;

/// Tints the interface; `logo` is the address of an image of this site, or a `data:` address.
#[cfg_attr(
    not(feature = "gallery"),
    expect(dead_code, reason = "tenants bring their accent with their settings")
)]
pub(crate) fn apply(brand: Brand, logo: Option<&str>) {
    let root = browser::document().and_then(|document| document.document_element());
    let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) else { return };
    let style = root.style();
    let _ = style.set_property("--brand-h", &format!("{:.2}", brand.hue()));
    let _ = style.set_property("--brand-c", &format!("{:.4}", brand.chroma()));
    // The address stands in quotes: what could end them is written as CSS escapes it.
    let escape = |address: &str| address.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "");
    match logo {
        Some(address) => {
            let _ = style.set_property("--brand-logo", &format!("url(\"{}\")", escape(address)));
            let _ = root.set_attribute("data-logo", "");
        }
        None => {
            let _ = style.remove_property("--brand-logo");
            let _ = root.remove_attribute("data-logo");
        }
    }
}
