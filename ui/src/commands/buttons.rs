//! The way to the palette for those who do not know its keys, with its keys; and, once something was done that can be
//! undone, the way to what was done, which the hands draw.

use yew::prelude::*;

use super::{Commands, Open};
use crate::components::{Symbol, icon};
use crate::dom::{el, line, none, say};
use crate::words as w;

pub(crate) fn command_buttons(commands: Commands) -> Html {
    let mac = commands.is_mac();
    let (keys, aria, history) = match &*commands.inner.in_top_bar.borrow() {
        Some(now) => (now.keys.clone(), now.aria.clone().map(AttrValue::from), now.history.clone()),
        // As `kbd` draws the keys nobody has chosen others for.
        None => {
            let (cap, name) = if mac { ("⌘", "Meta+k") } else { ("Ctrl", "Control+k") };
            let caps = el("span", "keys", [line("kbd", "kbd", cap), line("kbd", "kbd", "K")]);
            (caps, Some(AttrValue::Static(name)), none())
        }
    };
    let onclick = Callback::from(move |_: MouseEvent| commands.open(Open::Palette("")));
    let near = Callback::from(move |_: PointerEvent| commands.inner.want());
    html! {
        <>
            <button
                type="button"
                class="button button-outline palette-button"
                aria-haspopup="dialog"
                aria-keyshortcuts={aria}
                {onclick}
                onpointerenter={near}
            >
                { icon(Symbol::Search) }
                { el("span", "palette-button-word", [say(w::palette_open()), say(" "), keys]) }
            </button>
            { history }
        </>
    }
}
