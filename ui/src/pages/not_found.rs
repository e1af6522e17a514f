//! An address that leads nowhere.

use yew::prelude::*;

use crate::components::{Symbol, empty};
use crate::route::Route;
use crate::shell::page_heading;
use crate::words as w;

pub(crate) fn not_found_page() -> Html {
    let next = html! {
        <>
            <p>{ w::not_found_help() }</p>
            <a href={Route::Signals.path()} class="button button-outline">{ w::not_found_signals() }</a>
        </>
    };
    html! {
        <>
            { page_heading(Route::NotFound.title(), Html::default()) }
            { empty(Symbol::Search, w::not_found(), next) }
        </>
    }
}
