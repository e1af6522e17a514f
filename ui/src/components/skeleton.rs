//! Waiting: nothing for a moment, then the shape of what will come, then words.

use yew::prelude::*;

use crate::browser;

/// How long somebody has been waiting, in steps that change what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Patience {
    /// Below 150 ms: a flicker would cost more than it tells.
    Nothing,
    Shape,
    /// Above 3 s.
    Words,
}

/// Grows while the component waits; starts anew when `waiting` turns true again.
#[hook]
pub(crate) fn use_patience(waiting: bool) -> Patience {
    let patience = use_state_eq(|| Patience::Nothing);
    use_effect_with(waiting, {
        let patience = patience.setter();
        move |waiting| {
            patience.set(Patience::Nothing);
            let task = waiting.then(|| {
                browser::spawn(async move {
                    browser::sleep(150).await;
                    patience.set(Patience::Shape);
                    browser::sleep(2_850).await;
                    patience.set(Patience::Words);
                })
            });
            || drop(task)
        }
    });
    *patience
}

/// One grey bar.
pub(crate) fn skeleton(width: &'static str) -> Html {
    html! { <span class={classes!("skeleton", width)} aria-hidden="true"></span> }
}

/// A paragraph to come.
pub(crate) fn skeleton_lines(lines: usize) -> Html {
    html! {
        <div class="flex flex-col gap-3 py-2">
            for line in 0..lines {
                { skeleton(if line % 3 == 2 { "w-1/2" } else { "w-full" }) }
            }
        </div>
    }
}
