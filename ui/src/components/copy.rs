//! Copying: a button that says it did, and a text with one.

use yew::prelude::*;

use super::{Symbol, icon};
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
        Outcome::None => (Symbol::Copy, ""),
        Outcome::Copied => (Symbol::Check, "Copied"),
        Outcome::Refused => (Symbol::Close, "The browser does not allow copying"),
    };
    let label = AttrValue::from(["Copy ", &props.noun].concat());
    html! {
        <>
            <button type="button" class="button button-quiet button-small" aria-label={label.clone()} title={label} {onclick}>
                { icon(symbol) }
            </button>
            <span class="sr-only" role="status">{ said }</span>
        </>
    }
}

/// An id in mono with its copy button.
pub(crate) fn copyable(text: impl Into<AttrValue>, noun: &'static str) -> Html {
    let text = text.into();
    html! {
        <span class="inline-flex min-w-0 max-w-full items-center gap-1">
            <span class="truncate font-mono text-small" title={text.clone()}>{ text.clone() }</span>
            <CopyButton {text} {noun} />
        </span>
    }
}

/// A command to run in a terminal, ready to copy.
pub(crate) fn command(text: &'static str) -> Html {
    html! {
        <div class="flex w-full items-center gap-2 rounded-control border border-line bg-sunken py-1 pr-1 pl-3 text-left">
            <code
                class="min-w-0 flex-1 overflow-x-auto py-1 font-mono text-small whitespace-nowrap text-ink"
                tabindex="0" role="region" aria-label="Command"
            >
                { text }
            </code>
            <CopyButton {text} noun="command" />
        </div>
    }
}
