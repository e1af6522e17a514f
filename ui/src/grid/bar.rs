//! The bar of a selection: how many rows it has and what can be done with them.

use web_sys::MouseEvent;
use yew::prelude::*;

use super::body::Grid;
use super::hand::Act;
use super::selection::Selection;
use crate::browser;
use crate::components::{Symbol, small_icon};
use crate::text;
use crate::words as w;

pub(super) fn selection_bar(grid: &Grid, selection: &Selection, total: Option<usize>, bulk: &Html) -> Html {
    let act = |act| {
        let grid = grid.clone();
        move |_: MouseEvent| {
            grid.act(act, false);
            browser::focus(grid.id());
        }
    };
    let clear = {
        let grid = grid.clone();
        move |_: MouseEvent| {
            grid.clear_selection();
            browser::focus(grid.id());
        }
    };
    let number = |count: usize| text::number(i64::try_from(count).unwrap_or(i64::MAX));
    let count = selection.count(total).map(number);
    let said = match (selection, count) {
        (Selection::AllBut(but), Some(count)) if but.is_empty() => w::grid_selected_all(&count),
        (Selection::AllBut(_), None) => w::grid_selected_all_unknown().to_owned(),
        (_, Some(count)) => w::grid_selected(&count),
        (_, None) => w::grid_selected_unknown().to_owned(),
    };
    let all = w::grid_select_matching(&total.map_or_else(String::new, number));
    html! {
        <div class="grid-bar" role="region" aria-label={w::grid_selection()}>
            <p class="tabular font-medium" role="status">{ said }</p>
            if !selection.is_all() {
                <button type="button" class="button-link" onclick={act(Act::ToggleAll)}>
                    { all }
                </button>
            }
            { bulk.clone() }
            <button type="button" class="button button-quiet" onclick={act(Act::Copy)}>
                { small_icon(Symbol::Copy) }{ w::grid_copy() }
            </button>
            <button type="button" class="button button-quiet" onclick={clear}>
                { small_icon(Symbol::Close) }{ w::grid_clear() }
            </button>
        </div>
    }
}
