//! API tokens: one's own, and those of services. Both lists look alike; what they ask differs.

use std::rc::Rc;

use console_api::operations::{
    CreateServiceToken, CreateToken, ListServiceTokens, ListTokens, RevokeServiceToken, RevokeToken,
};
use console_api::session::Done;
use console_api::token::{ApiToken, NewApiToken};
use console_api::{Operation, Permission, Timestamp, TokenId};
use yew::prelude::*;

use super::day;
use super::frame::Frame;
use super::new_token::{NewTokenDialog, Wanted};
use crate::cache::{Asked, Query, use_query};
use crate::client::CallError;
use crate::clock::{Clock, use_clock};
use crate::components::display::plain::item;
use crate::components::form::{Look, Press};
use crate::components::overlays::confirm::Confirm;
use crate::components::{LoadedView, Shape, Symbol, badge, empty, icon, relative_time};
use crate::dom::{el, el_of, line, none, tell, tell_around};
use crate::route::Setting;
use crate::sending::{Sending, use_sending};
use crate::words as w;

/// A token that ends within this time is worth a word.
const SOON_MICROS: i64 = 7 * 24 * 60 * 60 * 1_000_000;

#[component]
pub(super) fn MyTokens() -> Html {
    let asked = use_query(ListTokens {});
    let (making, revoking) = (use_sending(), use_sending());
    let make = make_with(&making, &asked, |name, permissions, days| CreateToken { name, permissions, days });
    let revoke = revoke_with(&revoking, &asked, |id| RevokeToken { id });
    list(Setting::Tokens, &asked, Hands { making, make, revoking, revoke })
}

#[component]
pub(super) fn ServiceTokens() -> Html {
    let asked = use_query(ListServiceTokens {});
    let (making, revoking) = (use_sending(), use_sending());
    let make =
        make_with(&making, &asked, |name, permissions, days| CreateServiceToken { name, permissions, days });
    let revoke = revoke_with(&revoking, &asked, |id| RevokeServiceToken { id });
    list(Setting::ServiceTokens, &asked, Hands { making, make, revoking, revoke })
}

/// What can be done with a list of tokens.
#[derive(PartialEq)]
struct Hands {
    making: Sending,
    make: Callback<Wanted>,
    revoking: Sending,
    /// With what to call once it is gone.
    revoke: Callback<(TokenId, Callback<()>)>,
}

fn make_with<L: Query, O: Operation<Data = NewApiToken>>(
    making: &Sending,
    asked: &Asked<L>,
    request: fn(String, Vec<Permission>, u16) -> O,
) -> Callback<Wanted> {
    let (making, retry) = (making.clone(), asked.retry());
    Callback::from(move |Wanted { name, permissions, days, names, made }: Wanted| {
        let retry = retry.clone();
        making.change(request(name, permissions, days), names, move |new| {
            retry.emit(());
            made.emit(new.secret);
            AttrValue::default()
        });
    })
}

fn revoke_with<L: Query, O: Operation<Data = Done>>(
    revoking: &Sending,
    asked: &Asked<L>,
    request: fn(TokenId) -> O,
) -> Callback<(TokenId, Callback<()>)> {
    let (revoking, retry) = (revoking.clone(), asked.retry());
    Callback::from(move |(id, done): (TokenId, Callback<()>)| {
        let retry = retry.clone();
        revoking.change(request(id), Vec::new(), move |_| {
            retry.emit(());
            done.emit(());
            AttrValue::default()
        });
    })
}

fn list<L: Query<Data = Vec<ApiToken>>>(setting: Setting, asked: &Asked<L>, hands: Hands) -> Html {
    let (tokens, error, fetched_at, retry) = (asked.data(), asked.error(), asked.fetched_at(), asked.retry());
    html! { <Tokens {setting} {tokens} {error} {fetched_at} {retry} hands={Rc::new(hands)} /> }
}

#[derive(Properties, PartialEq)]
struct TokensProps {
    setting: Setting,
    tokens: Option<Rc<Vec<ApiToken>>>,
    error: Option<CallError>,
    fetched_at: Option<Timestamp>,
    retry: Callback<()>,
    hands: Rc<Hands>,
}

