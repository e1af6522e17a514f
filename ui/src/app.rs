//! The application: what it hands down, and which page an address shows.

use std::rc::Rc;

use console_api::operations::GetMe;
use console_api::{ErrorCode, Timestamp};
use yew::prelude::*;

use crate::cache::{Cache, use_query};
use crate::client::{Client, Host};
use crate::clock::use_time;
use crate::commands::{above_pages, use_all_commands};
use crate::desk::{Desk, use_desk};
use crate::dom::{none, use_once};
use crate::live::{Connection, use_connection};
use crate::pages::door::{ProofProps, SignInAgainProps, SignInPageProps};
use crate::pages::not_found::not_found_page;
use crate::parts;
use crate::route::{Route, use_address};
use crate::session::{Session, use_news, use_one_person};
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
    let is_out = error.as_ref().is_some_and(|error| error.is(ErrorCode::Unauthenticated))
        || (connection == Connection::SignedOut && error.is_some());
    let (retry, asked_at) = (me.retry(), me.fetched_at());
    let me = me.data();
    use_news(retry.clone());
    use_one_person(me.as_ref());
    use_way_back(&desk.cache, is_out, asked_at, &retry);
    // Who was never here is asked in; for who was, the page stays, and the way back in lies above it.
    let is_stranger = is_out && me.is_none();
    let page = match route {
        Route::Door(door) => parts::door_page(door),
        _ if me.as_ref().is_some_and(|me| me.second_factor_required) => parts::enrolment(retry.clone()),
        _ if is_stranger => parts::sign_in_page(SignInPageProps { retry: retry.clone() }),
        _ => show(route),
    };
    let shell = use_shell(route, is_stranger, me.as_ref(), page);
    let above = match &me {
        Some(me) if is_out && !matches!(route, Route::Door(_)) => {
            parts::sign_in_again(SignInAgainProps { name: me.user.name.clone().into(), retry })
        }
        _ => none(),
    };
    let proof = use_proof(&desk.cache);
    let look = if me.is_some() { parts::tenant_look() } else { none() };
    let desk = Desk { session: Session(me), ..(*desk).clone() };
    html! {
        <ContextProvider<Rc<Desk>> context={Rc::new(desk)}>{ shell }{ above }{ proof }{ look }</ContextProvider<Rc<Desk>>>
    }
}

/// What asks again who one is, while something dangerous waits for it.
#[hook]
fn use_proof(cache: &Cache) -> Html {
    let asks = use_state_eq(|| false);
    use_once({
        let (cache, asks) = (cache.clone(), asks.setter());
        move || cache.client().proof().on_met(Callback::from(move |()| asks.set(true)))
    });
    if !*asks {
        return none();
    }
    let cache = cache.clone();
    let ondone = Callback::from(move |shown| {
        asks.set(false);
        cache.client().proof().over(shown);
    });
    parts::proof(ProofProps { ondone })
}

/// Changes that met the end of the session wait; once somebody is in again they go on.
#[hook]
fn use_way_back(cache: &Cache, is_out: bool, asked_at: Option<Timestamp>, retry: &Callback<()>) {
    use_once({
        let (cache, retry) = (cache.clone(), retry.clone());
        move || cache.client().expiry().on_met(retry)
    });
    use_effect_with((is_out, asked_at), {
        let cache = cache.clone();
        move |(is_out, _)| {
            if !is_out {
                cache.client().expiry().over(true);
            }
        }
    });
}

fn show(route: Route) -> Html {
    match route {
        Route::Home => parts::overview_page(),
        Route::Signals => parts::signals_page(),
        Route::Rules => parts::rules_page(),
        Route::Traces => parts::trace_page(),
        Route::Health => parts::health_page(),
        Route::Audit => parts::audit_page(),
        Route::Settings(setting) => parts::settings_page(setting),
        Route::Door(door) => parts::door_page(door),
        Route::Device => parts::device_page(),
        #[cfg(feature = "gallery")]
        Route::Gallery => parts::gallery_page(),
        Route::NotFound => not_found_page(),
    }
}
