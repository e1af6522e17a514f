//! The session ended while somebody was at work: they sign in over their page, which keeps what was typed, and what
//! was under way goes on.

use yew::prelude::*;

use super::form::{SignInForm, one_time_link, use_coming_in};
use super::providers::Providers;
use crate::browser;
use crate::components::overlays::dialog::Dialog;
use crate::words as w;

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct SignInAgainProps {
    /// Who was signed in.
    pub(crate) name: AttrValue,
    /// Asks again who is signed in.
    pub(crate) retry: Callback<()>,
}

/// Closed by signing in, or by leaving the page for good.
#[component]
pub(crate) fn SignInAgain(props: &SignInAgainProps) -> Html {
    use_coming_in(&props.retry);
    let leave = Callback::from(|_: MouseEvent| browser::reload());
    let foot = html! {
        <button type="button" class="button button-quiet" onclick={leave}>{ w::sign_in_leave() }</button>
    };
    html! {
        <Dialog
            id="sign-in-again"
            title={w::sign_in_ended()}
            about={AttrValue::from(w::sign_in_ended_help(&props.name))}
            open={true}
            onclose={Callback::noop()}
            light={false}
            alert={true}
            {foot}
        >
            <div class="flex flex-col gap-4">
                <SignInForm onin={props.retry.clone()} />
                <Providers apart={true} />
                { one_time_link(&props.retry) }
            </div>
        </Dialog>
    }
}
