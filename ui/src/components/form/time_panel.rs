//! Choosing a span of time: ready-made ones, steps from the one in force, two fields that take whatever people type, and
//! a calendar. What a popover holds.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::calendar::Calendar;
use super::date::Date;
use super::typed_time::{Side, shown, typed};
use super::{Choice, Field, TextInput, Toolbar, checkbox, native_select, text_input};
use crate::browser;
use crate::clock::{Clock, Zone, use_clock};
use crate::text;
use crate::time_range::{PRESETS, TimeRange, preset_name};
use crate::words as w;

/// How often a page may ask anew, and in seconds; the first is never.
pub(crate) const INTERVALS: [(&str, i64); 6] =
    [("off", 0), ("10s", 10), ("30s", 30), ("1m", 60), ("5m", 300), ("15m", 900)];

#[derive(Clone, Properties, PartialEq)]
pub(crate) struct TimePanelProps {
    /// Of the popover it stands in, which closes when something was chosen; what is inside is named after it.
    pub(crate) popover: AttrValue,
    pub(crate) value: TimeRange,
    pub(crate) onchange: Callback<TimeRange>,
    /// One of `INTERVALS`, on pages that ask anew.
    #[prop_or_default]
    pub(crate) refresh: Option<(AttrValue, Callback<AttrValue>)>,
    /// Whether the span before is shown beside, on pages that can.
    #[prop_or_default]
    pub(crate) compare: Option<(bool, Callback<bool>)>,
}

#[component]
pub(crate) fn TimePanel(props: &TimePanelProps) -> Html {
    let TimePanelProps { popover, value, onchange, refresh, compare } = props;
    let here = use_clock();
    let utc = use_state_eq(|| false);
    let clock = Clock { zone: if *utc { Zone::Utc } else { here.zone }, ..here };
    let texts = use_state_eq(|| texts_of(value, clock));
    let tried = use_state_eq(|| false);
    use_effect_with(value.clone(), {
        let (texts, tried) = (texts.setter(), tried.setter());
        move |value| {
            texts.set(texts_of(value, clock));
            tried.set(false);
        }
    });

    let read = Typed::read(&texts, clock);
    let choose = {
        let (onchange, popover) = (onchange.clone(), popover.clone());
        Callback::from(move |range: TimeRange| {
            close(&popover);
            onchange.emit(range);
        })
    };
    let onsubmit = {
        let (tried, choose, read) = (tried.clone(), choose.clone(), read.clone());
        let ids = [[popover, "-from"].concat(), [popover, "-to"].concat()];
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            match (&read.range, read.problems[0].is_some()) {
                (Some(range), _) => choose.emit(range.clone()),
                (None, true) => browser::focus(&ids[0]),
                (None, false) => browser::focus(&ids[1]),
            }
        })
    };
    let onpick = {
        let texts = texts.clone();
        Callback::from(move |date: Date| texts.set(picked(&texts, date)))
    };
    let days = read.days(clock);
    let set_zone = |wants_utc: bool| {
        let (utc, texts) = (utc.clone(), texts.clone());
        let next = Clock { zone: if wants_utc { Zone::Utc } else { here.zone }, ..here };
        Callback::from(move |_: Event| {
            texts.set(rewritten(&texts, clock, next));
            utc.set(wants_utc);
        })
    };
    let field = |at: usize, suffix: &str, label: &'static str| {
        let texts = texts.clone();
        let field = Field {
            error: read.problems[at].filter(|_| *tried).map(AttrValue::from),
            ..Field::new([popover, suffix].concat(), label)
        };
        let current = texts[at].clone();
        let input = TextInput {
            mono: true,
            placeholder: if at == 0 { w::range_from_hint() } else { w::range_to_hint() },
            ..TextInput::default()
        };
        text_input(
            &field,
            &current,
            &input,
            Callback::from(move |text| {
                let mut next = (*texts).clone();
                next[at] = text;
                texts.set(next);
            }),
        )
    };
    html! {
        <div class="time-panel">
            <div class="time-presets" role="group" aria-label={w::range_presets()}>
                for text in PRESETS { { preset(value, &choose, text) } }
            </div>
            <div class="time-custom">
                { steps(popover, value, clock, onchange) }
                <form class="flex flex-col gap-2" aria-label={w::range_name()} novalidate=true {onsubmit}>
                    <div class="time-fields">
                        { field(0, "-from", w::range_from()) }
                        { field(1, "-to", w::range_to()) }
                    </div>
                    <p class="text-small text-ink-2">{ w::range_examples() }</p>
                    <div class="flex flex-wrap items-center gap-2">
                        <div class="segments" role="radiogroup" aria-label={w::range_zone()}>
                            { zone(popover, zone_name(here), !*utc, set_zone(false)) }
                            { zone(popover, "UTC".to_owned(), *utc, set_zone(true)) }
                        </div>
                        <button type="submit" class="button button-primary ml-auto">{ w::range_apply() }</button>
                    </div>
                    <Calendar id={[popover, "-day"].concat()} today={Date::of(clock.now, clock.zone)} chosen={days} {onpick} />
                </form>
                if let Some((interval, onchange)) = refresh {
                    { native_select(&Field::new([popover, "-refresh"].concat(), w::refresh_every()), &INTERVALS.map(interval_choice), interval, onchange) }
                }
                if let Some((on, onchange)) = compare {
                    { checkbox(&Field::new([popover, "-compare"].concat(), w::range_compare()), Some(*on), onchange.clone()) }
                }
            </div>
        </div>
    }
}

