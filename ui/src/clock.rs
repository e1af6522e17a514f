//! Time as an input: the moment the screen was drawn for and the zone it is shown in, handed down as context, so
//! that what is rendered depends on nothing else.

use console_api::Timestamp;
use wasm_bindgen::prelude::wasm_bindgen;
use yew::prelude::*;

use crate::browser;
use crate::desk::use_desk;
use crate::dom::use_once;

/// How often relative times are drawn anew.
const TICK_MS: i32 = 5_000;

#[wasm_bindgen]
extern "C" {
    /// Minutes east of UTC in a named zone; no number where the browser does not know the zone.
    #[wasm_bindgen(js_name = fluoOffset)]
    fn fluo_offset(zone: &str, millis: f64) -> f64;
}

/// Where the choice is stored: `browser`, `utc`, or a name of the IANA database.
pub(crate) const ZONE_KEY: &str = "fluo.zone";

/// Whose wall clock times are shown by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// The zone of the machine the browser runs on.
    Browser,
    Utc,
    /// By its name, such as `Europe/Berlin`, which stays in memory: few people choose twice.
    Named(&'static str),
}

impl Zone {
    /// What was chosen; the browser's where nothing was, or what the browser does not know.
    fn stored(before: Self) -> Self {
        match browser::stored(ZONE_KEY).as_deref() {
            None | Some("browser") => Self::Browser,
            Some("utc") => Self::Utc,
            Some(name) if matches!(before, Self::Named(known) if known == name) => before,
            Some(name) if is_zone(name) => Self::Named(name.to_owned().leak()),
            Some(_) => Self::Browser,
        }
    }

    /// Minutes east of UTC at that moment.
    #[expect(clippy::cast_possible_truncation, reason = "offsets are whole minutes below a day")]
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit in 53 bits")]
    pub(crate) fn offset_minutes(self, at: Timestamp) -> i64 {
        match self {
            Self::Browser => {
                let date = js_sys::Date::new(&(at.millis() as f64).into());
                -(date.get_timezone_offset() as i64)
            }
            Self::Utc => 0,
            Self::Named(name) => fluo_offset(name, at.millis() as f64) as i64,
        }
    }
}

/// Whether the browser knows a zone of this name.
pub(crate) fn is_zone(name: &str) -> bool {
    !fluo_offset(name, 0.0).is_nan()
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Clock {
    pub(crate) now: Timestamp,
    pub(crate) zone: Zone,
}

#[hook]
pub(crate) fn use_clock() -> Clock {
    use_desk().clock
}

/// The browser's time, which ticks while the page is in view.
#[hook]
pub(crate) fn use_time() -> Clock {
    let now = use_state(browser::now);
    use_once({
        let now = now.setter();
        move || {
            browser::spawn(async move {
                loop {
                    browser::sleep(TICK_MS).await;
                    if browser::is_visible() {
                        now.set(browser::now());
                    }
                }
            })
        }
    });
    let zone = use_zone();
    Clock { now: *now, zone }
}

/// Follows the choice of the zone, here and in other tabs.
#[hook]
fn use_zone() -> Zone {
    let zone = use_state_eq(|| Zone::Browser);
    use_once({
        let zone = zone.setter();
        move || {
            let mut shown = Zone::stored(Zone::Browser);
            zone.set(shown);
            browser::on_appearance(move || {
                shown = Zone::stored(shown);
                zone.set(shown);
            })
        }
    });
    *zone
}
