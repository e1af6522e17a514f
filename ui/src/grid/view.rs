//! The frame of a grid: header, scroll region, the bar of a selection, menus. Yew draws it; the rows belong to `body`.

use web_sys::MouseEvent;
use yew::prelude::*;

use super::body::{Frame, Grid, Said, Summary};
use super::columns::{Density, Layout};
use super::head::header;
use super::menu::Menu;
use super::selection::Selection;
use super::tools::Extra;
use crate::clock::use_clock;
use crate::components::{Symbol, icon};
use crate::dom::{el_of, line, none, say, tell, with};
use crate::words as w;

/// Pixels of a table below which a row is a small card.
const STACKED: u16 = 640;

#[derive(Properties, PartialEq)]
pub(crate) struct GridViewProps {
    pub(crate) grid: Grid,
    pub(crate) label: AttrValue,
    /// Key of the row whose details are open.
    #[prop_or_default]
    pub(crate) open: Option<String>,
    #[prop_or_default]
    pub(crate) onopen: Callback<String>,
    #[prop_or_default]
    pub(crate) onmove: Callback<String>,
    #[prop_or_default]
    pub(crate) onsummary: Callback<Summary>,
    /// Whether rows can be selected.
    #[prop_or_default]
    pub(crate) selectable: bool,
    /// The rows still belong to the question before.
    #[prop_or_default]
    pub(crate) outdated: bool,
    /// What can be done with selected rows.
    #[prop_or_default]
    pub(crate) bulk: Html,
    /// Below the rows: totals.
    #[prop_or_default]
    pub(crate) footer: Html,
    /// Whether rows become small cards where the table is narrow.
    #[prop_or(true)]
    pub(crate) stacks: bool,
    /// What stands in the heading of a column beside its title.
    #[prop_or_default]
    pub(crate) heading: Option<(&'static str, Html)>,
    /// The address of a row, for copying it.
    #[prop_or_default]
    pub(crate) link: Option<Callback<String, String>>,
}

#[component]
pub(crate) fn GridView(props: &GridViewProps) -> Html {
    let clock = use_clock();
    let redraw = use_force_update();
    let grid = &props.grid;
    let columns = grid.0.columns;
    *grid.0.opened.borrow_mut() = props.onopen.clone();
    *grid.0.moved.borrow_mut() = props.onmove.clone();
    let frame = grid.0.frame.borrow();
    let visible = frame.layout.visible(columns, frame.room);
    // The row height and the pinned columns' places follow what was just drawn.
    let scene =
        (visible.clone(), props.selectable, clock, props.open.clone(), frame.room, frame.layout.density);
    use_effect_with((grid.clone(), scene), |(grid, (visible, selectable, clock, open, ..))| {
        grid.set_scene(visible.clone(), *selectable, *clock, open.clone());
        grid.measure();
    });
    use_effect_with(grid.clone(), {
        let outer = props.onsummary.clone();
        move |grid| {
            grid.attach(outer, redraw);
            let grid = grid.clone();
            move || grid.detach()
        }
    });

    let summary = grid.0.state.borrow().told.clone().unwrap_or_default();
    let mut class = String::from("grid-box");
    for (worn, name) in [
        (props.outdated, " grid-outdated"),
        (props.stacks && frame.room < STACKED, " grid-stacked"),
        (props.selectable, " grid-selectable"),
    ] {
        if worn {
            class.push_str(name);
        }
    }
    let check = if props.selectable { "2.25rem" } else { "" };
    let tracks = ["--cols:", check, &Layout::tracks(columns, &visible)].concat();
    with(
        "div",
        &["class", "style", "data-density"],
        &[Some(&class), Some(&tracks), frame.layout.density.map(Density::as_str)],
        vec![
            region(props, header(grid, &visible, props.selectable, &summary, props.heading.as_ref())),
            options(grid),
            menu(props, &frame),
            props.footer.clone(),
            bar(props, &summary).unwrap_or_default(),
            if summary.failed.is_some() { failure(grid) } else { none() },
            said(frame.said),
        ],
    )
    .into()
}

/// What is scrolled.
fn region(props: &GridViewProps, head: Html) -> Html {
    let rows = with("div", &["class", "role"], &[Some("grid-rows"), Some("rowgroup")], Vec::new());
    let probe = with("div", &["class", "aria-hidden"], &[Some("grid-probe"), Some("true")], Vec::new());
    let columns = (props.grid.0.columns.len() + usize::from(props.selectable)).to_string();
    let names = &[
        "id",
        "class",
        "role",
        "aria-label",
        "aria-colcount",
        "aria-multiselectable",
        "aria-readonly",
        "tabindex",
    ];
    let values = [
        Some(props.grid.id()),
        Some("grid-view"),
        Some(if props.grid.0.source.is_tree() { "treegrid" } else { "grid" }),
        Some(props.label.as_str()),
        Some(&columns),
        Some(if props.selectable { "true" } else { "false" }),
        Some("true"),
        Some("0"),
    ];
    with("div", names, &values, vec![el_of("div", "grid-canvas", vec![head, rows.into()]), probe.into()])
        .into()
}

/// Opens the menu of the table.
fn options(grid: &Grid) -> Html {
    let label = w::grid_options();
    with(
        "button",
        &["type", "class", "popovertarget", "aria-label", "title", "style"],
        &[
            Some("button"),
            Some("button button-quiet grid-options"),
            Some(&[grid.id(), "-menu"].concat()),
            Some(label),
            Some(label),
            Some(&["anchor-name:--", grid.id(), "-table"].concat()),
        ],
        vec![icon(Symbol::Columns)],
    )
    .into()
}

fn menu(props: &GridViewProps, frame: &Frame) -> Html {
    let (grid, columns) = (&props.grid, props.grid.0.columns);
    let extra =
        |menu| Extra::Menu { menu, layout: &frame.layout, room: frame.room, link: props.link.as_ref() };
    let inner = match frame.menu {
        Some(menu) if frame.said != Some(Said::Missing) => grid.draw_extra(&extra(menu)),
        Some(_) => Some(line("p", "p-4", w::part_failed())),
        None => None,
    };
    let menu = frame.menu.unwrap_or(Menu::Table);
    with(
        "div",
        &["id", "popover", "role", "aria-label", "class", "style"],
        &[
            Some(&[grid.id(), "-menu"].concat()),
            Some("auto"),
            Some("group"),
            Some(menu.title(columns)),
            Some("popover popover-end"),
            Some(&["position-anchor:--", grid.id(), "-", menu.anchor(columns)].concat()),
        ],
        inner.into_iter().collect(),
    )
    .into()
}

fn bar(props: &GridViewProps, summary: &Summary) -> Option<Html> {
    let Summary { selection, total, .. } = summary;
    let extra = Extra::Bar { selection, total: *total, bulk: &props.bulk };
    if *selection == Selection::None { None } else { props.grid.draw_extra(&extra) }
}

/// Rows in sight could not be read.
fn failure(grid: &Grid) -> Html {
    let grid = grid.clone();
    let retry = move |_: MouseEvent| grid.source().retry();
    html! {
        <div class="grid-bar" role="alert">
            <p>{ w::grid_rows_missing() }</p>
            <button type="button" class="button-link" onclick={retry}>{ w::try_again() }</button>
        </div>
    }
}

fn said(said: Option<Said>) -> Html {
    let words = match said {
        None => none(),
        Some(Said::Copied(1)) => say(w::grid_copied_one()),
        Some(Said::Copied(rows)) => tell(&w::grid_copied(i64::try_from(rows).unwrap_or(i64::MAX))),
        Some(Said::Refused) => say(w::copy_refused()),
        Some(Said::Missing) => {
            let words = vec![say(w::part_failed())];
            return with("p", &["class", "role"], &[Some("grid-bar"), Some("alert")], words).into();
        }
    };
    with("p", &["class", "role"], &[Some("sr-only"), Some("status")], vec![words]).into()
}
