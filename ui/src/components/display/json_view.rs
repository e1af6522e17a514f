//! JSON as a tree to walk, search and copy from. Only the rows in view are elements, so that its size does not matter.

use std::collections::HashSet;
use std::rc::Rc;

use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::json_rows::{Kind, Row, at, rows};
use crate::browser::{self, Task};
use crate::components::{Symbol, small_icon};
use crate::words as w;

/// Pixels; `.json-row` has it too.
const ROW_H: i32 = 24;
/// Rows drawn before the view is measured.
const FIRST_ROWS: usize = 40;

#[derive(Properties, PartialEq)]
pub(crate) struct JsonViewProps {
    /// Unique on the page.
    pub(crate) id: &'static str,
    pub(crate) label: AttrValue,
    pub(crate) value: Rc<Value>,
}

#[component]
pub(crate) fn JsonView(props: &JsonViewProps) -> Html {
    let turned = use_state(HashSet::<String>::new);
    let sought = use_state_eq(String::new);
    let current = use_state_eq(|| 0_usize);
    let window = use_state_eq(|| (0, FIRST_ROWS));
    let said = use_state_eq(|| "");
    let task = use_mut_ref(|| None::<Task>);
    let view = use_node_ref();
    let shown = use_memo(
        (Rc::clone(&props.value), (*turned).clone(), (*sought).clone()),
        |(value, turned, sought)| rows(value, turned, sought),
    );
    let here = (*current).min(shown.len().saturating_sub(1));

    let turn = {
        let (turned, shown) = (turned.clone(), Rc::clone(&shown));
        Callback::from(move |row: usize| {
            if let Some(Row { path, kind: Kind::Branch { .. }, .. }) = shown.get(row) {
                let mut next = (*turned).clone();
                if !next.remove(path) {
                    next.insert(path.clone());
                }
                turned.set(next);
            }
        })
    };
    let go = {
        let (current, view) = (current.setter(), view.clone());
        Callback::from(move |row: usize| {
            current.set(row);
            if let Some(view) = view.cast::<HtmlElement>() {
                let top = i32::try_from(row).unwrap_or(i32::MAX / ROW_H) * ROW_H;
                let least = top + ROW_H - view.client_height();
                view.set_scroll_top(view.scroll_top().clamp(least.min(top), top));
            }
        })
    };
    let onscroll = {
        let window = window.setter();
        Callback::from(move |event: Event| {
            let Some(view) = event.target().and_then(|view| view.dyn_into::<HtmlElement>().ok()) else {
                return;
            };
            let rows = |pixels: i32| usize::try_from(pixels / ROW_H).unwrap_or(0);
            window.set((rows(view.scroll_top()), rows(view.client_height()) + 2));
        })
    };
    let onkeydown = {
        let (shown, go, turn) = (Rc::clone(&shown), go.clone(), turn.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() || shown.is_empty() {
                return;
            }
            match step(&shown, here, &event.key()) {
                Some(Step::Go(row)) => go.emit(row),
                Some(Step::Turn) => turn.emit(here),
                None => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let oninput = {
        let (sought, current) = (sought.setter(), current.setter());
        Callback::from(move |event: InputEvent| {
            sought.set(event.target_unchecked_into::<HtmlInputElement>().value());
            current.set(0);
        })
    };
    let copy = |of: fn(&Value, &Row) -> String| {
        let (value, shown) = (Rc::clone(&props.value), Rc::clone(&shown));
        let (said, task) = (said.setter(), task.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(text) = shown.get(here).map(|row| of(&value, row)) else { return };
            let said = said.clone();
            *task.borrow_mut() = Some(browser::spawn(async move {
                said.set(if browser::copy(&text).await { w::copied() } else { w::copy_refused() });
                browser::sleep(1_600).await;
                said.set("");
            }));
        })
    };
    let found = shown.iter().filter(|row| matches!(row.kind, Kind::Leaf { .. })).count();
    let (first, count) = *window;
    let last = (first + count).min(shown.len());
    // The current row is always there: assistive technology is told of it by its id.
    let drawn =
        (first.min(last)..last).chain((!(first..last).contains(&here) && here < shown.len()).then_some(here));
    let row_id = |row: usize| [props.id, "-", &row.to_string()].concat();
    html! {
        <div class="json">
            <div class="json-bar">
                <input
                    type="search" class="field flex-1" placeholder={w::json_search()}
                    aria-label={w::json_search_in(&props.label)} {oninput}
                />
                <button type="button" class="button button-quiet" onclick={copy(|_, row| row.path.clone())}>{ w::json_copy_path() }</button>
                <button
                    type="button" class="button button-quiet"
                    onclick={copy(|value, row| at(value, &row.path).map(ToString::to_string).unwrap_or_default())}
                >
                    { w::json_copy_value() }
                </button>
                <span class="text-small text-ink-2" role="status">
                    if !said.is_empty() { { *said } }
                    else if !sought.is_empty() { { w::json_hits(i64::try_from(found).unwrap_or(0)) } }
                </span>
            </div>
            <div
                ref={view}
                id={props.id}
                class="json-tree"
                role="tree"
                tabindex="0"
                aria-label={props.label.clone()}
                aria-activedescendant={(!shown.is_empty()).then(|| row_id(here))}
                {onscroll}
                {onkeydown}
            >
                <div
                    role="none" class="json-space"
                    style={format!("height: {}px", shown.len() * usize::try_from(ROW_H).unwrap_or(0))}
                >
                    for row in drawn {
                        { json_row(&shown[row], row, row_id(row), row == here, &go, &turn) }
                    }
                </div>
            </div>
        </div>
    }
}

enum Step {
    Go(usize),
    Turn,
}

/// What a key means at this row.
fn step(rows: &[Row], here: usize, key: &str) -> Option<Step> {
    let last = rows.len() - 1;
    let row = &rows[here];
    let open = match row.kind {
        Kind::Branch { is_open, .. } => Some(is_open),
        Kind::Leaf { .. } => None,
    };
    Some(match (key, open) {
        ("ArrowDown", _) => Step::Go((here + 1).min(last)),
        ("ArrowUp", _) => Step::Go(here.saturating_sub(1)),
        ("Home", _) => Step::Go(0),
        ("End", _) => Step::Go(last),
        ("PageDown", _) => Step::Go((here + 10).min(last)),
        ("PageUp", _) => Step::Go(here.saturating_sub(10)),
        ("ArrowRight", Some(false)) | ("ArrowLeft", Some(true)) | ("Enter" | " ", Some(_)) => Step::Turn,
        ("ArrowRight", Some(true)) => Step::Go((here + 1).min(last)),
        ("ArrowLeft", _) => {
            Step::Go(rows[..here].iter().rposition(|above| above.depth < row.depth).unwrap_or(here))
        }
        _ => return None,
    })
}

fn json_row(
    row: &Row,
    index: usize,
    id: String,
    is_current: bool,
    go: &Callback<usize>,
    turn: &Callback<usize>,
) -> Html {
    let (go, turn) = (go.clone(), turn.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        go.emit(index);
        turn.emit(index);
    });
    let (value, expanded) = match &row.kind {
        Kind::Leaf { text, class } => (html! { <span class={*class}>{ text.clone() }</span> }, None),
        Kind::Branch { is_list, count, is_open } => {
            let count = i64::try_from(*count).unwrap_or(0);
            let words = if *is_list { w::json_items(count) } else { w::json_fields(count) };
            (
                html! { <span class="text-ink-2">{ words }</span> },
                Some(if *is_open { "true" } else { "false" }),
            )
        }
    };
    let style = format!("top: {}px; padding-left: {}px", index * 24, 8 + row.depth * 16);
    html! {
        <div
            key={index}
            {id}
            class="json-row"
            role="treeitem"
            aria-level={(row.depth + 1).to_string()}
            aria-posinset={row.place.0.to_string()}
            aria-setsize={row.place.1.to_string()}
            aria-expanded={expanded}
            aria-selected={if is_current { "true" } else { "false" }}
            {style}
            {onclick}
        >
            <span class={if expanded == Some("true") { "json-mark json-mark-open" } else { "json-mark" }}>
                if expanded.is_some() { { small_icon(Symbol::ChevronDown) } }
            </span>
            if !row.key.is_empty() { <span class="json-key">{ row.key.clone() }{ ":" }</span> }
            { value }
        </div>
    }
}
