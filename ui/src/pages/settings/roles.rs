//! The roles and what each permits, as one table; the tenant's own can be made, changed and deleted.

use std::rc::Rc;

use console_api::Permission;
use console_api::operations::{DeleteRole, ListRoles};
use console_api::role::Role;
use yew::prelude::*;

use super::frame::Frame;
use super::role_editor::{Edited, RoleEditor};
use crate::cache::use_query;
use crate::components::display::permission::Gated;
use crate::components::form::{Look, Press};
use crate::components::overlays::confirm::Confirm;
use crate::components::overlays::menu::{MenuAction, MenuButton, MenuItem};
use crate::components::{LoadedView, Shape, Symbol, glyph, icon};
use crate::dom::{el, line, none, tell};
use crate::permission_words::says;
use crate::route::Setting;
use crate::sending::use_sending;
use crate::session::use_session;
use crate::words as w;

#[component]
pub(super) fn Roles() -> Html {
    let asked = use_query(ListRoles {});
    let may = use_session().may(Permission::RolesManage);
    let edited = use_state_eq(|| None::<Edited>);
    let doomed = use_state_eq(|| None::<Role>);
    let deleting = use_sending();
    let edit = {
        let edited = edited.setter();
        Callback::from(move |what: Edited| edited.set(Some(what)))
    };
    let doom = {
        let (doomed, deleting) = (doomed.setter(), deleting.clone());
        Callback::from(move |role: Role| {
            deleting.forget();
            doomed.set(Some(role));
        })
    };
    let new = Press {
        id: "role-new".into(),
        text: w::role_new().into(),
        look: Look::Primary,
        symbol: Some(Symbol::Plus),
        onpress: edit.reform(|()| Edited::New { name: String::new(), permissions: Vec::new() }),
        ..Press::default()
    };
    let content = asked.data().map(|roles| {
        html! { <>{ line("p", "max-w-136 text-ink-2", w::roles_help()) }{ matrix(&roles, may, &edit, &doom) }</> }
    });
    let name = doomed.as_ref().map(|role| role.name.clone()).unwrap_or_default();
    let onconfirm = {
        let (doomed, deleting, retry) = (doomed.clone(), deleting.clone(), asked.retry());
        Callback::from(move |()| {
            let Some(role) = &*doomed else { return };
            let (gone, retry) = (doomed.setter(), retry.clone());
            deleting.change(DeleteRole { id: role.id.clone() }, Vec::new(), move |_| {
                retry.emit(());
                gone.set(None);
                AttrValue::default()
            });
        })
    };
    html! {
        <Frame
            here={Setting::Roles}
            beside={el("span", "ml-auto", [html! { <Gated needs={Permission::RolesManage} press={new} /> }])}
        >
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_roles()}
            />
            <RoleEditor
                edited={(*edited).clone()}
                taken={asked.data().unwrap_or_default()}
                done={asked.retry()}
                onclose={let edited = edited.setter(); move |()| edited.set(None)}
            />
            <Confirm
                id="role-delete"
                open={doomed.is_some()}
                title={w::role_delete_title(&name)}
                about={w::role_delete_about()}
                action={w::role_delete()}
                busy={deleting.is_busy()}
                error={deleting.attempt().problem()}
                {onconfirm}
                oncancel={let doomed = doomed.setter(); move |()| doomed.set(None)}
            />
        </Frame>
    }
}

/// A row per permission, a column per role.
fn matrix(roles: &Rc<Vec<Role>>, may: bool, edit: &Callback<Edited>, doom: &Callback<Role>) -> Html {
    let head = |role: &Role| {
        let kind = if role.built_in { w::role_built_in() } else { w::role_own() };
        html! {
            <th scope="col" key={role.id.0.clone()}>
                <span class="flex items-center gap-1">
                    <span class="min-w-0">
                        { tell(&role.name) }
                        <span class="block text-caption font-normal text-ink-2">{ kind }</span>
                    </span>
                    { if may { actions(role, edit, doom) } else { none() } }
                </span>
            </th>
        }
    };
    let row = |permission: Permission| {
        let cell = |role: &Role| {
            let has = role.permissions.contains(&permission);
            let (shape, words) = if has {
                (Shape::CircleTick, w::role_may())
            } else {
                (Shape::CircleMinus, w::role_may_not())
            };
            html! { <td>{ glyph(shape) }<span class="sr-only">{ words }</span></td> }
        };
        html! {
            <tr>
                <th scope="row" class="matrix-name">
                    { says(permission) }
                    <span class="block font-mono text-small font-normal text-ink-2">{ permission.as_str() }</span>
                </th>
                { for roles.iter().map(cell) }
            </tr>
        }
    };
    html! {
        <div class="matrix" role="region" aria-label={w::roles_table()} tabindex="0">
            <table class="table">
                <caption class="sr-only">{ w::roles_table() }</caption>
                <thead><tr><th scope="col" class="matrix-name">{ w::roles_permission() }</th>{ for roles.iter().map(head) }</tr></thead>
                <tbody>{ for Permission::ALL.into_iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn actions(role: &Role, edit: &Callback<Edited>, doom: &Callback<Role>) -> Html {
    let fixed = role.built_in.then(|| AttrValue::from(w::role_fixed()));
    let with = |run: Callback<()>, label: &'static str, refused: Option<AttrValue>, danger: bool| {
        MenuItem::Action(MenuAction { label: label.into(), refused, danger, run, ..MenuAction::default() })
    };
    let (changed, copied) = (role.clone(), role.clone());
    let copy = move |()| Edited::New {
        name: w::role_copy_name(&copied.name),
        permissions: copied.permissions.clone(),
    };
    let doomed = role.clone();
    let items = vec![
        with(edit.reform(move |()| Edited::Role(changed.clone())), w::role_edit(), fixed.clone(), false),
        with(edit.reform(copy), w::role_copy(), None, false),
        MenuItem::Separator,
        with(doom.reform(move |()| doomed.clone()), w::role_delete(), fixed, true),
    ];
    html! {
        <MenuButton
            id={["role-menu-", role.id.as_str()].concat()}
            label={w::role_actions(&role.name)}
            content={Some(icon(Symbol::More))}
            class="button button-quiet button-icon"
            items={Rc::new(items)}
        />
    }
}
