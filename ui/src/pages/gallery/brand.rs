//! A tenant's accent and logo, tried on the whole interface at once.

use console_api::brand::{Brand, Ground, Oklch, contrast};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Section, specimen};
use crate::brand;
use crate::components::{Symbol, button, severity_badge, status_word};

pub(super) const SECTIONS: &[Section] = &[Section { id: "brand", title: "Brand", draw }];

/// An image as a tenant would upload one.
const LOGO: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Ccircle cx='16' cy='16' r='14' fill='%23c2185b'/%3E%3Cpath d='M10 22V10h12M10 16h9' stroke='white' stroke-width='3' fill='none'/%3E%3C/svg%3E";

fn draw() -> Html {
    html! { <Tint /> }
}

#[component]
fn Tint() -> Html {
    let chosen = use_state(Brand::default);
    let hex = use_state(|| Brand::default().primary(Ground::Light).hex());
    let has_logo = use_state_eq(|| false);
    use_effect_with((*chosen, *has_logo), |(chosen, has_logo)| {
        brand::tint(*chosen);
        brand::show_logo(has_logo.then_some(LOGO));
    });
    // Leaving the section leaves our own accent.
    use_effect_with((), |()| {
        || {
            brand::tint(Brand::default());
            brand::show_logo(None);
        }
    });

    let on_hue = {
        let (chosen, hex) = (chosen.clone(), hex.setter());
        Callback::from(move |event: InputEvent| {
            let hue = value(&event).parse().ok();
            if let Some(next) = hue.and_then(|hue| Brand::new(hue, chosen.chroma())) {
                hex.set(next.primary(Ground::Light).hex());
                chosen.set(next);
            }
        })
    };
    let on_hex = {
        let (chosen, hex) = (chosen.setter(), hex.setter());
        Callback::from(move |event: InputEvent| {
            let text = value(&event);
            if let Some(next) = Brand::from_hex(&text) {
                chosen.set(next);
            }
            hex.set(text);
        })
    };
    let on_logo = {
        let has_logo = has_logo.clone();
        Callback::from(move |_: Event| has_logo.set(!*has_logo))
    };
    let asked = Oklch::from_hex(&hex);
    html! {
        <>
            { specimen("Accent", html! {
                <>
                    <label class="flex items-center gap-2">
                        { "Hue" }
                        <input type="range" min="0" max="359" step="1" value={chosen.hue().to_string()} oninput={on_hue} />
                    </label>
                    <label class="flex items-center gap-2">
                        { "Colour in hex" }
                        <input
                            class="field w-24 font-mono" value={(*hex).clone()} oninput={on_hex}
                            aria-invalid={asked.is_none().then_some("true")} aria-describedby="brand-verdict"
                        />
                    </label>
                    <label class="flex items-center gap-2">
                        <input type="checkbox" class="check" checked={*has_logo} onchange={on_logo} />
                        { "Logo" }
                    </label>
                </>
            }) }
            { specimen("Verdict", html! {
                <p id="brand-verdict" role="status" class="tabular text-ui text-ink-2">{ verdict(asked, *chosen) }</p>
            }) }
            { specimen("On the components", html! {
                <>
                    <button type="button" class="button button-primary">{ "Save the rule" }</button>
                    { button(Symbol::Refresh, "Try again", Callback::noop()) }
                    <a href="/dev/gallery?section=brand" class="button-link">{ "A link" }</a>
                    <span class="chip pr-2">{ "service: payment" }</span>
                    { severity_badge(console_api::Severity::Critical, None) }
                    { status_word(console_api::SignalStatus::Open) }
                </>
            }) }
        </>
    }
}

/// What the shared code makes of a colour, and how readable the result is.
fn verdict(asked: Option<Oklch>, brand: Brand) -> String {
    let Some(asked) = asked else {
        return "This is no colour: write six hex digits, such as #2f6fed.".to_owned();
    };
    let figures = [("light", Ground::Light), ("dark", Ground::Dark)].map(|(name, ground)| {
        let primary = brand.primary(ground);
        format!("{name} {} with {:.2} : 1", primary.hex(), contrast(primary, Brand::on_primary(ground)))
    });
    let capped = if asked.c > Brand::MOST_CHROMA + 0.001 { ", chroma capped" } else { "" };
    format!(
        "Hue {:.0}, chroma {:.3}{capped}: {}. Readable in every theme.",
        brand.hue(),
        brand.chroma(),
        figures.join(", ")
    )
}

fn value(event: &InputEvent) -> String {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}
