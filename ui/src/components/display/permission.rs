//! What may not be done: shown all the same, with what it takes and who can grant it. Only the core decides.

use console_api::Permission;
use console_api::operations::ExplainPermission;
use console_api::role::PermissionExplanation;
use yew::prelude::*;

use super::super::overlays::dialog::Dialog;
use super::super::overlays::hover::Tooltip;
use crate::cache::use_query;
use crate::components::form::Press;
use crate::components::{LoadedView, Symbol};
use crate::dom::{el, el_of, line, none, say, tell};
use crate::permission_words::says;
use crate::session::use_session;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(crate) struct PermissionGateProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    pub(crate) needs: Permission,
    /// Draws the control, given whether it is refused: then it has `aria-disabled`, the hint as its
    /// `aria-describedby`, and does nothing.
    pub(crate) draw: Callback<Option<AttrValue>, Html>,
    /// Nothing at all instead of a control that is refused.
    #[prop_or_default]
    pub(crate) hides: bool,
}

#[component]
pub(crate) fn PermissionGate(props: &PermissionGateProps) -> Html {
    if use_session().may(props.needs) {
        return props.draw.emit(None);
    }
    if props.hides {
        return Html::default();
    }
    html! {
        <Tooltip id={props.id.clone()} text={reason(props.needs)}>
            { props.draw.emit(Some(props.id.clone())) }
        </Tooltip>
    }
}

/// "Needs `rules:write`; an owner or admin can grant it".
pub(crate) fn reason(needs: Permission) -> String {
    w::permission_needed(needs.as_str())
}

#[derive(Properties, PartialEq)]
pub(crate) struct GatedProps {
    pub(crate) needs: Permission,
    /// The button, as it is for who may press it.
    pub(crate) press: Press,
}

/// A button for what not everybody may. Who may not is told on pressing it what is missing, and who can grant it.
#[component]
pub(crate) fn Gated(props: &GatedProps) -> Html {
    let may = use_session().may(props.needs);
    let asks = use_state_eq(|| false);
    if may {
        return props.press.draw();
    }
    let ask = {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(true))
    };
    let press = Press { symbol: Some(Symbol::Lock), submits: false, onpress: ask, ..props.press.clone() };
    html! {
        <>
            { press.draw() }
            if *asks {
                <Dialog
                    id="why-not"
                    title={w::why_not_title()}
                    about={AttrValue::from(w::why_not_about(&props.press.text))}
                    open={true}
                    onclose={let asks = asks.setter(); move |()| asks.set(false)}
                >
                    <WhyNot needs={props.needs} />
                </Dialog>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct WhyNotProps {
    pub(crate) needs: Permission,
}

/// What is missing, and who has it.
#[component]
pub(crate) fn WhyNot(props: &WhyNotProps) -> Html {
    let asked = use_query(ExplainPermission { permission: props.needs });
    html! {
        <LoadedView
            content={asked.data().map(|explained| explanation(&explained))}
            error={asked.error()}
            fetched_at={asked.fetched_at()}
            retry={asked.retry()}
            noun={w::noun_explanation()}
        />
    }
}

pub(crate) fn explanation(explained: &PermissionExplanation) -> Html {
    let needs = explained.permission;
    let what = el(
        "p",
        "flex flex-wrap items-baseline gap-x-2",
        [line("span", "", says(needs)), line("span", "font-mono text-small text-ink-2", needs.as_str())],
    );
    if explained.granted {
        return el("div", "flex flex-col gap-2", [what, line("p", "", w::why_not_granted())]);
    }
    let role = match &explained.role {
        Some(role) => el("p", "text-ink-2", [tell(&w::why_not_role(&role.name))]),
        None => none(),
    };
    let names: Vec<_> = explained.roles.iter().map(|role| role.name.as_str()).collect();
    let holders = explained.holders.iter().map(|holder| {
        el(
            "li",
            "",
            [
                el("span", "font-medium text-ink", [tell(&holder.user.name)]),
                say(" "),
                el("span", "text-ink-2", [tell(&holder.role.name)]),
            ],
        )
    });
    let people = if explained.holders.is_empty() {
        line("p", "text-ink-2", w::why_not_nobody())
    } else {
        el(
            "div",
            "",
            [line("p", "text-ink-2", w::why_not_ask()), el_of("ul", "flex flex-col", holders.collect())],
        )
    };
    el(
        "div",
        "flex flex-col gap-2",
        [what, role, el("p", "text-ink-2", [tell(&w::why_not_roles(&names.join(", ")))]), people],
    )
}
