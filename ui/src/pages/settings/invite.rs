//! Inviting somebody; then the link to send, this once.

use std::rc::Rc;

use console_api::RoleId;
use console_api::operations::CreateInvitation;
use console_api::role::Role;
use yew::prelude::*;

use super::member_role::role_choices;
use super::new_token::secret_line;
use crate::browser;
use crate::components::Shape;
use crate::components::display::plain::alert;
use crate::components::form::{Field, Form, Problem, TextInput, radio_group, text_input};
use crate::components::overlays::dialog::Dialog;
use crate::dom::{el, line, none};
use crate::route::{Door, Route};
use crate::sending::use_sending;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct InviteProps {
    pub(super) open: bool,
    pub(super) roles: Rc<Vec<Role>>,
    pub(super) onclose: Callback<()>,
}

/// Closing it forgets the link.
#[component]
pub(super) fn Invite(props: &InviteProps) -> Html {
    let sending = use_sending();
    let (email, role) = (use_state_eq(String::new), use_state_eq(|| None::<AttrValue>));
    // The link, and whether a mail with it is on its way.
    let link = use_state_eq(|| None::<(String, bool)>);
    let onclose = {
        let (email, role, link) = (email.setter(), role.setter(), link.setter());
        let (sending, onclose) = (sending.clone(), props.onclose.clone());
        Callback::from(move |()| {
            email.set(String::new());
            role.set(None);
            link.set(None);
            sending.forget();
            onclose.emit(());
        })
    };
    let fields = [
        Field { required: true, ..Field::new("invite-email", w::field_email()) },
        Field { required: true, ..Field::new("invite-role", w::members_role()) },
    ];
    let onsubmit = {
        let (sending, fields, link) = (sending.clone(), fields.clone(), link.setter());
        let (email, role) = (email.clone(), role.clone());
        Callback::from(move |()| {
            let mut missing = Vec::new();
            if email.trim().is_empty() {
                missing.push(Problem::of(&fields[0], w::invite_email_missing()));
            }
            if role.is_none() {
                missing.push(Problem::of(&fields[1], w::invite_role_missing()));
            }
            let (Some(role), true) = (role.as_deref(), missing.is_empty()) else {
                return sending.refuse(missing.into());
            };
            let request = CreateInvitation { email: email.trim().to_owned(), role: RoleId::from(role) };
            let names = vec![("email", fields[0].clone()), ("role", fields[1].clone())];
            let link = link.clone();
            sending.change(request, names, move |new| {
                let path = Route::Door(Door::Invitation).path();
                link.set(Some(([&browser::origin(), path, "#", &new.secret.0].concat(), new.mailed)));
                AttrValue::default()
            });
        })
    };
    let attempt = sending.attempt();
    let [email_field, role_field] = fields.map(|field| attempt.mark(field));
    let as_email = TextInput { kind: "email", ..TextInput::default() };
    let onemail = {
        let email = email.setter();
        Callback::from(move |text| email.set(text))
    };
    let onrole = {
        let role = role.setter();
        Callback::from(move |value| role.set(Some(value)))
    };
    let done = html! {
        <button type="button" class="button button-outline" onclick={onclose.reform(|_: MouseEvent| ())}>
            { w::close() }
        </button>
    };
    html! {
        <Dialog
            id="invite-dialog"
            title={if link.is_some() { w::invite_made() } else { w::invite_title() }}
            open={props.open}
            light={false}
            onclose={onclose.clone()}
            foot={if link.is_some() { done } else { none() }}
        >
            if let Some((link, is_mailed)) = &*link {
                { el("div", "flex flex-col gap-4", [
                    if *is_mailed {
                            alert(Shape::CircleTick, w::invite_mailed(), line("p", "", w::invite_mailed_help()), false)
                        } else {
                            alert(Shape::Triangle, w::invite_once(), line("p", "", w::invite_once_help()), false)
                        },
                    secret_line(link, w::copy_link()),
                ]) }
            } else {
                <Form
                    id="invite-form"
                    label={w::invite_title()}
                    problems={attempt.problems.clone()}
                    failures={attempt.failures}
                    action={w::invite()}
                    busy={attempt.is_busy.then(|| AttrValue::from(w::invite_busy()))}
                    {onsubmit}
                    oncancel={Some(onclose)}
                >
                    { text_input(&email_field, &email, &as_email, onemail) }
                    { radio_group(&role_field, &role_choices(&props.roles), role.as_deref(), &onrole) }
                </Form>
            }
        </Dialog>
    }
}
