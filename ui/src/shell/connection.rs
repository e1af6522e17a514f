//! Whether what is on the screen keeps itself current; in shape, word and, when it does not, with a way to try now.

use yew::prelude::*;

use crate::components::{Shape, glyph};
use crate::live::Connection;

pub(super) fn connection_word(connection: &Connection, retry: Callback<MouseEvent>) -> Html {
    let (shape, word, detail) = describe(connection);
    let can_retry = matches!(connection, Connection::Reconnecting { .. } | Connection::Polling { .. });
    html! {
        <div class="flex items-center gap-1">
            <span class="word px-1 text-small text-ink-2" role="status" title={detail}>
                { glyph(shape) }<span>{ word }</span>
            </span>
            if can_retry {
                <button type="button" class="button-link text-small" onclick={retry}>{ "Retry now" }</button>
            }
        </div>
    }
}

fn describe(connection: &Connection) -> (Shape, &'static str, String) {
    match connection {
        Connection::Connecting => (Shape::CircleMinus, "Connecting", "Opening the live stream".to_owned()),
        Connection::Live => (Shape::CircleTick, "Live", "Changes appear as they happen".to_owned()),
        Connection::Reconnecting { attempt, .. } => {
            (Shape::RingHalf, "Reconnecting", format!("The live stream broke; attempt {attempt}"))
        }
        Connection::Polling { attempt, .. } => (
            Shape::Triangle,
            "Polling",
            format!("The live stream stays away after {attempt} attempts; read again every 30 s"),
        ),
        Connection::Offline => (Shape::SquarePause, "Offline", "This machine has no network".to_owned()),
        Connection::SignedOut => (Shape::SquarePause, "Signed out", "Sign in to go on".to_owned()),
        Connection::Refused => (
            Shape::Triangle,
            "Polling",
            "You may not listen to the live stream; read again every 30 s".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use console_api::Timestamp;

    use super::*;

    #[test]
    fn each_state_has_its_own_shape_or_word() {
        let retry_at = Timestamp::default();
        let states = [
            Connection::Connecting,
            Connection::Live,
            Connection::Reconnecting { attempt: 2, retry_at },
            Connection::Polling { attempt: 5, retry_at },
            Connection::Offline,
            Connection::SignedOut,
        ];
        let mut words: Vec<_> = states.iter().map(|state| describe(state).1).collect();
        words.dedup();
        assert_eq!(words.len(), states.len());
    }
}
