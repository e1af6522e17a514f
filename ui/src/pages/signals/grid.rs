//! The body of the list: only the rows in sight exist, in slots that are used again, so that scrolling patches text
//! and moves nothing.

use console_api::{SignalId, Timestamp};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

use super::feed::{Feed, Rest};
use super::row::{self, Drawn};
use crate::browser::{self, Listener};
use crate::clock::{Clock, Zone};

/// Id of the scroll region, which holds the focus while the keyboard walks the rows.
pub(super) const GRID: &str = "signals";
const PROBE: &str = "signals-row";
/// Rows drawn beyond either edge.
const SPARE: usize = 6;
/// The next page is asked for when fewer rows than this lie below.
const AHEAD: usize = 40;

/// What part of the rows is in sight.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sight {
    first: usize,
    count: usize,
    /// Pixels.
    row_height: f64,
    header_height: f64,
}

#[derive(Properties, PartialEq)]
pub(super) struct GridProps {
    pub(super) feed: UseReducerHandle<Feed>,
    pub(super) current: Option<SignalId>,
    pub(super) selected: Option<SignalId>,
    pub(super) now: Timestamp,
    pub(super) zone: Zone,
    pub(super) total: Option<i64>,
    pub(super) choose: Callback<SignalId>,
    pub(super) more: Callback<()>,
    /// Whether the first row is out of sight.
    pub(super) scrolled: Callback<bool>,
}

#[component]
pub(super) fn Grid(props: &GridProps) -> Html {
    let feed = &props.feed;
    let sight = use_state_eq(|| Sight { first: 0, count: 24, row_height: 32.0, header_height: 32.0 });
    use_sight(&sight, &props.scrolled);
    let rows = feed.rows.len();

    use_effect_with(
        (sight.first + sight.count + AHEAD >= rows, rows, props.more.clone()),
        |(near_end, _, more)| {
            if *near_end {
                more.emit(());
            }
        },
    );
    let current = props.current.as_ref().and_then(|id| feed.rows.iter().position(|row| row.id == *id));
    use_effect_with((props.current.clone(), sight.row_height), {
        let sight = *sight;
        move |_| {
            if let Some(current) = current {
                bring_into_view(current, sight);
            }
        }
    });

    let clock = Clock { now: props.now, zone: props.zone };
    let first = sight.first.saturating_sub(SPARE);
    let slots = sight.count + 2 * SPARE;
    let row_count = match (&feed.rest, props.total) {
        (Rest::None, _) => i64::try_from(rows + 1).unwrap_or(-1),
        (_, Some(total)) => total + 1,
        (_, None) => -1,
    };
    let height = ["height:", &px(sight.row_height * as_f64(rows))].concat();
    html! {
        <div class={if feed.outdated { "grid-box grid-outdated" } else { "grid-box" }}>
            <div
                id={GRID}
                class="grid-view"
                role="grid"
                aria-label="Signals, newest first"
                aria-rowcount={row_count.to_string()}
                aria-activedescendant={current.map(row::id)}
                aria-readonly="true"
                tabindex="0"
            >
                { row::header() }
                <div class="grid-rows" role="rowgroup" style={height}>
                    for slot in 0..slots {
                        { slot_row(props, clock, Place { first, slots, slot }, current, *sight) }
                    }
                </div>
                <div id={PROBE} class="grid-probe" aria-hidden="true"></div>
            </div>
        </div>
    }
}

/// A slot and the stretch of rows that the slots show.
#[derive(Clone, Copy)]
struct Place {
    first: usize,
    slots: usize,
    slot: usize,
}

impl Place {
    /// The row this slot shows. Counted from the rows that were put above since: a row keeps its slot when others
    /// come above it.
    fn row(self, above: usize) -> usize {
        let shift = (self.slot + above) % self.slots;
        self.first + (shift + self.slots - self.first % self.slots) % self.slots
    }
}

