//! An address that leads nowhere.

use yew::prelude::*;

use crate::components::{Symbol, empty};
use crate::route::Route;
use crate::shell::page_heading;

pub(crate) fn not_found_page() -> Html {
    let next = html! {
        <>
            <p>{ "The link may be old, or a character went missing on the way." }</p>
            <a href={Route::Signals.path()} class="button button-outline">{ "Go to signals" }</a>
        </>
    };
    html! {
        <>
            { page_heading(Route::NotFound.title(), Html::default()) }
            { empty(Symbol::Search, "Nothing lives at this address", next) }
        </>
    }
}
