//! Theme, contrast, density, language, time zone. A choice is stored; whoever shows it hears of that, here and in other
//! tabs.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::browser;
use crate::clock::{ZONE_KEY, is_zone};
use crate::words as w;

#[wasm_bindgen]
extern "C" {
    /// Pairs of tag and name.
    #[wasm_bindgen(js_name = fluoLanguages)]
    fn fluo_languages() -> js_sys::Array;

    /// The names of the zones that the browser knows.
    #[wasm_bindgen(js_name = fluoZones)]
    fn fluo_zones() -> js_sys::Array;
}

const LANGUAGE_KEY: &str = "fluo.language";
const ZONES: &str = "appearance-zones";
const ZONE_NOTE: &str = "appearance-zone-note";

/// Value, as it is stored, and word; the first is what holds where nothing is stored.
type Options = Vec<(&'static str, &'static str)>;

fn themes() -> Options {
    vec![("system", w::appearance_system()), ("light", w::theme_light()), ("dark", w::theme_dark())]
}

fn contrasts() -> Options {
    vec![("system", w::appearance_system()), ("more", w::contrast_more())]
}

fn densities() -> Options {
    vec![
        ("default", w::density_default()),
        ("compact", w::density_compact()),
        ("comfortable", w::density_comfortable()),
    ]
}

/// What is stored under a key, read anew on each change.
#[hook]
fn use_stored(key: &'static str, default: &'static str) -> String {
    let value = use_state_eq(|| default.to_owned());
    use_effect_with((), {
        let value = value.setter();
        move |()| {
            let read = move || value.set(browser::stored(key).unwrap_or_else(|| default.to_owned()));
            read();
            let listeners = browser::on_appearance(read);
            || drop(listeners)
        }
    });
    (*value).clone()
}

#[component]
pub(crate) fn Choices() -> Html {
    let theme = use_stored("fluo.theme", "system");
    let contrast = use_stored("fluo.contrast", "system");
    let density = use_stored("fluo.density", "default");
    html! {
        <div class="flex flex-col gap-3 p-3">
            { segments("fluo.theme", w::theme(), themes(), &theme) }
            { segments("fluo.contrast", w::contrast(), contrasts(), &contrast) }
            { segments("fluo.density", w::density(), densities(), &density) }
            <Language />
            <TimeZone />
        </div>
    }
}

fn segments(key: &'static str, title: &'static str, options: Options, chosen: &str) -> Html {
    html! {
        <fieldset>
            <legend class="pb-1 text-small text-ink-2">{ title }</legend>
            <div class="segments">
                for (value, word) in options {
                    <label class="segment">
                        <input
                            type="radio"
                            class="segment-input"
                            name={key}
                            checked={chosen == value}
                            onchange={Callback::from(move |_: Event| browser::store_appearance(key, value))}
                        />
                        <span>{ word }</span>
                    </label>
                }
            </div>
        </fieldset>
    }
}

/// Nothing to choose where there is one language only.
#[component]
fn Language() -> Html {
    let languages = use_state(Vec::<(String, String)>::new);
    let chosen = use_stored(LANGUAGE_KEY, "system");
    use_effect_with((), {
        let languages = languages.setter();
        move |()| {
            let text = |pair: &js_sys::Array, at| pair.get(at).as_string().unwrap_or_default();
            let pairs = fluo_languages().into_iter().filter_map(|pair| pair.dyn_into::<js_sys::Array>().ok());
            languages.set(pairs.map(|pair| (text(&pair, 0), text(&pair, 1))).collect());
        }
    });
    if languages.len() < 2 {
        return Html::default();
    }
    let onchange = Callback::from(|event: Event| {
        if let Some(select) = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok()) {
            browser::store_appearance(LANGUAGE_KEY, &select.value());
        }
    });
    html! {
        <label class="flex flex-col gap-1">
            <span class="text-small text-ink-2">{ w::language() }</span>
            <select class="field" {onchange}>
                <option value="system" selected={chosen == "system"}>{ w::appearance_system() }</option>
                for (tag, name) in languages.iter() {
                    <option key={tag.clone()} value={tag.clone()} lang={tag.clone()} selected={chosen == *tag}>{ name.clone() }</option>
                }
            </select>
        </label>
    }
}

#[component]
fn TimeZone() -> Html {
    let chosen = use_stored(ZONE_KEY, "browser");
    let zones = use_state(Vec::<String>::new);
    let typed = use_state_eq(|| None::<String>);
    use_effect_with((), {
        let zones = zones.setter();
        move |()| zones.set(fluo_zones().iter().filter_map(|name| name.as_string()).collect())
    });
    let is_named = chosen != "browser" && chosen != "utc";
    let onchange = {
        let typed = typed.setter();
        Callback::from(move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let name = input.map(|input| input.value().trim().to_owned()).unwrap_or_default();
            if name.is_empty() || is_zone(&name) {
                browser::store_appearance(ZONE_KEY, if name.is_empty() { "browser" } else { &name });
                typed.set(None);
            } else {
                typed.set(Some(name));
            }
        })
    };
    let unknown = typed.is_some();
    let shown = (*typed).clone().unwrap_or_else(|| if is_named { chosen.clone() } else { String::new() });
    let options = vec![("browser", w::zone_browser()), ("utc", w::zone_utc())];
    html! {
        <div class="flex flex-col gap-2">
            { segments(ZONE_KEY, w::zone(), options, &chosen) }
            <label class="flex flex-col gap-1">
                <span class="text-small text-ink-2">{ w::zone_named() }</span>
                <input
                    class="field" list={ZONES} value={shown} {onchange} autocomplete="off" spellcheck="false"
                    aria-invalid={unknown.then_some("true")} aria-describedby={unknown.then_some(ZONE_NOTE)}
                />
            </label>
            <p id={ZONE_NOTE} class="text-small text-critical-text empty:hidden" role="status">
                if unknown { { w::zone_unknown() } }
            </p>
            <datalist id={ZONES}>
                for name in zones.iter() { <option key={name.clone()} value={name.clone()} /> }
            </datalist>
        </div>
    }
}
