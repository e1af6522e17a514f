//! Tabs after the APG: one stop for Tab, arrows within.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::browser;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tab {
    pub(crate) title: AttrValue,
    /// How many things are in it that want to be dealt with.
    pub(crate) count: Option<usize>,
    pub(crate) panel: Html,
}

#[derive(Properties, PartialEq)]
pub(crate) struct TabsProps {
    /// Unique on the page.
    pub(crate) id: &'static str,
    pub(crate) label: AttrValue,
    pub(crate) tabs: Vec<Tab>,
    /// Which one is shown.
    pub(crate) shown: usize,
    pub(crate) onshow: Callback<usize>,
    /// Arrows only move; Enter or Space shows. For panels that load data.
    #[prop_or_default]
    pub(crate) manual: bool,
}

#[component]
pub(crate) fn Tabs(props: &TabsProps) -> Html {
    let count = props.tabs.len();
    let name = |what: &str, at: usize| [props.id, "-", what, "-", &at.to_string()].concat();
    let onkeydown = {
        let (id, onshow, manual) = (props.id, props.onshow.clone(), props.manual);
        Callback::from(move |event: KeyboardEvent| {
            let here = event.target().and_then(|tab| tab.dyn_into::<web_sys::Element>().ok());
            let here = here.and_then(|tab| tab.id().rsplit('-').next()?.parse::<usize>().ok());
            let Some(here) = here else { return };
            let next = match event.key().as_str() {
                "ArrowRight" => (here + 1) % count,
                "ArrowLeft" => (here + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            browser::focus(&[id, "-tab-", &next.to_string()].concat());
            if !manual {
                onshow.emit(next);
            }
        })
    };
    html! {
        <div class="flex min-w-0 flex-col">
            <div role="tablist" class="tabs" aria-label={props.label.clone()} {onkeydown}>
                for (at, tab) in props.tabs.iter().enumerate() {
                    <button
                        type="button"
                        role="tab"
                        id={name("tab", at)}
                        class="tab"
                        aria-selected={if at == props.shown { "true" } else { "false" }}
                        aria-controls={name("panel", at)}
                        tabindex={if at == props.shown { "0" } else { "-1" }}
                        onclick={props.onshow.reform(move |_: MouseEvent| at)}
                    >
                        { tab.title.clone() }
                        if let Some(count) = tab.count { <span class="count">{ count }</span> }
                    </button>
                }
            </div>
            for (at, tab) in props.tabs.iter().enumerate() {
                <div
                    role="tabpanel"
                    id={name("panel", at)}
                    class="tab-panel"
                    aria-labelledby={name("tab", at)}
                    tabindex="0"
                    hidden={at != props.shown}
                >
                    if at == props.shown { { tab.panel.clone() } }
                </div>
            }
        </div>
    }
}
