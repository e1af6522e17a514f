//! Nobody is signed in: says where the one-time link is, and goes on by itself once it was opened.

use yew::prelude::*;

use crate::browser;
use crate::components::{Symbol, button, command, empty};
use crate::dom::{el, line, none};
use crate::live::use_live;
use crate::shell::page_heading;
use crate::words as w;

const LOOK_EVERY_MS: i32 = 3_000;

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct SignInPageProps {
    /// Asks again who is signed in.
    pub(crate) retry: Callback<()>,
}

#[component]
pub(crate) fn SignInPage(props: &SignInPageProps) -> Html {
    let live = use_live();
    use_effect_with((), {
        let retry = props.retry.clone();
        move |()| {
            let task = browser::spawn(async move {
                loop {
                    browser::sleep(LOOK_EVERY_MS).await;
                    if browser::is_visible() {
                        retry.emit(());
                    }
                }
            });
            move || {
                drop(task);
                live.retry();
            }
        }
    });
    let next = el(
        "div",
        "contents",
        [
            line("p", "", w::sign_in_help()),
            line("p", "", w::sign_in_again()),
            command("fluo-console link"),
            button(Symbol::Refresh, w::sign_in_check(), props.retry.reform(|_| ())),
        ],
    );
    el(
        "div",
        "contents",
        [page_heading(w::sign_in(), none()), empty(Symbol::Person, w::sign_in_title(), next)],
    )
}
