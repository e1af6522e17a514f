//! Hints and cards that come with hover and focus (WCAG 1.4.13): the pointer may go onto them, Escape sends them
//! away, and they stay for as long as either is there.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::browser::{self, Listener, Task};

const OPEN_MS: i32 = 400;
/// Long enough to cross the gap to the hint.
const CLOSE_MS: i32 = 150;

#[derive(Properties, PartialEq)]
pub(crate) struct TooltipProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    /// A few words, and never the only place where something is said.
    pub(crate) text: AttrValue,
    /// The control; it carries `aria-describedby` with the same id.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Tooltip(props: &TooltipProps) -> Html {
    html! {
        <Hovered id={props.id.clone()} class="tooltip" role="tooltip" above={html! { props.text.clone() }}>
            { props.children.clone() }
        </Hovered>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct HoverCardProps {
    pub(crate) id: AttrValue,
    /// What the card is about.
    pub(crate) label: AttrValue,
    pub(crate) card: Html,
    /// A link or button; the card's own controls follow it for Tab.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn HoverCard(props: &HoverCardProps) -> Html {
    html! {
        <Hovered
            id={props.id.clone()}
            class="popover hover-card"
            role="group"
            label={props.label.clone()}
            above={props.card.clone()}
        >
            { props.children.clone() }
        </Hovered>
    }
}

#[derive(Properties, PartialEq)]
struct HoveredProps {
    id: AttrValue,
    class: &'static str,
    role: &'static str,
    #[prop_or_default]
    label: Option<AttrValue>,
    above: Html,
    children: Html,
}

#[component]
fn Hovered(props: &HoveredProps) -> Html {
    let is_open = use_state_eq(|| false);
    let layer = use_node_ref();
    let change = use_mut_ref(|| None::<Task>);
    let turn = {
        let is_open = is_open.setter();
        move |open: bool, after: i32| {
            let (is_open, change) = (is_open.clone(), change.clone());
            Callback::from(move |()| {
                let is_open = is_open.clone();
                *change.borrow_mut() = Some(browser::spawn(async move {
                    browser::sleep(after).await;
                    is_open.set(open);
                }));
            })
        }
    };
    use_effect_with(*is_open, {
        let (layer, close) = (layer.clone(), is_open.setter());
        move |is_open: &bool| {
            if let Some(layer) = layer.cast::<HtmlElement>() {
                let _ = if *is_open { layer.show_popover() } else { layer.hide_popover() };
            }
            let escape = browser::document().filter(|_| *is_open).map(|document| {
                Listener::new(document, "keydown", move |event| {
                    let is_escape =
                        event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
                    if is_escape {
                        event.prevent_default();
                        close.set(false);
                    }
                })
            });
            || drop(escape)
        }
    });
    html! {
        <span
            class="hovered"
            style={["anchor-name: --", &props.id].concat()}
            onpointerenter={turn(true, OPEN_MS).reform(|_| ())}
            onpointerleave={turn(false, CLOSE_MS).reform(|_| ())}
            onfocusin={turn(true, 0).reform(|_| ())}
            onfocusout={turn(false, 0).reform(|_| ())}
        >
            { props.children.clone() }
            <span
                ref={layer}
                id={props.id.clone()}
                class={props.class}
                role={props.role}
                aria-label={props.label.clone()}
                popover="manual"
                style={["position-anchor: --", &props.id].concat()}
            >
                { props.above.clone() }
            </span>
        </span>
    }
}
