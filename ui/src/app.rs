//! The application: its providers, and which page an address shows.

use console_api::ErrorCode;
use console_api::operations::GetMe;
use yew::prelude::*;

use crate::cache::{Cache, use_query};
use crate::client::{Client, Host};
use crate::clock::ClockProvider;
use crate::live::{Connection, use_connection};
use crate::pages::health::HealthPage;
use crate::pages::not_found::not_found_page;
use crate::pages::rules::RulesPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::signals::SignalsPage;
use crate::route::{PlaceProvider, Route, use_place};
use crate::session::Session;
use crate::shell::Shell;

#[component]
pub(crate) fn App() -> Html {
    let cache = use_state(|| Cache::new(Client::new(Host::detect())));
    use_effect_with((), {
        let cache = cache.clone();
        move |()| cache.start()
    });
    html! {
        <ContextProvider<Cache> context={(*cache).clone()}>
            <ClockProvider><PlaceProvider><Signed /></PlaceProvider></ClockProvider>
        </ContextProvider<Cache>>
    }
}

/// Everything that depends on who is signed in.
#[component]
fn Signed() -> Html {
    let me = use_query(GetMe {});
    let connection = use_connection();
    let route = use_place().route;
    let error = me.error();
    let signed_out = error.as_ref().is_some_and(|error| error.is(ErrorCode::Unauthenticated))
        || (connection == Connection::SignedOut && error.is_some());
    let page = if signed_out {
        html! { <SignInPage retry={me.retry()} /> }
    } else {
        show(route)
    };
    html! {
        <ContextProvider<Session> context={Session(me.data())}>
            <Shell {route} {signed_out}>{ page }</Shell>
        </ContextProvider<Session>>
    }
}

fn show(route: Route) -> Html {
    match route {
        Route::Home | Route::Signals => html! { <SignalsPage /> },
        Route::Rules => html! { <RulesPage /> },
        Route::Health => html! { <HealthPage /> },
        Route::NotFound => not_found_page(),
    }
}
