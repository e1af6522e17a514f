//! What presents: tabs, folds, places, figures, people and things, JSON.

use std::rc::Rc;

use console_api::role::BuiltInRole;
use console_api::session::{Me, Tenant, User};
use console_api::{Permission, Timestamp};
use serde_json::{Value, json};
use yew::prelude::*;

use super::{Instead, Section, specimen};
use crate::clock::use_clock;
use crate::components::display::disclosure::{accordion, collapsible};
use crate::components::display::entity::{Entity, entity_link};
use crate::components::display::figures::{count_badge, meter, progress, spinner};
use crate::components::display::json_view::JsonView;
use crate::components::display::moment::moment;
use crate::components::display::pages::{breadcrumb, pagination};
use crate::components::display::permission::PermissionGate;
use crate::components::display::plain::{
    alert, avatar, card, description_list, item, keys, separator, table,
};
use crate::components::display::tabs::{Tab, Tabs};
use crate::components::{Shape, Symbol, button, copy_button, glyph, icon_button, skeleton_lines};
use crate::dom::say;
use crate::session::Session;

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "tabs", title: "Tabs", draw: || html! { <TabSets /> } },
    Section { id: "folds", title: "Accordion, collapsible", draw: folds },
    Section { id: "places", title: "Breadcrumb, pagination", draw: || html! { <Places /> } },
    Section { id: "figures", title: "Progress, meter, spinner", draw: figures },
    Section { id: "plain", title: "Cards, items, lists", draw: plain },
    Section { id: "alerts", title: "Alerts", draw: alerts },
    Section { id: "entities", title: "Entities, times, copying", draw: || html! { <Entities /> } },
    Section { id: "permission", title: "Permission gate", draw: gates },
    Section { id: "json", title: "JSON", draw: trees },
];

const LONG: &str =
    "POST /checkout answered 503 while the payment service was restarting, for the 14th time today";

#[component]
fn TabSets() -> Html {
    let shown = use_state_eq(|| [0, 0]);
    let tabs = |at: usize| {
        let set = shown.clone();
        let onshow = Callback::from(move |tab| {
            let mut next = *set;
            next[at] = tab;
            set.set(next);
        });
        let tab = |title: &'static str, count, words: &'static str| Tab {
            title: title.into(),
            count,
            panel: html! { <p>{ words }</p> },
        };
        let tabs = vec![
            tab("Overview", None, "What it is"),
            tab("Evidence", Some(3), "What speaks for it"),
            tab("History", None, "What happened"),
        ];
        let id = if at == 0 { "gallery-tabs" } else { "gallery-manual" };
        html! { <Tabs {id} label="Signal" {tabs} shown={shown[at]} {onshow} manual={at == 1} /> }
    };
    html! {
        <>
            { specimen("Arrows show", tabs(0)) }
            { specimen("Arrows move, Enter shows", tabs(1)) }
        </>
    }
}

fn folds() -> Html {
    let folds =
        ["What raised it", "What it cost", LONG].map(|title| (say(title), say("Told in a few words.")));
    html! {
        <>
            { specimen("One open at a time", accordion("gallery-folds", Some(0), folds.into())) }
            { specimen("By itself", collapsible(say("3 older versions"), false, say("Versions 1 to 3"))) }
        </>
    }
}

#[component]
fn Places() -> Html {
    let page = use_state_eq(|| 5);
    let go = {
        let page = page.setter();
        Callback::from(move |wanted| page.set(wanted))
    };
    let place = |name: &'static str, address: Option<&'static str>| (name.into(), address.map(Into::into));
    html! {
        <>
            { specimen("Breadcrumb", breadcrumb(&[place("Rules", Some("/rules")), place("slow-charge", Some("/rules")), place("Version 2", None)])) }
            { specimen("Breadcrumb, too long", breadcrumb(&[place("Signals", Some("/signals")), place(LONG, None)])) }
            { specimen("Pages", pagination("Pages of rules", *page, 12, &go)) }
            { specimen("One page", pagination("Pages of one", 1, 1, &go)) }
        </>
    }
}

fn figures() -> Html {
    html! {
        <>
            { specimen("Progress", progress("Resolving signals", 128, 1_284)) }
            { specimen("Progress without an end in sight", progress("Reading the trace", 0, 0)) }
            { specimen("Meter", html! {
                <>
                    { meter("Disk", 42, 70, 90) }{ meter("Memory", 78, 70, 90) }{ meter("Backlog", 96, 70, 90) }
                </>
            }) }
            { specimen("Spinner", spinner("Asking FLUO…")) }
            { specimen("Counts", html! { <>{ count_badge(3, "open") }{ count_badge(1_284, "open") }</> }) }
            { specimen("Skeleton", html! { <div class="w-88 max-w-full">{ skeleton_lines(3) }</div> }) }
        </>
    }
}

