//! Who takes part, and as what; who is invited.

use std::rc::Rc;

use console_api::member::Member;
use console_api::operations::{ListMembers, ListRoles, RemoveMember};
use console_api::{Permission, UserId};
use yew::prelude::*;

use super::day;
use super::frame::{Frame, section};
use super::invitations::Invitations;
use super::invite::Invite;
use super::member_role::MemberRole;
use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::display::permission::Gated;
use crate::components::display::plain::{avatar, table};
use crate::components::form::{Look, Press};
use crate::components::overlays::confirm::Confirm;
use crate::components::overlays::menu::{MenuAction, MenuButton, MenuItem};
use crate::components::{LoadedView, Symbol, icon};
use crate::dom::{el, line, none, tell};
use crate::route::Setting;
use crate::sending::use_sending;
use crate::session::use_session;
use crate::words as w;

/// What is asked about one member.
#[derive(Clone, PartialEq)]
enum Asking {
    Role(Member),
    Removal(Member),
}

#[component]
pub(super) fn Members() -> Html {
    let asked = use_query(ListMembers {});
    let roles = use_query(ListRoles {}).data().unwrap_or_default();
    let session = use_session();
    let clock = use_clock();
    let asking = use_state_eq(|| None::<Asking>);
    let is_inviting = use_state_eq(|| false);
    let removing = use_sending();
    let manages = session.may(Permission::MembersManage);
    let me = session.0.as_ref().map(|me| me.user.id.clone());
    let ask = {
        let (asking, removing) = (asking.setter(), removing.clone());
        Callback::from(move |what: Asking| {
            removing.forget();
            asking.set(Some(what));
        })
    };
    let close = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(None))
    };
    let content = asked.data().map(|members| {
        let rows = members.iter().map(|member| row(member, me.as_ref(), manages, clock, &ask)).collect();
        table(
            w::page_members(),
            &[w::members_who(), w::members_role(), w::members_since(), w::members_do()],
            rows,
        )
    });
    let removed = match &*asking {
        Some(Asking::Removal(member)) => Some(member.clone()),
        _ => None,
    };
    let changed = match &*asking {
        Some(Asking::Role(member)) => Some(member.clone()),
        _ => None,
    };
    let name = removed.as_ref().map(|member| member.user.name.clone()).unwrap_or_default();
    let onremove = {
        let (removing, retry, close, removed) =
            (removing.clone(), asked.retry(), close.clone(), removed.clone());
        Callback::from(move |()| {
            let Some(member) = &removed else { return };
            let (retry, close) = (retry.clone(), close.clone());
            removing.change(RemoveMember { id: member.user.id.clone() }, Vec::new(), move |_| {
                retry.emit(());
                close.emit(());
                AttrValue::default()
            });
        })
    };
    let invite = Press {
        id: "invite".into(),
        text: w::invite().into(),
        look: Look::Primary,
        symbol: Some(Symbol::Plus),
        onpress: {
            let is_inviting = is_inviting.setter();
            Callback::from(move |()| is_inviting.set(true))
        },
        ..Press::default()
    };
    html! {
        <Frame
            here={Setting::Members}
            beside={el("span", "ml-auto", [html! { <Gated needs={Permission::MembersManage} press={invite} /> }])}
        >
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_members()}
            />
            if manages {
                { section(w::invitations(), "", html! { <Invitations roles={Rc::clone(&roles)} /> }) }
            }
            <Invite open={*is_inviting} roles={Rc::clone(&roles)} onclose={let open = is_inviting.setter(); move |()| open.set(false)} />
            <MemberRole member={changed} {roles} done={asked.retry()} onclose={close.clone()} />
            <Confirm
                id="member-remove"
                open={removed.is_some()}
                title={w::member_remove_title(&name)}
                about={w::member_remove_about()}
                action={w::member_remove()}
                busy={removing.is_busy()}
                error={removing.attempt().problem()}
                onconfirm={onremove}
                oncancel={close}
            />
        </Frame>
    }
}

fn row(
    member: &Member,
    me: Option<&UserId>,
    manages: bool,
    clock: Clock,
    ask: &Callback<Asking>,
) -> Vec<Html> {
    let is_me = me == Some(&member.user.id);
    let who = el(
        "div",
        "flex items-center gap-2",
        [
            avatar(&member.user.name),
            el(
                "div",
                "min-w-0",
                [
                    el(
                        "p",
                        "font-medium text-ink",
                        [
                            tell(&member.user.name),
                            if is_me {
                                line("span", "ml-2 text-small font-normal text-ink-2", w::members_you())
                            } else {
                                none()
                            },
                        ],
                    ),
                    el("p", "text-small text-ink-2 wrap-anywhere", [tell(&member.email)]),
                ],
            ),
        ],
    );
    vec![who, tell(&member.role.name), day(member.joined_at, clock), actions(member, is_me, manages, ask)]
}

fn actions(member: &Member, is_me: bool, manages: bool, ask: &Callback<Asking>) -> Html {
    let missing = (!manages).then(|| w::permission_needed(Permission::MembersManage.as_str()).into());
    let asking = |what: fn(Member) -> Asking| {
        let (ask, member) = (ask.clone(), member.clone());
        Callback::from(move |()| ask.emit(what(member.clone())))
    };
    let items = vec![
        MenuItem::Action(MenuAction {
            label: w::member_role_change().into(),
            refused: missing.clone(),
            run: asking(Asking::Role),
            ..MenuAction::default()
        }),
        MenuItem::Separator,
        MenuItem::Action(MenuAction {
            label: w::member_remove().into(),
            danger: true,
            refused: missing.or_else(|| is_me.then(|| w::member_remove_self().into())),
            run: asking(Asking::Removal),
            ..MenuAction::default()
        }),
    ];
    html! {
        <MenuButton
            id={["member-", member.user.id.as_str()].concat()}
            label={w::member_actions(&member.user.name)}
            content={Some(icon(Symbol::More))}
            class="button button-quiet button-icon"
            items={Rc::new(items)}
        />
    }
}
