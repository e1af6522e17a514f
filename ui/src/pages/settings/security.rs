//! What keeps one's account one's own: the password, and where one is signed in.

use yew::prelude::*;

use super::frame::{Frame, section};
use super::password::PasswordForm;
use super::second_factor::SecondFactor;
use super::sessions::Sessions;
use crate::route::Setting;
use crate::words as w;

#[component]
pub(super) fn Security() -> Html {
    html! {
        <Frame here={Setting::Security}>
            { section(w::password_change(), w::password_change_help(), html! { <PasswordForm /> }) }
            { section(w::factor(), w::factor_help(), html! { <SecondFactor /> }) }
            { section(w::sessions(), w::sessions_help(), html! { <Sessions /> }) }
        </Frame>
    }
}
