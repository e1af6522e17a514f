//! Two people decided about the same signal: both values beside each other, and which of them shall hold.

use std::rc::Rc;

use console_api::Signal;
use yew::prelude::*;

use super::change::{Change, name_of};
use crate::clock::Clock;
use crate::components::overlays::dialog::Dialog;
use crate::words as w;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clash {
    /// The signal as others made it.
    pub(super) theirs: Rc<Signal>,
    pub(super) mine: Change,
    /// What the console said.
    pub(super) why: String,
}

pub(super) fn clash_dialog(clash: &Clash, clock: Clock, anyway: Callback<()>, leave: Callback<()>) -> Html {
    let Clash { theirs, mine, why } = clash;
    let (wanted, found) = (mine.mine(clock), mine.theirs(theirs, clock));
    let obstacle = mine.refusal(theirs);
    let value = |title: &'static str, value: &str| {
        html! {
            <div class="flex items-center gap-2">
                <dt class="w-28 flex-none text-ink-2">{ title }</dt>
                <dd class="font-medium wrap-anywhere">{ value.to_owned() }</dd>
            </div>
        }
    };
    let foot = html! {
        <>
            <button type="button" class="button button-outline" autofocus=true onclick={leave.reform(|_: MouseEvent| ())}>
                { w::clash_leave() }
            </button>
            if obstacle.is_none() {
                <button type="button" class="button button-primary" onclick={anyway.reform(|_: MouseEvent| ())}>
                    { w::clash_anyway() }
                </button>
            }
        </>
    };
    html! {
        <Dialog
            id="clash"
            title={w::clash_title(name_of(theirs))}
            about={AttrValue::from(why.clone())}
            open=true
            onclose={leave}
            light=false
            alert=true
            {foot}
        >
            <dl class="flex flex-col gap-2">
                { value(w::clash_mine(), &wanted) }
                { value(w::clash_theirs(), &found) }
            </dl>
            if let Some(obstacle) = obstacle { <p class="mt-2 text-ink-2">{ obstacle }</p> }
        </Dialog>
    }
}
