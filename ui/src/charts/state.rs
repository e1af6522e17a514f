//! What somebody did with a chart: pointed, zoomed, hid a series, moved the cursor by keyboard. Pure.

use std::ops::Range;
use std::rc::Rc;

use yew::Reducible;

use super::model::Data;

/// Moments of a `PageUp`.
const PAGE: usize = 10;

/// Who put the cursor where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Pointer,
    Keyboard,
    /// Another chart of the group.
    Group,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cursor {
    pub(crate) time: f64,
    /// The series that is read out.
    pub(crate) series: usize,
    pub(crate) by: By,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    /// In pixels; 0 until it is known.
    pub(crate) width: f64,
    pub(crate) zoom: Option<(f64, f64)>,
    pub(crate) hidden: Vec<usize>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) table: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    Resized(f64),
    Pointed(By, Option<f64>),
    /// By keyboard, to a moment and a series.
    Stepped(f64, usize),
    Zoomed(Option<(f64, f64)>),
    Toggled(usize),
    Table,
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Resized(width) => next.width = width,
            Action::Pointed(by, time) => {
                let series = self.cursor.map_or(0, |cursor| cursor.series);
                next.cursor = time.map(|time| Cursor { time, series, by });
            }
            Action::Stepped(time, series) => next.cursor = Some(Cursor { time, series, by: By::Keyboard }),
            Action::Zoomed(zoom) => {
                next.zoom = zoom;
                next.cursor = None;
            }
            Action::Toggled(series) => {
                if self.hidden.contains(&series) {
                    next.hidden.retain(|hidden| *hidden != series);
                } else {
                    next.hidden.push(series);
                }
            }
            Action::Table => next.table = !self.table,
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

/// Where a key moves the cursor; nothing for a key that moves nothing.
pub(crate) fn step(key: &str, data: &Data, within: Range<usize>, state: &State) -> Option<(f64, usize)> {
    let last = within.end.checked_sub(1).filter(|last| within.start <= *last)?;
    let at = state.cursor.and_then(|cursor| data.nearest(cursor.time, within.clone()));
    let series = state.cursor.map_or(0, |cursor| cursor.series);
    let moved = match (key, at) {
        ("Home", _) | ("ArrowRight" | "PageDown" | "ArrowDown" | "ArrowUp", None) => within.start,
        ("End", _) | ("ArrowLeft" | "PageUp", None) => last,
        ("ArrowLeft", Some(at)) => at.saturating_sub(1).max(within.start),
        ("ArrowRight", Some(at)) => (at + 1).min(last),
        ("PageUp", Some(at)) => at.saturating_sub(PAGE).max(within.start),
        ("PageDown", Some(at)) => (at + PAGE).min(last),
        ("ArrowUp" | "ArrowDown", Some(at)) => at,
        _ => return None,
    };
    let visible: Vec<usize> =
        (0..data.series().len()).filter(|series| !state.hidden.contains(series)).collect();
    let place = visible.iter().position(|shown| *shown == series);
    let series = match (key, place, at) {
        (_, None, _) => *visible.first()?,
        ("ArrowUp", Some(place), Some(_)) => visible[place.saturating_sub(1)],
        ("ArrowDown", Some(place), Some(_)) => visible[(place + 1).min(visible.len() - 1)],
        _ => series,
    };
    Some((data.times()[moved], series))
}

#[cfg(test)]
mod tests {
    use super::super::model::{Kind, Series};
    use super::*;

    fn data() -> Data {
        let series =
            |name: &'static str| Series { name: name.into(), kind: Kind::Line, values: vec![1.0; 30] };
        Data::new(
            (0..30).map(|at| f64::from(at) * 10.0).collect(),
            vec![series("a"), series("b"), series("c")],
        )
    }

    fn press(keys: &[&str], hidden: &[usize], within: Range<usize>) -> Option<(f64, usize)> {
        let mut state = Rc::new(State { hidden: hidden.to_vec(), ..State::default() });
        let mut moved = None;
        for key in keys {
            moved = step(key, &data(), within.clone(), &state);
            let (time, series) = moved?;
            state = state.reduce(Action::Stepped(time, series));
        }
        moved
    }

    #[test]
    fn keys_move_by_one_by_ten_and_to_the_ends() {
        assert_eq!(press(&["ArrowRight"], &[], 0..30), Some((0.0, 0)));
        assert_eq!(press(&["ArrowRight", "ArrowRight"], &[], 0..30), Some((10.0, 0)));
        assert_eq!(press(&["Home", "ArrowLeft"], &[], 0..30), Some((0.0, 0)));
        assert_eq!(press(&["End", "ArrowRight"], &[], 0..30), Some((290.0, 0)));
        assert_eq!(press(&["Home", "PageDown", "PageDown", "PageUp"], &[], 0..30), Some((100.0, 0)));
        assert_eq!(press(&["Home"], &[], 5..9), Some((50.0, 0)));
        assert_eq!(press(&["End"], &[], 5..9), Some((80.0, 0)));
        assert_eq!(press(&["Home", "a"], &[], 0..30), None);
        assert_eq!(press(&["Home"], &[], 3..3), None);
    }

    #[test]
    fn up_and_down_change_the_series_and_pass_over_hidden_ones() {
        assert_eq!(press(&["Home", "ArrowDown"], &[], 0..30), Some((0.0, 1)));
        assert_eq!(press(&["Home", "ArrowDown", "ArrowDown", "ArrowDown"], &[], 0..30), Some((0.0, 2)));
        assert_eq!(press(&["Home", "ArrowDown"], &[1], 0..30), Some((0.0, 2)));
        assert_eq!(press(&["Home", "ArrowDown", "ArrowUp"], &[1], 0..30), Some((0.0, 0)));
        assert_eq!(press(&["Home"], &[0, 1, 2], 0..30), None);
    }

    #[test]
    fn what_changes_nothing_draws_nothing() {
        let state = Rc::new(State::default());
        assert!(Rc::ptr_eq(&state, &Rc::clone(&state).reduce(Action::Pointed(By::Pointer, None))));
        let hidden = Rc::clone(&state).reduce(Action::Toggled(1));
        assert_eq!(hidden.hidden, [1]);
        assert_eq!(hidden.reduce(Action::Toggled(1)).hidden, [0_usize; 0]);
    }
}
