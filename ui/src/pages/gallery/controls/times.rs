//! Days and spans of time. The clock stands still here, so that every picture is the same.

use console_api::Timestamp;
use yew::prelude::*;

use crate::clock::{Clock, Zone};
use crate::components::form::{Date, DateField, DateRange, Field, TimePanel};
use crate::components::{Symbol, icon};
use crate::moment::Moment;
use crate::pages::gallery::{Instead, specimen};
use crate::time_range::TimeRange;

/// 20 November 2026, 12:34:56 UTC.
const CLOCK: Clock = Clock { now: Timestamp(1_795_178_096_000_000), zone: Zone::Utc };

pub(super) fn dates() -> Html {
    let one = |id: &'static str| Field::new(id, "Mute until");
    let day = |field: Field, value: &'static str| html! { <Day {field} {value} /> };
    html! {
        <>
            { specimen("Plain", day(Field { hint: Some("Up to and including this day".into()), ..one("date") }, "2026-11-20")) }
            { specimen("Empty and required", day(Field { required: true, ..one("date-empty") }, "")) }
            { specimen("No such day", day(one("date-wrong"), "2026-02-30")) }
            { specimen("Off", day(Field { disabled: true, ..one("date-off") }, "2026-11-20")) }
            { specimen("First and last day", html! { <Days id="dates" value={("2026-11-16", "2026-11-20")} /> }) }
            { specimen("The wrong way round", html! { <Days id="dates-wrong" value={("2026-11-20", "2026-11-16")} /> }) }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct DayProps {
    field: Field,
    value: &'static str,
}

#[component]
fn Day(props: &DayProps) -> Html {
    let value = use_state_eq(|| props.value.to_owned());
    let today = Date::of(CLOCK.now, CLOCK.zone);
    html! {
        <DateField
            field={props.field.clone()}
            value={(*value).clone()}
            {today}
            min={today.plus_days(-15)}
            onchange={let value = value.clone(); move |text| value.set(text)}
        />
    }
}

#[derive(Properties, PartialEq)]
struct DaysProps {
    id: &'static str,
    value: (&'static str, &'static str),
}

#[component]
fn Days(props: &DaysProps) -> Html {
    let value = use_state_eq(|| (AttrValue::from(props.value.0), AttrValue::from(props.value.1)));
    html! {
        <DateRange
            field={Field::new(props.id, "Backtest over")}
            value={(*value).clone()}
            today={Date::of(CLOCK.now, CLOCK.zone)}
            onchange={let value = value.clone(); move |pair| value.set(pair)}
        />
    }
}

pub(super) fn time_range() -> Html {
    specimen(
        "With everything a page can offer",
        html! {
            <Instead clock={CLOCK}><Span /></Instead>
        },
    )
}

#[component]
fn Span() -> Html {
    let value = use_state_eq(|| TimeRange { from: Moment::parse("now-1h"), to: None });
    let interval = use_state_eq(|| AttrValue::from("off"));
    let compare = use_state_eq(|| false);
    let text =
        |moment: &Option<Moment>| moment.as_ref().map_or("-".to_owned(), |moment| moment.text().to_owned());
    html! {
        <div class="flex flex-col items-start gap-3">
            <button type="button" class="button button-outline" popovertarget="span" style="anchor-name: --span">
                { icon(Symbol::Clock) }{ value.name(CLOCK) }
            </button>
            <output class="font-mono text-small">{ [text(&value.from), " ".to_owned(), text(&value.to)].concat() }</output>
            <div id="span" popover="auto" role="group" aria-label="Time range" class="popover" style="position-anchor: --span">
                <TimePanel
                    popover="span"
                    value={(*value).clone()}
                    onchange={let value = value.clone(); move |next| value.set(next)}
                    refresh={((*interval).clone(), { let interval = interval.clone(); Callback::from(move |next| interval.set(next)) })}
                    compare={(*compare, { let compare = compare.clone(); Callback::from(move |next| compare.set(next)) })}
                />
            </div>
        </div>
    }
}
