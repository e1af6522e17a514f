//! Native controls to choose with: checkbox, radio buttons, switch, slider, select.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Choice, Field};
use crate::words as w;

/// A checkbox with its label beside it; `None` is neither on nor off, as when only some of a list are chosen.
pub(crate) fn checkbox(field: &Field, checked: Option<bool>, onchange: Callback<bool>) -> Html {
    html! {
        <div class="form-field">
            <label class="choice">
                <input
                    id={field.id.clone()}
                    type="checkbox"
                    class="check"
                    checked={checked == Some(true)}
                    ~indeterminate={checked.is_none()}
                    disabled={field.disabled}
                    aria-required={field.aria_required()}
                    aria-invalid={field.invalid()}
                    aria-describedby={field.described_by()}
                    onchange={ticked(&onchange)}
                />
                <span>{ field.label.clone() }{ field.mark() }</span>
            </label>
            <div class="choice-words">{ field.below(0) }</div>
        </div>
    }
}

/// On or off, at once: for what takes effect without saving.
pub(crate) fn switch(field: &Field, on: bool, onchange: Callback<bool>) -> Html {
    html! {
        <div class="form-field">
            <label class="choice">
                <input
                    id={field.id.clone()}
                    type="checkbox"
                    role="switch"
                    class="switch"
                    checked={on}
                    disabled={field.disabled}
                    aria-invalid={field.invalid()}
                    aria-describedby={field.described_by()}
                    onchange={ticked(&onchange)}
                />
                <span>{ field.label.clone() }</span>
                <span class="switch-word" aria-hidden="true">{ if on { w::switch_on() } else { w::switch_off() } }</span>
            </label>
            <div class="choice-words">{ field.below(0) }</div>
        </div>
    }
}

fn ticked(onchange: &Callback<bool>) -> Callback<Event> {
    onchange.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked())
}

/// One of a few, all in sight.
pub(crate) fn radio_group(
    field: &Field,
    choices: &[Choice],
    value: Option<&str>,
    onchange: &Callback<AttrValue>,
) -> Html {
    let radio = |choice: &Choice| {
        let chosen = onchange.reform({
            let value = choice.value.clone();
            move |_: Event| value.clone()
        });
        html! {
            <label class="choice">
                <input
                    type="radio"
                    class="check"
                    name={field.id.clone()}
                    value={choice.value.clone()}
                    checked={value == Some(&*choice.value)}
                    disabled={choice.disabled}
                    required={field.required}
                    onchange={chosen}
                />
                <span class="min-w-0">
                    { choice.label.clone() }
                    if let Some(note) = &choice.note { <span class="block text-small text-ink-2">{ note.clone() }</span> }
                </span>
            </label>
        }
    };
    field.around_group(html! { <div class="flex flex-col">{ for choices.iter().map(radio) }</div> })
}

/// A number within bounds, of which the place matters more than the figure.
pub(crate) fn slider(
    field: &Field,
    value: i64,
    (min, max, step): (i64, i64, i64),
    say: fn(i64) -> String,
    onchange: &Callback<i64>,
) -> Html {
    let oninput = onchange.reform(move |event: InputEvent| {
        event.target_unchecked_into::<HtmlInputElement>().value().parse().unwrap_or(value)
    });
    let control = html! {
        <div class="slider-row">
            <input
                id={field.id.clone()}
                type="range"
                class="slider"
                min={min.to_string()}
                max={max.to_string()}
                step={step.to_string()}
                value={value.to_string()}
                disabled={field.disabled}
                aria-valuetext={say(value)}
                aria-describedby={field.described_by()}
                {oninput}
            />
            <output class="slider-value" for={field.id.clone()}>{ say(value) }</output>
        </div>
    };
    field.around(0, control)
}

/// The system's own select: where a list is short and plain, and on telephones.
pub(crate) fn native_select(
    field: &Field,
    choices: &[Choice],
    value: &str,
    onchange: &Callback<AttrValue>,
) -> Html {
    let onchange =
        onchange.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value().into());
    let control = html! {
        <select
            id={field.id.clone()}
            class="field select-native"
            disabled={field.disabled}
            aria-required={field.aria_required()}
            aria-invalid={field.invalid()}
            aria-describedby={field.described_by()}
            {onchange}
        >
            if value.is_empty() { <option value="" selected=true disabled={field.required}>{ w::choose() }</option> }
            for choice in choices {
                <option value={choice.value.clone()} selected={*choice.value == *value} disabled={choice.disabled}>
                    { choice.label.clone() }
                </option>
            }
        </select>
    };
    field.around(0, control)
}
