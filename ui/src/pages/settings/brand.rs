//! The tenant's accent and logo, tried on the whole interface while they are chosen.

use console_api::Permission;
use console_api::brand::{Brand, Ground, Oklch, contrast};
use console_api::operations::{GetTenant, RemoveTenantLogo, SetTenantBrand, SetTenantLogo};
use console_api::tenant::{LogoType, TenantBrand, TenantProfile};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::frame::{Frame, section};
use super::said;
use crate::brand;
use crate::browser;
use crate::cache::use_query;
use crate::components::display::permission::{Gated, WhyNot};
use crate::components::form::{Field, Form, Look, Press, Ready, TextInput, slider, text_input};
use crate::components::{LoadedView, Shape, badge};
use crate::dom::{el, line, none};
use crate::route::Setting;
use crate::sending::use_sending;
use crate::session::use_session;
use crate::words as w;

/// Bytes of a logo at most.
const MOST_BYTES: f64 = 64.0 * 1_024.0;

#[component]
pub(super) fn Branding() -> Html {
    let asked = use_query(GetTenant {});
    let may = use_session().may(Permission::TenantManage);
    let retry = asked.retry();
    let content = asked.data().map(|tenant| {
        if !may {
            return el("div", "max-w-136", [html! { <WhyNot needs={Permission::TenantManage} /> }]);
        }
        html! {
            <>
                <Accent saved={brand_of(&tenant)} done={retry.clone()} />
                <Logo address={tenant.logo.clone()} done={retry.clone()} />
            </>
        }
    });
    html! {
        <Frame here={Setting::Brand}>
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                {retry}
                noun={w::noun_tenant()}
            />
        </Frame>
    }
}

/// The tenant's accent; nothing where it has the product's.
fn brand_of(tenant: &TenantProfile) -> Option<Brand> {
    tenant.brand.and_then(|TenantBrand { hue, chroma }| Brand::new(hue, chroma))
}

#[derive(Properties, PartialEq)]
struct AccentProps {
    saved: Option<Brand>,
    done: Callback<()>,
}

#[component]
fn Accent(props: &AccentProps) -> Html {
    let saved = props.saved.unwrap_or_default();
    let sending = use_sending();
    let chosen = use_state_eq(|| saved);
    let hex = use_state_eq(|| saved.primary(Ground::Light).hex());
    use_effect_with(*chosen, |chosen| brand::tint(*chosen));
    // Leaving without saving leaves what was saved.
    use_effect_with(saved, |saved| {
        let saved = *saved;
        move || brand::tint(saved)
    });
    let hex_field = Field {
        hint: Some(w::brand_hex_help().into()),
        error: Oklch::from_hex(&hex).is_none().then(|| w::brand_no_colour().into()),
        ..Field::new("brand-hex", w::brand_hex())
    };
    let hue_field = Field::new("brand-hue", w::brand_hue());
    let on_hue = {
        let (chosen, hex) = (chosen.clone(), hex.setter());
        Callback::from(move |hue: i64| {
            #[expect(clippy::cast_precision_loss, reason = "0 to 359")]
            let hue = hue as f64;
            if let Some(next) = Brand::new(hue, chosen.chroma()) {
                hex.set(next.primary(Ground::Light).hex());
                chosen.set(next);
            }
        })
    };
    let on_hex = {
        let (chosen, hex) = (chosen.setter(), hex.setter());
        Callback::from(move |text: String| {
            if let Some(next) = Brand::from_hex(&text) {
                chosen.set(next);
            }
            hex.set(text);
        })
    };
    let onsubmit = {
        let (sending, chosen, done) = (sending.clone(), chosen.clone(), props.done.clone());
        let hex_field = hex_field.clone();
        Callback::from(move |()| {
            if hex_field.error.is_some() {
                return browser::focus(&hex_field.id);
            }
            let request = SetTenantBrand { hue: Some(chosen.hue()), chroma: Some(chosen.chroma()) };
            let done = done.clone();
            sending.change(request, Vec::new(), move |_| {
                done.emit(());
                w::saved().into()
            });
        })
    };
    let reset = {
        let (sending, done) = (sending.clone(), props.done.clone());
        let (chosen, hex) = (chosen.setter(), hex.setter());
        Callback::from(move |()| {
            let (done, chosen, hex) = (done.clone(), chosen.clone(), hex.clone());
            sending.change(SetTenantBrand::default(), Vec::new(), move |_| {
                chosen.set(Brand::default());
                hex.set(Brand::default().primary(Ground::Light).hex());
                done.emit(());
                w::saved().into()
            });
        })
    };
    let ours = Press {
        id: "brand-reset".into(),
        text: w::brand_reset().into(),
        look: Look::Link,
        onpress: reset,
        ..Press::default()
    };
    let attempt = sending.attempt();
    #[expect(clippy::cast_possible_truncation, reason = "0 to 360")]
    let hue = chosen.hue().round() as i64 % 360;
    let content = html! {
        <Form
            id="brand"
            label={w::brand_accent()}
            problems={attempt.problems.clone()}
            failures={attempt.failures}
            action={w::brand_save()}
            busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
            outcome={attempt.outcome.clone()}
            dirty={*chosen != saved}
            {onsubmit}
        >
            { slider(&hue_field, hue, (0, 359, 1), |hue| w::brand_degrees(&hue.to_string()), &on_hue) }
            { text_input(&hex_field, &hex, &TextInput { mono: true, ..TextInput::default() }, on_hex) }
            { verdict(*chosen, &hex) }
            if props.saved.is_some() { <div>{ ours.draw() }</div> }
        </Form>
    };
    section(w::brand_accent(), w::brand_accent_help(), content)
}

