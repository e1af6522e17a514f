//! The bar above every page: where one is, how the page is connected, how it looks, who is signed in.

use console_api::session::Me;
use yew::prelude::*;

use super::appearance::Appearance;
use super::connection::connection_word;
use super::sidebar::open_drawer;
use crate::components::{Align, Symbol, icon, icon_button, popover, popover_button};
use crate::dom::{el, el_of, line, say, tell};
use crate::live::Connection;

pub(super) fn top_bar(
    title: &'static str,
    me: Option<&Me>,
    connection: &Connection,
    retry: Callback<MouseEvent>,
) -> Html {
    html! {
        <header class="topbar">
            <span class="lg:hidden">
                { icon_button(Symbol::Menu, "Open navigation", Callback::from(|_: MouseEvent| open_drawer())) }
            </span>
            <nav aria-label="Breadcrumb" class="min-w-0 flex-1">
                <ol class="flex items-center gap-1.5 text-ui">
                    if let Some(me) = me {
                        <li class="hidden min-w-0 truncate text-ink-2 sm:block">{ &me.tenant.name }</li>
                        <li class="hidden text-ink-3 sm:block" aria-hidden="true">{ "/" }</li>
                    }
                    <li class="truncate font-medium text-ink" aria-current="page">{ title }</li>
                </ol>
            </nav>
            { connection_word(connection, retry) }
            <Appearance />
            { me.map(account) }
        </header>
    }
}

fn account(me: &Me) -> Html {
    let label = ["Signed in as ", &me.user.name].concat();
    let permissions = me.permissions.iter().map(|permission| line("li", "", permission.as_str()));
    let content = el(
        "div",
        "flex min-w-56 flex-col gap-3 p-3",
        [
            el(
                "div",
                "",
                [
                    el("p", "font-medium text-ink", [tell(&me.user.name)]),
                    el("p", "text-small text-ink-2", [say("in "), tell(&me.tenant.name)]),
                ],
            ),
            el(
                "div",
                "",
                [
                    line("p", "text-small text-ink-2", "May"),
                    el_of("ul", "font-mono text-small text-ink", permissions.collect()),
                ],
            ),
        ],
    );
    html! {
        <>
            { popover_button("account", "button-quiet button-icon", Some(label.into()), icon(Symbol::Person)) }
            { popover("account", "Account", Align::End, content) }
        </>
    }
}
