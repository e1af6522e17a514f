//! Links: incidents, tickets and whatever else on the web a signal is about.

use console_api::operations::{AddLink, ListLinks, RemoveLink};
use console_api::triage::{LinkSent, MAX_REMARK, MAX_URL, SignalLink};
use console_api::{Permission, SignalId};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::LINK_FIELD;
use crate::browser;
use crate::cache::{use_cache, use_query};
use crate::clock::use_clock;
use crate::components::{LoadedView, Shape, Symbol, glyph, icon_button};
use crate::dom::line;
use crate::session::use_session;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct LinksProps {
    pub(super) id: SignalId,
    /// How many there are, as the signal says.
    pub(super) count: u32,
}

#[component]
pub(super) fn Links(props: &LinksProps) -> Html {
    let asked = use_query(ListLinks { id: props.id.clone() });
    let clock = use_clock();
    let cache = use_cache();
    let trouble = use_state_eq(|| None::<String>);
    let may = use_session().may(Permission::SignalsTriage);
    let retry = asked.retry();
    use_effect_with(props.count, {
        let (retry, known) = (retry.clone(), asked.data().map(|links| links.len()));
        move |count| {
            if known.is_some_and(|known| known != *count as usize) {
                retry.emit(());
            }
        }
    });
    let remove = {
        let (id, retry, trouble) = (props.id.clone(), retry.clone(), trouble.setter());
        Callback::from(move |link: console_api::LinkId| {
            let request = RemoveLink { id: id.clone(), link };
            let (cache, retry, trouble) = (cache.clone(), retry.clone(), trouble.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match cache.client().change(&request).await {
                    Ok(_) => retry.emit(()),
                    Err(error) => trouble.set(Some(error.message().to_owned())),
                }
            });
        })
    };
    let content = asked.data().map(|links| {
        html! {
            if links.is_empty() { { line("p", "text-ink-2", w::links_none()) } }
            else { <ul class="flex flex-col gap-1">{ for links.iter().map(|link| link_item(link, may, &remove)) }</ul> }
        }
    });
    html! {
        <section class="detail-section" aria-label={w::links()}>
            { line("h3", "detail-title", w::links()) }
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at().or(Some(clock.now))}
                retry={retry.clone()}
                noun={w::noun_links()}
            />
            if let Some(why) = &*trouble { <p role="alert" class="text-small text-critical-text">{ w::signal_not_changed(why) }</p> }
            if may { <NewLink id={props.id.clone()} saved={retry} /> }
        </section>
    }
}

fn link_item(link: &SignalLink, may: bool, remove: &Callback<console_api::LinkId>) -> Html {
    // The console checks addresses; what is no web address is no link here either.
    let is_web = link.url.starts_with("https://") || link.url.starts_with("http://");
    let id = link.id.clone();
    let sent = match &link.sent {
        LinkSent::Sent => Html::default(),
        LinkSent::Waits => html! {
            <span class="flex items-center gap-1 text-small text-ink-2">{ glyph(Shape::SquarePause) }{ w::signals_waiting() }</span>
        },
        LinkSent::Refused { problem } => html! {
            <span class="flex items-center gap-1 text-small text-warning-text">{ glyph(Shape::Triangle) }{ w::link_refused(problem) }</span>
        },
    };
    html! {
        <li class="flex flex-wrap items-center gap-x-2">
            if is_web {
                <a class="button-link min-w-0 wrap-anywhere" href={link.url.clone()} title={link.url.clone()} target="_blank" rel="noopener noreferrer">
                    { link.title.clone() }
                </a>
            } else {
                <span class="min-w-0 wrap-anywhere">{ link.title.clone() }</span>
            }
            <span class="text-small text-ink-2">{ link.by.name.clone() }</span>
            { sent }
            if may { { icon_button(Symbol::Close, w::link_remove(&link.title), remove.reform(move |_: MouseEvent| id.clone())) } }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct NewLinkProps {
    id: SignalId,
    saved: Callback<()>,
}

#[component]
fn NewLink(props: &NewLinkProps) -> Html {
    let url = use_state_eq(String::new);
    let title = use_state_eq(String::new);
    let trouble = use_state_eq(|| None::<String>);
    let cache = use_cache();
    use_effect_with(props.id.clone(), {
        let (url, title, trouble) = (url.setter(), title.setter(), trouble.setter());
        move |_| {
            url.set(String::new());
            title.set(String::new());
            trouble.set(None);
        }
    });
    let onsubmit = {
        let (id, saved) = (props.id.clone(), props.saved.clone());
        let (url, title, trouble) = (url.clone(), title.clone(), trouble.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let named = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
            let request = AddLink { id: id.clone(), url: url.trim().to_owned(), title: named };
            let (cache, saved, trouble) = (cache.clone(), saved.clone(), trouble.clone());
            let (url, title) = (url.clone(), title.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match cache.client().change(&request).await {
                    Ok(_) => {
                        url.set(String::new());
                        title.set(String::new());
                        trouble.set(None);
                        saved.emit(());
                    }
                    Err(error) => trouble.set(Some(error.message().to_owned())),
                }
            });
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |event: InputEvent| {
            state.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    // Out of the field first, and only then out of the panel.
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            browser::focus("signal-title");
        }
    });
    html! {
        <form class="flex flex-wrap items-end gap-2" {onsubmit} {onkeydown}>
            <label class="flex min-w-40 flex-1 flex-col gap-1">
                <span class="form-label">{ w::link_address() }</span>
                <input
                    id={LINK_FIELD}
                    class="field"
                    type="url"
                    required=true
                    maxlength={MAX_URL.to_string()}
                    placeholder="https://"
                    value={(*url).clone()}
                    oninput={typed(&url)}
                    aria-invalid={trouble.is_some().then_some("true")}
                    aria-describedby={trouble.is_some().then_some("link-error")}
                />
            </label>
            if !url.is_empty() {
                <label class="flex min-w-32 flex-1 flex-col gap-1">
                    <span class="form-label">{ w::link_title() }</span>
                    <input class="field" maxlength={MAX_REMARK.to_string()} value={(*title).clone()} oninput={typed(&title)} />
                </label>
                <button type="submit" class="button button-primary">{ w::link_add() }</button>
            }
            if let Some(why) = &*trouble { <p id="link-error" role="alert" class="w-full text-small text-critical-text">{ w::signal_not_changed(why) }</p> }
        </form>
    }
}
