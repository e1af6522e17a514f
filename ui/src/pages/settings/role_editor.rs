//! Making a role of the tenant's own, or changing what one permits.

use std::rc::Rc;

use console_api::operations::PutRole;
use console_api::role::Role;
use console_api::{Permission, RoleId};
use yew::prelude::*;

use super::permission_picker::permission_picker;
use crate::components::form::{Field, Form, Problem, TextInput, text_input};
use crate::components::overlays::dialog::{Dialog, Side};
use crate::sending::use_sending;
use crate::session::use_session;
use crate::words as w;

const MOST_LETTERS: usize = 80;
/// Letters of a role's id at most.
const MOST_OF_ID: usize = 40;

/// What is edited.
#[derive(Clone, PartialEq)]
pub(super) enum Edited {
    Role(Role),
    New { name: String, permissions: Vec<Permission> },
}

#[derive(Properties, PartialEq)]
pub(super) struct RoleEditorProps {
    /// Nothing while none is open.
    pub(super) edited: Option<Edited>,
    /// The roles there are.
    pub(super) taken: Rc<Vec<Role>>,
    /// Reads the roles anew.
    pub(super) done: Callback<()>,
    pub(super) onclose: Callback<()>,
}

#[component]
pub(super) fn RoleEditor(props: &RoleEditorProps) -> Html {
    let grantable = use_session().0.map(|me| me.permissions.clone()).unwrap_or_default();
    let sending = use_sending();
    let draft = use_state_eq(|| (String::new(), Vec::<Permission>::new()));
    use_effect_with(props.edited.clone(), {
        let (draft, sending) = (draft.setter(), sending.clone());
        move |edited| {
            sending.forget();
            match edited {
                Some(Edited::Role(role)) => draft.set((role.name.clone(), role.permissions.clone())),
                Some(Edited::New { name, permissions }) => draft.set((name.clone(), permissions.clone())),
                None => {}
            }
        }
    });
    let fields = [
        Field { required: true, limit: Some(MOST_LETTERS), ..Field::new("role-name", w::field_name()) },
        Field::new("role-may", w::role_permissions()),
    ];
    let onsubmit = {
        let (sending, fields, draft) = (sending.clone(), fields.clone(), draft.clone());
        let (edited, taken) = (props.edited.clone(), Rc::clone(&props.taken));
        let (done, onclose) = (props.done.clone(), props.onclose.clone());
        Callback::from(move |()| {
            let (name, permissions) = (*draft).clone();
            let id = match &edited {
                Some(Edited::Role(role)) => role.id.clone(),
                _ => RoleId(id_of(&name, &taken)),
            };
            if id.as_str().is_empty() {
                return sending.refuse([Problem::of(&fields[0], w::role_name_missing())].into());
            }
            let names = vec![
                ("name", fields[0].clone()),
                ("id", fields[0].clone()),
                ("permissions", fields[1].clone()),
            ];
            let (done, onclose) = (done.clone(), onclose.clone());
            sending.change(PutRole { id, name: name.trim().to_owned(), permissions }, names, move |_| {
                done.emit(());
                onclose.emit(());
                AttrValue::default()
            });
        })
    };
    let attempt = sending.attempt();
    let [name_field, may_field] = fields.map(|field| attempt.mark(field));
    let (name, permissions) = &*draft;
    let onname = {
        let (draft, permissions) = (draft.setter(), permissions.clone());
        Callback::from(move |name| draft.set((name, permissions.clone())))
    };
    let onchosen = {
        let (draft, name) = (draft.setter(), name.clone());
        Callback::from(move |permissions| draft.set((name.clone(), permissions)))
    };
    let title = match &props.edited {
        Some(Edited::Role(role)) => w::role_edit_title(&role.name),
        _ => w::role_new().to_owned(),
    };
    html! {
        <Dialog
            id="role-editor"
            title={title.clone()}
            about={AttrValue::from(w::role_edit_about())}
            open={props.edited.is_some()}
            side={Side::End}
            light={false}
            onclose={props.onclose.clone()}
        >
            <Form
                id="role-form"
                label={title}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::role_save()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                {onsubmit}
                oncancel={Some(props.onclose.clone())}
            >
                { text_input(&name_field, name, &TextInput::default(), onname) }
                { permission_picker(&may_field, permissions, &grantable, &onchosen) }
            </Form>
        </Dialog>
    }
}

/// What a role of that name is called in requests: `a-z`, `0-9` and `-`, and nobody else's.
fn id_of(name: &str, taken: &[Role]) -> String {
    let mut id = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => id.push(letter),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    id.truncate(MOST_OF_ID - 3);
    let id = id.trim_end_matches('-');
    let id = if id.is_empty() && !name.trim().is_empty() { "role" } else { id };
    let is_free = |id: &str| taken.iter().all(|role| role.id.as_str() != id);
    if is_free(id) {
        return id.to_owned();
    }
    let numbered = |number: usize| [id, "-", &number.to_string()].concat();
    (2..100).map(numbered).find(|id| is_free(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use console_api::role::BuiltInRole;

    use super::*;

    #[test]
    fn a_name_becomes_an_id_that_is_free() {
        let taken: Vec<_> = BuiltInRole::ALL.into_iter().map(BuiltInRole::role).collect();
        assert_eq!(id_of("On call (EU)", &taken), "on-call-eu");
        assert_eq!(id_of("  Owner ", &taken), "owner-2");
        assert_eq!(id_of("", &taken), "");
        assert_eq!(id_of("值班", &taken), "role");
        assert!(id_of(&"long ".repeat(40), &taken).len() <= MOST_OF_ID);
    }
}
