//! The same values as a table: for those who cannot see the chart, and for those who want the number.

use std::ops::Range;

use yew::prelude::*;

use super::axis::stamp;
use super::model::Data;
use super::units::Unit;
use crate::clock::use_clock;
use crate::text;
use crate::words as w;

/// Rows on one page.
const PAGE: usize = 500;

#[derive(Properties, PartialEq)]
pub(super) struct TwinProps {
    pub(super) data: Data,
    /// Positions of the moments in range.
    pub(super) within: Range<usize>,
    pub(super) title: AttrValue,
    pub(super) unit: Unit,
}

#[component]
pub(super) fn Twin(props: &TwinProps) -> Html {
    let TwinProps { data, within, title, unit } = props;
    let clock = use_clock();
    let page = use_state_eq(|| 0_usize);
    let pages = within.len().div_ceil(PAGE).max(1);
    let current = (*page).min(pages - 1);
    let start = within.start + current * PAGE;
    let end = (start + PAGE).min(within.end);
    let turn = |to: Option<usize>| {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(to) = to {
                page.set(to);
            }
        })
    };
    let next = Some(current + 1).filter(|next| *next < pages);
    html! {
        <>
            <div class="twin" tabindex="0" role="region" aria-label={w::table_of(title)}>
                <table class="twin-table">
                    <caption class="sr-only">{ title.clone() }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ w::table_time() }</th>
                            for series in data.series() {
                                <th scope="col" class="twin-number">{ series.name.clone() }</th>
                            }
                        </tr>
                    </thead>
                    <tbody>
                        for at in start..end {
                            <tr>
                                <th scope="row" class="font-normal">{ text::absolute(stamp(data.times()[at]), clock) }</th>
                                for series in data.series() {
                                    <td class="twin-number">{ unit.exact(series.values[at]) }</td>
                                }
                            </tr>
                        }
                    </tbody>
                </table>
            </div>
            if pages > 1 {
                <div class="flex flex-wrap items-center gap-3 py-1 text-small">
                    <button type="button" class="button-link" disabled={current == 0} onclick={turn(current.checked_sub(1))}>
                        { w::table_previous() }
                    </button>
                    <span role="status" class="tabular text-ink-2">
                        { w::table_rows(count(start - within.start + 1), count(end - within.start), count(within.len())) }
                    </span>
                    <button type="button" class="button-link" disabled={next.is_none()} onclick={turn(next)}>{ w::table_next() }</button>
                </div>
            }
        </>
    }
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
