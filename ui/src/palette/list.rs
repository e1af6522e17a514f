//! How the palette looks below its field.

use std::ops::Range;

use yew::prelude::*;

use super::entries::Shown;
use super::search::{Found, Problem};
use crate::commands::kbd;
use crate::components::{Shape, glyph};
use crate::dom::{el, el_of, line, none, say, tell};
use crate::words as w;

/// Id of what is wrong with a line; the field is described by it.
pub(super) const PROBLEM: &str = "palette-problem";

pub(super) fn option_id(list: &str, at: usize) -> String {
    [list, "-", &at.to_string()].concat()
}

/// The options under the headings of their sections; `id` is that of the list, `at` the active option.
pub(crate) fn listing(
    id: &'static str,
    shown: &[Shown],
    at: usize,
    mac: bool,
    choose: &Callback<usize>,
    point: &Callback<usize>,
) -> Html {
    let mut groups = Vec::new();
    let mut first = 0;
    for group in shown.chunk_by(|one, other| one.entry.section == other.entry.section) {
        let options = group
            .iter()
            .enumerate()
            .map(|(index, shown)| option(id, shown, first + index, first + index == at, mac, choose, point));
        groups.push(html! {
            <div role="group" aria-label={group[0].entry.section}>
                { line("p", "palette-section", group[0].entry.section) }
                { for options }
            </div>
        });
        first += group.len();
    }
    html! {
        <div {id} class="palette-list" role="listbox" aria-label={w::palette_found()}>{ for groups }</div>
    }
}

fn option(
    list: &str,
    shown: &Shown,
    at: usize,
    is_active: bool,
    mac: bool,
    choose: &Callback<usize>,
    point: &Callback<usize>,
) -> Html {
    let entry = &shown.entry;
    let beside = match &entry.refusal {
        Some(why) => el("span", "palette-detail", [tell(why)]),
        None => el("span", "palette-detail", [tell(&entry.detail)]),
    };
    html! {
        <div
            id={option_id(list, at)}
            class="palette-option"
            role="option"
            aria-selected={is_active.to_string()}
            aria-disabled={entry.refusal.is_some().then_some("true")}
            onclick={choose.reform(move |_: MouseEvent| at)}
            onpointermove={point.reform(move |_: PointerEvent| at)}
        >
            { el("span", "palette-title", [marked(&entry.title, &shown.at)]) }
            { beside }
            { kbd(&entry.keys, mac) }
        </div>
    }
}

/// The title with what was typed of it marked, run by run.
fn marked(title: &str, at: &[usize]) -> Html {
    let mut runs: Vec<(bool, String)> = Vec::new();
    for (index, char) in title.chars().enumerate() {
        let is_typed = at.binary_search(&index).is_ok();
        match runs.last_mut() {
            Some((typed, run)) if *typed == is_typed => run.push(char),
            _ => runs.push((is_typed, char.to_string())),
        }
    }
    let run =
        |(is_typed, run): &(bool, String)| if *is_typed { el("mark", "", [tell(run)]) } else { tell(run) };
    el_of("span", "", runs.iter().map(run).collect())
}

/// What is wrong with the line, at the word.
pub(super) fn problem(line: &str, problem: Option<(Range<usize>, String)>) -> Html {
    let content = problem.map_or_else(none, |(at, why)| {
        let words = [
            say(":"),
            tell(&line[..at.start]),
            el("span", "palette-wrong", [tell(&line[at.clone()])]),
            tell(&line[at.end..]),
        ];
        html! {
            <p id={PROBLEM} class="palette-problem" role="alert">
                { glyph(Shape::Octagon) }
                { el("span", "flex min-w-0 flex-col", [el("code", "font-mono", words), el("span", "", [tell(&why)])]) }
            </p>
        }
    });
    el("div", "", [content])
}

/// Below the list: how much was found, what could not be asked, how the keys work.
pub(super) fn foot(found: &Found, count: usize, is_line: bool, retry: &Callback<()>) -> Html {
    let nothing = count == 0 && !is_line && !found.searching;
    let said = match count {
        _ if found.searching => w::palette_searching().to_owned(),
        0 => w::palette_none().to_owned(),
        count => w::palette_count(i64::try_from(count).unwrap_or(i64::MAX)),
    };
    let trouble = match &found.problem {
        None => none(),
        Some(Problem::Offline) => {
            el("p", "palette-trouble", [glyph(Shape::SquarePause), say(w::palette_offline())])
        }
        Some(Problem::Failed(error)) => html! {
            <p class="palette-trouble" role="alert">
                { glyph(Shape::Triangle) }
                <span class="min-w-0 flex-1">{ w::palette_failed(error.message()) }</span>
                <button type="button" class="button-link" onclick={retry.reform(|_: MouseEvent| ())}>{ w::try_again() }</button>
            </p>
        },
    };
    let hint = |cap: &'static str, words: &'static str| {
        el("span", "flex items-center gap-1", [line("kbd", "kbd", cap), say(words)])
    };
    html! {
        <>
            if nothing {
                { el("p", "palette-nothing", [say(w::palette_nothing())]) }
            }
            { trouble }
            <footer class="palette-foot">
                <span role="status" class="tabular">{ if is_line { String::new() } else { said } }</span>
                <span class="palette-keys" aria-hidden="true">
                    { hint("↑↓", w::palette_move()) }{ hint("Enter", w::palette_choose()) }{ hint("Esc", w::palette_close()) }
                    if !is_line { { hint(":", w::palette_command()) } } else { { hint("Tab", w::palette_complete()) } }
                </span>
            </footer>
        </>
    }
}
