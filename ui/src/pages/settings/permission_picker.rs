//! Choosing permissions: what a token or a role is to have, of what the chooser has.

use console_api::Permission;
use yew::prelude::*;

use crate::components::form::{Field, Look, Press, checkbox};
use crate::dom::{el, el_of};
use crate::permission_words::says;
use crate::words as w;

/// One box each. What the chooser does not have cannot be chosen, unless it is chosen already.
pub(super) fn permission_picker(
    field: &Field,
    chosen: &[Permission],
    grantable: &[Permission],
    onchange: &Callback<Vec<Permission>>,
) -> Html {
    let boxes = Permission::ALL.into_iter().map(|permission| {
        let is_chosen = chosen.contains(&permission);
        let one = Field {
            hint: Some(permission.as_str().into()),
            disabled: !is_chosen && !grantable.contains(&permission),
            ..Field::new([&field.id, "-", permission.as_str()].concat().replace(':', "-"), says(permission))
        };
        let (onchange, chosen) = (onchange.clone(), chosen.to_vec());
        let ontick = Callback::from(move |is_on: bool| {
            let kept = |one: &Permission| if *one == permission { is_on } else { chosen.contains(one) };
            onchange.emit(Permission::ALL.into_iter().filter(kept).collect());
        });
        checkbox(&one, Some(is_chosen), ontick)
    });
    let preset = |name: &str, text: &'static str, wanted: fn(Permission) -> bool| {
        let (onchange, grantable) = (onchange.clone(), grantable.to_vec());
        let onpress = Callback::from(move |()| {
            let held = |one: &Permission| grantable.contains(one) && wanted(*one);
            onchange.emit(Permission::ALL.into_iter().filter(held).collect());
        });
        Press {
            id: [&field.id, "-", name].concat().into(),
            text: text.into(),
            look: Look::Link,
            onpress,
            ..Press::default()
        }
        .draw()
    };
    let presets = el(
        "div",
        "flex flex-wrap gap-x-4",
        [
            preset("reading", w::permissions_reading(), |permission| permission.as_str().ends_with(":read")),
            preset("all", w::permissions_all(), |_| true),
            preset("none", w::permissions_none(), |_| false),
        ],
    );
    let error = match &field.error {
        Some(error) => {
            html! { <p id={[&field.id, "-error"].concat()} class="form-error">{ error.clone() }</p> }
        }
        None => Html::default(),
    };
    html! {
        <fieldset id={field.id.clone()} class="form-field" tabindex="-1" aria-describedby={field.error.as_ref().map(|_| [&field.id, "-error"].concat())}>
            <legend class="form-label">{ field.label.clone() }</legend>
            { presets }
            { error }
            { el_of("div", "flex flex-col gap-1", boxes.collect()) }
        </fieldset>
    }
}
