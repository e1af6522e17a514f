//! Puts a tenant's accent and logo on the page. Which accents there are is decided by `console_api::brand`; what they
//! colour, by the style sheet.

use console_api::brand::Brand;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::browser;

#[cfg(test)]
mod sheet;

/// Where the accent is stored, for `boot.js` to put on the page before it is first drawn.
const STORED_AS: &str = "fluo.brand";

/// Gives the interface this accent and logo, on later visits from the first moment; nothing for ours. `logo` is the
/// address of an image of this site, or a `data:` address.
pub(crate) fn apply(brand: Option<Brand>, logo: Option<&str>) {
    tint(brand.unwrap_or_default());
    show_logo(logo);
    let figures = brand.map(|brand| [number(brand.hue()), number(brand.chroma())].join(" "));
    browser::store(STORED_AS, &figures.unwrap_or_default());
}

/// The accent alone, for as long as the page is open.
pub(crate) fn tint(brand: Brand) {
    let Some(root) = root() else { return };
    let _ = root.style().set_property("--brand-h", &number(brand.hue()));
    let _ = root.style().set_property("--brand-c", &number(brand.chroma()));
}

/// The logo alone, for as long as the page is open.
pub(crate) fn show_logo(logo: Option<&str>) {
    let Some(root) = root() else { return };
    let style = root.style();
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

fn root() -> Option<HtmlElement> {
    browser::document()?.document_element()?.dyn_into().ok()
}

fn number(value: f64) -> String {
    format!("{value:.4}")
}
