//! What is wrong with a form: at its top, with a way to each field; and which field a refusal of the server is about.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::Field;
use crate::browser;
use crate::components::{Shape, glyph};
use crate::words as w;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    /// Id of the control, and its label; nothing where the whole form is meant.
    pub(crate) place: Option<(AttrValue, AttrValue)>,
    pub(crate) message: AttrValue,
}

impl Problem {
    pub(crate) fn of(field: &Field, message: impl Into<AttrValue>) -> Self {
        Self { place: Some((field.id.clone(), field.label.clone())), message: message.into() }
    }

    pub(crate) fn of_form(message: impl Into<AttrValue>) -> Self {
        Self { place: None, message: message.into() }
    }

    /// What is wrong with this field.
    pub(crate) fn at(problems: &[Self], id: &str) -> Option<AttrValue> {
        let mine = |problem: &&Self| problem.place.as_ref().is_some_and(|(place, _)| **place == *id);
        problems.iter().find(mine).map(|problem| problem.message.clone())
    }
}

/// A refusal by the fields it names. The server's message quotes what it is about, as in "`from` must be before `to`";
/// `names` says which field goes by which name there. What names none is about the whole form.
pub(crate) fn refused(message: &str, names: &[(&str, &Field)]) -> Rc<[Problem]> {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let blamed: Rc<[_]> = names
        .iter()
        .filter(|(name, _)| quoted.contains(name))
        .map(|(_, field)| Problem::of(field, message.to_owned()))
        .collect();
    if blamed.is_empty() { [Problem::of_form(message.to_owned())].into() } else { blamed }
}

#[derive(Properties, PartialEq)]
pub(super) struct ErrorSummaryProps {
    pub(super) id: AttrValue,
    pub(super) problems: Rc<[Problem]>,
    /// Grows with each failed attempt: that is when the summary takes the focus.
    pub(super) attempt: u32,
}

#[component]
pub(super) fn ErrorSummary(props: &ErrorSummaryProps) -> Html {
    let ErrorSummaryProps { id, problems, attempt } = props;
    use_effect_with(*attempt, {
        let id = id.clone();
        move |attempt| {
            if *attempt > 0 {
                go_to(&id);
            }
        }
    });
    if problems.is_empty() {
        return Html::default();
    }
    let title = w::form_problems(i64::try_from(problems.len()).unwrap_or(i64::MAX));
    html! {
        <div {id} class="form-summary" role="group" tabindex="-1" aria-labelledby={[id, "-title"].concat()}>
            <span class="flex h-5 items-center">{ glyph(Shape::Octagon) }</span>
            <div class="min-w-0">
                <p id={[id, "-title"].concat()} class="font-semibold">{ title }</p>
                <ul>{ for problems.iter().map(item) }</ul>
            </div>
        </div>
    }
}

fn item(problem: &Problem) -> Html {
    let Some((id, label)) = &problem.place else {
        return html! { <li class="wrap-anywhere">{ problem.message.clone() }</li> };
    };
    let onclick = {
        let id = id.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            go_to(&id);
        })
    };
    html! {
        <li class="wrap-anywhere">
            <a class="form-summary-link" href={["#", id].concat()} {onclick}>{ label.clone() }</a>
            { w::form_problem(&problem.message) }
        </li>
    }
}

/// The focus to a control, in sight; of a group to the first of its controls.
fn go_to(id: &str) {
    let Some(element) = browser::element(id) else { return };
    let first =
        (element.tag_name() == "FIELDSET").then(|| element.query_selector("input").ok().flatten()).flatten();
    if let Ok(target) = first.unwrap_or(element).dyn_into::<HtmlElement>() {
        let _ = target.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_goes_to_the_fields_it_quotes() {
        let (from, to) = (Field::new("window-from", "From"), Field::new("window-to", "To"));
        let names = [("from", &from), ("to", &to)];
        let problems = refused("`from` must be before `to`", &names);
        assert_eq!(problems.len(), 2);
        assert_eq!(Problem::at(&problems, "window-to").as_deref(), Some("`from` must be before `to`"));
        let problems = refused("from is taken", &names);
        assert_eq!(*problems, [Problem::of_form("from is taken")]);
        assert_eq!(Problem::at(&problems, "window-from"), None);
    }
}
