//! The owner of all commands and of what is told at the edges of the page, and the place where their parts are drawn
//! once they are wanted.

use yew::prelude::*;

use super::{Commands, early, keymap};
use crate::browser;
use crate::components::toast_region;
use crate::dom::{none, use_once};
use crate::parts;

/// Lives as long as the application.
#[hook]
pub(crate) fn use_all_commands() -> Commands {
    let commands = use_state(Commands::new);
    use_once({
        let (inner, commands) = (commands.inner, commands.setter());
        move || {
            let version = std::cell::Cell::new(0);
            let changed = Callback::from(move |()| {
                version.set(version.get() + 1);
                commands.set(Commands { inner, version: version.get() });
            });
            inner.toasts.on_news(changed.clone());
            inner.undo.on_first_news(Callback::from(move |()| inner.want()));
            *inner.changed.borrow_mut() = changed;
            // Keys that were chosen are shown, and held to, from the beginning.
            if browser::stored(keymap::STORED_AS).is_some() {
                inner.want();
            }
            if browser::is_mac() {
                inner.mac.set(true);
                inner.touch();
            }
            early::listen(inner)
        }
    });
    *commands
}

/// What the commands draw above every page, once it is wanted.
pub(crate) fn above_pages(commands: Commands) -> Html {
    let Commands { inner, .. } = commands;
    html! {
        <>
            { if inner.is_wanted.get() { parts::hands() } else { none() } }
            { toast_region(inner.toasts) }
        </>
    }
}
