//! Several lines of text, as high as they need.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::Field;

#[derive(Properties, PartialEq)]
pub(crate) struct TextAreaProps {
    pub(crate) field: Field,
    pub(crate) value: AttrValue,
    pub(crate) onchange: Callback<String>,
    /// Lines shown when there are fewer.
    #[prop_or(3)]
    pub(crate) rows: u32,
}

/// Grows with its text up to the height its style allows, then scrolls. Measured, because one of our engines does not
/// know `field-sizing`.
#[component]
pub(crate) fn TextArea(props: &TextAreaProps) -> Html {
    let TextAreaProps { field, value, onchange, rows } = props;
    let area = use_node_ref();
    use_effect_with(value.clone(), {
        let area = area.clone();
        move |_| {
            if let Some(area) = area.cast::<HtmlElement>() {
                fit(&area);
            }
        }
    });
    let oninput = onchange.reform(|event: InputEvent| {
        event
            .target()
            .and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok())
            .map_or_else(String::new, |area| area.value())
    });
    let control = html! {
        <textarea
            ref={area}
            id={field.id.clone()}
            class="field text-area"
            rows={rows.to_string()}
            value={value.clone()}
            disabled={field.disabled}
            readonly={field.read_only}
            aria-required={field.aria_required()}
            aria-invalid={field.invalid()}
            aria-describedby={field.described_by()}
            {oninput}
        />
    };
    field.around(value.chars().count(), control)
}

fn fit(area: &HtmlElement) {
    let style = area.style();
    let _ = style.set_property("height", "auto");
    // The border is part of the height, but not of what scrolls.
    let border = area.offset_height() - area.client_height();
    let height = (area.scroll_height() + border).to_string();
    let _ = style.set_property("height", &[&height, "px"].concat());
}
