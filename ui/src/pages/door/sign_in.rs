//! Nobody is signed in: password, provider, or the one-time link. Goes on by itself once somebody came in, here or in
//! another tab.

use yew::prelude::*;

use super::form::{SignInForm, one_time_link, use_coming_in};
use super::providers::Providers;
use crate::dom::{el, none};
use crate::shell::page_heading;
use crate::words as w;

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct SignInPageProps {
    /// Asks again who is signed in.
    pub(crate) retry: Callback<()>,
}

#[component]
pub(crate) fn SignInPage(props: &SignInPageProps) -> Html {
    use_coming_in(&props.retry);
    el(
        "div",
        "door-panel",
        [
            page_heading(w::sign_in(), none()),
            html! { <SignInForm onin={props.retry.clone()} /> },
            html! { <Providers /> },
            one_time_link(&props.retry),
        ],
    )
}
