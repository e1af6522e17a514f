//! How many signals arrived in each stretch of the last day, as bars, each of which opens its stretch.

use console_api::overview::Arrivals;
use yew::prelude::*;

use super::address;
use crate::clock::Clock;
use crate::text;
use crate::words as w;

pub(super) fn picture(arrivals: &[Arrivals], clock: Clock) -> Html {
    let counts = arrivals.iter().map(|stretch| stretch.raised.count);
    let most = counts.clone().max().unwrap_or(1).max(1);
    let total: i64 = counts.sum();
    html! {
        <section class="card" aria-labelledby="overview-arrivals">
            <h2 id="overview-arrivals" class="card-title">{ w::overview_arrivals() }</h2>
            <p class="pb-2 text-ink-2 tabular">{ w::overview_arrivals_total(&text::number(total)) }</p>
            <ol class="overview-bars">
                for stretch in arrivals {
                    { bar(stretch, most, clock) }
                }
            </ol>
        </section>
    }
}

fn bar(Arrivals { from, to, raised }: &Arrivals, most: i64, clock: Clock) -> Html {
    let label = w::overview_arrived(
        &text::number(raised.count),
        &text::wall_minutes(*from, clock),
        &text::wall_minutes(*to, clock),
    );
    let height = if raised.count == 0 { 0 } else { (raised.count * 100 / most).max(3) };
    html! {
        <li class="min-w-0 flex-1">
            <a class="overview-bar" href={address(&raised.q)} aria-label={label.clone()} title={label}>
                <span class="overview-bar-fill" style={["height:", &height.to_string(), "%"].concat()}></span>
            </a>
        </li>
    }
}
