//! A month of days: the date grid of the WAI-ARIA practices. Arrows go by day and week, Page Up and Page Down by month,
//! with Shift by year, Home and End to the ends of the week.

use yew::prelude::*;

use super::date::{Date, weekdays};
use crate::browser;
use crate::components::{Symbol, icon};
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(crate) struct CalendarProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    pub(crate) today: Date,
    /// First and last chosen day; the same where it is one.
    #[prop_or_default]
    pub(crate) chosen: Option<(Date, Date)>,
    /// Days outside cannot be chosen.
    #[prop_or_default]
    pub(crate) min: Option<Date>,
    #[prop_or_default]
    pub(crate) max: Option<Date>,
    /// Takes the focus when it appears, as what a dialog holds does.
    #[prop_or_default]
    pub(crate) takes_focus: bool,
    pub(crate) onpick: Callback<Date>,
}

#[component]
pub(crate) fn Calendar(props: &CalendarProps) -> Html {
    let CalendarProps { id, today, chosen, min, max, takes_focus, onpick } = props;
    let start = chosen.map_or(*today, |(first, _)| first);
    let cursor = use_state_eq(|| start);
    let wants_focus = use_mut_ref(|| *takes_focus);
    // What is typed beside the calendar turns its page.
    use_effect_with(start, {
        let cursor = cursor.setter();
        move |start| cursor.set(*start)
    });
    use_effect_with((id.clone(), *cursor), {
        let wants_focus = wants_focus.clone();
        move |(id, cursor)| {
            if wants_focus.take() {
                browser::focus(&day_id(id, *cursor));
            }
        }
    });
    let onkeydown = {
        let cursor = cursor.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            if let Some(next) = cursor.moved(&event.key(), event.shift_key()) {
                event.prevent_default();
                event.stop_propagation();
                *wants_focus.borrow_mut() = true;
                cursor.set(next);
            }
        })
    };
    let turn = |months: i64, symbol: &'static str, label: &'static str| {
        let cursor = cursor.clone();
        let onclick = Callback::from(move |_: MouseEvent| cursor.set(cursor.plus_months(months)));
        html! {
            <button type="button" class="button button-quiet calendar-turn" aria-label={label} title={label} {onclick}>
                <span class={symbol}>{ icon(Symbol::ChevronDown) }</span>
            </button>
        }
    };
    let month = cursor.first_of_month();
    let day = |date: Date| {
        let is_chosen = chosen.is_some_and(|(first, last)| (first..=last).contains(&date));
        let is_end = chosen.is_some_and(|(first, last)| date == first || date == last);
        let off = min.is_some_and(|min| date < min) || max.is_some_and(|max| date > max);
        let class = classes!(
            "calendar-day",
            (date.first_of_month() != month).then_some("calendar-other"),
            is_chosen.then_some("calendar-chosen"),
            is_end.then_some("calendar-end"),
            (date == *today).then_some("calendar-today"),
        );
        html! {
            <td role="gridcell" aria-selected={is_chosen.to_string()}>
                <button
                    id={day_id(id, date)}
                    type="button"
                    {class}
                    tabindex={if date == *cursor { "0" } else { "-1" }}
                    aria-label={date.words()}
                    aria-current={(date == *today).then_some("date")}
                    aria-disabled={off.then_some("true")}
                    onclick={(!off).then(|| onpick.reform(move |_: MouseEvent| date))}
                >
                    { date.day() }
                </button>
            </td>
        }
    };
    html! {
        <div class="calendar">
            <div class="calendar-head">
                { turn(-12, "calendar-back calendar-year", w::year_previous()) }
                { turn(-1, "calendar-back", w::month_previous()) }
                <p id={[id, "-month"].concat()} class="flex-1 text-center font-medium" aria-live="polite">
                    { month.month_words() }
                </p>
                { turn(1, "calendar-forward", w::month_next()) }
                { turn(12, "calendar-forward calendar-year", w::year_next()) }
            </div>
            <table role="grid" aria-labelledby={[id, "-month"].concat()} {onkeydown}>
                <thead>
                    <tr>
                        for (name, short) in weekdays() {
                            <th scope="col" abbr={name} class="calendar-weekday">{ short }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    for week in cursor.weeks() { <tr>{ for week.into_iter().map(day) }</tr> }
                </tbody>
            </table>
        </div>
    }
}

fn day_id(id: &str, date: Date) -> String {
    [id, "-", &date.to_string()].concat()
}
