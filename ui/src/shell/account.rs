//! Who is signed in: their pages, and signing out.

use std::rc::Rc;

use console_api::session::{Me, SignedOut};
use yew::prelude::*;

use crate::browser;
use crate::cache::use_cache;
use crate::client::Refused;
use crate::components::{Align, Symbol, icon, popover, popover_button};
use crate::dom::{el, none, tell};
use crate::parts;
use crate::route::{Route, Setting};
use crate::sending::in_words;
use crate::session::went_out;
use crate::words as w;

const POPOVER: &str = "account";

pub(super) fn account(me: &Rc<Me>) -> [Html; 2] {
    let label = w::account_signed_in(&me.user.name);
    [
        popover_button(POPOVER, "button-quiet button-icon", Some(label.into()), icon(Symbol::Person)),
        popover(POPOVER, w::account(), Align::End, parts::account_card_of(POPOVER, Rc::clone(me))),
    ]
}

/// What the popover holds.
pub(crate) fn card(me: &Rc<Me>) -> Html {
    html! { <Card me={Rc::clone(me)} /> }
}

#[derive(Properties, PartialEq)]
struct CardProps {
    me: Rc<Me>,
}

#[component]
fn Card(props: &CardProps) -> Html {
    let me = &props.me;
    let client = use_cache().client().clone();
    let is_leaving = use_state_eq(|| false);
    let problem = use_state_eq(|| None::<String>);
    let leave = {
        let (is_leaving, problem) = (is_leaving.clone(), problem.setter());
        Callback::from(move |_: MouseEvent| {
            if *is_leaving {
                return;
            }
            is_leaving.set(true);
            let (client, is_leaving, problem) = (client.clone(), is_leaving.setter(), problem.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match client.visit::<SignedOut>("POST", "/sign-out", None::<&()>).await {
                    Ok(SignedOut { url }) => {
                        went_out();
                        browser::leave_for(url.as_deref().unwrap_or(Route::Home.path()));
                    }
                    Err(Refused { error, .. }) => {
                        is_leaving.set(false);
                        problem.set(Some(in_words(&error)));
                    }
                }
            });
        })
    };
    let close = Callback::from(|_: MouseEvent| browser::close_popover(POPOVER));
    let place = |setting: Setting, symbol: Symbol| {
        html! {
            <a class="place" href={setting.path()} onclick={close.clone()}>
                { icon(symbol) }<span>{ setting.title() }</span>
            </a>
        }
    };
    let role = me.role.as_ref().map_or_else(none, |role| el("span", "", [tell(&role.name)]));
    html! {
        <div class="flex w-64 max-w-full flex-col gap-1 p-2">
            { el("div", "px-3 py-2", [
                el("p", "font-medium text-ink", [tell(&me.user.name)]),
                el("p", "flex flex-wrap gap-x-2 text-small text-ink-2", [
                    el("span", "", [tell(&w::account_tenant(&me.tenant.name))]),
                    role,
                ]),
            ]) }
            { place(Setting::Profile, Symbol::Person) }
            { place(Setting::Security, Symbol::Lock) }
            { place(Setting::Tokens, Symbol::Key) }
            <button type="button" class="place w-full border-t border-line" onclick={leave} aria-busy={is_leaving.then_some("true")}>
                { icon(Symbol::Leave) }<span>{ if *is_leaving { w::signing_out() } else { w::sign_out() } }</span>
            </button>
            if let Some(problem) = &*problem {
                <p role="alert" class="px-3 text-critical-text wrap-anywhere">{ problem.clone() }</p>
            }
        </div>
    }
}
