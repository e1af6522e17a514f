//! What is dangerous asks again who one is, when signing in was a while ago: over the page, and what was asked for goes
//! on.

use console_api::operations::ProveSession;
use yew::prelude::*;

use crate::components::form::{Field, Form, PasswordInput, Problem};
use crate::components::overlays::dialog::Dialog;
use crate::sending::use_sending;
use crate::words as w;

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct ProofProps {
    /// True once it is shown, false when it was given up.
    pub(crate) ondone: Callback<bool>,
}

#[component]
pub(crate) fn Proof(props: &ProofProps) -> Html {
    let sending = use_sending();
    let password = use_state_eq(String::new);
    let field = Field { required: true, ..Field::new("proof-password", w::field_password()) };
    let onsubmit = {
        let (sending, field, password, ondone) =
            (sending.clone(), field.clone(), password.clone(), props.ondone.clone());
        Callback::from(move |()| {
            if password.is_empty() {
                return sending.refuse([Problem::of(&field, w::field_password_missing())].into());
            }
            let ondone = ondone.clone();
            let request = ProveSession { password: (*password).clone().into() };
            sending.change(request, vec![("password", field.clone())], move |_| {
                ondone.emit(true);
                AttrValue::default()
            });
        })
    };
    let onpassword = {
        let password = password.setter();
        Callback::from(move |text| password.set(text))
    };
    let give_up = props.ondone.reform(|()| false);
    let attempt = sending.attempt();
    html! {
        <Dialog
            id="proof"
            title={w::proof_title()}
            about={AttrValue::from(w::proof_help())}
            open={true}
            light={false}
            onclose={give_up.clone()}
        >
            <Form
                id="proof-form"
                label={w::proof_title()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::proof_go_on()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                {onsubmit}
                oncancel={Some(give_up)}
            >
                <PasswordInput
                    field={attempt.mark(field)}
                    value={(*password).clone()}
                    autocomplete="current-password"
                    onchange={onpassword}
                />
            </Form>
        </Dialog>
    }
}
