//! Placeholder.
use yew::prelude::*;
use crate::route::Route;
use crate::shell::PageHeading;

#[component]
pub(crate) fn RulesPage() -> Html {
    html! { <PageHeading title={Route::Rules.title()} /> }
}
