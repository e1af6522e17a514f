//! Nothing to show: says why, and what to do next.

use yew::prelude::*;

use super::{CopyButton, Icon, Symbol};

#[derive(Properties, PartialEq)]
pub(crate) struct EmptyProps {
    pub(crate) symbol: Symbol,
    pub(crate) title: AttrValue,
    /// The explanation and the next steps.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="mx-auto flex max-w-136 flex-col items-center gap-3 px-6 py-16 text-center">
            <div class="flex size-10 items-center justify-center rounded-card border border-line text-ink-2">
                <Icon symbol={props.symbol} />
            </div>
            <h2 class="text-section font-semibold text-ink">{ props.title.clone() }</h2>
            <div class="flex w-full flex-col items-center gap-4 text-body text-ink-2">{ props.children.clone() }</div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct CommandProps {
    pub(crate) text: AttrValue,
}

/// A command to run in a terminal, ready to copy.
#[component]
pub(crate) fn Command(props: &CommandProps) -> Html {
    html! {
        <div class="flex w-full items-center gap-2 rounded-control border border-line bg-sunken py-1 pr-1 pl-3 text-left">
            <code class="min-w-0 flex-1 overflow-x-auto py-1 font-mono text-small whitespace-nowrap text-ink" tabindex="0">
                { props.text.clone() }
            </code>
            <CopyButton text={props.text.clone()} noun="command" />
        </div>
    }
}
