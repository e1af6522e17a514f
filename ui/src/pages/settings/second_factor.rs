//! The second factor: enrolling an authenticator app, its recovery codes, and doing without it again.

use console_api::operations::{
    ConfirmSecondFactor, DisableSecondFactor, EnrolSecondFactor, GetSecondFactor, RenewRecoveryCodes,
};
use console_api::second_factor::{Enrolment, RecoveryCodes, SecondFactor as State};
use console_api::secret::Secret;
use console_api::wire::push_encoded;
use yew::prelude::*;

use super::day;
use super::new_token::secret_line;
use crate::cache::use_query;
use crate::clock::use_clock;
use crate::components::display::plain::alert;
use crate::components::form::{Field, Form, Look, PasswordInput, Press, Ready, text_input};
use crate::components::overlays::dialog::Dialog;
use crate::components::{LoadedView, Shape, badge, copy_button};
use crate::dom::{el, line, none, tell, tell_around};
use crate::pages::door::{code_field, code_input};
use crate::sending::use_sending;
use crate::words as w;

/// Shown instead of the section once something has to be written down.
#[derive(Clone, PartialEq)]
enum Stage {
    Rest,
    Enrolling(Enrolment),
    Codes(RecoveryCodes),
}

#[derive(Properties, PartialEq)]
pub(crate) struct SecondFactorProps {
    /// Called when there is one.
    #[prop_or_default]
    pub(crate) onenrolled: Callback<()>,
}

#[component]
pub(crate) fn SecondFactor(props: &SecondFactorProps) -> Html {
    let asked = use_query(GetSecondFactor {});
    let stage = use_state_eq(|| Stage::Rest);
    let to = {
        let stage = stage.setter();
        Callback::from(move |next| stage.set(next))
    };
    let done = {
        let (retry, to, onenrolled) = (asked.retry(), to.clone(), props.onenrolled.clone());
        Callback::from(move |()| {
            to.emit(Stage::Rest);
            retry.emit(());
            onenrolled.emit(());
        })
    };
    match &*stage {
        Stage::Enrolling(enrolment) => {
            html! { <Confirming enrolment={enrolment.clone()} {to} /> }
        }
        Stage::Codes(codes) => recovery_codes(codes, &done),
        Stage::Rest => {
            let content = asked
                .data()
                .map(|state| html! { <Rest state={(*state).clone()} {to} retry={asked.retry()} /> });
            html! {
                <LoadedView
                    {content}
                    error={asked.error()}
                    fetched_at={asked.fetched_at()}
                    retry={asked.retry()}
                    noun={w::noun_second_factor()}
                />
            }
        }
    }
}

#[derive(Properties, PartialEq)]
struct RestProps {
    state: State,
    to: Callback<Stage>,
    retry: Callback<()>,
}

/// What is asked for with a code.
#[derive(Clone, Copy, PartialEq)]
enum Asking {
    NewCodes,
    Disable,
}

