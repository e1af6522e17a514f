//! Time along a trace: the stretch that is looked at, where moments of it are drawn, and the marks of the ruler.

use crate::text;

/// A stretch of a trace, in nanoseconds after it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) from: i64,
    pub(super) to: i64,
}

impl Window {
    pub(super) fn whole(end: i64) -> Self {
        Self { from: 0, to: end.max(1) }
    }

    pub(super) fn length(self) -> i64 {
        (self.to - self.from).max(1)
    }

    /// The same stretch within 0 and `end`, and never so short that nothing can be told apart.
    pub(super) fn within(self, end: i64) -> Self {
        let end = end.max(1);
        let shortest = (end / 10_000).max(1);
        let from = self.from.clamp(0, end - shortest);
        Self { from, to: self.to.clamp(from + shortest, end) }
    }

    /// Where a stretch is drawn and how wide, in hundredths of a percent; nothing when it lies outside.
    pub(super) fn part(self, from: i64, to: i64) -> Option<(i64, i64)> {
        if to < self.from || from > self.to {
            return None;
        }
        let place = |at: i64| self.place(at.clamp(self.from, self.to));
        Some((place(from), place(to) - place(from)))
    }

    /// Where a moment is drawn, in hundredths of a percent.
    pub(super) fn place(self, at: i64) -> i64 {
        i64::try_from(i128::from(at - self.from) * 10_000 / i128::from(self.length())).unwrap_or(0)
    }

    /// The moment at a share of the stretch, from 0 to 1.
    pub(super) fn moment(self, share: f64) -> i64 {
        self.from + scaled(self.length(), share)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "what is pointed at is rougher"
)]
fn scaled(length: i64, share: f64) -> i64 {
    (length as f64 * share.clamp(0.0, 1.0)) as i64
}

/// `12.34%`, of hundredths of a percent.
pub(super) fn percent(hundredths: i64) -> String {
    let hundredths = hundredths.clamp(0, 10_000);
    let fraction = hundredths % 100;
    let zero = if fraction < 10 { ".0" } else { "." };
    [(hundredths / 100).to_string().as_str(), zero, &fraction.to_string(), "%"].concat()
}

/// Moments for the marks of a ruler: at most `most`, at steps of 1, 2 or 5.
pub(super) fn marks(window: Window, most: i64) -> Vec<i64> {
    let rough = window.length() / most.max(1) + 1;
    let mut step = 1_i64;
    while step < rough {
        step = match leading(step) {
            2 => step / 2 * 5,
            _ => step.saturating_mul(2),
        };
    }
    let first = window.from.div_euclid(step) * step;
    let first = if first < window.from { first + step } else { first };
    (0..=most).map(|at| first + at * step).take_while(|at| *at <= window.to).collect()
}

fn leading(step: i64) -> i64 {
    let mut digit = step;
    while digit >= 10 {
        digit /= 10;
    }
    digit
}

/// `+12.5 ms`; `0` where the trace begins.
pub(super) fn offset(nanos: i64) -> String {
    if nanos == 0 { "0".to_owned() } else { ["+", &text::duration(nanos)].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_drawn_where_they_are_seen() {
        let window = Window { from: 100, to: 300 };
        assert_eq!(window.part(150, 250), Some((2_500, 5_000)));
        assert_eq!(window.part(0, 120), Some((0, 1_000)));
        assert_eq!((window.part(0, 50), window.part(400, 500)), (None, None));
        assert_eq!((window.moment(0.5), window.moment(2.0)), (200, 300));
        assert_eq!(
            [percent(0), percent(3_333), percent(105), percent(20_000)],
            ["0.00%", "33.33%", "1.05%", "100.00%"]
        );
    }

    #[test]
    fn a_window_keeps_within_the_trace_and_some_length() {
        assert_eq!(Window { from: -50, to: 2_000_000 }.within(1_000_000), Window { from: 0, to: 1_000_000 });
        assert_eq!(Window { from: 500, to: 400 }.within(1_000_000), Window { from: 500, to: 600 });
        assert_eq!(Window::whole(0).within(0), Window { from: 0, to: 1 });
    }

    #[test]
    fn the_ruler_has_round_marks() {
        assert_eq!(marks(Window { from: 0, to: 1_000 }, 5), [0, 500, 1_000]);
        assert_eq!(marks(Window { from: 130, to: 640 }, 6), [200, 300, 400, 500, 600]);
        assert_eq!(marks(Window { from: 0, to: 7 }, 4), [0, 2, 4, 6]);
        assert_eq!(offset(12_500_000), "+12.5 ms");
    }
}