/// What the two fields say, and what is wrong with it.
#[derive(Clone)]
struct Typed {
    problems: [Option<&'static str>; 2],
    range: Option<TimeRange>,
}

impl Typed {
    fn read(texts: &[String; 2], clock: Clock) -> Self {
        let [from, to] = [(&texts[0], Side::From), (&texts[1], Side::To)].map(|(text, side)| {
            if text.trim().is_empty() {
                Ok(None)
            } else {
                typed(text, side, clock).map(Some).ok_or(w::range_not_a_time())
            }
        });
        let mut problems = [from.as_ref().err().copied(), to.as_ref().err().copied()];
        let range = from.ok().zip(to.ok()).map(|(from, to)| {
            // What ends now goes on.
            TimeRange { from, to: to.filter(|to| to.text() != "now") }
        });
        let ends_first = |range: &TimeRange| {
            let (from, to) = range.resolve(clock);
            from.is_some_and(|from| from >= to)
        };
        if range.as_ref().is_some_and(ends_first) {
            problems[1] = Some(w::range_order());
        }
        let range = range.filter(|_| problems == [None, None]);
        Self { problems, range }
    }

    /// First and last day of the span, for the calendar.
    fn days(&self, clock: Clock) -> Option<(Date, Date)> {
        let (from, to) = self.range.as_ref()?.resolve(clock);
        // A span that ends at midnight has no part in the day that begins then.
        let last = console_api::Timestamp(to.micros() - 1);
        Some((Date::of(from?, clock.zone), Date::of(last, clock.zone)))
    }
}

fn texts_of(range: &TimeRange, clock: Clock) -> [String; 2] {
    [&range.from, &range.to]
        .map(|moment| moment.as_ref().map_or_else(String::new, |moment| shown(moment, clock)))
}

/// The same moments on the wall clock of another zone; what cannot be read stays as it was typed.
fn rewritten(texts: &[String; 2], clock: Clock, next: Clock) -> [String; 2] {
    let rewrite = |text: &String, side| {
        typed(text, side, clock).map_or_else(|| text.clone(), |moment| shown(&moment, next))
    };
    [rewrite(&texts[0], Side::From), rewrite(&texts[1], Side::To)]
}

/// The first press is the first day, the second the last.
fn picked(texts: &[String; 2], date: Date) -> [String; 2] {
    match (Date::parse(&texts[0]), Date::parse(&texts[1])) {
        (Some(first), Some(last)) if first == last => {
            [first.min(date).to_string(), first.max(date).to_string()]
        }
        _ => [date.to_string(), date.to_string()],
    }
}

fn close(popover: &str) {
    if let Some(popover) =
        browser::element(popover).and_then(|popover| popover.dyn_into::<HtmlElement>().ok())
    {
        let _ = popover.hide_popover();
    }
}

fn interval_choice((value, seconds): (&'static str, i64)) -> Choice {
    let name = if seconds == 0 { w::refresh_off().to_owned() } else { text::span_of(seconds) };
    Choice::new(value, name)
}

fn preset(value: &TimeRange, choose: &Callback<TimeRange>, text: &'static str) -> Html {
    let range = TimeRange { from: crate::moment::Moment::parse(text), to: None };
    let chosen = *value == range;
    html! {
        <button
            type="button"
            class={if chosen { "option bg-selected font-medium" } else { "option" }}
            aria-pressed={chosen.to_string()}
            onclick={choose.reform(move |_: MouseEvent| range.clone())}
        >
            { preset_name(text) }
        </button>
    }
}

/// From the span in force to the next one; the panel stays, since one step is seldom enough.
fn steps(popover: &AttrValue, value: &TimeRange, clock: Clock, onchange: &Callback<TimeRange>) -> Html {
    let step = |text: &'static str, next: Option<TimeRange>| {
        let off = next.is_none();
        let onclick = next.map(|next| onchange.reform(move |_: MouseEvent| next.clone()));
        html! {
            <button type="button" class="button button-outline" disabled={off} {onclick}>{ text }</button>
        }
    };
    let is_live = value.to.is_none();
    html! {
        <Toolbar key={&**popover} label={w::range_steps()} joined={true}>
            { step(w::range_earlier(), value.earlier(clock)) }
            { step(w::range_later(), value.later(clock).filter(|_| !is_live)) }
            { step(w::range_wider(), value.wider(clock)) }
        </Toolbar>
    }
}

fn zone(popover: &AttrValue, name: String, chosen: bool, onchange: Callback<Event>) -> Html {
    html! {
        <label class="segment">
            <input type="radio" class="segment-input" name={[popover, "-zone"].concat()} checked={chosen} {onchange} />
            <span>{ name }</span>
        </label>
    }
}

/// `Local, UTC+01:00`; not local where somebody chose another zone.
fn zone_name(clock: Clock) -> String {
    let minutes = clock.zone.offset_minutes(clock.now);
    let sign = if minutes < 0 { '-' } else { '+' };
    let offset = format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
    if clock.zone == Zone::Browser { w::range_zone_local(&offset) } else { w::range_zone_chosen(&offset) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use console_api::Timestamp;

    fn clock() -> Clock {
        Clock { now: Timestamp::parse("2026-11-20T12:34:56Z").unwrap(), zone: Zone::Utc }
    }

    fn read(from: &str, to: &str) -> Typed {
        Typed::read(&[from.to_owned(), to.to_owned()], clock())
    }

    #[test]
    fn each_field_has_its_own_fault() {
        assert_eq!(read("soon", "").problems, [Some("Not a time"), None]);
        assert_eq!(read("1h", "2h").problems, [None, Some("Has to be after the beginning")]);
        assert!(read("1h", "2h").range.is_none());
        assert_eq!(read("", "").range, Some(TimeRange::default()));
        assert_eq!(read("1h", "now").range.and_then(|range| range.to), None, "what ends now goes on");
    }

    #[test]
    fn two_presses_in_the_calendar_are_whole_days() {
        let [a, b] = ["2026-11-18", "2026-11-19"].map(|text| Date::parse(text).unwrap());
        let one = picked(&["now-1h".to_owned(), String::new()], b);
        assert_eq!(one, ["2026-11-19", "2026-11-19"]);
        let two = picked(&one, a);
        assert_eq!(two, ["2026-11-18", "2026-11-19"]);
        let typed = Typed::read(&two, clock());
        assert_eq!(typed.days(clock()), Some((a, b)));
        assert_eq!(picked(&two, b), ["2026-11-19", "2026-11-19"], "a third begins anew");
    }
}
