//! The ways in: signing in, signing in again over a page whose session ended, and what an invitation leads to.

mod again;
mod form;
mod invitation;
mod providers;
mod sign_in;

use yew::prelude::*;

use crate::route::Door;
pub(crate) use again::{SignInAgain, SignInAgainProps};
use invitation::InvitationPage;
pub(crate) use sign_in::{SignInPage, SignInPageProps};

pub(crate) fn door(door: Door) -> Html {
    match door {
        Door::Invitation => html! { <InvitationPage /> },
    }
}
