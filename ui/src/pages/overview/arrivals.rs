//! How many signals arrived in each stretch of the last day. What is past does not change, so each stretch is counted
//! once and only the last one again.

use std::collections::BTreeMap;

use console_api::Timestamp;
use console_api::operations::CountSignals;
use yew::prelude::*;

use super::HOUR;
use super::lists::List;
use crate::browser;
use crate::cache::use_cache;
use crate::clock::use_clock;
use crate::text;
use crate::words as w;

/// Length of a stretch, and how many there are.
const STRETCH: i64 = 2 * HOUR;
const STRETCHES: i64 = 12;

/// Counts by the beginning of their stretch.
pub(super) type Arrivals = BTreeMap<Timestamp, i64>;

/// Beginnings of the stretches, the current one last.
fn beginnings(now: Timestamp) -> impl Iterator<Item = Timestamp> {
    let current = now.micros().div_euclid(STRETCH) * STRETCH;
    (0..STRETCHES).rev().map(move |back| Timestamp(current - back * STRETCH))
}

/// Nothing until all are counted.
#[hook]
pub(super) fn use_arrivals(minute: Timestamp) -> Option<Arrivals> {
    let cache = use_cache();
    let counted = use_state(Arrivals::new);
    let kept = use_mut_ref(Arrivals::new);
    use_effect_with(minute, {
        let counted = counted.setter();
        move |minute| {
            let minute = *minute;
            let task = browser::spawn(async move {
                let last = beginnings(minute).last();
                for begin in beginnings(minute) {
                    if Some(begin) != last && kept.borrow().contains_key(&begin) {
                        continue;
                    }
                    let end = Timestamp(begin.micros() + STRETCH);
                    let asked = CountSignals { from: Some(begin), to: Some(end), ..CountSignals::default() };
                    // The numbers beside say what is wrong; the next minute asks again.
                    let Ok(answer) = cache.client().call(&asked).await else { return };
                    // The stretch before the current one may have been counted before it was over.
                    if end <= minute || Some(begin) == last {
                        kept.borrow_mut().insert(begin, answer.data.total);
                    }
                }
                let first = beginnings(minute).next();
                kept.borrow_mut().retain(|begin, _| Some(*begin) >= first);
                counted.set(kept.borrow().clone());
            });
            || drop(task)
        }
    });
    (counted.len() >= 2).then(|| (*counted).clone())
}

pub(super) fn picture(arrivals: &Arrivals) -> Html {
    html! { <Picture arrivals={arrivals.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct PictureProps {
    arrivals: Arrivals,
}

/// Bars, each of which opens its stretch.
#[component]
fn Picture(props: &PictureProps) -> Html {
    let clock = use_clock();
    let most = props.arrivals.values().copied().max().unwrap_or(1).max(1);
    let total: i64 = props.arrivals.values().sum();
    html! {
        <section class="card" aria-labelledby="overview-arrivals">
            <h2 id="overview-arrivals" class="card-title">{ w::overview_arrivals() }</h2>
            <p class="pb-2 text-ink-2 tabular">{ w::overview_arrivals_total(&text::number(total)) }</p>
            <ol class="overview-bars">
                for (begin, count) in props.arrivals.iter() {
                    { bar(*begin, *count, most, clock) }
                }
            </ol>
        </section>
    }
}

fn bar(begin: Timestamp, count: i64, most: i64, clock: crate::clock::Clock) -> Html {
    let end = Timestamp(begin.micros() + STRETCH);
    let label = w::overview_arrived(
        &text::number(count),
        &text::wall_minutes(begin, clock),
        &text::wall_minutes(end, clock),
    );
    let href = List::default().from(&begin.to_string()).to(Some(&end.to_string())).address();
    let height = if count == 0 { 0 } else { (count * 100 / most).max(3) };
    html! {
        <li class="min-w-0 flex-1">
            <a class="overview-bar" {href} aria-label={label.clone()} title={label}>
                <span class="overview-bar-fill" style={["height:", &height.to_string(), "%"].concat()}></span>
            </a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stretches_of_a_day_end_with_the_current_one() {
        let now = Timestamp::parse("2026-11-20T14:10:00Z").unwrap();
        let all: Vec<_> = beginnings(now).map(|begin| begin.to_string()).collect();
        assert_eq!(all.len(), 12);
        assert!(all[0].starts_with("2026-11-19T16:00:00") && all[11].starts_with("2026-11-20T14:00:00"));
    }
}
