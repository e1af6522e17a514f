//! Buttons with a condition: ready, busy with what was asked of them, or off with the reason why; and those that stay
//! pressed. A busy or switched-off button keeps the focus, so that nobody loses their place.

use yew::prelude::*;

use crate::components::{Symbol, icon};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// What the page is for; one at most.
    Primary,
    #[default]
    Outline,
    Quiet,
    /// Takes away what cannot be brought back.
    Danger,
    Link,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Outline => "button button-outline",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
            Self::Link => "button-link",
        }
    }
}

/// Whether a press does something.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Ready {
    #[default]
    Yes,
    /// What is under way, in the place of the button's words: "Saving…". Another press does nothing.
    Busy(AttrValue),
    /// Why it cannot be pressed; shown beside it.
    No(AttrValue),
}

/// A button of words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Press {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    pub(crate) text: AttrValue,
    pub(crate) look: Look,
    pub(crate) symbol: Option<Symbol>,
    pub(crate) ready: Ready,
    /// Sends the form it stands in.
    pub(crate) submits: bool,
    pub(crate) onpress: Callback<()>,
}

impl Press {
    pub(crate) fn draw(&self) -> Html {
        let is_ready = self.ready == Ready::Yes;
        let reason_id = [&self.id, "-reason"].concat();
        let (words, reason) = match &self.ready {
            Ready::Yes => (&self.text, None),
            Ready::Busy(words) => (words, None),
            Ready::No(reason) => (&self.text, Some(reason)),
        };
        let is_busy = matches!(self.ready, Ready::Busy(_));
        let onclick = {
            let onpress = self.onpress.clone();
            Callback::from(move |event: MouseEvent| {
                if is_ready {
                    onpress.emit(());
                } else {
                    // Also of the form it would send.
                    event.prevent_default();
                }
            })
        };
        html! {
            <>
                <button
                    id={self.id.clone()}
                    type={if self.submits { "submit" } else { "button" }}
                    class={self.look.class()}
                    aria-disabled={(!is_ready).then_some("true")}
                    aria-busy={is_busy.then_some("true")}
                    aria-describedby={reason.is_some().then(|| reason_id.clone())}
                    {onclick}
                >
                    if is_busy {
                        <span class="button-spinner" aria-hidden="true"></span>
                    } else if let Some(symbol) = self.symbol {
                        { icon(symbol) }
                    }
                    { words.clone() }
                </button>
                if let Some(reason) = reason {
                    <span id={reason_id} class="text-small text-ink-2">{ reason.clone() }</span>
                }
            </>
        }
    }
}

/// A button that stays pressed until it is pressed again; `label` where it is only an icon.
pub(crate) fn toggle_button(
    symbol: Option<Symbol>,
    text: &'static str,
    label: Option<&'static str>,
    pressed: bool,
    onchange: &Callback<bool>,
) -> Html {
    let class = match (text.is_empty(), pressed) {
        (true, true) => "button button-icon button-toggle button-toggle-on",
        (true, false) => "button button-icon button-toggle",
        (false, true) => "button button-toggle button-toggle-on",
        (false, false) => "button button-toggle",
    };
    html! {
        <button
            type="button"
            {class}
            aria-pressed={pressed.to_string()}
            aria-label={label}
            title={label}
            onclick={onchange.reform(move |_: MouseEvent| !pressed)}
        >
            if let Some(symbol) = symbol { { icon(symbol) } }
            { text }
        </button>
    }
}
