//! A form that can be sent: by itself it finds what is missing; some names the "server" refuses.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::form::{
    Bounds, Choice, Field, Form, Problem, Select, TextArea, TextInput, number_input, radio_group, refused,
    text_input,
};
use crate::pages::gallery::specimen;

const LIMIT: Bounds = Bounds { min: 50, max: 5_000, step: 50 };

pub(super) fn form() -> Html {
    specimen("A name of taken is refused; busy stays busy", html! { <RuleForm /> })
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Draft {
    name: String,
    limit: String,
    service: Option<AttrValue>,
    urgency: Option<AttrValue>,
    note: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Attempt {
    problems: Rc<[Problem]>,
    failures: u32,
    is_busy: bool,
    saved: Option<Draft>,
}

fn fields() -> [Field; 5] {
    let required = |id: &'static str, label: &'static str| Field { required: true, ..Field::new(id, label) };
    [
        required("rule-name", "Name"),
        required("rule-limit", "Longest charge"),
        required("rule-service", "Service"),
        required("rule-urgency", "How to tell you"),
        Field { limit: Some(80), ..Field::new("rule-note", "Note") },
    ]
}

/// What the form finds by itself; then what a server would say.
fn check(draft: &Draft) -> Rc<[Problem]> {
    let [name, limit, service, urgency, note] = fields();
    let mut problems = Vec::new();
    if draft.name.trim().is_empty() {
        problems.push(Problem::of(&name, "Give the rule a name"));
    }
    if let Some(problem) = LIMIT.problem(&draft.limit) {
        problems.push(Problem::of(&limit, problem));
    }
    if draft.service.is_none() {
        problems.push(Problem::of(&service, "Choose a service"));
    }
    if draft.urgency.is_none() {
        problems.push(Problem::of(&urgency, "Choose one of them"));
    }
    if draft.note.chars().count() > 80 {
        problems.push(Problem::of(&note, "Shorten it to 80 characters"));
    }
    if problems.is_empty() && draft.name == "taken" {
        return refused("a rule with this `name` exists", &[("name", &name), ("limit", &limit)]);
    }
    problems.into()
}

#[component]
fn RuleForm() -> Html {
    let draft = use_state_eq(Draft::default);
    let attempt = use_state_eq(Attempt::default);
    let [name, limit, service, urgency, note] = fields().map(|field| {
        let error = Problem::at(&attempt.problems, &field.id);
        Field { error, ..field }
    });
    let onsubmit = {
        let (draft, attempt) = (draft.clone(), attempt.clone());
        Callback::from(move |()| {
            let problems = check(&draft);
            attempt.set(if problems.is_empty() && draft.name == "busy" {
                Attempt { problems, is_busy: true, ..(*attempt).clone() }
            } else if problems.is_empty() {
                Attempt { saved: Some((*draft).clone()), ..Attempt::default() }
            } else {
                Attempt { problems, failures: attempt.failures + 1, ..(*attempt).clone() }
            });
        })
    };
    let changed = |change: fn(&mut Draft, String)| {
        let draft = draft.clone();
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            change(&mut next, text);
            draft.set(next);
        })
    };
    let chosen = |change: fn(&mut Draft, AttrValue)| {
        let draft = draft.clone();
        Callback::from(move |value: AttrValue| {
            let mut next = (*draft).clone();
            change(&mut next, value);
            draft.set(next);
        })
    };
    let names: Rc<[Choice]> = ["cart", "checkout", "payment"].map(|name| Choice::new(name, name)).into();
    let urgencies = [Choice::new("page", "Page"), Choice::new("ticket", "Ticket")];
    html! {
        <Form
            id="rule"
            label="New rule"
            problems={attempt.problems.clone()}
            failures={attempt.failures}
            action="Save rule"
            busy={attempt.is_busy.then(|| AttrValue::from("Saving rule…"))}
            dirty={*draft != attempt.saved.clone().unwrap_or_default()}
            outcome={attempt.saved.as_ref().map_or("", |_| "Saved")}
            {onsubmit}
        >
            { text_input(&name, &draft.name, &TextInput::default(), changed(|draft, text| draft.name = text)) }
            { number_input(&limit, &draft.limit, LIMIT, "ms", &changed(|draft, text| draft.limit = text)) }
            <Select field={service} choices={names} value={draft.service.clone()} onchange={chosen(|draft, value| draft.service = Some(value))} />
            { radio_group(&urgency, &urgencies, draft.urgency.as_deref(), &chosen(|draft, value| draft.urgency = Some(value))) }
            <TextArea field={note} value={draft.note.clone()} onchange={changed(|draft, text| draft.note = text)} />
        </Form>
    }
}