/// How readable it is, on each ground, by the figures that the server checks.
fn verdict(brand: Brand, hex: &str) -> Html {
    let grounds = [
        (Ground::Light, w::theme_light()),
        (Ground::Dark, w::theme_dark()),
        (Ground::LightMoreContrast, w::brand_light_more()),
        (Ground::DarkMoreContrast, w::brand_dark_more()),
    ];
    let row = |(ground, name): (Ground, &'static str)| {
        let primary = brand.primary(ground);
        let on = Brand::on_primary(ground);
        let ratio = contrast(primary, on);
        let passes = ratio >= 4.5;
        let words = w::brand_ratio(&format!("{ratio:.2}"));
        let (shape, says) =
            if passes { (Shape::CircleTick, w::brand_passes()) } else { (Shape::Octagon, w::brand_fails()) };
        let swatch = format!("background: {}; color: {}", primary.hex(), on.hex());
        html! {
            <li class="flex flex-wrap items-center gap-2">
                <span class="brand-swatch" style={swatch} aria-hidden="true">{ "Aa" }</span>
                <span class="w-32">{ name }</span>
                <span class="tabular text-ink-2">{ words }</span>
                { badge(shape, says) }
            </li>
        }
    };
    let asked = Oklch::from_hex(hex);
    let capped = asked.is_some_and(|asked| asked.c > Brand::MOST_CHROMA + 0.001);
    html! {
        <div role="status" class="flex flex-col gap-1">
            <ul class="flex flex-col gap-1">{ for grounds.into_iter().map(row) }</ul>
            { if capped { line("p", "text-small text-ink-2", w::brand_capped()) } else { none() } }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct LogoProps {
    address: Option<String>,
    done: Callback<()>,
}

#[component]
fn Logo(props: &LogoProps) -> Html {
    let sending = use_sending();
    let wrong = use_state_eq(|| None::<AttrValue>);
    let onchange = {
        let (sending, wrong, done) = (sending.clone(), wrong.setter(), props.done.clone());
        Callback::from(move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else {
                return;
            };
            let Some(media_type) = LogoType::parse(&file.type_()) else {
                return wrong.set(Some(w::brand_logo_type().into()));
            };
            if file.size() > MOST_BYTES {
                return wrong.set(Some(w::brand_logo_size().into()));
            }
            wrong.set(None);
            let (sending, done, wrong) = (sending.clone(), done.clone(), wrong.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let Some(data) = browser::base64(&file).await else {
                    return wrong.set(Some(w::brand_logo_unread().into()));
                };
                sending.change(SetTenantLogo { media_type, data }, Vec::new(), move |_| {
                    done.emit(());
                    w::saved().into()
                });
            });
        })
    };
    let remove = Press {
        id: "logo-remove".into(),
        text: w::brand_logo_remove().into(),
        look: Look::Outline,
        ready: if sending.is_busy() { Ready::Busy(w::saving().into()) } else { Ready::Yes },
        onpress: {
            let (sending, done) = (sending.clone(), props.done.clone());
            Callback::from(move |()| {
                let done = done.clone();
                sending.change(RemoveTenantLogo {}, Vec::new(), move |_| {
                    done.emit(());
                    w::saved().into()
                });
            })
        },
        ..Press::default()
    };
    let problem = (*wrong).clone().or_else(|| sending.attempt().problem());
    let content = html! {
        <>
            if let Some(address) = &props.address {
                <img class="brand-logo" src={address.clone()} alt={w::brand_logo_alt()} />
                <div><Gated needs={Permission::TenantManage} press={remove} /></div>
            }
            <label class="flex flex-col gap-1">
                <span class="form-label">{ w::brand_logo_choose() }</span>
                <input type="file" class="input-file" accept="image/svg+xml,image/png" {onchange} />
            </label>
            { said(problem.as_ref(), &sending.attempt().outcome) }
        </>
    };
    section(w::brand_logo(), w::brand_logo_help(), content)
}
