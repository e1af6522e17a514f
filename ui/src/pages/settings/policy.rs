//! What the tenant asks of who signs in: whom for a second factor, and when sessions end.

use std::rc::Rc;

use console_api::operations::{GetSignInPolicy, PutSignInPolicy};
use console_api::second_factor::{SecondFactorPolicy, SignInPolicy};
use yew::prelude::*;

use super::frame::{Frame, section};
use crate::cache::use_query;
use crate::components::LoadedView;
use crate::components::form::{Bounds, Choice, Field, Form, Problem, number_input, radio_group};
use crate::route::Setting;
use crate::sending::use_sending;
use crate::words as w;

const IDLE: Bounds = Bounds { min: 5, max: 10_080, step: 5 };
const LIFETIME: Bounds = Bounds { min: 1, max: 2_160, step: 1 };

#[component]
pub(super) fn Policy() -> Html {
    let asked = use_query(GetSignInPolicy {});
    let content = asked.data().map(|policy| {
        section(w::page_policy(), w::policy_help(), html! { <PolicyForm {policy} done={asked.retry()} /> })
    });
    html! {
        <Frame here={Setting::Policy}>
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_policy()}
            />
        </Frame>
    }
}

#[derive(Properties, PartialEq)]
struct PolicyFormProps {
    policy: Rc<SignInPolicy>,
    done: Callback<()>,
}

#[component]
fn PolicyForm(props: &PolicyFormProps) -> Html {
    let policy = &props.policy;
    let sending = use_sending();
    let factor = use_state_eq(|| policy.second_factor);
    let idle = use_state_eq(|| policy.idle_minutes.to_string());
    let lifetime = use_state_eq(|| policy.lifetime_hours.to_string());
    let fields = [
        Field { required: true, ..Field::new("policy-factor", w::policy_factor()) },
        Field {
            required: true,
            hint: Some(w::policy_idle_help().into()),
            ..Field::new("policy-idle", w::policy_idle())
        },
        Field {
            required: true,
            hint: Some(w::policy_lifetime_help().into()),
            ..Field::new("policy-lifetime", w::policy_lifetime())
        },
    ];
    let onsubmit = {
        let (sending, fields, done) = (sending.clone(), fields.clone(), props.done.clone());
        let (factor, idle, lifetime) = (factor.clone(), idle.clone(), lifetime.clone());
        Callback::from(move |()| {
            let checks = [(&fields[1], IDLE.problem(&idle)), (&fields[2], LIFETIME.problem(&lifetime))];
            let wrong: Vec<_> = checks
                .into_iter()
                .filter_map(|(field, problem)| Some(Problem::of(field, problem?)))
                .collect();
            let (Ok(idle_minutes), Ok(lifetime_hours), true) =
                (idle.trim().parse(), lifetime.trim().parse(), wrong.is_empty())
            else {
                return sending.refuse(wrong.into());
            };
            let request = PutSignInPolicy { second_factor: *factor, idle_minutes, lifetime_hours };
            let names = vec![
                ("secondFactor", fields[0].clone()),
                ("idleMinutes", fields[1].clone()),
                ("lifetimeHours", fields[2].clone()),
            ];
            let done = done.clone();
            sending.change(request, names, move |_| {
                done.emit(());
                w::saved().into()
            });
        })
    };
    let attempt = sending.attempt();
    let [factor_field, idle_field, lifetime_field] = fields.map(|field| attempt.mark(field));
    let choices = SecondFactorPolicy::ALL.map(|policy| Choice::new(policy.as_str(), whom(policy)));
    let onfactor = {
        let factor = factor.setter();
        Callback::from(move |value: AttrValue| {
            if let Some(chosen) = SecondFactorPolicy::parse(&value) {
                factor.set(chosen);
            }
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let dirty = *factor != policy.second_factor
        || *idle != policy.idle_minutes.to_string()
        || *lifetime != policy.lifetime_hours.to_string();
    html! {
        <Form
            id="policy"
            label={w::page_policy()}
            problems={attempt.problems.clone()}
            failures={attempt.failures}
            action={w::policy_save()}
            busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
            outcome={attempt.outcome.clone()}
            {dirty}
            {onsubmit}
        >
            { radio_group(&factor_field, &choices, Some(factor.as_str()), &onfactor) }
            { number_input(&idle_field, &idle, IDLE, w::policy_minutes(), &typed(&idle)) }
            { number_input(&lifetime_field, &lifetime, LIFETIME, w::policy_hours(), &typed(&lifetime)) }
        </Form>
    }
}

fn whom(policy: SecondFactorPolicy) -> &'static str {
    match policy {
        SecondFactorPolicy::Off => w::policy_off(),
        SecondFactorPolicy::Owners => w::policy_owners(),
        SecondFactorPolicy::Admins => w::policy_admins(),
        SecondFactorPolicy::Members => w::policy_members(),
        SecondFactorPolicy::All => w::policy_all(),
    }
}