fn slot_row(props: &GridProps, clock: Clock, place: Place, current: Option<usize>, sight: Sight) -> Html {
    let feed = &props.feed;
    let index = place.row(feed.above);
    let Some(signal) = feed.rows.get(index) else {
        return html! { <div class="hidden" role="presentation"></div> };
    };
    let choose = {
        let (choose, id) = (props.choose.clone(), signal.id.clone());
        Callback::from(move |_: MouseEvent| choose.emit(id.clone()))
    };
    row::row(
        signal,
        clock,
        Drawn {
            index,
            offset: ["transform:translateY(", &px(sight.row_height * as_f64(index)), ")"].concat(),
            is_current: current == Some(index),
            is_selected: props.selected.as_ref() == Some(&signal.id),
            is_fresh: feed.is_fresh(&signal.id, clock.now),
        },
        choose,
    )
}

/// Follows scrolling and the sizes of region and row.
#[hook]
fn use_sight(sight: &UseStateHandle<Sight>, scrolled: &Callback<bool>) {
    let sight = sight.setter();
    use_effect_with(scrolled.clone(), move |scrolled| {
        let scrolled = scrolled.clone();
        let look = move || {
            let Some(seen) = measure() else { return };
            scrolled.emit(seen.first > 0);
            sight.set(seen);
        };
        let grid = browser::element(GRID);
        let listener = grid.clone().map(|grid| {
            let look = look.clone();
            Listener::new(grid, "scroll", move |_| look())
        });
        let resized: Closure<dyn FnMut(JsValue)> = Closure::new(move |_| look());
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            for element in [grid, browser::element(PROBE)].into_iter().flatten() {
                observer.observe(&element);
            }
        }
        move || {
            drop(listener);
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(resized);
        }
    });
}

fn measure() -> Option<Sight> {
    let (grid, probe) = (browser::element(GRID)?, browser::element(PROBE)?);
    let row_height = probe.get_bounding_client_rect().height().max(1.0);
    let header_height = header(&grid).map_or(0.0, |header| header.get_bounding_client_rect().height());
    Some(Sight {
        first: whole(f64::from(grid.scroll_top()) / row_height),
        count: whole(f64::from(grid.client_height()) / row_height) + 2,
        row_height,
        header_height,
    })
}

fn header(grid: &Element) -> Option<Element> {
    grid.first_element_child()
}

/// Scrolls as little as shows the whole row below the sticky header.
fn bring_into_view(row: usize, sight: Sight) {
    let Some(grid) = browser::element(GRID) else { return };
    let top = sight.row_height * as_f64(row);
    let (from, height) =
        (f64::from(grid.scroll_top()), f64::from(grid.client_height()) - sight.header_height);
    if top < from {
        grid.set_scroll_top(pixel(top));
    } else if top + sight.row_height > from + height {
        grid.set_scroll_top(pixel(top + sight.row_height - height));
    }
}

pub(super) fn scroll_to_top() {
    if let Some(grid) = browser::element(GRID) {
        grid.set_scroll_top(0);
    }
}

/// Whole and tenth pixels, without the weight of formatting floats.
fn px(value: f64) -> String {
    let tenths = whole(value * 10.0);
    [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), "px"].concat()
}

#[expect(clippy::cast_precision_loss, reason = "thousands of rows")]
fn as_f64(rows: usize) -> f64 {
    rows as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels, never negative")]
fn whole(value: f64) -> usize {
    value.max(0.0) as usize
}

#[expect(clippy::cast_possible_truncation, reason = "pixels")]
fn pixel(value: f64) -> i32 {
    value as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slots_show_each_row_in_sight_once() {
        for (first, slots, above) in [(0, 7, 0), (5, 7, 0), (5, 7, 3), (13, 8, 21)] {
            let mut rows: Vec<_> = (0..slots).map(|slot| Place { first, slots, slot }.row(above)).collect();
            rows.sort_unstable();
            assert_eq!(rows, (first..first + slots).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_row_keeps_its_slot_when_one_comes_above_it() {
        let slot_of = |row: usize, above: usize| {
            (0..9).find(|&slot| Place { first: 0, slots: 9, slot }.row(above) == row)
        };
        assert_eq!(slot_of(3, 4), slot_of(4, 5));
    }

    #[test]
    fn pixels_are_written_with_one_decimal() {
        assert_eq!([px(0.0), px(32.0), px(1_047.55)], ["0.0px", "32.0px", "1047.5px"]);
    }
}
