//! A moment: how long ago, and exactly when on hover and to assistive technology.

use console_api::Timestamp;
use yew::prelude::*;

use crate::clock::Clock;
use crate::text;

pub(crate) fn relative_time(at: Timestamp, clock: Clock) -> Html {
    html! {
        <time datetime={at.to_string()} title={text::absolute(at, clock)}>{ text::relative(at, clock.now) }</time>
    }
}