#[component]
fn Tokens(props: &TokensProps) -> Html {
    let Hands { making, make, revoking, revoke } = &*props.hands;
    let clock = use_clock();
    let is_making = use_state_eq(|| false);
    let doomed = use_state(|| None::<ApiToken>);
    let of_services = props.setting == Setting::ServiceTokens;
    let new = Press {
        id: "token-make".into(),
        text: w::token_new().into(),
        look: Look::Primary,
        symbol: Some(Symbol::Plus),
        onpress: {
            let (is_making, making) = (is_making.setter(), making.clone());
            Callback::from(move |()| {
                making.forget();
                is_making.set(true);
            })
        },
        ..Press::default()
    };
    let doom = {
        let (doomed, revoking) = (doomed.setter(), revoking.clone());
        Callback::from(move |token: ApiToken| {
            revoking.forget();
            doomed.set(Some(token));
        })
    };
    let help = if of_services { w::service_tokens_help() } else { w::tokens_help() };
    let content = props.tokens.as_ref().map(|tokens| match tokens.is_empty() {
        true => empty(Symbol::Key, w::tokens_none(), line("p", "", help)),
        false => html! {
            <>
                { line("p", "max-w-136 text-ink-2", help) }
                { el_of("ul", "settings-items", tokens.iter().map(|token| row(token, clock, &doom)).collect()) }
            </>
        },
    });
    let name = doomed.as_ref().map(|token| token.name.clone()).unwrap_or_default();
    let onconfirm = {
        let (revoke, doomed) = (revoke.clone(), doomed.clone());
        Callback::from(move |()| {
            let gone = doomed.setter();
            if let Some(token) = &*doomed {
                revoke.emit((token.id.clone(), Callback::from(move |()| gone.set(None))));
            }
        })
    };
    html! {
        <Frame here={props.setting} beside={el("span", "ml-auto", [new.draw()])}>
            <LoadedView
                {content}
                error={props.error.clone()}
                fetched_at={props.fetched_at}
                retry={props.retry.clone()}
                noun={w::noun_tokens()}
            />
            <NewTokenDialog
                open={*is_making}
                {of_services}
                sending={making.clone()}
                make={make.clone()}
                onclose={let is_making = is_making.setter(); move |()| is_making.set(false)}
            />
            <Confirm
                id="token-revoke"
                open={doomed.is_some()}
                title={w::token_revoke_title(&name)}
                about={w::token_revoke_about()}
                action={w::token_revoke()}
                busy={revoking.is_busy()}
                error={revoking.attempt().problem()}
                {onconfirm}
                oncancel={let doomed = doomed.setter(); move |()| doomed.set(None)}
            />
        </Frame>
    }
}

fn row(token: &ApiToken, clock: Clock, doom: &Callback<ApiToken>) -> Html {
    let left = token.expires_at.since(clock.now);
    let mark = match left {
        ..=0 => badge(Shape::CircleMinus, w::token_over()),
        1..SOON_MICROS => badge(Shape::Triangle, w::token_soon()),
        _ => none(),
    };
    let title = el(
        "span",
        "inline-flex max-w-full items-center gap-2",
        [el("span", "truncate", [tell(&token.name)]), mark],
    );
    let used = match token.last_used_at {
        Some(at) => tell_around(w::token_used, relative_time(at, clock)),
        None => tell(w::token_never_used()),
    };
    let may: Vec<_> = token.permissions.iter().map(|permission: &Permission| permission.as_str()).collect();
    let about = el(
        "span",
        "flex flex-col",
        [
            el(
                "span",
                "flex flex-wrap gap-x-3",
                [
                    el("span", "", [tell_around(w::token_until, day(token.expires_at, clock))]),
                    el("span", "", [used]),
                    el("span", "", [tell_around(w::token_since, day(token.created_at, clock))]),
                ],
            ),
            el("span", "font-mono text-small", [tell(&may.join(" "))]),
        ],
    );
    let onclick = {
        let (doom, token) = (doom.clone(), token.clone());
        Callback::from(move |_: MouseEvent| doom.emit(token.clone()))
    };
    let label = w::token_revoke_what(&token.name);
    let revoke = html! {
        <button type="button" class="button button-outline" aria-label={label} {onclick}>{ w::token_revoke() }</button>
    };
    el("li", "", [item(icon(Symbol::Key), title, about, revoke)])
}
