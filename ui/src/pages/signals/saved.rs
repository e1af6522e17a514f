//! Saved views: lists that people come back to, their own and the team's. A part of its own, fetched when its popover is
//! opened.

use std::rc::Rc;

use console_api::Permission;
use console_api::operations::{CreateView, DeleteView, ListViews, MarkView, UpdateView};
use console_api::view::{MAX_VIEW_NAME, View as Saved};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::question::Order;
use super::view::View;
use super::{Go, export};
use crate::browser;
use crate::cache::{Cache, use_cache, use_query};
use crate::clock::use_clock;
use crate::components::overlays::menu::{MenuAction, MenuButton, MenuItem};
use crate::components::{LoadedView, Symbol, small_icon};
use crate::dom::line;
use crate::grid::Arrangement;
use crate::session::use_session;
use crate::undo::{Attempt, Deed, Undo, use_undo};
use crate::words as w;

/// Id of the popover.
pub(super) const POPOVER: &str = "views";
/// The default view as this browser last heard of it: the list begins with it without waiting.
pub(super) const DEFAULT: &str = "fluo.view.default";

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct SavedViewsProps {
    pub(super) view: Rc<View>,
    pub(super) go: Go,
}

#[component]
pub(crate) fn SavedViews(props: &SavedViewsProps) -> Html {
    let SavedViewsProps { view, go } = props;
    let asked = use_query(ListViews {});
    let clock = use_clock();
    let cache = use_cache();
    let undo = use_undo();
    let trouble = use_state_eq(|| None::<String>);
    let renaming = use_state_eq(|| None::<Saved>);
    let may_share = use_session().may(Permission::SignalsTriage);
    let hand = Hand {
        cache,
        undo,
        retry: asked.retry(),
        trouble: {
            let trouble = trouble.setter();
            Callback::from(move |to: Option<String>| trouble.set(to))
        },
    };
    use_effect_with(asked.data(), |views| {
        if let Some(views) = views {
            remember_default(views);
        }
    });
    let content = asked.data().map(|views| {
        if views.is_empty() {
            return line("p", "px-2 py-1.5 text-ink-2", w::views_none());
        }
        let item = |saved: &Saved| {
            let rename = {
                let (renaming, saved) = (renaming.setter(), saved.clone());
                Callback::from(move |()| renaming.set(Some(saved.clone())))
            };
            view_item(saved, view, go, &hand, may_share, rename)
        };
        html! { <ul class="flex flex-col">{ for views.iter().map(item) }</ul> }
    });
    let all = {
        let (view, go) = (Rc::clone(view), go.clone());
        Callback::from(move |_: MouseEvent| {
            browser::close_popover(POPOVER);
            go.emit((Rc::new(View { order: Order::default(), ..view.cleared() }), true));
        })
    };
    html! {
        <div class="flex w-72 flex-col gap-1 p-1">
            <button type="button" class="option w-full text-left" onclick={all}>{ w::views_all() }</button>
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at().or(Some(clock.now))}
                retry={asked.retry()}
                noun={w::noun_views()}
            />
            if let Some(why) = &*trouble {
                <p role="alert" class="px-2 text-small text-critical-text wrap-anywhere">{ w::signal_not_changed(why) }</p>
            }
            if let Some(saved) = &*renaming {
                <NameForm
                    key={saved.id.0.clone()}
                    label={w::views_new_name()}
                    action={w::views_rename()}
                    name={saved.name.clone()}
                    may_share={false}
                    onsave={
                        let (hand, saved, renaming) = (hand.clone(), saved.clone(), renaming.setter());
                        Callback::from(move |(name, _): (String, bool)| {
                            renaming.set(None);
                            hand.update(&saved, Saved { name, ..saved.clone() });
                        })
                    }
                />
            } else {
                <NameForm
                    key="new"
                    label={w::views_save()}
                    action={w::views_save_do()}
                    name=""
                    {may_share}
                    onsave={
                        let (hand, view) = (hand.clone(), Rc::clone(view));
                        Callback::from(move |(name, team): (String, bool)| {
                            let (query, columns, sort) = parts(&view);
                            hand.create(CreateView { name, query, columns, sort, team });
                        })
                    }
                />
            }
            { export::links(view, clock) }
        </div>
    }
}