fn plain() -> Html {
    let act = || icon_button(Symbol::Copy, "Copy", Callback::noop());
    let facts = vec![("Service", say("payment")), ("Span", say("charge card")), ("Message", say(LONG))];
    let rows = [["slow-charge", "Warning", "1,284"], ["declined-card", "Error", "96"]];
    let rows = rows.map(|row| row.map(say).to_vec()).to_vec();
    html! {
        <>
            { specimen("Avatars", html! { <>{ avatar("Ada Lovelace") }{ avatar("Grace Brewster Hopper") }{ avatar("root") }</> }) }
            { specimen("Keys", html! { <>{ keys(&["Ctrl", "K"]) }{ keys(&["g", "s"]) }</> }) }
            { specimen("Separator", separator()) }
            { specimen("Card", card("Freshness", act(), html! { <p>{ "FLUO up to date" }</p> })) }
            { specimen("Items", html! {
                <>
                    { item(glyph(Shape::Triangle), say("slow-charge"), say("Card charges slower than 400 ms"), act()) }
                    { item(avatar("Ada Lovelace"), say(LONG), say(LONG), Html::default()) }
                </>
            }) }
            { specimen("Facts", description_list(facts)) }
            { specimen("Table", table("Rules by signals", &["Rule", "Severity", "Signals"], rows)) }
        </>
    }
}

fn alerts() -> Html {
    html! {
        <>
            { specimen("To know", alert(Shape::CircleInfo, "This rule is inactive", say("It raises no signals until it is switched on."), false)) }
            { specimen("Done", alert(Shape::CircleTick, "All signals are resolved", Html::default(), false)) }
            { specimen("Careful", alert(Shape::Triangle, "FLUO has been away since 14:02", say(LONG), false)) }
            { specimen("Urgent", alert(Shape::Octagon, "The rule was not saved", html! { <>{ "Somebody changed it meanwhile. " }{ button(Symbol::Refresh, "Show theirs", Callback::noop()) }</> }, true)) }
        </>
    }
}

#[component]
fn Entities() -> Html {
    let mut clock = use_clock();
    let at = Timestamp::parse("2026-11-20T14:08:30.157Z").unwrap_or_default();
    // The same for every visit: pictures of this page are compared.
    clock.now = Timestamp(at.micros() + 90_000_000);
    let trace = "18720ec198c1c7e3a91c4d07e3a91c4d";
    html! {
        <>
            { specimen("With a page", entity_link(Entity::Rule, "slow-charge", Some("/rules".into()))) }
            { specimen("Without", html! {
                <>
                    { entity_link(Entity::Service, "payment", None) }
                    { entity_link(Entity::Span, "4339a8946414d7e3", None) }
                    { entity_link(Entity::Signal, "0199f000-0000-7000-8000-000000000003", None) }
                </>
            }) }
            { specimen("Where there is little room", html! { <div class="w-48 max-w-full">{ entity_link(Entity::Trace, trace, Some("/signals".into())) }</div> }) }
            { specimen("A moment: hover or focus tells when exactly", moment("gallery-moment".into(), at, clock)) }
            { specimen("Copy", copy_button("payment", "service")) }
        </>
    }
}

fn gates() -> Html {
    let me = |permissions: &[Permission]| {
        Session(Some(Rc::new(Me {
            user: User { id: "ada".into(), name: "Ada".to_owned() },
            tenant: Tenant { id: "default".into(), name: "Default".to_owned() },
            role: Some(BuiltInRole::Viewer.into()),
            permissions: permissions.to_vec(),
            platform_admin: false,
            second_factor_required: false,
        })))
    };
    let gate = |id: &'static str, hides: bool| {
        let draw = Callback::from(|refused: Option<AttrValue>| {
            html! {
                <button
                    type="button" class="button button-outline"
                    aria-disabled={refused.is_some().then_some("true")}
                    aria-describedby={refused}
                >
                    { "Edit rule" }
                </button>
            }
        });
        html! { <PermissionGate {id} needs={Permission::RulesRead} {draw} {hides} /> }
    };
    html! {
        <>
            <Instead session={me(&[Permission::RulesRead])}>
                { specimen("Granted", gate("gallery-granted", false)) }
            </Instead>
            <Instead session={me(&[])}>
                { specimen("Refused", gate("gallery-refused", false)) }
                { specimen("Refused and hidden", gate("gallery-hidden", true)) }
            </Instead>
        </>
    }
}

fn trees() -> Html {
    let small = json!({
        "name": "charge card",
        "durationMillis": 612.5,
        "isError": true,
        "parent": null,
        "attributes": { "payment.amount": 612.5, "payment.currency": "EUR", "http": { "status_code": 503 } },
        "events": [{ "name": "retry", "attempt": 1 }, { "name": "retry", "attempt": 2 }],
        "message": LONG,
    });
    let spans =
        (0..5_000).map(|n| json!({ "id": n, "name": if n % 2 == 0 { "checkout" } else { "charge card" } }));
    let big = json!({ "spans": Value::from_iter(spans) });
    html! {
        <>
            { specimen("A span", html! { <JsonView id="gallery-json" label="Span" value={Rc::new(small)} /> }) }
            { specimen("Fifteen thousand nodes", html! { <JsonView id="gallery-json-big" label="Trace" value={Rc::new(big)} /> }) }
            { specimen("Empty", html! { <JsonView id="gallery-json-empty" label="Nothing" value={Rc::new(json!({}))} /> }) }
        </>
    }
}
