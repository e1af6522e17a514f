//! As many points as a screen can show: for each column of pixels the least and the greatest value, in the order in
//! which they were measured. What is drawn is what all points would have drawn.

use std::ops::Range;

/// Points to draw: at most two for each column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawn {
    pub(crate) times: Vec<f64>,
    /// One list for each series; NaN is a gap.
    pub(crate) values: Vec<Vec<f64>>,
}

/// The least and the greatest value of some points, the earlier one first; NaN twice when nothing was measured.
fn extremes(values: &[f64]) -> [f64; 2] {
    let mut least: Option<(usize, f64)> = None;
    let mut greatest: Option<(usize, f64)> = None;
    for (at, value) in values.iter().copied().enumerate().filter(|(_, value)| !value.is_nan()) {
        if least.is_none_or(|(_, known)| value < known) {
            least = Some((at, value));
        }
        if greatest.is_none_or(|(_, known)| value > known) {
            greatest = Some((at, value));
        }
    }
    match (least, greatest) {
        (Some((first, low)), Some((second, high))) if first <= second => [low, high],
        (Some((_, low)), Some((_, high))) => [high, low],
        _ => [f64::NAN; 2],
    }
}

/// Thins out the points of `range` for so many columns between the moments `from` and `to`. All series keep common
/// moments; within its column a point may move by less than a pixel.
pub(crate) fn thin_out(
    times: &[f64],
    series: &[&[f64]],
    range: Range<usize>,
    (from, to): (f64, f64),
    columns: usize,
) -> Drawn {
    let times = &times[range.clone()];
    let series: Vec<&[f64]> = series.iter().map(|values| &values[range.clone()]).collect();
    if columns == 0 || times.len() <= columns.saturating_mul(2) || to <= from {
        return Drawn {
            times: times.to_vec(),
            values: series.iter().map(|values| values.to_vec()).collect(),
        };
    }
    let width = (to - from) / columns as f64;
    let mut drawn = Drawn {
        times: Vec::with_capacity(columns * 2),
        values: vec![Vec::with_capacity(columns * 2); series.len()],
    };
    let mut start = 0;
    for column in 0..columns {
        let left = from + width * column as f64;
        let last = column + 1 == columns;
        let end = if last {
            times.len()
        } else {
            start + times[start..].partition_point(|time| *time < left + width)
        };
        let points = start..end;
        start = end;
        let moments: &[f64] = match points.len() {
            0 => continue,
            1 | 2 => &times[points.clone()],
            _ => &[times[points.start], times[points.end - 1]],
        };
        drawn.times.extend_from_slice(moments);
        for (values, drawn) in series.iter().zip(&mut drawn.values) {
            let values = &values[points.clone()];
            if values.len() <= 2 {
                drawn.extend_from_slice(values);
            } else {
                drawn.extend(extremes(values));
            }
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A repeatable sequence of numbers in [0, 1).
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    #[test]
    fn few_points_are_left_alone() {
        let drawn = thin_out(&[1.0, 2.0, 3.0], &[&[4.0, f64::NAN, 6.0]], 1..3, (0.0, 4.0), 10);
        assert_eq!(drawn.times, [2.0, 3.0]);
        assert!(drawn.values[0][0].is_nan());
        assert_eq!(drawn.values[0][1], 6.0);
    }

    #[test]
    fn a_column_without_a_value_stays_a_gap() {
        let times: Vec<f64> = (0..40).map(f64::from).collect();
        let mut values = times.clone();
        values[10..20].fill(f64::NAN);
        let drawn = thin_out(&times, &[&values], 0..40, (0.0, 40.0), 4);
        assert_eq!(drawn.times.len(), 8);
        assert_eq!(drawn.values[0][..2], [0.0, 9.0]);
        assert!(drawn.values[0][2].is_nan() && drawn.values[0][3].is_nan());
        assert_eq!(drawn.values[0][4..], [20.0, 29.0, 30.0, 39.0]);
    }

    #[test]
    fn every_column_keeps_its_least_and_greatest_value() {
        let mut dice = Dice(7);
        for round in 0..300 {
            let points = 1 + (dice.roll() * 3_000.0) as usize;
            let columns = 1 + (dice.roll() * 200.0) as usize;
            let mut time = 1e12;
            let mut times = Vec::new();
            let mut series = [Vec::new(), Vec::new()];
            for _ in 0..points {
                time += dice.roll() * 1_000.0 + 0.001;
                times.push(time);
                for values in &mut series {
                    let gap = dice.roll() < 0.1;
                    values.push(if gap { f64::NAN } else { (dice.roll() - 0.5) * 1e6 });
                }
            }
            let (from, to) = (times[0], *times.last().unwrap());
            let all: Vec<&[f64]> = series.iter().map(Vec::as_slice).collect();
            let drawn = thin_out(&times, &all, 0..points, (from, to), columns);

            assert!(drawn.times.len() <= columns * 2, "round {round}");
            assert!(drawn.times.windows(2).all(|pair| pair[0] < pair[1]), "round {round}");
            let width = (to - from) / columns as f64;
            let column = |time: f64| {
                (0..columns - 1)
                    .rev()
                    .find(|at| time >= from + width * *at as f64 + width)
                    .map_or(0, |at| at + 1)
            };
            for (values, drawn_values) in series.iter().zip(&drawn.values) {
                assert_eq!(drawn_values.len(), drawn.times.len(), "round {round}");
                let collect = |times: &[f64], values: &[f64]| {
                    let mut columns = std::collections::BTreeMap::new();
                    for (time, value) in times.iter().zip(values).filter(|(_, value)| !value.is_nan()) {
                        let (low, high) = columns.entry(column(*time)).or_insert((*value, *value));
                        *low = value.min(*low);
                        *high = value.max(*high);
                    }
                    columns
                };
                assert_eq!(collect(&times, values), collect(&drawn.times, drawn_values), "round {round}");
            }
        }
    }
}
