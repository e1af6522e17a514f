//! Where to look when one does not know: the keys of this page, the documentation, what this is.

use yew::prelude::*;

use crate::browser;
use crate::commands::{Open, use_commands_context};
use crate::components::{Align, Symbol, icon, popover, popover_button};
use crate::dom::{el, say, tell};
use crate::parts;
use crate::words as w;

const POPOVER: &str = "help";

pub(super) fn help() -> [Html; 2] {
    let name = w::help();
    [
        popover_button(POPOVER, "button-quiet button-icon", Some(name.into()), icon(Symbol::Help)),
        popover(POPOVER, name, Align::End, parts::help(POPOVER)),
    ]
}

/// What the popover holds.
#[component]
pub(crate) fn Help() -> Html {
    let commands = use_commands_context();
    let keys = Callback::from(move |_: MouseEvent| {
        browser::close_popover(POPOVER);
        if let Some(commands) = commands {
            commands.open(Open::Sheet);
        }
    });
    html! {
        <div class="flex w-64 max-w-full flex-col gap-1 p-2">
            <button type="button" class="place w-full" onclick={keys}>
                { icon(Symbol::Rules) }<span class="flex-1 text-left">{ w::command_keys() }</span><kbd class="kbd">{ "?" }</kbd>
            </button>
            <a class="place" href="/docs" target="_blank" rel="noopener">
                { icon(Symbol::Search) }<span>{ w::help_docs() }</span>
            </a>
            { el("p", "border-t border-line px-3 pt-2 text-small text-ink-2", [
                el("span", "block", [tell(&w::help_version(env!("CARGO_PKG_VERSION")))]),
                say(w::help_about()),
            ]) }
        </div>
    }
}
