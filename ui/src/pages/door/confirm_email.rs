//! Where the link leads that confirms another e-mail address, at the old one and at the new one. Pressed, not only
//! opened: what looks through mails opens links.

use console_api::profile::{ConfirmEmail, EmailConfirmation};
use yew::prelude::*;

use crate::browser;
use crate::cache::use_cache;
use crate::client::Refused;
use crate::components::form::{Look, Press, Ready};
use crate::components::{Symbol, empty};
use crate::dom::{el, none, use_once};
use crate::route::Route;
use crate::sending::{in_words, use_sending};
use crate::shell::page_heading;
use crate::words as w;

#[component]
pub(super) fn ConfirmEmailPage() -> Html {
    let client = use_cache().client().clone();
    let sending = use_sending();
    let secret = use_state_eq(|| None::<String>);
    use_once({
        let secret = secret.setter();
        move || secret.set(Some(browser::fragment()))
    });
    let confirmed = use_state_eq(|| None::<bool>);
    let Some(secret) = (*secret).clone() else { return none() };
    let heading = page_heading(w::page_confirm_email(), none());
    let home = html! { <a class="button button-outline" href={Route::Home.path()}>{ w::to_console() }</a> };
    let (title, next) = match *confirmed {
        Some(true) => (w::confirm_done(), html! { <><p>{ w::confirm_done_help() }</p>{ home }</> }),
        Some(false) => (w::confirm_half(), html! { <><p>{ w::confirm_half_help() }</p>{ home }</> }),
        None if secret.is_empty() => (w::invitation_empty(), html! { <p>{ w::link_cut_help() }</p> }),
        None => {
            let onpress = {
                let (sending, confirmed) = (sending.clone(), confirmed.setter());
                Callback::from(move |()| {
                    if !sending.begin() {
                        return;
                    }
                    let request = ConfirmEmail { secret: secret.clone().into() };
                    let (client, sending, confirmed) = (client.clone(), sending.clone(), confirmed.clone());
                    wasm_bindgen_futures::spawn_local(async move {
                        match client
                            .visit::<EmailConfirmation>("POST", "/confirm-email", Some(&request))
                            .await
                        {
                            Ok(EmailConfirmation { complete }) => confirmed.set(Some(complete)),
                            Err(Refused { error, .. }) => {
                                sending.refuse(
                                    [crate::components::form::Problem::of_form(in_words(&error))].into(),
                                );
                            }
                        }
                    });
                })
            };
            let ready = if sending.is_busy() { Ready::Busy(w::saving().into()) } else { Ready::Yes };
            let press = Press {
                id: "confirm-email".into(),
                text: w::confirm_press().into(),
                look: Look::Primary,
                ready,
                onpress,
                ..Press::default()
            };
            let problem = sending.attempt().problem();
            let next = html! {
                <>
                    <p>{ w::confirm_help() }</p>
                    { press.draw() }
                    if let Some(problem) = problem { <p role="alert" class="text-critical-text">{ problem }</p> }
                </>
            };
            (w::confirm_title(), next)
        }
    };
    el("div", "door-panel", [heading, empty(Symbol::Mail, title, next)])
}
