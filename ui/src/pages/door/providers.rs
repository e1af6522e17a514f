//! Signing in through somebody else who knows who one is. A plain link each: the browser goes there and comes back.

use console_api::session::SignInProvider;
use yew::prelude::*;

use crate::browser;
use crate::cache::use_cache;
use crate::components::{Symbol, icon};
use crate::dom::{el, line, none, use_once};
use crate::query_string;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct ProvidersProps {
    /// What one joins with.
    #[prop_or_default]
    pub(super) invitation: Option<AttrValue>,
    /// In a tab of its own, where this page is to stay as it is.
    #[prop_or_default]
    pub(super) apart: bool,
}

/// Nothing where there are none, or where the server does not say.
#[component]
pub(super) fn Providers(props: &ProvidersProps) -> Html {
    let client = use_cache().client().clone();
    let providers = use_state(Vec::<SignInProvider>::new);
    use_once({
        let providers = providers.setter();
        move || {
            browser::spawn(async move {
                let none = None::<&()>;
                if let Ok(known) = client.visit("GET", "/sign-in/providers", none).await {
                    providers.set(known);
                }
            })
        }
    });
    if providers.is_empty() {
        return none();
    }
    let query = props.invitation.as_deref().map(|secret| query_string::build([("invitation", secret)]));
    let way = |provider: &SignInProvider| {
        let href = match &query {
            Some(query) => [&provider.path, "?", query].concat(),
            None => provider.path.clone(),
        };
        // Not one of our own pages, so the browser goes there whole.
        html! {
            <li key={provider.id.clone()}>
                <a {href} class="button button-outline w-full" target={props.apart.then_some("_blank")} rel="noopener">
                    { icon(Symbol::Person) }{ w::sign_in_with(&provider.name) }
                </a>
            </li>
        }
    };
    el(
        "section",
        "flex flex-col gap-2 px-4",
        [
            line("h2", "text-small text-ink-2", w::sign_in_or()),
            html! { <ul class="flex flex-col gap-2">{ for providers.iter().map(way) }</ul> },
        ],
    )
}
