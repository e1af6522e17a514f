//! A form: what is wrong at the top, its fields, and the button that sends it. What was typed belongs to the owner, so
//! that no answer of the server takes it away.

use std::rc::Rc;

use yew::prelude::*;

use super::errors::{ErrorSummary, Problem};
use super::press::{Look, Press, Ready};
use super::unsaved::UnsavedGuard;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(crate) struct FormProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    /// What the last attempt failed by; the fields show their own as well.
    #[prop_or_default]
    pub(crate) problems: Rc<[Problem]>,
    /// How many attempts have failed.
    #[prop_or_default]
    pub(crate) failures: u32,
    /// On the button: "Save rule".
    pub(crate) action: AttrValue,
    /// Its words while the attempt is under way: "Saving rule…"; another attempt has to wait.
    #[prop_or_default]
    pub(crate) busy: Option<AttrValue>,
    /// Something was typed that is not saved.
    #[prop_or_default]
    pub(crate) dirty: bool,
    pub(crate) onsubmit: Callback<()>,
    /// Takes the changes back; there is no such button where it is missing.
    #[prop_or_default]
    pub(crate) oncancel: Option<Callback<()>>,
    /// The outcome, said politely: "Saved".
    #[prop_or_default]
    pub(crate) outcome: AttrValue,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Form(props: &FormProps) -> Html {
    let ready = props.busy.clone().map_or(Ready::Yes, Ready::Busy);
    let onsubmit = {
        let (onsubmit, is_busy) = (props.onsubmit.clone(), props.busy.is_some());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !is_busy {
                onsubmit.emit(());
            }
        })
    };
    let submit = Press {
        id: [&props.id, "-submit"].concat().into(),
        text: props.action.clone(),
        look: Look::Primary,
        ready,
        submits: true,
        ..Press::default()
    };
    let cancel = props.oncancel.as_ref().map(|oncancel| Press {
        id: [&props.id, "-cancel"].concat().into(),
        text: w::cancel().into(),
        look: Look::Quiet,
        onpress: oncancel.clone(),
        ..Press::default()
    });
    // Ctrl+Enter sends from anywhere in the form, also from a text of several lines.
    let onkeydown = {
        let onsubmit = props.onsubmit.clone();
        let is_busy = props.busy.is_some();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !is_busy {
                event.prevent_default();
                onsubmit.emit(());
            }
        })
    };
    html! {
        <form id={props.id.clone()} class="form" aria-label={props.label.clone()} novalidate=true {onsubmit} {onkeydown}>
            <ErrorSummary id={[&props.id, "-errors"].concat()} problems={Rc::clone(&props.problems)} attempt={props.failures} />
            { props.children.clone() }
            <div class="form-actions">
                { submit.draw() }
                if let Some(cancel) = cancel { { cancel.draw() } }
                <span class="text-small text-ink-2" role="status">
                    { if props.busy.is_some() { AttrValue::default() } else { props.outcome.clone() } }
                </span>
            </div>
            <UnsavedGuard dirty={props.dirty} />
        </form>
    }
}
