//! Everybody with an account, for those who administer the installation: letting in and out, and who else administers.

use std::rc::Rc;

use console_api::operations::{
    DisableUser, EnableUser, GrantPlatformAdmin, ListPlatformUsers, RevokePlatformAdmin,
};
use console_api::platform::PlatformUser;
use console_api::{Operation, UserId};
use yew::prelude::*;

use super::frame::Frame;
use super::new_user::NewUser;
use super::said;
use super::user_access::UserAccess;
use crate::browser;
use crate::cache::use_query;
use crate::components::display::plain::{avatar, table};
use crate::components::form::{Affix, Field, Look, Press, TextInput, text_input};
use crate::components::overlays::menu::{MenuAction, MenuButton, MenuItem};
use crate::components::{LoadedView, Shape, Symbol, badge, icon};
use crate::dom::{el, line, none, tell};
use crate::route::Setting;
use crate::sending::{Sending, use_sending};
use crate::session::use_session;
use crate::words as w;

/// Typing pauses this long before the list is asked for.
const TYPING_MS: i32 = 180;
/// People shown at once; the field finds the others.
const SHOWN: u16 = 100;

#[component]
pub(super) fn PlatformUsers() -> Html {
    let typed = use_state_eq(String::new);
    let sought = use_state_eq(String::new);
    let asked = use_query(ListPlatformUsers {
        text: Some(sought.trim().to_owned()).filter(|text| !text.is_empty()),
        limit: Some(SHOWN),
        ..ListPlatformUsers::default()
    });
    let me = use_session().0.as_ref().map(|me| me.user.id.clone());
    let sending = use_sending();
    let accessed = use_state_eq(|| None::<UserId>);
    let is_making = use_state_eq(|| false);
    use_effect_with((*typed).clone(), {
        let sought = sought.setter();
        move |typed| {
            let typed = typed.clone();
            let task = browser::spawn(async move {
                browser::sleep(TYPING_MS).await;
                sought.set(typed);
            });
            || drop(task)
        }
    });
    let onaccess = {
        let accessed = accessed.setter();
        Callback::from(move |id| accessed.set(Some(id)))
    };
    let users = asked.data().unwrap_or_default();
    let content = asked.data().map(|users| {
        let acts = Acts { sending: &sending, retry: &asked.retry(), onaccess: &onaccess };
        let rows = users.iter().map(|user| row(user, me.as_ref() == Some(&user.user.id), &acts)).collect();
        let heads = [w::members_who(), w::platform_status(), w::platform_memberships(), w::members_do()];
        html! {
            <>
                { table(w::page_platform_users(), &heads, rows) }
                { if users.len() >= usize::from(SHOWN) { line("p", "text-ink-2", w::platform_more_users()) } else { none() } }
            </>
        }
    });
    let search = TextInput { kind: "search", before: Affix::Icon(Symbol::Search), ..TextInput::default() };
    let ontyped = {
        let typed = typed.setter();
        Callback::from(move |text| typed.set(text))
    };
    let new = Press {
        id: "user-new".into(),
        text: w::platform_new_user().into(),
        look: Look::Primary,
        symbol: Some(Symbol::Plus),
        onpress: {
            let is_making = is_making.setter();
            Callback::from(move |()| is_making.set(true))
        },
        ..Press::default()
    };
    let accessed_user = users.iter().find(|user| Some(&user.user.id) == accessed.as_ref()).cloned();
    html! {
        <Frame here={Setting::PlatformUsers} beside={el("span", "ml-auto", [new.draw()])}>
            { text_input(&Field::new("user-search", w::platform_search()), &typed, &search, ontyped) }
            { said(sending.attempt().problem().as_ref(), &sending.attempt().outcome) }
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_platform_users()}
            />
            <NewUser
                open={*is_making}
                done={asked.retry()}
                onclose={let is_making = is_making.setter(); move |()| is_making.set(false)}
            />
            <UserAccess
                user={accessed_user}
                done={asked.retry()}
                onclose={let accessed = accessed.setter(); move |()| accessed.set(None)}
            />
        </Frame>
    }
}

struct Acts<'a> {
    sending: &'a Sending,
    retry: &'a Callback<()>,
    onaccess: &'a Callback<UserId>,
}

impl Acts<'_> {
    /// Sends this, and says that it was done.
    fn act<O: Operation>(&self, request: impl Fn() -> O + 'static, outcome: String) -> Callback<()> {
        let (sending, retry) = (self.sending.clone(), self.retry.clone());
        Callback::from(move |()| {
            let (retry, outcome) = (retry.clone(), outcome.clone());
            sending.change(request(), Vec::new(), move |_| {
                retry.emit(());
                outcome.into()
            });
        })
    }
}

fn row(user: &PlatformUser, is_me: bool, acts: &Acts) -> Vec<Html> {
    let who = el(
        "div",
        "flex items-center gap-2",
        [
            avatar(&user.user.name),
            el(
                "div",
                "min-w-0",
                [
                    el("p", "font-medium text-ink", [tell(&user.user.name)]),
                    el("p", "text-small text-ink-2 wrap-anywhere", [tell(&user.email)]),
                ],
            ),
        ],
    );
    let status = el(
        "div",
        "flex flex-wrap gap-1",
        [
            if user.disabled {
                badge(Shape::SquarePause, w::platform_disabled())
            } else {
                badge(Shape::CircleTick, w::platform_enabled())
            },
            if user.platform_admin { badge(Shape::CircleInfo, w::platform_admin()) } else { none() },
        ],
    );
    let places: Vec<_> =
        user.memberships.iter().map(|one| w::platform_role_in(&one.role.name, &one.tenant.name)).collect();
    let places = if places.is_empty() { w::platform_nowhere().to_owned() } else { places.join(", ") };
    vec![who, status, tell(&places), actions(user, is_me, acts)]
}

fn actions(user: &PlatformUser, is_me: bool, acts: &Acts) -> Html {
    let id = user.user.id.clone();
    let name = &user.user.name;
    let own = is_me.then(|| AttrValue::from(w::platform_not_oneself()));
    let action = |label: &'static str, danger: bool, refused: Option<AttrValue>, run: Callback<()>| {
        MenuItem::Action(MenuAction { label: label.into(), danger, refused, run, ..MenuAction::default() })
    };
    let of = |id: &UserId| id.clone();
    let (one, two) = (of(&id), of(&id));
    let right = if user.platform_admin {
        let run = acts.act(move || RevokePlatformAdmin { user: one.clone() }, w::platform_revoked(name));
        action(w::platform_revoke(), true, None, run)
    } else {
        let run = acts.act(move || GrantPlatformAdmin { user: one.clone() }, w::platform_granted(name));
        action(w::platform_grant(), false, None, run)
    };
    let door = if user.disabled {
        let run = acts.act(move || EnableUser { id: two.clone() }, w::platform_enabled_what(name));
        action(w::platform_enable(), false, None, run)
    } else {
        let run = acts.act(move || DisableUser { id: two.clone() }, w::platform_disabled_what(name));
        action(w::platform_disable(), true, own, run)
    };
    let access = acts.onaccess.reform(move |()| id.clone());
    let items = vec![action(w::platform_access(), false, None, access), right, MenuItem::Separator, door];
    html! {
        <MenuButton
            id={["user-", user.user.id.as_str()].concat()}
            label={w::member_actions(name)}
            content={Some(icon(Symbol::More))}
            class="button button-quiet button-icon"
            items={Rc::new(items)}
        />
    }
}
