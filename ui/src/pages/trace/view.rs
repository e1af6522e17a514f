//! One trace to look at: tools, the whole in small, the waterfall or the flame graph, and the span that is open.

use std::rc::Rc;

use console_api::SpanId;
use console_trace::{Search, Trace};
use yew::prelude::*;

use super::columns::{COLUMNS, RULED};
use super::flame::FlameView;
use super::minimap::Minimap;
use super::panel::panel;
use super::rows::{Rows, key, span_of};
use super::time::{Window, marks, offset, percent};
use super::toolbar::{Hits, Toolbar};
use crate::browser::{self, Task};
use crate::clock::use_clock;
use crate::dom::{el, none, tell};
use crate::grid::{Grid, GridView, Source};
use crate::words as w;

/// How long typing rests before it is searched for.
const TYPING_MS: i32 = 120;
/// Marks of the ruler at most.
const MARKS: i64 = 5;

/// A trace that is shown; the same while it is the same one.
#[derive(Clone)]
pub(super) struct Shown(pub(super) Rc<Trace>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    Waterfall,
    Flame,
}

#[derive(Properties, PartialEq)]
pub(super) struct TraceViewProps {
    /// Of the table, unique on the page.
    pub(super) id: &'static str,
    pub(super) trace: Shown,
    /// Spans that violated a rule.
    #[prop_or_default]
    pub(super) matched: Vec<SpanId>,
    /// The span to open at first.
    #[prop_or_default]
    pub(super) span: Option<SpanId>,
    /// Told which span is open.
    #[prop_or_default]
    pub(super) onspan: Callback<Option<SpanId>>,
    /// Beside other things: without what takes room.
    #[prop_or_default]
    pub(super) compact: bool,
}

/// What is made once for a trace.
struct Made {
    rows: Rc<Rows>,
    grid: Grid,
}

