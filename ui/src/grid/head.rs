//! The header of a grid, drawn: names, sorting, the way to each column's menu, and the handles that set widths. What
//! hands do with them is heard in `heard` and done in `resize`.

use std::cmp::Ordering;

use yew::prelude::*;

use super::body::{Grid, Summary};
use super::columns::{Column, Setting};
use super::selection::Selection;
use crate::components::{Symbol, icon, small_icon};
use crate::dom::{line, say, with};
use crate::words as w;

pub(super) fn header(
    grid: &Grid,
    visible: &[Setting],
    selectable: bool,
    summary: &Summary,
    beside: Option<&(&'static str, Html)>,
) -> Html {
    let mut cells = Vec::with_capacity(visible.len() + 1);
    if selectable {
        cells.push(check_all(&summary.selection));
    }
    let mut pins = 0;
    for (at, setting) in visible.iter().enumerate() {
        let pin = setting.pinned.then(|| ["left:var(--pin-", &pins.to_string(), ")"].concat());
        pins += usize::from(setting.pinned);
        let column = grid.0.columns[setting.column].id;
        let beside = beside.filter(|(id, _)| *id == column).map(|(_, what)| what);
        cells.push(column_head(grid, at, *setting, pin, selectable, summary, beside));
    }
    let row = with(
        "div",
        &["class", "role", "aria-rowindex"],
        &[Some("grid-columns"), Some("row"), Some("1")],
        cells,
    );
    with("div", &["class", "role"], &[Some("grid-head"), Some("rowgroup")], vec![row.into()]).into()
}

fn check_all(selection: &Selection) -> Html {
    let state = match selection {
        Selection::None => "false",
        selection if selection.is_all() => "true",
        _ => "mixed",
    };
    let label = w::grid_select_all();
    let button = with(
        "button",
        &["type", "class", "role", "aria-checked", "aria-label", "title"],
        &[Some("button"), Some("grid-check-all"), Some("checkbox"), Some(state), Some(label), Some(label)],
        Vec::new(),
    );
    let mut heading = with(
        "div",
        &["class", "role", "aria-colindex"],
        &[Some("col-check"), Some("columnheader"), Some("1")],
        vec![button.into()],
    );
    // Its neighbours are told apart by key, so it has one too.
    heading.key = Some("check".into());
    heading.into()
}

fn column_head(
    grid: &Grid,
    at: usize,
    setting: Setting,
    pin: Option<String>,
    selectable: bool,
    summary: &Summary,
    beside: Option<&Html>,
) -> Html {
    let column: &'static Column = &grid.0.columns[setting.column];
    let order = summary.sort.filter(|sort| sort.column == setting.column).map(|sort| sort.order);
    let (sorted, arrow) = match order {
        Some(Ordering::Less) => ("ascending", Some(Symbol::ArrowUp)),
        Some(Ordering::Greater) => ("descending", Some(Symbol::ArrowDown)),
        Some(Ordering::Equal) | None => ("none", None),
    };
    let name = if column.sortable {
        let mut inner = vec![line("span", "truncate", (column.title)())];
        inner.extend(arrow.map(small_icon));
        with(
            "button",
            &["type", "class", "draggable"],
            &[Some("button"), Some("grid-sort"), Some("true")],
            inner,
        )
    } else {
        let title = vec![say((column.title)())];
        with("span", &["class", "draggable"], &[Some("grid-name"), Some("true")], title)
    };
    let mut class = [column.class, " grid-heading"].concat();
    if pin.is_some() {
        class.push_str(" grid-pinned");
    }
    let place = (setting.column + 1 + usize::from(selectable)).to_string();
    let mut heading = with(
        "div",
        &["class", "style", "role", "aria-colindex", "aria-sort", "data-column"],
        &[
            Some(&class),
            pin.as_deref(),
            Some("columnheader"),
            Some(&place),
            column.sortable.then_some(sorted),
            Some(&setting.column.to_string()),
        ],
        std::iter::once(name.into())
            .chain(beside.cloned())
            .chain([menu_button(grid, at, column), handle()])
            .collect(),
    );
    heading.key = Some(column.id.into());
    heading.into()
}

/// Opens the column's menu. One stop of the tab key for all columns: arrows walk, with Shift they set the width,
/// with Alt they move the column.
fn menu_button(grid: &Grid, at: usize, column: &'static Column) -> Html {
    with(
        "button",
        &["type", "class", "popovertarget", "tabindex", "aria-label", "aria-keyshortcuts", "style"],
        &[
            Some("button"),
            Some("grid-menu-button"),
            Some(&[grid.id(), "-menu"].concat()),
            Some(if at == 0 { "0" } else { "-1" }),
            Some(&w::grid_column((column.title)())),
            Some("Shift+ArrowLeft Shift+ArrowRight Alt+ArrowLeft Alt+ArrowRight"),
            Some(&["anchor-name:--", grid.id(), "-", column.id].concat()),
        ],
        vec![icon(Symbol::ChevronDown)],
    )
    .into()
}

/// Dragged, it sets the width; on a double click the column takes the width of what it shows.
fn handle() -> Html {
    with("span", &["class", "aria-hidden"], &[Some("grid-handle"), Some("true")], Vec::new()).into()
}
