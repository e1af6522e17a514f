//! An address that leads nowhere.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::{Empty, Symbol};
use crate::route::Route;
use crate::shell::PageHeading;

#[component]
pub(crate) fn NotFoundPage() -> Html {
    html! {
        <>
            <PageHeading title={Route::NotFound.title()} />
            <Empty symbol={Symbol::Search} title="Nothing lives at this address">
                <p>{ "The link may be old, or a character went missing on the way." }</p>
                <Link<Route> to={Route::Signals} classes="button button-outline">{ "Go to signals" }</Link<Route>>
            </Empty>
        </>
    }
}
