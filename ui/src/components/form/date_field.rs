//! One day, or a first and a last: typed, or picked from a calendar that opens beside.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::calendar::Calendar;
use super::date::Date;
use super::{Field, input};
use crate::components::{Symbol, icon};
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(crate) struct DateFieldProps {
    pub(crate) field: Field,
    /// As it is typed; `Date::parse` says whether it is a day.
    pub(crate) value: AttrValue,
    pub(crate) today: Date,
    #[prop_or_default]
    pub(crate) min: Option<Date>,
    #[prop_or_default]
    pub(crate) max: Option<Date>,
    pub(crate) onchange: Callback<String>,
}

#[component]
pub(crate) fn DateField(props: &DateFieldProps) -> Html {
    let DateFieldProps { value, today, min, max, onchange, .. } = props;
    let date = Date::parse(value);
    let mut field = props.field.clone();
    if field.error.is_none() && !value.is_empty() && date.is_none() {
        field.error = Some(w::day_unknown(&today.to_string()).into());
    }
    let popup = use_node_ref();
    let onpick = {
        let (popup, onchange) = (popup.clone(), onchange.clone());
        Callback::from(move |date: Date| {
            onchange.emit(date.to_string());
            close(&popup);
        })
    };
    let calendar = html! {
        <Calendar id={field.part("-day")} today={*today} chosen={date.map(|date| (date, date))} min={*min} max={*max} takes_focus={true} {onpick} />
    };
    let control = html! {
        <>
            { line(&field, &field.id, value, field.described_by(), onchange) }
            <OpenCalendar id={field.part("-calendar")} label={field.label.clone()} off={field.disabled || field.read_only} {popup} {calendar} />
        </>
    };
    field.around(0, input::group(&field, control))
}

#[derive(Properties, PartialEq)]
pub(crate) struct DateRangeProps {
    /// Of the pair; its two inputs are `{id}-from` and `{id}-to`.
    pub(crate) field: Field,
    pub(crate) value: (AttrValue, AttrValue),
    pub(crate) today: Date,
    pub(crate) onchange: Callback<(AttrValue, AttrValue)>,
}

#[component]
pub(crate) fn DateRange(props: &DateRangeProps) -> Html {
    let DateRangeProps { value, today, onchange, .. } = props;
    let (first, last) = (Date::parse(&value.0), Date::parse(&value.1));
    let mut field = props.field.clone();
    let wrong =
        [(&value.0, first), (&value.1, last)].iter().any(|(text, date)| !text.is_empty() && date.is_none());
    if field.error.is_none() && wrong {
        field.error = Some(w::day_unknown(&today.to_string()).into());
    } else if field.error.is_none() && first.zip(last).is_some_and(|(first, last)| last < first) {
        field.error = Some(w::day_order().into());
    }
    let popup = use_node_ref();
    let onpick = {
        let (popup, onchange) = (popup.clone(), onchange.clone());
        Callback::from(move |date: Date| {
            // The first press begins a range, the second ends it, whichever comes first in time.
            let (first, last) = picked(first, last, date);
            let is_whole = last.is_some();
            let text = |date: Option<Date>| date.map_or(AttrValue::default(), |date| date.to_string().into());
            onchange.emit((text(Some(first)), text(last)));
            if is_whole {
                close(&popup);
            }
        })
    };
    let typed = |which: fn(&(AttrValue, AttrValue), AttrValue) -> (AttrValue, AttrValue)| {
        let value = value.clone();
        onchange.reform(move |text: String| which(&value, text.into()))
    };
    let chosen = first.map(|first| (first, last.filter(|last| *last >= first).unwrap_or(first)));
    let calendar =
        html! { <Calendar id={field.part("-day")} today={*today} {chosen} takes_focus={true} {onpick} /> };
    let control = html! {
        <>
            { named(&field, "-from", ": first day", &value.0, &typed(|(_, to), text| (text, to.clone()))) }
            <span class="text-ink-2" aria-hidden="true">{ "to" }</span>
            { named(&field, "-to", ": last day", &value.1, &typed(|(from, _), text| (from.clone(), text))) }
            <OpenCalendar id={field.part("-calendar")} label={field.label.clone()} off={field.disabled || field.read_only} {popup} {calendar} />
        </>
    };
    field.around_group(input::group(&field, control))
}

/// The range after another day was picked.
fn picked(first: Option<Date>, last: Option<Date>, date: Date) -> (Date, Option<Date>) {
    match (first, last) {
        (Some(first), None) => (first.min(date), Some(first.max(date))),
        _ => (date, None),
    }
}

fn named(
    field: &Field,
    suffix: &str,
    words: &'static str,
    value: &AttrValue,
    onchange: &Callback<String>,
) -> Html {
    let id = field.part(suffix);
    html! {
        <>
            <label class="sr-only" for={id.clone()}>{ field.label.clone() }{ words }</label>
            { line(field, &id, value, field.described_by(), onchange) }
        </>
    }
}

fn line(
    field: &Field,
    id: &AttrValue,
    value: &AttrValue,
    described_by: Option<AttrValue>,
    onchange: &Callback<String>,
) -> Html {
    html! {
        <input
            id={id.clone()}
            type="text"
            class="input-bare tabular"
            value={value.clone()}
            placeholder="YYYY-MM-DD"
            autocomplete="off"
            disabled={field.disabled}
            readonly={field.read_only}
            aria-required={field.aria_required()}
            aria-invalid={field.invalid()}
            aria-describedby={described_by}
            oninput={input::typed(onchange)}
        />
    }
}

fn close(popup: &NodeRef) {
    if let Some(popup) = popup.cast::<HtmlElement>() {
        let _ = popup.hide_popover();
    }
}

#[derive(Properties, PartialEq)]
struct OpenCalendarProps {
    id: AttrValue,
    label: AttrValue,
    off: bool,
    popup: NodeRef,
    calendar: Html,
}

/// The button in the box, and the dialog it opens; the calendar is drawn while that is open.
#[component]
fn OpenCalendar(props: &OpenCalendarProps) -> Html {
    let OpenCalendarProps { id, label, off, popup, calendar } = props;
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            let popup = event.target().and_then(|popup| popup.dyn_into::<HtmlElement>().ok());
            open.set(popup.is_some_and(|popup| popup.matches(":popover-open").unwrap_or(false)));
        })
    };
    html! {
        <>
            <button
                type="button"
                class="input-button input-icon"
                disabled={*off}
                popovertarget={id.clone()}
                aria-haspopup="dialog"
                aria-label={w::calendar_for(label)}
                style={["anchor-name: --", id].concat()}
            >
                { icon(Symbol::Calendar) }
            </button>
            <div
                ref={popup.clone()}
                id={id.clone()}
                popover="auto"
                role="dialog"
                aria-label={w::calendar_for(label)}
                class="popover popover-end"
                style={["position-anchor: --", id].concat()}
                {ontoggle}
            >
                if *open { { calendar.clone() } }
            </div>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_presses_make_a_range_in_either_order() {
        let [a, b] = ["2026-11-18", "2026-11-20"].map(|text| Date::parse(text).unwrap());
        assert_eq!(picked(None, None, b), (b, None));
        assert_eq!(picked(Some(b), None, a), (a, Some(b)));
        assert_eq!(picked(Some(a), None, a), (a, Some(a)));
        assert_eq!(picked(Some(a), Some(b), b), (b, None), "a whole range begins anew");
    }
}
