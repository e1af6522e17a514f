//! A moment: how long ago, and exactly when on hover and to assistive technology.

use console_api::Timestamp;
use yew::prelude::*;

use crate::clock::use_clock;
use crate::text;

#[derive(Properties, PartialEq)]
pub(crate) struct RelativeTimeProps {
    pub(crate) at: Timestamp,
}

#[component]
pub(crate) fn RelativeTime(props: &RelativeTimeProps) -> Html {
    let clock = use_clock();
    html! {
        <time datetime={props.at.to_string()} title={text::absolute(props.at, clock)}>
            { text::relative(props.at, clock.now) }
        </time>
    }
}
