//! Asking before something that cannot be undone. What can be undone is not asked about: it is done, with an undo.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dialog::Dialog;
use crate::dom::tell_around;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(crate) struct ConfirmProps {
    pub(crate) id: &'static str,
    pub(crate) open: bool,
    /// A question that names the thing: "Delete the rule slow-charge?".
    pub(crate) title: AttrValue,
    /// What will be lost.
    pub(crate) about: AttrValue,
    /// What the button does: "Delete rule".
    pub(crate) action: AttrValue,
    /// To be typed first.
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
    /// The request is on its way.
    #[prop_or_default]
    pub(crate) busy: bool,
    /// Why it did not work.
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    pub(crate) onconfirm: Callback<()>,
    pub(crate) oncancel: Callback<()>,
}

#[component]
pub(crate) fn Confirm(props: &ConfirmProps) -> Html {
    let typed = use_state_eq(AttrValue::default);
    use_effect_with(props.open, {
        let typed = typed.setter();
        move |_| typed.set(AttrValue::default())
    });
    let ready = props.name.as_ref().is_none_or(|name| typed.trim() == name.trim()) && !props.busy;
    let oninput = Callback::from(move |event: InputEvent| {
        typed.set(event.target_unchecked_into::<HtmlInputElement>().value().into());
    });
    let form = [props.id, "-form"].concat();
    let onsubmit = {
        let onconfirm = props.onconfirm.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if ready {
                onconfirm.emit(());
            }
        })
    };
    let foot = html! {
        <>
            <button
                type="button"
                class="button button-outline"
                autofocus=true
                onclick={props.oncancel.reform(|_| ())}
            >
                { w::cancel() }
            </button>
            <button type="submit" form={form.clone()} class="button button-danger" disabled={!ready}>
                { props.action.clone() }
            </button>
        </>
    };
    html! {
        <Dialog
            id={props.id}
            title={props.title.clone()}
            about={props.about.clone()}
            open={props.open}
            onclose={props.oncancel.clone()}
            light=false
            alert=true
            {foot}
        >
            <form id={form} class="flex flex-col gap-2" {onsubmit}>
                if let Some(name) = &props.name {
                    <label class="flex flex-col gap-1.5">
                        <span>
                            { tell_around(w::confirm_type, html! { <code class="font-mono font-medium">{ name.clone() }</code> }) }
                        </span>
                        <input class="field" autocomplete="off" spellcheck="false" {oninput} />
                    </label>
                }
                if let Some(error) = &props.error {
                    <p role="alert" class="text-critical-text">{ error.clone() }</p>
                }
            </form>
        </Dialog>
    }
}
