//! What pages say to each other, as text: a letter, then words, then what may hold spaces.
//!
//! Pages of another build have another channel (see [`CHANNEL`]), so that this form may change.

use console_api::{Event, EventKind, EventSeq};

use super::LineState;
use crate::client::Ended;
use crate::json;

/// Name of the channel and of the lock that the leader holds. The number grows with each change of the form.
pub(in crate::live) const CHANNEL: &str = concat!("fluo.live.1/", env!("CARGO_PKG_VERSION"));
/// Longer texts are not ours: an answer holds at most what a page keeps.
const LONGEST: usize = 1024 * 1024;

/// An event as text, with what is needed to keep it in order.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::live) struct Said {
    pub(super) kind: EventKind,
    pub(super) seq: EventSeq,
    pub(super) text: String,
}

impl Said {
    pub(super) fn new(event: &Event) -> Self {
        Self { kind: event.kind, seq: event.seq, text: json::write(&json::value(event)) }
    }

    fn read(text: &str) -> Option<Self> {
        let event = json::read::<Event>(text).ok()?;
        Some(Self { kind: event.kind, seq: event.seq, text: text.to_owned() })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(in crate::live) enum Message {
    /// A page wants a place at the leader.
    Ask { from: String, after: Option<EventSeq>, is_eager: bool },
    /// Has it, and gets what it missed.
    Answer { leader: String, to: String, state: LineState, events: Vec<Said> },
    /// Came over the leader's line.
    Said { leader: String, said: Said },
    /// The leader's line changed.
    Line { leader: String, state: LineState },
}

impl Message {
    pub(in crate::live) fn write(&self) -> String {
        match self {
            Self::Ask { from, after, is_eager } => {
                let after = after.map_or_else(|| "-".to_owned(), |seq| seq.0.to_string());
                ["?", from, &after, if *is_eager { "!" } else { "." }].join(" ")
            }
            Self::Answer { leader, to, state, events } => {
                let events: Vec<_> = events.iter().map(|said| said.text.as_str()).collect();
                // JSON text on one line: no line break can be in it.
                ["=", leader, to, letter(*state), &events.join("\n")].join(" ")
            }
            Self::Said { leader, said } => ["+", leader, &said.text].join(" "),
            Self::Line { leader, state } => ["~", leader, letter(*state)].join(" "),
        }
    }

    /// Nothing when it is not one of ours.
    pub(in crate::live) fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (letter, rest) = text.split_once(' ')?;
        let (page, rest) = rest.split_once(' ')?;
        let page = page.to_owned();
        Some(match letter {
            "?" => {
                let (after, eager) = rest.split_once(' ')?;
                let after = if after == "-" { None } else { Some(EventSeq(after.parse().ok()?)) };
                Self::Ask { from: page, after, is_eager: eager == "!" }
            }
            "=" => {
                let (to, rest) = rest.split_once(' ')?;
                let (letter, events) = rest.split_once(' ')?;
                let events = events.lines().map(Said::read).collect::<Option<_>>()?;
                Self::Answer { leader: page, to: to.to_owned(), state: state(letter)?, events }
            }
            "+" => Self::Said { leader: page, said: Said::read(rest)? },
            "~" => Self::Line { leader: page, state: state(rest)? },
            _ => return None,
        })
    }
}

const STATES: [(&str, LineState); 5] = [
    ("c", LineState::Opening),
    ("o", LineState::Open),
    ("l", LineState::Closed(Ended::Lost)),
    ("s", LineState::Closed(Ended::SignedOut)),
    ("f", LineState::Closed(Ended::Forbidden)),
];

fn letter(state: LineState) -> &'static str {
    STATES.iter().find(|(_, other)| *other == state).map_or("l", |(letter, _)| letter)
}

fn state(letter: &str) -> Option<LineState> {
    STATES.iter().find(|(other, _)| *other == letter).map(|(_, state)| *state)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_come_back_as_they_went() {
        let event = |seq| Event {
            kind: EventKind::SignalUpdated,
            id: "s 1".into(),
            patch: json!({ "message": "two\nlines, \u{2028} and a \"quote\"" }),
            ts: 5,
            seq: EventSeq(seq),
        };
        let said = Said::new(&event(7));
        let page = || "a1".to_owned();
        let mut messages = vec![
            Message::Ask { from: page(), after: None, is_eager: true },
            Message::Ask { from: page(), after: Some(EventSeq(7)), is_eager: false },
            Message::Said { leader: page(), said: said.clone() },
        ];
        for (_, state) in STATES {
            messages.push(Message::Line { leader: page(), state });
            for events in [vec![], vec![said.clone()], vec![said.clone(), Said::new(&event(8))]] {
                messages.push(Message::Answer { leader: page(), to: "b2".to_owned(), state, events });
            }
        }
        for message in messages {
            assert_eq!(Message::read(&message.write()), Some(message));
        }
    }

    #[test]
    fn what_is_not_ours_is_nothing() {
        let long = format!("+ a {}", "x".repeat(LONGEST));
        for text in ["", "?", "? a", "? a b", "? a x .", "= a b o {}", "+ a {", "~ a x", "! a b", &long] {
            assert_eq!(Message::read(text), None, "{}", &text[..text.len().min(20)]);
        }
    }
}