/// What of the page a view holds; a time range is part of the query.
fn parts(view: &View) -> (String, Vec<String>, Option<String>) {
    let moment = |key: &str, moment: &Option<crate::moment::Moment>| {
        moment.as_ref().map(|moment| [key, moment.text()].concat())
    };
    let from = moment("from:", &view.from);
    let to = moment("to:", &view.to);
    let has_range = from.is_some() || to.is_some();
    let q = Some(view.q.trim()).filter(|q| !q.is_empty());
    let q = q.map(|q| if has_range && q.contains(" OR ") { ["(", q, ")"].concat() } else { q.to_owned() });
    let query: Vec<_> = q.into_iter().chain(from).chain(to).collect();
    let columns =
        view.arrangement.as_ref().map(|arrangement| arrangement.columns.clone()).unwrap_or_default();
    (query.join(" "), columns, view.order.written())
}

/// The page as a saved view has it.
pub(super) fn opened(saved: &Saved) -> View {
    let arrangement =
        (!saved.columns.is_empty()).then(|| Arrangement { columns: saved.columns.clone(), density: None });
    View {
        q: saved.query.clone(),
        order: saved.sort.as_deref().and_then(Order::parse).unwrap_or_default(),
        arrangement,
        ..View::default()
    }
}

/// Keeps the default for the next visit.
fn remember_default(views: &[Saved]) {
    match views.iter().find(|view| view.default) {
        Some(saved) => browser::store(DEFAULT, &opened(saved).query()),
        None => browser::forget(DEFAULT),
    }
}

fn view_item(
    saved: &Saved,
    view: &View,
    go: &Go,
    hand: &Hand,
    may_share: bool,
    rename: Callback<()>,
) -> Html {
    let target = Rc::new(opened(saved));
    let is_here = target.list() == view.list();
    let onclick = {
        let go = go.clone();
        Callback::from(move |_: MouseEvent| {
            browser::close_popover(POPOVER);
            go.emit((Rc::clone(&target), true));
        })
    };
    let mut marks = Vec::new();
    for (is_so, word) in [
        (saved.default, w::views_is_default()),
        (saved.pinned, w::views_is_pinned()),
        (saved.team, w::views_is_team()),
    ] {
        if is_so {
            marks.push(word);
        }
    }
    html! {
        <li key={saved.id.0.clone()} class="flex items-center">
            <button type="button" class="option min-w-0 flex-1 text-left" aria-current={is_here.then_some("true")} {onclick}>
                <span class="min-w-0 flex-1 truncate">{ saved.name.clone() }</span>
                <span class="text-small text-ink-2">{ marks.join(", ") }</span>
            </button>
            <MenuButton
                id={["view-", saved.id.as_str()].concat()}
                label={w::views_menu(&saved.name)}
                content={small_icon(Symbol::ChevronDown)}
                class="button button-quiet button-icon"
                items={Rc::new(menu(saved, view, hand, may_share, rename))}
            />
        </li>
    }
}

fn menu(saved: &Saved, view: &View, hand: &Hand, may_share: bool, rename: Callback<()>) -> Vec<MenuItem> {
    let check = |label: &'static str, checked: bool, mark: MarkView| {
        let hand = hand.clone();
        let run = Callback::from(move |()| hand.mark(mark.clone()));
        MenuItem::Check { label: label.into(), checked, run }
    };
    let action = |label: &'static str, refused: bool, run: Callback<()>| {
        let refused = refused.then(|| AttrValue::from(w::key_signals_may_not_triage()));
        MenuItem::Action(MenuAction { label: label.into(), refused, run, ..MenuAction::default() })
    };
    let mark = MarkView { id: saved.id.clone(), pinned: saved.pinned, default: saved.default };
    let locked = saved.team && !may_share;
    let updated = |changed: Saved| {
        let (hand, saved) = (hand.clone(), saved.clone());
        Callback::from(move |()| hand.update(&saved, changed.clone()))
    };
    let (query, columns, sort) = parts(view);
    let delete = {
        let (hand, saved) = (hand.clone(), saved.clone());
        Callback::from(move |()| hand.delete(saved.clone()))
    };
    let share = if saved.team { w::views_make_private() } else { w::views_make_team() };
    vec![
        check(w::views_pin(), saved.pinned, MarkView { pinned: !saved.pinned, ..mark.clone() }),
        check(w::views_begin_with(), saved.default, MarkView { default: !saved.default, ..mark }),
        MenuItem::Separator,
        action(w::views_rename(), locked, rename),
        action(w::views_update(), locked, updated(Saved { query, columns, sort, ..saved.clone() })),
        action(share, !may_share, updated(Saved { team: !saved.team, ..saved.clone() })),
        MenuItem::Separator,
        action(w::views_delete(), locked, delete),
    ]
}

#[derive(Properties, PartialEq)]
struct NameFormProps {
    label: AttrValue,
    action: AttrValue,
    name: AttrValue,
    may_share: bool,
    onsave: Callback<(String, bool)>,
}

