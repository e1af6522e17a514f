//! Every page that has an address.

use yew_router::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Routable)]
pub(crate) enum Route {
    #[at("/")]
    Home,
    #[at("/signals")]
    Signals,
    #[at("/rules")]
    Rules,
    #[at("/fluo")]
    Health,
    #[not_found]
    #[at("/not-found")]
    NotFound,
}

impl Route {
    /// What the page is called: in its heading, the window title and the breadcrumb.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Home | Self::Signals => "Signals",
            Self::Rules => "Rules",
            Self::Health => "FLUO",
            Self::NotFound => "Page not found",
        }
    }
}
