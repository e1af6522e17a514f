//! The application: what it hands down, and which page an address shows.

use std::rc::Rc;

use console_api::ErrorCode;
use console_api::operations::GetMe;
use yew::prelude::*;

use crate::cache::{Cache, use_query};
use crate::client::{Client, Host};
use crate::clock::use_time;
use crate::commands::{above_pages, use_all_commands};
use crate::desk::{Desk, use_desk};
use crate::dom::use_once;
use crate::live::{Connection, use_connection};
use crate::pages::not_found::not_found_page;
use crate::pages::sign_in::SignInPageProps;
use crate::pages::signals::SignalsPage;
use crate::parts;
use crate::route::{Route, use_address};
use crate::session::Session;
use crate::shell::use_shell;
use crate::words::use_language;

#[component]
pub(crate) fn App() -> Html {
    let cache = use_state(|| Cache::new(Client::new(Host::detect())));
    use_once({
        let cache = cache.clone();
        move || cache.start()
    });
    let language = use_language();
    let clock = use_time();
    let place = use_address();
    let commands = use_all_commands();
    let desk =
        Desk { cache: (*cache).clone(), clock, place, commands: Some(commands), session: Session::default() };
    html! {
        <ContextProvider<Rc<Desk>> context={Rc::new(desk)}>
            <Signed key={language} />
            { above_pages(commands) }
        </ContextProvider<Rc<Desk>>>
    }
}

/// Everything that depends on who is signed in.
#[component]
fn Signed() -> Html {
    let desk = use_desk();
    let me = use_query(GetMe {});
    let connection = use_connection();
    let route = desk.place.route;
    let error = me.error();
    let signed_out = error.as_ref().is_some_and(|error| error.is(ErrorCode::Unauthenticated))
        || (connection == Connection::SignedOut && error.is_some());
    let page =
        if signed_out { parts::sign_in_page(SignInPageProps { retry: me.retry() }) } else { show(route) };
    let me = me.data();
    let shell = use_shell(route, signed_out, me.as_ref(), page);
    let desk = Desk { session: Session(me), ..(*desk).clone() };
    html! { <ContextProvider<Rc<Desk>> context={Rc::new(desk)}>{ shell }</ContextProvider<Rc<Desk>>> }
}

fn show(route: Route) -> Html {
    match route {
        Route::Home | Route::Signals => html! { <SignalsPage /> },
        Route::Rules => parts::rules_page(),
        Route::Health => parts::health_page(),
        #[cfg(feature = "gallery")]
        Route::Gallery => parts::gallery_page(),
        Route::NotFound => not_found_page(),
    }
}
