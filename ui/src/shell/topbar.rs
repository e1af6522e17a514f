//! The bar above every page: where one is, how the page is connected, how it looks, who is signed in.

use std::rc::Rc;

use console_api::session::Me;
use yew::prelude::*;

use super::account::account;
use super::appearance::appearance;
use super::connection::ConnectionStatus;
use super::help::help;
use super::notifications::bell;
use super::sidebar::open_drawer;
use super::tenants::tenant_button;
use crate::commands::{Commands, command_buttons};
use crate::components::{Symbol, icon_button};
use crate::words as w;

pub(super) fn top_bar(title: &'static str, me: Option<&Rc<Me>>, commands: Option<Commands>) -> Html {
    html! {
        <header class="topbar">
            <span class="lg:hidden">
                { icon_button(Symbol::Menu, w::navigation_open(), Callback::from(|_: MouseEvent| open_drawer())) }
            </span>
            <nav aria-label={w::breadcrumb()} class="min-w-0 flex-1">
                <ol class="flex items-center gap-1.5 text-ui">
                    if let Some(me) = me {
                        <li class="hidden min-w-0 text-ink-2 sm:block">
                            for piece in tenant_button(&me.tenant.name) { { piece } }
                        </li>
                        <li class="hidden text-ink-3 sm:block" aria-hidden="true">{ "/" }</li>
                    }
                    <li class="truncate font-medium text-ink" aria-current="page">{ title }</li>
                </ol>
            </nav>
            <ConnectionStatus />
            if let Some(commands) = commands {
                { command_buttons(commands) }
                { bell(commands.toasts()) }
            }
            for piece in help() { { piece } }
            for piece in appearance() { { piece } }
            for piece in me.into_iter().flat_map(account) { { piece } }
        </header>
    }
}
