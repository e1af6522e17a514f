//! Where the view stands in a list that may be taller than a browser can scroll. Arithmetic only.
//!
//! Engines clamp an element at 8 to 33 million pixels, so the scrolled height is capped. What counts is `offset`, in
//! pixels of the whole list: small movements of the scrollbar move it one to one, large ones in proportion, and when
//! the hand rests the scrollbar is put back to where the offset would have it.
//!
//! Bounds are kept with `max` and `min`: `f64::clamp` can panic with the two numbers, and writing fractions out costs a
//! first visit 14 KB.

/// The tallest scrolled height, in pixels. Firefox loses rows beyond 8,947,848.
const TALLEST: f64 = 8_000_000.0;

/// Sizes in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Extent {
    pub(super) rows: usize,
    pub(super) row_height: f64,
    /// Height in which rows are seen.
    pub(super) view: f64,
}

impl Extent {
    fn content(self) -> f64 {
        as_f64(self.rows) * self.row_height
    }

    /// The height the browser is told.
    pub(super) fn scrolled_height(self) -> f64 {
        self.content().min(TALLEST)
    }

    fn most_offset(self) -> f64 {
        (self.content() - self.view).max(0.0)
    }

    fn most_top(self) -> f64 {
        (self.scrolled_height() - self.view).max(0.0)
    }

    fn is_capped(self) -> bool {
        self.content() > TALLEST
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scroll {
    /// The scrollbar's place when it was last looked at.
    top: f64,
    offset: f64,
}

impl Scroll {
    pub(super) fn offset(self) -> f64 {
        self.offset
    }

    /// The scrollbar moved to `top`. The answer is where it has to be put so that there is room to go on.
    pub(super) fn moved(&mut self, top: f64, extent: Extent) -> Option<f64> {
        let step = top - self.top;
        self.top = top;
        if !extent.is_capped() {
            self.offset = top;
            return None;
        }
        let most = extent.most_offset();
        if step.abs() > extent.view {
            self.offset = (top / extent.most_top() * most).max(0.0).min(most);
            return None;
        }
        self.offset = (self.offset + step).max(0.0).min(most);
        let at_edge = top <= 0.0 && self.offset > 0.0 || top >= extent.most_top() && self.offset < most;
        at_edge.then(|| self.fair_top(extent))
    }

    /// Where the scrollbar would be for the offset.
    pub(super) fn fair_top(self, extent: Extent) -> f64 {
        let most = extent.most_offset();
        if extent.is_capped() && most > 0.0 { self.offset / most * extent.most_top() } else { self.offset }
    }

    /// The scrollbar was put to `top`, which moves nothing that is seen.
    pub(super) fn put(&mut self, top: f64) {
        self.top = top;
    }

    /// Goes to an offset; the answer is where to put the scrollbar.
    pub(super) fn go(&mut self, offset: f64, extent: Extent) -> f64 {
        self.offset = offset.max(0.0).min(extent.most_offset());
        self.fair_top(extent)
    }

    /// The offset that shows the whole row with the least movement; nothing when it is in sight.
    pub(super) fn showing(self, row: usize, extent: Extent) -> Option<f64> {
        let (top, end) = (as_f64(row) * extent.row_height, as_f64(row + 1) * extent.row_height);
        if top < self.offset {
            Some(top)
        } else if end > self.offset + extent.view {
            Some(end - extent.view)
        } else {
            None
        }
    }

    /// The first row in sight and how many rows can be.
    pub(super) fn window(self, extent: Extent) -> (usize, usize) {
        let height = extent.row_height.max(1.0);
        (whole(self.offset / height), whole(extent.view / height) + 2)
    }

    /// Where a row is drawn, in pixels of the scrolled height.
    pub(super) fn place(self, row: usize, extent: Extent) -> f64 {
        as_f64(row) * extent.row_height - self.offset + self.top
    }
}

#[expect(clippy::cast_precision_loss, reason = "millions of rows")]
pub(super) fn as_f64(rows: usize) -> f64 {
    rows as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels, never negative")]
pub(super) fn whole(value: f64) -> usize {
    value.max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLION: Extent = Extent { rows: 1_000_000, row_height: 32.0, view: 600.0 };

    fn first(scroll: Scroll) -> usize {
        scroll.window(MILLION).0
    }

    #[test]
    fn the_scrolled_height_is_capped() {
        assert!((MILLION.scrolled_height() - TALLEST).abs() < 1.0);
        assert!((Extent { rows: 10, ..MILLION }.scrolled_height() - 320.0).abs() < 1.0);
    }

    #[test]
    fn a_wheel_moves_exactly_its_pixels() {
        let mut scroll = Scroll::default();
        assert_eq!(scroll.moved(320.0, MILLION), None);
        assert_eq!(first(scroll), 10);
        for step in 1..=10 {
            scroll.moved(320.0 + f64::from(step) * 320.0, MILLION);
        }
        assert_eq!(first(scroll), 110);
        // Rows that stay in sight stay where they are drawn.
        let before = scroll.place(120, MILLION);
        scroll.moved(3_840.0, MILLION);
        assert!((scroll.place(120, MILLION) - before).abs() < 0.001);
    }

    #[test]
    fn dragging_reaches_the_middle_and_both_ends() {
        let mut scroll = Scroll::default();
        scroll.moved(MILLION.most_top() / 2.0, MILLION);
        assert_eq!(first(scroll), 499_990);
        scroll.moved(MILLION.most_top(), MILLION);
        assert_eq!(scroll.showing(999_999, MILLION), None);
        scroll.moved(0.0, MILLION);
        assert_eq!(first(scroll), 0);
    }

    #[test]
    fn at_the_edge_of_the_scrollbar_there_is_room_to_go_on() {
        let mut scroll = Scroll::default();
        let top = scroll.go(32_000.0, MILLION);
        scroll.put(top);
        let mut left = top;
        let mut asked = None;
        while asked.is_none() {
            left = (left - 320.0).max(0.0);
            asked = scroll.moved(left, MILLION);
        }
        let rows = first(scroll);
        assert!(rows > 700, "{rows}");
        scroll.put(asked.unwrap());
        scroll.moved(asked.unwrap() - 320.0, MILLION);
        assert_eq!(first(scroll), rows - 10);
    }

    #[test]
    fn any_row_is_shown_exactly_and_drawn_within_the_scrolled_height() {
        let mut scroll = Scroll::default();
        for row in [999_999, 0, 123_456, 999_959] {
            if let Some(offset) = scroll.showing(row, MILLION) {
                let top = scroll.go(offset, MILLION);
                scroll.put(top.trunc());
            }
            assert_eq!(scroll.showing(row, MILLION), None);
            let place = scroll.place(row, MILLION);
            assert!((-1.0..=TALLEST).contains(&place), "{place}");
        }
    }

    #[test]
    fn a_short_list_is_scrolled_by_the_browser() {
        let short = Extent { rows: 500, ..MILLION };
        let mut scroll = Scroll::default();
        for top in [5_000.0, 5_010.0, 0.0, 15_400.0] {
            assert_eq!(scroll.moved(top, short), None);
            assert!((scroll.offset() - top).abs() < 0.001 && (scroll.fair_top(short) - top).abs() < 0.001);
        }
    }
}
