//! The ways in: signing in, signing in again over a page whose session ended, and what an invitation leads to.

mod again;
mod confirm_email;
mod forgot;
mod form;
mod invitation;
mod proof;
mod providers;
mod second_step;
mod sign_in;

use yew::prelude::*;

use crate::route::Door;
pub(crate) use again::{SignInAgain, SignInAgainProps};
use confirm_email::ConfirmEmailPage;
use forgot::{ForgotPage, ResetPage};
use invitation::InvitationPage;
pub(crate) use proof::{Proof, ProofProps};
pub(crate) use second_step::{code_field, code_input};
pub(crate) use sign_in::{SignInPage, SignInPageProps};

pub(crate) fn door(door: Door) -> Html {
    match door {
        Door::Invitation => html! { <InvitationPage /> },
        Door::Forgot => html! { <ForgotPage /> },
        Door::Reset => html! { <ResetPage /> },
        Door::ConfirmEmail => html! { <ConfirmEmailPage /> },
    }
}
