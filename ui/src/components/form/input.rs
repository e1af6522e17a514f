//! One line of text: plain, with something before or after it, or hidden.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Field;
use crate::components::{Symbol, icon};
use crate::words as w;

/// What stands inside the box of an input, before or after the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Affix {
    #[default]
    None,
    Icon(Symbol),
    /// A unit, a scheme; read out with the label by whoever writes it into the hint.
    Words(&'static str),
}

impl Affix {
    fn show(&self) -> Html {
        match self {
            Self::None => Html::default(),
            Self::Icon(symbol) => html! { <span class="input-affix">{ icon(*symbol) }</span> },
            Self::Words(words) => html! { <span class="input-affix" aria-hidden="true">{ *words }</span> },
        }
    }
}

/// How a line of text is typed and drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TextInput {
    /// Of the native input: `text` where empty.
    pub(crate) kind: &'static str,
    pub(crate) before: Affix,
    pub(crate) after: Affix,
    pub(crate) mono: bool,
    pub(crate) placeholder: &'static str,
    /// What the browser may fill in; nothing where empty.
    pub(crate) autocomplete: &'static str,
}

/// A labelled line of text.
pub(crate) fn text_input(field: &Field, value: &str, input: &TextInput, onchange: Callback<String>) -> Html {
    let control = line(field, value, input, &onchange);
    let boxed = match (&input.before, &input.after) {
        (Affix::None, Affix::None) => control,
        (before, after) => group(field, html! { <>{ before.show() }{ control }{ after.show() }</> }),
    };
    field.around(value.chars().count(), boxed)
}

/// The box that several things share, of which one is the input. A list may open below it.
pub(super) fn group(field: &Field, content: Html) -> Html {
    let class = classes!(
        "input-box",
        field.error.is_some().then_some("input-box-invalid"),
        field.disabled.then_some("input-box-off"),
        field.read_only.then_some("input-box-read"),
    );
    html! { <div {class} style={["anchor-name: --", &field.id].concat()}>{ content }</div> }
}

fn line(field: &Field, value: &str, input: &TextInput, onchange: &Callback<String>) -> Html {
    let alone = input.before == Affix::None && input.after == Affix::None;
    html! {
        <input
            id={field.id.clone()}
            name={field.id.clone()}
            type={if input.kind.is_empty() { "text" } else { input.kind }}
            class={classes!(if alone { "field" } else { "input-bare" }, input.mono.then_some("font-mono"))}
            value={value.to_owned()}
            placeholder={input.placeholder}
            autocomplete={if input.autocomplete.is_empty() { "off" } else { input.autocomplete }}
            spellcheck={input.mono.then_some("false")}
            disabled={field.disabled}
            readonly={field.read_only}
            aria-required={field.aria_required()}
            aria-invalid={field.invalid()}
            aria-describedby={field.described_by()}
            oninput={typed(onchange)}
        />
    }
}

/// What is in the input after each change.
pub(super) fn typed(onchange: &Callback<String>) -> Callback<InputEvent> {
    onchange.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value())
}

#[derive(Properties, PartialEq)]
pub(crate) struct PasswordInputProps {
    pub(crate) field: Field,
    pub(crate) value: AttrValue,
    /// `current-password` or `new-password`: password managers go by it.
    pub(crate) autocomplete: &'static str,
    pub(crate) onchange: Callback<String>,
}

/// A secret, shown while somebody wants to see it.
#[component]
pub(crate) fn PasswordInput(props: &PasswordInputProps) -> Html {
    let field = &props.field;
    let shown = use_state_eq(|| false);
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let control = html! {
        <>
            <input
                id={field.id.clone()}
                name={field.id.clone()}
                type={if *shown { "text" } else { "password" }}
                class="input-bare"
                value={props.value.clone()}
                autocomplete={props.autocomplete}
                autocapitalize="off"
                spellcheck="false"
                disabled={field.disabled}
                readonly={field.read_only}
                aria-required={field.aria_required()}
                aria-invalid={field.invalid()}
                aria-describedby={field.described_by()}
                oninput={typed(&props.onchange)}
            />
            <button
                type="button"
                class="input-button"
                disabled={field.disabled}
                aria-pressed={shown.to_string()}
                aria-controls={field.id.clone()}
                aria-label={w::password_show_what(&field.label)}
                onclick={toggle}
            >
                { if *shown { w::password_hide() } else { w::password_show() } }
            </button>
        </>
    };
    field.around(props.value.chars().count(), group(field, control))
}
