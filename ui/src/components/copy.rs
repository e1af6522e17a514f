//! Copying: a button that says it did, and a text with one.

use yew::prelude::*;

use super::{Icon, Symbol};
use crate::browser;

const CONFIRM_MS: i32 = 1_600;

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    None,
    Copied,
    Refused,
}

#[derive(Properties, PartialEq)]
pub(crate) struct CopyButtonProps {
    /// What goes to the clipboard.
    pub(crate) text: AttrValue,
    /// What it is, in words: "trace id".
    pub(crate) noun: AttrValue,
}

#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let outcome = use_state_eq(|| Outcome::None);
    let task = use_mut_ref(|| None);
    let onclick = {
        let (outcome, text) = (outcome.setter(), props.text.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            let (outcome, text) = (outcome.clone(), text.clone());
            *task.borrow_mut() = Some(browser::spawn(async move {
                outcome.set(if browser::copy(&text).await { Outcome::Copied } else { Outcome::Refused });
                browser::sleep(CONFIRM_MS).await;
                outcome.set(Outcome::None);
            }));
        })
    };
    let (symbol, said) = match *outcome {
        Outcome::None => (Symbol::Copy, String::new()),
        Outcome::Copied => (Symbol::Check, "Copied".to_owned()),
        Outcome::Refused => (Symbol::Close, "The browser does not allow copying".to_owned()),
    };
    let label = format!("Copy {}", props.noun);
    html! {
        <>
            <button type="button" class="button button-quiet button-small" aria-label={label.clone()} title={label} {onclick}>
                <Icon {symbol} />
            </button>
            <span class="sr-only" role="status">{ said }</span>
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct CopyTextProps {
    pub(crate) text: AttrValue,
    pub(crate) noun: AttrValue,
    /// What is shown, where that is shorter than what is copied.
    #[prop_or_default]
    pub(crate) shown: Option<AttrValue>,
}

/// A text in mono with its copy button.
#[component]
pub(crate) fn CopyText(props: &CopyTextProps) -> Html {
    let shown = props.shown.clone().unwrap_or_else(|| props.text.clone());
    html! {
        <span class="inline-flex min-w-0 max-w-full items-center gap-1">
            <span class="truncate font-mono text-small" title={props.text.clone()}>{ shown }</span>
            <CopyButton text={props.text.clone()} noun={props.noun.clone()} />
        </span>
    }
}
