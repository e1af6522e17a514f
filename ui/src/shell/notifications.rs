//! What was said and has gone from the screen: a bell in the top bar, and the history it opens.

use yew::prelude::*;

use crate::clock::use_clock;
use crate::components::{
    Align, Symbol, glyph, icon, popover_button, relative_time, toast_look, watched_popover,
};
use crate::dom::{el, line, none};
use crate::parts;
use crate::toasts::{Notice, Toasts, use_notices};
use crate::words as w;

const BELL: &str = "notifications";

pub(super) fn bell(toasts: Toasts) -> Html {
    let ontoggle = Callback::from(move |_| toasts.mark_read());
    let unread = toasts.unread();
    let (label, count) = match unread {
        0 => (w::notifications().to_owned(), none()),
        _ => (
            w::notifications_new(i64::try_from(unread).unwrap_or(i64::MAX)),
            html! { <span class="bell-count">{ unread }</span> },
        ),
    };
    html! {
        <div class="relative">
            { popover_button(BELL, "button-quiet button-icon", Some(label.into()), icon(Symbol::Bell)) }
            { count }
            { watched_popover(BELL, w::notifications(), Align::End, Some(ontoggle), parts::notification_history(BELL)) }
        </div>
    }
}

#[component]
pub(crate) fn History() -> Html {
    let toasts = use_notices();
    let clock = use_clock();
    let notices = toasts.notices();
    if notices.is_empty() {
        return line("p", "p-4 text-ink-2", w::notifications_none());
    }
    html! {
        <ol class="flex w-88 max-w-full flex-col py-1">
            for notice in notices.iter().rev() {
                <li key={notice.id} class="flex items-start gap-2 px-3 py-2">
                    { el("span", "flex h-5 items-center", [glyph(toast_look(notice.toast.kind).0)]) }
                    <div class="min-w-0 flex-1 wrap-anywhere">
                        <p>{ notice.toast.text.clone() }</p>
                        <p class="text-small text-ink-2">{ relative_time(notice.at, clock) }</p>
                    </div>
                    { offer(notice, toasts) }
                </li>
            }
        </ol>
    }
}

fn offer(notice: &Notice, toasts: Toasts) -> Html {
    let Some((label, _)) = &notice.toast.action else { return none() };
    let id = notice.id;
    let onclick = Callback::from(move |_: MouseEvent| toasts.act(id));
    html! { <button type="button" class="button-link" {onclick}>{ label.clone() }</button> }
}
