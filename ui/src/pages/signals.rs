//! Placeholder.
use yew::prelude::*;
use crate::route::Route;
use crate::shell::PageHeading;

#[component]
pub(crate) fn SignalsPage() -> Html {
    html! { <PageHeading title={Route::Signals.title()} /> }
}
