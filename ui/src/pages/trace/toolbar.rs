//! Above the picture: search with its place among what was found, what is shown, which services take part.

use std::rc::Rc;

use console_trace::Search;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::drawing::colour;
use super::rows::Rows;
use super::view::Picture;
use crate::browser;
use crate::commands::{Command, Scope, Section, use_commands};
use crate::components::{Symbol, icon, icon_button};
use crate::dom::{el, none, tell};
use crate::text;
use crate::words as w;

/// Services that are named.
const NAMED: usize = 12;

/// What a search found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hits {
    /// Nothing while nothing is searched for.
    pub(super) of: Option<usize>,
    pub(super) at: Option<usize>,
}

impl Hits {
    /// The place that many steps on, around the ends.
    pub(super) fn step(self, step: isize, of: usize) -> Option<usize> {
        let of = isize::try_from(of).ok().filter(|of| *of > 0)?;
        let next = self.at.map_or(if step > 0 { 0 } else { -1 }, |at| at.cast_signed() + step);
        usize::try_from(next.rem_euclid(of)).ok()
    }
}

#[derive(Properties)]
pub(super) struct ToolbarProps {
    pub(super) id: &'static str,
    pub(super) rows: Rc<Rows>,
    pub(super) text: String,
    /// What to look for, and whether more may be typed.
    pub(super) search: Callback<(String, bool)>,
    pub(super) hits: Hits,
    /// To the next that was found, or to the one before.
    pub(super) go: Callback<isize>,
    pub(super) critical: bool,
    pub(super) oncritical: Callback<bool>,
    pub(super) picture: Picture,
    pub(super) onpicture: Callback<Picture>,
    pub(super) compact: bool,
}

impl PartialEq for ToolbarProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.rows, &other.rows)
            && self.text == other.text
            && self.hits == other.hits
            && self.go == other.go
            && self.critical == other.critical
            && self.picture == other.picture
    }
}

#[component]
pub(super) fn Toolbar(props: &ToolbarProps) -> Html {
    let field = [props.id, "-search"].concat();
    use_keys(props, &field);
    let oninput = props
        .search
        .reform(|event: InputEvent| (event.target_unchecked_into::<HtmlInputElement>().value(), true));
    let onkeydown = {
        let (go, search, id) = (props.go.clone(), props.search.clone(), props.id);
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => go.emit(if event.shift_key() { -1 } else { 1 }),
            "Escape" => {
                event.stop_propagation();
                search.emit((String::new(), false));
                browser::focus(id);
            }
            _ => {}
        })
    };
    let step = |step: isize| props.go.reform(move |_: MouseEvent| step);
    html! {
        <div class="trace-tools">
            <label class="search-field">
                <span class="sr-only">{ w::trace_search() }</span>
                { icon(Symbol::Search) }
                <input
                    id={field}
                    type="search"
                    class="search-input"
                    placeholder={w::trace_search_in()}
                    value={props.text.clone()}
                    autocomplete="off"
                    spellcheck="false"
                    {oninput}
                    {onkeydown}
                />
                { if props.compact { none() } else { html! { <kbd class="kbd" aria-hidden="true">{ "/" }</kbd> } } }
            </label>
            <p class="tabular text-ui text-ink-2 empty:hidden" role="status">{ said(props.hits) }</p>
            if props.hits.of.is_some_and(|of| of > 0) {
                { icon_button(Symbol::ArrowUp, w::trace_found_previous(), step(-1)) }
                { icon_button(Symbol::ArrowDown, w::trace_found_next(), step(1)) }
            }
            { switches(props) }
            if !props.compact { { services(props) } }
        </div>
    }
}

/// `3 of 17`.
fn said(hits: Hits) -> Option<String> {
    let number = |count: usize| text::number(i64::try_from(count).unwrap_or(i64::MAX));
    Some(match (hits.of?, hits.at) {
        (0, _) => w::trace_found_none().to_owned(),
        (of, Some(at)) => w::trace_found_at(&number(at + 1), &number(of)),
        (of, None) => w::trace_found(&number(of)),
    })
}

