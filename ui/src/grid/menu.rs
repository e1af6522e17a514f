//! The menus of a grid, fetched when the first of them is opened: what can be done to one column, and to the table.

use std::cmp::Ordering;

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, MouseEvent};
use yew::prelude::*;

use super::body::Grid;
use super::columns::{Change, Column, Density, Edit, Layout, Sort};
use super::copy::Form;
use super::resize::{box_of, fitting, wider};
use crate::browser;
use crate::dom::{line, none};
use crate::words as w;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Menu {
    Table,
    Column(usize),
}

impl Menu {
    pub(super) fn title(self, columns: &'static [Column]) -> &'static str {
        match self {
            Self::Table => w::grid_options(),
            Self::Column(column) => (columns[column].title)(),
        }
    }

    pub(super) fn anchor(self, columns: &'static [Column]) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Column(column) => columns[column].id,
        }
    }
}

/// What a menu goes by.
struct Given<'a> {
    grid: &'a Grid,
    layout: &'a Layout,
    room: u16,
    /// The address of a row.
    link: Option<&'a Callback<String, String>>,
}

pub(super) fn menu(
    grid: &Grid,
    menu: Menu,
    layout: &Layout,
    room: u16,
    link: Option<&Callback<String, String>>,
) -> Html {
    let given = Given { grid, layout, room, link };
    match menu {
        Menu::Table => table_menu(&given),
        Menu::Column(column) => column_menu(&given, column),
    }
}

fn column_menu(props: &Given, index: usize) -> Html {
    let columns = props.grid.0.columns;
    let column = &columns[index];
    let Some(setting) = props.layout.settings.iter().find(|setting| setting.column == index) else {
        return none();
    };
    let edit = |change: Change| {
        let grid = props.grid.clone();
        Callback::from(move |_: MouseEvent| grid.edit(Edit::Column(index, change)))
    };
    let resize = |is_wider: bool| {
        let grid = props.grid.clone();
        Callback::from(move |_: MouseEvent| grid.edit(Edit::Column(index, wider(&grid, column, is_wider))))
    };
    let fit = {
        let grid = props.grid.clone();
        let visible = props.layout.visible(columns, props.room);
        Callback::from(move |event: MouseEvent| {
            let from = event.target().and_then(|from| from.dyn_into::<web_sys::Element>().ok());
            if let Some(boxed) = from.and_then(|from| box_of(&from)) {
                grid.edit(Edit::Column(index, fitting(&grid, index, column, visible.clone(), &boxed)));
            }
        })
    };
    let sort = |order: Ordering| {
        let grid = props.grid.clone();
        Callback::from(move |_: MouseEvent| grid.source().sort_by(Sort { column: index, order }))
    };
    let hide = {
        let grid = props.grid.clone();
        Callback::from(move |_: MouseEvent| {
            browser::close_popover(&[grid.id(), "-menu"].concat());
            grid.edit(Edit::Column(index, Change::Show(false)));
            browser::focus(grid.id());
        })
    };
    html! {
        <div class="grid-menu">
            if column.sortable {
                { item(w::grid_sort_ascending(), sort(Ordering::Less)) }
                { item(w::grid_sort_descending(), sort(Ordering::Greater)) }
                <hr class="grid-rule" />
            }
            { item(w::grid_wider(), resize(true)) }
            { item(w::grid_narrower(), resize(false)) }
            { item(w::grid_fit(), fit) }
            if setting.width.is_some() { { item(w::grid_usual_width(), edit(Change::DeclaredWidth)) } }
            <hr class="grid-rule" />
            { item(w::grid_move_left(), edit(Change::Left)) }
            { item(w::grid_move_right(), edit(Change::Right)) }
            { item(if setting.pinned { w::grid_unpin() } else { w::grid_pin() }, edit(Change::Pin(!setting.pinned))) }
            <hr class="grid-rule" />
            { item(w::grid_hide(), hide) }
        </div>
    }
}

fn table_menu(props: &Given) -> Html {
    let columns = props.grid.0.columns;
    let visible = props.layout.visible(columns, props.room);
    let density = |density: Option<Density>, name: &'static str| {
        let grid = props.grid.clone();
        html! {
            <label class="option">
                <input
                    type="radio" class="check" name={[props.grid.id(), "-density"].concat()}
                    checked={props.layout.density == density}
                    onchange={move |_: Event| grid.edit(Edit::Density(density))}
                />
                { name }
            </label>
        }
    };
    let copy = |form: Form| {
        let (grid, id) = (props.grid.clone(), props.grid.id());
        Callback::from(move |_: MouseEvent| {
            grid.copy(form);
            browser::close_popover(&[id, "-menu"].concat());
        })
    };
    let grid = props.grid.clone();
    let reset = Callback::from(move |_: MouseEvent| grid.edit(Edit::Reset));
    html! {
        <div class="grid-menu">
            { line("h3", "grid-menu-title", w::grid_columns()) }
            for setting in &props.layout.settings {
                { column_choice(props, setting.column, visible.iter().any(|shown| shown.column == setting.column)) }
            }
            <hr class="grid-rule" />
            { line("h3", "grid-menu-title", w::grid_row_height()) }
            { density(None, w::grid_height_usual()) }
            { density(Some(Density::Compact), w::density_compact()) }
            { density(Some(Density::Default), w::density_default()) }
            { density(Some(Density::Comfortable), w::density_comfortable()) }
            <hr class="grid-rule" />
            { line("h3", "grid-menu-title", w::grid_copy_what()) }
            { item(w::grid_copy_tsv(), copy(Form::Tsv)) }
            { item(w::grid_copy_json(), copy(Form::Json)) }
            { item(w::grid_copy_markdown(), copy(Form::Markdown)) }
            { props.link.map_or_else(none, |link| item(w::grid_copy_link(), copy_link(props, link))) }
            <hr class="grid-rule" />
            { item(w::grid_reset(), reset) }
        </div>
    }
}

fn column_choice(props: &Given, column: usize, is_shown: bool) -> Html {
    let grid = props.grid.clone();
    let onchange = move |event: Event| {
        let shown = event.target_unchecked_into::<HtmlInputElement>().checked();
        grid.edit(Edit::Column(column, Change::Show(shown)));
    };
    html! {
        <label key={column} class="option">
            <input type="checkbox" class="check" checked={is_shown} {onchange} />
            { (props.grid.0.columns[column].title)() }
        </label>
    }
}

fn copy_link(props: &Given, link: &Callback<String, String>) -> Callback<MouseEvent> {
    let (grid, link) = (props.grid.clone(), link.clone());
    Callback::from(move |_: MouseEvent| {
        grid.copy_link(&link);
        browser::close_popover(&[grid.id(), "-menu"].concat());
    })
}

fn item(name: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="option w-full" {onclick}>{ name }</button> }
}
