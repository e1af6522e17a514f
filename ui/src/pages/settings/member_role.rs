//! Giving a member another role. It can be taken back like any other change.

use std::rc::Rc;

use console_api::RoleId;
use console_api::member::Member;
use console_api::operations::SetMemberRole;
use console_api::role::Role;
use futures_util::future::LocalBoxFuture;
use yew::prelude::*;

use crate::cache::use_cache;
use crate::client::Client;
use crate::components::form::{Choice, Field, Form, radio_group};
use crate::components::overlays::dialog::Dialog;
use crate::sending::{in_words, use_sending};
use crate::undo::{Attempt, Deed, use_undo};
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct MemberRoleProps {
    /// Whose; nothing while nobody is asked about.
    pub(super) member: Option<Member>,
    pub(super) roles: Rc<Vec<Role>>,
    /// Reads the members anew.
    pub(super) done: Callback<()>,
    pub(super) onclose: Callback<()>,
}

#[component]
pub(super) fn MemberRole(props: &MemberRoleProps) -> Html {
    let chosen = use_state_eq(|| None::<AttrValue>);
    let sending = use_sending();
    let undo = use_undo();
    let client = use_cache().client().clone();
    use_effect_with(props.member.clone(), {
        let (chosen, sending) = (chosen.setter(), sending.clone());
        move |member| {
            chosen.set(member.as_ref().map(|member| member.role.id.0.clone().into()));
            sending.forget();
        }
    });
    let field =
        sending.attempt().mark(Field { required: true, ..Field::new("member-role", w::members_role()) });
    let onsubmit = {
        let (member, roles) = (props.member.clone(), Rc::clone(&props.roles));
        let (done, onclose) = (props.done.clone(), props.onclose.clone());
        let (sending, chosen, field) = (sending.clone(), chosen.clone(), field.clone());
        Callback::from(move |()| {
            let (Some(member), Some(role)) = (&member, chosen.as_deref().map(RoleId::from)) else { return };
            if role == member.role.id {
                return onclose.emit(());
            }
            let name = roles
                .iter()
                .find(|known| known.id == role)
                .map_or_else(|| role.0.clone(), |role| role.name.clone());
            let set = |role: &RoleId| set_role(&client, &done, member, role);
            let deed = Deed {
                label: w::member_role_deed(&member.user.name, &name),
                revert: set(&member.role.id),
                again: set(&role),
            };
            let (done, onclose, undo) = (done.clone(), onclose.clone(), undo.clone());
            let request = SetMemberRole { id: member.user.id.clone(), role };
            sending.change(request, vec![("role", field.clone())], move |_| {
                undo.record(deed);
                done.emit(());
                onclose.emit(());
                AttrValue::default()
            });
        })
    };
    let onchange = {
        let chosen = chosen.setter();
        Callback::from(move |value| chosen.set(Some(value)))
    };
    let name = props.member.as_ref().map(|member| member.user.name.clone()).unwrap_or_default();
    let attempt = sending.attempt();
    html! {
        <Dialog
            id="member-role-dialog"
            title={w::member_role_title(&name)}
            open={props.member.is_some()}
            onclose={props.onclose.clone()}
        >
            <Form
                id="member-role-form"
                label={w::member_role_title(&name)}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::member_role_give()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                {onsubmit}
                oncancel={Some(props.onclose.clone())}
            >
                { radio_group(&field, &role_choices(&props.roles), chosen.as_deref(), &onchange) }
            </Form>
        </Dialog>
    }
}

/// Roles with how much they permit.
pub(super) fn role_choices(roles: &[Role]) -> Vec<Choice> {
    let choice = |role: &Role| Choice {
        note: Some(w::role_permits(i64::try_from(role.permissions.len()).unwrap_or(i64::MAX)).into()),
        ..Choice::new(role.id.0.clone(), role.name.clone())
    };
    roles.iter().map(choice).collect()
}

fn set_role(client: &Client, done: &Callback<()>, member: &Member, role: &RoleId) -> Attempt {
    let (client, done) = (client.clone(), done.clone());
    let (id, role) = (member.user.id.clone(), role.clone());
    Rc::new(move || -> LocalBoxFuture<'static, Result<(), String>> {
        let (client, done) = (client.clone(), done.clone());
        let request = SetMemberRole { id: id.clone(), role: role.clone() };
        Box::pin(async move {
            client.change(&request).await.map_err(|error| in_words(&error))?;
            done.emit(());
            Ok(())
        })
    })
}
