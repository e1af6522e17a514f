//! The invitations that wait.

use std::rc::Rc;

use console_api::member::Invitation;
use console_api::operations::{ListInvitations, RevokeInvitation};
use console_api::role::Role;
use yew::prelude::*;

use super::{day, said};
use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::display::plain::item;
use crate::components::{LoadedView, Symbol, icon};
use crate::dom::{el, el_of, line, tell, tell_around};
use crate::sending::use_sending;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct InvitationsProps {
    pub(super) roles: Rc<Vec<Role>>,
}

#[component]
pub(super) fn Invitations(props: &InvitationsProps) -> Html {
    let asked = use_query(ListInvitations {});
    let clock = use_clock();
    let sending = use_sending();
    let revoke = {
        let (sending, retry) = (sending.clone(), asked.retry());
        Callback::from(move |invitation: Invitation| {
            let retry = retry.clone();
            sending.change(RevokeInvitation { id: invitation.id }, Vec::new(), move |_| {
                retry.emit(());
                w::invitation_revoked(&invitation.email).into()
            });
        })
    };
    let content = asked.data().map(|invitations| match invitations.is_empty() {
        true => line("p", "text-ink-2", w::invitations_none()),
        false => {
            let rows = invitations.iter().map(|one| row(one, &props.roles, clock, &revoke));
            el_of("ul", "settings-items", rows.collect())
        }
    });
    html! {
        <>
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_invitations()}
            />
            { said(sending.attempt().problem().as_ref(), &sending.attempt().outcome) }
        </>
    }
}

fn row(invitation: &Invitation, roles: &[Role], clock: Clock, revoke: &Callback<Invitation>) -> Html {
    let role = roles.iter().find(|role| role.id == invitation.role);
    let role = role.map_or(invitation.role.as_str(), |role| &role.name);
    let about = el(
        "span",
        "flex flex-wrap gap-x-3",
        [
            el("span", "", [tell(&w::invitation_as(role))]),
            el("span", "", [tell_around(w::invitation_until, day(invitation.expires_at, clock))]),
        ],
    );
    let onclick = {
        let (revoke, invitation) = (revoke.clone(), invitation.clone());
        Callback::from(move |_: MouseEvent| revoke.emit(invitation.clone()))
    };
    let label = w::invitation_revoke_what(&invitation.email);
    let beside = html! {
        <button type="button" class="button button-outline" aria-label={label} {onclick}>{ w::invitation_revoke() }</button>
    };
    el("li", "", [item(icon(Symbol::Mail), tell(&invitation.email), about, beside)])
}
