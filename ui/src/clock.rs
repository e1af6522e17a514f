//! Time as an input: the moment the screen was drawn for and the zone it is shown in, handed down as context, so
//! that what is rendered depends on nothing else.

use console_api::Timestamp;
use yew::prelude::*;

use crate::browser;

/// How often relative times are drawn anew.
const TICK_MS: i32 = 5_000;

/// Whose wall clock times are shown by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// The zone of the machine the browser runs on.
    Browser,
    #[cfg(test)]
    Utc,
}

impl Zone {
    /// Minutes east of UTC at that moment.
    #[expect(clippy::cast_possible_truncation, reason = "offsets are whole minutes below a day")]
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit in 53 bits")]
    pub(crate) fn offset_minutes(self, at: Timestamp) -> i64 {
        match self {
            Self::Browser => {
                let date = js_sys::Date::new(&(at.millis() as f64).into());
                -(date.get_timezone_offset() as i64)
            }
            #[cfg(test)]
            Self::Utc => 0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Clock {
    pub(crate) now: Timestamp,
    pub(crate) zone: Zone,
}

#[hook]
pub(crate) fn use_clock() -> Clock {
    use_context::<Clock>().expect("rendered below ClockProvider")
}

#[derive(Properties, PartialEq)]
pub(crate) struct ClockProviderProps {
    pub(crate) children: Html,
}

/// Gives the browser's time to everything below, and ticks while the page is in view.
#[component]
pub(crate) fn ClockProvider(props: &ClockProviderProps) -> Html {
    let now = use_state(browser::now);
    use_effect_with((), {
        let now = now.setter();
        move |()| {
            let task = browser::spawn(async move {
                loop {
                    browser::sleep(TICK_MS).await;
                    if browser::is_visible() {
                        now.set(browser::now());
                    }
                }
            });
            || drop(task)
        }
    });
    let clock = Clock { now: *now, zone: Zone::Browser };
    html! { <ContextProvider<Clock> context={clock}>{ props.children.clone() }</ContextProvider<Clock>> }
}
