//! The application: its providers, and which page an address shows.

use std::rc::Rc;

use console_api::ErrorCode;
use console_api::operations::GetMe;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::cache::{Cache, use_query};
use crate::client::{Client, Host};
use crate::clock::ClockProvider;
use crate::live::{Connection, Live, use_connection};
use crate::pages::health::HealthPage;
use crate::pages::not_found::not_found_page;
use crate::pages::rules::RulesPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::signals::SignalsPage;
use crate::route::Route;
use crate::session::Session;
use crate::shell::Shell;

#[component]
pub(crate) fn App() -> Html {
    let (live, cache) = (*use_memo((), |()| {
        let client = Client::new(Host::detect());
        let live = Live::new(client.clone());
        (live.clone(), Cache::new(client, live))
    }))
    .clone();
    use_effect_with((live.clone(), cache.clone()), |(live, cache)| {
        cache.start();
        live.start();
    });
    html! {
        <ContextProvider<Live> context={live}>
            <ContextProvider<Cache> context={cache}>
                <ClockProvider>
                    <BrowserRouter><Signed /></BrowserRouter>
                </ClockProvider>
            </ContextProvider<Cache>>
        </ContextProvider<Live>>
    }
}

/// Everything that depends on who is signed in.
#[component]
fn Signed() -> Html {
    let me = use_query(GetMe {});
    let connection = use_connection();
    let signed_out = me.loaded.error.as_ref().is_some_and(|error| error.is(ErrorCode::Unauthenticated))
        || (connection == Connection::SignedOut && me.loaded.error.is_some());
    let session = Session(me.loaded.answer.as_ref().map(|answer| Rc::new(answer.data.clone())));
    let page = if signed_out {
        html! { <SignInPage retry={me.retry()} /> }
    } else {
        html! { <Switch<Route> render={show} /> }
    };
    html! {
        <ContextProvider<Session> context={session}>
            <Shell {signed_out}>{ page }</Shell>
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
