//! Whether what is on the screen keeps itself current: in shape and word, and, when it does not, why, when it is tried
//! next, and a way to try now. The word is announced; the seconds that run down are not.

use console_api::{Reach, Timestamp};
use yew::prelude::*;

use crate::browser;
use crate::components::{Shape, glyph};
use crate::dom::{el, tell};
use crate::live::{Connection, use_connection, use_freshness, use_live};
use crate::text;
use crate::words as w;

/// A line that is back within this time was never missed: said twice, it would only alarm.
const SETTLE_MS: i32 = 1_000;

#[component]
pub(super) fn ConnectionStatus() -> Html {
    let live = use_live();
    let connection = use_connection();
    let connection = use_settled(connection);
    let is_fluo_down = use_freshness().is_some_and(|known| known.freshness.reach == Reach::Unreachable);
    let next_try = match connection {
        Connection::Reconnecting { retry_at, .. } | Connection::Polling { retry_at, .. } => Some(retry_at),
        _ => None,
    };
    let seconds = use_countdown(next_try);
    let retry = Callback::from(move |_: MouseEvent| live.retry());
    let (shape, word, detail) = describe(&connection, is_fluo_down);
    html! {
        <div class="flex min-w-0 items-center gap-1 text-small text-ink-2">
            <span class="word px-1" role="status" title={detail}>
                { glyph(shape) }<span>{ word }</span><span class="sr-only">{ detail }</span>
            </span>
            if next_try.is_some() {
                { el("span", "tabular hidden truncate md:block", [tell(&plan(&connection, seconds))]) }
                <button type="button" class="button-link" onclick={retry}>{ w::line_retry() }</button>
            }
        </div>
    }
}

/// The connection as people should see it: a line that breaks and is back at once stays out of sight.
#[hook]
fn use_settled(connection: Connection) -> Connection {
    let settled = use_state_eq(|| connection.clone());
    let is_break = matches!(connection, Connection::Reconnecting { attempt: ..=1, .. });
    let shown = if is_break { (*settled).clone() } else { connection.clone() };
    use_effect_with(connection, move |connection| {
        let connection = connection.clone();
        let task = browser::spawn(async move {
            if is_break {
                browser::sleep(SETTLE_MS).await;
            }
            settled.set(connection);
        });
        || drop(task)
    });
    shown
}

/// Whole seconds until then, counted down.
#[hook]
fn use_countdown(until: Option<Timestamp>) -> i64 {
    let seconds = use_state_eq(|| 0);
    use_effect_with(until, {
        let seconds = seconds.setter();
        move |until| {
            let task = until.map(|until| {
                browser::spawn(async move {
                    loop {
                        let left = (until.since(browser::now()) + 999_999) / 1_000_000;
                        seconds.set(left.max(0));
                        if left <= 0 {
                            break;
                        }
                        browser::sleep(1_000).await;
                    }
                })
            });
            || drop(task)
        }
    });
    *seconds
}

fn plan(connection: &Connection, seconds: i64) -> String {
    let (Connection::Reconnecting { attempt, .. } | Connection::Polling { attempt, .. }) = connection else {
        return String::new();
    };
    match seconds {
        0 => w::line_attempt(i64::from(*attempt)),
        _ => w::line_attempt_next(i64::from(*attempt), &text::span_of(seconds)),
    }
}

fn describe(connection: &Connection, is_fluo_down: bool) -> (Shape, &'static str, &'static str) {
    match connection {
        Connection::Connecting => (Shape::CircleMinus, w::line_connecting(), w::line_connecting_help()),
        Connection::Live if is_fluo_down => (Shape::Triangle, w::line_fluo_down(), w::line_fluo_down_help()),
        Connection::Live => (Shape::CircleTick, w::line_live(), w::line_live_help()),
        Connection::Reconnecting { .. } => {
            (Shape::RingHalf, w::line_reconnecting(), w::line_reconnecting_help())
        }
        Connection::Polling { .. } => (Shape::Triangle, w::line_polling(), w::line_polling_help()),
        Connection::Offline => (Shape::SquarePause, w::line_offline(), w::line_offline_help()),
        Connection::SignedOut => (Shape::SquarePause, w::line_signed_out(), w::line_signed_out_help()),
        Connection::Refused => (Shape::Triangle, w::line_polling(), w::line_refused_help()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_its_own_word() {
        let retry_at = Timestamp::default();
        let states = [
            (Connection::Connecting, false),
            (Connection::Live, false),
            (Connection::Live, true),
            (Connection::Reconnecting { attempt: 2, retry_at }, false),
            (Connection::Polling { attempt: 5, retry_at }, false),
            (Connection::Offline, false),
            (Connection::SignedOut, false),
        ];
        let mut words: Vec<_> = states.iter().map(|(state, down)| describe(state, *down).1).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), states.len());
    }

    #[test]
    fn the_next_attempt_is_told() {
        let retry_at = Timestamp::default();
        let line = Connection::Reconnecting { attempt: 2, retry_at };
        assert_eq!([plan(&line, 4), plan(&line, 0)], ["attempt 2, next in 4 s", "attempt 2"]);
        assert_eq!(plan(&Connection::Live, 4), "");
    }
}
