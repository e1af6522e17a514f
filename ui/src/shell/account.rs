//! Who is signed in, and what they may do.

use std::rc::Rc;

use console_api::session::Me;
use yew::prelude::*;

use crate::components::{Align, Symbol, icon, popover, popover_button};
use crate::dom::{el, el_of, line, tell};
use crate::parts;
use crate::words as w;

const POPOVER: &str = "account";

pub(super) fn account(me: &Rc<Me>) -> [Html; 2] {
    let label = w::account_signed_in(&me.user.name);
    [
        popover_button(POPOVER, "button-quiet button-icon", Some(label.into()), icon(Symbol::Person)),
        popover(POPOVER, w::account(), Align::End, parts::account_card_of(POPOVER, Rc::clone(me))),
    ]
}

/// What the popover holds.
pub(crate) fn card(me: &Me) -> Html {
    let permissions = me.permissions.iter().map(|permission| line("li", "", permission.as_str()));
    el(
        "div",
        "flex min-w-56 flex-col gap-3 p-3",
        [
            el(
                "div",
                "",
                [
                    el("p", "font-medium text-ink", [tell(&me.user.name)]),
                    el("p", "text-small text-ink-2", [tell(&w::account_tenant(&me.tenant.name))]),
                ],
            ),
            el(
                "div",
                "",
                [
                    line("p", "text-small text-ink-2", w::account_may()),
                    el_of("ul", "font-mono text-small text-ink", permissions.collect()),
                ],
            ),
        ],
    )
}
