//! Theme, contrast and density. The choice is stored; `boot.js` puts it on the page, here and in other tabs.

use yew::prelude::*;

use crate::browser;
use crate::components::{Align, Symbol, icon, popover, popover_button};

struct Choice {
    key: &'static str,
    title: &'static str,
    /// Stored value and word; the first is the default.
    options: &'static [(&'static str, &'static str)],
}

const CHOICES: [Choice; 3] = [
    Choice {
        key: "fluo.theme",
        title: "Theme",
        options: &[("system", "System"), ("light", "Light"), ("dark", "Dark")],
    },
    Choice { key: "fluo.contrast", title: "Contrast", options: &[("system", "System"), ("more", "More")] },
    Choice {
        key: "fluo.density",
        title: "Density",
        options: &[("compact", "Compact"), ("default", "Default"), ("comfortable", "Comfortable")],
    },
];

const DEFAULTS: [&str; 3] = ["system", "system", "default"];

#[component]
pub(super) fn Appearance() -> Html {
    let chosen = use_state(|| DEFAULTS.map(str::to_owned));
    use_effect_with((), {
        let chosen = chosen.setter();
        move |()| {
            let mut index = 0;
            chosen.set(CHOICES.map(|choice| {
                index += 1;
                browser::stored(choice.key).unwrap_or_else(|| DEFAULTS[index - 1].to_owned())
            }));
        }
    });
    let content = html! {
        <div class="flex flex-col gap-3 p-3">
            for (index, choice) in CHOICES.iter().enumerate() {
                <fieldset>
                    <legend class="pb-1 text-small text-ink-2">{ choice.title }</legend>
                    <div class="segments">
                        for (value, word) in choice.options.iter().copied() {
                            <label class="segment">
                                <input
                                    type="radio"
                                    class="segment-input"
                                    name={choice.key}
                                    checked={chosen[index] == value}
                                    onchange={choose(&chosen, index, choice.key, value)}
                                />
                                <span>{ word }</span>
                            </label>
                        }
                    </div>
                </fieldset>
            }
        </div>
    };
    html! {
        <>
            { popover_button("appearance", "button-quiet button-icon", Some("Appearance".into()), icon(Symbol::Sun)) }
            { popover("appearance", "Appearance", Align::End, content) }
        </>
    }
}

fn choose(
    chosen: &UseStateHandle<[String; 3]>,
    index: usize,
    key: &'static str,
    value: &'static str,
) -> Callback<Event> {
    let chosen = chosen.clone();
    Callback::from(move |_| {
        browser::store_appearance(key, value);
        let mut next = (*chosen).clone();
        next[index] = value.to_owned();
        chosen.set(next);
    })
}