#[component]
pub(super) fn TraceView(props: &TraceViewProps) -> Html {
    let clock = use_clock();
    let made = use_memo(props.trace.clone(), |trace| {
        let rows = Rc::new(Rows::new(Rc::clone(&trace.0)));
        let grid = Grid::new(props.id, Rc::clone(&rows) as Rc<dyn Source>, COLUMNS, clock);
        Made { rows, grid }
    });
    let trace = &props.trace.0;
    let window = use_state_eq(|| Window::whole(trace.end()));
    let picture = use_state_eq(|| Picture::Waterfall);
    let is_critical = use_state_eq(|| true);
    let open = use_state_eq(|| None::<usize>);
    let typed = use_state_eq(String::new);
    let hits = use_state_eq(Hits::default);
    let task = use_mut_ref(|| None::<Task>);

    use_effect_with((props.trace.clone(), *window), {
        let made = Rc::clone(&made);
        move |(_, window)| made.rows.look_at(*window)
    });
    use_effect_with((props.trace.clone(), *is_critical), {
        let made = Rc::clone(&made);
        move |(_, shown)| made.rows.show_critical(*shown)
    });
    let onopen = {
        let (open, onspan, trace) = (open.setter(), props.onspan.clone(), props.trace.clone());
        Callback::from(move |span: Option<usize>| {
            open.set(span);
            onspan.emit(span.map(|span| trace.0.id(span).clone()));
        })
    };
    // The span that violated a rule is what people came for: it is shown, once. Others that come to be known are marked.
    let arrived = use_mut_ref(|| None::<(Shown, Task)>);
    use_effect_with((props.trace.clone(), props.matched.clone(), props.span.clone()), {
        let (made, open) = (Rc::clone(&made), open.setter());
        let is_compact = props.compact;
        move |(trace, matched, wanted)| {
            let first = made.rows.mark(matched);
            let wanted = wanted.as_ref().and_then(|id| trace.0.find(id)).or(first);
            let arrived = &mut *arrived.borrow_mut();
            let is_there = arrived.as_ref().is_some_and(|(shown, _)| shown == trace);
            let Some(span) = wanted.filter(|_| !is_there) else { return };
            if !is_compact {
                open.set(Some(span));
            }
            made.rows.reveal(span);
            let stand = browser::spawn(async move {
                // The table takes its place on the page first.
                browser::sleep(0).await;
                made.grid.stand_on(&key(span));
            });
            *arrived = Some((trace.clone(), stand));
        }
    });

    let go = {
        let (made, hits) = (Rc::clone(&made), hits.clone());
        Callback::from(move |step: isize| {
            let found = made.rows.found();
            let Some(at) = hits.step(step, found.len()) else { return };
            let span = found[at];
            drop(found);
            made.rows.reveal(span);
            made.grid.stand_on(&key(span));
            hits.set(Hits { at: Some(at), ..*hits });
        })
    };
    let search = {
        let (made, hits, typed) = (Rc::clone(&made), hits.setter(), typed.setter());
        Callback::from(move |(text, wait): (String, bool)| {
            typed.set(text.clone());
            let (made, hits) = (Rc::clone(&made), hits.clone());
            *task.borrow_mut() = Some(browser::spawn(async move {
                if wait {
                    browser::sleep(TYPING_MS).await;
                }
                let search = Search::parse(&text);
                made.rows.search(&search);
                let found = made.rows.found();
                let first = found.first().copied();
                hits.set(Hits { of: (!search.is_empty()).then_some(found.len()), at: first.map(|_| 0) });
                drop(found);
                if let Some(span) = first {
                    made.rows.reveal(span);
                    made.grid.stand_on(&key(span));
                }
            }));
        })
    };
    let filter = {
        let (search, picture) = (search.clone(), picture.setter());
        Callback::from(move |term: String| {
            picture.set(Picture::Waterfall);
            search.emit((term, false));
        })
    };
    let tools = html! {
        <Toolbar
            id={props.id}
            rows={Rc::clone(&made.rows)}
            text={(*typed).clone()}
            search={search.clone()}
            hits={*hits}
            {go}
            critical={*is_critical}
            oncritical={let is_critical = is_critical.clone(); Callback::from(move |shown| is_critical.set(shown))}
            picture={*picture}
            onpicture={let picture = picture.clone(); Callback::from(move |shown| picture.set(shown))}
            compact={props.compact}
        />
    };
    let ruler = html! {
        <span class="trace-ruler" aria-hidden="true">
            for at in marks(*window, MARKS) {
                <span class="trace-ruler-mark" style={["left:", &percent(window.place(at))].concat()}>{ offset(at) }</span>
            }
        </span>
    };
    let picture = match *picture {
        Picture::Flame => html! { <FlameView trace={props.trace.clone()} find={filter.clone()} /> },
        Picture::Waterfall => html! {
            <GridView
                grid={made.grid.clone()}
                label={w::trace_spans_of(trace.main_root().map_or("", |root| trace.name(root)))}
                open={open.map(key)}
                onopen={onopen.reform(|key: String| span_of(&key))}
                stacks={false}
                heading={(RULED, ruler)}
            />
        },
    };
    let class = match (props.compact, open.is_some()) {
        (true, _) => "trace-view trace-view-compact",
        (false, true) => "trace-view trace-view-open",
        (false, false) => "trace-view",
    };
    let minimap = if props.compact {
        none()
    } else {
        let onwindow = {
            let window = window.setter();
            Callback::from(move |next| window.set(next))
        };
        html! { <Minimap trace={props.trace.clone()} window={*window} {onwindow} /> }
    };
    let open_span = open.filter(|span| *span < trace.len());
    html! {
        <div {class}>
            { tools }
            if trace.is_truncated() {
                { el("p", "trace-note", [tell(&w::trace_cut(i64::try_from(trace.len()).unwrap_or(i64::MAX)))]) }
            }
            { minimap }
            <div class="trace-split">
                <div class="trace-main">{ picture }</div>
                if let Some(span) = open_span {
                    { panel(trace, span, &filter, onopen.reform(|()| None), clock) }
                }
            </div>
        </div>
    }
}

#[cfg(test)]
pub(crate) fn for_tests(trace: Trace, matched: Vec<SpanId>) -> Html {
    html! { <TraceView id="trace" trace={Shown(Rc::new(trace))} {matched} /> }
}
