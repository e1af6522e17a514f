//! A moment: how long ago, and exactly when on hover and to assistive technology.

use console_api::Timestamp;
use yew::prelude::*;

use super::copy_button;
use crate::clock::Clock;
use crate::text;
use crate::words as w;

pub(crate) fn relative_time(at: Timestamp, clock: Clock) -> Html {
    html! {
        <time datetime={at.to_string()} title={text::absolute(at, clock)}>{ text::relative(at, clock.now) }</time>
    }
}

/// A moment within a sentence: `say` gets the age, "5 min ago".
pub(crate) fn time_said(at: Timestamp, clock: Clock, say: fn(&str) -> String) -> Html {
    let words = say(&text::relative(at, clock.now));
    html! { <time datetime={at.to_string()} title={text::absolute(at, clock)}>{ words }</time> }
}

/// A moment to the millisecond with its zone, to be copied as ISO 8601.
pub(crate) fn exact_time(at: Timestamp, clock: Clock) -> Html {
    html! {
        <span class="inline-flex items-center gap-1">
            <time datetime={at.to_string()}>{ text::absolute(at, clock) }</time>
            { copy_button(text::iso(at, clock), w::copy_time()) }
        </span>
    }
}
