//! The bar above every page: where one is, how the page is connected, how it looks, who is signed in.

use console_api::session::Me;
use yew::prelude::*;

use super::appearance::Appearance;
use super::connection::connection_word;
use super::sidebar::open_drawer;
use crate::components::{Align, Symbol, icon, icon_button, popover, popover_button};
use crate::live::Connection;

pub(super) fn top_bar(title: &'static str, me: Option<&Me>, connection: &Connection, retry: Callback<MouseEvent>) -> Html {
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
    let content = html! {
        <div class="flex min-w-56 flex-col gap-3 p-3">
            <div>
                <p class="font-medium text-ink">{ &me.user.name }</p>
                <p class="text-small text-ink-2">{ "in " }{ &me.tenant.name }</p>
            </div>
            <div>
                <p class="text-small text-ink-2">{ "May" }</p>
                <ul class="font-mono text-small text-ink">
                    for permission in me.permissions.iter() {
                        <li>{ permission.as_str() }</li>
                    }
                </ul>
            </div>
        </div>
    };
    html! {
        <>
            { popover_button("account", "button-quiet button-icon", Some(label.into()), icon(Symbol::Person)) }
            { popover("account", "Account", Align::End, content) }
        </>
    }
}
