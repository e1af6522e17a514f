//! A moment with everything there is to know about it: how long ago, and on hover or focus when exactly, in this zone
//! and in UTC, ready to copy.

use console_api::Timestamp;
use yew::prelude::*;

use super::super::overlays::hover::HoverCard;
use crate::clock::Clock;
use crate::components::copy_button;
use crate::text;
use crate::words as w;

pub(crate) fn moment(id: AttrValue, at: Timestamp, clock: Clock) -> Html {
    let iso = at.to_string();
    let card = html! {
        <span class="flex flex-col gap-1 tabular">
            <span class="font-medium">{ text::absolute(at, clock) }</span>
            <span class="flex items-center gap-1 font-mono text-small text-ink-2">
                { iso.clone() }
                { copy_button(iso.clone(), w::copy_time_iso()) }
            </span>
        </span>
    };
    html! {
        <HoverCard {id} label={w::moment_exact()} {card}>
            <time class="moment" datetime={iso} tabindex="0">{ text::relative(at, clock.now) }</time>
        </HoverCard>
    }
}
