//! Placeholder.
use yew::prelude::*;
use crate::route::Route;
use crate::shell::PageHeading;

#[component]
pub(crate) fn HealthPage() -> Html {
    html! { <PageHeading title={Route::Health.title()} /> }
}