#[component]
fn Rest(props: &RestProps) -> Html {
    let clock = use_clock();
    let sending = use_sending();
    let asking = use_state_eq(|| None::<Asking>);
    let State { since, recovery_codes_left, required } = &props.state;
    let enrol = {
        let (sending, to) = (sending.clone(), props.to.clone());
        Callback::from(move |()| {
            let to = to.clone();
            sending.change(EnrolSecondFactor {}, Vec::new(), move |enrolment| {
                to.emit(Stage::Enrolling(enrolment));
                AttrValue::default()
            });
        })
    };
    let problem = match sending.attempt().problem() {
        Some(problem) => html! { <p role="alert" class="text-critical-text">{ problem }</p> },
        None => none(),
    };
    let Some(since) = since else {
        let ready = if sending.is_busy() { Ready::Busy(w::factor_enrolling().into()) } else { Ready::Yes };
        let press = Press {
            id: "factor-enrol".into(),
            text: w::factor_enrol().into(),
            look: Look::Primary,
            ready,
            onpress: enrol,
            ..Press::default()
        };
        let asked = if *required {
            alert(Shape::Triangle, w::factor_required(), line("p", "", w::factor_required_help()), false)
        } else {
            none()
        };
        return el("div", "flex flex-col items-start gap-3", [asked, press.draw(), problem]);
    };
    let ask = |what: Asking, id: &'static str, text: &'static str, look: Look| {
        let asking = asking.setter();
        let onpress = Callback::from(move |()| asking.set(Some(what)));
        Press { id: id.into(), text: text.into(), look, onpress, ..Press::default() }.draw()
    };
    let left = el("span", "", [tell(&w::factor_codes_left(*recovery_codes_left))]);
    let close = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(None))
    };
    html! {
        <div class="flex flex-col items-start gap-3">
            <p class="flex flex-wrap items-center gap-x-3">
                { badge(Shape::CircleTick, w::factor_on()) }
                <span>{ tell_around(w::factor_since, day(*since, clock)) }</span>
                { left }
            </p>
            <div class="flex flex-wrap gap-2">
                { ask(Asking::NewCodes, "factor-codes", w::factor_new_codes(), Look::Outline) }
                { if *required { none() } else { ask(Asking::Disable, "factor-off", w::factor_disable(), Look::Danger) } }
            </div>
            if let Some(what) = *asking {
                <WithCode {what} to={props.to.clone()} retry={props.retry.clone()} onclose={close} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct WithCodeProps {
    what: Asking,
    to: Callback<Stage>,
    retry: Callback<()>,
    onclose: Callback<()>,
}

#[component]
fn WithCode(props: &WithCodeProps) -> Html {
    let sending = use_sending();
    let (password, code) = (use_state_eq(String::new), use_state_eq(String::new));
    let disables = props.what == Asking::Disable;
    let fields = [
        Field { required: true, ..Field::new("factor-password", w::password_current()) },
        code_field("factor-code"),
    ];
    let onsubmit = {
        let (sending, fields, props) =
            (sending.clone(), fields.clone(), (props.to.clone(), props.retry.clone(), props.onclose.clone()));
        let (password, code) = (password.clone(), code.clone());
        Callback::from(move |()| {
            let names = vec![("password", fields[0].clone()), ("code", fields[1].clone())];
            let (to, retry, onclose) = props.clone();
            let code = Secret::from(code.trim());
            if disables {
                let request = DisableSecondFactor { password: (*password).clone().into(), code };
                sending.change(request, names, move |_| {
                    retry.emit(());
                    onclose.emit(());
                    AttrValue::default()
                });
            } else {
                sending.change(RenewRecoveryCodes { code }, names, move |codes| {
                    to.emit(Stage::Codes(codes));
                    AttrValue::default()
                });
            }
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let attempt = sending.attempt();
    let [password_field, code_field] = fields.map(|field| attempt.mark(field));
    let (title, about) = if disables {
        (w::factor_disable(), w::factor_disable_about())
    } else {
        (w::factor_new_codes(), w::factor_new_codes_about())
    };
    html! {
        <Dialog id="factor-dialog" {title} about={AttrValue::from(about)} open={true} onclose={props.onclose.clone()}>
            <Form
                id="factor-form"
                label={title}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={title}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                {onsubmit}
                oncancel={Some(props.onclose.clone())}
            >
                if disables {
                    <PasswordInput
                        field={password_field}
                        value={(*password).clone()}
                        autocomplete="current-password"
                        onchange={typed(&password)}
                    />
                }
                { text_input(&code_field, &code, &code_input(), typed(&code)) }
            </Form>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct ConfirmingProps {
    enrolment: Enrolment,
    to: Callback<Stage>,
}

/// The app is told; then it shows that it was.
#[component]
fn Confirming(props: &ConfirmingProps) -> Html {
    let sending = use_sending();
    let code = use_state_eq(String::new);
    let field = code_field("enrol-code");
    let Enrolment { secret, uri, qr_svg } = &props.enrolment;
    let mut picture = String::from("data:image/svg+xml,");
    push_encoded(&mut picture, &qr_svg.0);
    let onsubmit = {
        let (sending, field, code, to) = (sending.clone(), field.clone(), code.clone(), props.to.clone());
        Callback::from(move |()| {
            let to = to.clone();
            let request = ConfirmSecondFactor { code: Secret::from(code.trim()) };
            sending.change(request, vec![("code", field.clone())], move |codes| {
                to.emit(Stage::Codes(codes));
                AttrValue::default()
            });
        })
    };
    let oncode = {
        let code = code.setter();
        Callback::from(move |text| code.set(text))
    };
    let attempt = sending.attempt();
    html! {
        <div class="flex flex-col gap-4">
            <p>{ w::factor_scan() }</p>
            <img class="factor-picture" src={picture} alt={w::factor_picture()} />
            <p><a class="button-link" href={uri.0.clone()}>{ w::factor_same_device() }</a></p>
            <div class="flex max-w-136 flex-col gap-1">
                <p>{ w::factor_type() }</p>
                { secret_line(&secret.0, w::factor_secret()) }
            </div>
            <Form
                id="enrol"
                label={w::factor_enrol()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::factor_confirm()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                {onsubmit}
                oncancel={Some(props.to.reform(|()| Stage::Rest))}
            >
                { text_input(&attempt.mark(field), &code, &code_input(), oncode) }
            </Form>
        </div>
    }
}

fn recovery_codes(codes: &RecoveryCodes, done: &Callback<()>) -> Html {
    let texts: Vec<_> = codes.recovery_codes.iter().map(|code| code.0.as_str()).collect();
    let kept = Press {
        id: "codes-kept".into(),
        text: w::factor_codes_kept().into(),
        look: Look::Primary,
        onpress: done.clone(),
        ..Press::default()
    };
    html! {
        <div class="flex flex-col items-start gap-3">
            { alert(Shape::Triangle, w::factor_codes_once(), line("p", "", w::factor_codes_help()), false) }
            <div class="flex items-start gap-2">
                <ul class="factor-codes" aria-label={w::factor_codes()}>
                    { for texts.iter().map(|code| html! { <li>{ *code }</li> }) }
                </ul>
                { copy_button(texts.join("\n"), w::factor_codes()) }
            </div>
            { kept.draw() }
        </div>
    }
}
