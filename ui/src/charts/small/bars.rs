//! Shares of a whole: a list of bars, one bar in pieces, and the table that says the same.

use yew::prelude::*;

use super::{part, short};
use crate::charts::Unit;
use crate::charts::legend::{colour, swatch_box};
use crate::words as w;

/// One of several that make up a whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Share {
    pub(crate) name: AttrValue,
    pub(crate) value: f64,
}

impl Share {
    pub(crate) fn new(name: impl Into<AttrValue>, value: f64) -> Self {
        Self { name: name.into(), value }
    }
}

fn sum(shares: &[Share]) -> f64 {
    shares.iter().map(|share| share.value).filter(|value| value.is_finite()).sum()
}

/// `checkout 12 (40 %), search 18 (60 %)`.
pub(super) fn spoken(shares: &[Share], unit: Unit) -> String {
    let all = sum(shares);
    let each = shares
        .iter()
        .map(|share| w::share_of(&share.name, &unit.exact(share.value), &percent(share.value, all)));
    each.collect::<Vec<_>>().join(", ")
}

pub(super) fn percent(value: f64, all: f64) -> String {
    Unit::Percent.exact((part(value, all) * 1_000.0).round() / 10.0)
}

/// Names with bars as long as their value, the longest full; the number beside each.
pub(crate) fn bar_list(label: &'static str, shares: &[Share], unit: Unit) -> Html {
    let most = shares.iter().map(|share| share.value).filter(|value| value.is_finite()).fold(0.0, f64::max);
    if shares.is_empty() {
        return html! { <p class="text-ink-2">{ w::bars_empty() }</p> };
    }
    html! {
        <ul class="bar-list" aria-label={label}>
            for share in shares {
                <li class="bar-row">
                    <span class="bar-fill" style={["width: ", &short(part(share.value, most) * 100.0), "%"].concat()}></span>
                    <span class="bar-name" title={share.name.clone()}>{ share.name.clone() }</span>
                    <span class="bar-value">{ unit.exact(share.value) }</span>
                </li>
            }
        </ul>
    }
}

/// One bar in pieces, with its legend.
pub(crate) fn stacked_bar(label: &str, shares: &[Share], unit: Unit) -> Html {
    let all = sum(shares);
    let mut left = 0.0;
    let piece = |(index, share): (usize, &Share)| {
        let width = part(share.value, all) * 100.0;
        let x = left;
        left += width;
        html! { <rect class={classes!("piece", colour(index))} x={short(x)} y="0" width={short(width)} height="12" /> }
    };
    let pieces: Html = shares.iter().enumerate().map(piece).collect();
    let words = if all > 0.0 { w::bars_of(label, &spoken(shares, unit)) } else { w::small_empty(label) };
    html! {
        <div class="flex w-full flex-col gap-2">
            <svg class="stacked" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label={words}>
                <rect class="piece-none" x="0" y="0" width="100" height="12" />
                { pieces }
            </svg>
            { key(shares, unit) }
        </div>
    }
}

/// Whose colour is whose; read out by the picture's label already.
pub(super) fn key(shares: &[Share], unit: Unit) -> Html {
    html! {
        <ul class="legend" aria-hidden="true">
            for (index, share) in shares.iter().enumerate() {
                <li class="legend-word">
                    { swatch_box(index) }
                    <span class="truncate">{ share.name.clone() }</span>
                    <span class="tabular font-medium text-ink">{ unit.exact(share.value) }</span>
                </li>
            }
        </ul>
    }
}

/// Shares as a table.
pub(super) fn share_table(label: &str, shares: &[Share], unit: Unit) -> Html {
    let all = sum(shares);
    html! {
        <table class="twin-table">
            <caption class="sr-only">{ label.to_owned() }</caption>
            <thead>
                <tr>
                    <th scope="col">{ w::table_name() }</th>
                    <th scope="col" class="twin-number">{ w::table_value() }</th>
                    <th scope="col" class="twin-number">{ w::table_share() }</th>
                </tr>
            </thead>
            <tbody>
                for share in shares {
                    <tr>
                        <th scope="row" class="font-normal">{ share.name.clone() }</th>
                        <td class="twin-number">{ unit.exact(share.value) }</td>
                        <td class="twin-number">{ percent(share.value, all) }</td>
                    </tr>
                }
            </tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_said_with_their_part_of_the_whole() {
        let shares = [Share::new("checkout", 12.0), Share::new("search", 18.0), Share::new("lost", f64::NAN)];
        assert_eq!(spoken(&shares, Unit::Count), "checkout 12 (40 %), search 18 (60 %), lost no data (0 %)");
        assert_eq!(percent(1.0, 0.0), "0 %");
    }
}
