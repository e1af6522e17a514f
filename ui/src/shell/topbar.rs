//! The bar above every page: where one is, how the page is connected, how it looks, who is signed in.

use yew::prelude::*;

use super::appearance::Appearance;
use super::connection::ConnectionStatus;
use super::sidebar::open_drawer;
use crate::components::{Icon, IconButton, Popover, PopoverButton, Symbol};
use crate::session::use_session;

#[derive(Properties, PartialEq)]
pub(super) struct TopBarProps {
    pub(super) title: AttrValue,
}

#[component]
pub(super) fn TopBar(props: &TopBarProps) -> Html {
    let session = use_session();
    let tenant = session.0.as_ref().map(|me| me.tenant.name.clone());
    html! {
        <header class="topbar">
            <IconButton
                class="lg:hidden"
                symbol={Symbol::Menu}
                label="Open navigation"
                onclick={Callback::from(|_: MouseEvent| open_drawer())}
            />
            <nav aria-label="Breadcrumb" class="min-w-0 flex-1">
                <ol class="flex items-center gap-1.5 text-ui">
                    if let Some(tenant) = tenant {
                        <li class="hidden min-w-0 truncate text-ink-2 sm:block">{ tenant }</li>
                        <li class="hidden text-ink-3 sm:block" aria-hidden="true">{ "/" }</li>
                    }
                    <li class="truncate font-medium text-ink" aria-current="page">{ props.title.clone() }</li>
                </ol>
            </nav>
            <ConnectionStatus />
            <Appearance />
            <Account />
        </header>
    }
}

#[component]
fn Account() -> Html {
    let Some(me) = use_session().0 else { return Html::default() };
    html! {
        <>
            <PopoverButton target="account" class="button-quiet button-icon" arrow=false label={format!("Signed in as {}", me.user.name)}>
                <Icon symbol={Symbol::Person} />
            </PopoverButton>
            <Popover id="account" label="Account" at_end=true>
                <div class="flex min-w-56 flex-col gap-3 p-3">
                    <div>
                        <p class="font-medium text-ink">{ &me.user.name }</p>
                        <p class="text-small text-ink-2">{ format!("in {}", me.tenant.name) }</p>
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
            </Popover>
        </>
    }
}