#[component]
fn NameForm(props: &NameFormProps) -> Html {
    let name = use_state_eq(|| props.name.to_string());
    let team = use_state_eq(|| false);
    let oninput = {
        let name = name.clone();
        Callback::from(move |event: InputEvent| {
            name.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let onchange = {
        let team = team.clone();
        Callback::from(move |event: Event| {
            team.set(event.target_unchecked_into::<HtmlInputElement>().checked());
        })
    };
    let onsubmit = {
        let (name, team, onsave) = (name.clone(), *team, props.onsave.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let chosen = name.trim().to_owned();
            if !chosen.is_empty() {
                name.set(String::new());
                onsave.emit((chosen, team));
            }
        })
    };
    html! {
        <form class="flex flex-col gap-2 border-t border-line p-2" {onsubmit}>
            <label class="flex flex-col gap-1">
                <span class="form-label">{ props.label.clone() }</span>
                <input class="field" maxlength={MAX_VIEW_NAME.to_string()} value={(*name).clone()} {oninput} />
            </label>
            if props.may_share {
                <label class="flex items-center gap-2">
                    <input type="checkbox" class="check" checked={*team} {onchange} />
                    { w::views_for_team() }
                </label>
            }
            <button type="submit" class="button button-primary self-start" disabled={name.trim().is_empty()}>
                { props.action.clone() }
            </button>
        </form>
    }
}

/// Changes views, and says what did not work.
#[derive(Clone)]
struct Hand {
    cache: Cache,
    undo: Undo,
    retry: Callback<()>,
    trouble: Callback<Option<String>>,
}

impl Hand {
    fn create(&self, request: CreateView) {
        self.run(async move |hand: &Self| hand.cache.client().change(&request).await.map(drop));
    }

    fn mark(&self, request: MarkView) {
        self.run(async move |hand: &Self| hand.cache.client().change(&request).await.map(drop));
    }

    fn update(&self, before: &Saved, after: Saved) {
        let Saved { id, name, query, columns, sort, team, .. } = after;
        let request = UpdateView { id, name, query, columns, sort, team, revision: Some(before.revision) };
        self.run(async move |hand: &Self| hand.cache.client().change(&request).await.map(drop));
    }

    /// Undone by saving it again.
    fn delete(&self, saved: Saved) {
        self.run(async move |hand: &Self| {
            hand.cache.client().change(&DeleteView { id: saved.id.clone() }).await?;
            hand.undo.record(deleted(&saved, &hand.cache));
            Ok(())
        });
    }

    fn run<F>(&self, work: F)
    where
        F: AsyncFnOnce(&Self) -> Result<(), crate::client::CallError> + 'static,
    {
        let hand = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let result = work(&hand).await;
            hand.trouble.emit(result.err().map(|error| error.message().to_owned()));
            hand.retry.emit(());
        });
    }
}

fn deleted(saved: &Saved, cache: &Cache) -> Deed {
    let id = Rc::new(std::cell::RefCell::new(saved.id.clone()));
    let revert: Attempt = {
        let (cache, saved, id) = (cache.clone(), saved.clone(), Rc::clone(&id));
        Rc::new(move || {
            let (cache, id) = (cache.clone(), Rc::clone(&id));
            let Saved { name, query, columns, sort, team, .. } = saved.clone();
            Box::pin(async move {
                let request = CreateView { name, query, columns, sort, team };
                let made = cache.client().change(&request).await;
                *id.borrow_mut() = made.map_err(|error| error.message().to_owned())?.data.id;
                Ok(())
            })
        })
    };
    let again: Attempt = {
        let cache = cache.clone();
        Rc::new(move || {
            let (cache, request) = (cache.clone(), DeleteView { id: id.borrow().clone() });
            Box::pin(async move {
                let done = cache.client().change(&request).await;
                done.map(drop).map_err(|error| error.message().to_owned())
            })
        })
    };
    Deed { label: w::views_deleted(&saved.name), revert, again }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_holds_the_time_range_and_opens_as_it_was_saved() {
        let view = View::parse("q=severity:error%20OR%20took&from=now-1h&sort=-severity&cols=time,message");
        let (query, columns, sort) = parts(&view);
        assert_eq!(query, "(severity:error OR took) from:now-1h");
        assert!(console_api::query::Query::parse(&query).is_ok());
        assert_eq!(
            (columns.as_slice(), sort.as_deref()),
            (&["time".to_owned(), "message".to_owned()][..], Some("-severity"))
        );
    }
}