fn switches(props: &ToolbarProps) -> Html {
    let rows = |act: fn(&Rows)| {
        let rows = Rc::clone(&props.rows);
        Callback::from(move |_: MouseEvent| act(&rows))
    };
    let critical = props.critical;
    let toggle = props.oncritical.reform(move |_: MouseEvent| !critical);
    let is_flame = props.picture == Picture::Flame;
    let other = if is_flame { Picture::Waterfall } else { Picture::Flame };
    let flame = props.onpicture.reform(move |_: MouseEvent| other);
    let pressed = |on: bool| if on { "true" } else { "false" };
    let look = |on: bool| if on { "button button-toggle button-toggle-on" } else { "button button-toggle" };
    html! {
        <div class="flex flex-wrap items-center gap-1.5">
            <button
                type="button" class={look(critical)} aria-pressed={pressed(critical)} title={w::trace_critical_help()}
                disabled={is_flame} onclick={toggle}
            >
                { w::trace_critical() }
            </button>
            if !props.compact {
                <button type="button" class={look(is_flame)} aria-pressed={pressed(is_flame)} title={w::trace_flame_help()} onclick={flame}>
                    { w::trace_flame() }
                </button>
                <button type="button" class="button button-quiet" disabled={is_flame} onclick={rows(Rows::open_all)}>
                    { w::trace_open_all() }
                </button>
                <button type="button" class="button button-quiet" disabled={is_flame} onclick={rows(Rows::close_all)}>
                    { w::trace_close_all() }
                </button>
            }
        </div>
    }
}

/// Whose colour is whose; each finds its spans.
fn services(props: &ToolbarProps) -> Html {
    let services = props.rows.trace().services();
    let more = services.len().saturating_sub(NAMED);
    html! {
        <ul class="trace-services" aria-label={w::trace_services()}>
            for (at, service) in services.iter().take(NAMED).enumerate() {
                <li>
                    <button
                        type="button" class="trace-service"
                        onclick={
                            let term = Search::term("service", &service.name);
                            props.search.reform(move |_: MouseEvent| (term.clone(), false))
                        }
                    >
                        <span class={classes!("tree-swatch", colour(at))}></span>
                        <span class="truncate">{ service.name.clone() }</span>
                        <span class="tabular text-ink-2">{ text::number(i64::try_from(service.spans).unwrap_or(i64::MAX)) }</span>
                    </button>
                </li>
            }
            if more > 0 {
                { el("li", "text-ink-2", [tell(&w::trace_services_more(i64::try_from(more).unwrap_or(i64::MAX)))]) }
            }
        </ul>
    }
}

/// The keys of a page that is one trace; beside other things they would be taken from those.
#[hook]
fn use_keys(props: &ToolbarProps, field: &str) {
    let commands = if props.compact {
        Vec::new()
    } else {
        let field = field.to_owned();
        let go = |step: isize| props.go.reform(move |()| step);
        let nothing = props.hits.of.is_none_or(|of| of == 0).then(w::trace_found_none);
        let rows = |act: fn(&Rows)| {
            let rows = Rc::clone(&props.rows);
            Callback::from(move |()| act(&rows))
        };
        vec![
            Command::new(
                "trace.search",
                w::trace_search(),
                Section::Page,
                "/",
                Callback::from(move |()| browser::focus(&field)),
            ),
            Command::new("trace.next", w::trace_found_next(), Section::Page, "n", go(1)).refused(nothing),
            Command::new("trace.previous", w::trace_found_previous(), Section::Page, "p", go(-1))
                .refused(nothing),
            Command::new("trace.open_all", w::trace_open_all(), Section::Page, "o", rows(Rows::open_all)),
            Command::new("trace.close_all", w::trace_close_all(), Section::Page, "c", rows(Rows::close_all)),
        ]
    };
    use_commands(Scope::Page, commands);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_walked_around_the_ends() {
        let hits = |at| Hits { of: Some(3), at };
        assert_eq!([hits(None).step(1, 3), hits(None).step(-1, 3)], [Some(0), Some(2)]);
        assert_eq!([hits(Some(2)).step(1, 3), hits(Some(0)).step(-1, 3)], [Some(0), Some(2)]);
        assert_eq!(hits(None).step(1, 0), None);
        assert_eq!(said(hits(Some(1))).as_deref(), Some("2 of 3"));
    }
}
